"""People and officers for the tests of protection."""

import pytest

from corridor.kernel import clock
from corridor.people import actions as people
from corridor.people.actions import NewName, NewPerson, birth


@pytest.fixture
def officer(world):
    return world.actor("protection_officer")


@pytest.fixture
def unhcr(world):
    return world.actor("protection_officer", "UNHCR-LBY")


@pytest.fixture
def head(world):
    return world.actor("head_of_protection")


@pytest.fixture
def someone(officer, acts):
    """Registers somebody: `someone(nationality="GM", age=10)`."""

    def register(nationality="NG", age=None, **more):
        born = {"birth": birth(year=clock.today().year - age, on=clock.today())} if age is not None else {}
        with acts(officer):
            return people.register(officer, NewPerson((NewName("Ada Obi"),), nationality=nationality, **born, **more))

    return register


@pytest.fixture
def ada(someone):
    return someone()
