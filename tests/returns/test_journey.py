"""A return carried by flights: seats move the case, a withdrawal takes the person off the manifest at once, the door asks again."""

from datetime import timedelta

import pytest

from corridor.consent import actions as consents
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Refused
from corridor.movements import actions as movements
from corridor.movements import queries as flights
from corridor.people import queries as people
from corridor.protection import actions as protection


def flight(ground, hours=40):
    site = ground.world.sites
    new = movements.NewFlight(
        code="CR-0231", pathway="vhr", embarkation_id=site["MJI"].id, departs_at=clock.now() + timedelta(hours=hours), capacity=20,
        stops=[movements.NewStop(site["LOS"].id)], carrier="Charter",
    )  # fmt: skip
    with acting(ground.mover) as mover:
        flight_id = movements.add_flight(mover, new)
        for kind in ("landing", "slot"):
            movements.set_clearance(mover, flight_id, kind=kind, authority="Authority", state="granted")
        movements.confirm(mover, flight_id)
        movements.open_gate(mover, flight_id)
    return flight_id


def booked(ground, flight_id, *persons):
    with acting(ground.mover) as mover:
        party = movements.make_party(mover, persons, pathway="vhr", destination_id=ground.world.sites["LOS"].id)
        return movements.book(mover, flight_id, party)


def test_from_seat_to_arrival_the_case_follows(ground):
    person_id, flight_id = ground.ready(), flight(ground)
    seats = booked(ground, flight_id, person_id)
    assert ground.status(person_id) == "booked"

    with acting(ground.mover) as mover:
        movements.tell(mover, seats)
        movements.board(mover, seats[0])
        movements.depart(mover, flight_id)
        assert ground.status(person_id) == "departed"
        movements.arrive(mover, flight_id)
        movements.record_reception(mover, seats[0], received=True)

    assert ground.status(person_id) == "arrived"
    assert "pathway" in ground.blocking(person_id)  # nobody is counted or carried twice on one case


def test_who_has_departed_is_not_seen_by_a_consulate_any_longer(ground):
    person_id, flight_id = ground.ready(), flight(ground)
    seats = booked(ground, flight_id, person_id)
    ground.consent(person_id, "contact_consulate")
    consulate = ground.world.organisations["CON-NGA"].id
    with acting(ground.mover) as mover:
        assert consulate in {share.organisation_id for share in people.shares_of(mover, person_id)}
        movements.tell(mover, seats)
        movements.board(mover, seats[0])
        movements.depart(mover, flight_id)

        assert consulate not in {share.organisation_id for share in people.shares_of(mover, person_id)}


def test_inv_02_a_withdrawal_empties_the_seat_and_ends_the_case_at_once(ground):
    person_id, flight_id = ground.ready(), flight(ground)
    booked(ground, flight_id, person_id)

    with acting(ground.world.actor("medical_officer")) as medic:
        consents.withdraw_travel(medic, person_id)

    assert ground.status(person_id) == "withdrawn"
    with acting(ground.mover) as mover:
        assert [row.status for row in flights.seats_of(mover, person_id)] == ["withdrew"]


def test_inv_04_fear_takes_the_seat_and_holds_the_case(ground):
    person_id, flight_id = ground.ready(), flight(ground)
    seats = booked(ground, flight_id, person_id)

    with acting(ground.protector) as officer:
        protection.ask_fear(officer, person_id, answer="fear", private=True, language="en")

    assert ground.status(person_id) == "on_hold"
    with acting(ground.mover) as mover, pytest.raises(Refused):
        movements.board(mover, seats[0])


def test_a_seat_may_be_held_while_the_last_days_are_still_ahead_but_nobody_boards_so(ground):
    person_id, flight_id = ground.ready(), flight(ground, hours=24 * 20)

    seats = booked(ground, flight_id, person_id)

    assert ground.blocking(person_id, on=clock.today() + timedelta(days=20)) == ["fitness"]
    with acting(ground.mover) as mover, pytest.raises(Refused):
        movements.board(mover, seats[0])


def test_a_released_seat_brings_the_case_back(ground):
    person_id, flight_id = ground.ready(), flight(ground)
    seats = booked(ground, flight_id, person_id)

    with acting(ground.mover) as mover:
        movements.release(mover, seats[0])

    assert ground.status(person_id) == "documented"


def test_who_has_not_consented_gets_no_seat(ground):
    person_id, _case = ground.counselled()

    with pytest.raises(Refused):
        booked(ground, flight(ground), person_id)


def test_inv_10_a_family_is_not_parted_unless_its_adults_agree(ground):
    one = ground.ready()
    other = ground.ready(with_person_id=one, family_role="spouse")
    assert ground.blocking(one) == ground.blocking(other) == []

    with pytest.raises(Refused):
        booked(ground, flight(ground), one)
