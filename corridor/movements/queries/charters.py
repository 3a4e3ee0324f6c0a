"""The flights of a plan's file with what the plan puts on them: fill, cost, and why a charter was not commissioned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from corridor.kernel.actor import Actor
from corridor.movements import rules
from corridor.movements.models import Flight

# Why a charter was left: nobody who waits could take it; the money is spent; too few for its least load; others serve as well.
NOBODY, MONEY, LOAD, OTHERS = "nobody", "money", "load", "others"


@dataclass(frozen=True)
class PlannedFlight:
    """`capacity` and `seats` are those of the file: what others hold and their escorts are taken off."""

    code: str
    flight_id: UUID | None  # None: of a scenario only
    day: date
    airport: str
    destinations: tuple[str, ...]
    status: str  # committed, optional, cancelled: as the file has it
    commissioned: bool
    capacity: int
    seats: int  # used, shared medical escorts included
    people: int
    parties: int
    cost: int  # EUR: of the charter, whether it is paid already or not, and of the seats used
    fund: str
    min_load: int
    why: str = ""  # an optional one that was left: NOBODY, MONEY, LOAD, OTHERS
    wanted: int = 0  # people who wait and could take it

    @property
    def flown(self) -> bool:
        return self.status == "committed" or self.commissioned


def planned_flights(actor: Actor, problem: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[PlannedFlight, ...]:
    """In order of departure. Two statements however many."""
    first, last = problem["horizon"]["from"], problem["horizon"]["to"]
    rows = Flight.objects.filter(operator_id=actor.organisation_id, departs_on__range=(first, last)).order_by("id")
    known = {rules.label(row.code): row for row in rows}
    aboard: dict[str, list[Mapping[str, Any]]] = {}
    parties = {party["id"]: party for party in problem["parties"]}
    for name, option in answer["assigned"].items():
        aboard.setdefault(option, []).append(parties[name])
    wanted: dict[str, list[Mapping[str, Any]]] = {}
    for name, reason in answer["reasons"].items():
        for option, codes in reason["options"].items():
            if codes == ["NOT_COMMISSIONED"]:
                wanted.setdefault(option, []).append(parties[name])
    left = _left(problem, answer, aboard)
    found = []
    for option in problem["options"]:
        on_it, row = aboard.get(option["id"], []), known.get(option["id"])
        seats = _seats(on_it, problem)
        paid = max(row.cost if row else 0, option["fixed_cost"]) if option["status"] == "committed" else option["fixed_cost"]
        commissioned = option["id"] in answer["commissioned"]
        waiting = wanted.get(option["id"], [])
        found.append(
            PlannedFlight(
                code=row.code if row else option["id"],
                flight_id=row.id if row else None,
                day=date.fromisoformat(option["day"]),
                airport=option["airport"],
                destinations=tuple(stop["destination"] for stop in option["stops"]),
                status=option["status"],
                commissioned=commissioned,
                capacity=option["capacity"],
                seats=seats,
                people=sum(party["persons"] for party in on_it),
                parties=len(on_it),
                cost=paid + option["seat_cost"] * seats,
                fund=option["fund"],
                min_load=option["min_load"],
                why="" if option["status"] != "optional" or commissioned else _why(option, waiting, left, problem),
                wanted=sum(party["persons"] for party in waiting),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.day, one.code)))


def _seats(aboard: list[Mapping[str, Any]], problem: Mapping[str, Any]) -> int:
    medical = sum(party["needs"]["medical"] for party in aboard)
    return sum(party["seats"] for party in aboard) + -(-medical // problem["policy"]["cases_per_escort"])


def _left(problem: Mapping[str, Any], answer: Mapping[str, Any], aboard: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, int]:
    """Of each fund, after what the plan spends on flights; vehicles are not counted here."""
    left = {fund["id"]: fund["amount"] for fund in problem["funds"]}
    for option in problem["options"]:
        fixed = option["fixed_cost"] if option["id"] in answer["commissioned"] else 0
        left[option["fund"]] -= fixed + option["seat_cost"] * _seats(aboard.get(option["id"], []), problem)
    return left


def _why(option: Mapping[str, Any], waiting: list[Mapping[str, Any]], left: Mapping[str, int], problem: Mapping[str, Any]) -> str:
    if not waiting:
        return NOBODY
    if left[option["fund"]] < option["fixed_cost"]:
        return MONEY
    return LOAD if _seats(waiting, problem) < option["min_load"] else OTHERS
