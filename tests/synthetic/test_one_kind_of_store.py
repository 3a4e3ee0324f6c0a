"""INV-34: synthetic and real people never share a store, whatever goes round Python."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from corridor.kernel.actor import acting
from corridor.people import actions
from corridor.people.models import Person
from corridor.people.rules import NewName, NewPerson


@pytest.fixture
def store(world):
    """A store that began with a synthetic person."""
    actor = world.actor("registrar")
    with acting(actor):
        actions.register(actor, NewPerson(names=(NewName("Somebody Invented"),)))
        yield actor


def test_inv_34_a_real_person_is_refused_by_a_synthetic_store(store):
    row = Person(
        reference="X-1", organisation_id=store.organisation_id, name="X", registered_on=date(2026, 1, 1), synthetic=False
    )

    with pytest.raises(IntegrityError, match="never share a store"), transaction.atomic():
        row.save(force_insert=True)


def test_inv_34_the_mark_cannot_be_taken_off_later(store):
    with pytest.raises(IntegrityError, match="never share a store"), transaction.atomic():
        Person.objects.filter(organisation_id=store.organisation_id).update(synthetic=False)


def test_inv_34_every_page_carries_the_mark(store, client, world):
    client.force_login(world.someone("registrar"))

    for address in ("/", "/people/", "/sign-in/"):
        assert "SYNTHETIC" in client.get(address).content.decode(), address
