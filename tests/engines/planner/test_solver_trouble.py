"""A solver that is missing, killed, wrong or slow: the plan is still there, valid, and says so."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from bench.planner.instances import instance
from corridor.engines import planner
from corridor.engines.planner import process
from corridor.engines.planner.model import Problem
from tests.engines.planner.problems import problem as toy


@pytest.fixture(scope="module")
def small() -> Problem:
    return instance("tiny", 3)


def test_a_missing_solver_leaves_the_greedy_plan_and_is_named(small: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    plan = planner.solve(small, seconds=5)
    greedy = planner.solve(small, method="greedy")
    assert "missing" in plan.engine
    assert (plan.assigned, plan.objective, plan.bounds, plan.gap) == (greedy.assigned, greedy.objective, (), None)
    assert planner.check(small, plan) == []


def test_an_interpreter_that_is_not_there_is_a_missing_solver(small: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/interpreter")
    plan = planner.solve(small, seconds=5)
    assert "missing" in plan.engine
    assert planner.check(small, plan) == []


def test_a_solver_killed_at_every_question_leaves_a_valid_plan(small: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    started = process.SolverProcess._start

    def struck(self: process.SolverProcess) -> Any:
        child = started(self)
        child.kill()
        return child

    monkeypatch.setattr(process.SolverProcess, "_start", struck)
    plan = planner.solve(small, seconds=5)
    assert "killed" in plan.engine
    assert planner.check(small, plan) == []


@pytest.mark.parametrize("kind", ["nonsense", "empty", "infeasible", "everything"])
def test_a_solver_that_is_wrong_never_makes_a_plan_invalid(kind: str, small: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(kind)

    def wrong(self: process.SolverProcess, question: dict[str, Any], **_: Any) -> dict[str, Any]:
        width = len(question["gain"])
        if question["kind"] == "lp":
            return {"status": "Infeasible", "x": None, "bound": None}
        chosen = {
            "nonsense": np.array(sorted(draw.sample(range(width), width // 2))),
            "empty": np.array([], dtype=int),
            "infeasible": None,
            "everything": np.arange(width),
        }[kind]
        return {"status": "Infeasible" if chosen is None else "Optimal", "x": chosen, "bound": -5.0}

    monkeypatch.setattr(process.SolverProcess, "ask", wrong)
    plan = planner.solve(small, seconds=3)
    assert planner.check(small, plan) == []
    assert plan.objective >= planner.solve(small, method="greedy").objective


def test_no_time_at_all_still_gives_a_plan(small: Problem) -> None:
    plan = planner.solve(small, seconds=0)
    assert planner.check(small, plan) == []


def test_a_search_can_be_stopped_with_the_best_plan_so_far_and_reports_while_it_runs() -> None:
    medium, heard = instance("quarter", 1), []
    begun = time.monotonic()
    plan = planner.solve(medium, seconds=120, on_progress=heard.append, should_stop=lambda: time.monotonic() - begun > 2)
    assert time.monotonic() - begun < 30
    assert planner.check(medium, plan) == []
    assert heard[0].phase == "greedy"
    assert heard[-1].objective == plan.objective
    assert all(one.objective <= other.objective for one, other in pairwise(heard))


def test_numbers_beyond_the_solvers_arithmetic_are_left_to_integers() -> None:
    drawn = toy(random.Random(5), 8, 4, told=False)
    huge = replace(drawn, parties=tuple(replace(p, weight=p.weight * 10**30) for p in drawn.parties))
    plan = planner.solve(huge, seconds=5)
    assert planner.check(huge, plan) == []
    assert plan.objective >= planner.solve(huge, method="greedy").objective


def test_the_same_seed_gives_the_same_plan(small: Problem) -> None:
    one, other = (planner.solve(small, seconds=30, seed=7) for _ in range(2))
    assert one == other


def test_urgent_cases_are_moved_as_many_as_can_be(small: Problem) -> None:
    plan = planner.solve(small, seconds=30)
    bounds = {bound.level: bound.bound for bound in plan.bounds}
    assert plan.objective[0] == bounds["tier2"]
    assert plan.gap is not None
    assert plan.gap <= 0.01


def test_repaired_by_swaps_fewer_are_passed_over_and_no_urgent_place_is_lost(small: Problem) -> None:
    best, fairer = planner.solve(small, seconds=30), planner.solve(small, seconds=30, repair=True)
    assert planner.check(small, fairer) == []
    assert fairer.objective[:2] >= best.objective[:2]
    assert fairer.objective >= planner.solve(small, method="greedy").objective
    passed = [sum(reason.behind is not None for reason in plan.reasons.values()) for plan in (best, fairer)]
    assert passed[1] < passed[0]
