"""What totals have meant so far: decided pairs counted in bands of weight, with honest limits where there are few of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BAND = 2.0  # width of a band of weights, in log2 of the odds
FEWEST = 10  # decided pairs below which no share is said
LEAST, MOST = -8.0, 12.0  # beyond these totals are alike: one in 4,000 here or there is beyond what decisions can tell
REACHES = (1.0, 2.0, 3.0)  # how far a total may lie from another and still be like it; the nearest with enough pairs counts


@dataclass(frozen=True)
class Band:
    """Decided pairs whose total lay in [since, until): how many there were, and how many were one person."""

    since: float
    until: float
    n: int
    same: int
    said: float  # what the model said on average: the mean of its probabilities

    @property
    def share(self) -> float | None:
        return self.same / self.n if self.n else None

    @property
    def limits(self) -> tuple[float, float]:
        """Between these shares the truth lies with 95 % confidence (Wilson's interval)."""
        return wilson(self.same, self.n)

    @property
    def is_said(self) -> bool:
        """Enough pairs to speak of."""
        return self.n >= FEWEST


def bands(decided: Iterable[tuple[float, bool]], width: float = BAND) -> list[Band]:
    """The reliability table: (weight seen, one person?) of each settled pair, in bands from the highest down."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for weight, same in decided:
        found.setdefault(math.floor(_clamped(weight) / width), []).append((weight, same))
    return [_band(number, rows, width) for number, rows in sorted(found.items(), reverse=True)]


def _band(number: int, rows: Sequence[tuple[float, bool]], width: float) -> Band:
    said = sum(probability(weight) for weight, _ in rows) / len(rows)
    return Band(number * width, (number + 1) * width, len(rows), sum(same for _, same in rows), round(said, 4))


def like(weight: float, decided: Iterable[tuple[float, bool]]) -> Band | None:
    """Decided pairs with a total like this one: as near as there are enough of them; None when there are too few."""
    rows, here = list(decided), _clamped(weight)
    for reach in REACHES:
        near = [row for row in rows if abs(_clamped(row[0]) - here) <= reach]
        if len(near) >= FEWEST:
            said = sum(probability(one) for one, _ in near) / len(near)
            return Band(here - reach, here + reach, len(near), sum(same for _, same in near), round(said, 4))
    return None


def _clamped(weight: float) -> float:
    return max(LEAST, min(MOST, weight))


def probability(weight: float) -> float:
    """The odds of a weight as a probability."""
    return 1.0 / (1.0 + math.exp2(-max(min(weight, 60.0), -60.0)))


def wilson(same: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share: stays inside 0 to 1 and does not pretend that 3 of 3 is certainty."""
    if n == 0:
        return 0.0, 1.0
    share, square = same / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    spread = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, round(middle - spread, 4)), min(1.0, round(middle + spread, 4))


def per_hundred(band: Band) -> int:
    """'94 of 100': all or none of a hundred only when it was all or none of them."""
    if band.same in (0, band.n):
        return 100 if band.same else 0
    return min(99, max(1, round(100 * band.same / band.n)))


def brier(decided: Iterable[tuple[float, bool]]) -> float | None:
    """Mean squared distance between what the model said and what was decided: 0 is perfect, 0.25 is a coin."""
    rows = [(probability(weight) - same) ** 2 for weight, same in decided]
    return round(sum(rows) / len(rows), 4) if rows else None
