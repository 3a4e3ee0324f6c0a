"""Dates, numbers, countries and names as people write them in three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from corridor.kernel import clock
from corridor.kernel.readiness import Requirement, State
from corridor.kernel.refusals import Reason
from corridor.web.shell import formats
from corridor.web.shell.templatetags import corridor_ui as ui

DAY = date(2026, 11, 17)
MOMENT = datetime(2026, 11, 17, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "17 Nov 2026"), ("fr", "17 nov. 2026"), ("ar", "17 نوفمبر 2026")], ids=["en", "fr", "ar"]
)
def test_a_day_is_day_month_year_in_latin_digits(language, written):
    with translation.override(language):
        assert formats.day(DAY) == written


@pytest.mark.parametrize(
    ("known", "written"), [("2007", "2007"), ("2007-05", "May 2007"), ("2007-05-12", "12 May 2007"), (2007, "2007")]
)
def test_a_date_may_be_partly_known(known, written):
    with translation.override("en"):
        assert formats.day(known) == written


@pytest.mark.parametrize("form", ["", "short", "weekday", "long", "month", "year", "month_name"])
def test_every_form_of_a_day_is_written(form):
    with translation.override("en"):
        assert formats.day(DAY, form) in {
            "17 Nov 2026", "17 Nov", "Tue 17 Nov", "Tuesday 17 November 2026", "November 2026", "2026", "November",
        }  # fmt: skip


def test_a_moment_stands_in_the_persons_own_time_zone():
    with translation.override("en"), timezone.override("Africa/Tripoli"):
        assert formats.moment(MOMENT) == "18 Nov 2026, 00:30"
        assert formats.moment(MOMENT, "time") == "00:30"
        assert formats.day(MOMENT) == "18 Nov 2026"


def test_a_moment_in_arabic_has_its_own_comma():
    with translation.override("ar"), timezone.override("Africa/Tripoli"):
        assert formats.moment(MOMENT) == "18 نوفمبر 2026، 00:30"


def test_an_event_names_the_year_only_when_it_is_another():
    with translation.override("en"), timezone.override("UTC"), clock.at(MOMENT):
        assert formats.stamp(MOMENT) == "17 Nov 22:30"
        assert formats.stamp(date(2025, 3, 1)) == "1 Mar 2025"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_written_for_nothing(nothing):
    written = [
        formats.day(nothing),
        formats.moment(nothing),
        formats.count(nothing),
        formats.share(nothing),
        formats.money(nothing, "EUR"),
    ]

    assert written == [""] * 5


def test_numbers_are_grouped_as_each_language_does():
    for language, written in (("en", "97,412"), ("ar", "97,412"), ("fr", "97\u202f412")):
        with translation.override(language):
            assert formats.count(97412) == written


def test_shares_and_money():
    with translation.override("fr"):
        assert formats.count(Decimal("3.5")) == "3,5"
    with translation.override("en"):
        assert formats.share(0.72) == "72\u00a0%"
        assert formats.share("0.125", 1) == "12.5\u00a0%"
        assert formats.money(171000, "EUR") == "EUR\u00a0171,000"
        assert formats.count(-5) == "−5"
        assert formats.figure("72 %") == "72 %"
        assert formats.figure(1500) == "1,500"


def test_countries_and_tongues_have_names_or_are_unknown():
    with translation.override("en"):
        assert formats.country("NG") == "Nigeria"
        assert [formats.country(code) for code in (None, "", "ZZ", "??")] == ["Unknown"] * 4
        assert formats.tongue("bin") == "Edo"
        assert formats.tongue("ti") == "Tigrinya"
        assert formats.tongue("") == "Unknown"
    with translation.override("fr"):
        assert formats.country("ER") == "Érythrée"


@pytest.mark.parametrize(
    ("written", "language"),
    [("عبد الرحمن", "ar"), ("ሰላም", "und-Ethi"), ("Efe", "und-Latn"), ("রোকেয়া", "und-Beng"), ("123", "und"), ("王", "und")],
)
def test_a_name_carries_the_language_of_its_script(written, language):
    assert f'lang="{language}"' in formats.name(written)


def test_a_known_language_of_a_name_wins_and_no_name_is_nothing():
    assert 'lang="ti"' in formats.name("ሰላም", "ti")
    assert formats.name("") == ""


def test_a_reason_is_said_with_its_dates_written_out():
    reason = Reason("x", "Held since %(day)s for %(n)s people at %(at)s.", {"day": DAY, "n": 1200, "at": MOMENT})

    with translation.override("en"), timezone.override("UTC"):
        assert formats.said(reason) == "Held since 17 Nov 2026 for 1,200 people at 17 Nov 2026, 22:30."


def test_a_requirement_a_row_and_a_sentence_are_said():
    requirement = Requirement("x", "Exit permit", State.UNMET, "Not asked yet.", "", "")

    assert formats.said(requirement) == "Not asked yet."
    assert formats.said({"why": "Not asked yet."}) == "Not asked yet."
    assert formats.said({}) == ""
    assert formats.said("100 % plain.") == "100 % plain."


@given(part=st.integers(-10, 10_000), whole=st.integers(0, 10_000))
def test_a_bar_is_never_longer_than_its_track(part, whole):
    length = int(ui.bar_len(part, whole).removeprefix("len-"))

    assert 0 <= length <= 100


def test_what_is_left():
    assert ui.minus(174, 162) == 12


def test_the_checklist_puts_what_stands_in_the_way_first():
    rows = [{"state": state, "code": state} for state in ("met", "under_way", "unmet", "not_applicable")]

    panel = ui.checklist(rows)

    assert [row["code"] for row in panel["blocking"]] == ["unmet", "under_way"]
    assert [row["code"] for row in panel["rest"]] == ["met", "not_applicable"]
    assert [kind for kind, _text in panel["counts"]] == ["stop", "wait", "ok", "na"]
    assert not panel["ready"]
    assert ui.checklist([{"state": "met"}])["ready"]


def test_a_list_has_the_comma_of_the_pages_language():
    with translation.override("ar"):
        assert formats.listed(["بنغازي", "", "طرابلس"]) == "بنغازي، طرابلس"
    with translation.override("fr"):
        assert formats.listed(["Benghazi", None, "Tripoli"]) == "Benghazi, Tripoli"
