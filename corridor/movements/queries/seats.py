"""Seats as the list and the gate see them: who, where to, which service; with readiness when asked. Never a diagnosis (INV-15)."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import F, Q, QuerySet

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor
from corridor.kernel.readiness import Readiness, requirements_of
from corridor.kernel.refusals import NotFound
from corridor.movements.lifecycle import ON_MANIFEST
from corridor.movements.models import Seat
from corridor.people import queries as people
from corridor.people.models import opened

from .rows import SeatRow


def seats(
    actor: Actor,
    flight_id: UUID,
    *,
    statuses: Iterable[str] = (),
    with_readiness: bool = False,
    limit: int = 700,
    offset: int = 0,
) -> list[SeatRow]:
    """The flight's people whom the actor may see, parties together; numbered over the manifest. Standby and ended last."""
    actor.need(Permission.FLIGHT_READ)
    rows = _visible(actor).filter(flight_id=flight_id)
    names = [str(status) for status in statuses]
    rows = rows.filter(status__in=names) if names else rows
    found = _rows(actor, list(rows.order_by(F("party__reference").asc(nulls_last=True), "id")[offset : offset + limit]))
    found.sort(key=lambda row: (not row.on_manifest, row.standby_rank or 0))
    numbered = [replace(row, number=number) if row.on_manifest else row for number, row in enumerate(found, start=offset + 1)]
    return with_checks(actor, numbered) if with_readiness else numbered


def seat(actor: Actor, seat_id: UUID, *, with_readiness: bool = False) -> SeatRow:
    actor.need(Permission.FLIGHT_READ)
    return _one(actor, Q(id=seat_id), with_readiness)


def seat_by_token(actor: Actor, token: str, *, with_readiness: bool = False) -> SeatRow:
    """The seat of a boarding pass. An unknown token and somebody else's look the same."""
    actor.need(Permission.FLIGHT_READ)
    return _one(actor, Q(token=token.strip()), with_readiness)


def seats_of(actor: Actor, person_id: UUID, person: people.PersonRow | None = None) -> list[SeatRow]:
    """Every place this person had, newest flight first. `person`: when the caller has read her or him already."""
    known = person or people.person(actor, person_id)
    found = _visible(actor).filter(person_id=known.id).order_by("-departs_on", "-id")[:50]
    return [_row(row, known) for row in found]


def find_at_gate(actor: Actor, flight_id: UUID, text: str, limit: int = 20) -> list[SeatRow]:
    """By boarding pass, by reference, or by part of the name, among the people of this flight."""
    actor.need(Permission.FLIGHT_READ)
    wanted = text.strip()
    if not wanted:
        return []
    rows = _visible(actor).filter(flight_id=flight_id)
    exact = rows.filter(Q(token=wanted) | Q(person__reference__iexact=wanted) | Q(party__reference__iexact=wanted))
    found = list(exact.order_by("id")[:limit]) or list(rows.filter(person__name__icontains=wanted).order_by("id")[:limit])
    return with_checks(actor, _rows(actor, found))


def with_checks(actor: Actor, rows: list[SeatRow]) -> list[SeatRow]:
    """The same rows, each with the present readiness for its day: one call of the pathway's rules for each flight."""
    checked: dict[tuple[str, object, UUID], Readiness] = {}
    for pathway, day in {(row.pathway, row.departs_on) for row in rows}:
        ids = [row.person_id for row in rows if (row.pathway, row.departs_on) == (pathway, day)]
        for person_id, readiness in requirements_of(pathway)(actor, ids, day).items():
            checked[pathway, day, person_id] = readiness
    return [replace(row, readiness=checked.get((row.pathway, row.departs_on, row.person_id))) for row in rows]


def on_manifest(actor: Actor, flight_id: UUID) -> list[SeatRow]:
    return seats(actor, flight_id, statuses=[str(status) for status in ON_MANIFEST])


def _visible(actor: Actor) -> QuerySet[Seat]:
    return Seat.objects.filter(opened(actor, "travel")).select_related("flight", "stop__destination", "party")


def _one(actor: Actor, which: Q, with_readiness: bool) -> SeatRow:
    found = _rows(actor, list(_visible(actor).filter(which).order_by("id")[:1]))
    if not found:
        raise NotFound("seat")
    return with_checks(actor, found)[0] if with_readiness else found[0]


def _rows(actor: Actor, found: list[Seat]) -> list[SeatRow]:
    persons = people.people_by_id(actor, [row.person_id for row in found])
    return [_row(row, persons[row.person_id]) for row in found if row.person_id in persons]


def _row(row: Seat, person: people.PersonRow) -> SeatRow:
    return SeatRow(
        id=row.id,
        number=0,
        flight_id=row.flight_id,
        flight_code=row.flight.code,
        departs_at=row.flight.departs_at,
        departs_on=row.departs_on,
        pathway=row.pathway,
        person_id=row.person_id,
        reference=person.reference,
        name=person.name,
        sex=person.sex,
        age=person.age_on(row.departs_on),
        child=person.is_child_on(row.departs_on),
        party_id=row.party_id,
        party_reference=row.party.reference if row.party else "",
        stop_id=row.stop_id,
        destination=row.stop.destination.name,
        status=row.status,
        lap_infant=row.lap_infant,
        service=row.service,
        token=row.token,
        told_at=row.told_at,
        boarded_at=row.boarded_at,
        boarded_by_id=row.boarded_by_id,
        ended_because=row.ended_because,
        standby_rank=row.standby_rank,
        version=row.version,
    )
