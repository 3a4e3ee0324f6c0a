"""Whom to call and what to say: for a flight, and for what a plan changes. Names and telephones behind the walls."""

from datetime import timedelta

import pytest

from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions, queries
from corridor.movements.models import Plan
from corridor.people import actions as people
from tests.movements.ground import sql


def published(mover, plan_id):
    return actions.publish_plan(mover, plan_id, Plan.objects.get(id=plan_id).version)


def said(rows) -> list[tuple[str, str, str, bool]]:
    return [(row.say, row.before, row.flight, row.told) for row in rows]


def test_a_flights_people_with_how_to_reach_them(ground, mover, acts):
    flight_id = ground.flight(status="confirmed", code="CR-ONE")
    first, second = ground.ready(), ground.ready()
    with acts(ground.caseworker) as caseworker:
        people.add_phone(caseworker, first, "+218910000001")
    ground.booked(flight_id, first)
    actions.tell(mover, ground.booked(flight_id, second))

    to_tell, knows = queries.call_list(mover, flight_id=flight_id)

    assert (to_tell.say, to_tell.told, to_tell.phones, to_tell.people) == ("seat", False, ("+218910000001",), 1)
    assert [member.id for member in to_tell.members] == [first]
    assert (knows.say, knows.told, knows.flight) == ("told", True, "CR-ONE")


def test_after_a_delay_those_who_were_told_hear_the_new_date(ground, mover):
    flight_id = ground.flight(status="confirmed", hours=100, code="CR-ONE")
    actions.tell(mover, ground.booked(flight_id, ground.ready()))
    published(mover, actions.make_plan(mover))
    row = queries.flight(mover, flight_id)

    plan_id = actions.delay_flight(mover, flight_id, row.departs_at + timedelta(days=2))

    (on_flight,) = queries.call_list(mover, flight_id=flight_id)
    (by_plan,) = queries.call_list(mover, plan_id=plan_id)
    for one in (on_flight, by_plan):
        assert (one.say, one.told, one.before_day) == ("new_date", False, row.departs_on)
        assert one.day == row.departs_on + timedelta(days=2)
    assert published(mover, plan_id).kept == 1  # in force or not: whoever was not called has to be
    assert [one.say for one in queries.call_list(mover, plan_id=plan_id)] == ["new_date"]


def test_called_again_they_know_the_new_date_and_the_flights_list_says_so(ground, mover):
    flight_id, party_id = ground.flight(status="confirmed", hours=100), ground.party(ground.ready())
    actions.book(mover, flight_id, party_id)
    assert len(actions.tell_party(mover, flight_id, party_id)) == 1
    assert actions.tell_party(mover, flight_id, party_id) == []
    actions.delay_flight(mover, flight_id, queries.flight(mover, flight_id).departs_at + timedelta(days=2))

    assert len(actions.tell_party(mover, flight_id, party_id)) == 1

    assert [one.say for one in queries.call_list(mover, flight_id=flight_id)] == ["told"]
    assert sql("SELECT count(*) FROM audit_entry WHERE verb = 'movements.seat.tell'") == [(2,)]


def test_who_holds_no_seat_or_is_a_strangers_cannot_be_told(ground, mover, acts):
    flight_id, party_id = ground.flight(status="confirmed"), ground.party(ground.ready())
    with pytest.raises(Refused) as none:
        actions.tell_party(mover, flight_id, party_id)
    actions.book(mover, flight_id, party_id)

    with acts(ground.world.actor("movement_officer", "UNHCR-LBY")) as stranger, pytest.raises(Refused) as strangers:
        actions.tell_party(stranger, flight_id, party_id)
    assert none.value.reasons == strangers.value.reasons


def test_whose_seat_was_refused_when_the_plan_was_put_in_force_is_not_promised_one(ground, mover):
    ground.flight(status="confirmed", code="CR-ONE")
    lost = ground.ready()
    ground.party(lost), ground.party(ground.ready())
    plan_id = actions.make_plan(mover)
    ground.fit(lost, "unfit")
    assert len(queries.call_list(mover, plan_id=plan_id)) == 2

    published(mover, plan_id)

    (row,) = queries.call_list(mover, plan_id=plan_id)
    assert [member.id for member in row.members] != [lost]


def test_what_a_plan_changes_is_called_first_those_who_lose_a_seat(ground, mover):
    lost = ground.flight(seats=5, status="confirmed", code="CR-LOST")
    ground.flight(seats=1, status="confirmed", hours=24 * 6, code="CR-OTHER")
    for _ in range(2):
        actions.tell(mover, ground.booked(lost, ground.ready()))

    plan_id = actions.cancel_flight(mover, lost)

    without, moved = queries.call_list(mover, plan_id=plan_id)
    assert said([without, moved]) == [("no_seat", "CR-LOST", "", False), ("moved", "CR-LOST", "CR-OTHER", False)]
    assert without.reasons == moved.reasons == ("CANCELLED",)
    published(mover, plan_id)
    (seat_id,) = sql("SELECT id FROM movements_seat WHERE status = 'held'")[0]
    actions.tell(mover, [seat_id])
    assert [row.told for row in queries.call_list(mover, plan_id=plan_id) if row.say == "moved"] == [True]


def test_who_has_a_new_seat_is_on_the_list_and_who_keeps_a_date_told_is_not(ground, mover):
    flight_id = ground.flight(status="confirmed", code="CR-ONE")
    actions.tell(mover, ground.booked(flight_id, ground.ready()))
    ground.party(ground.ready())

    plan_id = actions.make_plan(mover)

    assert said(queries.call_list(mover, plan_id=plan_id)) == [("seat", "", "CR-ONE", False)]


def test_the_list_takes_a_fixed_number_of_queries(ground, mover, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    flight_id = ground.flight(status="confirmed")
    ground.booked(flight_id, ground.ready())
    with CaptureQueriesContext(connection) as one:
        queries.call_list(mover, flight_id=flight_id)
    for _ in range(4):
        ground.booked(flight_id, ground.ready())

    with django_assert_max_num_queries(len(one)):
        assert len(queries.call_list(mover, flight_id=flight_id)) == 5


def test_strangers_and_those_who_book_no_seats_have_no_list(ground, mover, acts):
    flight_id = ground.flight(status="confirmed")
    ground.booked(flight_id, ground.ready())
    plan_id = actions.make_plan(mover)

    with acts(ground.world.actor("movement_officer", "UNHCR-LBY")) as stranger:
        assert queries.call_list(stranger, flight_id=flight_id) == ()
        with pytest.raises(NotFound):
            queries.call_list(stranger, plan_id=plan_id)
    with acts(ground.caseworker) as caseworker, pytest.raises(NotFound):
        queries.call_list(caseworker, flight_id=flight_id)


def test_explanations_of_a_stranger_are_not_there(ground, mover, acts):
    ground.flight(status="confirmed")
    party_id = ground.party(ground.ready())
    plan_id = actions.make_plan(mover)

    assert queries.explanation(mover, plan_id, party_id)
    with acts(ground.world.actor("movement_officer", "UNHCR-LBY")) as stranger, pytest.raises(NotFound):
        queries.explanation(stranger, plan_id, party_id)


def test_a_plan_made_before_sentences_were_kept_is_explained_from_its_codes(ground, mover):
    ground.flight(status="confirmed")
    party_id = ground.party(ground.ready())
    plan_id = actions.make_plan(mover)
    written = queries.explanation(mover, plan_id, party_id, "ar")
    sql("UPDATE movements_plan SET explanations = '{}'")

    assert queries.explanation(mover, plan_id, party_id, "ar") == written
