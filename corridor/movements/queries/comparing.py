"""Plans beside each other: what a plan changes against what holds now, and scenarios against the plan they came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound, Reason
from corridor.movements.lifecycle import Plan as State
from corridor.movements.models import Plan, TravelParty
from corridor.movements.words import PlanKind

from .charters import PlannedFlight, planned_flights
from .planning import worked_out
from .progress import SearchRow, _reason, search_row

FORCED_NOTHING = frozenset({"REPLANNED", "RELEASED"})


@dataclass(frozen=True)
class DifferenceRow:
    """Parties with the same fate: from a flight to another, to none, or from none to one.

    `reasons`: why they leave the flight they have; `why`: why there is none for them instead (codes of the plan's file).
    """

    before: str  # code of the flight whose seat they hold, or held until it was cancelled
    after: str
    parties: tuple[str, ...]  # references
    people: int
    told: int  # of these people: had been told a date
    reasons: tuple[str, ...]
    why: tuple[str, ...] = ()
    days: int | None = None  # later by so many days; below 0 earlier
    forced: bool = False

    @property
    def kind(self) -> str:
        return "new" if not self.before else "moved" if self.after else "without"


@dataclass(frozen=True)
class LostFlight:
    """A flight that the plan cannot use any more, and the people who sat on it."""

    code: str
    airport: str
    destinations: tuple[str, ...]
    day: date
    people: int
    placed: int  # of them: have a seat in the plan


@dataclass(frozen=True)
class PlanDifferences:
    plan_id: UUID
    against_version: int | None  # the plan in force, if there is one
    lost: tuple[LostFlight, ...]
    rows: tuple[DifferenceRow, ...]
    families_separated: int = 0  # always: a party travels together
    earlier: int = 0  # people moved to an earlier day


def plan_differences(actor: Actor, plan_id: UUID | None = None) -> PlanDifferences:
    """Against the seats that were held when the plan was made: those of the plan in force and what was booked since."""
    row = worked_out(actor, plan_id)
    mine = Plan.objects.filter(organisation_id=actor.organisation_id, state=str(State.PUBLISHED)).exclude(id=row.id)
    version = mine.order_by("-version").values_list("version", flat=True).first()
    days = {option["id"]: date.fromisoformat(option["day"]) for option in row.problem["options"]}
    changes = {one["party"]: tuple(one["reasons"]) for one in row.plan["changes"]}
    groups: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], list[Mapping[str, Any]]] = {}
    for party in row.problem["parties"]:
        before, after = _before(party), row.plan["assigned"].get(party["id"], "")
        if before == after:
            continue
        why = () if after else main_codes(row.plan["reasons"].get(party["id"], {}))
        groups.setdefault((before, after, changes.get(party["id"], ()), why), []).append(party)
    rows = [_difference(key, parties, days) for key, parties in groups.items()]
    rows.sort(key=lambda one: (one.kind != "moved", one.kind != "without", one.before, -one.people, one.after, one.why))
    earlier = sum(one.people for one in rows if one.days is not None and one.days < 0)
    return PlanDifferences(row.id, version, _lost(row), tuple(rows), earlier=earlier)


def _before(party: Mapping[str, Any]) -> str:
    prior = party["prior"]
    return prior["option"] if prior and prior["status"] in ("planned", "told") else ""


def main_codes(reason: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands in the way on the flight that is nearest to possible: the fewest codes, the first of these."""
    options: Mapping[str, list[str]] = reason.get("options", {})
    if not options:
        return (reason["code"],) if reason else ()
    return tuple(sorted(min(options.values(), key=lambda codes: (len(codes), sorted(codes)))))


def _difference(
    key: tuple[str, str, tuple[str, ...], tuple[str, ...]], parties: list[Mapping[str, Any]], days: Mapping[str, date]
) -> DifferenceRow:
    before, after, reasons, why = key
    return DifferenceRow(
        before=before,
        after=after,
        parties=tuple(party["id"] for party in parties),
        people=sum(party["persons"] for party in parties),
        told=sum(party["persons"] for party in parties if party["prior"] and party["prior"]["status"] == "told"),
        reasons=reasons,
        why=why,
        days=(days[after] - days[before]).days if before and after else None,
        forced=bool(set(reasons) - FORCED_NOTHING),
    )


def _lost(row: Plan) -> tuple[LostFlight, ...]:
    found = []
    for option in row.problem["options"]:
        sat = [party for party in row.problem["parties"] if _before(party) == option["id"]]
        if option["status"] != "cancelled" or not sat:
            continue
        found.append(
            LostFlight(
                option["id"],
                option["airport"],
                tuple(stop["destination"] for stop in option["stops"]),
                date.fromisoformat(option["day"]),
                sum(party["persons"] for party in sat),
                sum(party["persons"] for party in sat if party["id"] in row.plan["assigned"]),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class ScenarioRow:
    """One column of the comparison. Numbers are None until it is worked out. Cost in EUR."""

    plan_id: UUID
    letter: str  # A is the plan itself
    title: str
    state: str
    edits: tuple[Mapping[str, Any], ...]  # each as it is stored: {"edit": "add_flight", "code": …}
    search: SearchRow | None = None
    stopped: Reason | None = None
    flights: int | None = None
    people: int | None = None
    tier2_people: int | None = None
    lost: int = 0  # people whose flight the plan cannot use any more
    of_lost: int | None = None  # of them: have a seat
    median_days: int | None = None  # from request to travel, by person
    seats: int | None = None
    empty_seats: int | None = None
    cost: int | None = None
    cost_a_person: int | None = None
    families_separated: int = 0  # always
    value: int | None = None
    bound: int | None = None
    gap: float | None = None


def scenarios(actor: Actor, plan_id: UUID | None = None) -> tuple[ScenarioRow, ...]:
    """The plan as A, then its scenarios in the order they were asked for."""
    base = worked_out(actor, plan_id)
    if base.kind == PlanKind.SCENARIO:
        raise NotFound("plan")
    rows = Plan.objects.filter(organisation_id=actor.organisation_id, scenario_of=base).defer("explanations", "prices")
    names = [party["id"] for party in base.problem["parties"]]
    since = dict(TravelParty.objects.filter(reference__in=names).order_by("id").values_list("reference", "since"))
    off = {option["id"] for option in base.problem["options"] if option["status"] == "cancelled"}
    lost = {party["id"]: party["persons"] for party in base.problem["parties"] if _before(party) in off}
    return tuple(_scenario(actor, row, since, lost) for row in (base, *rows.order_by("version")))


def _scenario(actor: Actor, row: Plan, since: Mapping[str, date], lost: Mapping[str, int]) -> ScenarioRow:
    scenario = row.kind == PlanKind.SCENARIO
    stopped = row.result.get("stopped")
    plain: dict[str, Any] = {
        "plan_id": row.id,
        "letter": chr(ord("A") + (row.version if scenario else 0)),
        "title": row.title,
        "state": row.state,
        "edits": tuple(row.edits),
        "search": search_row(row),
        "stopped": _reason(stopped) if stopped else None,
        "lost": sum(lost.values()),
    }
    if not row.plan:
        return ScenarioRow(**plain)
    flights = [one for one in planned_flights(actor, row.problem, row.plan) if one.flown]
    metrics = row.plan["metrics"]
    cost = sum(one.cost for one in flights) + _extra(row.edits, flights)
    return ScenarioRow(
        **plain,
        flights=len(flights),
        people=metrics["persons"],
        tier2_people=metrics["tier2_persons"],
        of_lost=sum(people for name, people in lost.items() if name in row.plan["assigned"]),
        median_days=_median_days(row, since),
        seats=sum(one.capacity for one in flights),
        empty_seats=sum(max(one.capacity - one.seats, 0) for one in flights),
        cost=cost,
        cost_a_person=round(cost / metrics["persons"]) if metrics["persons"] else None,
        value=metrics["value"],
        bound={one["level"]: one["bound"] for one in row.plan["bounds"]}.get("value"),
        gap=row.plan["gap"],
    )


def _extra(edits: Iterable[Mapping[str, Any]], flights: list[PlannedFlight]) -> int:
    """A larger aircraft for a flight that is contracted: what it costs more is not in the file."""
    paid = {one.code for one in flights if one.status == "committed"}
    return sum(edit["cost"] for edit in edits if edit["edit"] == "change_capacity" and edit["option"] in paid)


def _median_days(row: Plan, since: Mapping[str, date]) -> int | None:
    """Of everybody who travels: days from asking to the flight."""
    days = {option["id"]: date.fromisoformat(option["day"]) for option in row.problem["options"]}
    people = {party["id"]: party["persons"] for party in row.problem["parties"]}
    waits: list[int] = []
    for name, option in row.plan["assigned"].items():
        if name in since:
            waits += [(days[option] - since[name]).days] * people[name]
    return sorted(waits)[len(waits) // 2] if waits else None
