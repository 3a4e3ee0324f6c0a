"""From the relaxation to plans: most wanted first, urgent and expiring parties before others."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.engines.planner.greedy import commission, fill, unload
from corridor.engines.planner.index import Index
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.program import Floats, Program

_MOST = 12  # how many may make way for one urgent party


def urgent(index: Index, party: int, level: str) -> bool:
    """Does the party count on the levels above the value, up to this one?"""
    return index.parties[party].tier == 2 or (level != "tier2" and index.expiring[party])


def rounded(program: Program, x: Floats, dual: Floats, base: Ledger, best: Ledger) -> Iterator[Ledger]:
    """Relaxed answer → plan: most wanted first, urgent and expiring parties before others."""
    index, width = base.index, len(program.pairs)
    charters = sorted(range(len(program.charters)), key=lambda number: -x[width + number])
    wanted = sorted(
        (column for column in range(width) if x[column] > 1e-6 or dual[column] > -1e-6),
        key=lambda column: (
            x[column] < 0.999,
            not urgent(index, program.pairs[column][0], "value"),
            -round(float(x[column]), 3),
            -float(dual[column]),
            index.rank[program.pairs[column][0]],
        ),
    )
    columns = [program.pairs[column] for column in wanted]
    urgent_first = sorted(columns, key=lambda pair: not urgent(index, pair[0], "value"))
    for least in (0.3, 0.6):
        opening = [program.charters[number] for number in charters if x[width + number] >= least]
        ledger = _built(base, opening, columns)
        lost = rescue(ledger, best)
        yield ledger
        closed = {best.at[party] for party in lost if not ledger.open[best.at[party]]}
        if closed:
            ledger = _built(base, [*sorted(closed), *opening], columns)
            rescue(ledger, best)
            yield ledger
        pinned = [
            (party, option)
            for party, option in enumerate(best.at)
            if option >= 0 and base.at[party] < 0 and urgent(index, party, "value")
        ]
        needed = {option for _, option in pinned if index.options[option].status == "optional"}
        yield _built(base, [*sorted(needed), *opening], pinned + urgent_first)


def _built(base: Ledger, charters: list[int], columns: list[tuple[int, int]]) -> Ledger:
    """A ledger with these charters, then these pairs in order, then whoever fits."""
    ledger = base.copy()
    for option in charters:
        if not ledger.open[option] and ledger.affordable(option):
            ledger.commission(option)
    for party, option in columns:
        if ledger.at[party] < 0 and ledger.fits(party, option):
            ledger.add(party, option)
    fill(ledger)
    drop_light(ledger)
    commission(ledger, ledger.index.optional)
    return ledger


def rescue(ledger: Ledger, best: Ledger) -> list[int]:
    """Urgent parties the best plan places and this one does not: others make way. Gives those still without a place."""
    index, lost = ledger.index, []
    for party in index.order:
        if ledger.at[party] < 0 <= best.at[party] and urgent(index, party, "value"):
            ways = (best.at[party], *index.eligible[party])
            lost += [] if any(_make_way(ledger, party, option) for option in ways) else [party]
    fill(ledger)
    drop_light(ledger)
    return lost


def _make_way(ledger: Ledger, party: int, option: int) -> bool:
    """Take off the least valuable who are not urgent until the party fits; put them back if it never does."""
    if not ledger.open[option]:
        return False
    index = ledger.index
    held = {one for one, _ in index.held}
    others = [one for one in ledger.aboard[option] if one not in held and not urgent(index, one, "value")]
    others.sort(key=lambda one: (index.parties[one].weight / index.parties[one].seats, one))
    removed = []
    for other in others[:_MOST]:
        if ledger.fits(party, option):
            break
        ledger.remove(other)
        removed.append(other)
    fits = ledger.fits(party, option)
    if fits:
        ledger.add(party, option)
    for other in reversed(removed):
        if ledger.fits(other, option):
            ledger.add(other, option)
    return fits


def drop_light(ledger: Ledger) -> None:
    """Close charters below their least load, lightest first, and give their people another chance."""
    options = ledger.index.options
    while light := [o for o in ledger.commissioned() if ledger.seats_used(o) < options[o].min_load or not ledger.aboard[o]]:
        unload(ledger, min(light, key=lambda o: (ledger.seats_used(o) / max(1, options[o].min_load), o)))
        fill(ledger)
