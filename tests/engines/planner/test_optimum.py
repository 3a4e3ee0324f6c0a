"""The best plan on toy problems: the search against trying every plan, and against a second solver."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.planner.instances import instance
from corridor.engines import planner
from corridor.engines.planner import search
from corridor.engines.planner.model import LEVELS, Fund, Problem
from tests.engines.planner.oracle import World
from tests.engines.planner.problems import problems
from tests.engines.planner.second_opinion import available, best_levels

seldom = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
toys = problems(most_parties=5, most_options=3)


@seldom
@given(toys)
def test_the_search_reaches_the_best_of_all_plans(problem: Problem) -> None:
    world = World(problem)
    plan = planner.solve(problem, seconds=20)
    assert world.violations(plan) == set()
    best = world.best()
    assert plan.objective[:3] == best[:3]
    assert {bound.level: bound.bound for bound in plan.bounds} == dict(zip(("tier2", "expiring", "value"), best, strict=False))
    assert plan.gap == 0
    assert plan.objective >= planner.solve(problem, method="greedy").objective


@seldom
@given(toys)
def test_cost_and_changes_are_the_least_there_are(problem: Problem) -> None:
    heavy = replace(problem, parties=tuple(replace(p, weight=p.weight + 1) for p in problem.parties))
    assert planner.solve(heavy, seconds=20).objective == World(heavy).best()


@seldom
@given(toys)
def test_the_proven_best_never_falls_when_room_or_money_is_added(problem: Problem) -> None:
    before = World(problem).best()
    richer = replace(problem, funds=tuple(Fund(f.id, f.amount + 50, f.destinations, f.pathways) for f in problem.funds))
    roomier = replace(problem, options=tuple(replace(o, capacity=o.capacity + 2) for o in problem.options))
    if not any(p.prior for p in problem.parties):
        for easier in (richer, roomier):
            assert planner.solve(easier, seconds=20).objective[:1] >= before[:1]
            if not any(World(easier).eligible[k] != v for k, v in World(problem).eligible.items()):
                assert planner.solve(easier, seconds=20).objective[:3] >= before[:3]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(toys)
def test_the_ways_of_large_problems_reach_the_best_of_small_ones_too(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SMALL", 0)
        plan = planner.solve(problem, seconds=20)
    best = World(problem).best()
    assert World(problem).violations(plan) == set()
    assert plan.objective[:3] == best[:3]
    assert all(bound.bound == best[LEVELS.index(bound.level)] for bound in plan.bounds)


def test_seconds_may_be_those_of_the_processor() -> None:
    medium = instance("quarter", 2)
    plan, greedy = planner.solve(medium, seconds=6, by_cpu=True), planner.solve(medium, method="greedy")
    assert planner.check(medium, plan) == []
    assert plan.objective > greedy.objective
    assert plan.gap is not None
    assert plan.gap >= 0


@pytest.mark.skipif(not available(), reason="the second solver is not installed")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most_parties=14, most_options=5), st.integers(0, 3))
def test_a_second_solver_finds_the_same_best_levels(problem: Problem, seed: int) -> None:
    plan = planner.solve(problem, seconds=20, seed=seed)
    assert plan.objective[:3] == best_levels(problem)
