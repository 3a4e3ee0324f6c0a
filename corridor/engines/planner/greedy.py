"""The plan by hand, done carefully: priority order, earliest option that fits, then charters.

Deterministic, always feasible, and the plan every other method must beat.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from corridor.engines.planner.ledger import Ledger

Gain = tuple[int, int, int]


def fill(ledger: Ledger, parties: Iterable[int] | None = None) -> list[int]:
    """Place everybody who still fits, in priority order. Afterwards nobody fits any open option.

    One pass is enough: placing somebody never makes room.
    """
    placed = []
    index = ledger.index
    for party in index.order if parties is None else parties:
        if ledger.at[party] >= 0:
            continue
        for option in index.eligible[party]:
            if ledger.open[option] and ledger.fits(party, option):
                ledger.add(party, option)
                placed.append(party)
                break
    return placed


def greedy(start: Ledger) -> Ledger:
    """From a keep set to a maximal plan."""
    ledger = start.copy()
    fill(ledger)
    commission(ledger, ledger.index.optional)
    fill(ledger)
    return ledger


def commission(ledger: Ledger, candidates: Iterable[int]) -> None:
    """Open charters by what they would carry of those still waiting, best first.

    What a charter can carry only falls as others are opened, so an old number that still leads
    after it is computed afresh is the best one.
    """
    heap: list[tuple[int, int, int, int]] = []
    for option in candidates:
        if not ledger.open[option]:
            gain = load(ledger, option)
            if gain is not None:
                unload(ledger, option)
                heapq.heappush(heap, (*_minus(gain), option))
    while heap:
        option = heapq.heappop(heap)[3]
        gain = load(ledger, option)
        if gain is None:
            continue
        if heap and (*_minus(gain), option) > heap[0]:
            unload(ledger, option)
            heapq.heappush(heap, (*_minus(gain), option))


def load(ledger: Ledger, option: int) -> Gain | None:
    """Commission an option and fill it; None, with nothing done, when it is not worth it."""
    if not ledger.affordable(option):
        return None
    index = ledger.index
    ledger.commission(option)
    people = urgent = value = 0
    for party in index.takers[option]:
        if ledger.at[party] < 0 and ledger.fits(party, option):
            ledger.add(party, option)
            one = index.parties[party]
            urgent += one.persons * (one.tier == 2)
            people += one.persons * index.expiring[party]
            value += one.weight * index.gamma[option]
    if not ledger.aboard[option] or ledger.seats_used(option) < index.options[option].min_load:
        unload(ledger, option)
        return None
    return urgent, people, value


def unload(ledger: Ledger, option: int) -> None:
    """Take everybody off an option and close it."""
    for party in list(ledger.aboard[option]):
        ledger.remove(party)
    ledger.decommission(option)


def _minus(gain: Gain) -> tuple[int, int, int]:
    return (-gain[0], -gain[1], -gain[2])
