"""Registering somebody: everything said is kept, nothing is invented."""

from datetime import date

from corridor.people import actions, queries
from corridor.people.actions import NewDocument, NewName, NewPerson


def newcomer(**more):
    return NewPerson(names=(NewName("Amina Osman Ali"),), **more)


def test_a_person_is_registered_with_all_that_was_said(world, acts):
    actor = world.actor("registrar")
    with acts(actor):
        person_id = actions.register(
            actor,
            newcomer(
                sex="female",
                nationality="so",
                birth=actions.birth(year=1994, on=date(2026, 11, 23)),
                phones=("0911 234 567",),
                documents=(NewDocument("passport", "a 12-34", "SO", expires_on=date(2030, 1, 1)),),
                location="urban",
            ),
        )
        row = queries.person(actor, person_id)

    assert row.name == "Amina Osman Ali"
    assert (row.birth_date, row.birth_precision) == (date(1994, 1, 1), "year")
    assert row.nationality == "SO"
