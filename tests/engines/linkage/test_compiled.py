"""The scorer written out for one model gives the weights of the scorer that reads the conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bench.linkage.caseload import Caseload
from corridor.engines.linkage.compiled import scorer, source
from corridor.engines.linkage.features import features
from corridor.engines.linkage.model import shipped
from corridor.engines.linkage.person import read_person
from corridor.engines.linkage.scoring import score, score_ready


def test_both_scorers_agree_to_the_last_digit() -> None:
    model = shipped()
    ready = [score_ready(features(read_person(row, 2, date(2026, 1, 1), [])), model) for row in Caseload(600, 9).rows]
    pairs = [(one, other) for at, one in enumerate(ready) for other in ready[at : at + 25]]

    assert {scorer(model)(one, other) - score(one, other, model) for one, other in pairs} == {0.0}
    assert {scorer(model)(one, other) - scorer(model)(other, one) for one, other in pairs} == {0.0}


def test_another_model_is_another_scorer() -> None:
    model = shipped()
    other = replace(model, prior=model.prior - 1.0)
    record = score_ready(features(read_person({"record_id": "1", "name": "Amina Osman"}, 2, date(2026, 1, 1), [])), model)

    assert scorer(other)(record, record) == round(scorer(model)(record, record) - 1.0, 9)


def test_nothing_of_the_conditions_language_is_left_over() -> None:
    text = source(shipped())

    assert not any(sign in text for sign in ("any(", " if(", "(if(", "$", "<>", "least(", "greatest("))
