"""What happens elsewhere and reaches flights at once: a withdrawal, a fear of return, a referral take the seat away.

No safety rule rests on it: the door and the table ask again. The database ends the seats itself, past the walls, so that whoever
a person tells can act on it, seat seen or not (INV-02).
"""

from uuid import UUID

from django.db import connection

from corridor.audit import actions as audit
from corridor.consent.events import ConsentWithdrawn
from corridor.consent.words import Purpose
from corridor.duplicates import actions as duplicates
from corridor.duplicates import queries as pairs
from corridor.duplicates.events import PairOpened, PersonsJoined
from corridor.kernel.actor import Actor
from corridor.kernel.events import on
from corridor.movements.events import PersonDeparted, SeatBooked, SeatReleased
from corridor.movements.lifecycle import BEFORE_DEPARTURE
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Seat
from corridor.people import queries as people
from corridor.people.events import OutcomeRecorded
from corridor.people.models import opened
from corridor.people.words import OutcomeKind
from corridor.protection.events import FearRecorded, ReferralOpened
from corridor.protection.words import Fear

from ._common import end_seats, locked_seats, tell_released


@on(ConsentWithdrawn)
def leave_flights(event: ConsentWithdrawn) -> None:
    if event.purpose == Purpose.TRAVEL:
        end_seats_by_record(event.actor, event.person_id)


@on(FearRecorded)
def wait_for_protection(event: FearRecorded) -> None:
    if event.answer in (Fear.FEAR, Fear.UNSURE):
        end_seats_by_record(event.actor, event.person_id)


@on(ReferralOpened)
def wait_for_referral(event: ReferralOpened) -> None:
    end_seats_by_record(event.actor, event.person_id)


@on(OutcomeRecorded)
def nobody_waits_for_them(event: OutcomeRecorded) -> None:
    """A death, a disappearance, a new detention: the seat is free again, and stays with nobody's name on a list (INV-33)."""
    if event.kind == OutcomeKind.UNREACHABLE:
        return
    live = Seat.objects.filter(opened(event.actor, "travel"), person_id=event.person_id)
    live = live.filter(status__in=[str(one) for one in BEFORE_DEPARTURE])
    rows = locked_seats(event.actor, list(live.order_by("id").values_list("id", flat=True)))
    end_seats(event.actor, "offload", [row for row in rows if row.status == Status.BOARDED], "outcome")
    end_seats(event.actor, "release", [row for row in rows if row.status != Status.OFFLOADED], "outcome")


@on(PersonsJoined)
def one_record_now(event: PersonsJoined) -> None:
    """What either record says holds for the seats of both: a fear, a referral, a later withdrawal, a death."""
    end_seats_by_record(event.actor, event.keeper_id)
    live = Seat.objects.filter(opened(event.actor, "travel"), person_id=event.keeper_id)
    live = live.filter(status__in=[str(one) for one in BEFORE_DEPARTURE])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::uuid[]) id WHERE 'INV-02' = ANY (movements_boarding_faults(id, now()))",
            [list(live.order_by("id").values_list("id", flat=True))],
        )
        withdrawn = [row[0] for row in cursor.fetchall()]
    end_seats(event.actor, "withdraw", locked_seats(event.actor, withdrawn), "withdrew")
    if outcome := people.outcomes(event.actor, [event.keeper_id]).get(event.keeper_id):
        nobody_waits_for_them(OutcomeRecorded(event.actor, event.keeper_id, outcome.kind))


def end_seats_by_record(actor: Actor, person_id: UUID) -> list[UUID]:
    """Ends every live seat that the person's own record no longer allows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seat, flight, pathway, status, because FROM movements_end_seats(%s)", [person_id])
        ended = cursor.fetchall()
    for seat_id, flight_id, pathway, status, because in ended:
        audit.record(actor, f"movements.seat.{status}", seat_id, person=person_id, because=because, flight=flight_id)
        tell_released(actor, seat_id, person_id, flight_id, pathway, because)
    return [seat_id for seat_id, *_ in ended]


@on(SeatBooked)
@on(SeatReleased)
@on(PersonDeparted)
def travel_changed(event: SeatBooked | SeatReleased | PersonDeparted) -> None:
    """Of pairs that may be one person, those who travel soonest are looked at first."""
    for row in pairs.pairs_of(event.actor, event.person_id):
        _tell_reviewers(event.actor, row.id, row.first_id, row.second_id)


@on(PairOpened)
def pair_opened(event: PairOpened) -> None:
    _tell_reviewers(event.actor, event.pair_id, event.first_id, event.second_id)


def _tell_reviewers(actor: Actor, pair_id: UUID, *people: UUID) -> None:
    ahead = Seat.objects.filter(opened(actor, "travel"), person_id__in=people, status__in=[str(one) for one in BEFORE_DEPARTURE])
    duplicates.note_travel(actor, pair_id, ahead.order_by("departs_on").values_list("departs_on", flat=True).first())
