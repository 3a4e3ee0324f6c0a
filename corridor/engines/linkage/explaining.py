"""One pair explained: the weight, the decision, and a sentence for every line of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .deciding import Rules, decide
from .features import features
from .model import Model
from .person import read_person
from .scoring import another_given_name, evidence, names_alone, one_roster, probability, score, score_ready

_SHOWN = {
    "given_name": ("given_name", "name", "name_native"),
    "family_name": ("family_name", "father_name", "name", "name_native"),
    "name": ("name", "given_name", "name_native"),
    "birth_date": ("birth_date", "age"),
}


def explain(left: Mapping[str, Any], right: Mapping[str, Any], model: Model, today: date) -> dict[str, Any]:
    """The object `link score` prints: prior + the weights of the evidence = the weight."""
    one, other = (score_ready(features(read_person(row, 1, today, [])), model) for row in (left, right))
    weight = score(one, other, model)
    rules = Rules(one_roster(one, other), another_given_name(one, other), names_alone=names_alone(one, other))
    lines = [
        {
            "field": line.field,
            "left": _shown(left, line.field),
            "right": _shown(right, line.field),
            "level": line.level,
            "weight": line.weight,
            "words": line.words + ".",
        }
        for line in evidence(one, other, model)
    ]
    return {
        "weight": weight,
        "probability": round(probability(weight), 9),
        "decision": decide(weight, model.link_at, model.review_at, rules),
        "prior": model.prior,
        "evidence": lines,
    }


def _shown(row: Mapping[str, Any], field: str) -> str | None:
    """The cell a line of evidence speaks of, as it was written."""
    return next((row[column] for column in _SHOWN.get(field, (field,)) if row.get(column)), None)
