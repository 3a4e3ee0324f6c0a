"""The duplicate check: what it finds in any script, what it says, what it never says across a wall, and what is only a relative."""

import json
import random
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.linkage.caseload import Caseload
from corridor.engines.linkage.features import features
from corridor.engines.linkage.model import shipped
from corridor.engines.linkage.person import read_person
from corridor.engines.linkage.scoring import score, score_ready
from corridor.kernel.refusals import NotFound
from corridor.people import actions, queries
from corridor.people.actions import Birth, NewDocument, NewName, NewPerson, matching
from corridor.people.models import Person, PersonName
from corridor.people.queries import Candidate, likely, projection

BORN = Birth(date(1994, 5, 12), "day")
NAUGHTY = [
    "", " ", "\x00", "'; DROP TABLE people_match; --", "\\", "%", "{}", "null", "ﷺ", "Ω≈ç√∫", "田中さん", "😍😍", "\u202e\u200f\u200b", "a" * 5000,
    "Z̮̞̠͙͔ͅa̳l̨g̕o͞", "１２３", "٠١٢٣", "<script>alert(1)</script>", "-" * 100, "O'Neil-Ng", "ابن ال", "abd abd abd", "\ufeff", "\ud800", "1e309",
]  # fmt: skip


def registered(actor, name, **more):
    return actions.register(actor, NewPerson(names=(NewName(name),), **({"birth": BORN, "nationality": "SD"} | more)))


@pytest.fixture
def actor(world):
    return world.actor("caseworker")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Mohamed Ibrahim Adam", "محمد إبراهيم آدم"),
        ("محمد إبراهيم آدم", "Mohammed Ibrahim Adem"),
        ("Fatoumata Diallo", "Diallo Fatimata"),
        ("Cabdiraxmaan Cali Faarax", "Abdirahman Ali Farah"),
        ("ሰላም ገብረመስቀል", "Selam Gebremeskel"),
    ],
)
def test_the_same_person_is_found_across_scripts_spellings_and_order(actor, acts, written, typed):
    with acts(actor):
        made = registered(actor, written)
        (row,) = queries.likely_same(actor, Candidate((typed,), BORN.first, nationality="SD", birth_precision="day"))

    assert row.person_id == made
    assert row.words == "likely the same"
    assert row.close


@pytest.mark.parametrize(
    "typed",
    [
        Candidate(("Mahamat Ibrahim Adoum",), BORN.first, birth_precision="day"),
        Candidate(("Mahamat Ibrahim Adoum",), date(1994, 1, 1), birth_precision="year"),
        Candidate(("Mahamat Ibrahim Adoum",), nationality="SD", phones=("+218 91 123 4567",)),
        Candidate(("Adoum Ibrahim",), BORN.first, nationality="TD", birth_precision="day", phones=("0911234567",)),
        Candidate(("Quite Different",), documents=("a-12 34",)),
    ],
    ids=["no nationality", "no nationality, a year", "no birth", "another nationality", "one document"],
)
def test_what_is_missing_or_differs_does_not_hide_somebody(actor, acts, typed):
    with acts(actor):
        made = registered(actor, "Mohamed Ibrahim Adam", phones=("0911234567",), documents=(NewDocument("passport", "A1234"),))
        assert [row.person_id for row in queries.likely_same(actor, typed)] == [made]


def test_a_record_without_nationality_is_found_by_whoever_has_one(actor, acts):
    with acts(actor):
        made = registered(actor, "Mohamed Ibrahim Adam", nationality="")
        typed = Candidate(("Mohamed Ibrahim Adam",), BORN.first, nationality="SD", birth_precision="day")
        assert [row.person_id for row in queries.likely_same(actor, typed)] == [made]


def test_a_twin_is_a_relative_perhaps_and_no_duplicate(actor, acts):
    with acts(actor):
        registered(actor, "Hassan Osman Ali", phones=("0911234567",))
        typed = Candidate(("Bilal Osman Ali",), BORN.first, ("0911234567",), nationality="SD", birth_precision="day")
        rows = queries.likely_same(actor, typed)

    assert [(row.relative, row.close) for row in rows] == [(True, False)]


def test_two_of_one_family_are_one_roster_and_never_likely(actor, acts):
    with acts(actor):
        one = registered(actor, "Hassan Osman Ali")
        other = registered(actor, "Hassan Osman Aly", with_person_id=one, family_role="child")
        compared = queries.compare(actor, one, other)

    assert compared.household
    assert compared.relative
    assert compared.words == "could be the same"


def test_relatives_stand_after_those_who_may_be_the_same(actor, acts):
    with acts(actor):
        registered(actor, "Bilal Osman Ali", phones=("0911234567",))
        same = registered(actor, "Hassan Osman Ali")
        typed = Candidate(("Hassan Osman Ali",), BORN.first, ("0911234567",), nationality="SD", birth_precision="day")
        rows = queries.likely_same(actor, typed)

    assert rows[0].person_id == same
    assert [row.relative for row in rows] == [False, True]


def test_evidence_says_in_words_what_speaks_for_and_against(actor, acts):
    with acts(actor):
        registered(actor, "Mohamed Ibrahim Adam", sex="male")
        typed = Candidate(("Mohamed Ibrahim Adam",), BORN.first, nationality="SD", sex="female", birth_precision="day")
        (row,) = queries.likely_same(actor, typed)

    assert str(row.reasons[0]) == "Same date of birth"
    assert [line.words for line in row.evidence if line.against] == ["Sex differs"]
    assert row.weight == pytest.approx(shipped().prior + sum(line.weight for line in row.evidence))


def test_comparing_two_records_gives_every_line_and_their_sum(actor, acts):
    with acts(actor):
        one, other = registered(actor, "Mohamed Ibrahim"), registered(actor, "محمد إبراهيم")
        compared = queries.compare(actor, one, other)

        assert compared.weight == pytest.approx(compared.prior + sum(line.weight for line in compared.lines))
        assert compared.model_version == queries.model_version()
        assert queries.compare(actor, other, one).weight == compared.weight
        for pair in ((one, one), (one, uuid4())):
            with pytest.raises(NotFound):
                queries.compare(actor, *pair)


# -- walls -----------------------------------------------------------------------


def test_across_a_wall_there_is_one_line_an_organisation_however_many_match(world, actor, acts):
    with acts(actor):
        for _again in range(3):
            registered(actor, "Mohamed Ibrahim Adam", phones=("0911234567",))
    other = world.actor("registrar", "UNHCR-LBY")
    with acts(other):
        typed = Candidate(("محمد إبراهيم آدم",), BORN.first, ("0911234567",), nationality="SD", birth_precision="day")
        (row,) = queries.likely_same(other, typed)

    assert (row.person_id, row.person, row.weight, row.score, row.evidence, row.reasons, row.words) == (
        None,
        None,
        None,
        0.0,
        (),
        (),
        "",
    )
    assert (row.hidden, row.organisation_name) == (True, "IOM Libya")


def test_across_a_wall_namesakes_and_relatives_are_not_mentioned(world, actor, acts):
    with acts(actor):
        registered(actor, "Mohamed Ahmed", birth=Birth(date(1994, 1, 1), "year"))
        registered(actor, "Hassan Osman Ali", phones=("0911234567",))
    other = world.actor("registrar", "UNHCR-LBY")
    with acts(other):
        namesake = Candidate(("Mohamed Ahmed",), date(1994, 1, 1), nationality="SD", birth_precision="year")
        twin = Candidate(("Bilal Osman Ali",), BORN.first, ("0911234567",), nationality="SD", birth_precision="day")
        assert queries.likely_same(other, namesake) == []
        assert queries.likely_same(other, twin) == []


def test_records_are_compared_only_by_whoever_sees_both(world, actor, acts):
    other = world.actor("caseworker", "IOM-NGA")
    with acts(actor):
        one = registered(actor, "Mohamed Ibrahim Adam", phones=("0911234567",))
    with acts(other):
        mine = registered(other, "Mohamed Ibrahim Adam", phones=("0911234567",))
        with pytest.raises(NotFound):
            queries.compare(other, mine, one)
    with acts(actor):
        opened = {"organisation_id": other.organisation_id, "because": "pair", "because_id": uuid4()}
        actions.open_share(actor, one, purpose="matching", categories=(), **opened)
    with acts(other):
        lines = {line.level for line in queries.compare(other, mine, one).lines}

    assert "born.day" in lines
    assert "phone.same" not in lines  # the share opens no contact


@pytest.mark.parametrize(
    ("role", "code"), [("consular_officer", "CON-NGA"), ("analyst", "GOV-NGA"), ("analyst", "DONOR"), ("analyst", "TASKFORCE")]
)
def test_whoever_sees_figures_only_gets_nothing_and_nothing_is_looked_up(
    world, actor, acts, role, code, django_assert_num_queries
):
    with acts(actor):
        made = registered(actor, "Mohamed Ibrahim Adam", phones=("0911234567",))
    state = world.actor(role, code)
    typed = Candidate(("Mohamed Ibrahim Adam",), BORN.first, ("0911234567",), nationality="SD")
    with acts(state):
        with django_assert_num_queries(0):
            assert queries.likely_same(state, typed) == []
            with pytest.raises(NotFound):
                queries.search(state, "Mohamed")
        for person_id in (made, uuid4()):
            with pytest.raises(NotFound):
                queries.compare(state, person_id, made)
            with pytest.raises(NotFound):
                queries.candidates_of(state, person_id)
        with pytest.raises(NotFound):
            actions.check_duplicates(state, typed)


# -- bounds and odd input ------------------------------------------------------------


def test_at_most_three_hundred_are_compared_and_one_telephone_is_always_among_them(world, acts):
    actor = world.actor("registrar")
    born = {"birth_date": BORN.first, "birth_precision": BORN.precision, "nationality": "SD"}
    whose = {"organisation_id": actor.organisation_id, "registered_on": date(2026, 1, 5), "synthetic": True}
    named = {"script": "latn", "full": "Mohamed Ahmed Ali", "folded": "mohamed ahmed ali"}
    many = [Person(reference=f"LBY-2601-{n:06}", name=named["full"], **born, **whose) for n in range(320)]
    with acts(actor):  # straight into the tables and the store: nobody need be checked against all who came before
        Person.objects.bulk_create(many)
        PersonName.objects.bulk_create([PersonName(person=one, **named) for one in many])
        matching.write([one.id for one in many])
        same = registered(actor, "Ahmad Zubeir", phones=("0911234567",), birth=Birth())
        facts = projection.Facts((("Mohamed Ahmed Ali",),), "", BORN.first, "day", "SD", phones=("+218911234567",))
        _one, near = likely.look(projection.project(facts))

    assert len(near) == 300
    assert same in {one.person_id for one in near}


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_odd_text_breaks_nothing(actor, acts, text):
    with acts(actor):
        registered(actor, "Mohamed Ibrahim")
        assert queries.likely_same(actor, Candidate((text,), phones=(text,), documents=(text,), nationality=text[:2])) == []


def test_odd_names_are_registered_and_found_again(actor, acts):
    with acts(actor):
        for text in ("O'Neil-Ng 田中 😍", "Z̮̞̠͙͔ͅa̳l̨g̕o͞ ibn ال", "<b>Mohamed</b> Ibrahim"):
            made = registered(actor, text)
            found = queries.likely_same(actor, Candidate((text,), BORN.first, nationality="SD", birth_precision="day"))
            assert made in {row.person_id for row in found}


# -- properties ----------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(["Amina Osman", "أمينة عثمان", "Aminata", "ኣሚና"]), min_size=1))
def test_the_order_of_names_telephones_and_documents_changes_nothing(chance: random.Random, texts):
    names = [
        ["main", "latn", "Amina Osman Ali", "Amina", "Osman", "Ali"],
        *(["alias", "latn", text, "", "", ""] for text in texts),
    ]
    row = [
        uuid4(),
        uuid4(),
        "female",
        BORN.first,
        "day",
        "SO",
        None,
        json.dumps(names),
        ["+218911234567", "+21692"],
        ["AB1234"],
        "",
    ]
    shuffled = list(row)
    shuffled[7] = json.dumps(chance.sample(names, len(names)))
    shuffled[8] = row[8][::-1]

    one, other = matching.projected(row), matching.projected(shuffled)

    assert (one.features, set(one.keys), set(one.offers)) == (other.features, set(other.keys), set(other.offers))


def test_what_is_packed_scores_as_the_engine_does():
    model = shipped()
    records = [features(read_person(row, 2, date(2026, 1, 1), [])) for row in Caseload(400, 5).rows]
    engine = [score_ready(record, model) for record in records]
    store = []
    for record in records:
        phones, documents = ([one] if one else [] for one in (record.numbers["phone"], record.numbers["doc"]))
        store.append(projection.ready(projection.pack(record, model), phones, documents))

    pairs = [(a, b) for a in range(0, 400, 2) for b in range(a + 1, min(a + 12, 400))]
    assert {score(store[a], store[b], model) - score(engine[a], engine[b], model) for a, b in pairs} == {0.0}


def test_of_several_telephones_the_common_one_counts():
    facts = {"ways": (("Amina Osman",),), "nationality": "SO"}
    one = projection.project(projection.Facts(phones=("+218911111111", "+218922222222"), **facts))
    other = projection.project(projection.Facts(phones=("+218933333333", "+218922222222"), **facts))
    ready = [projection.ready(each.features, each.phones, each.documents) for each in (one, other)]

    projection.side_by_side(*ready)

    assert ready[0].phone == ready[1].phone != 0


def test_the_store_says_nothing_readable(actor, acts):
    with acts(actor):
        made = registered(actor, "Mohamed Ibrahim", documents=(NewDocument("passport", "ABCD1234"),))
        with connection.cursor() as cursor:
            cursor.execute("SELECT features FROM authz.match_of(%s)", [[made]])
            packed = bytes(cursor.fetchone()[0]).lower()

    assert not any(text in packed for text in (b"moham", b"ibra", b"abcd", b"mmd"))
