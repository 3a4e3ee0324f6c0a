"""Rules of reviewing: the order of the queue, the blind sample, agreement beyond chance, when evidence is news."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.duplicates.rules import calibrating, families, reviewing

NAMES = list(reviewing.RISKS)
ANSWERS = st.sampled_from(["same", "different", "unsure"])


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_the_worst_risk_outweighs_all_below_it_together(one, other):
    worst = [min((NAMES.index(name) for name in found), default=len(NAMES)) for found in (one, other)]

    if worst[0] < worst[1]:
        assert reviewing.risk(one) > reviewing.risk(other)


@given(st.sets(st.sampled_from(NAMES)))
def test_risks_can_be_read_back_from_their_number(found):
    assert set(reviewing.risks_in(reviewing.risk(found))) == found


def test_about_one_pair_in_twenty_is_looked_at_twice_and_always_the_same_ones():
    pairs = [UUID(int=number) for number in range(1, 4001)]
    drawn = [pair for pair in pairs if reviewing.looked_at_twice(pair, 1)]

    assert 150 <= len(drawn) <= 250
    assert drawn == [pair for pair in pairs if reviewing.looked_at_twice(pair, 1)]
    assert drawn != [pair for pair in pairs if reviewing.looked_at_twice(pair, 2)]


def test_nobody_or_everybody_can_be_looked_at_twice():
    pair = uuid4()

    assert not reviewing.looked_at_twice(pair, 1, percent=0)
    assert reviewing.looked_at_twice(pair, 1, percent=100)


@given(st.lists(st.tuples(ANSWERS, ANSWERS), min_size=1))
def test_kappa_is_one_at_most_and_the_same_whoever_was_first(answers):
    found = reviewing.agreement(answers)
    turned = reviewing.agreement([(two, one) for one, two in answers])

    assert (found.n, found.agreed, found.kappa) == (turned.n, turned.agreed, turned.kappa)
    if found.kappa is not None:
        assert found.kappa <= 1
        assert (found.kappa == 1) == (found.agreed == found.n)


def test_kappa_as_in_the_textbook():
    answers = (
        [("same", "same")] * 20 + [("same", "different")] * 5 + [("different", "same")] * 10 + [("different", "different")] * 15
    )

    found = reviewing.agreement(answers)

    assert (found.n, found.agreed, found.kappa) == (50, 35, 0.4)


def test_nothing_is_said_about_agreement_before_anybody_looked_twice():
    assert reviewing.agreement([]) == reviewing.Agreement(0, 0, None)


def test_a_pair_told_apart_comes_back_only_when_its_odds_have_grown_fourfold():
    assert not reviewing.is_news(4.9, 3.0)
    assert reviewing.is_news(5.0, 3.0)


@given(st.lists(st.tuples(st.floats(-30, 60), st.booleans()), max_size=60))
def test_every_decided_pair_lies_in_one_band_and_the_share_within_its_limits(decided):
    bands = calibrating.bands(decided)

    assert sum(band.n for band in bands) == len(decided)
    assert sum(band.same for band in bands) == sum(same for _, same in decided)
    for band in bands:
        low, high = band.limits
        assert low - 1e-4 <= band.same / band.n <= high + 1e-4


def test_totals_like_this_are_the_nearest_of_which_there_are_enough():
    decided = [(3.0, True)] * 9 + [(5.5, False)] * 6 + [(20.0, True)] * 12

    assert calibrating.like(-3.0, decided) is None
    found = calibrating.like(3.2, decided)
    assert found is not None
    assert (found.n, found.same) == (15, 9)
    far = calibrating.like(40.0, decided)
    assert far is not None
    assert (far.n, far.same) == (12, 12)


@pytest.mark.parametrize(("same", "n", "said"), [(212, 212, 100), (0, 30, 0), (211, 212, 99), (1, 400, 1), (94, 100, 94)])
def test_all_of_a_hundred_is_said_only_when_it_was_all_of_them(same, n, said):
    assert calibrating.per_hundred(calibrating.Band(8, 10, n, same, 0.9)) == said


def test_few_pairs_say_nothing():
    assert not calibrating.Band(8, 10, calibrating.FEWEST - 1, 3, 0.9).is_said
    assert calibrating.wilson(0, 0) == (0.0, 1.0)
    assert calibrating.wilson(3, 3)[0] < 0.5
    assert calibrating.brier([]) is None


def test_a_member_of_both_households_is_matched_once_and_the_same_record_first():
    mother, aunt, twin = uuid4(), uuid4(), uuid4()
    left, right = families.side_by_side(
        [(mother, "M"), (aunt, "A")], [(twin, "A"), (mother, "M")], lambda one, other: one == other
    )

    assert {kin.person_id: kin.twin for kin in left} == {mother: mother, aunt: twin}
    assert {kin.person_id: kin.twin for kin in right} == {twin: aunt, mother: mother}
