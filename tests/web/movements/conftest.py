"""The ground of the movement tests, with a client for any role."""

import pytest
from django.test import Client

from tests.movements.conftest import *  # noqa: F403


@pytest.fixture
def signed_in(world):
    """`signed_in("movement_officer")`: signed in with that role."""

    def sign_in(role: str = "movement_officer", code: str = "IOM-LBY") -> Client:
        client = Client()
        client.force_login(world.someone(role, code))
        return client

    return sign_in


@pytest.fixture
def charter(ground):
    """A charter nobody contracted yet, tomorrow."""
    return ground.flight(code="CR-0600", status="planned", hours=40, seats=8, cost=50_000, fund="F-1")


@pytest.fixture
def party(ground):
    return ground.party(ground.ready())
