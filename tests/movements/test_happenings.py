"""What happens between two plans: one press each, a plan that answers it, and nobody told a date loses it unless it is forced."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions, jobs, queries
from corridor.movements.actions import plans
from corridor.movements.models import Closure, Flight, Plan, Seat
from tests.movements.ground import sql


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def valid(plan_id) -> bool:
    row = Plan.objects.get(id=plan_id)
    return planner.check(planner.read_problem(row.problem), planner.read_plan(row.plan)) == []


def published(mover, plan_id):
    return actions.publish_plan(mover, plan_id, Plan.objects.get(id=plan_id).version)


def told(ground, mover, flight_id, count):
    """Parties of one with a date they were told, first party first."""
    found = []
    for _ in range(count):
        party_id = ground.party(person_id := ground.ready())
        seats = actions.book(mover, flight_id, party_id)
        actions.tell(mover, seats)
        found.append((party_id, person_id, seats[0]))
    return found


def reference(party_id):
    return sql("SELECT reference FROM movements_travelparty WHERE id = %s", party_id)[0][0]


# --- the answer to an event


def test_what_holds_stays_and_a_free_seat_goes_to_who_is_first(ground, mover):
    flight_id = ground.flight(seats=2, status="confirmed")
    ((party_id, _, seat_id),) = told(ground, mover, flight_id, 1)
    waits = ground.party(ground.ready())

    plan_id = actions.ask_replan(mover, "records")

    found = queries.plan(mover, plan_id)
    assert (found.head.kind, found.head.because.happening, found.head.state) == ("replan", "records", "proposed")
    assert {line.party_id for line in found.placed} == {party_id, waits}
    assert found.changes == ()
    assert valid(plan_id)
    assert queries.seat(mover, seat_id).status == "confirmed"


def test_a_seat_only_planned_stays_too_when_an_event_is_answered(ground, mover):
    """A plan made anew would give it to whom life presses; an answer to an event moves nobody for that."""
    flight_id = ground.flight(seats=1, status="confirmed", hours=24 * 12)
    ground.booked(flight_id, ground.ready())
    urgent = ground.ready()
    ground.fit(urgent, "fit_with_assistance", service="oxygen")
    waits = ground.party(urgent)

    found = queries.plan(mover, actions.ask_replan(mover))

    assert found.changes == ()
    assert [line.party_id for line in found.waiting] == [waits]


def test_seats_on_a_charter_not_contracted_yet_stay_as_well(ground, mover):
    flight_id = ground.flight(seats=2, status="planned", hours=24 * 12)
    ground.booked(flight_id, ground.ready())
    ground.flight(seats=2, status="confirmed", hours=24 * 2)

    plan_id = actions.ask_replan(mover)

    assert queries.plan(mover, plan_id).changes == ()
    assert valid(plan_id)


def test_many_parties_are_planned_again_in_the_background(ground, mover, monkeypatch):
    monkeypatch.setattr(plans, "AT_ONCE", 0)
    ground.flight(status="confirmed")
    ground.party(ground.ready())

    plan_id = actions.ask_replan(mover, "records")
    assert queries.plan_work(mover).state == "making"
    jobs.make_plan(str(plan_id), str(mover.staff_id))

    assert queries.plan(mover, plan_id).metrics["persons"] == 1
    assert valid(plan_id)


def test_what_somebody_wrote_is_kept_as_it_is(ground, mover):
    ground.flight(status="confirmed")

    plan_id = actions.ask_replan(mover, "The minister comes on Tuesday")

    assert queries.plan(mover, plan_id).head.because == queries.Because("", "The minister comes on Tuesday")


# --- a flight is cancelled, another airport closes


def test_a_cancelled_flight_people_are_named_with_where_they_go_now(ground, mover):
    lost = ground.flight(seats=5, status="confirmed", code="CR-LOST")
    other = ground.flight(seats=1, status="confirmed", hours=24 * 6, code="CR-OTHER")
    pairs = told(ground, mover, lost, 2)

    plan_id = actions.cancel_flight(mover, lost, reason="No aircraft")

    found = queries.plan_differences(mover, plan_id)
    assert queries.plan(mover, plan_id).head.because == queries.Because("cancelled", "CR-LOST")
    assert [(one.code, one.people, one.placed) for one in found.lost] == [("CR-LOST", 2, 1)]
    moved, without = found.rows
    assert (moved.kind, moved.before, moved.after, moved.people, moved.told, moved.forced) == (
        "moved", "CR-LOST", "CR-OTHER", 1, 1, True,
    )  # fmt: skip
    assert moved.reasons == ("CANCELLED",)
    assert moved.days in (4, 5)
    assert (without.kind, without.people, without.reasons, without.why) == ("without", 1, ("CANCELLED",), ("SEATS",))
    assert valid(plan_id)
    done = published(mover, plan_id)
    assert (done.booked, done.standby) == (1, 1)
    assert queries.flight(mover, other).load.held == 1
    assert len(pairs) == 2


def test_who_lost_a_flight_stays_named_as_such_until_they_have_another(ground, mover):
    lost = ground.flight(seats=5, status="confirmed", code="CR-LOST", hours=24 * 5)
    ((party_id, _, _),) = told(ground, mover, lost, 1)
    published(mover, actions.cancel_flight(mover, lost))
    later = ground.flight(seats=5, status="confirmed", hours=24 * 9)

    plan_id = actions.ask_replan(mover)

    (row,) = queries.plan_differences(mover, plan_id).rows
    assert (row.before, row.after) == ("CR-LOST", queries.flight(mover, later).code)
    published(mover, plan_id)
    assert queries.plan_differences(mover, actions.ask_replan(mover)).rows == ()
    assert party_id


def test_a_closed_airport_takes_its_flights_out_of_the_plan_and_gives_the_seats_back_when_published(ground, mover):
    flight_id = ground.flight(seats=5, status="confirmed", hours=100, code="CR-SHUT")
    elsewhere = ground.flight(seats=5, status="confirmed", hours=24 * 9, code="CR-LATER")
    ((_, _, seat_id),) = told(ground, mover, flight_id, 1)
    day = queries.flight(mover, flight_id).departs_on

    plan_id = actions.close_airport(
        mover, ground.world.sites["MJI"].id, day - timedelta(days=1), day + timedelta(days=1), "Fighting"
    )

    problem = planner.read_problem(Plan.objects.get(id=plan_id).problem)
    assert {option.id: option.status for option in problem.options} == {"CR-SHUT": "cancelled", "CR-LATER": "committed"}
    assert queries.seat(mover, seat_id).status == "confirmed"  # nobody loses anything by a press
    assert valid(plan_id)
    done = published(mover, plan_id)
    assert (done.forced, done.booked) == (1, 1)
    assert (queries.seat(mover, seat_id).status, queries.seat(mover, seat_id).ended_because) == ("released", "cancelled")
    assert queries.flight(mover, elsewhere).load.held == 1
    assert queries.flight(mover, flight_id).status == "confirmed"  # cancelled by a person, one by one


def test_an_airport_that_opens_again_is_planned_from_again(ground, mover):
    flight_id = ground.flight(seats=5, status="confirmed", hours=100)
    ground.party(ground.ready())
    day = queries.flight(mover, flight_id).departs_on
    actions.close_airport(mover, ground.world.sites["MJI"].id, day, day, "Fog")
    assert queries.plan(mover).metrics["persons"] == 0

    actions.open_airport(mover, Closure.objects.get().id)

    assert queries.plan(mover).metrics["persons"] == 1
    with pytest.raises(Refused) as refused:
        actions.open_airport(mover, Closure.objects.get().id)
    assert codes(refused) == {"movements.closure.open"}


@pytest.mark.parametrize(
    ("site", "first", "last", "because", "code"),
    [
        ("LOS", 1, 2, "War", "airport"),
        ("MJI", 2, 1, "War", "days"),
        ("MJI", -9, -8, "War", "days"),
        ("MJI", 1, 2, "  ", "because"),
    ],
)
def test_a_closure_is_of_an_airport_for_days_to_come_and_says_why(ground, mover, site, first, last, because, code):
    today = clock.today()

    with pytest.raises(Refused) as refused:
        actions.close_airport(
            mover, ground.world.sites[site].id, today + timedelta(days=first), today + timedelta(days=last), because
        )

    assert codes(refused) == {f"movements.closure.{code}"}


# --- a flight is delayed


def test_a_delayed_flight_takes_its_people_along_when_their_papers_hold(ground, mover):
    flight_id = ground.flight(seats=5, status="confirmed", hours=100)
    ((_, _, seat_id),) = told(ground, mover, flight_id, 1)
    row = queries.flight(mover, flight_id)

    plan_id = actions.delay_flight(mover, flight_id, row.departs_at + timedelta(days=4), version=row.version)

    assert queries.plan(mover, plan_id).changes == ()
    assert queries.seat(mover, seat_id).departs_on == row.departs_on + timedelta(days=4)
    assert valid(plan_id)


def test_whose_exit_permit_ends_before_the_new_day_is_named_and_can_be_put_on_another_flight(ground, mover):
    flight_id = ground.flight(seats=5, status="confirmed", hours=100, code="CR-LATE")
    sooner = ground.flight(seats=5, status="confirmed", hours=24 * 5, code="CR-SOON")
    ((_, person_id, seat_id),) = told(ground, mover, flight_id, 1)
    ground.cleared(person_id, valid_from=clock.today(), valid_until=clock.today() + timedelta(days=7))

    plan_id = actions.delay_flight(mover, flight_id, queries.flight(mover, flight_id).departs_at + timedelta(days=15))

    (row,) = queries.plan_differences(mover, plan_id).rows
    assert (row.before, row.after, row.reasons, row.forced) == ("CR-LATE", "CR-SOON", ("EXIT_CLEARANCE",), True)
    assert row.days < 0
    published(mover, plan_id)
    assert (queries.seat(mover, seat_id).status, queries.seat(mover, seat_id).ended_because) == ("released", "authorities")
    assert queries.flight(mover, sooner).load.held == 1


# --- fewer places


def test_a_cut_takes_nothing_by_itself_and_nobody_is_booked_above_it(ground, mover):
    flight_id = ground.flight(seats=4, status="confirmed", hours=100)
    seats = [seat for _, _, seat in told(ground, mover, flight_id, 3)]
    other = ground.party(ground.ready())

    actions.cut_capacity(mover, flight_id, 2)

    assert {queries.seat(mover, seat).status for seat in seats} == {"confirmed"}
    assert (queries.flight(mover, flight_id).cut_to, queries.flight(mover, flight_id).seats_left) == (2, 0)
    with pytest.raises(Refused) as refused:
        actions.book(mover, flight_id, other)
    assert codes(refused) == {"movements.seat_within_cut"}


def test_publishing_after_a_cut_gives_back_exactly_those_the_plan_names(ground, mover):
    flight_id = ground.flight(seats=4, status="confirmed", hours=100)
    pairs = told(ground, mover, flight_id, 4)

    plan_id = actions.cut_capacity(mover, flight_id, 2)

    named = {change.reference for change in queries.plan(mover, plan_id).changes if change.reasons == ("NO_ROOM",)}
    assert len(named) == 2
    assert valid(plan_id)
    done = published(mover, plan_id)
    left = {reference(party_id) for party_id, _, seat in pairs if Seat.objects.get(id=seat).status == "released"}
    assert (done.forced, done.released, left) == (2, 2, named)
    assert set(Seat.objects.filter(status="released").values_list("ended_because", flat=True)) == {"capacity"}
    row = queries.flight(mover, flight_id)
    assert (row.capacity, row.cut_to, row.load.seats) == (2, None, 2)


def test_who_was_told_only_after_the_plan_was_made_keeps_the_date(ground, mover):
    """The plan did not know of the promise: whoever publishes it did not see that it breaks one."""
    flight_id = ground.flight(seats=2, status="confirmed", hours=100)
    seats = [actions.book(mover, flight_id, ground.party(ground.ready()))[0] for _ in range(2)]
    plan_id = actions.cut_capacity(mover, flight_id, 1)
    actions.tell(mover, seats)

    done = published(mover, plan_id)

    assert done.forced == 0
    assert {queries.seat(mover, seat).status for seat in seats} == {"confirmed"}
    assert queries.flight(mover, flight_id).cut_to == 1  # stands until a plan has settled it


def test_a_cut_above_what_is_held_is_simply_a_smaller_aircraft(ground, mover):
    flight_id = ground.flight(seats=4, status="confirmed")
    told(ground, mover, flight_id, 1)

    actions.cut_capacity(mover, flight_id, 2)

    assert (queries.flight(mover, flight_id).capacity, queries.flight(mover, flight_id).cut_to) == (2, None)


def test_places_that_are_there_after_all_are_given_back(ground, mover):
    flight_id = ground.flight(seats=3, status="confirmed", hours=100)
    told(ground, mover, flight_id, 3)
    actions.cut_capacity(mover, flight_id, 1)

    plan_id = actions.lift_cut(mover, flight_id)

    assert queries.plan(mover, plan_id).changes == ()
    with pytest.raises(Refused) as refused:
        actions.lift_cut(mover, flight_id)
    assert codes(refused) == {"movements.flight.no_cut"}


@pytest.mark.parametrize("seats", [0, 4, 9])
def test_a_cut_is_to_fewer_places_and_not_to_none(ground, mover, seats):
    flight_id = ground.flight(seats=4, status="confirmed")

    with pytest.raises(Refused) as refused:
        actions.cut_capacity(mover, flight_id, seats)

    assert codes(refused) == {"movements.flight.cut"}


def test_a_flight_that_is_over_is_not_cut(ground, mover):
    flight_id = ground.flight(seats=4, status="confirmed")
    actions.cancel(mover, flight_id)

    with pytest.raises(Refused) as refused:
        actions.cut_capacity(mover, flight_id, 2)

    assert codes(refused) == {"movements.flight.over"}


# --- walls


def test_the_table_adds_nobody_above_a_cut(ground, mover):
    flight_id = ground.flight(seats=4, status="confirmed", hours=100)
    told(ground, mover, flight_id, 2)
    sql("UPDATE movements_flight SET cut_to = 1 WHERE id = %s", flight_id)
    sql("UPDATE movements_seat SET status = 'released' WHERE flight_id = %s", flight_id)
    other, third = ground.flight(seats=9, status="confirmed", hours=24 * 6), ground.party(ground.ready())
    actions.book(mover, flight_id, third)
    (seat_id,) = actions.book(mover, other, ground.party(ground.ready()))
    stop_id = sql("SELECT id FROM movements_stop WHERE flight_id = %s", flight_id)[0][0]
    day = sql("SELECT departs_on FROM movements_flight WHERE id = %s", flight_id)[0][0]

    with pytest.raises(IntegrityError, match="lost these places"), transaction.atomic():
        sql(
            "UPDATE movements_seat SET flight_id = %s, stop_id = %s, departs_on = %s WHERE id = %s",
            flight_id, stop_id, day, seat_id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wall", "statement"),
    [
        ("movements_flight_cut_is_less", "UPDATE movements_flight SET cut_to = capacity"),
        ("movements_closure_ends_after_start", "UPDATE movements_closure SET last = first - 1"),
        ("movements_closure_lifted_by_a_person", "UPDATE movements_closure SET lifted_at = now()"),
    ],
)
def test_the_table_keeps_cuts_and_closures_true(ground, mover, wall, statement):
    ground.flight(seats=4, status="confirmed")
    actions.close_airport(mover, ground.world.sites["MRA"].id, clock.today(), clock.today(), "Fog")

    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        sql(statement)


def test_closures_are_the_organisations_own(ground, mover, acts):
    actions.close_airport(mover, ground.world.sites["MJI"].id, clock.today(), clock.today(), "Fog")
    closure = Closure.objects.get().id

    with acts(ground.world.actor("movement_officer", "UNHCR-LBY")) as stranger:
        assert sql("SELECT count(*) FROM movements_closure") == [(0,)]
        with pytest.raises(NotFound):
            actions.open_airport(stranger, closure)


@pytest.mark.parametrize("verb", ["cancel_flight", "cut_capacity", "lift_cut", "delay_flight"])
def test_a_strangers_flight_is_not_there(ground, mover, acts, verb):
    flight_id = ground.flight(seats=4, status="confirmed")
    more = {"cut_capacity": (2,), "delay_flight": (clock.now() + timedelta(days=9),)}.get(verb, ())

    with acts(ground.world.actor("movement_officer", "UNHCR-LBY")) as stranger, pytest.raises(NotFound):
        getattr(actions, verb)(stranger, flight_id, *more)
    with acts(ground.caseworker) as caseworker, pytest.raises(NotFound):
        getattr(actions, verb)(caseworker, flight_id, *more)


def test_while_a_plan_is_put_in_force_the_event_is_kept_and_the_answer_waits(ground, mover):
    flight_id = ground.flight(seats=4, status="confirmed")
    ground.party(ground.ready())
    actions.begin_plan(mover, actions.make_plan(mover), 1)

    assert actions.cut_capacity(mover, flight_id, 2) is None

    assert Flight.objects.get(id=flight_id).capacity == 2
    assert Plan.objects.count() == 1
