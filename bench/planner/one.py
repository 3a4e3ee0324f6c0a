"""One measurement in a process of its own, so that memory and CPU are its own; prints one JSON line."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

from bench.planner import gap
from bench.planner.instances import a_week_later, instance
from corridor.engines import planner
from corridor.engines.planner.index import Index
from corridor.engines.planner.keep import keep
from corridor.engines.planner.points import free_pairs
from corridor.engines.planner.program import Builder


def used() -> tuple[float, int]:
    """CPU seconds of this process and its children, and the megabytes both took at their peak."""
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime
    return cpu, (own.ru_maxrss + child.ru_maxrss) // 1024


def solve(size: str, seed: int, seconds: float, by_cpu: bool) -> dict[str, Any]:
    problem = instance(size, seed)
    begun = time.monotonic()
    greedy = planner.solve(problem, method="greedy")
    first = time.monotonic() - begun
    cpu, _ = used()
    begun = time.monotonic()
    phases: dict[str, float] = {}
    plan = planner.solve(
        problem, seconds=seconds, on_progress=lambda news: phases.update({news.phase: news.seconds}), by_cpu=by_cpu
    )
    wall = time.monotonic() - begun
    after, memory = used()
    begun = time.monotonic()
    violations = planner.check(problem, plan)
    bounds = {bound.level: bound.bound for bound in plan.bounds}
    waiting = [reason for reason in plan.reasons.values() if reason.code == "WAITLISTED"]
    return {
        "parties": len(problem.parties),
        "persons": plan.metrics.persons,
        "greedy_persons": greedy.metrics.persons,
        "greedy": greedy.metrics.value,
        "greedy_tier2": greedy.metrics.tier2_persons,
        "value": plan.metrics.value,
        "tier2": plan.metrics.tier2_persons,
        "tier2_bound": bounds.get("tier2"),
        "expiring": plan.metrics.expiring_persons,
        "expiring_bound": bounds.get("expiring"),
        "gap": plan.gap,
        "first": first,
        "wall": wall,
        "cpu": after - cpu,
        "memory": memory,
        "behind": sum(reason.behind is not None for reason in waiting),
        "waiting": len(waiting),
        "violations": len(violations),
        "check": time.monotonic() - begun,
        "below_greedy": plan.objective < greedy.objective,
        "phases": phases,
    }


def replan(size: str, seed: int, seconds: float, by_cpu: bool) -> dict[str, Any]:
    problem = instance(size, seed)
    plan = planner.solve(problem, seconds=seconds, by_cpu=by_cpu)
    events = a_week_later(problem, plan, seed)
    begun, cpu = time.monotonic(), used()[0]
    changed, after = planner.replan(problem, plan, events)
    wall, cpu = time.monotonic() - begun, used()[0] - cpu
    reasons = {change.party: set(change.reasons) for change in after.changes}
    told = {party.id: party for party in changed.parties if party.prior and party.prior.status == "told"}
    moved = [p for p in told if p in reasons]
    from_scratch = planner.solve(changed, method="greedy")
    return {
        "events": len(events.events),
        "wall": wall,
        "cpu": cpu,
        "told": len(told),
        "told_changed": len(moved),
        "unforced": sum(reasons[p] <= {"REPLANNED"} for p in moved),
        "untold_changed": after.metrics.changed_persons,
        "persons": after.metrics.persons,
        "violations": len(planner.check(changed, after)),
        "below_greedy": after.objective < from_scratch.objective,
        "memory": used()[1],
    }


def explain(size: str, seed: int, _: float, __: bool) -> dict[str, Any]:
    """What reasons, standby lists and swaps cost per party without a place."""
    from corridor.engines.planner.finish import finish
    from corridor.engines.planner.greedy import greedy

    index = Index(instance(size, seed))
    base, kept = keep(index)
    ledger = greedy(base)
    begun = time.monotonic()
    plan = finish(ledger, kept, digest="sha256:" + "0" * 64, engine="-", method="greedy", seed=0)
    wall = time.monotonic() - begun
    missing = sum(not reason.words for reason in plan.reasons.values())
    return {"unplaced": len(plan.reasons), "wall": wall, "each_ms": 1000 * wall / max(1, len(plan.reasons)), "missing": missing}


def growth(size: str, seed: int, _: float, __: bool) -> dict[str, Any]:
    """Cost of the pieces: reading out the problem, greedy, the relaxation."""
    from corridor.engines.planner.process import SolverProcess
    from corridor.engines.planner.search import Search

    problem = instance(size, seed)
    begun = time.process_time()
    index = Index(problem)
    base, kept = keep(index)
    indexed = time.process_time() - begun
    begun = time.process_time()
    plan = planner.solve(problem, method="greedy")
    greedy = time.process_time() - begun
    pairs = free_pairs(base, [party for party in index.order if base.at[party] < 0])
    program = Builder(base, pairs, index.optional).build()
    search = Search(base, kept, base.copy(), time.monotonic() + 600, solver=SolverProcess())
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    search.ask(program, "value", 590, kind="lp")
    search.solver.kill()
    relaxation = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - child
    return {"pairs": len(pairs), "index": indexed, "greedy": greedy, "lp": relaxation, "placed": plan.metrics.parties}


def assignment(name: str, _: int, seconds: float, by_cpu: bool) -> dict[str, Any]:
    cost, bound, wall = gap.solve(gap.FOLDER / f"{name}.txt", seconds, by_cpu)
    cpu, memory = used()
    return {"cost": cost, "bound": bound, "wall": wall, "cpu": cpu, "memory": memory}


KINDS = {"solve": solve, "replan": replan, "explain": explain, "growth": growth, "gap": assignment}

if __name__ == "__main__":
    kind, what, seed, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    found = KINDS[kind](what, seed, seconds, sys.argv[5:] == ["cpu"])
    print(json.dumps({**found, "load": os.getloadavg()[0]}))
