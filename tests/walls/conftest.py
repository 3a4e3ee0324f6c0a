"""The protected world, and a client for the strongest login of any organisation."""

import pytest

from tests.walls import ground


@pytest.fixture
def marked(world, request):
    return request.getfixturevalue("begun")[1] if hasattr(request.module, "BEGINS") else ground.build(world)


@pytest.fixture
def strongest(world):
    """`strongest("CON-NGA")`: signed in, holding every role there is."""
    return lambda code: ground.signed_in(ground.stronger(world, code))
