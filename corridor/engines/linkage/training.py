"""Learning: rarity of names, weights from decisions, and what a list without any decision can still tell.

`rarity_bands` counts names. `calibrate` fits weights to decided pairs, held to the weights it starts from. `adapt` is expectation
maximisation without labels: the prior and, cautiously, the weights move to the list at hand, starting from the given model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .comparisons import COMPARISONS, NO_EVIDENCE
from .model import RAREST, Model

if TYPE_CHECKING:
    import numpy as np

Pattern = tuple[int, ...]
_OFFSETS = [0]
for _comparison in COMPARISONS:
    _OFFSETS.append(_OFFSETS[-1] + len(_comparison.levels))
SIZE = _OFFSETS[-1]
LOG2E = 1 / math.log(2)


def rarity_bands(counts: dict[str, int]) -> dict[str, int]:
    """floor(log2(1 / share)) per name key, common keys only: what is not in the table is as rare as RAREST."""
    total = sum(counts.values())
    bands = {}
    for term, count in counts.items():
        if count < 2:
            continue
        band, times = 0, count * 2
        while times <= total and band < RAREST:
            band, times = band + 1, times * 2
        if band < RAREST:
            bands[term] = band
    return dict(sorted(bands.items()))


def heaped_days(counts: dict[tuple[int, int], int]) -> dict[str, int]:
    """Days of the year on which so many are said to be born that the day was mostly made up, as 1 January is everywhere."""
    many = sum(counts.values())
    return {f"#{month}-{day}": 0 for (month, day), count in sorted(counts.items()) if count >= 20 and count * 40 > many}


def design(patterns: Sequence[Pattern]) -> np.ndarray[Any, Any]:
    """One row per pattern: 1 where a level holds, nothing where it is unknown; the last column is the constant."""
    import numpy as np

    rows = np.zeros((len(patterns), SIZE + 1))
    rows[:, SIZE] = 1.0
    for at, offset in enumerate(_OFFSETS[:-1]):
        level = np.array([pattern[at] for pattern in patterns])
        known = level >= 0
        rows[np.nonzero(known)[0], offset + level[known]] = 1.0
    return rows


def as_vector(model: Model) -> np.ndarray[Any, Any]:
    import numpy as np

    flat = [model.weights[c.name][label] for c in COMPARISONS for label in c.labels()]
    return np.array([*flat, model.prior]) / LOG2E


def with_vector(model: Model, vector: np.ndarray[Any, Any], **changes: Any) -> Model:
    """The model with these natural-log weights, rounded as model files are."""
    values = iter(vector * LOG2E)
    weights = {c.name: {label: round(float(next(values)), 6) for label in c.labels()} for c in COMPARISONS}
    for name, label in NO_EVIDENCE:
        weights[name][label] = 0.0
    return model.changed(weights=weights, prior=round(float(next(values)), 6), **changes)


def calibrate(
    patterns: Sequence[Pattern],
    same: Sequence[float],
    different: Sequence[float],
    start: Model,
    hold: float,
    hold_prior: float = 0.05,
    fixed: frozenset[tuple[str, str]] = NO_EVIDENCE,
) -> Model:
    """Logistic regression on the levels; `hold` pairs' worth of belief in every starting weight, `fixed` ones do not move."""
    import numpy as np

    rows = design(patterns)
    yes, all_ = np.array(same, dtype=float), np.array(same, dtype=float) + np.array(different, dtype=float)
    origin = as_vector(start)
    vector = origin.copy()
    pull = np.full(SIZE + 1, hold)
    pull[SIZE] = hold_prior
    pull[np.array([(c.name, label) in fixed for c in COMPARISONS for label in c.labels()] + [False])] = 1e9
    for _ in range(60):
        expected = 1.0 / (1.0 + np.exp(-np.clip(rows @ vector, -40, 40)))
        slope = rows.T @ (yes - all_ * expected) - pull * (vector - origin)
        bend = (rows * (all_ * expected * (1 - expected))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        vector = vector + step * min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-8:
            break
    return with_vector(start, vector)


def class_shares(same: Mapping[Pattern, float], strangers: Mapping[Pattern, float]) -> dict[str, dict[str, tuple[float, float]]]:
    """(m, u) per level: its share among pairs of one person and among strangers drawn by chance, where known."""
    shares: dict[str, dict[str, tuple[float, float]]] = {}
    for at, comparison in enumerate(COMPARISONS):
        sides = []
        for counts in (same, strangers):
            found = [0.5] * len(comparison.levels)
            for pattern, many in counts.items():
                if pattern[at] >= 0:
                    found[pattern[at]] += many
            sides.append([one / sum(found) for one in found])
        shares[comparison.name] = {
            label: (round(sides[0][i], 9), round(sides[1][i], 9)) for i, label in enumerate(comparison.labels())
        }
    return shares


def size_aware(model: Model, records: int, pairs: int) -> tuple[float, float]:
    """(prior, pairs of one person among them) the model expects in a list of this size: namesakes grow faster than duplicates."""
    size = model.provenance["size"]
    doublings = math.log2(max(records, 100) / size["records"])
    return model.prior + size["prior_per_doubling"] * doublings, size["same_per_record"] * 2 * pairs / max(records, 1)


def adapt(
    met: tuple[Sequence[Pattern], Sequence[float]],
    by_chance: tuple[Sequence[Pattern], Sequence[float]],
    start: Model,
    *,
    records: int,
    pairs: int,
    hold: float = 2000.0,
    steps: int = 60,
) -> Model:
    """Expectation maximisation on a list without decisions, started from the given model at this list's size.

    `met` are the patterns of the pairs that share a key, `by_chance` those of pairs drawn evenly; `pairs` is how many there could be.
    E: how likely each pattern is one person. M: the prior moves half of the way to how many matches there are beside what such a list
    usually has (at most three bits down and one and a half up), because what is counted leans on the prior it began with; a level's
    weight moves by how far its share among matches, and its share among strangers, are from those the model was made with. `hold`
    pairs' worth of the model's own shares keep the first from drifting.
    """
    import numpy as np

    rows, chance_rows = design(met[0])[:, :SIZE], design(by_chance[0])[:, :SIZE]
    many, chance_many = np.array(met[1], dtype=float), np.array(by_chance[1], dtype=float)
    origin = as_vector(start)[:SIZE]
    prior, expected = size_aware(start, records, pairs)
    base_m, base_u = (
        np.array([start.shares[c.name][label][side] for c in COMPARISONS for label in c.labels()]) for side in (0, 1)
    )
    weights, constant = origin.copy(), prior / LOG2E
    for _ in range(steps):
        likely = _likely(rows, weights, constant)
        seen = math.log(max(float(many @ likely), 1.0) / max(expected, 1.0))
        moved = min(max(seen / 2, -FEWER), MORE)
        m = _shares(rows, many * likely, base_m, hold)
        u = _shares(chance_rows, chance_many * (1 - _likely(chance_rows, weights, constant)), base_u, hold * 5)
        matches = np.where(_mask(_FIXED), 0.0, np.clip(np.log(m / base_m), -1.5, 1.5))
        # Strangers who agree take from the weight of agreeing until nothing is left of it; strangers who never do add little.
        strangers = np.where(_mask(_COUNTED), 0.0, np.clip(np.log(base_u / u), -np.maximum(origin, 0.5), _mask(_FREE) * 1.5))
        before = constant
        weights = origin + matches + strangers
        constant = prior / LOG2E + moved
        if abs(constant - before) < 1e-9:
            break
    return orderly(with_vector(start, np.append(weights, constant)), met[0])


FEWER, MORE = 3 / LOG2E, 1.5 / LOG2E  # a list with more matches than usual is believed less: it may be one of look-alikes
# Not learnt from matches without decisions: what relatives and borrowed papers would teach wrongly.
_FIXED = frozenset({"relatives", "household", "rarity", "document", "external"})
_FREE = frozenset(c.name for c in COMPARISONS) - _FIXED
# How often strangers agree on these is counted name by name (rarity), or means nothing.
_COUNTED = frozenset({"given", "others", "rarity", "relatives", "household", "external"})


def _mask(names: frozenset[str]) -> np.ndarray[Any, Any]:
    import numpy as np

    return np.array([c.name in names for c in COMPARISONS for _ in c.labels()])


def _likely(rows: np.ndarray[Any, Any], weights: np.ndarray[Any, Any], constant: float) -> np.ndarray[Any, Any]:
    import numpy as np

    found: np.ndarray[Any, Any] = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights + constant, -40, 40)))
    return found


def _shares(
    rows: np.ndarray[Any, Any], weights: np.ndarray[Any, Any], base: np.ndarray[Any, Any], hold: float
) -> np.ndarray[Any, Any]:
    import numpy as np

    found = weights @ rows
    shares = np.empty_like(base)
    for at in range(len(_OFFSETS) - 1):
        part = slice(_OFFSETS[at], _OFFSETS[at + 1])
        shares[part] = (found[part] + hold * base[part]) / (found[part].sum() + hold * base[part].sum())
    return shares


# What people set, not data: a level may not weigh more than this. Data from blocked pairs alone would make these too mild.
CEILINGS = {
    ("given", "unclear"): -2.5,
    ("given", "differs"): -4.0,
    ("sex", "differs"): -2.5,
    ("nation", "differs"): -1.5,
    ("mother", "differs"): -2.0,
    ("household", "same"): 2.5,
    ("relatives", "three"): -12.0,
    ("relatives", "two"): -5.0,
    ("relatives", "sound_three"): -1.5,
}
# … and what agreement may not weigh less than: registrars would not believe "same sex" to speak against.
FLOORS = {("external", "same"): 8.0, ("nation", "same"): 0.3, ("sex", "same"): 0.3, ("given", "moved"): 0.0}
_UNORDERED = frozenset({"relatives", "document", "household", "external"})


def orderly(model: Model, patterns: Sequence[Pattern]) -> Model:
    """Within a comparison better agreement never weighs less, and no level more than its ceiling: violators share their mean."""
    import numpy as np

    weights = {}
    for at, comparison in enumerate(COMPARISONS):
        labels = comparison.labels()
        counts = np.bincount([pattern[at] for pattern in patterns if pattern[at] >= 0], minlength=len(labels)) + 1.0
        values = [_bounded((comparison.name, label), model.weights[comparison.name][label]) for label in labels]
        if comparison.name not in _UNORDERED:
            values = _falling(values, list(counts))
        weights[comparison.name] = {label: round(value, 6) for label, value in zip(labels, values, strict=True)}
    return model.changed(weights=weights)


def _bounded(key: tuple[str, str], weight: float) -> float:
    return max(min(weight, CEILINGS.get(key, math.inf)), FLOORS.get(key, -math.inf))


def _falling(values: list[float], counts: list[float]) -> list[float]:
    """The nearest sequence that never rises (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, count in zip(values, counts, strict=True):
        pools.append((value, count, 1))
        while len(pools) > 1 and pools[-1][0] > pools[-2][0]:
            second, first = pools.pop(), pools.pop()
            total = first[1] + second[1]
            pools.append(((first[0] * first[1] + second[0] * second[1]) / total, total, first[2] + second[2]))
    return [value for value, _, many in pools for _ in range(many)]
