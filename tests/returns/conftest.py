"""The ground for tests of returns."""

import pytest

from tests.returns.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)
