"""Plan files into frozen values: the form only; whether a plan is valid is for check()."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from corridor.engines.planner import fields as f
from corridor.engines.planner.consumption import BLOCKER_CODES
from corridor.engines.planner.eligibility import CHANGE_CODES, ELIGIBILITY_CODES
from corridor.engines.planner.model import (
    LEVELS,
    Behind,
    Bound,
    Change,
    Metrics,
    Plan,
    Reason,
)

PLAN_FORMAT = "corridor-planner-plan/1"
_PLAN = (
    "format",
    "version",
    "input_hash",
    "engine",
    "method",
    "seed",
    "assigned",
    "commissioned",
    "standby",
    "reasons",
    "changes",
    "metrics",
    "objective",
    "bounds",
    "gap",
)
_METRICS = tuple(Metrics.__dataclass_fields__)
_CODES = frozenset(ELIGIBILITY_CODES + BLOCKER_CODES)
_CHANGE_CODES = frozenset(ELIGIBILITY_CODES + CHANGE_CODES) - {"DESTINATION"}
_OPTION_CODES = _CODES - {"DESTINATION"}


def read_plan(source: f.Json) -> Plan:
    """A plan from text, bytes or parsed JSON; refuses what is not in the form of a plan."""
    raw = f.parse(source) if isinstance(source, str | bytes) else source
    whole = f.fields(raw, "", _PLAN)
    f.choice(whole["format"], "format", (PLAN_FORMAT,))
    digest = f.text(whole["input_hash"], "input_hash")
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        f.bad("input_hash", "must be sha256: and 64 hexadecimal digits")
    commissioned = f.labels(whole["commissioned"], "commissioned")
    objective = f.listing(whole["objective"], "objective", _number)
    if len(objective) != 5:
        f.bad("objective", "must have five numbers")
    bounds = f.listing(whole["bounds"], "bounds", _bound)
    f.distinct(tuple(bound.level for bound in bounds), "bounds", ".level")
    return Plan(
        version=f.integer(whole["version"], "version", 1),
        input_hash=digest,
        engine=f.text(whole["engine"], "engine"),
        method=f.choice(whole["method"], "method", ("auto", "greedy")),
        seed=f.integer(whole["seed"], "seed", None),
        assigned=_mapping(whole["assigned"], "assigned", f.label),
        commissioned=commissioned,
        standby=_mapping(whole["standby"], "standby", f.labels),
        reasons=_mapping(whole["reasons"], "reasons", _reason),
        changes=f.listing(whole["changes"], "changes", _change),
        metrics=_metrics(whole["metrics"], "metrics"),
        objective=objective,
        bounds=bounds,
        gap=_gap(whole["gap"]),
    )


def _mapping(value: f.Json, at: str, read: Callable[[f.Json, str], f.T]) -> dict[str, f.T]:
    if not isinstance(value, dict):
        f.bad(at, "must be an object")
    return {f.label(key, f"{at} key"): read(item, f"{at}.{key}") for key, item in value.items()}


def _number(value: f.Json, at: str) -> int:
    return f.integer(value, at, None)


def _gap(value: f.Json) -> float | None:
    if value is None:
        return None
    if type(value) not in (int, float) or not math.isfinite(value):
        f.bad("gap", "must be a number or null")
    return float(value)


def _codes(value: f.Json, at: str, allowed: frozenset[str]) -> tuple[str, ...]:
    found = f.labels(value, at, 1)
    for number, code in enumerate(found):
        if code not in allowed:
            f.bad(f"{at}[{number}]", "is not a code of this format")
    return found


def _reason(value: f.Json, at: str) -> Reason:
    raw = f.fields(value, at, ("code", "options", "behind", "words"))
    code = f.choice(raw["code"], f"{at}.code", ("WAITLISTED", "NOT_ELIGIBLE", "NO_OPTION"))
    return Reason(
        code=code,  # type: ignore[arg-type]
        options=_mapping(raw["options"], f"{at}.options", lambda v, a: _codes(v, a, _OPTION_CODES)),
        behind=f.optional(raw["behind"], f"{at}.behind", _behind),
        words=f.text(raw["words"], f"{at}.words"),
    )


def _behind(value: f.Json, at: str) -> Behind:
    raw = f.fields(value, at, ("option", "party"))
    return Behind(f.label(raw["option"], f"{at}.option"), f.label(raw["party"], f"{at}.party"))


def _change(value: f.Json, at: str) -> Change:
    raw = f.fields(value, at, ("party", "from", "to", "reasons"))
    return Change(
        f.label(raw["party"], f"{at}.party"),
        f.label(raw["from"], f"{at}.from"),
        f.optional(raw["to"], f"{at}.to", f.label),
        _codes(raw["reasons"], f"{at}.reasons", _CHANGE_CODES),
    )


def _metrics(value: f.Json, at: str) -> Metrics:
    raw = f.fields(value, at, _METRICS)
    least = {name: None if name == "value" else 0 for name in _METRICS}
    return Metrics(**{name: f.integer(raw[name], f"{at}.{name}", least[name]) for name in _METRICS})


def _bound(value: f.Json, at: str) -> Bound:
    raw = f.fields(value, at, ("level", "bound"))
    level = f.choice(raw["level"], f"{at}.level", LEVELS)
    return Bound(level, f.integer(raw["bound"], f"{at}.bound", None))
