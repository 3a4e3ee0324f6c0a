"""The keep set: departed parties and every held promise that still holds together."""

from __future__ import annotations

from corridor.engines.planner.index import Index
from corridor.engines.planner.ledger import Ledger


def keep(index: Index) -> tuple[Ledger, frozenset[int]]:
    """A ledger with exactly the keep set aboard, and the set."""
    ledger = Ledger(index)
    kept = set(index.departed)
    for party, option in index.held:
        if option in index.eligible[party] and ledger.fits(party, option):
            ledger.add(party, option)
            kept.add(party)
    return ledger, frozenset(kept)
