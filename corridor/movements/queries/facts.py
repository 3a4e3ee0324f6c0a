"""What movement knows about persons for a travel day: fitness, exit permit, help given, the live seat. For readiness and pages."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor
from corridor.movements.lifecycle import BEFORE_DEPARTURE, TRAVELLED
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Assistance, Escort, ExitClearance, FitToTravel, HealthNote, PartyMember, Reception, Seat
from corridor.movements.words import EscortKind, ExitState, Fitness, Service
from corridor.people import queries as people

from .rows import AssistanceRow, ExitRow, FitnessRow, ReceptionRow, TravelFacts

Ids = Collection[UUID]


def travel_facts(actor: Actor, person_ids: Ids, on: date, departs_at: datetime | None = None) -> dict[UUID, TravelFacts]:
    """Facts for everybody visible among these, judged for `on`. Five statements however many."""
    visible = list(people.people_by_id(actor, person_ids)) if person_ids else []
    fitness = _newest_fitness(visible)
    exits = _exits(visible, on)
    help_ = _assistance(visible)
    seats, travelled = _seats(visible, on)
    split = set(
        PartyMember.objects.filter(person_id__in=visible, until__isnull=True, party__split_agreed=True)
        .order_by("id")
        .values_list("person_id", flat=True)
    )
    found = {}
    for person_id in visible:
        fit, exit_, seat = fitness.get(person_id), exits.get(person_id), seats.get(person_id)
        found[person_id] = TravelFacts(
            fitness=fit.category if fit else None,
            fitness_until=fit.valid_until if fit else None,
            service=fit.service if fit else (seat.service if seat else ""),
            exit_state=exit_.state if exit_ else None,
            exit_from=exit_.valid_from if exit_ else None,
            exit_until=exit_.valid_until if exit_ else None,
            assistance=frozenset(help_.get(person_id, ())),
            travelled=person_id in travelled,
            seat_id=seat.id if seat else None,
            seat_flight_id=seat.flight_id if seat else None,
            seat_status=seat.status if seat else "",
            departs_at=departs_at or (seat.flight.departs_at if seat and seat.departs_on == on else None),
            escort_aboard=seat.escorted if seat else None,
            split_agreed=person_id in split,
        )
    return found


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


def _newest_fitness(ids: list[UUID]) -> dict[UUID, FitToTravel]:
    rows = FitToTravel.objects.filter(person_id__in=ids).order_by("person_id", "-checked_at", "-id").distinct("person_id")
    return {row.person_id: row for row in rows}


def _exits(ids: list[UUID], on: date) -> dict[UUID, ExitClearance]:
    """The answer that counts on the day: the newest one; a new question does not undo a permit that still holds."""
    best: dict[UUID, ExitClearance] = {}
    for row in ExitClearance.objects.filter(person_id__in=ids).order_by("asked_on", "id"):
        before = best.get(row.person_id)
        holds = (
            before is not None
            and before.state == ExitState.GRANTED
            and before.valid_until is not None
            and on <= before.valid_until
        )
        if not (row.state == ExitState.REQUESTED and holds):
            best[row.person_id] = row
    return best


def _assistance(ids: list[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for person_id, kind in Assistance.objects.filter(person_id__in=ids).order_by("id").values_list("person_id", "kind"):
        found.setdefault(person_id, set()).add(kind)
    return found


def _seats(ids: list[UUID], on: date) -> tuple[dict[UUID, Seat], set[UUID]]:
    """The live seat of each (a held one before a standby), and who has already gone."""
    medical = Escort.objects.filter(flight_id=OuterRef("flight_id"), kind=str(EscortKind.MEDICAL))
    live: QuerySet[Seat] = Seat.objects.filter(person_id__in=ids, status__in=[str(one) for one in BEFORE_DEPARTURE])
    seats: dict[UUID, Seat] = {}
    for row in live.annotate(escorted=Exists(medical)).select_related("flight").order_by("departs_on", "id"):
        before = seats.get(row.person_id)
        if before is None or (before.status == Status.STANDBY and row.status != Status.STANDBY):
            seats[row.person_id] = row
    gone = Seat.objects.filter(person_id__in=ids, status__in=[str(one) for one in TRAVELLED], departs_on__lte=on)
    return seats, set(gone.order_by("id").values_list("person_id", flat=True))


def _exit(row: ExitClearance) -> ExitRow:
    return ExitRow(row.id, row.person_id, row.state, row.batch, row.number, row.asked_on, row.valid_from, row.valid_until)
