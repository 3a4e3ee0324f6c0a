"""Who goes first: tier, then weight per person, then documents ready, then id. Nothing else.

No nationality, religion, ethnicity, group, destination or means ever orders people (INV-18).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from corridor.engines.planner.model import Party

Standing = tuple[int, int]


def standings(parties: Sequence[Party]) -> list[Standing]:
    """Tier and weight per person of each, on one common denominator: exact, larger first."""
    common = math.lcm(*{party.persons for party in parties}) if parties else 1
    return [(party.tier, party.weight * (common // party.persons)) for party in parties]


def priority(parties: Sequence[Party], standing: Sequence[Standing]) -> list[int]:
    """Numbers of the parties, first to go first."""

    def key(number: int) -> tuple[int, int, date, str]:
        party, (tier, weight) = parties[number], standing[number]
        return (-tier, -weight, party.ready or date.max, party.id)

    return sorted(range(len(parties)), key=key)
