"""Why this party has this place, or none: read from the plan, in the language asked for.

The codes are those stored with the plan; nothing is worked out afresh, so the answer is the
reason of record even if the data have changed since.
"""

from __future__ import annotations

from typing import Any

from corridor.engines.planner import words
from corridor.engines.planner.model import BadInput, Plan, Problem


def explain(problem: Problem, plan: Plan, party: str, language: str = "en") -> dict[str, Any]:
    """One object for the party: its option and words, or its reason."""
    one = next((each for each in problem.parties if each.id == party), None)
    if one is None:
        raise BadInput("PARTY_ID: is not a party of the problem")
    options = {option.id: option for option in problem.options}
    if party in plan.assigned:
        option = options[plan.assigned[party]]
        departed = option.day < problem.as_of
        text = words.placed(one, option, departed, language)
        return {"party": party, "option": option.id, "words": text}
    reason = plan.reasons.get(party)
    if reason is None:
        raise BadInput(f"reasons.{party}: is missing")
    text = reason.words
    if language != "en":
        text = words.unplaced(one, reason.code, reason.options, reason.behind, options, plan.standby, language)
    behind = reason.behind
    return {
        "party": party,
        "option": None,
        "code": reason.code,
        "options": {option: list(codes) for option, codes in reason.options.items()},
        "behind": None if behind is None else {"option": behind.option, "party": behind.party},
        "words": text,
    }
