"""Groups of records that are one person: joined pair by pair from the surest down, never by mere chains.

Two groups join only when no pair between them is forbidden (a label or a roster says two people), none is scored far below review,
and the pairs between them speak for it on the whole; a pair without a key in common, so never compared, counts as one at the veto.
Otherwise groups of a long list grow by the few pairs that do look alike. Order of input changes nothing. What stands between two groups
is looked up when they meet: groups are small, while links chain half of a long list into one piece with tens of millions of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import fsum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
N = TypeVar("N", int, NDArray[np.int64])


class Scored:
    """The weight of each compared pair, found by its two members: two sorted columns, sixteen bytes a pair."""

    def __init__(self, left: Numbers, right: Numbers, weight: NDArray[np.float64]) -> None:
        pairs = _pair(np.minimum(left, right), np.maximum(left, right))
        order = np.argsort(pairs, kind="stable")
        self._pairs, self._weights = pairs[order], weight[order]

    @classmethod
    def of(cls, scored: Iterable[tuple[int, int, float]]) -> Scored:
        rows = list(scored)
        return cls(
            np.array([row[0] for row in rows], np.int64),
            np.array([row[1] for row in rows], np.int64),
            np.array([row[2] for row in rows], np.float64),
        )

    def among(self, pairs: Sequence[int]) -> list[float]:
        """Weights of those of the pairs that were compared."""
        if not len(self._pairs):
            return []
        wanted = np.array(pairs, np.int64)
        at = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        found: list[float] = self._weights[at[self._pairs[at] == wanted]].tolist()
        return found


def _pair(low: N, high: N) -> N:
    """Two members, the lower first, as one number."""
    return low << 32 | high


class Groups:
    """Disjoint groups, and what forbids or speaks for joining two of them."""

    def __init__(self, members: int, scored: Scored, forbidden: Iterable[tuple[int, int]]) -> None:
        self.home = list(range(members))
        self.members: dict[int, list[int]] = {}
        self.scored = scored
        self.bans = {_pair(*sorted(pair)) for pair in forbidden}

    def of(self, member: int) -> int:
        return self.home[member]

    def size(self, group: int) -> list[int]:
        return self.members.get(group, [group])

    def between(self, left: int, right: int) -> list[int]:
        return [_pair(min(one, other), max(one, other)) for one, other in product(self.size(left), self.size(right))]

    def join(self, left: int, right: int) -> None:
        """The smaller group moves into the larger; ties keep the smaller number."""
        keep, gone = sorted((left, right), key=lambda group: (-len(self.size(group)), group))
        moved = self.size(gone)
        self.members[keep] = self.size(keep) + moved
        self.members.pop(gone, None)
        for member in moved:
            self.home[member] = keep

    def told_together(self, left: int, right: int) -> bool:
        """Joined by a label, before any weight; False where a ban stands between the two groups."""
        one, other = self.of(left), self.of(right)
        if one != other:
            if not self.bans.isdisjoint(self.between(one, other)):
                return False
            self.join(one, other)
        return True

    def join_if_sure(self, left: int, right: int, veto_at: float, join_at: float) -> None:
        one, other = self.of(left), self.of(right)
        if one == other or not self.bans.isdisjoint(pairs := self.between(one, other)):
            return
        weights = self.scored.among(pairs)
        unmet = (len(pairs) - len(weights)) * veto_at
        if min(weights, default=veto_at) >= veto_at and (fsum(weights) + unmet) / len(pairs) >= join_at:
            self.join(one, other)


def cluster(
    members: int,
    links: Iterable[tuple[int, int, float]],
    scored: Scored,
    forbidden: Iterable[tuple[int, int]],
    together: Sequence[tuple[int, int]] = (),
    *,
    veto_at: float,
    join_at: float,
) -> tuple[list[int], list[tuple[int, int]]]:
    """(group of every member, pairs of `together` that a ban keeps split).

    `links` are the pairs to join by, `scored` every scored pair between their ends, `forbidden` pairs are never in one group,
    `together` pairs are joined first and before everything but `forbidden`.
    """
    groups = Groups(members, scored, forbidden)
    split = [pair for pair in sorted(together) if not groups.told_together(*pair)]
    for left, right, _ in sorted(links, key=lambda pair: (-pair[2], pair[0], pair[1])):
        groups.join_if_sure(left, right, veto_at, join_at)
    return groups.home, split
