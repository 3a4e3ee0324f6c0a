"""Manifests: frozen lists of a flight's people, and what changed from one to the next. Lines hold the service needed only (INV-15)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.movements.models import Manifest, ManifestLine
from corridor.people import queries as people
from corridor.people.models import opened

from .flights import flight
from .rows import FlightRow


@dataclass(frozen=True)
class LineRow:
    number: int
    person_id: UUID
    reference: str
    name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    age: int | None
    child: bool
    nationality: str
    document: str
    document_kind: str
    document_expires_on: date | None
    destination: str
    service: str
    status: str
    lap_infant: bool


@dataclass(frozen=True)
class ManifestRow:
    id: UUID
    flight: FlightRow
    number: int
    state: str
    made_at: datetime
    made_by_id: UUID
    lines: tuple[LineRow, ...]


@dataclass(frozen=True)
class Difference:
    """One person whose line is not the same in two manifests; '' where there is no line."""

    person_id: UUID
    reference: str
    name: str
    before: str
    after: str
    service_before: str
    service_after: str


@dataclass(frozen=True)
class HeadRow:
    id: UUID
    number: int
    state: str
    made_at: datetime
    made_by_id: UUID


def manifests(actor: Actor, flight_id: UUID) -> list[HeadRow]:
    actor.need(Permission.FLIGHT_READ)
    rows = Manifest.objects.filter(flight_id=flight_id).order_by("number")
    return [HeadRow(row.id, row.number, row.state, row.made_at, row.made_by_id) for row in rows]


def manifest_of(actor: Actor, flight_id: UUID, number: int | None = None) -> ManifestRow:
    """The newest manifest, or the one with this number, with the lines of everybody the actor may see."""
    actor.need(Permission.MANIFEST_EXPORT)
    rows = Manifest.objects.filter(flight_id=flight_id)
    rows = rows.filter(number=number) if number else rows
    head = rows.order_by("-number").first()
    if head is None:
        raise NotFound("manifest")
    plane = flight(actor, flight_id)
    return ManifestRow(
        head.id, plane, head.number, head.state, head.made_at, head.made_by_id, _lines(actor, head.id, plane.departs_on)
    )


def differences(actor: Actor, flight_id: UUID, before: int, after: int) -> list[Difference]:
    """Who came on, went off, or needs another service: manifest `before` against manifest `after`."""
    actor.need(Permission.FLIGHT_READ)
    kept = ManifestLine.objects.filter(
        opened(actor, "travel"), manifest__flight_id=flight_id, manifest__number__in=[before, after]
    )
    lines: dict[UUID, dict[int, ManifestLine]] = {}
    for line in kept.select_related("manifest").order_by("id"):
        lines.setdefault(line.person_id, {})[line.manifest.number] = line
    persons = people.people_by_id(actor, list(lines))
    found = []
    for person_id, pair in lines.items():
        old, new = pair.get(before), pair.get(after)
        state = (old.status if old else "", new.status if new else "", old.service if old else "", new.service if new else "")
        if (state[0], state[2]) != (state[1], state[3]) and person_id in persons:
            found.append(Difference(person_id, persons[person_id].reference, persons[person_id].name, *state))
    return sorted(found, key=lambda row: row.reference)


def _lines(actor: Actor, manifest_id: UUID, day: date) -> tuple[LineRow, ...]:
    rows = list(
        ManifestLine.objects.filter(opened(actor, "travel"), manifest_id=manifest_id)
        .select_related("seat__stop__destination")
        .order_by("id")
    )
    ids = [row.person_id for row in rows]
    persons, documents = people.people_by_id(actor, ids), people.travel_documents(actor, ids, day)
    return tuple(
        _line(number, row, persons[row.person_id], documents.get(row.person_id), day)
        for number, row in enumerate((row for row in rows if row.person_id in persons), start=1)
    )


def _line(number: int, row: ManifestLine, person: people.PersonRow, document: people.DocumentRow | None, day: date) -> LineRow:
    return LineRow(
        number=number,
        person_id=row.person_id,
        reference=person.reference,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_precision=person.birth_precision,
        age=person.age_on(day),
        child=person.is_child_on(day),
        nationality=person.nationality_confirmed or person.nationality,
        document=document.number if document else "",
        document_kind=document.kind if document else "",
        document_expires_on=document.expires_on if document else None,
        destination=row.seat.stop.destination.name,
        service=row.service,
        status=row.status,
        lap_infant=row.seat.lap_infant,
    )
