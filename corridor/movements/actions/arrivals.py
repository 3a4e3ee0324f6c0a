"""Arrival: who was received, by whom, what they need now, where they go on to; and opening the list to those who receive."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.access.words import OrganisationKind
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.movements.events import PersonArrived
from corridor.movements.lifecycle import SEAT, TRAVELLED
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Reception, Seat
from corridor.movements.words import Service
from corridor.people import actions as people_actions
from corridor.people.models import opened
from corridor.people.words import Category, SharePurpose

from ._common import own_flight, seat_to_change, the_tables_word

RECEIVERS = frozenset({OrganisationKind.IOM_MISSION, OrganisationKind.UNHCR_OPERATION, OrganisationKind.NGO_PARTNER})
ON_ARRIVAL = [Category.IDENTITY, Category.CONTACT, Category.FAMILY, Category.TRAVEL]

NOT_AWAY = Reason("movements.reception.not_away", N_("This person has not departed, so nobody can be received yet."))
RECEIVED = Reason("movements.reception.twice", N_("This person was already recorded as received."))
NO_RECEIVER = Reason(
    "movements.reception.receiver", N_("The list is opened to a mission or partner that receives people, to nobody else.")
)


@transaction.atomic
def record_reception(
    actor: Actor, seat_id: UUID, *, received: bool, needs_now: str = "", onward: str = "", at: datetime | None = None
) -> UUID:
    """Received or not. 'Not received' stays open as such: it may be followed by 'received', never undone."""
    actor.need(Permission.RECEPTION_RECORD)
    flight, seat = seat_to_change(actor, seat_id)
    row = Reception.objects.select_for_update(of=("self",)).filter(seat=seat).order_by("id").first()
    if row is not None and row.received:
        raise Refused(RECEIVED)
    if seat.status != Status.DEPARTED:
        raise Refused(NOT_AWAY)
    row = row or Reception(seat=seat, person_id=seat.person_id)
    row.received, row.at, row.officer_id = received, at or clock.now(), actor.staff_id
    row.needs_now, row.onward = Service(needs_now), onward.strip()[:120]
    row.save()
    audit.record(actor, "movements.reception.record", row, person=seat.person_id, seat=seat.id, received=received)
    if received:
        seat.status = SEAT.check("arrive", seat.status)
        seat.version += 1
        with the_tables_word():
            seat.save(update_fields=["status", "version"])
        audit.record(actor, "movements.seat.arrive", seat, person=seat.person_id, flight=flight.id)
        announce(PersonArrived(actor, seat.person_id, seat.id, flight.id, seat.pathway, seat.stop.destination_id))
    return row.id


@transaction.atomic
def open_to_receiver(actor: Actor, flight_id: UUID, organisation_id: UUID) -> int:
    """Advance notice: the receiving mission sees those who departed, to meet them; returns how many were opened."""
    actor.need(Permission.MANIFEST_EXPORT)
    flight = own_flight(actor, flight_id)
    if access.organisation(actor, id=organisation_id).kind not in RECEIVERS or organisation_id == actor.organisation_id:
        raise Refused(NO_RECEIVER)
    if flight.status not in (FlightStatus.DEPARTED, FlightStatus.ARRIVED):
        raise Refused(NOT_AWAY)
    rows = Seat.objects.filter(opened(actor, "travel"), flight=flight, status__in=[str(one) for one in TRAVELLED])
    opened_now = 0
    for row in rows.select_related("person").order_by("id"):
        if row.person.organisation_id == organisation_id:
            continue
        people_actions.open_share(
            actor,
            row.person_id,
            organisation_id=organisation_id,
            purpose=SharePurpose.RECEPTION,
            categories=[str(one) for one in ON_ARRIVAL],
            because="arrival",
            because_id=row.id,
        )
        opened_now += 1
    audit.record(actor, "movements.flight.open_to_receiver", flight, to=organisation_id, people=opened_now)
    return opened_now


__all__ = ["open_to_receiver", "record_reception"]
