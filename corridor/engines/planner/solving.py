"""solve() and replan(): the two ways to a plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from corridor.engines.planner.account import objective
from corridor.engines.planner.events import apply_events
from corridor.engines.planner.finish import finish
from corridor.engines.planner.greedy import fill, greedy, unload
from corridor.engines.planner.index import Index
from corridor.engines.planner.keep import keep
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.model import Events, Method, Plan, Problem
from corridor.engines.planner.process import cpu_seconds
from corridor.engines.planner.repairing import repaired
from corridor.engines.planner.writing import input_hash

if TYPE_CHECKING:
    from corridor.engines.planner.search import Progress

FREE_PAIRS = 1_500  # up to so many ways left to travel, a replan also searches
_REPLAN = "keep what holds, fill by priority"


class Replanned(NamedTuple):
    """The problem after the events, and its plan."""

    problem: Problem
    plan: Plan


def solve(
    problem: Problem,
    *,
    seconds: float = 60.0,
    seed: int = 0,
    method: Method = "auto",
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    repair: bool = False,
    by_cpu: bool = False,
) -> Plan:
    """The best plan found in the time; always valid, never below greedy's.

    With `by_cpu` the seconds are CPU seconds of this process and its solver: for measurements on a busy machine.

    With `repair` it is followed by one-for-one swaps so that fewer are passed over: a variant to lay
    beside the best plan, usually a little lower in value.
    """
    began = cpu_seconds() if by_cpu else time.monotonic()
    index = Index(problem)
    base, kept = keep(index)
    start = greedy(base)
    digest = input_hash(problem)
    if method == "greedy":
        return finish(start, kept, digest=digest, engine="priority greedy", method=method, seed=seed)
    from corridor.engines.planner.search import Search  # here: it needs arrays, greedy plans do not

    search = Search(base, kept, start, began + seconds, seed, on_progress, should_stop, began=began, by_cpu=by_cpu)
    search.report("greedy")
    search.run()
    best, engine = search.best, search.label()
    if repair:
        fairer = repaired(best, kept)
        if objective(fairer, kept) >= objective(start, kept):
            best, engine = fairer, f"{engine}, then swaps by priority"
    return finish(best, kept, digest=digest, engine=engine, method=method, seed=seed, bounds=search.bounds())


def replan(problem: Problem, plan: Plan, events: Events, *, seconds: float = 5.0, seed: int = 0) -> Replanned:
    """Apply the events and plan what comes of it."""
    changed = apply_events(problem, plan, events)
    return Replanned(changed, replan_changed(problem, plan, events, changed, seconds=seconds, seed=seed))


def replan_changed(problem: Problem, plan: Plan, events: Events, changed: Problem, *, seconds: float, seed: int) -> Plan:
    """The plan after events that are already applied: keep what still holds, then fill."""
    began = time.monotonic()
    index = Index(changed)
    base, kept = keep(index)
    quiet = not events.events and events.as_of == problem.as_of
    best = carry_on(base, plan, keep_empty=quiet)
    digest = input_hash(changed)
    if quiet:
        return finish(best, kept, digest=digest, engine=_REPLAN, method="auto", seed=seed)
    best = max(best, greedy(base), key=lambda ledger: objective(ledger, kept))
    free = sum(len(options) for party, options in enumerate(index.eligible) if base.at[party] < 0)
    if free > FREE_PAIRS:
        return finish(best, kept, digest=digest, engine=_REPLAN, method="auto", seed=seed)
    from corridor.engines.planner.search import Search

    search = Search(base, kept, best, began + seconds, seed, began=began)
    search.run()
    engine = f"{_REPLAN}; {search.label()}"
    return finish(search.best, kept, digest=digest, engine=engine, method="auto", seed=seed, bounds=search.bounds())


def carry_on(base: Ledger, plan: Plan, *, keep_empty: bool = False) -> Ledger:
    """The last plan, as far as it still holds, and filled from those waiting."""
    index, ledger = base.index, base.copy()
    for name in plan.commissioned:
        option = index.option_number[name]
        if option in index.optional and ledger.affordable(option):
            ledger.commission(option)
    for party in index.order:
        option = index.option_number.get(plan.assigned.get(index.parties[party].id, ""), -1)
        if ledger.at[party] < 0 and option in index.eligible[party] and ledger.fits(party, option):
            ledger.add(party, option)
    fill(ledger)
    for option in ledger.commissioned():
        light = ledger.seats_used(option) < index.options[option].min_load
        if light or not (ledger.aboard[option] or keep_empty):
            unload(ledger, option)
    fill(ledger)
    return ledger
