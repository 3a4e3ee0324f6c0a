"""The fairness page: groups with denominators, protected for those who hold no records, with a file of the same rows."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from corridor.audit.models import Entry
from corridor.kernel.actor import acting
from corridor.people.models import Person
from tests.movements.ground import prepared


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def _nine(ground, mover):
    people = [ground.ready() for _ in range(9)]
    assert Person.objects.filter(id__in=people[:3]).update(nationality="GM") == 3
    return people


BEGINS = prepared(_nine)


@pytest.fixture
def nine(begun):
    return begun[1]


def test_the_page_shows_groups_longest_waits_and_what_a_difference_means(nine, signed_in):
    text = text_of(signed_in().get(reverse("movements.fairness")))

    assert "Nigeria" in text
    assert "fewer than 5" not in text
    assert "Ranking knows none of these groups." in text
    assert "Who waits longest, and why" in text
    assert "Invented Person" in text
    assert "No plan is in force" in text


def test_who_holds_no_record_sees_no_small_group_and_nobody_by_name(nine, signed_in):
    client = signed_in("analyst", "TASKFORCE")

    text = text_of(client.get(reverse("movements.fairness")))

    assert "fewer than 5, or kept back with such a group" in text
    assert "Invented Person" not in text
    assert "Who waits longest, and why" not in text


def test_the_files_hold_the_same_rows_and_who_took_them_is_on_record(nine, signed_in, ground):
    client = signed_in()

    text = client.get(reverse("movements.fairness_file", args=["csv"])).content.decode("utf-8-sig")
    sheet = load_workbook(BytesIO(client.get(reverse("movements.fairness_file", args=["xlsx"])).content)).active

    assert "Nationality,Nigeria,6,0,0.000,0,0,0,\r\n" in text
    assert any(row[:4] == ("Nationality", "Nigeria", 6, 0) for row in sheet.iter_rows(values_only=True))
    assert "Invented" not in text
    with acting(ground.mover):
        assert Entry.objects.filter(verb="movements.fairness.export").count() == 2
    assert client.get(reverse("movements.fairness_file", args=["pdf"])).status_code == 404


def test_a_date_that_is_none_is_said_and_another_pathway_is_empty(nine, signed_in):
    client = signed_in()
    wrong = client.get(reverse("movements.fairness"), {"since": "yesterday"})
    empty = client.get(reverse("movements.fairness"), {"pathway": "evacuation"})

    assert wrong.status_code == 422
    assert "That is not a date" in text_of(wrong)
    assert "Nobody waits and nobody travelled" in text_of(empty)


@pytest.mark.parametrize(("role", "code"), [("caseworker", "IOM-LBY"), ("analyst", "DONOR"), ("consular_officer", "CON-NGA")])
def test_others_find_nothing(world, signed_in, role, code):
    client = signed_in(role, code)

    assert client.get(reverse("movements.fairness")).status_code == 404
    assert client.get(reverse("movements.fairness_file", args=["csv"])).status_code == 404
