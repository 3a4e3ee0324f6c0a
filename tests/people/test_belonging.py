"""Families, children without parents, needs, whereabouts, outcomes: dated, never overwritten."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.kernel import clock, ids
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions, queries
from corridor.people.actions import NewName, NewPerson


@pytest.fixture
def actor(world):
    return world.actor("caseworker")


@pytest.fixture
def register(actor, acts):
    def one(name="A B", **more):
        with acts(actor):
            return actions.register(actor, NewPerson(names=(NewName(name),), **more))

    return one


def test_a_family_grows_at_registration(actor, acts, register):
    mother = register("Mother X")
    child = register("Child X", with_person_id=mother, family_role="child")
    brother = register("Brother X", with_person_id=mother, family_role="sibling")

    with acts(actor):
        family = queries.family_of(actor, child)
        assert [(member.person_id, member.role) for member in family.members] == [
            (mother, "principal"),
            (child, "child"),
            (brother, "sibling"),
        ]
        assert set(queries.families_of(actor, [mother, child, brother])) == {mother, child, brother}


def test_nobody_is_in_two_families_and_no_family_has_two_principals(actor, acts, register):
    one, other = register(), register()
    with acts(actor):
        family = actions.make_family(actor, one)
        actions.make_family(actor, other)
        with pytest.raises(Refused, match="already in a family"):
            actions.join_family(actor, family, other, "spouse")
        third = register()
        with pytest.raises(Refused, match="one principal"):
            actions.join_family(actor, family, third, "principal")


def test_who_leaves_a_family_may_join_another(actor, acts, register):
    one, other = register(), register()
    with acts(actor):
        actions.make_family(actor, one)
        actions.leave_family(actor, one)
        assert queries.family_of(actor, one) is None
        actions.join_family_of(actor, other, one, "spouse")
        assert len(queries.family_of(actor, one).members) == 2
        actions.leave_family(actor, one)
        with pytest.raises(Refused, match="in no family"):
            actions.leave_family(actor, one)


def test_a_family_of_another_organisation_cannot_be_joined(world, actor, acts, register):
    other = world.actor("caseworker", "IOM-NGA")
    with acts(other):
        stranger = actions.register(other, NewPerson(names=(NewName("S T"),)))
        family = actions.make_family(other, stranger)

    mine = register()
    with acts(actor), pytest.raises(NotFound):
        actions.join_family(actor, family, mine, "spouse")
    with acts(actor), pytest.raises(NotFound):
        actions.join_family_of(actor, stranger, mine, "spouse")


def test_a_child_alone_has_one_status_at_a_time(actor, acts, register):
    child, aunt = register(), register()
    with acts(actor):
        actions.set_child_status(actor, child, "unaccompanied")
        actions.set_child_status(actor, child, "separated", caregiver_id=aunt)
        assert queries.children_alone(actor, [child])[child].caregiver_id == aunt
        with pytest.raises(Refused, match="own caregiver"):
            actions.set_child_status(actor, child, "separated", caregiver_id=child)
        actions.set_child_status(actor, child, "")
        assert queries.children_alone(actor, [child]) == {}


def test_a_need_is_written_once_and_ends(actor, acts, register):
    person = register()
    with acts(actor):
        need = actions.add_need(actor, person, "sm", "wheelchair")
        assert actions.add_need(actor, person, "SM") == need
        actions.end_need(actor, need)
        assert queries.needs_of(actor, [person]) == {}
        with pytest.raises(NotFound):
            actions.end_need(actor, need)


def test_somebody_is_in_one_place_at_a_time(world, actor, acts, register):
    person = register()
    today = clock.today()
    with acts(actor):
        actions.set_location(actor, person, "detention", world.sites["DC-SIKKA"].id, today - timedelta(days=9))
        actions.set_location(actor, person, "urban", world.sites["URB-TIP"].id, today)
        assert queries.locations(actor, [person])[person].site_name == "Tripoli"
        with pytest.raises(Refused, match="later is already written"):
            actions.set_location(actor, person, "shelter", None, today - timedelta(days=3))


def test_an_outcome_is_recorded_with_its_day_and_who_said_it(actor, acts, register):
    person = register()
    with acts(actor):
        for bad in ({"kind": "lost"}, {"on": date(2099, 1, 1)}, {"source": " "}):
            said = {"kind": "disappeared", "on": clock.today(), "source": "Her sister"} | bad
            with pytest.raises(Refused):
                actions.record_outcome(actor, person, said["kind"], on=said["on"], source=said["source"])
        actions.record_outcome(actor, person, "disappeared", on=date(2026, 1, 1), source="Her sister")
        actions.record_outcome(actor, person, "detained_again", on=date(2026, 2, 1), source="Visit")
        assert queries.outcomes(actor, [person])[person].kind == "detained_again"


def test_who_was_told_apart_stays_apart(actor, acts, register):
    one, other = register(), register()
    with acts(actor):
        actions.say_not_same(actor, one, other)
        actions.say_not_same(actor, other, one)
        with pytest.raises(Refused, match="one and the same"):
            actions.say_not_same(actor, one, one)
        with pytest.raises(NotFound):
            actions.say_not_same(actor, one, uuid4())


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        (
            "INSERT INTO people_location (id, person_id, kind, since) VALUES (%s, %s, 'urban', now())",
            "people_location_one_at_a_time",
        ),
        (
            "INSERT INTO people_childstatus (id, person_id, kind, since) VALUES (%s, %s, 'separated', now())",
            "people_childstatus_one_at_a_time",
        ),
        (
            "INSERT INTO people_notsame (id, first_id, second_id, said_at) SELECT %s, p, p, now() FROM (SELECT %s::uuid AS p) x",
            "people_notsame_ordered",
        ),
        (
            "INSERT INTO people_outcome (id, person_id, kind, \"on\", source) VALUES (%s, %s, 'departed', now(), 'x')",
            "people_outcome_kind_known",
        ),
    ],
)
def test_the_tables_refuse_what_cannot_be(actor, acts, register, sql, constraint):
    person = register(location="urban", child_alone="separated")
    with acts(actor), pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [ids.new_id(), person])
