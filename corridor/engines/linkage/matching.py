"""One to one between two lists: no record in more than one link, the greatest total weight, ties by ids.

Each connected piece of the proposals is an assignment problem, solved by shortest augmenting paths on its own few edges.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

Edge = tuple[int, int, float]


def one_to_one(edges: Iterable[Edge]) -> set[tuple[int, int]]:
    """The pairs kept. Only pairs that add weight are kept."""
    near: dict[int, dict[int, int]] = {}
    for left, right, weight in sorted(edges):
        value = round(weight * 1e6)
        if value > 0:
            near.setdefault(left, {})[right] = value
    mate: dict[int, int] = {}
    for left in sorted(near):
        _augment(left, near, mate)
    return {(left, right) for right, left in mate.items()}


def _augment(start: int, near: dict[int, dict[int, int]], mate: dict[int, int]) -> None:
    """Gives `start` a partner if that makes the total greater: the best path of changes, found by repeated relaxation."""
    gain: dict[int, int] = {start: 0}  # best total so far with this left record as the free one
    came: dict[int, tuple[int, int]] = {}
    best: tuple[int, int, int] = (0, -1, -1)  # (gain, left, right); right -1: this left record stays free
    queue = [(0, start)]
    while queue:
        lost, left = heapq.heappop(queue)
        if -lost < gain[left]:
            continue
        if -lost > best[0] and left != start:
            best = (-lost, left, -1)
        for right, value in near[left].items():
            if mate.get(right) == left:
                continue
            now = gain[left] + value
            holder = mate.get(right)
            if holder is None:
                if now > best[0]:
                    best = (now, left, right)
                continue
            after = now - near[holder][right]
            if after > gain.get(holder, -(10**18)):
                gain[holder] = after
                came[holder] = (left, right)
                heapq.heappush(queue, (-after, holder))
    if best[0] > 0:
        _exchange(start, best[1], best[2], came, mate)


def _exchange(start: int, left: int, right: int, came: dict[int, tuple[int, int]], mate: dict[int, int]) -> None:
    """Every left record on the way takes the partner of the next one."""
    while True:
        step = came.get(left)
        if right >= 0:
            mate[right] = left
        if left == start or step is None:
            return
        left, right = step
