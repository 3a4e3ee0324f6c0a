"""What is kept beside a plan: why each party has its place or none, in three languages, and what a little more would be worth.

The sentences are the reason of record: written once from the plan's codes, never worked out again. Prices are for officers.
"""

from dataclasses import asdict
from typing import Any

from corridor.engines.planner import Plan, Prices, Problem, words

LANGUAGES = ("en", "fr", "ar")


def explained(problem: Problem, plan: Plan) -> dict[str, dict[str, str]]:
    """By language and party; the English of those who wait is the plan's own."""
    options = {option.id: option for option in problem.options}
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for party in problem.parties:
        placed, reason = plan.assigned.get(party.id), plan.reasons.get(party.id)
        for language in LANGUAGES:
            if placed:
                text = words.placed(party, options[placed], options[placed].day < problem.as_of, language)
            elif reason is None:
                continue
            elif language == "en":
                text = reason.words
            else:
                text = words.unplaced(party, reason.code, reason.options, reason.behind, options, plan.standby, language)
            found[language][party.id] = text
    return found


def priced(prices: Prices) -> dict[str, list[dict[str, Any]]]:
    return {
        "limits": [{**asdict(one), "day": str(one.day) if one.day else None} for one in prices.limits],
        "renewals": [asdict(one) for one in prices.renewals],
    }
