"""Problem files into frozen values, refusing what the format does not allow.

`read_problem` takes parsed JSON or text. What must hold between fields is in `sound.py`;
plans are read in `reading_plan.py`, events in `reading_events.py`.
"""

from __future__ import annotations

from corridor.engines.planner import fields as f
from corridor.engines.planner.model import (
    AirportLimit,
    Buses,
    Fleet,
    Floor,
    Fund,
    Needs,
    Option,
    Party,
    Policy,
    Prior,
    Problem,
    Reception,
    Resources,
    Slots,
    Stop,
    Transit,
    TransitPeriod,
)
from corridor.engines.planner.sound import require_sound

PROBLEM_FORMAT = "corridor-planner-problem/1"
_PROBLEM = (
    "format",
    "as_of",
    "horizon",
    "plan_version",
    "parties",
    "options",
    "resources",
    "funds",
    "policy",
)
_PARTY = (
    "id",
    "persons",
    "seats",
    "destination",
    "pathway",
    "group",
    "corridor",
    "origins",
    "carriers",
    "ready",
    "exit_clearance",
    "fit_to_travel",
    "consent_until",
    "tier",
    "weight",
    "needs",
    "prior",
)
_NEEDS = ("wheelchair", "stretcher", "medical", "uasc_escort")
_OPTION = (
    "id",
    "day",
    "airport",
    "carrier",
    "status",
    "capacity",
    "stops",
    "fund",
    "fixed_cost",
    "seat_cost",
    "min_load",
    "slots",
)
_SLOTS = ("wheelchair", "stretcher", "uasc_escort", "medical_escort")
_POLICY = (
    "timeliness_drop",
    "cases_per_escort",
    "floors",
    "shortfall_penalty",
    "expiring_days",
    "freeze",
    "freeze_days",
    "standby_depth",
)


def read_problem(source: f.Json) -> Problem:
    """A problem from text, bytes or parsed JSON; refuses with a sentence."""
    raw = f.parse(source) if isinstance(source, str | bytes) else source
    whole = f.fields(raw, "", _PROBLEM)
    f.choice(whole["format"], "format", (PROBLEM_FORMAT,))
    problem = Problem(
        as_of=f.day(whole["as_of"], "as_of"),
        horizon=f.dates(whole["horizon"], "horizon"),
        plan_version=f.integer(whole["plan_version"], "plan_version"),
        parties=f.listing(whole["parties"], "parties", party),
        options=f.listing(whole["options"], "options", option),
        resources=read_resources(whole["resources"], "resources"),
        funds=read_funds(whole["funds"], "funds"),
        policy=_policy(whole["policy"], "policy"),
    )
    require_sound(problem)
    return problem


def party(value: f.Json, at: str) -> Party:
    raw = f.fields(value, at, _PARTY)
    needs = f.fields(raw["needs"], f"{at}.needs", _NEEDS)
    return Party(
        id=f.label(raw["id"], f"{at}.id"),
        persons=f.integer(raw["persons"], f"{at}.persons", 1),
        seats=f.integer(raw["seats"], f"{at}.seats", 1),
        destination=f.label(raw["destination"], f"{at}.destination"),
        pathway=f.label(raw["pathway"], f"{at}.pathway"),
        group=f.optional(raw["group"], f"{at}.group", f.label),
        corridor=f.optional(raw["corridor"], f"{at}.corridor", f.label),
        origins=f.labels(raw["origins"], f"{at}.origins", 1),
        carriers=f.optional(raw["carriers"], f"{at}.carriers", f.labels),
        ready=f.optional(raw["ready"], f"{at}.ready", f.day),
        exit_clearance=f.optional(raw["exit_clearance"], f"{at}.exit_clearance", f.dates),
        fit_to_travel=f.optional(raw["fit_to_travel"], f"{at}.fit_to_travel", f.dates),
        consent_until=f.optional(raw["consent_until"], f"{at}.consent_until", f.day),
        tier=f.choice(raw["tier"], f"{at}.tier", (1, 2)),
        weight=f.integer(raw["weight"], f"{at}.weight"),
        needs=Needs(*[f.integer(needs[name], f"{at}.needs.{name}") for name in _NEEDS]),
        prior=f.optional(raw["prior"], f"{at}.prior", _prior),
    )


def _prior(value: f.Json, at: str) -> Prior:
    raw = f.fields(value, at, ("option", "status"))
    status = f.choice(raw["status"], f"{at}.status", ("planned", "told", "released", "no_show"))
    return Prior(f.label(raw["option"], f"{at}.option"), status)  # type: ignore[arg-type]


def option(value: f.Json, at: str) -> Option:
    raw = f.fields(value, at, _OPTION)
    slots = f.fields(raw["slots"], f"{at}.slots", _SLOTS)
    stops = f.listing(raw["stops"], f"{at}.stops", _stop, 1)
    f.distinct(tuple(stop.destination for stop in stops), f"{at}.stops", ".destination")
    return Option(
        id=f.label(raw["id"], f"{at}.id"),
        day=f.day(raw["day"], f"{at}.day"),
        airport=f.label(raw["airport"], f"{at}.airport"),
        carrier=f.label(raw["carrier"], f"{at}.carrier"),
        status=f.choice(raw["status"], f"{at}.status", ("committed", "optional", "cancelled")),
        capacity=f.integer(raw["capacity"], f"{at}.capacity"),
        stops=stops,
        fund=f.label(raw["fund"], f"{at}.fund"),
        fixed_cost=f.integer(raw["fixed_cost"], f"{at}.fixed_cost"),
        seat_cost=f.integer(raw["seat_cost"], f"{at}.seat_cost"),
        min_load=f.integer(raw["min_load"], f"{at}.min_load"),
        slots=Slots(*[f.integer(slots[name], f"{at}.slots.{name}") for name in _SLOTS]),
    )


def _stop(value: f.Json, at: str) -> Stop:
    raw = f.fields(value, at, ("destination", "seats"))
    return Stop(
        f.label(raw["destination"], f"{at}.destination"),
        f.optional(raw["seats"], f"{at}.seats", f.integer),
    )


def read_resources(value: f.Json, at: str) -> Resources:
    raw = f.fields(value, at, ("reception", "transit", "airports", "buses"))
    return Resources(
        reception=f.listing(raw["reception"], f"{at}.reception", _reception),
        transit=f.listing(raw["transit"], f"{at}.transit", _transit),
        airports=f.listing(raw["airports"], f"{at}.airports", _airport),
        buses=f.optional(raw["buses"], f"{at}.buses", _buses),
    )


def _reception(value: f.Json, at: str) -> Reception:
    raw = f.fields(value, at, ("destination", "from", "to", "persons"))
    when = f.ordered(raw, at)
    place = f.label(raw["destination"], f"{at}.destination")
    return Reception(place, when.start, when.end, f.integer(raw["persons"], f"{at}.persons"))


def _transit(value: f.Json, at: str) -> Transit:
    raw = f.fields(value, at, ("destination", "stay_days", "periods"))
    return Transit(
        f.label(raw["destination"], f"{at}.destination"),
        f.integer(raw["stay_days"], f"{at}.stay_days", 1),
        f.listing(raw["periods"], f"{at}.periods", _period),
    )


def _period(value: f.Json, at: str) -> TransitPeriod:
    raw = f.fields(value, at, ("from", "to", "base", "capacity"))
    when = f.ordered(raw, at)
    base = f.integer(raw["base"], f"{at}.base")
    return TransitPeriod(when.start, when.end, base, f.integer(raw["capacity"], f"{at}.capacity"))


def _airport(value: f.Json, at: str) -> AirportLimit:
    raw = f.fields(value, at, ("airport", "from", "to", "persons"))
    when = f.ordered(raw, at)
    place = f.label(raw["airport"], f"{at}.airport")
    return AirportLimit(place, when.start, when.end, f.integer(raw["persons"], f"{at}.persons"))


def _buses(value: f.Json, at: str) -> Buses:
    raw = f.fields(value, at, ("vehicle_seats", "vehicle_cost", "fund", "fleet"))
    return Buses(
        f.integer(raw["vehicle_seats"], f"{at}.vehicle_seats", 1),
        f.integer(raw["vehicle_cost"], f"{at}.vehicle_cost"),
        f.label(raw["fund"], f"{at}.fund"),
        f.listing(raw["fleet"], f"{at}.fleet", _fleet),
    )


def _fleet(value: f.Json, at: str) -> Fleet:
    raw = f.fields(value, at, ("airport", "from", "to", "vehicles"))
    when = f.ordered(raw, at)
    place = f.label(raw["airport"], f"{at}.airport")
    return Fleet(place, when.start, when.end, f.integer(raw["vehicles"], f"{at}.vehicles"))


def read_funds(value: f.Json, at: str) -> tuple[Fund, ...]:
    return f.listing(value, at, _fund)


def _fund(value: f.Json, at: str) -> Fund:
    raw = f.fields(value, at, ("id", "amount", "destinations", "pathways"))
    return Fund(
        f.label(raw["id"], f"{at}.id"),
        f.integer(raw["amount"], f"{at}.amount"),
        f.optional(raw["destinations"], f"{at}.destinations", f.labels),
        f.optional(raw["pathways"], f"{at}.pathways", f.labels),
    )


def _policy(value: f.Json, at: str) -> Policy:
    raw = f.fields(value, at, _POLICY)
    return Policy(
        timeliness_drop=f.integer(raw["timeliness_drop"], f"{at}.timeliness_drop", 0, 100),
        cases_per_escort=f.integer(raw["cases_per_escort"], f"{at}.cases_per_escort", 1),
        floors=f.listing(raw["floors"], f"{at}.floors", _floor),
        shortfall_penalty=f.integer(raw["shortfall_penalty"], f"{at}.shortfall_penalty"),
        expiring_days=f.integer(raw["expiring_days"], f"{at}.expiring_days"),
        freeze=f.choice(raw["freeze"], f"{at}.freeze", ("told", "all")),
        freeze_days=f.integer(raw["freeze_days"], f"{at}.freeze_days"),
        standby_depth=f.integer(raw["standby_depth"], f"{at}.standby_depth"),
    )


def _floor(value: f.Json, at: str) -> Floor:
    raw = f.fields(value, at, ("group", "persons"))
    return Floor(f.label(raw["group"], f"{at}.group"), f.integer(raw["persons"], f"{at}.persons"))
