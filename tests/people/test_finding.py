"""Finding people: one box, any script, and never anything from behind a wall but that it exists."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from corridor.audit import queries as audit
from corridor.kernel.refusals import NotFound
from corridor.people import actions, queries
from corridor.people.actions import Birth, NewDocument, NewName, NewPerson
from corridor.people.queries import Candidate, projection, sealing

BORN = Birth(date(1990, 1, 1), "year")


@pytest.fixture
def mahamat(world, acts):
    actor = world.actor("registrar")
    new = NewPerson(
        names=(NewName("Mahamat Abdel Rahman"),),
        birth=BORN,
        nationality="TD",
        phones=("091 123 45 67",),
        documents=(NewDocument("passport", "TD 998-12", "TD"),),
        external_id="MIG-77",
    )
    with acts(actor):
        return actions.register(actor, new)


@pytest.mark.parametrize(
    "typed",
    [
        "mahamat",
        "Abderrahman Mohamed",
        "محمد عبد الرحمن",
        "0911234567",
        "+218 91 123 45 67",
        "1234567",
        "td 998-12",
        "TD99812",
        "mig-77",
        "٠٩١١٢٣٤٥٦٧",
    ],
)
def test_one_box_finds_by_name_in_any_script_and_by_number(world, acts, mahamat, typed):
    actor = world.actor("registrar")
    with acts(actor):
        assert [found.person.id for found in queries.search(actor, typed)] == [mahamat]


def test_a_reference_is_found_whole_and_by_its_end(world, acts, mahamat):
    actor = world.actor("registrar")
    with acts(actor):
        reference = queries.person(actor, mahamat).reference
        assert [found.how for found in queries.search(actor, reference.lower())] == ["reference"]
        assert [found.how for found in queries.search(actor, reference[-5:])] == ["reference"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "'; DROP TABLE people_person; --", "Zzyzx Qwrt", "\\", "12"])
def test_odd_words_find_nobody_and_break_nothing(world, acts, mahamat, typed):
    actor = world.actor("registrar")
    with acts(actor):
        assert queries.search(actor, typed) == []


def test_another_organisation_finds_nobody(world, acts, mahamat):
    actor = world.actor("caseworker", "IOM-NGA")
    with acts(actor):
        for typed in ("mahamat", "0911234567", "TD99812", "MIG-77"):
            assert queries.search(actor, typed) == []


def test_a_share_without_contact_finds_by_name_but_not_by_telephone(world, acts, mahamat):
    owner, actor = world.actor("caseworker"), world.actor("caseworker", "IOM-NGA")
    partner = world.organisations["IOM-NGA"].id
    with acts(owner):
        actions.open_share(
            owner, mahamat, organisation_id=partner, purpose="reception", categories=(), because="seat", because_id=uuid4()
        )

    with acts(actor):
        assert [found.person.id for found in queries.search(actor, "mahamat")] == [mahamat]
        assert queries.search(actor, "0911234567") == []


def test_names_are_ranked_by_how_well_they_agree_whatever_the_script(world, acts):
    actor = world.actor("registrar")
    with acts(actor):
        others = ["Ibrahim Mohamed Adam", "Mahamat Abakar Saleh", "Mohamed Ibrahima Sow"]
        for name in others:
            actions.register(actor, NewPerson(names=(NewName(name),)))
        arabic = actions.register(actor, NewPerson(names=(NewName("محمد إبراهيم آدم"),)))
        latin = actions.register(actor, NewPerson(names=(NewName("Mohamed Ibrahim Adam"),)))

        for typed in ("Mohamed Ibrahim Adam", "محمد ابراهيم ادم", "Mouhammed Brahim Adem"):
            best = [found.person.id for found in queries.search(actor, typed)][:2]
            assert set(best) == {arabic, latin}, typed


def test_arabic_finds_latin_and_back(world, acts):
    actor = world.actor("registrar")
    with acts(actor):
        one = actions.register(actor, NewPerson(names=(NewName("Khadija Youssef"),)))
        other = actions.register(actor, NewPerson(names=(NewName("عثمان عبد القادر"),)))

        assert [found.person.id for found in queries.search(actor, "خديجة يوسف")] == [one]
        assert [found.person.id for found in queries.search(actor, "Osman Abdelkader")] == [other]


def test_a_consulate_has_no_search(world, acts, mahamat):
    actor = world.actor("consular_officer", "CON-NGA")
    with acts(actor), pytest.raises(NotFound):
        queries.search(actor, "mahamat")


def likely_by_sql():
    """The database's own functions, asked directly as a program error or an intruder would."""
    keys = ["MMD", "ABDRMN"]
    (phone,) = sealing.numbers([projection.phone_key("911234567")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM authz.match_candidates(%s, '{}', '{}', NULL, 50)", [[phone]])
        likely = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(DISTINCT person) FROM authz.people_found('mahamat', '', '', %s, NULL, NULL, NULL, 50)", [keys[:1]]
        )
        return likely, cursor.fetchone()[0]


@pytest.mark.parametrize("code", ["CON-NGA", "GOV-NGA"])
def test_a_state_learns_nothing_from_the_functions_themselves(world, acts, mahamat, code):
    role = "consular_officer" if code.startswith("CON") else "analyst"
    with acts(world.actor(role, code)):
        assert likely_by_sql() == (0, 0)


def test_a_consulate_with_a_share_finds_nobody_once_a_shield_stands(world, acts, mahamat):
    owner, consulate = world.actor("caseworker"), world.organisations["CON-NGA"].id
    with acts(owner):
        actions.open_share(
            owner, mahamat, organisation_id=consulate, purpose="consular", categories=(), because="consent", because_id=uuid4()
        )
    consul = world.actor("consular_officer", "CON-NGA")
    with acts(consul):
        assert likely_by_sql() == (0, 1)

    with acts(owner):
        actions.raise_shield(owner, mahamat, "fear")
    with acts(consul):
        assert likely_by_sql() == (0, 0)


def test_without_anybody_acting_the_functions_find_nobody(world, mahamat):
    assert likely_by_sql() == (0, 0)


def said(row):
    return [str(reason) for reason in row.reasons]


def test_a_likely_same_person_is_shown_with_reasons_in_words(world, acts, mahamat):
    actor = world.actor("registrar")
    typed = Candidate(names=("محمد عبد الرحمن",), birth_date=date(1991, 5, 5), phones=("0911234567",), nationality="TD")

    with acts(actor):
        (row,) = queries.likely_same(actor, typed)

    assert row.person_id == mahamat
    assert said(row)[0] == "Same phone number"
    assert "The names they share are fairly common" in said(row)
    assert row.words == "likely the same"


def test_the_same_document_speaks_loudest(world, acts, mahamat):
    actor = world.actor("registrar")
    with acts(actor):
        (row,) = queries.likely_same(actor, Candidate(names=("Adoum Idriss",), documents=("td-998 12",)))

    assert said(row)[0] == "Same document number"


def test_behind_another_wall_there_is_only_that_it_exists_and_whom_to_ask(world, acts, mahamat):
    actor = world.actor("registrar", "UNHCR-LBY")
    with acts(actor):
        (row,) = queries.likely_same(
            actor, Candidate(names=("Mohamed Abderahman",), birth_date=date(1990, 1, 1), phones=("0911234567",))
        )

    assert (row.person_id, row.person, row.reasons, row.hidden) == (None, None, (), True)
    assert row.organisation_name == "IOM Libya"


def test_other_peoples_names_are_not_likely_the_same(world, acts, mahamat):
    actor = world.actor("registrar")
    with acts(actor):
        assert queries.likely_same(actor, Candidate(names=("Mahamat Idriss",), birth_date=date(1970, 1, 1))) == []
        assert queries.likely_same(actor, Candidate(names=("Fatoumata Diallo",))) == []


def test_each_check_leaves_one_line_with_counts_and_nothing_typed(world, acts, mahamat):
    actor = world.actor("registrar")
    with acts(actor):
        actions.check_duplicates(actor, Candidate(names=("Mahamat Abdel Rahman",), birth_date=date(1990, 1, 1)))
        (line,) = audit.by_organisation(actor, ["people.person.check_duplicates"])

    assert line.detail == '{"elsewhere":0,"found":1}'


def test_not_the_same_person_is_remembered(world, acts, mahamat):
    actor = world.actor("registrar")
    with acts(actor):
        twin = actions.register(actor, NewPerson(names=(NewName("Mohamed Abderrahman"),), birth=BORN), not_same=[mahamat])
        typed = Candidate(names=("Mohamed Abderrahman",), birth_date=BORN.first, besides=twin)
        assert queries.likely_same(actor, typed) == []
