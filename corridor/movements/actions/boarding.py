"""The gate. Consent and readiness are asked again under lock (consent, then flight, then seat); then the table decides.

Consent comes first in the order of locks because a withdrawal also holds it first: neither ever waits for the other in a ring.
"""

from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.consent import actions as consent_actions
from corridor.consent import queries as consents
from corridor.consent.words import Purpose
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.movements import rules
from corridor.movements.lifecycle import BEFORE_DEPARTURE, SEAT
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Seat
from corridor.movements.words import NotBoarding
from corridor.people.models import opened

from ._common import end_seats, gate, seat_to_change, the_tables_word, visible_seat

GATE_SHUT = Reason("movements.flight.gate", N_("The gate of this flight is not open. Open it first."))
NO_CONSENT = Reason("movements.inv-01", rules.FAULTS["INV-01"])
TWICE = N_("Already boarded at %(time)s. Nobody boards twice.")
OTHER_FLIGHT = Reason("movements.seat.other_flight", N_("This boarding pass is for another flight."))
USE_OTHER = Reason("movements.seat.because", N_("Choose the reason why the person does not board."), field="because")


@transaction.atomic
def board(actor: Actor, seat_id: UUID, *, key: str = "") -> UUID:
    """Says yes: aboard. `key` names one press; the same press again changes nothing and answers the same."""
    actor.need(Permission.SEAT_BOARD)
    before = visible_seat(actor, seat_id)
    consent = consents.current(
        actor, before.person_id, str(Purpose.TRAVEL), pathway=before.pathway, on=before.departs_on, lock=True
    )
    flight, row = seat_to_change(actor, seat_id)
    if row.status == Status.BOARDED:
        if key and row.board_key == key:
            return row.id
        raise Refused(Reason("movements.seat.boarded", TWICE, {"time": f"{row.boarded_at:%H:%M}"}))
    if flight.status != FlightStatus.BOARDING:
        raise Refused(GATE_SHUT)
    status = SEAT.check("board", row.status)
    gate(actor, rules.Stage.BOARD, flight, [row.person_id])
    if consent is None:
        raise Refused(NO_CONSENT)
    row.consent_id, row.consent_valid_until = consent.id, consent.valid_until
    row.status, row.boarded_at, row.boarded_by_id, row.board_key = status, clock.now(), actor.staff_id, key[:64]
    row.version += 1
    with the_tables_word():
        row.save()
    audit.record(actor, "movements.seat.board", row, person=row.person_id, flight=flight.id, consent=consent.id)
    return row.id


@transaction.atomic
def board_by_token(actor: Actor, token: str, *, key: str = "", flight_id: UUID | None = None) -> UUID:
    """By the code on the boarding pass, which means nothing to anybody else."""
    actor.need(Permission.SEAT_BOARD)
    row = Seat.objects.filter(opened(actor, "travel"), token=token.strip()).order_by("id").first()
    if row is None:
        raise NotFound("seat")
    if flight_id is not None and row.flight_id != flight_id:
        raise Refused(OTHER_FLIGHT)
    return board(actor, row.id, key=key)


@transaction.atomic
def no_show(actor: Actor, seat_id: UUID) -> None:
    """Did not come. No penalty: the consent stays, and so does the place in the order."""
    actor.need(Permission.SEAT_BOARD)
    flight, row = seat_to_change(actor, seat_id)
    if flight.status != FlightStatus.BOARDING:
        raise Refused(GATE_SHUT)
    end_seats(actor, "no_show", [row], NotBoarding.NO_SHOW)


@transaction.atomic
def withdraw_seat(actor: Actor, seat_id: UUID) -> None:
    """Stays, by choice: no reason is asked. The consent to this journey ends too, so that no plan gives a new seat unasked."""
    actor.need(Permission.CONSENT_WITHDRAW)
    before = visible_seat(actor, seat_id)
    if before.status not in BEFORE_DEPARTURE:
        SEAT.check("withdraw", before.status)
    consent = consents.current(actor, before.person_id, str(Purpose.TRAVEL), pathway=before.pathway)
    if consent is not None:
        consent_actions.withdraw(actor, consent.id)
    _, row = seat_to_change(actor, seat_id)
    if row.status in BEFORE_DEPARTURE:
        end_seats(actor, "withdraw", [row], NotBoarding.WITHDREW)


@transaction.atomic
def offload(actor: Actor, seat_id: UUID, because: str) -> None:
    """Taken off by others, with the reason; who stays by choice or did not come has words of her or his own."""
    actor.need(Permission.SEAT_BOARD)
    if because not in set(NotBoarding) - {NotBoarding.NO_SHOW, NotBoarding.WITHDREW}:
        raise Refused(USE_OTHER)
    _, row = seat_to_change(actor, seat_id)
    end_seats(actor, "offload", [row], because)


__all__ = ["board", "board_by_token", "no_show", "offload", "withdraw_seat"]
