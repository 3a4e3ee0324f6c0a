"""The search at work: asked for in the background, watched, stopped, taken up again; what it leaves with the plan."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import sleep
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection, transaction

from corridor.engines import planner
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions, jobs, queries
from corridor.movements.actions import searching
from corridor.movements.models import Plan
from tests.movements.ground import Ground, prepared, sql
from tests.world import World


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def faults() -> list[object]:
    """Every plan and scenario that is kept, against its own question."""
    rows = Plan.objects.exclude(plan={})
    return [fault for row in rows for fault in planner.check(planner.read_problem(row.problem), planner.read_plan(row.plan))]


def _six(ground, mover):
    """Two flights, six parties, more people than seats."""
    flights = [ground.flight(seats=2, status="confirmed"), ground.flight(seats=2, status="planned", hours=24 * 8, cost=5000)]
    return flights, [ground.party(ground.ready()) for _ in range(6)]


BEGINS = prepared(_six)


@pytest.fixture
def six(begun):
    return begun[1]


def searched(mover, **more) -> UUID:
    plan_id = actions.ask_plan(mover, **more)
    jobs.make_plan(str(plan_id), str(mover.staff_id))
    return plan_id


def test_the_plan_of_the_job_is_searched_and_keeps_bound_reasons_and_prices(ground, mover, six):
    plan_id = searched(mover, seconds=20)

    row, found = Plan.objects.get(id=plan_id), queries.plan(mover, plan_id)
    assert "HiGHS" in found.engine
    assert (found.gap, found.bounds["value"]) == (0.0, found.metrics["value"])
    assert set(row.explanations) == {"en", "fr", "ar"}
    assert {len(lines) for lines in row.explanations.values()} == {6}
    assert faults() == []


def test_the_reason_of_record_is_the_engines_own_word_in_three_languages(ground, mover, six):
    row = Plan.objects.get(id=searched(mover, seconds=10))
    problem, plan = planner.read_problem(row.problem), planner.read_plan(row.plan)

    for language in ("en", "fr", "ar"):
        told = {one.id: planner.explain(problem, plan, one.id, language)["words"] for one in problem.parties}
        assert row.explanations[language] == told
    assert row.explanations["en"] != row.explanations["fr"] != row.explanations["ar"]


def test_an_explanation_stays_what_was_written(ground, mover, six):
    _, parties = six
    plan_id = searched(mover, seconds=5)
    before = queries.explanation(mover, plan_id, parties[0], "fr")
    sql("UPDATE movements_flight SET capacity = 100")

    assert queries.explanation(mover, plan_id, parties[0], "fr") == before
    assert set(queries.explanations(mover, plan_id)) == {line.reference for line in queries.plan(mover, plan_id).placed} | {
        line.reference for line in queries.plan(mover, plan_id).waiting
    }


def test_prices_are_for_who_plans_and_for_nobody_else(ground, mover, six, acts):
    plan_id = searched(mover, seconds=10)

    prices = queries.prices_of(mover, plan_id)

    assert "SEATS" in {one.code for one in prices.limits}
    with acts(ground.caseworker) as caseworker, pytest.raises(NotFound):
        queries.prices_of(caseworker, plan_id)


def test_while_it_searches_the_screen_can_say_how_far_it_is(ground, mover, six, monkeypatch):
    monkeypatch.setattr(searching, "EVERY", 0.0)
    seen = []
    look = searching.Watch.look

    def watched(self, phase=""):
        look(self, phase)
        seen.append(queries.plan_work(mover))

    monkeypatch.setattr(searching.Watch, "look", watched)
    searched(mover, seconds=10)

    first, last = seen[0], queries.plan_work(mover)
    assert (first.state, first.stoppable, first.search.phase) == ("making", True, "greedy")
    assert first.search.limit == 10
    assert {one.search.phase for one in seen} >= {"greedy", "exact", "writing"}
    assert (last.search.phase, last.search.gap, last.stoppable) == ("done", 0.0, False)


def test_stopped_it_keeps_the_best_plan_so_far(ground, mover, six, monkeypatch):
    monkeypatch.setattr(searching, "EVERY", 0.0)
    plan_id = actions.ask_plan(mover, seconds=60)
    actions.stop_search(mover, plan_id)
    actions.stop_search(mover, plan_id)  # twice is once

    assert (queries.plan_work(mover).stopping, queries.plan_work(mover).stoppable) == (True, False)
    jobs.make_plan(str(plan_id), str(mover.staff_id))

    work = queries.plan_work(mover)
    assert (work.state, work.proposed) == ("proposed", True)
    assert queries.plan(mover).metrics["persons"] == 4
    assert faults() == []
    assert sql("SELECT count(*) FROM audit_entry WHERE verb = 'movements.plan.stop_search'") == [(1,)]


def test_only_a_search_that_runs_can_be_stopped(ground, mover, six, acts):
    plan_id = actions.make_plan(mover)

    with pytest.raises(Refused) as refused:
        actions.stop_search(mover, plan_id)
    assert codes(refused) == {"movements.plan.not_searching"}
    with acts(ground.caseworker) as caseworker, pytest.raises(NotFound):
        actions.stop_search(caseworker, plan_id)


@pytest.mark.parametrize(
    ("days", "seconds", "code"), [(0, 60, "days"), (400, 60, "days"), (28, 0, "seconds"), (28, 9000, "seconds")]
)
def test_days_and_seconds_are_within_reason(ground, mover, days, seconds, code):
    with pytest.raises(Refused) as refused:
        actions.ask_plan(mover, days=days, seconds=seconds)

    assert codes(refused) == {f"movements.plan.{code}"}


def test_a_worker_that_was_killed_leaves_the_question_and_the_next_asks_the_same(ground, mover, six, monkeypatch):
    plan_id = actions.ask_plan(mover, seconds=10)
    solve = planner.solve

    def dies(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(planner, "solve", dies, raising=False)
    with suppress(KeyboardInterrupt):
        actions.work_out_plan(mover, plan_id)
    frozen = Plan.objects.get(id=plan_id).problem
    ground.party(ground.ready())  # the world goes on
    monkeypatch.setattr(planner, "solve", solve, raising=False)

    jobs.make_plan(str(plan_id), str(mover.staff_id))

    row = Plan.objects.get(id=plan_id)
    assert (row.state, row.problem, len(frozen["parties"])) == ("proposed", frozen, 6)
    assert row.plan["input_hash"] == planner.input_hash(planner.read_problem(frozen))


def test_a_lost_solver_still_gives_a_plan_that_says_so(ground, mover, six, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/interpreter")

    plan_id = searched(mover, seconds=5)

    assert "solver missing or killed" in queries.plan(mover, plan_id).engine
    assert queries.prices_of(mover, plan_id) == queries.PriceRows()
    assert faults() == []


def test_an_answer_that_breaks_a_rule_is_never_kept(ground, mover, six, monkeypatch):
    solve, wrong = planner.solve, []

    def first_wrong(problem, **more):
        plan = solve(problem, **more)
        if wrong:
            return plan
        wrong.append(plan)
        return planner.read_plan({**planner.plan_to_json(plan), "assigned": {}})

    monkeypatch.setattr(planner, "solve", first_wrong, raising=False)
    searched(mover, seconds=5)

    assert queries.plan(mover).engine == "priority greedy"
    assert faults() == []


def test_an_event_overtakes_a_search_and_its_answer_is_dropped(ground, mover, six):
    plan_id = actions.ask_plan(mover)

    newer = actions.ask_replan(mover, "records")
    jobs.make_plan(str(plan_id), str(mover.staff_id))

    old = Plan.objects.get(id=plan_id)
    assert (old.state, old.plan, old.result["stopped"]["code"]) == ("failed", {}, "movements.plan.overtaken")
    assert queries.plan_work(mover).plan_id == newer


def test_what_is_kept_beside_a_plan_names_nobody(ground, mover, six):
    row = Plan.objects.get(id=searched(mover, seconds=5))

    text = json.dumps([row.explanations, row.prices, row.progress, row.problem])

    for name, reference, person_id in sql("SELECT name, reference, id::text FROM people_person"):
        assert not any(word in text for word in (name, reference, person_id))


def test_charters_are_shown_with_fill_and_cost_and_why_one_was_left(ground, mover, six):
    ground.flight(seats=5, status="planned", hours=24 * 9, to="BJL", cost=9000, code="CR-EMPTY")

    flights = {one.code: one for one in queries.plan(mover, searched(mover, seconds=10)).flights}

    assert (flights["CR-EMPTY"].commissioned, flights["CR-EMPTY"].why, flights["CR-EMPTY"].wanted) == (False, "nobody", 0)
    chartered = next(one for one in flights.values() if one.commissioned)
    assert (chartered.people, chartered.seats, chartered.capacity, chartered.cost, chartered.flown) == (2, 2, 2, 5000, True)
    assert sum(one.people for one in flights.values()) == 4


# --- several at once, each in a transaction of its own


@pytest.fixture
def crowd(transactional_db):
    """A world that other connections see."""
    ground = Ground(World.build())
    with acting(ground.mover), transaction.atomic():
        ground.world.someone("movement_officer", number=2)
        ground.flight(seats=3, status="confirmed")
        for _ in range(4):
            ground.party(ground.ready())
    return ground


def at_once(*jobs_):
    """Each job by its actor in a thread and a transaction of its own."""

    def run(one):
        actor, job = one
        try:
            with acting(actor):
                return job(actor)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs_)) as pool:
        return list(pool.map(run, jobs_))


def test_two_officers_who_ask_at_once_get_one_plan(crowd):
    first, second = crowd.mover, crowd.world.actor("movement_officer", number=2)

    found = at_once((first, actions.ask_plan), (second, actions.ask_plan), (first, actions.ask_plan))

    assert len(set(found)) == 1
    with acting(first), transaction.atomic():
        assert Plan.objects.count() == 1
        assert sql("SELECT count(*) FROM procrastinate_jobs") == [(1,)]


def test_events_at_once_are_answered_one_after_the_other(crowd):
    first, second = crowd.mover, crowd.world.actor("movement_officer", number=2)

    found = at_once((first, actions.ask_replan), (second, actions.ask_replan), (first, actions.ask_replan))

    assert len(set(found)) == 3
    with acting(first), transaction.atomic():
        assert sorted(Plan.objects.values_list("version", "state")) == [(n, "proposed") for n in (1, 2, 3)]
        assert faults() == []


def test_no_transaction_is_open_while_it_searches_and_others_see_how_far_it_is(crowd, monkeypatch):
    """The search holds no lock: the same row is read, and stopped, by another connection meanwhile."""
    mover, seen = crowd.mover, []
    solve = planner.solve
    with acting(mover):
        plan_id = actions.ask_plan(mover, seconds=30)

    def watched(problem, *, on_progress, should_stop, **more):
        assert not connection.in_atomic_block
        at_once((crowd.world.actor("movement_officer", number=2), lambda actor: actions.stop_search(actor, plan_id)))
        seen.append(should_stop())
        return solve(problem, on_progress=on_progress, should_stop=should_stop, **more)

    monkeypatch.setattr(planner, "solve", watched, raising=False)
    with acting(mover):
        actions.work_out_plan(mover, plan_id)

    assert seen == [True]
    with acting(mover), transaction.atomic():
        assert queries.plan_work(mover).state == "proposed"
        assert faults() == []


def test_the_same_job_run_by_two_workers_keeps_one_answer(crowd):
    mover = crowd.mover
    with acting(mover):
        plan_id = actions.ask_plan(mover, seconds=3)

    at_once(*[(mover, lambda actor: actions.work_out_plan(actor, plan_id))] * 2)

    with acting(mover), transaction.atomic():
        assert sql("SELECT count(*) FROM audit_entry WHERE verb = 'movements.plan.make'") == [(1,)]
        assert faults() == []


def test_a_worker_that_is_really_killed_in_its_search_is_taken_up_by_the_next(crowd):
    """Another process, killed by the system in the middle of its search."""
    mover = crowd.mover
    with acting(mover):
        plan_id = actions.ask_plan(mover, seconds=60)
    child = subprocess.Popen([sys.executable, "-c", WORKER, str(plan_id), str(mover.staff_id)], env=_environment())
    with acting(mover):
        for _ in range(300):
            with transaction.atomic():
                frozen = Plan.objects.get(id=plan_id).problem
            if frozen or child.poll() is not None:
                break
            sleep(0.1)
        child.send_signal(signal.SIGKILL)
        child.wait()
        with transaction.atomic():
            assert (Plan.objects.get(id=plan_id).state, len(frozen["parties"])) == ("making", 4)
            crowd.party(crowd.ready())

        jobs.make_plan(str(plan_id), str(mover.staff_id))

        with transaction.atomic():
            row = Plan.objects.get(id=plan_id)
            assert (row.state, row.problem) == ("proposed", frozen)
            assert faults() == []


WORKER = """
import sys, time
import django
django.setup()
from corridor.engines import planner
def slow(*args, **more):
    time.sleep(60)
planner.solve = slow
from corridor.movements import jobs
jobs.make_plan(*sys.argv[1:])
"""


def _environment() -> dict[str, str]:
    """The same database for another process, as the application role."""
    given = connection.settings_dict
    user, password = quote(given["USER"] or "", safe=""), quote(given["PASSWORD"] or "", safe="")
    host = quote(given["HOST"] or "", safe="")
    port = f"&port={given['PORT']}" if given["PORT"] else ""
    url = f"postgresql://{user}:{password}@/{given['NAME']}?host={host}{port}"
    return {**os.environ, "DATABASE_URL": url}
