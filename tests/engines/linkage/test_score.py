"""What a weight may and may not depend on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.linkage.deciding import Rules, decide
from corridor.engines.linkage.explaining import explain
from corridor.engines.linkage.features import features
from corridor.engines.linkage.model import shipped
from corridor.engines.linkage.person import read_person
from corridor.engines.linkage.scoring import another_given_name, levels, one_roster, score, score_many, score_ready
from tests.engines.linkage.helpers import PERSON, TODAY, ready

names = st.sampled_from(
    ["Mohamed", "محمد", "Ahmed", "Fatoumata", "Tesfay", "ተስፋይ", "Diallo", "Osman", "Abdelrahman", "Ali", "Emeka", "bin"]
)
cells = {
    "name": st.lists(names, max_size=5).map(" ".join),
    "given_name": st.one_of(st.just(""), names),
    "name_native": st.one_of(st.just(""), st.sampled_from(["محمد عثمان", "ተስፋይ ገብረመድህን"])),
    "mother_name": st.one_of(st.just(""), names),
    "sex": st.sampled_from(["", "M", "F", "X", "ذكر"]),
    "birth_date": st.sampled_from(["", "1996", "1996-01-01", "1996-05", "1996-05-17", "1996-07-05", "1990-05-12", "1995-05-17"]),
    "birth_date_estimated": st.sampled_from(["", "true", "no"]),
    "age": st.sampled_from(["", "23", "25"]),
    "age_on": st.sampled_from(["", "2019-06-10"]),
    "nationality": st.sampled_from(["", "SDN", "GIN"]),
    "region_of_origin": st.sampled_from(["", "North Darfur", "S. Darfur", "دارفور"]),
    "city": st.sampled_from(["", "Tripoli", "طرابلس", "Sebha"]),
    "phone": st.sampled_from(["", "0912345678", "+218 91 234 5678", "0925550101"]),
    "document_number": st.sampled_from(["", "LBY-1", "lby 1", "X9"]),
    "source": st.sampled_from(["", "iom", "unhcr"]),
    "household_id": st.sampled_from(["", "H1"]),
    "present_on": st.sampled_from(["", "2020-01-15", "2021-02-01"]),
}
people = st.fixed_dictionaries(cells)


@given(people, people)
def test_the_order_of_the_two_records_changes_nothing(one: dict[str, str], other: dict[str, str]) -> None:
    left, right = ready(one), ready(other)
    assert levels(left, right) == levels(right, left)
    assert another_given_name(left, right) == another_given_name(right, left)
    assert one_roster(left, right) == one_roster(right, left)


@given(people, people, st.randoms())
def test_the_order_of_the_columns_changes_nothing(one: dict[str, str], other: dict[str, str], chance) -> None:
    columns = list(one)
    chance.shuffle(columns)
    shuffled = {column: one[column] for column in columns}
    assert score(ready(one), ready(other), shipped()) == score(ready(shuffled), ready(other), shipped())


@given(people, people)
def test_prior_and_evidence_add_up_to_the_weight(one: dict[str, str], other: dict[str, str]) -> None:
    found = explain(one, other, shipped(), TODAY)
    assert abs(found["prior"] + sum(line["weight"] for line in found["evidence"]) - found["weight"]) < 1e-9
    assert abs(found["probability"] - 1 / (1 + 2 ** -found["weight"])) < 1e-9
    assert all(line["words"] for line in found["evidence"])


@given(
    people,
    people,
    st.sampled_from(["phone", "nationality", "sex", "document_number", "mother_name", "birth_date", "region_of_origin"]),
)
def test_more_agreement_never_weighs_less(one: dict[str, str], other: dict[str, str], column: str) -> None:
    one, other = {**one, "name": "Mohamed Osman", "given_name": ""}, {**other, "name": "محمد عثمان", "given_name": "", "age": ""}
    one |= {"name_native": "", "age": ""}
    other["name_native"] = ""
    agreeing = {**other, column: one[column]}
    if column == "birth_date":
        agreeing["birth_date_estimated"] = one["birth_date_estimated"]
    if not one[column] or (column == "birth_date" and one["birth_date_estimated"] == "true"):
        return
    assert score(ready(one), ready(agreeing), shipped()) >= score(ready(one), ready(other), shipped()) or not other[column]


@pytest.mark.parametrize("column", [c for c in PERSON if c not in ("record_id", "name")])
def test_unknown_is_no_evidence(column: str) -> None:
    for word in ("", "-", "?", "n/a", "Unknown", "inconnu", "غير معروف"):
        found = explain(PERSON, {**PERSON, column: word}, shipped(), TODAY)
        assert column not in {line["field"] for line in found["evidence"]}


def test_source_and_record_id_never_speak() -> None:
    other = {**PERSON, "record_id": "zzz", "source": "consular"}
    assert score(ready(PERSON), ready(PERSON), shipped()) == score(ready({**PERSON, "source": "iom"}), ready(other), shipped())


def test_first_of_january_is_a_year() -> None:
    january = {**PERSON, "birth_date": "1996-01-01"}
    assert levels(ready(january), ready(january))["born"] == "year_rounded"
    assert levels(ready(january), ready(PERSON))["born"] == "year"
    assert score(ready(january), ready(january), shipped()) < score(ready(PERSON), ready(PERSON), shipped())


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1996-05-17", "1996-05-17", "day"), ("1996-05-11", "1996-11-05", "swapped"), ("1996-05-17", "1996-05-18", "slip"),
        ("1996-05", "1996-05-17", "month"), ("1996", "1996-05-17", "year"), ("1996", "1997-05-17", "next_year"),
        ("1996-05-17", "1980-05-18", "far"), ("", "1996", ""),
    ],
)  # fmt: skip
def test_births_agree_as_far_as_they_are_known(one: str, other: str, level: str) -> None:
    assert levels(ready({**PERSON, "birth_date": one}), ready({**PERSON, "birth_date": other}))["born"] == level


def test_an_age_gives_years_and_some_slack() -> None:
    aged = {**PERSON, "birth_date": "", "age": "23", "age_on": "2019-06-10"}
    for year, level in (
        (1996, "estimate"),
        (1995, "estimate"),
        (1993, "estimate_near"),
        (1998, "estimate_near"),
        (1990, "differs"),
    ):
        assert levels(ready(aged), ready({**PERSON, "birth_date": f"{year}-05-17"}))["born"] == level


def test_a_brother_is_reviewed_and_never_proposed() -> None:
    brother = {**PERSON, "name": "Ahmed Abdelrahman Osman", "document_number": ""}
    found = explain({**PERSON, "document_number": ""}, brother, shipped(), TODAY)
    assert found["decision"] in ("review", "apart")
    assert "relatives.three" in {line["level"] for line in found["evidence"]}


def test_two_names_and_a_year_are_namesakes_until_a_person_has_looked() -> None:
    bare = {"name": "Tesfay Gebremedhin", "sex": "M", "birth_date": "1996", "nationality": "ERI"}
    assert explain(bare, bare, shipped(), TODAY)["decision"] == "review"
    assert explain({**bare, "phone": "0912345678"}, {**bare, "phone": "0912345678"}, shipped(), TODAY)["decision"] == "link"
    assert (
        explain({**bare, "name": "Tesfay Gebremedhin Mehari"}, {**bare, "name": "Tesfay Gebremedhin Mehari"}, shipped(), TODAY)[
            "decision"
        ]
        == "link"
    )


def test_only_a_document_speaks_against_another_given_name() -> None:
    brother = {**PERSON, "name": "Ahmed Abdelrahman Osman"}
    assert not another_given_name(ready(PERSON), ready(brother))
    assert another_given_name(ready(PERSON), ready({**brother, "document_number": "X9"}))


def test_other_documents_are_no_evidence_against() -> None:
    assert score(ready(PERSON), ready({**PERSON, "document_number": "X9"}), shipped()) == score(
        ready(PERSON), ready({**PERSON, "document_number": ""}), shipped()
    )


def test_a_roster_tells_two_people_apart_only_on_a_common_or_unknown_day() -> None:
    roster = {**PERSON, "source": "unhcr", "household_id": "H1"}
    assert one_roster(ready({**roster, "present_on": "2020-01-15"}), ready({**roster, "present_on": "2020-01-15;2020-02-01"}))
    assert one_roster(ready(roster), ready({**roster, "present_on": "2020-01-15"}))
    assert not one_roster(ready({**roster, "present_on": "2020-01-15"}), ready({**roster, "present_on": "2021-01-15"}))
    assert not one_roster(ready({**roster, "source": "iom"}), ready(roster))
    assert not one_roster(ready(PERSON), ready(PERSON))


@pytest.mark.parametrize(
    ("weight", "rules", "label", "decision"),
    [
        (9.0, Rules(), "", "link"), (-1.0, Rules(), "", "review"), (-9.0, Rules(), "", "apart"),
        (9.0, Rules(another_given_name=True), "", "review"), (9.0, Rules(one_roster=True), "", "apart"),
        (9.0, Rules(names_alone=True), "", "review"), (9.0, Rules(names_alone=True, households_match=True), "", "link"),
        (-9.0, Rules(households_match=True), "", "review"), (-1.0, Rules(households_match=True), "", "link"),
        (-1.0, Rules(households_match=True, another_given_name=True), "", "review"),
        (-1.0, Rules(households_match=True, one_roster=True), "", "apart"),
        (-9.0, Rules(one_roster=True), "same", "link"), (9.0, Rules(), "different", "apart"), (9.0, Rules(), "unsure", "review"),
    ],
)  # fmt: skip
def test_rules_come_before_weights_and_labels_before_rules(weight: float, rules: Rules, label: str, decision: str) -> None:
    assert decide(weight, 0.5, -3.0, rules, label) == decision


def test_an_outside_service_is_one_more_line_of_evidence() -> None:
    hit, other = (read_person(PERSON, 2, TODAY, []) for _ in range(2))
    hit.external = other.external = "ref-1"
    left, right = score_ready(features(hit), shipped()), score_ready(features(other), shipped())
    assert levels(left, right)["external"] == "same"
    assert score(left, right, shipped()) == pytest.approx(score(ready(PERSON), ready(PERSON), shipped()) + 8.0)


def test_one_against_many_is_sorted_from_the_best() -> None:
    others = [
        ready({**PERSON, "record_id": ident, "phone": phone})
        for ident, phone in (("c", "0925550101"), ("b", "0912345678"), ("a", ""))
    ]
    assert [ident for ident, _ in score_many(ready(PERSON), others, shipped())] == ["b", "a", "c"]
