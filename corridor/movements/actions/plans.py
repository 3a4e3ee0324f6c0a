"""The planner proposes, a named person publishes. Publishing books seat by seat: readiness and the table have their say again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.movements import adapters
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Flight, Plan, Seat, TravelParty

from ._common import end_seats, locked_flight, locked_seats
from .seats import Desk, book, read_desk

STALE = Reason("movements.plan.stale", N_("A newer plan exists, or this one changed. Nothing was published; look at the newest."))
PUBLISHED = Reason("movements.plan.published", N_("This plan is in force already."))


@dataclass(frozen=True)
class Published:
    """What publishing did. `refused`: parties without the seat the plan gave them, each with the reasons of today."""

    booked: int = 0
    kept: int = 0
    released: int = 0
    standby: int = 0
    refused: Mapping[UUID, tuple[Reason, ...]] = field(default_factory=dict)


@transaction.atomic
def make_plan(actor: Actor, *, as_of: date | None = None, days: int = 28, seconds: float = 5.0, method: str = "greedy") -> UUID:
    """Freezes the problem of today and the planner's answer to it; nothing is booked."""
    actor.need(Permission.PLAN_MAKE)
    problem = adapters.problem(actor, as_of or clock.today(), days)
    plan = planner.solve(problem, seconds=seconds, method="auto" if method == "auto" else "greedy")
    _note_priority(actor, problem)
    last = Plan.objects.filter(organisation_id=actor.organisation_id).aggregate(last=Max("version"))["last"] or 0
    row = Plan(organisation_id=actor.organisation_id, version=last + 1, made_at=clock.now(), made_by_id=actor.staff_id)
    row.problem, row.plan = planner.problem_to_json(problem), planner.plan_to_json(plan)
    row.save(force_insert=True)
    audit.record(actor, "movements.plan.make", row, version=row.version, placed=len(plan.assigned), engine=plan.engine)
    return row.id


def _note_priority(actor: Actor, problem: planner.Problem) -> None:
    """Each party keeps what the rule gave it, so that lists show the same order as the plan."""
    given = {party.id: party for party in problem.parties}
    rows = list(TravelParty.objects.filter(organisation_id=actor.organisation_id, reference__in=list(given)).order_by("id"))
    for row in rows:
        row.tier, row.weight = given[row.reference].tier, given[row.reference].weight
    TravelParty.objects.bulk_update(rows, ["tier", "weight"], batch_size=500)


@transaction.atomic
def publish_plan(actor: Actor, plan_id: UUID, version: int) -> Published:
    """Seats for the placed, standby for the next in line, replaced seats given back. Whoever was told a date keeps it."""
    actor.need(Permission.PLAN_PUBLISH)
    row = (
        Plan.objects.select_for_update(of=("self",))
        .filter(id=plan_id, organisation_id=actor.organisation_id)
        .order_by("id")
        .first()
    )
    if row is None:
        raise NotFound("plan")
    newest = Plan.objects.filter(organisation_id=actor.organisation_id).aggregate(last=Max("version"))["last"]
    if row.version != version or row.version != newest:
        raise Conflict(STALE)
    if row.published_at is not None:
        raise Refused(PUBLISHED)
    plan = planner.read_plan(row.plan)
    done = _publish(actor, plan)
    row.published_at, row.published_by_id = clock.now(), actor.staff_id
    row.save(update_fields=["published_at", "published_by"])
    counts = {"booked": done.booked, "kept": done.kept, "released": done.released, "standby": done.standby}
    audit.record(actor, "movements.plan.publish", row, version=row.version, refused=len(done.refused), **counts)
    return done


def _publish(actor: Actor, plan: planner.Plan) -> Published:
    parties = {party.id: party for party in adapters.waiting(actor)}
    flights = _flights(actor, {*plan.assigned.values(), *plan.standby})
    touched = {flight.id for flight in flights.values()} | {seat.flight_id for one in parties.values() for seat in one.seats}
    for flight_id in sorted(touched):
        locked_flight(flight_id)
    released = _release_replaced(actor, plan, parties)
    _clear_standby(actor, plan, flights)
    desks = _desks(actor, plan, parties, flights)
    booked, kept, refused = 0, 0, {}
    for name, option in sorted(plan.assigned.items()):
        party, flight = parties.get(name), flights.get(option)
        if party is None or flight is None:
            continue  # the party ended, or its flight is gone since the plan was made
        if any(seat.flight_id == flight.id and seat.id not in released for seat in party.seats):
            kept += 1
            continue
        reasons = _try(actor, flight, party, desks[option])
        booked += not reasons
        if reasons:
            refused[party.row.id] = reasons
    standby = _stand_by(actor, plan, parties, flights, desks)
    return Published(booked, kept, len(released), standby, refused)


def _release_replaced(actor: Actor, plan: planner.Plan, parties: Mapping[str, adapters.Waiting]) -> set[UUID]:
    """Seats only planned, that the plan gives elsewhere or to somebody else. A date told is never taken (V6)."""
    gone: set[UUID] = set()
    for name, party in parties.items():
        if any(seat.status != Status.HELD for seat in party.seats):
            continue
        wanted = plan.assigned.get(name, "")
        if name in plan.assigned or name in plan.reasons:
            gone |= {seat.id for seat in party.seats if adapters.label(seat.flight.code) != wanted}
    end_seats(actor, "release", locked_seats(actor, gone), "replanned")
    return gone


def _clear_standby(actor: Actor, plan: planner.Plan, flights: Mapping[str, Flight]) -> None:
    """The new lines replace the old ones of the organisation's parties."""
    old = Seat.objects.filter(status=str(Status.STANDBY), party__organisation_id=actor.organisation_id)
    old = old.filter(flight_id__in=[flight.id for flight in flights.values()])
    end_seats(actor, "release", locked_seats(actor, set(old.order_by("id").values_list("id", flat=True))), "replanned")


def _desks(
    actor: Actor, plan: planner.Plan, parties: Mapping[str, adapters.Waiting], flights: Mapping[str, Flight]
) -> dict[str, Desk]:
    """Readiness and needs of all who may get a place on a flight, read once for each flight."""
    wanted: dict[str, list[UUID]] = {option: [] for option in flights}
    pairs = [*plan.assigned.items(), *((name, option) for option, line in plan.standby.items() for name in line)]
    for name, option in pairs:
        if name in parties and option in wanted:
            wanted[option] += [member.id for member in parties[name].members]
    return {option: read_desk(actor, flights[option], ids) for option, ids in wanted.items()}


def _try(actor: Actor, flight: Flight, party: adapters.Waiting, desk: Desk, standby: bool = False) -> tuple[Reason, ...]:
    """A booking of its own: refused, it leaves nothing, and the others go on."""
    try:
        with transaction.atomic():
            book(actor, flight.id, party.row.id, standby=standby, desk=desk)
    except Refused as refusal:
        return refusal.reasons
    return ()


def _stand_by(
    actor: Actor,
    plan: planner.Plan,
    parties: Mapping[str, adapters.Waiting],
    flights: Mapping[str, Flight],
    desks: Mapping[str, Desk],
) -> int:
    """In the order of the plan, which is the order of priority."""
    count = 0
    for option, line in plan.standby.items():
        for name in line:
            if name in parties and option in flights:
                count += not _try(actor, flights[option], parties[name], desks[option], standby=True)
    return count


def _flights(actor: Actor, labels: set[str]) -> dict[str, Flight]:
    rows = Flight.objects.filter(operator_id=actor.organisation_id, departs_on__gte=clock.today()).order_by("id")
    return {adapters.label(row.code): row for row in rows if adapters.label(row.code) in labels}


__all__ = ["Published", "make_plan", "publish_plan"]
