"""Manifests: frozen at each stage, never edited. A line is a person, a status and the service needed (INV-15)."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.movements.lifecycle import ON_MANIFEST, TRAVELLED
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Flight, Manifest, ManifestLine, Reception, Seat
from corridor.movements.queries import ManifestRow
from corridor.movements.words import ManifestState
from corridor.people.models import opened

from ._common import own_flight

NOT_OPEN = Reason("movements.manifest.gate", N_("The manifest is validated at the gate, after boarding has begun."))
NOT_AWAY = Reason("movements.manifest.away", N_("The manifest is reconciled after departure, when people are received."))
STILL_OPEN = N_("For %(number)s people it is not recorded whether they were received. Record that first.")


@transaction.atomic
def draft_manifest(actor: Actor, flight_id: UUID) -> UUID:
    """Everybody who holds a seat now."""
    actor.need(Permission.MANIFEST_MAKE)
    return freeze(actor, own_flight(actor, flight_id), ManifestState.DRAFT)


@transaction.atomic
def validate_manifest(actor: Actor, flight_id: UUID) -> UUID:
    """At departure: who is aboard, and nobody else; who did not come or stays by choice is off."""
    actor.need(Permission.MANIFEST_MAKE)
    flight = own_flight(actor, flight_id)
    if flight.status not in (FlightStatus.BOARDING, FlightStatus.DEPARTED):
        raise Refused(NOT_OPEN)
    return freeze(actor, flight, ManifestState.VALIDATED)


@transaction.atomic
def reconcile_manifest(actor: Actor, flight_id: UUID) -> UUID:
    """On arrival: received or not, for each person who departed."""
    actor.need(Permission.MANIFEST_MAKE)
    flight = own_flight(actor, flight_id)
    if flight.status not in (FlightStatus.DEPARTED, FlightStatus.ARRIVED):
        raise Refused(NOT_AWAY)
    travelled = Seat.objects.filter(opened(actor, "travel"), flight=flight, status__in=[str(one) for one in TRAVELLED])
    open_ = travelled.count() - Reception.objects.filter(seat__in=travelled).count()
    if open_:
        raise Refused(Reason("movements.manifest.reception", STILL_OPEN, {"number": open_}))
    return freeze(actor, flight, ManifestState.RECONCILED)


@transaction.atomic
def note_export(actor: Actor, row: ManifestRow, form: str) -> None:
    """Every list that leaves the house is recorded: which, in which form, about whom (INV-22)."""
    actor.need(Permission.MANIFEST_EXPORT)
    about = [(row.id, line.person_id) for line in row.lines] or [(row.id, None)]
    audit.record_many(actor, "movements.manifest.export", about, form=form, flight=row.flight.id, number=row.number)


def validated_now(flight: Flight, aboard: Collection[UUID]) -> bool:
    """Whether the newest manifest already says exactly who is aboard."""
    head = Manifest.objects.filter(flight=flight).order_by("-number").first()
    if head is None or head.state != ManifestState.VALIDATED:
        return False
    return set(head.lines.order_by("id").values_list("person_id", flat=True)) == set(aboard)


def freeze(actor: Actor, flight: Flight, state: ManifestState) -> UUID:
    """The next number; the flight's row is locked by the caller, so that no two take the same."""
    number = (Manifest.objects.filter(flight=flight).aggregate(last=Max("number"))["last"] or 0) + 1
    head = Manifest(flight=flight, number=number, state=state, made_at=clock.now(), made_by_id=actor.staff_id)
    head.save(force_insert=True)
    aboard = {Status.BOARDED, *TRAVELLED}
    wanted = ON_MANIFEST if state is ManifestState.DRAFT else aboard
    rows = Seat.objects.filter(opened(actor, "travel"), flight=flight, status__in=[str(one) for one in wanted])
    lines = [
        ManifestLine(manifest=head, seat=row, person_id=row.person_id, status=row.status, service=row.service)
        for row in rows.order_by("party__reference", "id")
    ]
    ManifestLine.objects.bulk_create(lines)
    audit.record(actor, f"movements.manifest.{state}", head, flight=flight.id, number=number, lines=len(lines))
    return head.id


__all__ = ["draft_manifest", "freeze", "note_export", "reconcile_manifest", "validate_manifest", "validated_now"]
