"""Disclosure control: small cells are withheld, and others with them, so that nothing withheld can be computed.

Primary: cells from 1 to threshold − 1. Complementary: while the total is published, one withheld cell is never alone and
the withheld cells never add up to fewer people than the threshold: the smallest published cells join them. Zero and
unknown are published: they are classes, not people. Pure; example: {a: 3, b: 40, c: 7} → a and c withheld.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One class of a breakdown. `value` None: withheld to protect people in a small group."""

    key: str
    value: int | None

    @property
    def withheld(self) -> bool:
        return self.value is None


def protect(counts: Mapping[str, int], threshold: int) -> tuple[Cell, ...]:
    """Cells in the order given, small ones withheld. `counts` persons by class, ≥ 0; `threshold` smallest published count."""
    hidden = {key for key, count in counts.items() if 0 < count < threshold}
    open_cells = sorted((count, key) for key, count in counts.items() if key not in hidden and count > 0)
    while hidden and open_cells and (len(hidden) == 1 or sum(counts[key] for key in hidden) < threshold):
        hidden.add(open_cells.pop(0)[1])
    return tuple(Cell(key, None if key in hidden else count) for key, count in counts.items())


def publishable_total(total: int, threshold: int) -> int | None:
    """A total under the threshold is withheld like any cell."""
    return None if 0 < total < threshold else total
