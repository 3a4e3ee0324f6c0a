"""From decided pairs to a proposed model of the linkage engine: levels of agreement in, calibrated weights out, nothing swapped.

Names never pass through here: the match store's hashed features are compared again, as they are now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import connection

from corridor.engines.linkage import scoring, training
from corridor.engines.linkage.comparisons import COMPARISONS
from corridor.engines.linkage.model import Model, in_use
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.people.queries import projection, sealing

from .rules.calibrating import brier

FEWEST = 50  # decided pairs below which nothing is learnt
HOLD, HOLD_PRIOR = 6.0, 20.0  # pairs' worth of belief in the weights there are: what a run with labels uses too
FOLDS = 5
Pattern = tuple[int, ...]


class Labelled(Protocol):
    """A settled pair: two ids and the answer."""

    @property
    def first_id(self) -> UUID: ...
    @property
    def second_id(self) -> UUID: ...
    @property
    def same(self) -> bool: ...


@dataclass(frozen=True)
class Learnt:
    """A proposed model, from how many pairs, how far off before and after, and the weights that moved most."""

    model: Model
    used: int
    before: float
    after: float
    moved: list[tuple[str, str, float, float]]


def learn(actor: Actor, labels: Sequence[Labelled]) -> Learnt | None:
    """A new version fitted to the decisions, held to the present one; None when they are too few or all of one answer."""
    known = [(found, label.same) for label in labels if (found := _pattern(label)) is not None]
    if len(known) < FEWEST or len({same for _, same in known}) < 2:
        return None
    start = in_use()
    model = _fit(known, start)
    kept_out = [
        (_weight(pattern, _fit([one for at, one in enumerate(known) if at % FOLDS != fold], start)), same)
        for fold in range(FOLDS)
        for at, (pattern, same) in enumerate(known)
        if at % FOLDS == fold
    ]
    today = clock.today()
    told = {**start.provenance, "decisions": len(known), "calibrated_on": today.isoformat(), "calibrated_from": start.version}
    model = model.changed(version=f"{start.version}+{today:%y%m%d}.{len(known)}", provenance=told)
    before = brier((_weight(pattern, start), same) for pattern, same in known)
    return Learnt(model, len(known), before or 0.0, brier(kept_out) or 0.0, _moved(start, model))


def _fit(known: Sequence[tuple[Pattern, bool]], start: Model) -> Model:
    patterns = sorted({pattern for pattern, _ in known})
    same = [float(sum(answer for found, answer in known if found == pattern)) for pattern in patterns]
    other = [float(sum(not answer for found, answer in known if found == pattern)) for pattern in patterns]
    fitted = training.calibrate(patterns, same, other, start, hold=HOLD, hold_prior=HOLD_PRIOR)
    return training.orderly(fitted, patterns)


def _pattern(label: Labelled) -> Pattern | None:
    """The level of each comparison as a number, -1 where a side is unknown; None when a record is no longer in the store."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, features, phones, documents FROM authz.match_of(%s::uuid[])", [[label.first_id, label.second_id]]
        )
        known = [(row, sealing.opened(row[1])) for row in cursor.fetchall()]
        rows = {row[0]: projection.ready(plain, *row[2:4]) for row, plain in known if plain is not None}
    if len(rows) < 2:
        return None
    one, other = rows[label.first_id], rows[label.second_id]
    projection.side_by_side(one, other)
    found = scoring.levels(one, other)
    return tuple(each.labels().index(found[each.name]) if found[each.name] else -1 for each in COMPARISONS)


def _weight(pattern: Pattern, model: Model) -> float:
    named = {each.name: each.labels()[level] if level >= 0 else "" for each, level in zip(COMPARISONS, pattern, strict=True)}
    return scoring.weigh(named, model)


def _moved(start: Model, model: Model) -> list[tuple[str, str, float, float]]:
    both = [
        (each.name, label, start.weights[each.name][label], model.weights[each.name][label])
        for each in COMPARISONS
        for label in each.labels()
    ]
    return sorted((row for row in both if abs(row[3] - row[2]) >= 0.01), key=lambda row: -abs(row[3] - row[2]))
