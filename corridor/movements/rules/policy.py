"""What a planning policy may say, and within which limits. Pure.

A draft is numbers by name, and the names are fixed here: what may never order people (nationality, faith, means, detention)
has no name, and a floor is for a town, never for a centre in it (INV-18).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.kernel.refusals import N_, Reason
from corridor.movements.words import Freeze

from .priority import BANDS, DEFAULT, SERVICES, Weights

MOST_POINTS = 200
# Field of a draft: (label, least, most).
NUMBERS: Mapping[str, tuple[str, int, int]] = {
    "base": (N_("For each person"), 1, MOST_POINTS),
    "waiting_day": (N_("For each day of waiting"), 1, 10),
    "waiting_most": (N_("For waiting, at most"), 10, 400),
    "child": (N_("For a child"), 0, MOST_POINTS),
    "infant": (N_("For an infant, besides"), 0, MOST_POINTS),
    "child_alone": (N_("For a child alone, besides"), 0, MOST_POINTS),
    **{f"band_{band}": (N_("Points of a band"), 0, MOST_POINTS) for band in BANDS},
    **{f"service_{service}": (N_("Points of a service"), 0, MOST_POINTS) for service in SERVICES},
    "timeliness_drop": (N_("What a seat on the last day counts less, per cent"), 0, 90),
    "cases_per_escort": (N_("People one medical escort looks after"), 1, 6),
    "shortfall_penalty": (N_("Points lost for each person short of a floor"), 0, 100_000),
    "expiring_days": (N_("A last chance is one within, days"), 0, 60),
    "freeze_days": (N_("Planned seats stay within, days"), 0, 28),
    "standby_depth": (N_("Parties on standby for each flight, at most"), 0, 50),
    "least_fill": (N_("A charter is commissioned from this share of its seats on, per cent"), 0, 100),
    "vehicle_seats": (N_("Seats in a vehicle to the airport"), 0, 100),
    "vehicle_cost": (N_("Cost of a vehicle, EUR"), 0, 20_000),
}
CHOICES = frozenset({"pressing_bands", "pressing_services", "floors", "freeze", "vehicle_fund"})
ORDER_OF_BANDS = ("low", "medium", "high", "critical")
MOST_IN_FLOOR = 10_000
LABEL = re.compile(r"[^A-Za-z0-9_.\-]")
# Kinds of places that are a town, or stand in one; a centre or a shelter counts for the town around it.
TOWNS = frozenset({"urban"})

UNKNOWN = N_(
    "A policy cannot weigh %(name)s. It knows waiting, needs, age and protection bands, and nothing about who somebody is."
)
NOT_A_NUMBER = N_("Give a whole number.")
OUT_OF_RANGE = N_("Choose a number from %(least)s to %(most)s.")
BANDS_FALL = N_("A higher protection band cannot count less than the one below it.")
CRITICAL_FIRST = N_("The critical band always goes first. Leave it among those that press.")
UNKNOWN_PRESS = N_("Only protection bands from high up, and services needed on the way, can go before everybody.")
FLOOR_TOWN = N_("A floor is for a town where people wait, each town once. Choose from the list.")
FLOOR_NUMBER = N_("Choose a floor from 1 to %(most)s people.")
FLOOR_NO_PENALTY = N_("A floor needs a penalty for falling short of it, or it has no effect.")
FREEZE_UNKNOWN = N_("Choose what stays as it is when plans are made anew.")
VEHICLE_FUND = N_("Say which fund pays for vehicles; without one, leave their cost at 0.")
NOTHING_CHANGED = Reason(
    "movements.policy.nothing_changed", N_("Nothing differs from the policy in force. Change something first.")
)


@dataclass(frozen=True)
class Differs:
    """One line of what differs between two versions. Keys are names of fields; values are as written in them."""

    field: str
    before: Any
    after: Any


def label(text: str) -> str:
    """As the planner's files write names of places and funds."""
    return LABEL.sub("_", text.strip())[:40] or "ANY"


def town(kind: str, name: str, area: str) -> str:
    """The town a place stands in; empty where nobody wrote it down. Never the place itself, unless that is the town."""
    return area or (name if kind in TOWNS else "")


def plain(weights: Weights) -> dict[str, Any]:
    """As it is stored with a version."""
    return {
        "base": weights.base,
        "waiting": {"day": weights.waiting_day, "most": weights.waiting_most},
        "age": {"child": weights.child, "infant": weights.infant, "child_alone": weights.child_alone},
        "band": dict(weights.bands),
        "service": dict(weights.services),
        "presses": {"band": sorted(weights.pressing_bands), "service": sorted(weights.pressing_services)},
    }


def weights(stored: Mapping[str, Any]) -> Weights:
    """The other way round."""
    waiting, age, presses = stored["waiting"], stored["age"], stored["presses"]
    return Weights(
        base=stored["base"],
        waiting_day=waiting["day"],
        waiting_most=waiting["most"],
        child=age["child"],
        infant=age["infant"],
        child_alone=age["child_alone"],
        bands=dict(stored["band"]),
        services=dict(stored["service"]),
        pressing_bands=frozenset(presses["band"]),
        pressing_services=frozenset(presses["service"]),
    )


def draft(given: Weights = DEFAULT, **rest: Any) -> dict[str, Any]:
    """Every field of a draft by its name; `rest` are those that are no points."""
    flat: dict[str, Any] = {
        name: getattr(given, name) for name in ("base", "waiting_day", "waiting_most", "child", "infant", "child_alone")
    }
    flat |= {f"band_{band}": given.bands.get(band, 0) for band in BANDS}
    flat |= {f"service_{service}": given.services.get(service, 0) for service in SERVICES}
    flat |= {"pressing_bands": sorted(given.pressing_bands), "pressing_services": sorted(given.pressing_services)}
    return {**flat, **STANDARD, **rest}


STANDARD: Mapping[str, Any] = {
    "timeliness_drop": 30,
    "cases_per_escort": 1,
    "shortfall_penalty": 0,
    "expiring_days": 14,
    "freeze": "told",
    "freeze_days": 7,
    "standby_depth": 10,
    "least_fill": 0,
    "vehicle_seats": 0,
    "vehicle_cost": 0,
    "vehicle_fund": "",
    "floors": [],
}


def weights_of_draft(values: Mapping[str, Any]) -> Weights:
    return Weights(
        **{name: values[name] for name in ("base", "waiting_day", "waiting_most", "child", "infant", "child_alone")},
        bands={band: values[f"band_{band}"] for band in BANDS},
        services={service: values[f"service_{service}"] for service in SERVICES},
        pressing_bands=frozenset(values["pressing_bands"]),
        pressing_services=frozenset(values["pressing_services"]),
    )


def policy_faults(values: Mapping[str, Any], towns: Collection[str]) -> list[Reason]:
    """Everything wrong with a draft, each at its field. `towns`: labels of the towns in which people can wait."""
    strange = sorted(set(values) - set(NUMBERS) - CHOICES)
    found = [_reason("unknown", UNKNOWN, name, name=name) for name in strange]
    found += [_reason("missing", NOT_A_NUMBER, name) for name in sorted((set(NUMBERS) | CHOICES) - set(values))]
    if found:
        return found
    found = list(_numbers(values))
    return found or [*_order(values), *_floors(values, towns), *_rest(values)]


def _numbers(values: Mapping[str, Any]) -> Iterator[Reason]:
    for name, (_label, least, most) in NUMBERS.items():
        number = values[name]
        if not isinstance(number, int) or isinstance(number, bool):
            yield _reason("number", NOT_A_NUMBER, name)
        elif not least <= number <= most:
            yield _reason("range", OUT_OF_RANGE, name, least=least, most=most)


def _order(values: Mapping[str, Any]) -> Iterator[Reason]:
    """Bands rise; whoever life presses on stays in front."""
    points = [values[f"band_{band}"] for band in ORDER_OF_BANDS]
    for band, before, after in zip(ORDER_OF_BANDS[1:], points, points[1:], strict=False):
        if after < before:
            yield _reason("bands", BANDS_FALL, f"band_{band}")
    if not set(values["pressing_bands"]) <= {"high", "critical"}:
        yield _reason("presses", UNKNOWN_PRESS, "pressing_bands")
    elif "critical" not in values["pressing_bands"]:
        yield _reason("critical", CRITICAL_FIRST, "pressing_bands")
    if not set(values["pressing_services"]) <= set(SERVICES):
        yield _reason("presses", UNKNOWN_PRESS, "pressing_services")


def _floors(values: Mapping[str, Any], towns: Collection[str]) -> Iterator[Reason]:
    """`floors`: a list of (town, people)."""
    seen: set[str] = set()
    for floor in values["floors"]:
        group, persons = floor["group"], floor["persons"]
        if set(floor) != {"group", "persons"} or group not in towns or group in seen:
            yield _reason("floor_town", FLOOR_TOWN, "floors")
        if not isinstance(persons, int) or isinstance(persons, bool) or not 1 <= persons <= MOST_IN_FLOOR:
            yield _reason("floor_number", FLOOR_NUMBER, "floors", most=MOST_IN_FLOOR)
        seen.add(group)
    if values["floors"] and not values["shortfall_penalty"]:
        yield _reason("floor_penalty", FLOOR_NO_PENALTY, "shortfall_penalty")


def _rest(values: Mapping[str, Any]) -> Iterator[Reason]:
    if values["freeze"] not in set(Freeze):
        yield _reason("freeze", FREEZE_UNKNOWN, "freeze")
    if values["vehicle_cost"] and not values["vehicle_fund"]:
        yield _reason("vehicle_fund", VEHICLE_FUND, "vehicle_fund")


def _reason(code: str, text: str, field: str, **params: Any) -> Reason:
    return Reason(f"movements.policy.{code}", text, params, field)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Differs, ...]:
    """Field by field, in the order of the form; of lists, what they hold counts and not its order."""
    names = [*NUMBERS, *sorted(CHOICES)]
    return tuple(Differs(name, before[name], after[name]) for name in names if _same(before[name]) != _same(after[name]))


def _same(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return sorted((sorted(one.items()) if isinstance(one, dict) else one for one in value), key=str)


@dataclass(frozen=True)
class Span:
    """A number that holds on each day of a range."""

    start: date
    end: date
    number: int


def by_day(first: date, last: date, rows: Collection[Span], otherwise: int) -> list[Span]:
    """Rows that may overlap as runs that do not, over the whole range: of several the smallest holds, of none `otherwise`."""
    runs: list[Span] = []
    day = first
    while day <= last:
        number = min((row.number for row in rows if row.start <= day <= row.end), default=otherwise)
        if runs and runs[-1].number == number:
            runs[-1] = Span(runs[-1].start, day, number)
        else:
            runs.append(Span(day, day, number))
        day += timedelta(days=1)
    return runs
