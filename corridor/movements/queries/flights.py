"""Flights with their counts. Flights hold no person; counts are numbers over all organisations."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.movements.models import Flight
from corridor.people.queries.standing import unpacked
from corridor.places import queries as places

from .rows import ClearanceRow, EscortRow, FlightRow, Load, StopRow

_LOAD = [field.name for field in fields(Load)]
_PLAIN = [
    "id", "code", "pathway", "operator_id", "carriage", "carrier", "aircraft", "departs_at", "departs_on", "capacity",
    "wheelchair_slots", "stretcher_slots", "medical_escort_slots", "child_escort_slots", "fund", "cost", "status", "synthetic",
    "version", "cut_to",
]  # fmt: skip


def flights(
    actor: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    statuses: Iterable[str] = (),
    pathway: str = "",
    mine: bool = False,
    newest_first: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> list[FlightRow]:
    """Flights of these days in order of departure, each with stops, clearances and counts. Four statements however many."""
    actor.need(Permission.FLIGHT_READ)
    chosen = Q()
    chosen &= Q(departs_on__gte=since) if since else Q()
    chosen &= Q(departs_on__lte=until) if until else Q()
    chosen &= Q(pathway=pathway) if pathway else Q()
    chosen &= Q(operator_id=actor.organisation_id) if mine else Q()
    names = [str(status) for status in statuses]
    chosen &= Q(status__in=names) if names else Q()
    rows = Flight.objects.filter(chosen).select_related("operator", "embarkation")
    rows = rows.order_by(*(("-departs_at", "code") if newest_first else ("departs_at", "code")))
    return _rows(actor, list(rows[offset : offset + min(limit, 500)]))


def flight(actor: Actor, flight_id: UUID) -> FlightRow:
    """One flight with escorts named and the load of each stop."""
    actor.need(Permission.FLIGHT_READ)
    found = _rows(actor, list(Flight.objects.filter(id=flight_id).select_related("operator", "embarkation").order_by("id")))
    if not found:
        raise NotFound("flight")
    return found[0]


def flight_by_code(actor: Actor, code: str) -> FlightRow:
    actor.need(Permission.FLIGHT_READ)
    found = _rows(
        actor, list(Flight.objects.filter(code__iexact=code.strip()).select_related("operator", "embarkation").order_by("id"))
    )
    if not found:
        raise NotFound("flight")
    return found[0]


def _rows(actor: Actor, found: list[Flight]) -> list[FlightRow]:
    ids = [row.id for row in found]
    loads, around = _loads(ids), _around(ids)
    towns = {UUID(stop[2]) for stops, _clearances, _escorts in around.values() for stop in stops}
    sites = places.sites_by_id(actor, towns | {row.embarkation_id for row in found})
    return [
        FlightRow(
            **{name: getattr(row, name) for name in _PLAIN},
            operator_name=row.operator.name,
            embarkation=sites[row.embarkation_id],
            stops=tuple(StopRow(UUID(one), order, sites[UUID(to)], *rest) for one, order, to, *rest in around[row.id][0]),
            clearances=tuple(_clearance(*one) for one in around[row.id][1]),
            load=loads.get(row.id, Load()),
            escorts=tuple(EscortRow(UUID(one), kind, name) for one, kind, name in around[row.id][2]),
        )
        for row in found
    ]


_AROUND = """
SELECT f.id,
  (SELECT jsonb_agg(jsonb_build_array(s.id, s."order", s.destination_id, s.seats, coalesce(t.people, 0), coalesce(t.seats, 0))
     ORDER BY s."order") FROM movements_stop s LEFT JOIN movements_stop_load(f.id) t ON t.stop_id = s.id WHERE s.flight_id = f.id),
  (SELECT jsonb_agg(jsonb_build_array(c.id, c.kind, c.authority, c.state, c.reference, c.asked_on, c.answered_on)
     ORDER BY c.kind, c.authority, c.id) FROM movements_clearance c WHERE c.flight_id = f.id),
  (SELECT jsonb_agg(jsonb_build_array(e.id, e.kind, e.name) ORDER BY e.kind, e.name, e.id) FROM movements_escort e WHERE e.flight_id = f.id)
FROM movements_flight f WHERE f.id = ANY(%s::uuid[])
"""


def _around(ids: list[UUID]) -> dict[UUID, tuple[list[Any], list[Any], list[Any]]]:
    """Stops with what is booked to them, clearances and escorts of each flight, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [ids])
        return {one: tuple(unpacked(part) or [] for part in parts) for one, *parts in cursor.fetchall()}  # type: ignore[misc]


def _clearance(one: str, kind: Any, authority: str, state: Any, reference: str, asked: str, answered: str | None) -> ClearanceRow:
    answered_on = date.fromisoformat(answered) if answered else None
    return ClearanceRow(UUID(one), kind, authority, state, reference, date.fromisoformat(asked), answered_on)


def _loads(ids: list[UUID]) -> dict[UUID, Load]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT flight_id, {', '.join(_LOAD)} FROM movements_load(%s::uuid[])", [ids])  # noqa: S608 names of ours
        return {flight_id: Load(*counts) for flight_id, *counts in cursor.fetchall()}
