"""The record of deeds: nothing without an actor, nothing changed afterwards, and every change is found."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from corridor.audit import actions, queries
from corridor.audit.models import Entry
from corridor.kernel.actor import Actor, acting, system
from tests.database import as_owner
from tests.world import World


def test_a_line_says_who_what_about_whom_and_why(world, acts):
    actor, person = world.actor("caseworker"), uuid4()
    with acts(actor):
        actions.record(actor, "people.person.read", person, person=person, reason="call back", page="facts")
        (line,) = queries.about_person(actor, person, readings=True)

    assert (line.verb, line.staff_id, line.organisation_id, line.reason) == (
        "people.person.read",
        actor.staff_id,
        actor.organisation_id,
        "call back",
    )
    assert line.detail == '{"page":"facts"}'


def test_deeds_and_readings_are_asked_for_apart(world, acts):
    actor, person = world.actor("caseworker"), uuid4()
    with acts(actor):
        actions.record(actor, "people.person.read", person=person)
        actions.record(actor, "people.person.correct", person=person)

        assert [line.verb for line in queries.about_person(actor, person)] == ["people.person.correct"]
        assert [line.verb for line in queries.about_person(actor, person, readings=True)] == ["people.person.read"]


def test_an_actor_is_somebody_or_a_named_job():
    with pytest.raises(ValueError, match="staff or a named job"):
        Actor(uuid4(), "iom_mission", frozenset())


def test_inv_22_a_line_without_an_actor_is_refused_by_the_table(db):
    with acting(system("seal")), pytest.raises(IntegrityError, match="audit_entry_has_an_actor"), transaction.atomic():
        Entry.objects.create(at="2026-01-01T00:00Z", verb="x", source="job", purpose="system")


def test_nobody_writes_a_line_in_the_name_of_another(world, acts):
    actor = world.actor("caseworker")
    forged = replace(actor, staff_id=world.actor("registrar").staff_id)

    with acts(actor), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        actions.record(forged, "people.person.read")


def test_an_organisation_reads_its_own_lines_only(world, acts):
    actor, other, person = world.actor("caseworker"), world.actor("caseworker", "IOM-NGA"), uuid4()
    with acts(actor):
        actions.record(actor, "people.person.read", person=person)

    with acts(other):
        assert queries.about_person(other, person, readings=True) == []
        assert queries.by_organisation(other) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET verb = 'nothing'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry CASCADE",
        "INSERT INTO audit_sealed VALUES (1, 1)",
    ],
)
def test_inv_22_the_application_may_not_change_the_record(world, acts, sql):
    actor = world.actor("caseworker")
    with acts(actor):
        actions.record(actor, "people.person.read")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_digest_of_the_database_is_the_digest_of_python(world, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        actions.record(
            actor, "people.person.correct", uuid4(), person=uuid4(), reason="Ein Grund, ein “anderer”: سبب", fields=["sex"]
        )
        entry = Entry.objects.latest("id")

        assert bytes(entry.digest) == actions.digest(entry)


@pytest.fixture
def sealed(transactional_db):
    """Three lines of finished transactions under two seals."""
    world = World.build()
    actor = world.actor("caseworker")
    with acting(actor):
        for verb in ("one", "two", "three"):
            with transaction.atomic():
                actions.record(actor, f"people.person.{verb}")
            if verb == "two":
                seal_all()
    seal_all()
    return actor


def seal_all():
    """Seals until no line is left; other databases of the server may hold transactions open that are older than ours."""
    with acting(system("seal")):
        for _ in range(300):
            actions.seal()
            with transaction.atomic():
                if not Entry.objects.filter(seal__isnull=True).exists():
                    return
            time.sleep(0.1)
    raise AssertionError("something on this server holds a transaction open")


def verified():
    with acting(system("verify")), transaction.atomic():
        return actions.verify()


def change(*statements):
    """What somebody with the owner's rights could do."""
    connections.close_all()
    with as_owner() as owner:
        owner.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE audit_sealed DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE audit_block DISABLE TRIGGER USER")
        for sql in statements:
            owner.execute(sql)


def test_a_whole_record_verifies_and_is_sealed_once(sealed):
    assert verified() == []
    with acting(system("seal")):
        assert actions.seal() == 0


def test_an_open_transaction_is_left_for_the_next_seal(transactional_db):
    world = World.build()
    actor = world.actor("caseworker")
    with acting(actor), transaction.atomic():
        actions.record(actor, "people.person.read")
        assert actions.seal() == 0

    seal_all()
    assert verified() == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_entry SET verb = 'people.person.nothing' WHERE verb LIKE '%.two'", "was changed after it was written"),
        ("UPDATE audit_entry SET at = at + interval '1 second' WHERE verb LIKE '%.one'", "was changed after it was written"),
        ("DELETE FROM audit_sealed WHERE entry_id = (SELECT min(entry_id) FROM audit_sealed)", "entries instead of"),
        (
            "UPDATE audit_block SET hash = sha256('x') WHERE id = (SELECT min(id) FROM audit_block)",
            "does not follow the block before it",
        ),
        ("UPDATE audit_block SET entries = entries + 7 WHERE id = (SELECT min(id) FROM audit_block)", "entries instead of"),
    ],
)
def test_inv_22_what_the_owner_changes_is_found(sealed, sql, fault):
    change(sql)

    assert any(fault in sentence for sentence in verified())


def test_a_line_rewritten_with_a_fresh_digest_is_found_by_its_seal(sealed):
    entry_id = min(_ids())
    change(f"UPDATE audit_entry SET verb = 'people.person.other' WHERE id = {entry_id}")
    with acting(system("verify")), transaction.atomic():
        digest = actions.digest(Entry.objects.get(id=entry_id)).hex()
    change(f"UPDATE audit_entry SET digest = decode('{digest}', 'hex') WHERE id = {entry_id}")

    assert any("was changed after it was sealed" in sentence for sentence in verified())


def _ids():
    with acting(system("verify")), transaction.atomic():
        return list(Entry.objects.order_by("id").values_list("id", flat=True))
