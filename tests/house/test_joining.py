"""Joining two records forgets no table: the catalog, the lists in the rules and the functions of the database say the same."""

import re

import pytest
from django.db import connection

from corridor.duplicates.rules import joining


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.fixture
def carried(db):
    return {f"{table}.{column}" for table, column in rows("SELECT tab::text, col::text FROM authz.person_columns()")}


def test_every_column_that_points_to_a_person_is_carried_or_has_a_reason_to_stay(carried):
    pointing = {
        f"{table}.{column}"
        for table, column in rows(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid"
            " AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass"
        )
    }

    assert pointing - carried == set(joining.STAYS) & pointing
    assert carried & set(joining.STAYS) == set()


def test_a_column_called_person_points_to_one_or_has_a_reason(carried):
    called = {
        f"{table}.{column}"
        for table, column in rows(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name ~ '(person|caregiver).*_id$' AND udt_name = 'uuid'"
        )
    }

    assert called - carried - set(joining.STAYS) == set()


def test_no_reason_is_given_for_a_column_that_is_gone(db):
    known = {f"{table}.{column}" for table, column in rows("SELECT table_name, column_name FROM information_schema.columns")}

    assert set(joining.STAYS) - known == set()


def test_every_carried_row_has_an_id_of_its_own(carried):
    tables = {name.split(".")[0] for name in carried}
    keyed = {
        table
        for (table,) in rows(
            "SELECT i.indrelid::regclass::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
            " AND a.attnum = i.indkey[0] WHERE i.indisprimary AND i.indnatts = 1 AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype"
        )
    }

    assert tables - keyed == set()


def test_guards_let_carrying_pass_and_nothing_else(carried):
    """Whatever speaks before a change of a carried row; and the seats' own door."""
    bare = [
        name
        for table, name, definition in rows(
            "SELECT t.tgrelid::regclass::text, t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
            " WHERE NOT t.tgisinternal AND t.tgtype & 19 = 19"
        )
        if any(column.startswith(f"{table}.") for column in carried) and "authz.carrying()" not in definition
    ]

    assert bare == []


def test_nothing_hangs_on_a_joined_record(carried):
    refused = {table for (table,) in rows("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_not_joined'")}

    assert {name.split(".")[0] for name in carried} == refused


def test_what_is_kept_together_can_be_carried_together(carried):
    """A foreign key over the person and something else waits until all its rows were carried."""
    strict = [
        name
        for (name,) in rows(
            "SELECT c.conname FROM pg_constraint c JOIN authz.person_columns() p ON p.tab = c.conrelid"
            " JOIN pg_attribute a ON a.attrelid = p.tab AND a.attname = p.col"
            " WHERE c.contype = 'f' AND cardinality(c.conkey) > 1 AND a.attnum = ANY (c.conkey) AND NOT c.condeferrable"
        )
    ]

    assert strict == []


def test_the_database_knows_the_same_lists_as_the_rules(db):
    with connection.cursor() as cursor:
        for name, rule in joining.ONCE.items():
            cursor.execute("SELECT authz.join_once(%s)", [name])
            assert cursor.fetchone()[0] == rule, name
        cursor.execute("SELECT authz.join_once('anything_new')")
        assert cursor.fetchone()[0] == "stands"
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'join_survivors'")
        body = cursor.fetchone()[0]
    written = {name: tuple(re.findall(r"'(\w+)'", columns)) for name, columns in re.findall(r"\('(\w+)', ARRAY\[(.*?)\]\)", body)}
    assert written == joining.FIELDS
    assert all(f"'{name}'" in body for name in joining.STRONGEST)


def test_the_parts_of_joining_have_no_rights_of_their_own(db):
    """Only the doors run as the owner: the parts, called alone, meet every wall."""
    doors = {"join_agreement", "join_records", "join_rehearse", "join_take_apart", "joined_person"}
    owner = {name for (name,) in rows("SELECT proname FROM pg_proc WHERE prosecdef AND proname LIKE 'join%%'")}

    assert owner == doors


def test_every_obstacle_names_a_rule_that_exists(db):
    """A sentence for an index that was renamed would never be said."""
    named = {code for code in joining.OBSTACLES if re.match(r"(people|movements|returns|evacuation|protection)_", code)}
    known = {name for (name,) in rows("SELECT indexrelid::regclass::text FROM pg_index")}

    assert named - known == set()
