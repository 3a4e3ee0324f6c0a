"""The harness: a real PostgreSQL, the application role, and a small world to act in (tests/world.py)."""

import os

import pytest
from django.conf import settings
from django.db import connections

from corridor.config import devdb
from corridor.kernel.actor import acting
from tests import database
from tests.world import World

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs its own loop in this thread


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One database for this run, copied from the migrated template; written back to the template after transactional tests."""
    owner_url, _ = devdb.ensure("test")
    template = database.ensure_template(owner_url)
    name = f"corridor_run_{os.getpid()}"
    connection = connections["default"]
    connection.close()
    database.copy(owner_url, template, name)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def start_over(*args, **kwargs):
        connections.close_all()
        database.copy(owner_url, template, name)

    # The application role may not truncate, the record of deeds never. On the class: the browser driver's loop makes its own connection.
    type(connection.ops).execute_sql_flush = start_over
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        database.drop(owner_url, name)


@pytest.fixture
def world(db):
    """Organisations, offices, staff in every role, sites and consent texts; nobody acts yet."""
    return World.build()


@pytest.fixture
def acts():
    """`with acts(actor): …`: what follows happens as this actor, for the database too."""
    return acting
