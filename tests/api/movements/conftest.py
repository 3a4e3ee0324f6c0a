"""Machines at the doors of movement."""

import pytest

from corridor.access import actions as access
from tests.movements.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)


@pytest.fixture
def machine(ground, acts, client):
    """A caller with the token of somebody in this role; `under`: where its addresses begin."""

    def of(role="movement_officer", code="IOM-LBY", under="/api/movements"):
        actor = ground.world.actor(role, code)
        with acts(actor):
            token = access.make_token(actor, name="test")

        def call(method, path, body=None):
            extra = {"data": body, "content_type": "application/json"} if body is not None else {}
            return getattr(client, method)(f"{under}{path}", headers={"authorization": f"Bearer {token}"}, **extra)

        return call

    return of
