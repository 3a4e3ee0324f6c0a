"""Putting a plan in force, round by round: first what it replaces, then each flight's parties, then those who stand by.

Whoever was told a date keeps it, unless the plan itself names the change and what forced it: a cancelled flight, a closed airport,
fewer places, papers that no longer hold. A cut that was announced ends once everybody above it has been placed anew.

A round is one transaction and counted on the plan, so that a job that was killed goes on where it stopped. Between two rounds
the flights are free: what a desk books meanwhile is booked, and the table counts it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound, Reason
from corridor.movements import adapters, queries
from corridor.movements.lifecycle import PLAN
from corridor.movements.lifecycle import Plan as State
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Flight, Plan, Seat, TravelParty

from ._common import end_seats, locked_flight, locked_seats, the_tables_word
from .seats import read_desk
from .together import book_together

PARTIES = 40  # in a round
SEATS = 60  # given back in a round
COUNTS = ("booked", "kept", "released", "standby", "forced")
# What is written at a seat that had to be given back; what is only protection's business is not told apart from other papers.
FORCED = {
    "NO_ROOM": "capacity",
    "CANCELLED": "cancelled",
    "CLOSED": "cancelled",
    "EXIT_CLEARANCE": "authorities",
    "FIT_TO_TRAVEL": "health",
}
OWN = frozenset({"REPLANNED", "RELEASED"})  # changes that nothing forced


@dataclass(frozen=True)
class Published:
    """What publishing did. `refused`: parties without the seat the plan gave them, each with the reasons of that day."""

    booked: int = 0
    kept: int = 0
    released: int = 0
    standby: int = 0
    refused: Mapping[UUID, tuple[Reason, ...]] = field(default_factory=dict)
    forced: int = 0  # of the released: people who had to give back a seat, told or not


@dataclass(frozen=True)
class Round:
    """Some parties that the plan gives places on one flight."""

    option: str
    names: tuple[str, ...]
    standby: bool = False


def rounds_of(plan: planner.Plan) -> list[Round]:
    """The same list whenever it is asked for: the plan is frozen. Those who stand by in the order of the plan, by priority."""
    placed = sorted((option, name) for name, option in plan.assigned.items())
    lines = {option: [name for _, name in pairs] for option, pairs in groupby(placed, key=lambda pair: pair[0])}
    found = [Round(option, names) for option, line in lines.items() for names in _parts(line)]
    return found + [Round(option, names, standby=True) for option, line in plan.standby.items() for names in _parts(line)]


def _parts(line: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(line[start : start + PARTIES]) for start in range(0, len(line), PARTIES)]


def size(plan: planner.Plan) -> int:
    return sum(len(one.names) for one in rounds_of(plan))


def plan_to_change(actor: Actor, plan_id: UUID) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).filter(id=plan_id, organisation_id=actor.organisation_id)
    row = rows.order_by("id").first()
    if row is None:
        raise NotFound("plan")
    return row


@transaction.atomic
def publish_round(actor: Actor, plan_id: UUID) -> bool:
    """One round more; whether there is something left to do."""
    actor.need(Permission.PLAN_PUBLISH)
    actor.need(Permission.SEAT_BOOK)
    row = plan_to_change(actor, plan_id)
    if row.state != State.PUBLISHING:
        return False
    plan = planner.read_plan(row.plan)
    rounds = rounds_of(plan)
    if row.rounds == 0:
        _give_back(actor, row, plan)
    elif row.rounds <= len(rounds):
        one = rounds[row.rounds - 1]
        _book(actor, row, one)
        row.rounds, row.done = row.rounds + 1, row.done + len(one.names)
    if row.rounds > len(rounds):
        _finish(actor, row)
    row.save(update_fields=["state", "rounds", "done", "result", "published_at", "published_by"])
    return row.state == State.PUBLISHING


def _finish(actor: Actor, row: Plan) -> None:
    row.state = PLAN.check("publish", row.state)
    row.published_at, row.published_by_id = clock.now(), actor.staff_id
    _end_cuts(actor, {one["id"] for one in row.problem["options"]})
    counts = {key: row.result.get(key, 0) for key in COUNTS}
    audit.record(actor, "movements.plan.publish", row, version=row.version, refused=len(row.result.get("refused", {})), **counts)


def _end_cuts(actor: Actor, options: set[str]) -> None:
    """Places announced as lost are taken away now, where nobody sits on them any more."""
    for flight in flights_of(actor, options).values():
        if flight.cut_to is None:
            continue
        row = locked_flight(flight.id)
        if row.cut_to is not None and queries.flight(actor, row.id).load.seats <= row.cut_to:
            row.capacity, row.cut_to, row.version = row.cut_to, None, row.version + 1
            with the_tables_word():
                row.save(update_fields=["capacity", "cut_to", "version"])
            audit.record(actor, "movements.flight.change", row, fields=["capacity"], capacity=row.capacity)


def _give_back(actor: Actor, row: Plan, plan: planner.Plan) -> None:
    """Some of the places that the plan replaces; once none is left, the next round may begin."""
    told_by = row.made_at
    replaced = _replaced(plan, adapters.waiting(actor), told_by)
    groups = [*replaced, *((seats, "replanned") for seats in _standing_by(actor, {*plan.assigned.values(), *plan.standby}))]
    chosen: dict[UUID, str] = {}
    flights: set[UUID] = set()
    while groups and len(chosen) < SEATS:
        seats, because = groups.pop(0)
        chosen |= {seat.id: because for seat in seats}
        flights |= {seat.flight_id for seat in seats}
    for flight_id in sorted(flights):
        locked_flight(flight_id)
    given = locked_seats(actor, set(chosen))
    # Looked at again under the lock: whoever was told a date meanwhile keeps it.
    stay = {seat.party_id for seat in given if not _may_go(seat, chosen[seat.id], told_by)}
    given = [seat for seat in given if seat.party_id not in stay]
    _count(row.result, "released", sum(seat.status != Status.STANDBY for seat in given))
    _count(row.result, "forced", sum(seat.status != Status.STANDBY and chosen[seat.id] != "replanned" for seat in given))
    for because in sorted(set(chosen.values())):
        end_seats(actor, "release", [seat for seat in given if chosen[seat.id] == because], because)
    row.rounds = 0 if groups else 1


def _may_go(seat: Seat, because: str, told_by: datetime) -> bool:
    if seat.status in (Status.HELD, Status.STANDBY):
        return True
    return because != "replanned" and seat.status == Status.CONFIRMED and seat.told_at is not None and seat.told_at <= told_by


def _replaced(plan: planner.Plan, parties: Iterable[adapters.Waiting], told_by: datetime) -> list[tuple[list[Seat], str]]:
    """Seats that the plan gives elsewhere or to somebody else, by party, each with what is written at it.

    A date told is taken only where the plan names this party, this flight and what forced it (V6), and knew that it was told.
    """
    forced = {(one.party, one.origin): _because(one.reasons) for one in plan.changes if set(one.reasons) - OWN}
    found = []
    for party in parties:
        if party.id not in plan.assigned and party.id not in plan.reasons:
            continue
        gone = [seat for seat in party.seats if adapters.label(seat.flight.code) != plan.assigned.get(party.id, "")]
        because = forced.get((party.id, adapters.label(gone[0].flight.code)), "replanned") if gone else ""
        if gone and all(_may_go(seat, because, told_by) for seat in party.seats):
            found.append((gone, because))
    return found


def _because(reasons: Iterable[str]) -> str:
    """The first that has a word of its own."""
    return next((word for code, word in FORCED.items() if code in set(reasons)), "not_ready")


def _standing_by(actor: Actor, options: set[str]) -> list[list[Seat]]:
    """The new lines replace the old ones of the organisation's parties on the plan's flights."""
    flights = [flight.id for flight in flights_of(actor, options).values()]
    old = Seat.objects.filter(status=str(Status.STANDBY), party__organisation_id=actor.organisation_id, flight_id__in=flights)
    return [list(seats) for _, seats in groupby(old.order_by("party_id", "id"), key=lambda seat: seat.party_id)]


def _book(actor: Actor, row: Plan, one: Round) -> None:
    """Who ended meanwhile, or whose flight is gone, is passed over; who sits there already is kept."""
    flight = flights_of(actor, {one.option}).get(one.option)
    if flight is None:
        return
    flight = locked_flight(flight.id)
    mine = TravelParty.objects.filter(organisation_id=actor.organisation_id, reference__in=one.names)
    list(mine.select_for_update(of=("self",)).order_by("id"))
    known = {party.id: party for party in adapters.waiting(actor, only=one.names)}
    parties = [known[name] for name in one.names if name in known]
    seated = [] if one.standby else [party for party in parties if any(seat.flight_id == flight.id for seat in party.seats)]
    asked = [party for party in parties if party not in seated]
    desk = read_desk(actor, flight, [member.id for party in asked for member in party.members])
    refused = book_together(actor, flight, asked, desk, standby=one.standby)
    _count(row.result, "standby" if one.standby else "booked", len(asked) - len(refused))
    _count(row.result, "kept", len(seated))
    if not one.standby:
        row.result.setdefault("refused", {}).update({str(key): _written(reasons) for key, reasons in refused.items()})


def _count(result: dict[str, Any], key: str, number: int) -> None:
    result[key] = result.get(key, 0) + number


def _written(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Codes, sentences, and their dates and counts as text."""
    return [
        {
            "code": one.code,
            "text": one.text,
            "params": {key: value if isinstance(value, int) else str(value) for key, value in one.params.items()},
        }
        for one in reasons
    ]


def flights_of(actor: Actor, labels: set[str]) -> dict[str, Flight]:
    rows = Flight.objects.filter(operator_id=actor.organisation_id, departs_on__gte=clock.today()).order_by("id")
    return {adapters.label(row.code): row for row in rows if adapters.label(row.code) in labels}


@transaction.atomic
def what_was_done(actor: Actor, plan_id: UUID) -> Published:
    result = plan_to_change(actor, plan_id).result
    refused = {
        UUID(key): tuple(Reason(one["code"], one["text"], one["params"]) for one in reasons)
        for key, reasons in result.get("refused", {}).items()
    }
    return Published(refused=refused, **{key: result.get(key, 0) for key in COUNTS})


__all__ = ["Published", "plan_to_change", "publish_round", "size", "what_was_done"]
