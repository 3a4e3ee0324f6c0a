"""What screens and lists show beside the frozen lines: names in scripts, exit permits, parties, the list before any is frozen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import F

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.movements.lifecycle import ON_MANIFEST
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import ExitClearance, Manifest, PartyMember, Reception, Seat, TravelParty
from corridor.movements.words import ExitState, ManifestState
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.places import queries as places

from .flights import flight
from .manifests import LineRow, ManifestRow, manifest_of
from .rows import PartyRow, SeatRow
from .seats import _rows, on_manifest, seats

UNNUMBERED = frozenset({Status.STANDBY, Status.RELEASED})


@dataclass(frozen=True)
class PlaceRow:
    """One place on a flight without the person: enough to count, to number and to find the party."""

    id: UUID
    status: str
    party_id: UUID | None
    number: int = 0

    @property
    def on_manifest(self) -> bool:
        return self.status in ON_MANIFEST


@dataclass(frozen=True)
class LineFacts:
    """What a list may add to a line, each recipient only its part."""

    seat_id: UUID | None = None
    names: tuple[people.NameRow, ...] = ()
    exit_permit: str = ""
    party: str = ""
    onward: str = ""


def line_facts(actor: Actor, flight_id: UUID, person_ids: Collection[UUID], on: date) -> dict[UUID, LineFacts]:
    """For everybody on a list of this flight: five statements however many."""
    actor.need(Permission.MANIFEST_EXPORT)
    ids = list(person_ids)
    taken = Seat.objects.filter(opened(actor, "travel"), flight_id=flight_id, person_id__in=ids).select_related("party")
    parties, held, onward = {}, {}, {}
    for seat in taken.order_by("id"):
        parties[seat.person_id] = seat.party.reference if seat.party else ""
        held[seat.person_id] = seat.id
    for one in Reception.objects.filter(seat__in=taken).order_by("id"):
        onward[one.person_id] = one.onward
    permits = ExitClearance.objects.filter(
        person_id__in=ids, state=str(ExitState.GRANTED), valid_from__lte=on, valid_until__gte=on
    ).order_by("asked_on", "id")
    numbers = dict(permits.values_list("person_id", "number"))
    return {
        person_id: LineFacts(
            held.get(person_id),
            row.names,
            numbers.get(person_id, ""),
            parties.get(person_id, ""),
            onward.get(person_id, ""),
        )
        for person_id, row in people.people_by_id(actor, ids).items()
    }


def list_of(actor: Actor, flight_id: UUID, number: int | None = None) -> ManifestRow:
    """The frozen manifest; before there is any, the list as it stands now, as number 0."""
    frozen = bool(number) or has_manifest(actor, flight_id)
    return manifest_of(actor, flight_id, number or None) if frozen else _as_it_stands(actor, flight_id)


def party_of(actor: Actor, person_id: UUID) -> PartyRow | None:
    """The party this person belongs to now."""
    people.require(actor, person_id)
    member = PartyMember.objects.filter(person_id=person_id, until__isnull=True).select_related("party").order_by("id").first()
    return _party(actor, member.party) if member else None


def members_of(actor: Actor, party_ids: Collection[UUID]) -> dict[UUID, list[people.PersonRow]]:
    """Who is in these parties now, as far as the actor may know them."""
    actor.need(Permission.FLIGHT_READ)
    rows = PartyMember.objects.filter(party_id__in=list(party_ids), until__isnull=True).order_by("id")
    pairs = list(rows.values_list("party_id", "person_id"))
    persons = people.people_by_id(actor, [person_id for _party_id, person_id in pairs])
    found: dict[UUID, list[people.PersonRow]] = {}
    for party_id, person_id in pairs:
        if person_id in persons:
            found.setdefault(party_id, []).append(persons[person_id])
    return found


def _as_it_stands(actor: Actor, flight_id: UUID) -> ManifestRow:
    plane = flight(actor, flight_id)
    rows = on_manifest(actor, flight_id)
    ids = [row.person_id for row in rows]
    persons, documents = people.people_by_id(actor, ids), people.travel_documents(actor, ids, plane.departs_on)
    lines = tuple(_line(row, persons[row.person_id], documents.get(row.person_id)) for row in rows)
    return ManifestRow(flight_id, plane, 0, str(ManifestState.DRAFT), clock.now(), plane.operator_id, lines)


def _line(row: SeatRow, person: people.PersonRow, document: people.DocumentRow | None) -> LineRow:
    return LineRow(
        number=row.number,
        person_id=row.person_id,
        reference=row.reference,
        name=row.name,
        sex=row.sex,
        birth_date=person.birth_date,
        birth_precision=person.birth_precision,
        age=row.age,
        child=row.child,
        nationality=person.nationality_confirmed or person.nationality,
        document=document.number if document else "",
        document_kind=document.kind if document else "",
        document_expires_on=document.expires_on if document else None,
        destination=row.destination,
        service=row.service,
        status=row.status,
        lap_infant=row.lap_infant,
    )


def _party(actor: Actor, row: TravelParty) -> PartyRow:
    members = PartyMember.objects.filter(party=row, until__isnull=True).order_by("id").values_list("person_id", flat=True)
    return PartyRow(
        row.id, row.reference, row.organisation_id, row.pathway, places.site(actor, row.destination_id), row.tier, row.weight,
        row.ready_from, row.since, row.ended_on, row.split_agreed, row.split_reason, tuple(members),
    )  # fmt: skip


def places_of(actor: Actor, flight_id: UUID) -> list[PlaceRow]:
    """Every place of the flight, numbered: the number stays when others leave the list, because passes are printed with it."""
    actor.need(Permission.FLIGHT_READ)
    rows = Seat.objects.filter(opened(actor, "travel"), flight_id=flight_id)
    rows = rows.order_by(F("party__reference").asc(nulls_last=True), "id")
    found = [PlaceRow(*row) for row in rows.values_list("id", "status", "party_id")]
    counted = [row for row in found if row.status not in UNNUMBERED]
    rest = [row for row in found if row.status in UNNUMBERED]
    return [*(replace(row, number=number) for number, row in enumerate(counted, start=1)), *rest]


def people_of(actor: Actor, flight_id: UUID) -> list[SeatRow]:
    """Everybody who has or had a seat, with the number of the place."""
    known = {row.id: row for row in seats(actor, flight_id)}
    return [replace(known[row.id], number=row.number) for row in places_of(actor, flight_id) if row.id in known]


def people_at(actor: Actor, seats_: Sequence[PlaceRow]) -> list[SeatRow]:
    """The people of these places, in their order and with their numbers."""
    rows = Seat.objects.filter(opened(actor, "travel"), id__in=[row.id for row in seats_])
    known = {
        row.id: row for row in _rows(actor, list(rows.select_related("flight", "stop__destination", "party").order_by("id")))
    }
    return [replace(known[row.id], number=row.number) for row in seats_ if row.id in known]


def has_manifest(actor: Actor, flight_id: UUID) -> bool:
    """Whether any list of this flight was frozen."""
    actor.need(Permission.FLIGHT_READ)
    return Manifest.objects.filter(flight_id=flight_id).exists()


__all__ = [
    "LineFacts",
    "PlaceRow",
    "has_manifest",
    "line_facts",
    "list_of",
    "members_of",
    "party_of",
    "people_at",
    "people_of",
    "places_of",
]
