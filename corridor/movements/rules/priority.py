"""Who goes first: points for waiting, needs and age, as the policy in force weighs them.

Nobody's place in the order depends on nationality, faith, means, or on being in detention (INV-18): the function that orders
is not given them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

SERVICES: Mapping[str, int] = {"stretcher": 40, "medical_escort": 30, "oxygen": 30, "wheelchair": 20, "child_escort": 10}
BANDS: Mapping[str, int] = {"low": 0, "medium": 15, "high": 40, "critical": 80}
LIFE_PRESSES = frozenset({"stretcher", "medical_escort", "oxygen"})
CASES_PER_ESCORT = 1  # one slot of a medical escort serves one person, until a policy says otherwise


@dataclass(frozen=True)
class Claim:
    """All that may order people: how long they wait, what they need, and whether life or time presses."""

    waiting_days: int = 0
    child: bool = False
    infant: bool = False
    child_alone: bool = False
    service: str = ""  # what is needed on the way: never why
    band: str = "low"  # of the protection screening


@dataclass(frozen=True)
class Weights:
    """Points by claim, as the policy in force says; these are the numbers where no policy was ever approved."""

    base: int = 10
    waiting_day: int = 1
    waiting_most: int = 90
    child: int = 15
    infant: int = 10
    child_alone: int = 25
    bands: Mapping[str, int] = field(default_factory=lambda: dict(BANDS))
    services: Mapping[str, int] = field(default_factory=lambda: dict(SERVICES))
    pressing_bands: frozenset[str] = frozenset({"critical"})
    pressing_services: frozenset[str] = LIFE_PRESSES


DEFAULT = Weights()


def weight(claims: Collection[Claim], weights: Weights = DEFAULT) -> int:
    """The party's weight: the sum over its members, so that a large party does not count less for each."""
    return sum(_weight(claim, weights) for claim in claims)


def _weight(claim: Claim, by: Weights) -> int:
    points = by.base + min(max(claim.waiting_days, 0) * by.waiting_day, by.waiting_most)
    points += by.bands.get(claim.band, 0) + by.services.get(claim.service, 0)
    return points + by.child * claim.child + by.infant * claim.infant + by.child_alone * claim.child_alone


def tier(claims: Collection[Claim], weights: Weights = DEFAULT) -> int:
    """2 where life or time presses: a critical band, or care on the way."""
    return 2 if any(claim.band in weights.pressing_bands or claim.service in weights.pressing_services for claim in claims) else 1
