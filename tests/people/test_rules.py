"""Births keep their precision, numbers their meaning; unknown stays unknown."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.kernel.refusals import Refused
from corridor.people import rules
from corridor.people.rules import NewDocument, NewName, NewPerson
from corridor.people.words import BirthPrecision

TODAY = date(2026, 11, 23)
days = st.dates(date(1930, 1, 1), TODAY)


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("said", "first", "precision"),
    [
        ({}, None, "unknown"),
        ({"year": 2007}, date(2007, 1, 1), "year"),
        ({"year": 2007, "month": 5}, date(2007, 5, 1), "month"),
        ({"year": 2007, "month": 5, "day": 12}, date(2007, 5, 12), "day"),
        ({"age": 19}, date(2007, 11, 23), "estimated"),
        ({"year": 2007, "age": 3}, date(2007, 1, 1), "year"),
    ],
)
def test_a_birth_is_what_was_said_and_no_more(said, first, precision):
    assert rules.birth(on=TODAY, **said) == rules.Birth(first, precision)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"month": 5}, "no_year"),
        ({"year": 2007, "day": 12}, "no_month"),
        ({"year": 2007, "month": 2, "day": 30}, "no_such_day"),
        ({"year": 2007, "month": 13}, "no_such_day"),
        ({"year": 2027}, "out_of_range"),
        ({"year": 1900}, "out_of_range"),
        ({"age": 121}, "age_out_of_range"),
        ({"age": -1}, "age_out_of_range"),
    ],
)
def test_an_impossible_birth_is_refused_with_a_sentence(said, code):
    with pytest.raises(Refused) as refused:
        rules.birth(on=TODAY, **said)

    assert codes(refused.value.reasons) == [f"people.birth.{code}"]


@given(days, st.sampled_from(["day", "month", "year"]))
def test_nobody_becomes_an_adult_by_a_missing_day_or_month(day, precision):
    """Whatever the true day within what is known, the age we reckon with is never higher than the true one."""
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[precision]

    assert rules.age_on(first, precision, TODAY) <= rules.completed_years(day, TODAY)
    assert rules.latest_birth(first, precision) >= day


@given(st.integers(0, 110), days)
def test_an_estimated_age_is_that_age_on_the_day_it_was_said(age, on):
    found = rules.birth(age=age, on=on)

    assert rules.age_on(found.first, found.precision, on) in (age, age - 1) if on.day > 28 else [age]
    assert found.precision == BirthPrecision.ESTIMATED


@given(days, st.integers(0, 40_000))
def test_age_never_falls_as_time_passes(born, later):
    one, other = born, born + timedelta(days=later)

    assert rules.completed_years(born, other) >= rules.completed_years(born, one)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0911234567", "+218911234567"),
        ("091 123 45 67", "+218911234567"),
        ("+218 91 123 45 67", "+218911234567"),
        ("00218-91-1234567", "+218911234567"),
        ("(091) 1234567", "+218911234567"),
        ("٠٩١١٢٣٤٥٦٧", "+218911234567"),
        ("\u200e+234 803 123 4567", "+2348031234567"),
    ],
)
def test_a_telephone_number_is_written_in_one_way(written, number):
    assert rules.e164(written, "218") == number


@pytest.mark.parametrize(
    "written", ["", "12", "911234567", "+0911234567", "call Ali", "+218 91 123 45 67 89 10 11", "0911234567 x12", "+٢١٨"]
)
def test_a_number_that_cannot_be_dialled_is_refused(written):
    with pytest.raises(Refused, match="country code"):
        rules.e164(written, "218")


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_sentence(text):
    with suppress(Refused):
        assert rules.e164(text, "218")[0] == "+"


@given(st.text(max_size=80))
def test_the_key_of_a_document_number_does_not_depend_on_how_it_is_written(text):
    key = rules.number_key(text)

    assert rules.number_key(key) == key
    assert len(key) <= 60


def test_document_numbers_are_compared_by_letters_and_digits():
    assert rules.number_key(" td 998-12/a ") == rules.number_key("TD99812A") == "TD99812A"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (NewPerson(names=()), ["people.name.missing"]),
        (NewPerson(names=(NewName("  "),)), ["people.name.missing"]),
        (NewPerson(names=(NewName("x" * 201),)), ["people.name.too_long"]),
        (NewPerson(names=(NewName("A"),), sex="man"), ["people.sex.unknown"]),
        (NewPerson(names=(NewName("A"),), location="moon"), ["people.location.unknown"]),
        (NewPerson(names=(NewName("A"),), documents=(NewDocument("library card"),)), ["people.document.kind"]),
        (
            NewPerson(names=(NewName("A"),), documents=(NewDocument("passport", "1", "", date(2026, 1, 1), date(2025, 1, 1)),)),
            ["people.document.dates"],
        ),
        (
            NewPerson(
                names=(NewName("A"),), child_alone="separated", birth=rules.Birth(date(1990, 1, 1), "year"), registered_on=TODAY
            ),
            ["people.child.adult"],
        ),
        (
            NewPerson(
                names=(NewName("A"),),
                child_alone="separated",
                birth=rules.Birth(date(1990, 1, 1), "year"),
                registered_on=TODAY,
                age_disputed=True,
            ),
            [],
        ),
        (NewPerson(names=(NewName("A"),)), []),
    ],
)
def test_what_cannot_be_registered_is_said(new, expected):
    assert codes(rules.faults(new)) == expected


@pytest.mark.parametrize(
    ("weight", "words"), [(25.7, "likely the same"), (0.1, "likely the same"), (-0.1, "could be the same"), (-3.1, "unlikely")]
)
def test_a_weight_is_said_in_words(weight, words):
    assert rules.weight_words(weight) == words


def test_namesakes_are_never_likely_and_one_document_is_always_possible():
    assert rules.words_of(9.0, certain=False) == "could be the same"
    assert rules.words_of(-9.0, certain=False, possible=True) == "could be the same"
    assert rules.words_of(9.0, certain=True) == "likely the same"
