"""What is kept beside a plan: why each party has its place or none, in three languages, and what a little more would be worth.

The sentences are the reason of record: written once from the plan's codes, never worked out again. Prices are for officers.
"""

from dataclasses import asdict
from typing import Any

from corridor.engines.planner import Events, Plan, Prices, Problem, input_hash, model, replan, words

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


NOTHING = model.Metrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def carried_on(problem: Problem) -> Plan:
    """Everybody stays where they have a place, as far as that still holds; free places are filled by priority."""
    held = {
        party.id: party.prior.option for party in problem.parties if party.prior and party.prior.status in ("planned", "told")
    }
    used = sorted({option.id for option in problem.options if option.status == "optional"} & set(held.values()))
    now = Plan(
        version=problem.plan_version,
        input_hash=input_hash(problem),
        engine="what is held",
        method="greedy",
        seed=0,
        assigned=held,
        commissioned=tuple(used),
        standby={},
        reasons={},
        changes=(),
        metrics=NOTHING,
        objective=NOTHING.objective,
    )
    return replan(problem, now, Events(problem.as_of)).plan
