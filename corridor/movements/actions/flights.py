"""Flights from plan to arrival, with stops, clearances and escorts. Departure needs every clearance, and the table's consent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.movements import queries, rules
from corridor.movements.events import PersonDeparted
from corridor.movements.lifecycle import FLIGHT, SEAT
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Clearance, Escort, Flight, Seat, Stop
from corridor.movements.words import Carriage, ClearanceKind, ClearanceState, EscortKind, ManifestState
from corridor.people.models import opened
from corridor.places import queries as places
from corridor.places.words import SiteKind

from ._common import end_seats, locked_flight, own_flight, the_tables_word
from .manifests import freeze, validated_now

NO_CLEARANCE = Reason("movements.flight.clearances", rules.FAULTS["INV-13"])
CHANGEABLE = {
    "carrier", "aircraft", "departs_at", "capacity", "wheelchair_slots", "stretcher_slots", "medical_escort_slots",
    "child_escort_slots", "fund", "cost",
}  # fmt: skip


@dataclass(frozen=True)
class NewStop:
    destination_id: UUID
    seats: int | None = None


@dataclass(frozen=True)
class NewFlight:
    code: str
    pathway: str
    embarkation_id: UUID
    departs_at: datetime
    capacity: int
    stops: Sequence[NewStop]
    carriage: str = Carriage.CHARTER
    carrier: str = ""
    aircraft: str = ""
    wheelchair_slots: int = 0
    stretcher_slots: int = 0
    medical_escort_slots: int = 0
    child_escort_slots: int = 0
    fund: str = ""
    cost: int = 0
    escorts: Mapping[str, Sequence[str]] = field(default_factory=dict)  # kind: names


def local_day(moment: datetime) -> date:
    """The day at the airport."""
    return moment.astimezone(ZoneInfo(settings.DEFAULT_TIME_ZONE)).date()


@transaction.atomic
def add_flight(actor: Actor, new: NewFlight) -> UUID:
    actor.need(Permission.FLIGHT_MANAGE)
    _sensible(actor, new)
    plain = {name: getattr(new, name) for name in CHANGEABLE if name != "departs_at"}
    row = Flight(**plain, code=new.code.strip().upper(), operator_id=actor.organisation_id, embarkation_id=new.embarkation_id)
    row.pathway, row.carriage, row.status = Pathway(new.pathway), Carriage(new.carriage), FLIGHT.initial
    row.departs_at, row.departs_on, row.synthetic = new.departs_at, local_day(new.departs_at), settings.SYNTHETIC
    with the_tables_word():
        row.save(force_insert=True)
    Stop.objects.bulk_create(
        [
            Stop(flight=row, order=order, destination_id=stop.destination_id, seats=stop.seats)
            for order, stop in enumerate(new.stops, 1)
        ]
    )
    for kind, names in new.escorts.items():
        Escort.objects.bulk_create([Escort(flight=row, kind=EscortKind(kind), name=name) for name in names])
    audit.record(actor, "movements.flight.add", row, pathway=str(row.pathway), day=row.departs_on, capacity=row.capacity)
    return row.id


def _sensible(actor: Actor, new: NewFlight) -> None:
    found = []
    if not new.code.strip():
        found.append(Reason("movements.flight.code", N_("Give the flight a code, for example CR-0231."), field="code"))
    if not new.stops:
        found.append(Reason("movements.flight.stops", N_("Name at least one destination."), field="stops"))
    if len({stop.destination_id for stop in new.stops}) != len(new.stops):
        found.append(Reason("movements.flight.stop_twice", N_("A destination is named twice."), field="stops"))
    if not 1 <= new.capacity <= 600:
        found.append(Reason("movements.flight.capacity", N_("Seats: a number from 1 to 600."), field="capacity"))
    if places.site(actor, new.embarkation_id).kind != SiteKind.AIRPORT:
        found.append(Reason("movements.flight.airport", N_("Flights leave from an airport. Choose one."), field="embarkation"))
    if found:
        raise Refused(*found)


@transaction.atomic
def change_flight(actor: Actor, flight_id: UUID, changes: Mapping[str, Any], version: int | None) -> int:
    """New hour, aircraft or places. The table refuses less room than is already given away; a new day moves its seats along."""
    actor.need(Permission.FLIGHT_MANAGE)
    row = own_flight(actor, flight_id, version)
    if unknown := set(changes) - CHANGEABLE:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    if row.status in FLIGHT.final or row.status == FLIGHT.steps["depart"].target:
        raise Refused(Reason("movements.flight.over", N_("This flight has left or was cancelled. It stays as recorded.")))
    for name, value in changes.items():
        setattr(row, name, value)
    day = local_day(row.departs_at)
    if day != row.departs_on and Seat.objects.filter(flight=row, status=str(Status.BOARDED)).exists():
        raise Refused(
            Reason(
                "movements.flight.day_boarded", N_("People are aboard. Record who leaves the aircraft first."), field="departs_at"
            )
        )
    row.departs_on = day
    row.version += 1
    with the_tables_word():
        row.save()
    audit.record(actor, "movements.flight.change", row, fields=sorted(changes), day=row.departs_on)
    return row.version


@transaction.atomic
def set_clearance(
    actor: Actor, flight_id: UUID, *, kind: str, authority: str, state: str, reference: str = "", on: date | None = None
) -> UUID:
    """Landing right, over-flight permit or slot: asked for, cleared, refused."""
    actor.need(Permission.FLIGHT_MANAGE)
    flight = own_flight(actor, flight_id)
    day, word = on or clock.today(), ClearanceState(state)
    row = (
        Clearance.objects.select_for_update(of=("self",))
        .filter(flight=flight, kind=kind, authority=authority)
        .order_by("id")
        .first()
    )
    row = row or Clearance(flight=flight, kind=ClearanceKind(kind), authority=authority.strip(), asked_on=day)
    row.state, row.reference = word, reference or row.reference
    row.answered_on = None if word is ClearanceState.REQUESTED else day
    row.save()
    audit.record(actor, "movements.flight.set_clearance", flight, kind=str(row.kind), state=str(word))
    return row.id


@transaction.atomic
def add_escort(actor: Actor, flight_id: UUID, *, kind: str, name: str) -> UUID:
    """Takes a seat and is named on the manifest."""
    actor.need(Permission.FLIGHT_MANAGE)
    flight = own_flight(actor, flight_id)
    if not name.strip():
        raise Refused(Reason("movements.escort.name", N_("Escorts are named on the manifest. Give the name."), field="name"))
    row = Escort(flight=flight, kind=EscortKind(kind), name=name.strip())
    with the_tables_word():
        row.save(force_insert=True)
    audit.record(actor, "movements.flight.add_escort", flight, kind=str(row.kind))
    return row.id


@transaction.atomic
def remove_escort(actor: Actor, escort_id: UUID) -> None:
    actor.need(Permission.FLIGHT_MANAGE)
    row = Escort.objects.filter(id=escort_id).order_by("id").first()
    if row is None:
        raise NotFound("escort")
    flight = own_flight(actor, row.flight_id)
    audit.record(actor, "movements.flight.remove_escort", flight, kind=row.kind)
    row.delete()


@transaction.atomic
def confirm(actor: Actor, flight_id: UUID, version: int | None = None) -> None:
    _step(actor, "confirm", flight_id, version)


@transaction.atomic
def open_gate(actor: Actor, flight_id: UUID, version: int | None = None) -> None:
    _step(actor, "open_gate", flight_id, version)


@transaction.atomic
def arrive(actor: Actor, flight_id: UUID, version: int | None = None) -> None:
    """The aircraft has landed. Who was received is recorded for each person."""
    _step(actor, "arrive", flight_id, version)


@transaction.atomic
def cancel(actor: Actor, flight_id: UUID, *, reason: str = "", version: int | None = None) -> None:
    """Everybody's seat is released; who is aboard leaves the aircraft."""
    flight = _step(actor, "cancel", flight_id, version, reason)
    rows = _people(actor, flight, [Status.STANDBY, Status.HELD, Status.CONFIRMED, Status.BOARDED])
    end_seats(actor, "offload", [row for row in rows if row.status == Status.BOARDED], "cancelled")
    end_seats(actor, "release", [row for row in rows if row.status != Status.OFFLOADED], "cancelled")


@transaction.atomic
def depart(actor: Actor, flight_id: UUID, version: int | None = None) -> None:
    """Boarded becomes departed; who did not come stays; the validated manifest is frozen. All or nothing."""
    flight = _step(actor, "depart", flight_id, version)
    if not queries.flight(actor, flight_id).cleared:
        raise Refused(NO_CLEARANCE)
    rows = _people(actor, flight, [Status.STANDBY, Status.HELD, Status.CONFIRMED, Status.BOARDED])
    end_seats(actor, "no_show", [row for row in rows if row.status in (Status.HELD, Status.CONFIRMED)], "no_show")
    end_seats(actor, "release", [row for row in rows if row.status == Status.STANDBY], "departed")
    aboard = [row for row in rows if row.status == Status.BOARDED]
    if not validated_now(flight, [row.person_id for row in aboard]):
        freeze(actor, flight, ManifestState.VALIDATED)
    for row in aboard:
        row.status = SEAT.check("depart", row.status)
        row.version += 1
    with the_tables_word():
        Seat.objects.bulk_update(aboard, ["status", "version"])
    audit.record_many(actor, "movements.seat.depart", [(row.id, row.person_id) for row in aboard], flight=flight.id)
    for row in aboard:
        announce(PersonDeparted(actor, row.person_id, row.id, flight.id, row.pathway))


def _step(actor: Actor, verb: str, flight_id: UUID, version: int | None, reason: str = "") -> Flight:
    actor.need(Permission.SEAT_BOARD if verb in ("open_gate", "depart") else Permission.FLIGHT_MANAGE)
    flight = own_flight(actor, flight_id, version)
    flight.status = FLIGHT.check(verb, flight.status)
    flight.version += 1
    flight.save(update_fields=["status", "version"])
    audit.record(actor, f"movements.flight.{verb}", flight, reason=reason)
    return flight


def _people(actor: Actor, flight: Flight, statuses: list[Status]) -> list[Seat]:
    """Every live seat, locked; refused when the record of somebody on board is closed to the actor."""
    names = [str(status) for status in statuses]
    open_ids = (
        Seat.objects.filter(opened(actor, "travel"), flight=flight, status__in=names).order_by("id").values_list("id", flat=True)
    )
    rows = list(Seat.objects.select_for_update(of=("self",), no_key=True).filter(id__in=list(open_ids)).order_by("id"))
    load = queries.flight(actor, flight.id).load
    unseen = load.standby + load.held + load.confirmed + load.boarded - len(rows)
    if unseen:
        text = N_("%(number)s people on this flight are not open to your organisation. Ask theirs to share them for the journey.")
        raise Refused(Reason("movements.flight.unseen", text, {"number": unseen}))
    return rows


__all__ = [
    "NewFlight", "NewStop", "add_escort", "add_flight", "arrive", "cancel", "change_flight", "confirm", "depart", "local_day",
    "locked_flight", "open_gate", "remove_escort", "set_clearance",
]  # fmt: skip
