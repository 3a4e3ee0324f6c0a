"""The harness: a real PostgreSQL, the application role, and a small world to act in (tests/world.py)."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

from corridor.config import devdb
from corridor.kernel.actor import acting
from tests import database
from tests.beginning import Beginning, end_all
from tests.world import World

# Measured, longest first: these files take longest. They begin the whole suite and stay out of `bin/test --quick`.
TAKE_LONG = [
    "walls/test_sweep",
    "synthetic/test_caseload",
    "journeys/test_main_job",
    "journeys/test_ways_in",
    "journeys/test_choices",
    "journeys/test_planning",
    "engines/linkage/test_engines_agree",
    "duplicates/test_join_property",
    "journeys/test_walls",
    "journeys/test_duplicates",
    "engines/planner/test_optimum",
    "engines/linkage/test_careless",
    "web/movements/test_odd_input",
    "config/test_devdb",
    "invariants/test_random_actors",
    "movements/test_replan_promises",
    "engines/linkage/test_cli",
    "returns/test_consulate",
    "engines/planner/test_bad_input",
    "journeys/test_registering",
    "journeys/test_lists",
    "duplicates/test_join",
    "web/duplicates/test_odd_input",
    "protection/test_referring",
    "movements/test_search",
    "web/movements/test_planning_screens",
    "movements/test_capacity",
    "movements/test_board",
    "movements/test_plan_at_work",
    "movements/test_happenings",
    "web/movements/test_gate",
    "walls/test_raw_sql",
    "walls/test_counts",
    "web/people/test_person",
    "movements/test_plan",
    "web/movements/test_planning_calls",
    "web/movements/test_planning",
    "engines/planner/test_properties",
    "duplicates/test_decide",
    "movements/test_fairness",
    "movements/test_book",
    "web/movements/test_pages",
    "api/movements/test_plans",
    "exchange/test_reading",
    "returns/test_case",
    "movements/test_scenarios",
    "web/returns/test_screens",
    "movements/test_calling",
    "engines/linkage/test_read",
    "engines/planner/test_replan",
    "web/protection/test_protection_screens",
    "web/duplicates/test_screens",
    "web/consent/test_consent_screens",
    "movements/test_boarding_walls",
    "movements/test_policy_inv18",
    "returns/test_journey",
    "web/movements/test_outputs",
    "engines/planner/test_solver_trouble",
    "people/test_likely",
    "walls/test_tampering",
    "web/movements/test_persons",
    "duplicates/test_linking",
    "walls/test_linkage",
    "evacuation/test_case",
    "people/test_walls",
    "duplicates/test_join_doors",
    "duplicates/test_join_walls",
    "web/evacuation/test_screens",
    "synthetic/test_likely",
    "engines/planner/test_rules",
    "audit/test_record",
]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs its own loop in this thread


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if str(item.path.relative_to(here).with_suffix("")) in TAKE_LONG:
            item.add_marker(pytest.mark.slow)
    yield  # Django's plugin puts tests without a database last, whatever they take: which file comes when is said here
    items.sort(key=lambda item: _turn(item.path.relative_to(here)))


def _turn(file: Path) -> int:
    """What takes longest begins first, so that two processes end together; the record is sealed when no long transaction is open."""
    if file.parts[0] == "audit":
        return len(TAKE_LONG) + 1
    name = str(file.with_suffix(""))
    return TAKE_LONG.index(name) if name in TAKE_LONG else len(TAKE_LONG)


def _plan_once():
    """Under row security planning costs more than running, and a test asks each thing once or twice over a handful of rows."""
    options = settings.DATABASES["default"]["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()
    options["prepare_threshold"] = 1

    def room(connection, **kwargs):
        connection.connection.prepared_max = 3000

    connection_created.connect(room, weak=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One database for this run, copied from the migrated template; written back to the template after transactional tests."""
    owner_url, _ = devdb.ensure("test")
    template = database.ensure_template(owner_url)
    name = f"corridor_run_{os.getpid()}"
    connection = connections["default"]
    connection.close()
    _plan_once()
    database.copy(owner_url, template, name)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def start_over(*args, **kwargs):
        connections.close_all()
        connections["default"].close_pool()
        database.copy(owner_url, template, name)

    # The application role may not truncate, the record of deeds never. On the class: the browser driver's loop makes its own connection.
    type(connection.ops).execute_sql_flush = start_over
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        database.drop(owner_url, name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    marked = item.get_closest_marker("django_db")
    if "transactional_db" in getattr(item, "fixturenames", ()) or (marked and marked.kwargs.get("transaction")):
        end_all()


@pytest.fixture(scope="module")
def _beginning(django_db_setup, django_db_blocker):
    of_this_file = Beginning(django_db_blocker)
    yield of_this_file
    of_this_file.end()


@pytest.fixture
def beginning(_beginning, request):
    """`beginning(build)`: what `build()` made, once for all tests of a file; asked for before anything else (tests/beginning.py)."""

    def begin(build):
        made = _beginning(build)
        request.getfixturevalue("db")
        return made

    return begin


@pytest.fixture
def begun(request, beginning):
    """What `BEGINS` of the test's file built: a ground with its world, and what was prepared on it."""
    return beginning(request.module.BEGINS)


@pytest.fixture
def world(request):
    """Organisations, offices, staff in every role, sites and consent texts; nobody acts yet, unless the file says how it `BEGINS`."""
    if hasattr(request.module, "BEGINS"):
        return request.getfixturevalue("begun")[0].world
    request.getfixturevalue("db")
    return World.build()


@pytest.fixture
def acts():
    """`with acts(actor): …`: what follows happens as this actor, for the database too."""
    return acting
