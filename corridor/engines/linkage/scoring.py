"""The Python scorer: one pair, or one record against many, with the evidence in words. Same weights as the batch engines.

record = score_ready(features(person), model); score(record, other, model)
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from . import comparisons as c
from .comparisons import COMPARISONS, NO_EVIDENCE, Comparison, as_python, meetings
from .features import NUMBERS, SETS, SLOTS, Features
from .model import Model
from .person import YEAR


class Ready(SimpleNamespace):
    """A record's columns as attributes, rarity of its names included: what conditions speak of."""


def score_ready(record: Features, model: Model) -> Ready:
    bands = {f"b{slot}": model.rarity_of(record.terms[slot]) if slot < len(record.terms) else 0 for slot in range(SLOTS)}
    return Ready(record_id=record.record_id, **born_as(record.numbers, model), **record.sets, **bands)


def born_as(numbers: dict[str, int], model: Model) -> dict[str, int]:
    """The numbers with a birth on a day that stands for a year read as that year."""
    if model.rounded(numbers["mo"], numbers["dy"]):
        return {**numbers, "prec": YEAR, "mo": 0, "dy": 0}
    return numbers


def _compile(comparison: Comparison) -> Any:
    unknown = as_python(comparison.unknown)
    levels = [(level.label, as_python(level.condition) if level.condition else None) for level in comparison.levels]

    def grade(left: Any, right: Any, meet: int) -> str:
        if unknown(left, right, meet):
            return ""
        return next(label for label, holds in levels if holds is None or holds(left, right, meet))

    return grade


@cache
def _graders() -> tuple[tuple[str, Any], ...]:
    return tuple((comparison.name, _compile(comparison)) for comparison in COMPARISONS)


def levels(left: Any, right: Any) -> dict[str, str]:
    """The level of every comparison; "" where a side is unknown."""
    meet = meetings(left, right)
    return {name: grade(left, right, meet) for name, grade in _graders()}


def weigh(found: dict[str, str], model: Model) -> float:
    """Prior plus the weights of these levels: log2 of the odds that both records are one person."""
    return round(float(model.prior + sum(model.weights[name][label] for name, label in found.items() if label)), 9)


def score(left: Any, right: Any, model: Model) -> float:
    return weigh(levels(left, right), model)


def score_many(one: Any, others: Iterable[Any], model: Model) -> list[tuple[str, float]]:
    """(record_id, weight) of each other record, best first, ties by id: the interactive check."""
    found = [(other.record_id, score(one, other, model)) for other in others]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def probability(weight: float) -> float:
    return 1.0 / (1.0 + math.exp2(-max(min(weight, 1000.0), -1000.0)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of evidence: what was compared, how well it agreed, what it weighs and, of that, what policy added."""

    field: str
    level: str
    weight: float
    policy: float
    words: str


def evidence(left: Any, right: Any, model: Model) -> list[Evidence]:
    """The lines behind a weight, known comparisons only; prior + their weights = the weight."""
    found = levels(left, right)
    lines = []
    for comparison in COMPARISONS:
        label = found[comparison.name]
        if not label or (comparison.name, label) in NO_EVIDENCE:
            continue
        words = next(level.words for level in comparison.levels if level.label == label)
        policy = model.policy.get(comparison.name, {}).get(label, 0.0)
        lines.append(
            Evidence(comparison.field, f"{comparison.name}.{label}", model.weights[comparison.name][label], policy, words)
        )
    return lines


def another_given_name(left: Any, right: Any) -> bool:
    """Contract §3.4: a brother or sister rather than a duplicate; never proposed, unless a document says otherwise."""
    meet = meetings(left, right)
    return as_python(c.ANOTHER_GIVEN_NAME)(left, right, meet) and not as_python(c.SAME_DOCUMENT)(left, right, meet)


def names_alone(left: Any, right: Any) -> bool:
    """Nothing but two names and a rounded year agree: reviewed, never proposed."""
    return as_python(c.NAMES_ALONE)(left, right, meetings(left, right))


def one_roster(left: Any, right: Any) -> bool:
    """Contract §3.7: two records of one household seen on one day are two people."""
    return as_python(c.ONE_ROSTER)(left, right, meetings(left, right))


def columns() -> tuple[str, ...]:
    """Every column a condition may speak of."""
    return (*NUMBERS, *SETS, *(f"b{slot}" for slot in range(SLOTS)))
