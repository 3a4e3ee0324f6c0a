"""What must hold for every plan, whatever the problem."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.engines import planner
from corridor.engines.planner.index import Index
from corridor.engines.planner.keep import keep
from corridor.engines.planner.model import Problem
from tests.engines.planner.oracle import World
from tests.engines.planner.problems import problems

often = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
seldom = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(problem: Problem, draw: random.Random) -> None:
    parties, options = list(problem.parties), list(problem.options)
    draw.shuffle(parties)
    draw.shuffle(options)
    mixed = replace(problem, parties=tuple(parties), options=tuple(options))
    one, other = (planner.solve(p, method="greedy") for p in (problem, mixed))
    assert (one.assigned, one.metrics, one.standby) == (other.assigned, other.metrics, other.standby)
    assert {p: replace(r, options=dict(r.options)) for p, r in one.reasons.items()} == dict(other.reasons)


@often
@given(problems())
def test_names_of_groups_parties_and_places_decide_nothing(problem: Problem) -> None:
    """INV-18: rename every group, and every id in a way that keeps their order; the plan is the same."""
    renamed = replace(
        problem,
        parties=tuple(replace(p, id=f"Z-{p.id}", group=p.group and f"another-{p.group}") for p in problem.parties),
        policy=replace(problem.policy, floors=tuple(replace(f, group=f"another-{f.group}") for f in problem.policy.floors)),
    )
    one, other = planner.solve(problem, method="greedy"), planner.solve(renamed, method="greedy")
    assert {f"Z-{party}": option for party, option in one.assigned.items()} == dict(other.assigned)
    assert one.metrics == other.metrics


@often
@given(problems(), st.data())
def test_two_parties_alike_but_for_their_group_rank_alike(problem: Problem, data: st.DataObject) -> None:
    if problem.parties:
        one = data.draw(st.sampled_from(problem.parties))
        others = tuple(replace(p, group="X") if p.id == one.id else p for p in problem.parties)
        assert Index(problem).order == Index(replace(problem, parties=others)).order


@often
@given(problems())
def test_nobody_without_consent_on_the_day_travels(problem: Problem) -> None:
    withdrawn = replace(problem, parties=tuple(replace(p, consent_until=None) for p in problem.parties))
    plan = planner.solve(withdrawn, method="greedy")
    assert set(plan.assigned) == set(World(withdrawn).departed)


@seldom
@given(problems())
def test_the_search_never_places_anybody_against_consent_and_never_falls_below_greedy(problem: Problem) -> None:
    plan, world = planner.solve(problem, seconds=10), World(problem)
    by_id = {p.id: p for p in problem.parties}
    days = {o.id: o.day for o in problem.options}
    for party, option in plan.assigned.items():
        until = by_id[party].consent_until
        assert party in world.departed or (until is not None and days[option] <= until)
    assert plan.objective >= planner.solve(problem, method="greedy").objective
    own = dict(zip(("tier2", "expiring", "value"), plan.objective, strict=False))
    assert all(bound.bound >= own[bound.level] for bound in plan.bounds)
    assert world.violations(plan) == set()


@often
@given(problems())
def test_everybody_unplaced_has_a_reason_and_a_lone_blocker_removed_makes_room(problem: Problem) -> None:
    plan, world = planner.solve(problem, method="greedy"), World(problem)
    for party, reason in plan.reasons.items():
        assert reason.words
        assert reason.code == "NO_OPTION" or all(reason.options.values())
        for option, codes in reason.options.items():
            if reason.code == "WAITLISTED" and codes == ("SEATS",):
                capacity = world.o[option].capacity + world.p[party].seats + world.p[party].needs.medical
                wider = tuple(replace(o, capacity=capacity) if o.id == option else o for o in problem.options)
                after = World(replace(problem, options=wider))
                assert after.fits(party, option, dict(plan.assigned), plan.commissioned)


@often
@given(problems(), st.randoms(use_true_random=False))
def test_what_is_added_and_taken_off_leaves_the_books_as_they_were(problem: Problem, draw: random.Random) -> None:
    index = Index(problem)
    ledger, _ = keep(index)
    before = (list(ledger.load), list(ledger.medical), list(ledger.waiting), list(ledger.at))
    pairs = [(p, o) for p, options in enumerate(index.eligible) for o in options if ledger.at[p] < 0]
    draw.shuffle(pairs)
    added = []
    for party, option in pairs:
        if ledger.at[party] < 0 and ledger.fits(party, option):
            ledger.add(party, option)
            added.append(party)
    draw.shuffle(added)
    for party in added:
        ledger.remove(party)
    assert before == (list(ledger.load), list(ledger.medical), list(ledger.waiting), list(ledger.at))


@often
@given(problems(), st.randoms(use_true_random=False))
def test_the_books_accept_exactly_what_the_rules_accept(problem: Problem, draw: random.Random) -> None:
    index, world = Index(problem), World(problem)
    ledger, kept = keep(index)
    assert {index.parties[p].id for p in kept} == set(world.kept)
    for party in draw.sample(range(len(index.parties)), len(index.parties)):
        for option in index.eligible[party]:
            assigned = {index.parties[p].id: index.options[o].id for p, o in enumerate(ledger.at) if o >= 0}
            fits = world.fits(index.parties[party].id, index.options[option].id, assigned, ())
            assert ledger.at[party] >= 0 or ledger.fits(party, option) == fits
            if ledger.at[party] < 0 and fits and draw.random() < 0.7:
                ledger.add(party, option)


@often
@given(problems())
def test_an_impossible_problem_gives_an_empty_explained_plan(problem: Problem) -> None:
    nobody_ready = replace(
        problem,
        parties=tuple(replace(p, ready=None, prior=None) for p in problem.parties),
        resources=replace(problem.resources, reception=(), airports=()),
        as_of=problem.horizon.start - timedelta(days=1),
    )
    plan = planner.solve(nobody_ready, seconds=5)
    assert plan.assigned == {}
    assert set(plan.reasons) == {p.id for p in problem.parties}
    assert planner.check(nobody_ready, plan) == []
