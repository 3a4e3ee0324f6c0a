"""check(), the planner's own books and a naive reading of the rules agree, on plans good and bad."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.engines import planner
from corridor.engines.planner.model import Bound, Plan, Problem
from corridor.engines.planner.sound import require_sound
from tests.engines.planner.oracle import World
from tests.engines.planner.problems import problems

often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


WHO_COULD = {"V7", "V8", "V9"}


def rules(problem: Problem, plan: Plan) -> set[str]:
    return {violation.rule for violation in planner.check(problem, plan)}


@often
@given(problems())
def test_random_problems_are_sound_and_survive_the_file_format(problem: Problem) -> None:
    require_sound(problem)
    assert planner.read_problem(planner.to_text(planner.problem_to_json(problem))) == problem


@often
@given(problems())
def test_the_greedy_plan_breaks_no_rule_by_either_reading(problem: Problem) -> None:
    plan = planner.solve(problem, method="greedy")
    assert World(problem).violations(plan) == set()
    assert planner.check(problem, plan) == []
    assert planner.read_plan(planner.to_text(planner.plan_to_json(plan))) == plan


@often
@given(problems(), st.data())
def test_a_plan_that_was_tampered_with_breaks_the_same_rules_by_either_reading(problem: Problem, data: st.DataObject) -> None:
    plan = planner.solve(problem, method="greedy")
    for _ in range(data.draw(st.integers(1, 2))):
        plan = tampered(problem, plan, data)
    found, wanted = rules(problem, plan), World(problem).violations(plan)
    if "V5" in wanted:  # what else would break a limit has no one answer once a limit is broken
        found, wanted = found - WHO_COULD, wanted - WHO_COULD
    assert found == wanted


def tampered(problem: Problem, plan: Plan, data: st.DataObject) -> Plan:
    """One thing changed, and the numbers sometimes made to match."""
    options = sorted(option.id for option in problem.options)
    parties = sorted(party.id for party in problem.parties)
    kind = data.draw(st.sampled_from(("move", "drop", "commission", "standby", "behind", "metric", "bound", "version", "reason")))
    assigned = dict(plan.assigned)
    if kind == "move" and options and parties:
        assigned[data.draw(st.sampled_from(parties))] = data.draw(st.sampled_from(options))
        plan = replace(plan, assigned=assigned)
    elif kind == "drop" and assigned:
        del assigned[data.draw(st.sampled_from(sorted(assigned)))]
        plan = replace(plan, assigned=assigned)
    elif kind == "commission" and options:
        chosen = data.draw(st.sets(st.sampled_from(options)))
        plan = replace(plan, commissioned=tuple(sorted(chosen)))
    elif kind == "standby" and plan.standby and parties:
        option = data.draw(st.sampled_from(sorted(plan.standby)))
        line = tuple(data.draw(st.lists(st.sampled_from(parties), unique=True, max_size=3)))
        plan = replace(plan, standby={**plan.standby, option: line})
    elif kind in ("behind", "reason") and plan.reasons:
        party = data.draw(st.sampled_from(sorted(plan.reasons)))
        reason = plan.reasons[party]
        if kind == "reason":
            reason = replace(reason, options=dict.fromkeys(reason.options, ("SEATS",)))
        elif options:
            other = planner.Behind(data.draw(st.sampled_from(options)), data.draw(st.sampled_from(parties)))
            reason = replace(reason, behind=data.draw(st.sampled_from((None, other))))
        plan = replace(plan, reasons={**plan.reasons, party: reason})
    elif kind == "metric":
        plan = replace(plan, metrics=replace(plan.metrics, cost=plan.metrics.cost + 1))
    elif kind == "bound":
        value = plan.metrics.value + data.draw(st.integers(-2, 2))
        gap = (value - plan.metrics.value) / max(1, abs(value))
        plan = replace(plan, bounds=(Bound("value", value),), gap=round(gap, 6))
    elif kind == "version":
        plan = replace(plan, version=plan.version + 1)
    return plan
