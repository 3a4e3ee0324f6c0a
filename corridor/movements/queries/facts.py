"""What movement knows about persons for a travel day: fitness, exit permit, help given, the live seat. For readiness and pages."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor
from corridor.movements.lifecycle import BEFORE_DEPARTURE, TRAVELLED
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Assistance, ExitClearance, FitToTravel, HealthNote, Reception
from corridor.movements.words import EscortKind, ExitState, Fitness, Service
from corridor.people import queries as people
from corridor.people.queries.standing import SEEN, SHARED, unpacked, wall

from .rows import AssistanceRow, ExitRow, FitnessRow, ReceptionRow, TravelFacts

Ids = Collection[UUID]


def travel_facts(actor: Actor, person_ids: Ids, on: date, departs_at: datetime | None = None) -> dict[UUID, TravelFacts]:
    """Facts for everybody visible among these, judged for `on`. One statement however many."""
    if actor.organisation_id is None or not person_ids:
        return {}
    states = {"before": [str(one) for one in BEFORE_DEPARTURE], "gone": [str(one) for one in TRAVELLED]}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, wall(actor) | states | {"ids": list(person_ids), "on": on})
        return {row[0]: _facts(on, departs_at, *row[1:]) for row in cursor.fetchall()}


# The newest check of fitness, every exit permit, help given, the live seat (a held one before a standby), whether gone already.
_FACTS = f"""
SELECT p.id, t.category, t.service, t.valid_until,
  (SELECT jsonb_agg(jsonb_build_array(x.state, x.valid_from, x.valid_until) ORDER BY x.asked_on, x.id)
     FROM movements_exitclearance x WHERE x.person_id = p.id),
  (SELECT array_agg(h.kind) FROM movements_assistance h WHERE h.person_id = p.id),
  a.id, a.flight_id, a.status, a.service, a.departs_on, f.departs_at,
  EXISTS (SELECT 1 FROM movements_escort e WHERE e.flight_id = a.flight_id AND e.kind = '{EscortKind.MEDICAL}'),
  EXISTS (SELECT 1 FROM movements_seat g WHERE g.person_id = p.id AND g.status = ANY(%(gone)s) AND g.departs_on <= %(on)s),
  EXISTS (SELECT 1 FROM movements_partymember m JOIN movements_travelparty y ON y.id = m.party_id
    WHERE m.person_id = p.id AND m.until IS NULL AND y.split_agreed)
FROM people_person p {SHARED}
LEFT JOIN LATERAL (SELECT category, service, valid_until FROM movements_fittotravel c
  WHERE c.person_id = p.id ORDER BY c.checked_at DESC, c.id DESC LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT * FROM movements_seat s WHERE s.person_id = p.id AND s.status = ANY(%(before)s)
  ORDER BY s.status = '{Status.STANDBY}', s.departs_on, s.id LIMIT 1) a ON true
LEFT JOIN movements_flight f ON f.id = a.flight_id
WHERE p.id = ANY(%(ids)s::uuid[]) AND {SEEN}
"""  # noqa: S608 constants of ours


def _facts(on: date, departs_at: datetime | None, *row: Any) -> TravelFacts:
    fitness, service, fitness_until, exits, help_, seat, flight, status, seat_service, seat_day, leaves, escorted, gone, split = (
        row
    )
    exit_state, exit_from, exit_until = _exit_that_counts(unpacked(exits) or (), on)
    return TravelFacts(
        fitness=fitness,
        fitness_until=fitness_until,
        service=service if fitness else (seat_service or ""),
        exit_state=exit_state,
        exit_from=exit_from,
        exit_until=exit_until,
        assistance=frozenset(help_ or ()),
        travelled=gone,
        seat_id=seat,
        seat_flight_id=flight,
        seat_status=status or "",
        departs_at=departs_at or (leaves if seat and seat_day == on else None),
        escort_aboard=escorted if seat else None,
        split_agreed=split,
    )


def _exit_that_counts(answers: Iterable[tuple[str, str | None, str | None]], on: date) -> tuple[Any, date | None, date | None]:
    """The newest answer; but a new question does not undo a permit that still holds."""
    best: tuple[Any, date | None, date | None] = (None, None, None)
    for state, first, last in answers:
        holds = best[0] == ExitState.GRANTED and best[2] is not None and on <= best[2]
        if not (state == ExitState.REQUESTED and holds):
            best = (state, date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    return best


def service_needed(facts: TravelFacts, child_alone: bool = False) -> str:
    """What is needed on the way, from the check of fitness; a child alone has an escort."""
    if facts.service:
        return facts.service
    if facts.fitness == Fitness.FIT_WITH_ESCORT:
        return Service.MEDICAL_ESCORT
    return Service.CHILD_ESCORT if child_alone else Service.NONE


def fitness_of(actor: Actor, person_id: UUID) -> list[FitnessRow]:
    """All checks, newest first; the medical note only for those who may read it (INV-15)."""
    people.require(actor, person_id)
    rows = list(FitToTravel.objects.filter(person_id=person_id).order_by("-checked_at", "-id")[:50])
    notes: dict[UUID, str] = {}
    if actor.may(Permission.HEALTH_READ):
        notes = dict(HealthNote.objects.filter(person_id=person_id).order_by("id").values_list("fitness_id", "note"))
    return [
        FitnessRow(row.id, row.category, row.service, row.checked_at, row.valid_until, row.officer_id, notes.get(row.id, ""))
        for row in rows
    ]


def exits_of(actor: Actor, person_id: UUID) -> list[ExitRow]:
    people.require(actor, person_id)
    return [_exit(row) for row in ExitClearance.objects.filter(person_id=person_id).order_by("-asked_on", "-id")[:50]]


def exit_batches(actor: Actor, limit: int = 50) -> list[tuple[str, int, int]]:
    """The batches of exit permits that are awaited or answered: name, granted, all. Newest first."""
    actor.need(Permission.EXIT_CLEARANCE_MANAGE)
    counts: dict[str, list[int]] = {}
    rows = ExitClearance.objects.exclude(batch="").order_by("-asked_on", "batch").values_list("batch", "state")
    for batch, state in rows[:20_000]:
        count = counts.setdefault(batch, [0, 0])
        count[0] += state == ExitState.GRANTED
        count[1] += 1
    return [(batch, granted, total) for batch, (granted, total) in list(counts.items())[:limit]]


def exit_batch(actor: Actor, batch: str) -> list[ExitRow]:
    actor.need(Permission.EXIT_CLEARANCE_MANAGE)
    return [_exit(row) for row in ExitClearance.objects.filter(batch=batch).order_by("asked_on", "id")[:1000]]


def assistance_of(actor: Actor, person_id: UUID) -> list[AssistanceRow]:
    people.require(actor, person_id)
    rows = Assistance.objects.filter(person_id=person_id).order_by("-given_on", "kind")[:50]
    return [AssistanceRow(row.kind, row.given_on, row.given_by_id) for row in rows]


def receptions(actor: Actor, seat_ids: Ids) -> dict[UUID, ReceptionRow]:
    rows = Reception.objects.filter(seat_id__in=list(seat_ids)).order_by("id")
    return {row.seat_id: ReceptionRow(row.received, row.at, row.officer_id, row.needs_now, row.onward) for row in rows}


def _exit(row: ExitClearance) -> ExitRow:
    return ExitRow(row.id, row.person_id, row.state, row.batch, row.number, row.asked_on, row.valid_from, row.valid_until)
