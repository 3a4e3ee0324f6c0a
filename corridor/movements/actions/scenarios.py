"""Scenarios: a copy of a plan's frozen question with other flights or more money, searched beside it and never put in force.

Opened as a draft, a scenario becomes flights that are planned, and then a plan of its own. What would take a seat from somebody at
once is not done by opening a draft: it is refused with the sentence where to do it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.movements import adapters, queries
from corridor.movements.adapters import AddFlight, AddMoney, CancelOption, ChangeCapacity, Commit, Edit, MoveOption
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.models import Fund, Plan
from corridor.movements.words import Phase, PlanKind
from corridor.places import queries as places

from .flights import NewFlight, NewStop, add_flight, cancel, change_flight, confirm
from .happenings import cut_capacity
from .plans import STALE, ask_plan, defer, plans_of
from .publishing import plan_to_change

MOST = 8  # beside one plan
NOON = time(12)
TITLE = Reason("movements.scenario.title", N_("Give the scenario a short name."), field="title")
NO_EDITS = Reason("movements.scenario.no_edits", N_("Change at least one flight or amount, or there is nothing to compare."))
TOO_MANY = Reason("movements.scenario.too_many", N_("Eight scenarios stand beside this plan already. Plan again, then compare."))
NOT_A_PLAN = Reason("movements.scenario.not_a_plan", N_("Scenarios are made from a plan that is worked out. Choose one."))
NOT_READY = Reason("movements.scenario.not_ready", N_("This scenario is still being worked out. Open it when that is done."))
HELD = N_("People hold seats on %(code)s. Cancel or move it on its own page, where they are named; then plan again.")
GONE = N_("Flight %(code)s is not there any more. Plan again.")
PLACE = N_("The place %(code)s is not known any more. Plan again.")


@transaction.atomic
def ask_scenario(actor: Actor, plan_id: UUID, title: str, edits: Sequence[Edit]) -> UUID:
    """The same people and rules, other flights; worked out in the background. What cannot be is refused before that."""
    actor.need(Permission.PLAN_MAKE)
    base = plan_to_change(actor, plan_id)
    if base.kind == PlanKind.SCENARIO or not base.plan:
        raise Refused(NOT_A_PLAN)
    if not title.strip():
        raise Refused(TITLE)
    if not edits:
        raise Refused(NO_EDITS)
    last = Plan.objects.filter(scenario_of=base).aggregate(last=Max("version"))["last"] or 0
    if last >= MOST:
        raise Refused(TOO_MANY)
    whole = _completed(actor, edits)
    problem = adapters.edited(planner.read_problem(base.problem), whole)
    row = Plan(organisation_id=actor.organisation_id, made_at=clock.now(), made_by_id=actor.staff_id, days=base.days)
    row.kind, row.scenario_of, row.version, row.title = PlanKind.SCENARIO, base, last + 1, title.strip()[:80]
    row.seconds, row.policy_id, row.edits = base.seconds, base.policy_id, [adapters.edit_to_json(edit) for edit in whole]
    row.problem, row.progress = planner.problem_to_json(problem), {"phase": str(Phase.GREEDY), "seconds": 0}
    row.save(force_insert=True)
    audit.record(actor, "movements.plan.ask_scenario", row, base=base.id, edits=[one["edit"] for one in row.edits])
    defer(actor, "movements.make_plan", row.id)
    return row.id


def _completed(actor: Actor, edits: Sequence[Edit]) -> list[Edit]:
    """What the flights say now is written into the edits, so that they mean the same later."""
    flights = _flights(actor, edits)
    funded = set(Fund.objects.filter(organisation_id=actor.organisation_id).values_list("code", flat=True))
    found: list[Edit] = []
    for edit in edits:
        if isinstance(edit, AddFlight) and edit.fund not in funded and edit.cost > 0:
            found.append(AddMoney(edit.fund, edit.cost))  # no such fund is written down: a flight brings its own money
        row = flights.get(getattr(edit, "option", ""))
        if isinstance(edit, ChangeCapacity) and row and not edit.before:
            edit = replace(edit, before=row.capacity if row.cut_to is None else row.cut_to)
        if isinstance(edit, MoveOption) and row and row.status != FlightStatus.CANCELLED:
            edit = replace(edit, status="optional" if row.status == FlightStatus.PLANNED else "committed")
        found.append(edit)
    return found


def _flights(actor: Actor, edits: Sequence[Edit]) -> dict[str, queries.FlightRow]:
    wanted = {edit.option for edit in edits if not isinstance(edit, AddFlight | AddMoney)}
    rows = queries.flights(actor, since=clock.today(), mine=True, limit=500) if wanted else []
    return {name: row for row in rows if (name := adapters.label(row.code)) in wanted}


@transaction.atomic
def adopt_scenario(actor: Actor, scenario_id: UUID, version: int) -> UUID:
    """Open as draft: its flights are planned, then a plan is asked for. `version`: of the plan it stands beside, the newest."""
    actor.need(Permission.PLAN_MAKE)
    actor.need(Permission.FLIGHT_MANAGE)
    row = plan_to_change(actor, scenario_id)
    base = row.scenario_of
    if row.kind != PlanKind.SCENARIO or base is None:
        raise NotFound("scenario")
    if base.version != version or base.version != plans_of(actor).aggregate(last=Max("version"))["last"]:
        raise Conflict(STALE)
    if not row.plan:
        raise Refused(NOT_READY)
    edits = [adapters.edit_from_json(one) for one in row.edits]
    flights = _flights(actor, edits)
    for edit in edits:
        if not isinstance(edit, AddFlight | AddMoney) and edit.option not in flights:
            raise Refused(Reason("movements.scenario.gone", GONE, {"code": edit.option}))
        _ADOPT[type(edit)](actor, edit, flights)
    audit.record(actor, "movements.plan.adopt_scenario", row, base=base.id, edits=[one["edit"] for one in row.edits])
    return ask_plan(actor, days=base.days, seconds=base.seconds)


Flights = Mapping[str, queries.FlightRow]


def _add(actor: Actor, edit: AddFlight, flights: Flights) -> None:
    sites = {adapters.label(code): one for one in places.sites(actor) for code in (one.code, one.iata) if code}
    for code in (edit.airport, *edit.destinations):
        if adapters.label(code) not in sites:
            raise Refused(Reason("movements.scenario.place", PLACE, {"code": code}))
    new = NewFlight(
        code=edit.code,
        pathway=edit.pathway,
        embarkation_id=sites[adapters.label(edit.airport)].id,
        departs_at=_noon(edit),
        capacity=edit.capacity,
        stops=[NewStop(sites[adapters.label(code)].id) for code in edit.destinations],
        carrier=edit.carrier,
        wheelchair_slots=edit.wheelchair,
        stretcher_slots=edit.stretcher,
        medical_escort_slots=edit.medical_escort,
        child_escort_slots=edit.child_escort,
        fund=edit.fund,
        cost=edit.cost,
    )
    add_flight(actor, new)


def _noon(edit: AddFlight | MoveOption) -> datetime:
    """The hour is for whoever charters it to say."""
    return datetime.combine(edit.day, NOON, ZoneInfo(settings.DEFAULT_TIME_ZONE))


def _capacity(actor: Actor, edit: ChangeCapacity, flights: Flights) -> None:
    """More places are there at once; fewer are announced, and the plan says who gives theirs back."""
    row = flights[edit.option]
    if edit.seats >= row.capacity:
        change_flight(actor, row.id, {"capacity": edit.seats, "cost": max(row.cost + edit.cost, 0)}, None)
        return
    cut_capacity(actor, row.id, edit.seats)


def _cancel(actor: Actor, edit: CancelOption, flights: Flights) -> None:
    cancel(actor, _empty(flights[edit.option]).id)


def _move(actor: Actor, edit: MoveOption, flights: Flights) -> None:
    row = _empty(flights[edit.option])
    hour = row.departs_at.astimezone(ZoneInfo(settings.DEFAULT_TIME_ZONE)).timetz()
    change_flight(actor, row.id, {"departs_at": datetime.combine(edit.day, hour)}, None)


def _empty(row: queries.FlightRow) -> queries.FlightRow:
    if row.load.people or row.load.standby:
        raise Refused(Reason("movements.scenario.held", HELD, {"code": row.code}))
    return row


def _money(actor: Actor, edit: AddMoney, flights: Flights) -> None:
    """Money is found by people; the draft goes on without, and its plan says what it could not pay."""


def _commit(actor: Actor, edit: Commit, flights: Flights) -> None:
    if flights[edit.option].status == FlightStatus.PLANNED:
        confirm(actor, flights[edit.option].id)


_ADOPT: Mapping[type[Edit], Callable[[Actor, Any, Flights], None]] = {
    AddFlight: _add,
    ChangeCapacity: _capacity,
    CancelOption: _cancel,
    MoveOption: _move,
    AddMoney: _money,
    Commit: _commit,
}

__all__ = ["adopt_scenario", "ask_scenario"]
