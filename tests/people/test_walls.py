"""Who sees a person: organisation × share × shield, by the queries and by raw SQL as the application role.

The database must say no by itself: every case is asked twice, once through Python and once round it.
"""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.kernel import ids
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions, queries
from corridor.people.actions import NewName

OWNER, IOM2, UNHCR, CONSULATE, STATE, DONOR = "IOM-LBY", "IOM-NGA", "UNHCR-LBY", "CON-NGA", "GOV-NGA", "DONOR"
ROLE = {CONSULATE: "consular_officer", STATE: "analyst", DONOR: "analyst"}

# table -> the category of a share that opens it
TABLES = {
    "people_personname": "identity",
    "people_document": "identity",
    "people_phone": "contact",
    "people_familymember": "family",
    "people_location": "case",
    "people_specificneed": "protection",
    "people_shield": "protection",
}


def reader(world, code):
    return world.actor(ROLE.get(code, "caseworker"), code)


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def shield_off_the_record(person):
    """A shield without the action: put in by the owner's organisation, straight into the table."""
    raw("INSERT INTO people_shield (id, person_id, kind, since) VALUES (%s, %s, 'fear', now())", ids.new_id(), person)


# organisation, share (None, live, ended), shield → may it see the person?
CASES = [
    (OWNER, None, False, True),
    (OWNER, None, True, True),
    (IOM2, None, False, False),
    (IOM2, "live", False, True),
    (IOM2, "live", True, True),
    (IOM2, "ended", False, False),
    (UNHCR, None, False, False),
    (UNHCR, "live", True, True),
    (UNHCR, "ended", True, False),
    (CONSULATE, None, False, False),
    (CONSULATE, "live", False, True),
    (CONSULATE, "live", True, False),
    (CONSULATE, "ended", False, False),
    (STATE, None, False, False),
    (STATE, None, True, False),
    (DONOR, None, False, False),
    (DONOR, None, True, False),
]


@pytest.mark.parametrize(("code", "shared", "shielded", "seen"), CASES)
def test_who_sees_the_person(world, acts, person, share, code, shared, shielded, seen):
    if shared:
        share(code, purpose="consular" if code == CONSULATE else "movement", ended=shared == "ended")
    if shielded:
        with acts(world.actor("caseworker")):
            shield_off_the_record(person)

    actor = reader(world, code)
    with acts(actor):
        by_query = person in queries.people_by_id(actor, [person])
        by_sql = raw("SELECT count(*) FROM people_person WHERE id = %s", person)[0][0] == 1
        names_by_sql = raw("SELECT count(*) FROM people_personname WHERE person_id = %s", person)[0][0] > 0

    assert (by_query, by_sql, names_by_sql) == (seen, seen, seen)


@pytest.mark.parametrize("code", [IOM2, CONSULATE, STATE, DONOR])
def test_missing_and_forbidden_look_the_same(world, acts, person, code):
    actor = reader(world, code)

    with acts(actor):
        for one in (person, uuid4()):
            with pytest.raises(NotFound, match="person"):
                queries.person(actor, one)


@pytest.mark.parametrize("shared", ["identity", "contact", "family", "case", "protection", "medical"])
def test_a_share_opens_its_categories_and_no_other(world, acts, person, share, shared):
    with acts(world.actor("caseworker")):
        shield_off_the_record(person)
    share(UNHCR, shared, purpose="referral")

    actor = reader(world, UNHCR)
    with acts(actor):
        opened = {table for table in TABLES if raw(f"SELECT count(*) FROM {table} WHERE person_id = %s", person)[0][0]}
        by_query = {
            "contact": bool(queries.phones_of(actor, person)),
            "family": queries.family_of(actor, person) is not None,
            "case": bool(queries.locations(actor, [person])),
            "protection": bool(queries.needs_of(actor, [person])),
        }

    assert opened == {table for table, category in TABLES.items() if category in ("identity", shared)}
    assert by_query == {category: category == shared for category in by_query}


def test_without_anybody_acting_there_are_no_rows(world, person):
    for table in ("people_person", "people_share", "people_family", *TABLES):
        assert raw(f"SELECT count(*) FROM {table}")[0][0] == 0, table


def test_a_share_ends_by_its_date(world, acts, person, share, tomorrow):
    share(IOM2, until=tomorrow)
    actor = reader(world, IOM2)
    with acts(world.actor("caseworker")):
        raw("UPDATE people_share SET until = now()")

    with acts(actor):
        assert queries.people_by_id(actor, [person]) == {}
        assert raw("SELECT count(*) FROM people_person")[0][0] == 0


def test_only_the_owner_changes_a_record(world, acts, person, share):
    share(IOM2, "contact", "family", "case", "protection")
    actor = reader(world, IOM2)

    with acts(actor):
        assert raw("UPDATE people_person SET sex = 'male' WHERE id = %s", person) == 0
        with pytest.raises(Refused, match="another organisation"):
            actions.correct(actor, person, {"sex": "male"}, 1)
        with pytest.raises(Refused, match="another organisation"):
            actions.add_name(actor, person, NewName("Somebody Else"))


def test_nobody_registers_for_another_organisation(world, acts):
    other = world.organisations[UNHCR].id
    with acts(world.actor("caseworker")), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        raw(
            "INSERT INTO people_person (id, reference, organisation_id, sex, birth_precision, age_disputed, nationality,"
            " nationality_confirmed, languages, interpreter_needed, name, synthetic, registered_on, version)"
            " VALUES (%s, 'X-1', %s, 'unknown', 'unknown', false, '', '', '{}', '', 'X', true, now(), 1)",
            ids.new_id(),
            other,
        )


GIVE = (
    "INSERT INTO people_share (id, person_id, organisation_id, granted_by_id, purpose, categories, since, because)"
    " VALUES (%s, %s, %s, %s, %s, %s, now(), 'test')"
)


def test_nobody_gives_a_share_to_itself(world, acts, person):
    mine = world.organisations[IOM2].id
    with acts(reader(world, IOM2)), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        raw(GIVE, ids.new_id(), person, mine, mine, "movement", ["identity"])


def test_nobody_passes_on_more_than_was_given(world, acts, person, share):
    share(IOM2, "contact")
    mine, other = world.organisations[IOM2].id, world.organisations[UNHCR].id

    with acts(reader(world, IOM2)):
        raw(GIVE, ids.new_id(), person, other, mine, "movement", ["identity", "contact"])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            raw(GIVE, ids.new_id(), person, other, mine, "movement", ["identity", "protection"])


@pytest.mark.parametrize(
    "change", ["until = NULL", "until = now() + interval '9 years'", "categories = '{identity,medical}'", "purpose = 'service'"]
)
def test_whoever_was_given_a_share_cannot_widen_it(world, acts, person, share, tomorrow, change):
    share(IOM2, until=tomorrow)

    with acts(reader(world, IOM2)), pytest.raises(DatabaseError, match="only end"), transaction.atomic():
        raw(f"UPDATE people_share SET {change}")


def test_a_share_always_holds_the_identity(world, acts, person):
    mine, other = world.organisations[OWNER].id, world.organisations[IOM2].id
    with acts(world.actor("caseworker")), pytest.raises(DatabaseError, match="always_identity"), transaction.atomic():
        raw(GIVE, ids.new_id(), person, other, mine, "movement", ["contact"])


def test_a_shielded_person_is_never_shared_with_a_state(world, acts, person, share):
    actor = world.actor("caseworker")
    with acts(actor):
        actions.raise_shield(actor, person, "fear")
        with pytest.raises(Refused, match="protected from any contact with a State"):
            share(CONSULATE, purpose="consular")
        with pytest.raises(DatabaseError, match="not shared with a State"), transaction.atomic():
            raw(GIVE, ids.new_id(), person, world.organisations[CONSULATE].id, actor.organisation_id, "consular", ["identity"])


@pytest.mark.parametrize(
    ("code", "purpose"),
    [(STATE, "service"), (DONOR, "service"), ("TASKFORCE", "movement"), (CONSULATE, "movement"), (IOM2, "consular")],
)
def test_who_may_receive_a_share_at_all(world, acts, person, share, code, purpose):
    actor = world.actor("caseworker")
    with acts(actor):
        with pytest.raises(Refused, match="figures only"):
            share(code, purpose=purpose)
        with pytest.raises(DatabaseError, match="no such share"), transaction.atomic():
            raw(GIVE, ids.new_id(), person, world.organisations[code].id, actor.organisation_id, purpose, ["identity"])


def test_a_new_shield_ends_what_a_state_was_given(world, acts, person, share):
    share(CONSULATE, purpose="consular")
    share(IOM2)
    actor = world.actor("caseworker")
    with acts(actor):
        actions.raise_shield(actor, person, "referral", because_id=uuid4())
        assert [row.organisation_id for row in queries.shares_of(actor, person)] == [world.organisations[IOM2].id]

    consul = reader(world, CONSULATE)
    with acts(consul):
        assert raw("SELECT count(*) FROM people_share WHERE until IS NULL")[0][0] == 0
        assert queries.people_by_id(consul, [person]) == {}


def test_lifting_a_shield_brings_no_share_back(world, acts, person, share):
    share(CONSULATE, purpose="consular")
    actor, why = world.actor("caseworker"), uuid4()
    with acts(actor):
        actions.raise_shield(actor, person, "referral", because_id=why)
        assert queries.is_shielded(actor, person)
        assert actions.lift_shields(actor, person, "referral", because_id=why) == 1
        assert not queries.is_shielded(actor, person)

    consul = reader(world, CONSULATE)
    with acts(consul):
        assert queries.people_by_id(consul, [person]) == {}


def test_whom_unhcr_registers_is_shielded_by_the_table_itself(world, acts, person, share):
    unhcr = reader(world, UNHCR)
    share(UNHCR, "protection", purpose="referral")
    with acts(unhcr):
        raw(
            "INSERT INTO people_registration (id, person_id, organisation_id, external_id, registered_on)"
            " VALUES (%s, %s, %s, 'LBY-9', now())",
            ids.new_id(),
            person,
            unhcr.organisation_id,
        )
        assert queries.shields_of(unhcr, [person]) == {person: frozenset({"unhcr_registration"})}
        assert queries.is_shielded(unhcr, person)


def test_a_family_is_seen_with_its_members(world, acts, person, share):
    share(IOM2, "family")
    actor = reader(world, IOM2)

    with acts(actor):
        assert queries.family_of(actor, person).reference.startswith("LBY-F")
