"""From rows to the planner's problem and back."""

from .parties import Waiting, claims_of, label, waiting
from .policy import fund_labels, funds_of, policy_of, resources_of, towns_of, weights_of
from .problem import problem

__all__ = [
    "Waiting",
    "claims_of",
    "fund_labels",
    "funds_of",
    "label",
    "policy_of",
    "problem",
    "resources_of",
    "towns_of",
    "waiting",
    "weights_of",
]
