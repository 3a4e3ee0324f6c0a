"""The ground for movement tests."""

import pytest

from tests.movements.ground import Ground


@pytest.fixture
def ground(world, request):
    return request.getfixturevalue("begun")[0] if hasattr(request.module, "BEGINS") else Ground(world)


@pytest.fixture
def mover(ground, acts):
    """The movement officer, at work for the whole test."""
    with acts(ground.mover) as actor:
        yield actor
