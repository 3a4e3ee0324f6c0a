"""Dates for the planner's file never allow more than the days on which the house was asked."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.planner.model import Range
from corridor.movements.adapters.windows import windows

START = date(2026, 11, 23)
CODES = st.frozensets(st.sampled_from(["exit_clearance", "fitness", "escort", "travel_document", "referral"]), max_size=2)


def day(number: int) -> date:
    return START + timedelta(days=number)


@given(st.dictionaries(st.integers(0, 27), CODES, max_size=9), st.none() | st.integers(0, 27))
def test_a_day_is_allowed_only_when_nothing_stood_in_the_way_on_it(asked, held):
    blocked = {day(number): codes for number, codes in asked.items()}

    found = windows(sorted(blocked), blocked, day(held) if held is not None else None)

    assert [one for one in blocked if one in found and blocked[one]] == []


@given(st.dictionaries(st.integers(0, 27), CODES, min_size=1, max_size=9), st.data())
def test_the_day_of_the_seat_it_holds_is_allowed_when_nothing_stands_in_the_way(asked, data):
    blocked = {day(number): codes for number, codes in asked.items()}
    free = sorted(one for one in blocked if not blocked[one])
    if not free:
        return
    held = data.draw(st.sampled_from(free))

    assert held in windows(sorted(blocked), blocked, held)


def test_each_paper_is_named_by_its_own_field():
    """An exit permit that ends is not a missing travel document: who can fix it is somebody else."""
    blocked = {day(0): frozenset(), day(7): frozenset({"exit_clearance"}), day(14): frozenset({"exit_clearance", "fitness"})}

    found = windows(sorted(blocked), blocked)

    assert found.exit_clearance == Range(day(0), day(0))
    assert found.fit_to_travel == Range(day(0), day(7))
    assert found.ready == day(0)


def test_what_has_no_field_of_its_own_ends_the_run():
    blocked = {day(0): frozenset(), day(7): frozenset({"travel_document"}), day(14): frozenset()}

    found = windows(sorted(blocked), blocked)

    assert day(0) in found
    assert day(7) not in found


def test_nothing_asked_is_nothing_allowed():
    assert windows([], {}).ready is None
