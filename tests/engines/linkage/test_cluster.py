"""Groups: vetoes hold in any order, chains never join strangers."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.linkage.clustering import Scored, cluster
from corridor.engines.linkage.matching import one_to_one

pairs = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])
weights = st.integers(-12, 20).map(float)


def groups_of(links, scored=(), forbidden=(), together=(), members=8):
    return cluster(members, links, Scored.of(scored), forbidden, together, veto_at=-6.0, join_at=-3.0)


@given(st.dictionaries(pairs, weights), st.lists(pairs), st.lists(pairs, max_size=3), st.randoms())
def test_no_two_forbidden_records_share_a_group_whatever_the_order(scores, forbidden, together, chance) -> None:
    scored = [(*pair, weight) for pair, weight in scores.items()]
    links = [row for row in scored if row[2] >= 0.5]
    first, _ = groups_of(links, scored, forbidden, together)
    chance.shuffle(links)
    second, _ = groups_of(links, scored, forbidden[::-1], together[::-1])
    assert [first.index(group) for group in first] == [second.index(group) for group in second]
    assert all(first[one] != first[other] for one, other in forbidden)


def test_a_pair_far_below_review_keeps_two_groups_apart() -> None:
    links = [(0, 1, 9.0), (1, 2, 8.0)]
    home, _ = groups_of(links, [*links, (0, 2, -9.0)])
    assert home[0] == home[1] != home[2]


def test_groups_hang_together_by_links_only() -> None:
    home, _ = groups_of([(0, 1, 9.0)], [(0, 1, 9.0), (1, 2, 0.0)])
    assert home[0] == home[1] != home[2]


def test_records_never_compared_speak_against_a_group_that_one_pair_would_join() -> None:
    sure = [(0, 1, 9.0), (2, 3, 9.0), (4, 5, 9.0)]
    one_pair = [*sure, (0, 2, 1.0)]
    home, _ = groups_of(one_pair, one_pair)
    assert home[0] == home[1] != home[2] == home[3]
    two_pairs = [*sure, (0, 2, 9.0), (1, 3, 9.0)]
    home, _ = groups_of(two_pairs, two_pairs)
    assert len({home[member] for member in range(4)}) == 1


def test_a_pair_joined_only_through_other_labels_stays_split_by_a_ban() -> None:
    home, split = groups_of([], forbidden=[(0, 2)], together=[(0, 1), (1, 2)])
    assert home[0] != home[2]
    assert split == [(1, 2)]


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(10, 13)), st.integers(1, 30).map(float), max_size=10))
def test_one_to_one_keeps_the_greatest_total(scores) -> None:
    chosen = one_to_one([(*pair, weight) for pair, weight in scores.items()])
    assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
    best = max(
        sum(scores.get((left, right), 0.0) for left, right in zip(range(4), order, strict=True))
        for order in permutations(range(10, 14))
    )
    assert sum(scores[pair] for pair in chosen) == best
