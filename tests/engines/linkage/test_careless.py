"""What lists from elsewhere tempt an engine to: joining strangers because the list is small, poor, or full of what clerks write when they know nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench.linkage.elsewhere import COAST, HORN, SOUTH, Habit, make
from bench.linkage.measures import group_quality
from corridor.engines.linkage import cells
from corridor.engines.linkage.model import shipped
from corridor.engines.linkage.scoring import another_given_name, levels, names_alone, score
from corridor.engines.linkage.training import heaped_days
from tests.engines.linkage.helpers import PERSON, link, read_table, ready, write_list


def linked(tmp_path: Path, rows: list[dict[str, str]]) -> tuple[set[tuple[str, str]], dict[str, str]]:
    """(pairs proposed, group of each record) of a list."""
    people = write_list(tmp_path / "people.csv", rows)
    assert link("dedupe", people, "--out", tmp_path / "c.csv", "--pairs", tmp_path / "p.csv") == 0
    links = {(p["left_id"], p["right_id"]) for p in read_table(tmp_path / "p.csv") if p["decision"] == "link"}
    return links, {row["record_id"]: row["cluster_id"] for row in read_table(tmp_path / "c.csv")}


@pytest.mark.parametrize(
    ("habit", "records"),
    [(replace(COAST, again=(100,)), 50), (replace(SOUTH, again=(100,)), 400), (replace(HORN, again=(100,), exact=0.1), 2_500)],
)
def test_where_nobody_stands_twice_hardly_anybody_is_proposed(habit: Habit, records: int, tmp_path: Path) -> None:
    rows, _ = make(habit, records, 41)
    links, groups = linked(tmp_path, rows)
    assert len(links) <= records // 200
    assert max(Counter(groups.values()).values()) <= 2


@pytest.mark.parametrize(
    "habit",
    [
        replace(COAST, rounded="12-31", exact=0.2),
        replace(COAST, one_phone=0.7),
        replace(SOUTH, columns=(*SOUTH.columns, "document_number"), placeholder=0.5),
        replace(SOUTH, lost=0.3),
        replace(SOUTH, exact=0.0),
        replace(COAST, words=1),
    ],
    ids=[
        "born on 31 December",
        "the phone of the centre",
        "papers that only fill the cell",
        "cells missing",
        "rounded",
        "one word",
    ],
)
def test_poor_lists_join_few_strangers(habit: Habit, tmp_path: Path) -> None:
    rows, truth = make(habit, 2_500, 42)
    links, groups = linked(tmp_path, rows)
    wrong = sum(truth[one] != truth[other] for one, other in links)
    assert links
    assert wrong <= 0.08 * len(links)
    assert group_quality(groups, truth).precision > 0.9
    assert max(Counter(groups.values()).values()) <= 6


def test_a_number_that_stands_on_a_crowd_of_records_proposes_nobody(tmp_path: Path) -> None:
    one = {"sex": "M", "birth_date": "1990-01-01", "nationality": "SDN", "phone": "021 333 4455", "document_number": "AB-777"}
    namesakes = [{**one, "record_id": f"n{n}", "name": "Ahmed Mohamed"} for n in range(25)]
    assert linked(tmp_path, namesakes[:2])[0]
    assert linked(tmp_path, namesakes)[0] == set()


def test_what_only_fills_a_cell_is_no_number() -> None:
    for text in ("000000", "NONE", "xxxx", "pending", "-", "1111"):
        assert cells.read_document(text) == ""
    assert cells.read_document("LBY-19C 00077") == "lby19c00077"
    assert cells.read_phone("999 999 999") == ""


def test_days_on_which_too_many_are_born_stand_for_a_year() -> None:
    counts = {(month, day): 10 for month in range(1, 13) for day in range(1, 29)} | {(12, 31): 400, (7, 1): 12}
    assert heaped_days(counts) == {"#12-31": 0}
    model = shipped().changed(rarity={**shipped().rarity, "#12-31": 0})
    assert model.rounded(12, 31)
    assert not model.rounded(12, 30)


HASSAN = {**PERSON, "name": "Hassan Abdelrahman Osman"}


def test_twins_with_names_that_sound_alike_are_relatives() -> None:
    twin = {**HASSAN, "name": "Hussein Abdelrahman Osman", "document_number": ""}
    assert levels(ready(HASSAN), ready(twin))["given"] == "sound"
    assert another_given_name(ready(HASSAN), ready(twin))
    assert not another_given_name(ready(HASSAN), ready({**HASSAN, "name": "Hasan Abdulrahman Othman"}))


def test_a_father_without_his_own_name_is_not_his_child() -> None:
    child = {**PERSON, "name": "Bouzid Adam Osman", "birth_date": "2008-03-04", "document_number": ""}
    father = {**child, "name": "Osman Adem", "birth_date": "1984-01-01"}
    assert another_given_name(ready(child), ready(father))
    assert not another_given_name(ready(child), ready({**child, "name": "Adam Osman"}))


def test_three_names_with_births_far_apart_are_namesakes() -> None:
    bare = {"name": "Faadumo Cumar Cabdiraxmaan", "birth_date": "1988", "nationality": "SOM"}
    assert names_alone(ready(bare), ready({**bare, "birth_date": "1977"}))
    assert not names_alone(ready(bare), ready({**bare, "birth_date": "1989"}))


def test_a_year_with_one_wrong_digit_is_a_slip() -> None:
    for year in ("1986", "1966", "1997", "1969"):
        born = ready({**PERSON, "birth_date": f"{year}-05-17"})
        assert levels(ready(PERSON), born)["born"] == "slip"
    assert levels(ready(PERSON), ready({**PERSON, "birth_date": "1987-05-17"}))["born"] == "differs"


def test_a_place_with_a_letter_missing_is_still_that_place() -> None:
    one, other = {**PERSON, "region_of_origin": "Kordofan"}, {**PERSON, "region_of_origin": "Kordoan"}
    assert levels(ready(one), ready(other))["region"] == "same"
    assert score(ready(one), ready(other), shipped()) == score(ready(one), ready(one), shipped())
