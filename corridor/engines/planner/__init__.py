"""The movement planner: who travels on which flight, which charters to commission, and why.

A pure engine: a frozen problem in, a plan with bound, gap and reasons out. It proposes; people
approve. The file formats, rules and words are those of docs/algorithms/planner.md. Names below are
loaded when first used, so that a command that needs no solver starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.engines.planner.audit_case import Violation
    from corridor.engines.planner.auditing import check
    from corridor.engines.planner.events import apply_events
    from corridor.engines.planner.explaining import explain
    from corridor.engines.planner.model import BadInput, Behind, Events, Plan, Problem
    from corridor.engines.planner.pricing import Prices, prices
    from corridor.engines.planner.reading import read_problem
    from corridor.engines.planner.reading_events import read_events
    from corridor.engines.planner.reading_plan import read_plan
    from corridor.engines.planner.search import Progress
    from corridor.engines.planner.solving import Replanned, replan, solve
    from corridor.engines.planner.writing import input_hash, plan_to_json, problem_to_json, to_text

_HOME = {
    "Violation": "audit_case",
    "check": "auditing",
    "apply_events": "events",
    "explain": "explaining",
    "BadInput": "model",
    "Behind": "model",
    "Events": "model",
    "Plan": "model",
    "Problem": "model",
    "Prices": "pricing",
    "prices": "pricing",
    "read_problem": "reading",
    "read_events": "reading_events",
    "read_plan": "reading_plan",
    "Progress": "search",
    "Replanned": "solving",
    "replan": "solving",
    "solve": "solving",
    "input_hash": "writing",
    "plan_to_json": "writing",
    "problem_to_json": "writing",
    "to_text": "writing",
}
__all__ = [
    "BadInput",
    "Behind",
    "Events",
    "Plan",
    "Prices",
    "Problem",
    "Progress",
    "Replanned",
    "Violation",
    "apply_events",
    "check",
    "explain",
    "input_hash",
    "plan_to_json",
    "prices",
    "problem_to_json",
    "read_events",
    "read_plan",
    "read_problem",
    "replan",
    "solve",
    "to_text",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
