"""INV-22: whoever opens a person's page leaves a line: who, when, for which purpose."""

import pytest

from corridor.audit import queries as audit
from corridor.kernel.actor import acting
from corridor.people import actions as people
from corridor.people.rules import NewName, NewPerson


@pytest.mark.parametrize("page", ["", "facts/", "family/", "events/", "consents/", "return/", "travel/"])
def test_inv_22_opening_any_page_about_a_person_is_recorded(world, client, page):
    reader = world.someone("caseworker")
    with acting(world.actor("registrar")) as actor:
        person = people.register(actor, NewPerson(names=(NewName("Somebody Read"),)))
    client.force_login(reader)

    answer = client.get(f"/people/{person}/{page}")

    with acting(world.actor("caseworker")) as actor:
        lines = audit.about_person(actor, person, readings=True)
    assert answer.status_code == 200
    assert [(line.verb, line.staff_id) for line in lines] == [("people.person.read", reader.id)]
