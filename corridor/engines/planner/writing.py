"""Frozen values into the file formats, and the hash that ties a plan to its problem."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from corridor.engines.planner.model import Option, Party, Plan, Problem, Range, Resources

PROBLEM_FORMAT = "corridor-planner-problem/1"
PLAN_FORMAT = "corridor-planner-plan/1"
Json = dict[str, Any]


def to_text(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def input_hash(problem: Problem) -> str:
    """SHA-256 of the problem as canonical JSON."""
    text = json.dumps(problem_to_json(problem), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def problem_to_json(problem: Problem) -> Json:
    policy = problem.policy
    return {
        "format": PROBLEM_FORMAT,
        "as_of": problem.as_of.isoformat(),
        "horizon": _range(problem.horizon),
        "plan_version": problem.plan_version,
        "parties": [_party(party) for party in problem.parties],
        "options": [_option(option) for option in problem.options],
        "resources": _resources(problem.resources),
        "funds": [
            {
                "id": fund.id,
                "amount": fund.amount,
                "destinations": _list(fund.destinations),
                "pathways": _list(fund.pathways),
            }
            for fund in problem.funds
        ],
        "policy": {
            "timeliness_drop": policy.timeliness_drop,
            "cases_per_escort": policy.cases_per_escort,
            "floors": [{"group": floor.group, "persons": floor.persons} for floor in policy.floors],
            "shortfall_penalty": policy.shortfall_penalty,
            "expiring_days": policy.expiring_days,
            "freeze": policy.freeze,
            "freeze_days": policy.freeze_days,
            "standby_depth": policy.standby_depth,
        },
    }


def _party(party: Party) -> Json:
    needs, prior = party.needs, party.prior
    return {
        "id": party.id,
        "persons": party.persons,
        "seats": party.seats,
        "destination": party.destination,
        "pathway": party.pathway,
        "group": party.group,
        "corridor": party.corridor,
        "origins": list(party.origins),
        "carriers": _list(party.carriers),
        "ready": _day(party.ready),
        "exit_clearance": _range(party.exit_clearance),
        "fit_to_travel": _range(party.fit_to_travel),
        "consent_until": _day(party.consent_until),
        "tier": party.tier,
        "weight": party.weight,
        "needs": {
            "wheelchair": needs.wheelchair,
            "stretcher": needs.stretcher,
            "medical": needs.medical,
            "uasc_escort": needs.uasc_escort,
        },
        "prior": None if prior is None else {"option": prior.option, "status": prior.status},
    }


def _option(option: Option) -> Json:
    slots = option.slots
    return {
        "id": option.id,
        "day": option.day.isoformat(),
        "airport": option.airport,
        "carrier": option.carrier,
        "status": option.status,
        "capacity": option.capacity,
        "stops": [{"destination": stop.destination, "seats": stop.seats} for stop in option.stops],
        "fund": option.fund,
        "fixed_cost": option.fixed_cost,
        "seat_cost": option.seat_cost,
        "min_load": option.min_load,
        "slots": {
            "wheelchair": slots.wheelchair,
            "stretcher": slots.stretcher,
            "uasc_escort": slots.uasc_escort,
            "medical_escort": slots.medical_escort,
        },
    }


def _resources(resources: Resources) -> Json:
    buses = resources.buses
    return {
        "reception": [
            {"destination": row.destination, **_span(row.start, row.end), "persons": row.persons} for row in resources.reception
        ],
        "transit": [
            {
                "destination": site.destination,
                "stay_days": site.stay_days,
                "periods": [{**_span(row.start, row.end), "base": row.base, "capacity": row.capacity} for row in site.periods],
            }
            for site in resources.transit
        ],
        "airports": [{"airport": row.airport, **_span(row.start, row.end), "persons": row.persons} for row in resources.airports],
        "buses": None
        if buses is None
        else {
            "vehicle_seats": buses.vehicle_seats,
            "vehicle_cost": buses.vehicle_cost,
            "fund": buses.fund,
            "fleet": [{"airport": row.airport, **_span(row.start, row.end), "vehicles": row.vehicles} for row in buses.fleet],
        },
    }


def plan_to_json(plan: Plan) -> Json:
    return {
        "format": PLAN_FORMAT,
        "version": plan.version,
        "input_hash": plan.input_hash,
        "engine": plan.engine,
        "method": plan.method,
        "seed": plan.seed,
        "assigned": dict(plan.assigned),
        "commissioned": list(plan.commissioned),
        "standby": {option: list(line) for option, line in plan.standby.items()},
        "reasons": {
            party: {
                "code": reason.code,
                "options": {option: list(codes) for option, codes in reason.options.items()},
                "behind": None if reason.behind is None else {"option": reason.behind.option, "party": reason.behind.party},
                "words": reason.words,
            }
            for party, reason in plan.reasons.items()
        },
        "changes": [
            {
                "party": change.party,
                "from": change.origin,
                "to": change.to,
                "reasons": list(change.reasons),
            }
            for change in plan.changes
        ],
        "metrics": {name: getattr(plan.metrics, name) for name in plan.metrics.__dataclass_fields__},
        "objective": list(plan.objective),
        "bounds": [{"level": bound.level, "bound": bound.bound} for bound in plan.bounds],
        "gap": plan.gap,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _span(start: date, end: date) -> Json:
    return {"from": start.isoformat(), "to": end.isoformat()}


def _range(when: Range | None) -> Json | None:
    return None if when is None else _span(when.start, when.end)


def _list(labels: tuple[str, ...] | None) -> list[str] | None:
    return None if labels is None else list(labels)
