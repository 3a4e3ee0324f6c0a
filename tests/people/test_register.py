"""Registering somebody and correcting what was written: everything said is kept, nothing is invented, nothing is overwritten silently."""

import json
import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from corridor.audit import queries as audit
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.events import on
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.people import actions, queries
from corridor.people.actions import Birth, NewDocument, NewName, NewNeed, NewPerson
from corridor.people.events import PersonRegistered, ShieldRaised
from tests.world import World

FULL = NewPerson(
    names=(NewName("Amina Osman Ali", given="Amina", father="Osman", family="Ali"), NewName("أمينة عثمان علي")),
    sex="female",
    birth=Birth(date(1994, 1, 1), "year"),
    nationality="so",
    languages=("so", "ar"),
    interpreter_needed="so",
    phones=("0911 234 567", "0911234567"),
    documents=(NewDocument("passport", "a 12-34", "so", expires_on=date(2030, 1, 1)),),
    external_id="MIG-1",
    location="urban",
    needs=(NewNeed("SM", "medical"),),
)


@pytest.fixture
def actor(world):
    return world.actor("registrar")


@pytest.fixture
def amina(actor, acts):
    with acts(actor):
        return actions.register(actor, FULL)


def test_a_person_is_registered_with_all_that_was_said(actor, acts, amina):
    with acts(actor):
        row = queries.person(actor, amina)
        (document,) = queries.documents_of(actor, amina)

        assert (row.name, row.name_script, [name.script for name in row.names]) == ("Amina Osman Ali", "latn", ["latn", "arab"])
        assert (row.birth_date, row.birth_precision, row.nationality, row.languages) == (
            date(1994, 1, 1),
            "year",
            "SO",
            ("so", "ar"),
        )
        assert (document.number, document.issuing_state) == ("a 12-34", "SO")
        assert [phone.number for phone in queries.phones_of(actor, amina)] == ["+218911234567"]
        assert [one.external_id for one in queries.registrations_of(actor, amina)] == ["MIG-1"]
        assert queries.locations(actor, [amina])[amina].kind == "urban"
        assert [need.service for need in queries.needs_of(actor, [amina])[amina]] == ["medical"]


def test_a_name_is_all_that_must_be_known(actor, acts):
    with acts(actor):
        row = queries.person(actor, actions.register(actor, NewPerson(names=(NewName("ሰላም"),))))

    assert (row.sex, row.birth_date, row.birth_precision, row.nationality) == ("unknown", None, "unknown", "")
    assert row.age_unknown
    assert not row.is_child_on(clock.today())
    assert row.synthetic


def test_whose_age_is_disputed_is_a_child(actor, acts):
    with acts(actor):
        row = queries.person(
            actor,
            actions.register(actor, NewPerson(names=(NewName("A B"),), birth=Birth(date(1990, 1, 1), "day"), age_disputed=True)),
        )

    assert row.is_child_on(clock.today())


def test_registering_is_written_down_and_announced(actor, acts):
    heard = []
    on(PersonRegistered)(heard.append)
    with acts(actor):
        person_id = actions.register(actor, FULL)
        (line,) = audit.about_person(actor, person_id)

    assert line.verb == "people.person.register"
    assert "Amina" not in line.detail
    assert [event.person_id for event in heard] == [person_id]


def test_a_fault_leaves_nothing_behind(actor, acts, amina):
    with acts(actor):
        for bad in (
            NewPerson(names=()),
            NewPerson(names=(NewName("Copy"),), external_id="MIG-1"),
            NewPerson(names=(NewName("P"),), phones=("1",)),
        ):
            with pytest.raises(Refused):
                actions.register(actor, bad)
        assert [row.id for row in queries.newest(actor)] == [amina]


def test_whoever_may_not_register_finds_no_such_step(world, acts):
    actor = world.actor("movement_officer")
    with acts(actor), pytest.raises(NotFound):
        actions.register(actor, FULL)


def test_references_count_by_month(actor, acts):
    simple = NewPerson(names=(NewName("A B"),))
    with acts(actor):
        with clock.at(clock.now().replace(year=2031, month=3)):
            first, second = (queries.person(actor, actions.register(actor, simple)).reference for _ in range(2))
        with clock.at(clock.now().replace(year=2031, month=4)):
            third = queries.person(actor, actions.register(actor, simple)).reference

    assert (first, second, third) == ("LBY-3103-00001", "LBY-3103-00002", "LBY-3104-00001")


def test_a_month_goes_on_after_references_that_came_from_elsewhere(actor, acts):
    insert = (
        "INSERT INTO people_person (id, reference, organisation_id, sex, birth_precision, age_disputed, nationality, nationality_confirmed,"
        " languages, interpreter_needed, name, synthetic, registered_on, version)"
        " VALUES (%s, 'LBY-3105-00041', %s, 'unknown', 'unknown', false, '', '', '{}', '', 'X', true, now(), 1)"
    )
    with acts(actor):
        with connection.cursor() as cursor:
            cursor.execute(insert, [uuid4(), actor.organisation_id])
        with clock.at(clock.now().replace(year=2031, month=5)):
            person_id = actions.register(actor, NewPerson(names=(NewName("A B"),)))
        assert queries.person(actor, person_id).reference == "LBY-3105-00042"


def test_two_desks_at_once_never_get_one_reference(transactional_db):
    actor = World.build().actor("registrar")
    references = []

    def desk():
        try:
            for _ in range(5):
                with acting(actor), transaction.atomic():
                    person_id = actions.register(actor, NewPerson(names=(NewName("A B"),)))
                    references.append(queries.person(actor, person_id).reference)
        finally:
            connections.close_all()

    desks = [threading.Thread(target=desk) for _ in range(3)]
    [one.start() for one in desks]
    [one.join() for one in desks]

    assert len(references) == len(set(references)) == 15


def test_the_database_gives_references_of_our_form_only(actor, acts):
    with acts(actor), pytest.raises(DatabaseError, match="not a prefix"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT authz.next_reference(%s)", ["x'; DROP TABLE people_person; --"])


def test_a_correction_keeps_the_value_before(actor, acts, amina):
    with acts(actor):
        version = actions.correct(actor, amina, {"sex": "unknown", "nationality": "ER", "name": "Amina Othman Ali"}, 1)
        row = queries.person(actor, amina)
        line = audit.about_person(actor, amina)[0]

    assert (version, row.sex, row.nationality, row.name) == (2, "unknown", "ER", "Amina Othman Ali")
    assert ("former", "Amina Osman Ali") in [(name.kind, name.full) for name in row.names]
    assert json.loads(line.detail)["before"] == {"sex": "female", "nationality": "SO"}
    assert "Amina" not in line.detail


def test_two_who_correct_at_once_are_told(actor, acts, amina):
    with acts(actor):
        actions.correct(actor, amina, {"sex": "unknown"}, 1)
        with pytest.raises(Conflict, match="Somebody else changed"):
            actions.correct(actor, amina, {"sex": "male"}, 1)
        assert queries.person(actor, amina).sex == "unknown"


def test_a_name_and_a_number_are_written_down_once(actor, acts, amina):
    with acts(actor):
        actions.add_name(actor, amina, NewName("Um Ahmed", "alias"))
        with pytest.raises(Refused, match="already written down"):
            actions.add_name(actor, amina, NewName("Um Ahmed", "alias"))
        with pytest.raises(Refused, match="already written down"):
            actions.add_phone(actor, amina, "+218911234567")


def test_the_best_travel_document_of_the_day_is_the_one_that_lasts(actor, acts, amina):
    with acts(actor):
        actions.add_document(actor, amina, NewDocument("laissez_passer", "L1", "SO", expires_on=date(2026, 12, 1)))
        actions.add_document(actor, amina, NewDocument("national_id", "N1", "SO"))

        assert queries.travel_documents(actor, [amina], date(2026, 11, 30))[amina].kind == "passport"
        assert queries.travel_documents(actor, [amina], date(2031, 1, 1)) == {}


def test_a_unhcr_number_raises_the_shield_and_is_taken_once(world, actor, acts, amina):
    unhcr = world.organisations["UNHCR-LBY"].id
    with acts(actor):
        actions.add_registration(actor, amina, organisation_id=unhcr, external_id="490-18C1", on=date(2026, 1, 1))
        assert queries.is_shielded(actor, amina)
        other = actions.register(actor, NewPerson(names=(NewName("A B"),)))
        with pytest.raises(Refused, match="already in use"):
            actions.add_registration(actor, other, organisation_id=unhcr, external_id="490-18C1", on=date(2026, 1, 1))


def test_a_consulate_confirms_its_own_nationality_of_a_person_shared_with_it(world, acts, person, share):
    consulate, consul = world.organisations["CON-NGA"].id, world.actor("consular_officer", "CON-NGA")
    with acts(consul), pytest.raises(NotFound):
        actions.confirm_nationality(consul, person, country="NG", by_id=consulate)

    share("CON-NGA", purpose="consular")
    with acts(consul):
        with pytest.raises(Refused, match="its own State"):
            actions.confirm_nationality(consul, person, country="GH", by_id=consulate)
        actions.confirm_nationality(consul, person, country="NG", by_id=consulate)
        row = queries.person(consul, person)

    assert (row.nationality_confirmed, row.nationality_confirmed_by_id, row.version) == ("NG", consulate, 2)


def test_a_shield_is_announced_once(actor, acts, amina):
    heard, why = [], uuid4()
    on(ShieldRaised)(heard.append)
    with acts(actor):
        assert actions.raise_shield(actor, amina, "fear", because_id=why) == actions.raise_shield(
            actor, amina, "fear", because_id=why
        )

    assert [event.kind for event in heard] == ["fear"]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("sex = 'robot'", "people_person_sex_known"),
        ("birth_precision = 'unknown'", "people_person_unknown_birth_has_no_date"),
        ("birth_date = NULL", "people_person_unknown_birth_has_no_date"),
        ("birth_date = '1900-01-01'", "people_person_born_after_1900"),
        ("nationality_confirmed = 'SO'", "people_person_confirmation_says_by_whom"),
    ],
)
def test_the_table_refuses_what_cannot_be(actor, acts, amina, change, constraint):
    with acts(actor), pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_person SET {change} WHERE id = %s", [amina])
