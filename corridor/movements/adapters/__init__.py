"""From rows to the planner's problem and back; scenarios as edits of a frozen problem; what is kept of a plan's reasons."""

from .edits import (
    EDITS,
    AddFlight,
    AddMoney,
    CancelOption,
    ChangeCapacity,
    Commit,
    Edit,
    MoveOption,
    edit_from_json,
    edit_to_json,
    edited,
)
from .parties import Waiting, airport, claims_of, label, waiting
from .policy import policy_of
from .problem import problem
from .record import explained, priced

__all__ = [
    "EDITS",
    "AddFlight",
    "AddMoney",
    "CancelOption",
    "ChangeCapacity",
    "Commit",
    "Edit",
    "MoveOption",
    "Waiting",
    "airport",
    "claims_of",
    "edit_from_json",
    "edit_to_json",
    "edited",
    "explained",
    "label",
    "policy_of",
    "priced",
    "problem",
    "waiting",
]
