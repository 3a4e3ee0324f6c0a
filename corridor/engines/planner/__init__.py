"""The movement planner: who travels on which flight, which charters to commission, and why.

A pure engine: a frozen problem in, a plan with bound, gap and reasons out. It proposes; people
approve. The file formats, rules and words are those of docs/algorithms/planner.md.
"""

from corridor.engines.planner.audit_case import Violation
from corridor.engines.planner.auditing import check
from corridor.engines.planner.events import apply_events
from corridor.engines.planner.explaining import explain
from corridor.engines.planner.model import BadInput, Events, Plan, Problem
from corridor.engines.planner.reading import read_problem
from corridor.engines.planner.reading_events import read_events
from corridor.engines.planner.reading_plan import read_plan
from corridor.engines.planner.search import Progress
from corridor.engines.planner.solving import replan, solve
from corridor.engines.planner.writing import input_hash, plan_to_json, problem_to_json, to_text

__all__ = [
    "BadInput",
    "Events",
    "Plan",
    "Problem",
    "Progress",
    "Violation",
    "apply_events",
    "check",
    "explain",
    "input_hash",
    "plan_to_json",
    "problem_to_json",
    "read_events",
    "read_plan",
    "read_problem",
    "replan",
    "solve",
    "to_text",
]
