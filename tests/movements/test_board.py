"""Boarding: consent and readiness asked again, once for each press; every other way to leave a seat; departure and arrival."""

import pytest

from corridor.consent import actions as consents
from corridor.kernel import clock, events
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions, queries
from corridor.movements.events import PersonArrived, PersonDeparted, SeatReleased
from corridor.movements.models import Reception, Seat
from corridor.movements.words import AssistanceKind, NotBoarding
from corridor.people.models import Shield
from corridor.protection.models import FearAnswer
from tests.movements.ground import sql


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def heard():
    """What was announced, in order."""
    news = []
    kinds = (SeatReleased, PersonDeparted, PersonArrived)
    for kind in kinds:
        events._listeners[kind].append(news.append)
    yield news
    for kind in kinds:
        events._listeners[kind].remove(news.append)


def test_whoever_is_ready_boards_and_the_consent_is_copied(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)

    actions.board(mover, seat_id)

    seat = Seat.objects.get(id=seat_id)
    assert (seat.status, seat.consent_id) == ("boarded", ground.consents[person_id])
    assert seat.consent_valid_until >= seat.departs_on
    assert seat.boarded_by_id == mover.staff_id
    assert queries.flight(mover, flight_id).load.boarded == 1


def test_the_code_on_the_pass_boards_and_means_nothing_else(ground, mover):
    (seat_id,) = ground.booked(ground.flight(), ground.ready())
    token = queries.seat(mover, seat_id).token

    assert actions.board_by_token(mover, f" {token} ") == seat_id

    assert str(seat_id) not in token
    with pytest.raises(NotFound):
        actions.board_by_token(mover, "no-such-code")


def test_a_pass_for_another_flight_is_refused_here(ground, mover):
    (seat_id,) = ground.booked(ground.flight(), ground.ready())
    token = queries.seat(mover, seat_id).token

    with pytest.raises(Refused) as refused:
        actions.board_by_token(mover, token, flight_id=ground.flight())

    assert codes(refused) == {"movements.seat.other_flight"}


def test_the_same_press_twice_does_nothing_more_another_press_is_refused(ground, mover):
    (seat_id,) = ground.booked(ground.flight(), ground.ready())
    actions.board(mover, seat_id, key="press-1")

    assert actions.board(mover, seat_id, key="press-1") == seat_id
    with pytest.raises(Refused) as refused:
        actions.board(mover, seat_id, key="press-2")

    assert codes(refused) == {"movements.seat.boarded"}
    assert sql("SELECT count(*) FROM audit_entry WHERE verb = 'movements.seat.board'") == [(1,)]


def test_nobody_boards_before_the_gate_opens(ground, mover):
    (seat_id,) = ground.booked(ground.flight(status="confirmed"), ground.ready())

    with pytest.raises(Refused) as refused:
        actions.board(mover, seat_id)

    assert codes(refused) == {"movements.flight.gate"}


def test_inv_12_a_check_that_lapsed_since_booking_stops_at_the_gate(ground, mover):
    person_id = ground.ready()
    (seat_id,) = ground.booked(ground.flight(), person_id)
    ground.fit(person_id, hours=2)

    with pytest.raises(Refused) as refused:
        actions.board(mover, seat_id)

    assert codes(refused) == {"readiness.fitness"}


def test_what_only_the_table_knows_is_said_in_a_sentence(ground, mover):
    flight_id = ground.flight(cleared=False)
    (seat_id,) = ground.booked(flight_id, ground.ready())

    with pytest.raises(Refused) as refused:
        actions.board(mover, seat_id)

    assert codes(refused) == {"movements.inv-13"}


@pytest.mark.parametrize("status", ["standby", "held", "confirmed", "boarded"])
def test_inv_02_withdrawing_frees_the_seat_at_once_in_every_status(ground, mover, heard, status):
    flight_id, person_id = ground.flight(), ground.ready()
    if status == "standby":
        (seat_id,) = actions.book(mover, flight_id, ground.party(person_id), standby=True)
    else:
        (seat_id,) = ground.booked(flight_id, person_id)
    if status == "confirmed":
        actions.tell(mover, [seat_id])
    if status == "boarded":
        actions.board(mover, seat_id)

    with acting(ground.caseworker) as caseworker:
        consents.withdraw(caseworker, ground.consents[person_id])

    assert queries.seat(mover, seat_id).status == "withdrew"
    assert [one.because for one in heard] == ["withdrew"]
    load = queries.flight(mover, flight_id).load
    assert (load.people, load.withdrew) == (0, 1)


def test_inv_02_whoever_is_told_can_act_on_a_withdrawal_even_without_seeing_the_seat(ground, mover, acts):
    """The transit officer of another organisation is shown the consent, not the journey."""
    from corridor.people import actions as people

    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)
    told = ground.world.actor("transit_officer", "UNHCR-LBY")
    people.open_share(
        mover,
        person_id,
        organisation_id=told.organisation_id,
        purpose="service",
        categories=["consent"],
        because="consent",
        because_id=None,
    )

    with acts(told):
        assert sql("SELECT count(*) FROM movements_seat") == [(0,)]
        consents.withdraw(told, ground.consents[person_id])

    assert queries.seat(mover, seat_id).status == "withdrew"


def test_saying_no_at_the_gate_ends_seat_and_consent_and_nothing_else(ground, mover):
    person_id = ground.ready()
    (seat_id,) = ground.booked(ground.flight(), person_id)

    actions.withdraw_seat(mover, seat_id)

    assert queries.seat(mover, seat_id).status == "withdrew"
    assert sql("SELECT count(*) FROM consent_withdrawal") == [(1,)]


def test_inv_29_help_is_given_after_a_withdrawal_as_before(ground, mover, acts):
    person_id = ground.ready()
    (seat_id,) = ground.booked(ground.flight(), person_id)
    actions.withdraw_seat(mover, seat_id)

    actions.give_assistance(mover, person_id, AssistanceKind.NFI_KIT)

    assert [row.kind for row in queries.assistance_of(mover, person_id)] == ["nfi_kit"]


def test_inv_29_help_asks_for_no_consent_case_or_pathway(ground, mover):
    actions.give_assistance(mover, ground.registered(), AssistanceKind.FOOD)


def test_inv_04_a_fear_spoken_of_takes_the_return_seat_away_at_once(ground, mover, acts):
    from corridor.protection import actions as protection

    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)
    officer = ground.world.actor("protection_officer")

    with acts(officer):
        protection.ask_fear(officer, person_id, answer="fear", private=True, language="en")

    assert queries.seat(mover, seat_id).status == "released"


def test_inv_04_whoever_has_boarded_leaves_the_aircraft(ground, mover):
    from corridor.movements.actions.listening import end_seats_by_record

    person_id = ground.ready()
    (seat_id,) = ground.boarded(ground.flight(), person_id)
    Shield.objects.create(person_id=person_id, kind="fear", since="2026-01-01T00:00Z")
    FearAnswer.objects.create(
        person_id=person_id, answer="unsure", private=True, language="en", officer_id=mover.staff_id, at="2999-01-01T00:00Z"
    )

    assert end_seats_by_record(mover, person_id) == [seat_id]

    row = queries.seat(mover, seat_id)
    assert (row.status, row.ended_because) == ("offloaded", "protection")


@pytest.mark.parametrize("kind", ["deceased", "disappeared", "detained_again"])
def test_inv_33_whom_something_happened_to_holds_no_seat(ground, mover, kind):
    from corridor.people import actions as people

    person_id = ground.ready()
    (seat_id,) = ground.boarded(ground.flight(), person_id)

    with acting(ground.caseworker) as caseworker:
        people.record_outcome(caseworker, person_id, kind, on=clock.today(), source="Hospital")

    assert queries.seat(mover, seat_id).status == "offloaded"


def test_nothing_ends_a_seat_that_the_record_allows(ground, mover):
    from corridor.movements.actions.listening import end_seats_by_record

    person_id = ground.ready()
    ground.booked(ground.flight(), person_id)

    assert end_seats_by_record(mover, person_id) == []


def test_not_coming_is_no_fault_the_consent_stays(ground, mover):
    person_id = ground.ready()
    (seat_id,) = ground.booked(ground.flight(), person_id)

    actions.no_show(mover, seat_id)

    assert queries.seat(mover, seat_id).status == "no_show"
    assert sql("SELECT count(*) FROM consent_withdrawal") == [(0,)]


def test_taking_somebody_off_needs_a_reason_of_the_list(ground, mover):
    (seat_id,) = ground.booked(ground.flight(), ground.ready())

    with pytest.raises(Refused) as refused:
        actions.offload(mover, seat_id, NotBoarding.WITHDREW)
    assert codes(refused) == {"movements.seat.because"}

    actions.offload(mover, seat_id, NotBoarding.DOCUMENTS)
    assert queries.seat(mover, seat_id).ended_because == "documents"


def test_departure_takes_the_boarded_and_leaves_the_others(ground, mover, heard):
    flight_id = ground.flight()
    (aboard,) = ground.boarded(flight_id, ground.ready())
    (late,) = ground.booked(flight_id, ground.ready())
    (standby,) = actions.book(mover, flight_id, ground.party(ground.ready()), standby=True)

    actions.depart(mover, flight_id)

    assert [queries.seat(mover, one).status for one in (aboard, late, standby)] == ["departed", "no_show", "released"]
    assert [type(one) for one in heard] == [SeatReleased, SeatReleased, PersonDeparted]
    assert [head.state for head in queries.manifests(mover, flight_id)] == ["validated"]
    assert len(queries.manifest_of(mover, flight_id).lines) == 1


def test_inv_13_no_departure_without_every_clearance(ground, mover):
    flight_id = ground.flight()
    ground.boarded(flight_id, ground.ready())
    actions.set_clearance(mover, flight_id, kind="overflight", authority="Niger", state="requested")

    with pytest.raises(Refused) as refused:
        actions.depart(mover, flight_id)

    assert codes(refused) == {"movements.flight.clearances"}


def test_inv_10_no_departure_while_a_family_would_be_parted_at_the_gate(ground, mover):
    flight_id, first = ground.flight(), ground.ready()
    seats = ground.booked(flight_id, first, ground.ready(family_of=first))
    actions.board(mover, seats[0])

    with pytest.raises(Refused) as refused:
        actions.depart(mover, flight_id)
    assert codes(refused) == {"movements.inv-10"}

    (party_id,) = set(ground.parties.values())
    actions.agree_split(mover, party_id, "The husband is ill today and follows; both agreed, asked apart.")
    actions.depart(mover, flight_id)


def test_arrival_is_recorded_for_each_person(ground, mover, heard):
    flight_id = ground.flight()
    (first,) = ground.boarded(flight_id, ground.ready())
    (second,) = ground.boarded(flight_id, ground.ready())
    actions.depart(mover, flight_id)
    actions.arrive(mover, flight_id)

    actions.record_reception(mover, first, received=True, onward="Benin City")
    actions.record_reception(mover, second, received=False)

    assert [queries.seat(mover, one).status for one in (first, second)] == ["arrived", "departed"]
    assert [one.person_id for one in heard if isinstance(one, PersonArrived)] == [queries.seat(mover, first).person_id]
    with pytest.raises(Refused) as refused:
        actions.record_reception(mover, first, received=False)
    assert codes(refused) == {"movements.reception.twice"}
    actions.record_reception(mover, second, received=True)
    assert Reception.objects.filter(received=True).count() == 2


def test_nobody_is_received_before_departing(ground, mover):
    (seat_id,) = ground.boarded(ground.flight(), ground.ready())

    with pytest.raises(Refused) as refused:
        actions.record_reception(mover, seat_id, received=True)

    assert codes(refused) == {"movements.reception.not_away"}


def test_the_receiving_mission_sees_those_who_departed_and_no_consulate_ever(ground, mover, acts):
    flight_id, organisations = ground.flight(), ground.world.organisations
    ground.boarded(flight_id, ground.ready())
    actions.depart(mover, flight_id)
    with pytest.raises(Refused) as refused:
        actions.open_to_receiver(mover, flight_id, organisations["CON-NGA"].id)
    assert codes(refused) == {"movements.reception.receiver"}

    assert actions.open_to_receiver(mover, flight_id, organisations["IOM-NGA"].id) == 1

    receiver = ground.world.actor("reintegration_officer", "IOM-NGA")
    with acts(receiver):
        (row,) = queries.seats(receiver, flight_id)
        actions.record_reception(receiver, row.id, received=True)


def test_cancelling_frees_everybody(ground, mover):
    flight_id = ground.flight()
    (aboard,) = ground.boarded(flight_id, ground.ready())
    (held,) = ground.booked(flight_id, ground.ready())

    actions.cancel(mover, flight_id, reason="Airport closed")

    assert [queries.seat(mover, one).status for one in (aboard, held)] == ["offloaded", "released"]


def test_at_the_gate_people_are_found_by_pass_reference_and_name(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)
    row = queries.seat(mover, seat_id)

    for text in (row.token, row.reference.lower(), row.name[:8], row.party_reference):
        assert [one.id for one in queries.find_at_gate(mover, flight_id, text)] == [seat_id]
    assert queries.find_at_gate(mover, flight_id, " ") == []
