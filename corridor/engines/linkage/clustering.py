"""Groups of records that are one person: joined pair by pair from the surest down, never by mere chains.

Two groups join only when no pair between them is forbidden (a label or a roster says two people), none is scored far below review,
and the pairs that were compared between them speak for it on the whole. Order of input changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Groups:
    """Disjoint groups with what stands between each two of them: the sum and number of scored pairs, and whether joining is forbidden."""

    def __init__(self, members: int) -> None:
        self.home = list(range(members))
        self.members: dict[int, list[int]] = {}
        self.between: dict[int, dict[int, tuple[float, int]]] = {}
        self.barred: dict[int, set[int]] = {}

    def of(self, member: int) -> int:
        return self.home[member]

    def size(self, group: int) -> list[int]:
        return self.members.get(group, [group])

    def score(self, left: int, right: int, weight: float) -> None:
        for one, other in ((left, right), (right, left)):
            total, count = self.between.setdefault(one, {}).get(other, (0.0, 0))
            self.between[one][other] = (total + weight, count + 1)

    def bar(self, left: int, right: int) -> None:
        self.barred.setdefault(left, set()).add(right)
        self.barred.setdefault(right, set()).add(left)

    def may_join(self, left: int, right: int) -> bool:
        return right not in self.barred.get(left, ())

    def mean_between(self, left: int, right: int) -> float:
        total, count = self.between.get(left, {}).get(right, (0.0, 1))
        return total / count

    def join(self, left: int, right: int) -> None:
        """The smaller group moves into the larger; ties keep the smaller number."""
        keep, gone = sorted((left, right), key=lambda group: (-len(self.size(group)), group))
        moved = self.size(gone)
        self.members[keep] = self.size(keep) + moved
        self.members.pop(gone, None)
        for member in moved:
            self.home[member] = keep
        for other in self.barred.pop(gone, ()):
            self.barred[other].discard(gone)
            if other != keep:
                self.bar(keep, other)
        for other, (total, count) in self.between.pop(gone, {}).items():
            self.between[other].pop(gone, None)
            if other == keep:
                continue
            for one, two in ((keep, other), (other, keep)):
                sum_, many = self.between.setdefault(one, {}).get(two, (0.0, 0))
                self.between[one][two] = (sum_ + total, many + count)


def cluster(
    members: int,
    links: Iterable[tuple[int, int, float]],
    scored: Iterable[tuple[int, int, float]],
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
    groups = Groups(members)
    bans = sorted(set(forbidden))
    for left, right in bans:
        groups.bar(left, right)
    split = [pair for pair in sorted(together) if not _join_if_free(groups, *pair)]
    for left, right, weight in scored:
        if groups.of(left) == groups.of(right):
            continue
        groups.score(groups.of(left), groups.of(right), weight)
        if weight < veto_at:
            groups.bar(groups.of(left), groups.of(right))
    for left, right, _ in sorted(links, key=lambda pair: (-pair[2], pair[0], pair[1])):
        one, other = groups.of(left), groups.of(right)
        if one != other and groups.may_join(one, other) and groups.mean_between(one, other) >= join_at:
            groups.join(one, other)
    return groups.home, split


def _join_if_free(groups: Groups, left: int, right: int) -> bool:
    one, other = groups.of(left), groups.of(right)
    if one == other:
        return True
    if not groups.may_join(one, other):
        return False
    groups.join(one, other)
    return True
