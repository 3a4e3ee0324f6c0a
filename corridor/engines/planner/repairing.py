"""Fewer people passed over, at a price: whoever outranks somebody aboard takes that place, one for one.

Not part of the strict objective: a swap can lower the value (never tier 2 or last chances). So it is
done only when the caller asks, as a variant to lay beside the best plan for people to choose from.
"""

from __future__ import annotations

from corridor.engines.planner.greedy import fill
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.waiting import Waiting

_ROUNDS = 12


def repaired(best: Ledger, kept: frozenset[int]) -> Ledger:
    """A copy in which far fewer are passed over; valid and maximal like the first."""
    ledger = best.copy()
    for _ in range(_ROUNDS):
        if not _round(ledger, kept):
            break
        fill(ledger)
    return ledger


def _round(ledger: Ledger, kept: frozenset[int]) -> int:
    """One pass over those waiting, first in priority first; how many swaps were made."""
    index, waiting, swaps = ledger.index, Waiting(ledger, kept), 0
    for party in index.order:
        if ledger.at[party] >= 0:
            continue
        for option in index.eligible[party]:
            if not ledger.open[option]:
                continue
            leaver = _leaver(ledger, waiting, party, option)
            if leaver >= 0:
                ledger.remove(leaver)
                ledger.add(party, option)
                swaps += 1
                break
    return swaps


def _leaver(ledger: Ledger, waiting: Waiting, party: int, option: int) -> int:
    """Who makes place: the least in priority whose leaving costs neither tier 2 nor last chances."""
    index = ledger.index
    for other in waiting.movable(option):
        if index.standing[other] >= index.standing[party]:
            break
        if ledger.at[other] == option and _harmless(ledger, party, other) and waiting.replaces(party, other, option):
            return other
    return -1


def _harmless(ledger: Ledger, party: int, other: int) -> bool:
    """Neither tier 2 nor last chances lose persons."""
    index = ledger.index
    one, two = index.parties[party], index.parties[other]
    urgent = one.persons * (one.tier == 2) - two.persons * (two.tier == 2)
    last = one.persons * index.expiring[party] - two.persons * index.expiring[other]
    return urgent >= 0 and last >= 0
