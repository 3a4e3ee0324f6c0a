"""Pure rules of movement: the desks and their refusals, who goes first, what a policy may say."""

from .desk import (
    CAPACITY,
    FAULTS,
    FITNESS_HOURS,
    LAST_DAYS,
    READY,
    READY_LABEL,
    SLOWEST_FIRST,
    WALLS,
    Stage,
    faults,
    in_the_way,
    reasons,
    slowness,
    splits_family,
)
from .policy import label, policy_faults, town
from .priority import BANDS, CASES_PER_ESCORT, LIFE_PRESSES, SERVICES, Claim, Weights, tier, weight

__all__ = [
    "BANDS",
    "CAPACITY",
    "CASES_PER_ESCORT",
    "FAULTS",
    "FITNESS_HOURS",
    "LAST_DAYS",
    "LIFE_PRESSES",
    "READY",
    "READY_LABEL",
    "SERVICES",
    "SLOWEST_FIRST",
    "WALLS",
    "Claim",
    "Stage",
    "Weights",
    "faults",
    "in_the_way",
    "label",
    "policy_faults",
    "reasons",
    "slowness",
    "splits_family",
    "tier",
    "town",
    "weight",
]
