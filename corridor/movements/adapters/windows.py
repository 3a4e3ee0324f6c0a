"""From days on which somebody was asked about to the dates of the planner's file: ready from, exit permit, fit to travel. Pure.

The file knows ranges, the house knows requirements of each day. What the ranges allow together is never more than the days did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corridor.engines.planner.model import Range

EXIT = frozenset({"exit_clearance"})
FIT = frozenset({"fitness", "escort"})


@dataclass(frozen=True)
class Windows:
    ready: date | None
    exit_clearance: Range | None
    fit_to_travel: Range | None

    def __contains__(self, day: date) -> bool:
        return bool(
            self.ready
            and self.ready <= day
            and self.exit_clearance
            and day in self.exit_clearance
            and self.fit_to_travel
            and day in self.fit_to_travel
        )


def windows(days: Sequence[date], blocked: Mapping[date, frozenset[str]], near: date | None = None) -> Windows:
    """Around the days on end on which nothing stands in the way: those with this day (of its seat, of its first flight), else the first."""
    free = {day for day in days if not blocked[day]}
    run = _run(days, free, near)
    near = run.start if run else None
    exits = _run(days, {day for day in days if not blocked[day] & EXIT}, near)
    fit = _run(days, {day for day in days if not blocked[day] & FIT}, near)
    rest = _run(days, {day for day in days if not blocked[day] - EXIT - FIT}, near)
    if run and exits:  # what else ends has no field of its own
        exits = Range(exits.start, min(exits.end, rest.end if rest else run.end))
    found = Windows(rest.start if rest else None, exits, fit)
    if any(day in found and day not in free for day in days):
        return Windows(None, exits, fit)
    return found


def _run(days: Sequence[date], among: set[date], near: date | None) -> Range | None:
    runs: list[list[date]] = []
    for before, day in zip([None, *days], days, strict=False):
        if day in among and before in among and runs:
            runs[-1].append(day)
        elif day in among:
            runs.append([day])
    chosen = next((run for run in runs if near in run), runs[0] if runs else None)
    return Range(chosen[0], chosen[-1]) if chosen else None
