"""Replanning: promises stand unless they cannot, and every change says why."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.engines import planner
from corridor.engines.planner.model import BadInput, Event, Events, Plan, Problem
from tests.engines.planner.oracle import World
from tests.engines.planner.problems import problems
from tests.engines.planner.test_examples import read

often = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
seldom = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(problems())
def test_nothing_happened_nothing_changes(problem: Problem) -> None:
    plan = planner.solve(problem, method="greedy")
    again = planner.replan(problem, plan, Events(problem.as_of), seconds=5).plan
    assert (again.assigned, again.commissioned) == (plan.assigned, plan.commissioned)


@seldom
@given(problems())
def test_nothing_happened_to_a_searched_plan_nothing_changes(problem: Problem) -> None:
    plan = planner.solve(problem, seconds=10)
    changed, again = planner.replan(problem, plan, Events(problem.as_of), seconds=5)
    assert (again.assigned, again.commissioned) == (plan.assigned, plan.commissioned)
    assert World(changed).violations(again) == set()


@seldom
@given(problems(), st.randoms(use_true_random=False))
def test_after_events_the_plan_is_valid_and_every_promise_kept_or_lost_for_a_reason(
    problem: Problem, draw: random.Random
) -> None:
    plan = planner.solve(problem, method="greedy")
    try:
        changed, after = planner.replan(problem, plan, happened(problem, plan, draw), seconds=5)
    except BadInput:
        return
    world = World(changed)
    assert world.violations(after) == set()
    assert planner.check(changed, after) == []
    assert after.objective >= planner.solve(changed, method="greedy").objective
    reasons = {change.party: set(change.reasons) for change in after.changes}
    for party in changed.parties:
        if party.prior and party.prior.status == "told" and after.assigned.get(party.id) != party.prior.option:
            assert reasons[party.id] - {"REPLANNED"}
            assert world.eligible[party.id, party.prior.option] or party.id not in world.kept
    fresh = planner.read_problem(planner.to_text(planner.problem_to_json(changed)))
    assert fresh == changed


def happened(problem: Problem, plan: Plan, draw: random.Random) -> Events:
    """A few events, some of which cannot be."""
    found = []
    parties, options = [p.id for p in problem.parties], [o.id for o in problem.options]
    for party in parties:
        if party in plan.assigned and draw.random() < 0.4:
            found.append(Event("told", party=party))
    for _ in range(draw.randint(0, 4)):
        kind = draw.choice(
            ("released", "no_show", "withdrawn", "cancelled", "contracted", "party", "option", "resources", "funds")
        )
        if kind in ("released", "no_show", "withdrawn") and parties:
            found.append(Event(kind, party=draw.choice(parties)))
        elif kind in ("cancelled", "contracted") and options:
            found.append(Event(kind, option=draw.choice(options)))
        elif kind == "party" and parties:
            one = replace(draw.choice(problem.parties), prior=None, tier=2, id=draw.choice((parties[0], "NEW")))
            found.append(Event(kind, party=one.id, new_party=one))
        elif kind == "option" and options:
            one = draw.choice(problem.options)
            one = replace(one, capacity=max(0, one.capacity - 2), id=draw.choice((one.id, "NEW")))
            found.append(Event(kind, option=one.id, new_option=one))
        elif kind == "resources":
            found.append(Event(kind, resources=replace(problem.resources, airports=())))
        elif kind == "funds":
            found.append(Event(kind, funds=tuple(replace(f, amount=f.amount // 2) for f in problem.funds)))
    return Events(problem.as_of + timedelta(days=draw.choice((0, 0, 1, 3))), tuple(found))


def events(*items: dict[str, object], as_of: str = "2027-03-05") -> Events:
    return planner.read_events(json.dumps({"format": "corridor-planner-events/1", "as_of": as_of, "events": list(items)}))


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([{"type": "told", "party": "P9"}], "events[0].party: P9 is not a party of the problem"),
        ([{"type": "told", "party": "P1"}], "events[0].party: P1 has no place that can become told"),
        ([{"type": "told", "party": "P8"}], "events[0].party: F3 is not committed, so P8 cannot be told"),
        ([{"type": "told", "party": "P3"}] * 2, "events[1].party: P3 has no place that can become told"),
        ([{"type": "cancelled", "option": "F9"}], "events[0].option: F9 is not an option of the problem"),
        (
            [{"type": "contracted", "option": "F1"}],
            "events[0].option: F1 is committed, only an optional option can be contracted",
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused_by_name(items: list[dict[str, object]], sentence: str) -> None:
    problem, plan = planner.read_problem(read("problem.json")), planner.read_plan(read("plan.json"))
    with pytest.raises(BadInput) as refusal:
        planner.replan(problem, plan, events(*items))
    assert str(refusal.value) == sentence


def test_a_departed_party_only_fails_to_show() -> None:
    problem, plan = planner.read_problem(read("problem.json")), planner.read_plan(read("plan.json"))
    with pytest.raises(BadInput, match=r"events\[0\].party: P3 has departed"):
        planner.replan(problem, plan, events({"type": "withdrawn", "party": "P3"}, as_of="2027-03-09"))
    result = planner.replan(problem, plan, events({"type": "no_show", "party": "P3"}, as_of="2027-03-09"))
    assert "P3" not in result.plan.assigned
    assert "NO_SHOW" in result.plan.changes[0].reasons


def test_a_fund_that_cannot_pay_a_contract_is_refused() -> None:
    problem, plan = planner.read_problem(read("problem.json")), planner.read_plan(read("plan.json"))
    poor = {"type": "funds", "funds": [{"id": "MAIN", "amount": 39_999, "destinations": None, "pathways": None}]}
    with pytest.raises(BadInput, match=r"events\[1\].option: fund MAIN cannot pay for F3"):
        planner.replan(problem, plan, events(poor, {"type": "contracted", "option": "F3"}))
