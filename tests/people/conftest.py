"""People to act on, registered by the real action."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from corridor.people import actions
from corridor.people.actions import NewDocument, NewName, NewNeed, NewPerson


@pytest.fixture
def person(world, acts):
    """A person of IOM Libya with something of every category."""
    actor = world.actor("caseworker")
    new = NewPerson(
        names=(NewName("Blessing Okafor"),),
        nationality="NG",
        phones=("0911234567",),
        documents=(NewDocument("passport", "A123"),),
        location="urban",
        needs=(NewNeed("SM", "medical"),),
    )
    with acts(actor):
        person_id = actions.register(actor, new)
        actions.make_family(actor, person_id)
    return person_id


@pytest.fixture
def share(world, acts, person):
    """Opens the person to another organisation; `ended` shares are shut again at once."""

    def open_to(code, *categories, purpose="movement", ended=False, until=None):
        actor, why = world.actor("caseworker"), uuid4()
        with acts(actor):
            actions.open_share(
                actor,
                person,
                organisation_id=world.organisations[code].id,
                purpose=purpose,
                categories=categories,
                because="consent",
                because_id=why,
                until=until,
            )
            if ended:
                actions.end_shares(actor, because_id=why)
        return why

    return open_to


@pytest.fixture
def tomorrow():
    return datetime.now(UTC) + timedelta(days=1)
