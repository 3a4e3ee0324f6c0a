"""How waiting and travel are laid side by side by group, and when a difference is worth asking about. Pure.

Ranking knows none of these groups (INV-18). A difference says where to look, not what the cause is: groups differ in papers,
in destinations, in flights that go there, and in how long ago people came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridor.kernel.disclosure import protect
from corridor.kernel.refusals import N_

ENOUGH = 20  # people who wait, before a group is compared with everybody
LONGER = 1.5  # times the median of everybody
DAYS = 14  # and at least so many days more
WHOLE = ""


@dataclass(frozen=True)
class Counted:
    """One group as the database counts it."""

    key: str
    waiting: int
    travelled: int
    median: int | None = None  # days those still waiting have waited
    p90: int | None = None
    longest: int | None = None
    travel_median: int | None = None  # days from registration to departure


@dataclass(frozen=True)
class Group:
    """One group as it may be shown. None: withheld, or nobody to measure; `withheld` says which."""

    key: str
    waiting: int | None
    travelled: int | None
    median: int | None
    p90: int | None
    longest: int | None
    travel_median: int | None
    withheld: bool = False
    stands_out: bool = False

    @property
    def share(self) -> float | None:
        """Of those who travelled or still wait: who travelled."""
        if self.waiting is None or self.travelled is None or not self.waiting + self.travelled:
            return None
        return self.travelled / (self.waiting + self.travelled)


@dataclass(frozen=True)
class Floor:
    """A town's floor in the plan in force."""

    town: str
    persons: int
    placed: int
    waiting: int

    @property
    def met(self) -> bool:
        return self.placed >= self.persons


def shown(counted: Sequence[Counted], whole: Counted, threshold: int | None) -> tuple[Group, ...]:
    """Groups as they may be shown; `threshold` None for the organisation that holds these people's records.

    Else counts of both kinds are protected each on its own, a share only stands where both counts do, and days only where
    enough people wait; the longest wait is one person's and is not shown at all.
    """
    if threshold is None:
        return tuple(_open(one, whole) for one in counted)
    waiting = _protected({one.key: one.waiting for one in counted}, threshold)
    travelled = _protected({one.key: one.travelled for one in counted}, threshold)
    return tuple(_closed(one, whole, waiting[one.key], travelled[one.key]) for one in counted)


def _open(one: Counted, whole: Counted) -> Group:
    days = (one.median, one.p90, one.longest, one.travel_median)
    return Group(one.key, one.waiting, one.travelled, *days, stands_out=stands_out(one, whole))


def _closed(one: Counted, whole: Counted, waiting: int | None, travelled: int | None) -> Group:
    return Group(
        one.key,
        waiting,
        travelled,
        one.median if waiting else None,
        one.p90 if waiting else None,
        None,
        one.travel_median if travelled else None,
        withheld=waiting is None or travelled is None,
        stands_out=bool(waiting) and stands_out(one, whole),
    )


def _protected(counts: Mapping[str, int], threshold: int) -> dict[str, int | None]:
    return {cell.key: cell.value for cell in protect(counts, threshold)}


def stands_out(one: Counted, whole: Counted) -> bool:
    """Enough people, and they wait half as long again as everybody, by two weeks at least."""
    if one.median is None or whole.median is None or one.waiting < ENOUGH:
        return False
    return one.median >= whole.median * LONGER and one.median - whole.median >= DAYS


MEANS = (
    N_("Ranking knows none of these groups. A difference here does not come from points for belonging to one."),
    N_("It can come from papers that take longer, a consulate that answers late, few flights to a place, or later registration."),
    N_("Ask what the longest waiting have in common, then change the policy, the flights or the work on papers."),
)
