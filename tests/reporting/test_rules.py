"""Disclosure control: what is withheld cannot be worked out from what is published."""

from hypothesis import given
from hypothesis import strategies as st

from corridor.reporting.rules import protect, publishable_total

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 60), max_size=12)


@given(COUNTS, st.integers(2, 10))
def test_no_small_cell_is_published(counts, threshold):
    cells = protect(counts, threshold)

    assert all(cell.value is None or cell.value == 0 or cell.value >= threshold for cell in cells)


@given(COUNTS, st.integers(2, 10))
def test_published_cells_are_true_and_in_order(counts, threshold):
    cells = protect(counts, threshold)

    assert [cell.key for cell in cells] == list(counts)
    assert all(cell.value in (None, counts[cell.key]) for cell in cells)


@given(COUNTS, st.integers(2, 10))
def test_the_total_gives_no_withheld_cell_away(counts, threshold):
    cells = protect(counts, threshold)
    hidden = [cell.key for cell in cells if cell.withheld]
    rest = [cell for cell in cells if not cell.withheld and cell.value]

    if hidden and rest:  # something withheld, something published: one equation must not have one unknown
        assert len(hidden) >= 2
        assert sum(counts[key] for key in hidden) >= threshold


def test_the_smallest_published_cell_joins_a_lonely_small_one():
    cells = {cell.key: cell.value for cell in protect({"a": 3, "b": 40, "c": 7}, 5)}

    assert cells == {"a": None, "b": 40, "c": None}


def test_nothing_is_withheld_without_small_cells():
    assert [cell.value for cell in protect({"a": 0, "b": 5, "unknown": 12}, 5)] == [0, 5, 12]


def test_a_small_total_is_withheld():
    assert [publishable_total(total, 5) for total in (0, 1, 4, 5)] == [0, None, None, 5]
