"""The table has the last word: constraints have names, tables with people's data have walls, functions pin their path."""

import pytest
from django.apps import apps
from django.db import connection

from corridor.config import tables as tables_of_data
from corridor.config.tables import OPEN_TABLES

FOREIGN = ("django_", "auth_", "axes_", "procrastinate_")  # of Django and libraries: no person under care


@pytest.fixture
def tables(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
        )
        return {name: (secured, policies) for name, secured, policies in cursor.fetchall()}


def test_every_table_has_a_wall_or_a_reason(tables):
    bare = {name for name, (secured, policies) in tables.items() if not (secured and policies) and not name.startswith(FOREIGN)}

    assert bare - set(OPEN_TABLES) == set()


def test_no_reason_is_given_for_a_table_that_has_a_wall(tables):
    assert {name for name in OPEN_TABLES if name not in tables or tables[name][0]} == set()


def test_tests_run_as_the_application_role_that_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper, r.rolbypassrls, (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) FROM pg_roles r"
            " WHERE r.rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, 0)


def test_functions_with_the_owners_rights_pin_their_search_path(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef"
            " AND n.nspname IN ('public', 'authz') AND NOT coalesce(array_to_string(p.proconfig, ','), '') LIKE '%search_path%'"
        )
        assert cursor.fetchall() == []


def test_constraints_carry_names_that_say_the_rule():
    for model in apps.get_models():
        if model.__module__.startswith("corridor."):
            table = model._meta.db_table
            names = [constraint.name for constraint in model._meta.constraints]
            assert [name for name in names if not name.startswith(model._meta.app_label + "_")] == [], table


def test_relations_never_cascade():
    cascading = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("corridor.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.remote_field.on_delete.__name__ != "PROTECT"
    ]

    assert cascading == []


def test_the_document_about_data_reads_the_walls_that_the_database_has(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT polrelid::regclass::text, polname FROM pg_policy")
        real = set(cursor.fetchall())

    assert {(table, name) for table, rules in tables_of_data.policies().items() for name in rules} == real


def test_the_document_about_data_explains_no_wall_that_is_gone(db):
    written = {(table, name) for table, rules in tables_of_data.policies().items() for name in rules}

    assert set(tables_of_data.WALLS) - written == set()
