"""Boarding: consent and readiness asked again, once for each press."""

from corridor.movements import actions, queries
from corridor.movements.models import Seat


def test_whoever_is_ready_boards_and_the_consent_is_copied(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)

    actions.board(mover, seat_id)

    seat = Seat.objects.get(id=seat_id)
    assert (seat.status, seat.consent_id) == ("boarded", ground.consents[person_id])
    assert seat.consent_valid_until >= seat.departs_on
    assert queries.flight(mover, flight_id).load.boarded == 1
