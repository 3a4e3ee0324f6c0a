"""The ground for tests of evacuation."""

import pytest

from tests.evacuation.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)
