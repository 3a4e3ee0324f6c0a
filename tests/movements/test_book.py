"""Seats for whole parties, dates told, seats given back."""

from datetime import timedelta

import pytest

from corridor.kernel import clock
from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions, queries
from corridor.movements.models import Seat, TravelParty
from corridor.people.models import Share
from tests.movements.ground import sql


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_party_is_booked_whole(ground, mover):
    flight_id, first = ground.flight(), ground.ready()
    second = ground.ready(family_of=first)

    seats = ground.booked(flight_id, first, second)

    rows = queries.seats(mover, flight_id)
    assert {row.id for row in rows} == set(seats)
    assert [row.status for row in rows] == ["held", "held"]
    assert len({row.token for row in rows}) == 2


@pytest.mark.parametrize("hours", [60, 72, 84, 96])
def test_what_belongs_to_the_last_days_stops_no_seat_days_before(ground, mover, hours):
    """At whatever hour of the day this runs: the check that must still come is not asked for before it can be made."""
    flight_id = ground.flight(status="confirmed", hours=hours)

    assert len(ground.booked(flight_id, ground.ready())) == 1


def test_nobody_of_a_party_is_booked_when_one_is_not_ready(ground, mover):
    flight_id, first = ground.flight(), ground.ready()
    second = ground.registered(family_of=first)

    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, first, second)

    assert {"readiness.consent", "readiness.pathway", "readiness.exit_clearance"} <= codes(refused)
    assert not Seat.objects.exists()


def test_inv_10_part_of_a_family_is_no_party_without_recorded_consent(ground, mover):
    first = ground.ready()
    second = ground.ready(family_of=first)

    with pytest.raises(Refused) as refused:
        ground.party(first)
    assert codes(refused) == {"movements.party.splits_family"}
    with pytest.raises(Refused) as refused:
        ground.party(first, split_agreed=True)
    assert codes(refused) == {"movements.party.split_reason"}

    party = TravelParty.objects.get(id=ground.party(first, split_agreed=True, split_reason="Both wish it, asked apart."))
    assert party.split_agreed
    assert second


def test_inv_10_leaving_a_party_may_not_split_the_family_either(ground, mover):
    first = ground.ready()
    second = ground.ready(family_of=first)
    party_id = ground.party(first, second)

    with pytest.raises(Refused) as refused:
        actions.leave_party(mover, party_id, second)
    assert codes(refused) == {"movements.party.splits_family"}

    actions.leave_party(mover, party_id, second, split_agreed=True, split_reason="Stays with her mother, by her own wish.")
    assert queries.party_of(mover, first).members == (first,)


def test_a_party_that_holds_seats_does_not_change(ground, mover):
    person_id = ground.ready()
    ground.booked(ground.flight(), person_id)

    with pytest.raises(Refused) as refused:
        actions.end_party(mover, ground.parties[(person_id,)])

    assert codes(refused) == {"movements.party.seated"}


def test_a_person_belongs_to_one_party(ground, mover):
    person_id = ground.ready()
    ground.party(person_id)

    with pytest.raises(Refused) as refused:
        ground.party(person_id)

    assert codes(refused) == {"movements.partymember_one_party"}


def test_a_person_holds_one_seat_at_a_time(ground, mover):
    person_id = ground.ready()
    ground.booked(ground.flight(), person_id)

    with pytest.raises(Refused):
        ground.booked(ground.flight(), person_id)


@pytest.mark.parametrize(
    ("flight", "code"),
    [
        ({"pathway": "evacuation"}, "movements.seat.pathway"),
        ({"to": "BJL"}, "movements.seat.destination"),
    ],
)
def test_the_flight_must_go_their_way(ground, mover, flight, code):
    with pytest.raises(Refused) as refused:
        actions.book(mover, ground.flight(**flight), ground.party(ground.ready()))

    assert codes(refused) == {code}


def test_a_cancelled_flight_takes_nobody(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    actions.cancel(mover, flight_id)

    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, person_id)

    assert codes(refused) == {"movements.flight.closed"}


def test_before_the_gate_what_comes_in_time_may_still_be_open(ground, mover):
    """Fit-to-travel is checked in the last 72 hours: a seat three weeks ahead does not wait for it, the gate does."""
    flight_id = ground.flight(hours=24 * 20)

    assert ground.booked(flight_id, ground.ready())


def test_an_unfit_person_gets_no_seat(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    ground.fit(person_id, "unfit")

    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, person_id)

    assert codes(refused) == {"readiness.fitness"}


def test_standby_takes_no_seat_and_is_called_up(ground, mover):
    flight_id = ground.flight(seats=1)
    (held,) = ground.booked(flight_id, ground.ready())
    parties = [ground.party(ground.ready()) for _ in range(2)]
    for party_id in parties:
        actions.book(mover, flight_id, party_id, standby=True)
    assert [row.standby_rank for row in queries.seats(mover, flight_id) if row.status == "standby"] == [1, 2]

    actions.release(mover, held)
    (called,) = actions.book(mover, flight_id, parties[0])

    assert queries.seat(mover, called).status == "held"
    assert queries.flight(mover, flight_id).load.standby == 1


def test_people_are_told_only_of_a_flight_that_is_confirmed(ground, mover):
    flight_id = ground.flight(status="planned")
    seats = ground.booked(flight_id, ground.ready())
    with pytest.raises(Refused) as refused:
        actions.tell(mover, seats)
    assert codes(refused) == {"movements.seat.tell_early"}

    actions.confirm(mover, flight_id)
    actions.tell(mover, seats)

    row = queries.seat(mover, seats[0])
    assert row.status == "confirmed"
    assert row.told_at is not None


def test_a_seat_is_released_for_the_whole_party(ground, mover):
    flight_id, first = ground.flight(), ground.ready()
    seats = ground.booked(flight_id, first, ground.ready(family_of=first))

    assert set(actions.release(mover, seats[0])) == set(seats)

    assert queries.flight(mover, flight_id).load.people == 0


def test_a_seat_once_boarded_is_not_released(ground, mover):
    (seat_id,) = ground.boarded(ground.flight(), ground.ready())

    with pytest.raises(Refused) as refused:
        actions.release(mover, seat_id)

    assert codes(refused) == {"movements.seat.status"}


def test_booking_needs_the_permission(ground, mover):
    flight_id, party_id = ground.flight(), ground.party(ground.ready())

    with pytest.raises(NotFound):
        actions.book(ground.medic, flight_id, party_id)


def test_another_organisation_finds_neither_seat_nor_party(ground, mover, acts):
    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)
    stranger = ground.world.actor("movement_officer", "UNHCR-LBY")

    with acts(stranger):
        assert queries.seats(stranger, flight_id) == []
        for attempt in (
            lambda: queries.seat(stranger, seat_id),
            lambda: actions.board(stranger, seat_id),
            lambda: actions.release(stranger, seat_id),
            lambda: actions.book(stranger, flight_id, ground.parties[(person_id,)]),
            lambda: actions.depart(stranger, flight_id),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert sql("SELECT count(*) FROM movements_seat") == [(0,)]
        assert queries.flight(stranger, flight_id).load.people == 1  # a number, nobody in particular


def test_who_runs_the_flight_sees_who_travels_as_long_as_the_seat_lives(ground, mover, acts):
    flight_id, person_id = ground.flight(), ground.ready()
    operator = ground.world.actor("movement_officer", "UNHCR-LBY")
    sql("UPDATE movements_flight SET operator_id = %s WHERE id = %s", operator.organisation_id, flight_id)

    (seat_id,) = ground.booked(flight_id, person_id)
    with acts(operator):
        assert [row.id for row in queries.seats(operator, flight_id)] == [seat_id]
    actions.release(mover, seat_id)

    with acts(operator):
        assert queries.seats(operator, flight_id) == []
    assert Share.objects.filter(because_id=seat_id, until__isnull=True).count() == 0


def test_the_number_of_queries_does_not_grow_with_the_people_on_board(ground, mover, django_assert_max_num_queries):
    flight_id = ground.flight()
    for _ in range(2):
        ground.booked(flight_id, ground.ready())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as two:
        queries.seats(mover, flight_id, with_readiness=True)
    for _ in range(4):
        ground.booked(flight_id, ground.ready())

    with django_assert_max_num_queries(len(two)):
        queries.seats(mover, flight_id, with_readiness=True)
    with django_assert_max_num_queries(12):
        queries.flights(mover, since=clock.today() - timedelta(days=1))
