"""Flights and seats, and the plans that fill them."""

from .flights import (
    Assistance,
    Clearance,
    Escort,
    ExitClearance,
    FitToTravel,
    Flight,
    HealthNote,
    Manifest,
    ManifestLine,
    PartyMember,
    Reception,
    Seat,
    Stop,
    TravelParty,
)
from .planning import Closure, Fund, Limit, Plan, Policy

__all__ = [
    "Assistance",
    "Clearance",
    "Closure",
    "Escort",
    "ExitClearance",
    "FitToTravel",
    "Flight",
    "Fund",
    "HealthNote",
    "Limit",
    "Manifest",
    "ManifestLine",
    "PartyMember",
    "Plan",
    "Policy",
    "Reception",
    "Seat",
    "Stop",
    "TravelParty",
]
