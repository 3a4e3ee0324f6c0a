"""What somebody with SQL as the application role gets of people behind a wall: sealed bytes and keyed numbers, useful to the scorer alone."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from corridor.access.roles import ROLES, Permission
from corridor.config.apps import compares_with_the_key_of_the_store
from corridor.people import actions, queries
from corridor.people.actions import NewDocument, matching
from corridor.people.queries import Candidate, projection, sealing
from tests.people.test_match_store import NEW, kept, raw

FACTS = projection.Facts(
    ways=(("Amina Osman Ali",),), sex="female", nationality="SO", phones=("+218911234567",), documents=("A1234567",)
)
LOOK = "SELECT * FROM authz.match_candidates(%s, %s, %s, NULL, 300)"


@pytest.fixture
def actor(world):
    return world.actor("caseworker")


@pytest.fixture
def amina(actor, acts):
    with acts(actor):
        return actions.register(actor, NEW)


def sealed_rows(world, acts, amina):
    """What another organisation's session is given for the keys of this person."""
    stored = sealing.asked(projection.project(FACTS))
    with acts(world.actor("caseworker", "UNHCR-LBY")):
        return raw(LOOK, list(stored.keys), list(stored.offers), list(stored.strong))


def test_behind_the_wall_no_year_no_sex_no_hash_of_a_name_can_be_read(world, actor, acts, amina):
    ((person, _organisation, seen, features, phones, documents),) = sealed_rows(world, acts, amina)
    with acts(actor):
        (facts,) = raw(matching.FACTS, [amina])
    plain = matching.projected(facts)

    assert (person, seen) == (None, False)
    assert bytes(features)[sealing.HEAD :] != plain.features
    assert not set(plain.phones) & set(phones)
    assert not set(plain.documents) & set(documents)
    assert sealing.opened(bytes(features)) == plain.features


def test_whoever_knows_a_name_or_a_number_but_not_the_key_finds_nobody(world, acts, amina):
    plain = projection.project(FACTS)
    with acts(world.actor("caseworker", "UNHCR-LBY")):
        assert raw(LOOK, list(plain.keys), list(plain.offers), list(plain.strong)) == []


def test_the_same_facts_in_two_records_do_not_look_alike(actor, acts, amina):
    with acts(actor):
        same = actions.register(actor, NEW)
        one, other = (raw("SELECT features FROM authz.match_of(%s)", [each])[0][0] for each in (amina, same))

    assert bytes(one) != bytes(other)
    assert sealing.opened(bytes(one)) == sealing.opened(bytes(other))


def test_with_another_key_nothing_is_read_wrongly_and_everything_is_written_anew(actor, acts, amina, settings):
    settings.MATCH_KEY = "another key than before"
    with acts(actor):
        typed = Candidate(("Amina Osman Ali",), NEW.birth.first, phones=("0911234567",), nationality="SO", birth_precision="day")
        assert queries.likely_same(actor, typed) == []
        assert [said.id for said in compares_with_the_key_of_the_store(None, ["default"])] == ["corridor.W001"]
        assert raw("SELECT authz.match_behind(%s, 10)", sealing.version()) == [(amina,)]

        assert actions.keep_behind(actor) == 1

        found, should = kept(amina)
        assert found == should
        assert compares_with_the_key_of_the_store(None, ["default"]) == []
        assert [row.person_id for row in queries.likely_same(actor, typed)] == [amina]


@hypothesis(max_examples=100, deadline=None)
@given(st.binary(max_size=2000), st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30))
def test_opened_is_what_was_sealed_and_equal_numbers_stay_equal(features, numbers):
    plain = projection.Projected(features, tuple(numbers), (), tuple(numbers), ())
    kept_ = sealing.sealed(uuid4(), plain)

    assert sealing.opened(kept_.features) == features
    assert kept_.phones == kept_.keys == sealing.numbers(numbers)
    assert len(set(kept_.keys)) == len(set(numbers))
    assert all((one == 0) == (new == 0) for one, new in zip(numbers, kept_.keys, strict=True))


def test_bytes_that_somebody_changed_in_the_store_are_not_read(actor, acts, amina):
    with acts(actor):
        ((kept_,),) = raw("SELECT features FROM authz.match_of(%s)", [amina])
    whole = bytes(kept_)

    assert sealing.opened(whole)
    assert sealing.opened(whole[:-1] + bytes([whole[-1] ^ 1])) is None
    assert sealing.opened(b"") is None


def test_the_key_itself_is_nowhere_in_the_database(actor, acts, amina, settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_settings WHERE setting LIKE %s", [f"%{settings.MATCH_KEY}%"])
        assert cursor.fetchone()[0] == 0
    assert len(sealing.version()) <= 40


def test_documents_added_later_are_keyed_too(world, actor, acts, amina):
    with acts(actor):
        actions.add_document(actor, amina, NewDocument("passport", "B-998877"))
        typed = Candidate(names=("Somebody Else",), documents=("B998877",))
        assert [row.person_id for row in queries.likely_same(actor, typed)] == [amina]


@pytest.mark.parametrize("role", ["movement_officer", "transit_officer", "reintegration_officer", "medical_officer", "analyst"])
def test_roles_without_a_duplicate_check_get_no_candidates(world, acts, amina, role):
    stored = sealing.asked(projection.project(FACTS))
    with acts(world.actor(role)):
        assert raw(LOOK, list(stored.keys), list(stored.offers), list(stored.strong)) == []


def test_the_database_knows_which_roles_have_a_duplicate_check(db):
    having = {Permission.PERSON_REGISTER, Permission.PAIR_REVIEW, Permission.LIST_IMPORT, Permission.LINKING_START}
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'may_check_duplicates'")
        (body,) = cursor.fetchone()

    named = set(body.split("ARRAY[")[1].split("]")[0].replace("'", "").split(", "))
    assert named == {str(role) for role, held in ROLES.items() if held & having}


def test_a_session_that_calls_itself_another_organisation_gets_no_candidates(world, acts, amina):
    stored = sealing.asked(projection.project(FACTS))
    consul = world.actor("consular_officer", "CON-NGA")
    for pretended in (
        replace(consul, organisation_kind="iom_mission"),
        replace(consul, organisation_kind="iom_mission", organisation_id=world.organisations["IOM-NGA"].id),
    ):
        with acts(pretended):
            assert raw(LOOK, list(stored.keys), list(stored.offers), list(stored.strong)) == []
