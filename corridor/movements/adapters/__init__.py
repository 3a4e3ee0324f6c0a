"""From rows to the planner's problem and back."""

from .parties import Waiting, claims_of, label, waiting
from .problem import problem

__all__ = ["Waiting", "claims_of", "label", "problem", "waiting"]
