"""People and officers for the tests of consent."""

import pytest

from corridor.kernel import clock
from corridor.people import actions as people
from corridor.people.actions import NewName, NewPerson, birth


@pytest.fixture
def officer(world):
    return world.actor("caseworker")


@pytest.fixture
def ada(officer, acts):
    with acts(officer):
        return people.register(officer, NewPerson(names=(NewName("Ada Obi"),), nationality="NG", languages=("en",)))


@pytest.fixture
def adult(officer, acts):
    with acts(officer):
        born = birth(year=1990, on=clock.today())
        return people.register(officer, NewPerson(names=(NewName("Musa Jallow"),), birth=born, nationality="GM"))


@pytest.fixture
def child(officer, acts):
    with acts(officer):
        born = birth(year=clock.today().year - 10, on=clock.today())
        return people.register(officer, NewPerson(names=(NewName("Ife Obi"),), birth=born, nationality="NG"))
