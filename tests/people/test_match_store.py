"""The match store follows every verb, nobody reads it, and what came another way is noticed and taken up."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.kernel.actor import system
from corridor.people import actions, jobs, queries
from corridor.people.actions import Birth, NewDocument, NewName, NewPerson, matching
from corridor.people.actions.many import register_many
from corridor.people.models import Document, Person, PersonName, Phone
from corridor.people.queries import Candidate, sealing

NEW = NewPerson(
    names=(NewName("Amina Osman Ali", given="Amina", father="Osman", family="Ali"),),
    sex="female",
    birth=Birth(date(1994, 5, 12), "day"),
    nationality="SO",
    phones=("0911234567",),
    documents=(NewDocument("passport", "A 1234567"),),
)


@pytest.fixture
def actor(world):
    return world.actor("caseworker")


@pytest.fixture
def amina(actor, acts):
    with acts(actor):
        return actions.register(actor, NEW)


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def kept(person_id):
    """What the store has of a person, and what it should have."""
    (facts,) = raw(matching.FACTS, [person_id])
    should = sealing.asked(matching.projected(facts))
    (row,) = raw("SELECT * FROM authz.match_of(%s)", [person_id])
    is_ = (sealing.opened(bytes(row[1])), set(row[2]), set(row[3]), set(row[4]), set(row[5]))
    return is_, (should.features, set(should.phones), set(should.documents), set(should.keys), set(should.offers))


def behind():
    return {row[0] for row in raw("SELECT authz.match_behind(%s, 1000)", sealing.version())}


def corrects(**changes):
    return lambda actor, person_id: actions.correct(actor, person_id, changes, None)


def leaves_a_family(actor, person_id):
    actions.make_family(actor, person_id)
    actions.leave_family(actor, person_id)


VERBS = {
    "nothing more": lambda actor, person_id: None,
    "name": corrects(name="Aminata Osman"),
    "birth": corrects(birth=Birth(date(1993, 1, 1), "year")),
    "estimated birth": corrects(birth=Birth(date(1990, 11, 1), "estimated")),
    "sex": corrects(sex="unknown"),
    "nationality": corrects(nationality="ET"),
    "no nationality": corrects(nationality=""),
    "further name": lambda actor, person_id: actions.add_name(actor, person_id, NewName("أمينة عثمان علي")),
    "telephone": lambda actor, person_id: actions.add_phone(actor, person_id, "0921112233"),
    "document": lambda actor, person_id: actions.add_document(actor, person_id, NewDocument("passport", "B-998877")),
    "document without a number": lambda actor, person_id: actions.add_document(actor, person_id, NewDocument("other")),
    "family": lambda actor, person_id: actions.make_family(actor, person_id),
    "no family any more": leaves_a_family,
    "photo": lambda actor, person_id: actions.note_reading(actor, person_id, "overview"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_keeps_the_store_in_step(actor, acts, amina, verb):
    with acts(actor):
        VERBS[verb](actor, amina)

        found, should = kept(amina)
        assert found == should
        assert behind() == set()


def test_relatives_who_join_are_in_step(actor, acts, amina):
    with acts(actor):
        child = actions.register(actor, NewPerson(names=(NewName("Yusuf Osman"),), with_person_id=amina, family_role="child"))
        cousin = actions.register(actor, NewPerson(names=(NewName("Hassan Osman"),)))
        actions.join_family_of(actor, amina, cousin, "other_relative")

        for person_id in (amina, child, cousin):
            found, should = kept(person_id)
            assert found == should
        assert behind() == set()


def test_a_list_registered_at_once_is_in_the_store(world, acts):
    actor = world.actor("registrar")
    with acts(actor):
        made = register_many(actor, [NEW, NewPerson(names=(NewName("محمد إبراهيم"),), nationality="SD")])

        assert [kept(person_id)[0] == kept(person_id)[1] for person_id in made] == [True, True]
        assert behind() == set()


def test_a_document_added_by_a_partner_is_in_step_and_found(world, actor, acts, amina):
    partner = world.actor("caseworker", "IOM-NGA")
    with acts(actor):
        actions.open_share(
            actor,
            amina,
            organisation_id=partner.organisation_id,
            purpose="movement",
            categories=(),
            because="seat",
            because_id=uuid4(),
        )
    with acts(partner):
        actions.add_document(partner, amina, NewDocument("laissez_passer", "LP 55-777"))
    with acts(actor):
        found, should = kept(amina)
        assert found == should
        assert behind() == set()
        (row,) = queries.likely_same(actor, Candidate(names=("Somebody Else",), documents=("LP55777",)))
        assert row.person_id == amina


WAYS_ROUND = {
    "telephone": lambda person_id: Phone.objects.create(person_id=person_id, number="+218920000001"),
    "document": lambda person_id: Document.objects.create(person_id=person_id, kind="other", number="QQ12345"),
    "name": lambda person_id: PersonName.objects.create(
        person_id=person_id, kind="alias", script="latn", full="Zahra", folded="zahra"
    ),
    "sex": lambda person_id: Person.objects.filter(id=person_id).update(sex="unknown"),
    "name gone": lambda person_id: PersonName.objects.filter(person_id=person_id).delete(),
}


@pytest.mark.parametrize("way", WAYS_ROUND)
def test_what_changes_round_the_actions_is_noticed_and_taken_up(actor, acts, amina, way):
    with acts(actor):
        WAYS_ROUND[way](amina)
        assert behind() == {amina}

        assert actions.keep_behind(actor) == 1
        assert behind() == set()
        found, should = kept(amina)
        assert found == should


def test_what_nothing_scored_changes_leaves_the_store_alone(actor, acts, amina):
    with acts(actor):
        Person.objects.filter(id=amina).update(languages=["so"])
        assert behind() == set()


@pytest.mark.django_db(transaction=True)
def test_the_job_takes_up_what_fell_behind_of_every_organisation(world, acts):
    made = {}
    for code in ("IOM-LBY", "UNHCR-LBY"):
        actor = world.actor("registrar", code)
        with acts(actor), transaction.atomic():
            made[code] = actions.register(actor, NEW)
            Phone.objects.create(person_id=made[code], number="+218920000001")

    jobs.keep_matches(timestamp=0)

    for code in made:
        with acts(world.actor("registrar", code)), transaction.atomic():
            assert behind() == set()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_writes_what_is_missing_and_the_same_again(world, acts):
    from corridor.synthetic.load import owner_url
    from tests.database import as_owner

    actor = world.actor("registrar")
    with acts(actor), transaction.atomic():
        amina = actions.register(actor, NEW)
        before = kept(amina)[0]
    with as_owner() as owner:
        owner.execute("TRUNCATE people_match, people_matchkey")

    assert jobs.rebuild(owner_url()) == 1
    assert jobs.rebuild(owner_url()) == 0
    assert jobs.rebuild(owner_url(), every=True) == 1

    with acts(actor), transaction.atomic():
        assert kept(amina)[0] == before
        (row,) = queries.likely_same(actor, Candidate(names=("Aminah Osman Aly",), phones=("0911234567",), nationality="SO"))
        assert row.person_id == amina


@pytest.mark.parametrize(
    ("role", "code"),
    [("caseworker", "IOM-LBY"), ("caseworker", "UNHCR-LBY"), ("consular_officer", "CON-NGA"), ("analyst", "DONOR")],
)
def test_nobody_reads_or_writes_the_tables_themselves(world, acts, amina, role, code):
    with acts(world.actor(role, code)):
        assert raw("SELECT * FROM people_match") == []
        assert raw("SELECT * FROM people_matchkey") == []
        for sql in (
            "INSERT INTO people_matchkey (k, person_id, asks) VALUES (1, gen_random_uuid(), true)",
            "INSERT INTO people_match SELECT gen_random_uuid(), gen_random_uuid(), '', '', '{}', '{}', '{}', '{}', 0",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_match SET behind = 9")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM people_matchkey")
            assert cursor.rowcount == 0


def test_nobody_writes_the_projection_of_another_organisations_record(world, acts, amina):
    other = world.actor("caseworker", "UNHCR-LBY")
    with acts(other):
        assert raw("SELECT authz.match_write(%s, 'x', '', '{}', '{}', '{}', '{}')", amina) == [(False,)]
        assert raw("SELECT authz.match_document(%s, 1, 2)", amina) == [(False,)]
        assert raw("SELECT * FROM authz.match_of(%s)", [amina]) == []
        assert actions.keep_match(other, amina) == 0


def test_a_lookup_gives_no_id_of_what_is_behind_a_wall(world, actor, acts, amina):
    with acts(actor):
        (row,) = raw("SELECT keys, offers FROM authz.match_of(%s)", [amina])
    look = "SELECT person, seen FROM authz.match_candidates(%s, %s, '{}', NULL, 300)"
    with acts(world.actor("caseworker", "UNHCR-LBY")):
        assert raw(look, *row) == [(None, False)]
    for role, code in (("consular_officer", "CON-NGA"), ("analyst", "GOV-NGA"), ("analyst", "DONOR"), ("analyst", "TASKFORCE")):
        with acts(world.actor(role, code)):
            assert raw(look, *row) == []
    assert raw(look, *row) == []


def test_only_jobs_of_the_system_learn_ids_across_walls(world, actor, acts, amina):
    other = world.actor("registrar", "UNHCR-LBY")
    with acts(other):
        same = actions.register(other, NEW)

        assert queries.candidates_of(other, same) == []
    job = system("test", other.organisation_id)
    with acts(job):
        ((found, weight),) = queries.candidates_of(job, same)
        assert found == amina
        assert weight > 20
        assert queries.candidates_of(job, same, least=90.0) == []
