"""Plans in the background: asked for once however often, kept round by round, taken up again where they stopped."""

import contextlib
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions, jobs, queries
from corridor.movements.actions import publishing
from corridor.movements.models import Plan
from tests.movements.ground import prepared, sql


def asked_for():
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def _proposal(ground, mover):
    """Five parties with a place in the plan."""
    ground.flight(status="confirmed")
    for _ in range(5):
        ground.party(ground.ready())
    return actions.make_plan(mover)


PLAIN, PROPOSED = prepared(lambda ground, mover: None), prepared(_proposal)


@pytest.fixture
def begun(beginning, request):
    return beginning(PROPOSED if "proposal" in request.fixturenames else PLAIN)


@pytest.fixture
def ground(begun):
    return begun[0]


@pytest.fixture
def world(ground):
    return ground.world


@pytest.fixture
def proposal(begun, mover, monkeypatch):
    """The plan, kept one party to a round."""
    monkeypatch.setattr(publishing, "PARTIES", 1)
    return begun[1]


def test_asking_for_a_plan_asks_for_one_job_with_ids_only(ground, mover):
    ground.flight(status="confirmed")
    ground.party(ground.ready())

    plan_id = actions.ask_plan(mover)
    again = actions.ask_plan(mover)

    assert again == plan_id
    assert asked_for() == [("movements.make_plan", {"plan_id": str(plan_id), "staff_id": str(mover.staff_id)})]
    assert (queries.plan_work(mover).state, queries.plan_work(mover).proposed) == ("making", False)
    with pytest.raises(NotFound):
        queries.plan(mover)


def test_the_jobs_make_the_plan_and_put_it_in_force_as_who_asked(ground, mover):
    flight_id = ground.flight(status="confirmed")
    ground.party(ground.ready())

    plan_id = actions.ask_plan(mover)
    jobs.make_plan(str(plan_id), str(mover.staff_id))
    actions.ask_publish(mover, plan_id, 1)
    actions.ask_publish(mover, plan_id, 1)  # the second press
    jobs.publish_plan(str(plan_id), str(mover.staff_id))
    jobs.publish_plan(str(plan_id), str(mover.staff_id))  # the same job once more

    work = queries.plan_work(mover)
    assert [task for task, _ in asked_for()] == ["movements.make_plan", "movements.publish_plan"]
    assert (work.state, work.booked, work.done, work.whole) == ("published", 1, 1, 1)
    assert queries.flight(mover, flight_id).load.held == 1
    assert Plan.objects.get().published_by_id == mover.staff_id
    lines = sql("SELECT verb, job FROM audit_entry WHERE thing_id = %s ORDER BY id", plan_id)
    assert [verb for verb, _ in lines] == ["movements.plan.make", "movements.plan.begin", "movements.plan.publish"]
    assert lines[-1][1] == "movements.publish_plan"


def test_a_plan_that_is_made_already_is_not_made_again(ground, mover):
    ground.flight(status="confirmed")
    plan_id = actions.make_plan(mover)
    before = Plan.objects.get().made_at

    jobs.make(mover, plan_id)

    assert Plan.objects.get().made_at == before


def _dies_in_a_round(mover, plan_id):
    """The round is done but not committed when the worker goes."""
    with contextlib.suppress(KeyboardInterrupt), transaction.atomic():
        actions.publish_round(mover, plan_id)
        raise KeyboardInterrupt


def test_killed_in_the_middle_it_goes_on_at_the_first_round_that_is_not_done(ground, mover, proposal):
    """A worker that dies leaves what it had committed; the next one seats the others, and nobody twice."""
    actions.begin_plan(mover, proposal, 1)
    for _ in range(3):  # what is replaced, then two parties
        assert actions.publish_round(mover, proposal)
    _dies_in_a_round(mover, proposal)
    seated = {(seat_id, version) for seat_id, version in sql("SELECT id, version FROM movements_seat")}
    half = queries.plan_work(mover)

    jobs.publish_plan(str(proposal), str(mover.staff_id))

    work = queries.plan_work(mover)
    after = {(seat_id, version) for seat_id, version in sql("SELECT id, version FROM movements_seat")}
    assert (half.state, half.done, half.whole, len(seated)) == ("publishing", 2, 5, 2)
    assert (work.state, work.booked, work.kept, work.done) == ("published", 5, 0, 5)
    assert seated < after
    assert len(after) == 5


def test_a_party_that_sits_there_already_is_passed_over(ground, mover, proposal):
    actions.begin_plan(mover, proposal, 1)
    for _ in range(3):
        actions.publish_round(mover, proposal)
    sql("UPDATE movements_plan SET rounds = 1, done = 0")  # as if the count had been lost

    while actions.publish_round(mover, proposal):
        pass

    assert (queries.plan_work(mover).kept, len(sql("SELECT id FROM movements_seat"))) == (2, 5)


def test_what_breaks_stops_the_plan_with_a_sentence_and_asking_again_goes_on(ground, mover, proposal, monkeypatch):
    actions.ask_publish(mover, proposal, 1)
    real, calls = publishing.book_together, []

    def breaks(*args, **more):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError
        return real(*args, **more)

    monkeypatch.setattr(publishing, "book_together", breaks)
    with pytest.raises(RuntimeError):
        jobs.publish_plan(str(proposal), str(mover.staff_id))
    stopped = queries.plan_work(mover)
    actions.ask_publish(mover, proposal, 1)
    jobs.publish_plan(str(proposal), str(mover.staff_id))

    work = queries.plan_work(mover)
    assert (stopped.state, stopped.done, stopped.stopped.code) == ("failed", 2, "movements.plan.broke")
    assert (work.state, work.booked, work.stopped) == ("published", 5, None)


def test_a_plan_that_could_not_be_made_is_not_put_in_force(ground, mover, monkeypatch):
    plan_id = actions.ask_plan(mover)
    monkeypatch.setattr("corridor.movements.adapters.problem", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.make_plan(str(plan_id), str(mover.staff_id))

    with pytest.raises(Refused) as refused:
        actions.ask_publish(mover, plan_id, 1)

    assert codes(refused) == {"movements.plan.no_proposal"}
    assert queries.plan_work(mover).state == "failed"
    assert actions.ask_plan(mover) != plan_id


def test_who_has_left_leaves_a_plan_that_others_can_go_on_with(ground, mover, proposal, world):
    actions.ask_publish(mover, proposal, 1)
    sql("UPDATE access_staff SET is_active = false WHERE id = %s", mover.staff_id)

    jobs.publish_plan(str(proposal), str(mover.staff_id))

    work = queries.plan_work(mover)
    assert (work.state, work.stopped.code, work.booked) == ("failed", "movements.plan.left", 0)


def test_who_is_unknown_does_nothing(world):
    jobs.publish_plan(str(uuid4()), str(uuid4()))


def test_no_plan_is_made_while_another_is_being_put_in_force(ground, mover, proposal):
    actions.begin_plan(mover, proposal, 1)

    with pytest.raises(Refused) as refused:
        actions.ask_plan(mover)

    assert codes(refused) == {"movements.plan.busy"}


def test_the_version_on_the_screen_or_nothing(ground, mover, proposal):
    with pytest.raises(Conflict):
        actions.ask_publish(mover, proposal, 7)

    assert asked_for() == []


def test_refused_by_the_table_only_the_one_party_loses_its_seat(ground, mover):
    """Ten are written at once; the table refuses one of them, and the other nine sit."""
    flight_id = ground.flight(status="confirmed")
    people = [ground.ready() for _ in range(4)]
    parties = [ground.party(person_id) for person_id in people]
    plan_id = actions.make_plan(mover)
    other = ground.flight(status="confirmed", hours=24 * 20)
    actions.tell(mover, actions.book(mover, other, parties[1]))  # promised another flight meanwhile

    done = actions.publish_plan(mover, plan_id, 1)

    assert (done.booked, set(done.refused)) == (3, {parties[1]})
    assert {reason.code for reason in done.refused[parties[1]]} == {"movements.seat_one_flight_at_a_time"}
    assert queries.flight(mover, flight_id).load.held == 3


def test_more_than_the_flight_still_holds_fill_it_and_the_rest_is_named(ground, mover):
    flight_id = ground.flight(seats=3, status="confirmed")
    for _ in range(3):
        ground.party(ground.ready())
    plan_id = actions.make_plan(mover)
    actions.book(mover, flight_id, ground.party(ground.ready()))  # the desk was faster

    done = actions.publish_plan(mover, plan_id, 1)

    assert (done.booked, len(done.refused)) == (2, 1)
    assert queries.flight(mover, flight_id).load.held == 3


WALLS = {
    "movements_plan_state_known": "UPDATE movements_plan SET state = 'half'",
    "movements_plan_proposed_is_worked_out": "UPDATE movements_plan SET plan = '{}'",
    "movements_plan_in_force_by_a_person": "UPDATE movements_plan SET state = 'published'",
    "movements_plan_done_of_whole": "UPDATE movements_plan SET done = whole + 1",
    "movements_plan_one_at_work": "INSERT INTO movements_plan SELECT (jsonb_populate_record(p, jsonb_build_object("
    "'id', gen_random_uuid(), 'version', 9))).* FROM movements_plan p",
}


@pytest.mark.parametrize("wall", WALLS)
def test_the_table_keeps_a_plans_state_true(ground, mover, proposal, wall):
    if wall == "movements_plan_one_at_work":
        actions.begin_plan(mover, proposal, 1)

    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        sql(WALLS[wall])


def test_ids_in_a_result_are_parties(ground, mover):
    ground.flight(status="confirmed")
    lost = ground.ready()
    party_id = ground.party(lost)
    plan_id = actions.make_plan(mover)
    ground.fit(lost, "unfit")

    actions.publish_plan(mover, plan_id, 1)

    assert [UUID(key) for key in Plan.objects.get().result["refused"]] == [party_id]
    assert [reason.code for reason in queries.plan_work(mover).why] == ["readiness.fitness"]


def test_what_a_plan_replaces_is_given_back_in_rounds_of_their_own(ground, mover, monkeypatch):
    flight_id = ground.flight(seats=1, status="confirmed")
    for _ in range(4):
        ground.party(ground.ready())
    actions.publish_plan(mover, actions.make_plan(mover), 1)
    monkeypatch.setattr(publishing, "SEATS", 1)
    plan_id = actions.make_plan(mover)
    actions.begin_plan(mover, plan_id, 2)

    lines = []
    for _ in range(3):
        actions.publish_round(mover, plan_id)
        lines.append(queries.flight(mover, flight_id).load.standby)
    done = actions.publish_plan(mover, plan_id, 2)

    assert lines == [2, 1, 0]
    assert (done.kept, done.standby, done.released) == (1, 3, 0)
    assert queries.flight(mover, flight_id).load.standby == 3
