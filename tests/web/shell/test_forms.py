"""The date in three boxes, and how the field component announces help and errors."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from corridor.web.shell.forms import DatePartsField
from corridor.web.shell.templatetags import corridor_ui as ui


class Asked(forms.Form):
    born = DatePartsField(required=False, help_text="The year is enough.")
    leaves = DatePartsField(whole=True, required=False)
    name = forms.CharField()
    agrees = forms.BooleanField(required=False)
    sex = forms.ChoiceField(widget=forms.RadioSelect, choices=[("f", "Woman"), ("m", "Man")], required=False)
    state = forms.ChoiceField(choices=[("a", "A")], required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def answer(**parts: str) -> Asked:
    return Asked({"name": "x", **parts})


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [("", "", "2007", "2007"), ("", "5", "2007", "2007-05"), ("12", "5", "2007", "2007-05-12"), ("", "", "", "")],
)
def test_a_birth_date_keeps_what_is_known(day, month, year, kept):
    form = answer(born_day=day, born_month=month, born_year=year)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == kept


@pytest.mark.parametrize(
    ("day", "month", "year"), [("", "", "20"), ("12", "", "2007"), ("31", "2", "2007"), ("1", "1", "abcd"), ("1", "1", "")]
)
def test_a_birth_date_that_cannot_be_is_refused(day, month, year):
    assert "born" in answer(born_day=day, born_month=month, born_year=year).errors


def test_a_whole_date_wants_all_three():
    assert answer(leaves_day="3", leaves_month="12", leaves_year="2026").is_valid()
    assert "leaves" in answer(leaves_month="12", leaves_year="2026").errors


@given(st.dates(min_value=date(1900, 1, 1)))
def test_what_is_shown_is_what_is_kept(day):
    form = answer(**{f"leaves_{part}": str(getattr(day, part)) for part in ("day", "month", "year")})

    assert form.is_valid()
    assert form.cleaned_data["leaves"] == day
    assert form.fields["leaves"].widget.decompress(day) == [str(day.day), str(day.month), str(day.year)]


def test_an_unchanged_date_is_not_a_change():
    field = DatePartsField()

    assert not field.has_changed("2007-05", ["", "5", "2007"])
    assert field.has_changed("2007-05", ["", "6", "2007"])


def test_every_box_of_a_date_has_its_label():
    page = str(Asked(initial={"born": "2007-05"})["born"])

    assert page.count("<label for=") == 3
    assert 'value="2007"' in page


def test_each_kind_of_field_is_known():
    form = Asked()

    kinds = {name: ui.field_kind(form[name]) for name in form.fields}
    assert kinds == {
        "born": "parts",
        "leaves": "parts",
        "name": "plain",
        "agrees": "check",
        "sex": "choices",
        "state": "plain",
        "secret": "hidden",
    }


def test_a_refused_field_is_announced_with_its_error_and_help():
    form = Asked({"born_year": "20"})

    assert 'aria-invalid="true"' in ui.control(form["name"])
    assert 'aria-describedby="id_name_error"' in ui.control(form["name"])
    assert 'aria-describedby="id_born_help id_born_error"' in ui.control(form["born"])
    assert ui.choice_describedby(form["sex"]) == ""


def test_controls_wear_the_house_classes():
    form = Asked()

    assert 'class="form-control"' in ui.control(form["name"])
    assert 'class="form-select"' in ui.control(form["state"])
    assert 'class="form-check-input"' in ui.control(form["agrees"])
    assert ui.first_id(form["sex"]) == "id_sex_0"
    assert ui.first_id(form["name"]) == "id_name"
