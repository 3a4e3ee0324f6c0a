"""The consulate's context at the tables and functions themselves, past all Python: what can it learn by asking directly?"""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.kernel import ids
from corridor.kernel.actor import acting
from corridor.people.queries import projection, sealing
from tests.walls import ground

BEGINS = ground.begins
CONTEXTS = [
    ("consular_officer", "CON-NGA"),
    ("consular_officer", "CON-GMB"),
    ("analyst", "GOV-NGA"),
    ("analyst", "DONOR"),
    ("caseworker", "NGO-X"),
]
STATES = [one for one in CONTEXTS if one[1] in ("CON-NGA", "CON-GMB", "GOV-NGA")]


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def tables():
    found = raw(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    return [name for (name,) in found]


@pytest.mark.parametrize(("role", "code"), CONTEXTS)
def test_no_table_shows_a_row_about_a_protected_person(world, marked, role, code):
    about = {str(marked.ids["person"]), str(marked.ids["refugee"])} | marked.words["person"] | marked.words["refugee"]
    heads = {
        str(one)
        for name, one in marked.ids.items()
        if name in ("case", "request", "referral", "consent", "seat", "list", "party", "need")
    }

    with acting(world.actor(role, code)):
        shown = {}
        for table in tables():
            for word in about | heads:
                if raw(f'SELECT count(*) FROM "{table}" t WHERE strpos(t::text, %s) > 0', word)[0][0]:
                    shown.setdefault(table, set()).add(word)

    assert shown == {}


@pytest.mark.parametrize(("role", "code"), STATES)
def test_a_state_cannot_tell_a_protected_person_from_one_who_does_not_exist(world, marked, role, code):
    person, nobody = marked.ids["person"], uuid4()
    asks = (
        "SELECT authz.shielded(%s)",
        "SELECT authz.opens(%s, NULL, '')",
        "SELECT authz.may_share(%s, authz.org(), ARRAY['identity']::varchar[])",
        "SELECT authz.confirm_nationality(%s, 'NG', authz.org(), current_date)",
        "SELECT count(*) FROM authz.protection_facts(ARRAY[%s]::uuid[], current_date)",
    )

    with acting(world.actor(role, code)):
        for ask in asks:
            assert raw(ask, person) == raw(ask, nobody), ask


@pytest.mark.parametrize(("role", "code"), STATES)
def test_a_state_that_writes_a_share_of_its_own_is_refused_in_the_same_words(world, marked, role, code):
    actor = world.actor(role, code)
    said = []
    with acting(actor):
        for one in (marked.ids["person"], uuid4()):
            with pytest.raises(DatabaseError) as refused, transaction.atomic():
                raw(
                    "INSERT INTO people_share (id, person_id, organisation_id, granted_by_id, purpose, categories, since, because)"
                    " VALUES (%s, %s, %s, %s, 'consular', '{identity}', now(), 'consent') RETURNING 1",
                    ids.new_id(), one, actor.organisation_id, actor.organisation_id,
                )  # fmt: skip
            said.append(str(refused.value).splitlines()[0])

    assert said[0] == said[1]


@pytest.mark.parametrize(("role", "code"), STATES)
def test_finding_and_likeness_are_silent_for_a_state(world, marked, role, code):
    keys = "(SELECT NULL::varchar[])"
    with acting(world.actor("registrar")):
        known = raw("SELECT keys, folded FROM people_personname WHERE person_id = %s ORDER BY id LIMIT 1", marked.ids["person"])[
            0
        ]

    with acting(world.actor(role, code)):
        for number in sorted(marked.words["person"]):
            found = raw(
                f"SELECT * FROM authz.people_found(%s, %s, %s, %s::varchar[], {keys}, {keys}, {keys}, 50)",
                known[1],
                number,
                number,
                known[0],
            )
            assert found == []
        phone, document = sealing.numbers([projection.phone_key("917788991"), projection.document_key("ZQ7788991")[1]])
        likely = "SELECT * FROM authz.match_candidates(%s, '{}', %s, NULL, 300)"
        assert raw(likely, [phone, document], [phone, document]) == []
        assert raw("SELECT * FROM authz.match_of(%s)", [marked.ids["person"]]) == []
        assert raw("SELECT * FROM people_match") == []
        assert raw("SELECT * FROM people_matchkey") == []
