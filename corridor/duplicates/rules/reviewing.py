"""What goes first in the queue, which decided pairs a second reviewer looks at blindly, when evidence counts as new.

No database, no clock: facts in, answers out, so that the same pair gets the same answer on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

# What makes a wrong or late answer harmful, worst first. Each outweighs all below it together; the sum orders the queue.
RISKS: dict[str, int] = {
    "child_alone": 32,
    "detention": 16,
    "child": 8,
    "shield": 4,
    "need": 2,
    "two_owners": 1,
}
CRITICAL_NEEDS = frozenset({"CR", "SC", "WR", "SM", "LP", "TR", "SV"})  # as in migration 0011
BLIND_PERCENT = 5
NEWS = 2.0  # log2: the odds must have grown fourfold before a pair that was told apart is shown again


def risk(found: Iterable[str]) -> int:
    """The pair's place in the queue from the risks that hold for either record."""
    return sum(RISKS[name] for name in set(found))


def risks_in(number: int) -> list[str]:
    """The risks that make up this number, worst first."""
    return [name for name, part in RISKS.items() if number & part]


def looked_at_twice(pair_id: UUID, round_: int, percent: int = BLIND_PERCENT) -> bool:
    """Whether this pair is in the blind sample: the same answer whoever asks, and nobody can foresee it from the pair's facts."""
    drawn = sha256(f"second look {pair_id} {round_}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") % 100 < percent


def is_news(weight: float, weight_seen: float) -> bool:
    """Whether a pair that was told apart may be shown again: its evidence must have grown by a stated amount."""
    return weight >= weight_seen + NEWS


@dataclass(frozen=True)
class Agreement:
    """How far two reviewers who did not see each other's answer agreed. `kappa` is what they agreed beyond chance."""

    n: int
    agreed: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        return self.agreed / self.n if self.n else None


def agreement(answers: Iterable[tuple[str, str]]) -> Agreement:
    """Cohen's kappa over (first answer, second answer); None while nothing but one answer was ever given."""
    pairs = list(answers)
    n = len(pairs)
    agreed = sum(one == two for one, two in pairs)
    words = sorted({word for pair in pairs for word in pair})
    if n == 0:
        return Agreement(0, 0, None)
    chance = sum(sum(one == word for one, _ in pairs) * sum(two == word for _, two in pairs) for word in words) / (n * n)
    return Agreement(n, agreed, None if chance >= 1 else round((agreed / n - chance) / (1 - chance), 3))
