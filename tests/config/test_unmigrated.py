"""Commands on a database that was never migrated end in a sentence, not in a traceback."""

import psycopg
import pytest
from django.db import ProgrammingError

from corridor.audit import actions as audit
from corridor.config.commands import audit as audit_command
from corridor.config.commands import invariants as invariants_command
from corridor.reporting import invariants


def test_the_record_cannot_be_verified_where_there_is_none(world, monkeypatch, capsys):
    def nothing():
        raise ProgrammingError("relation does not exist")

    monkeypatch.setattr(audit, "verify", nothing)

    assert audit_command.main(["verify"]) == 2
    assert "migrate it first" in capsys.readouterr().err


@pytest.mark.parametrize("fault", [psycopg.errors.UndefinedTable, psycopg.errors.UndefinedFunction])
def test_the_invariants_say_what_is_missing(world, monkeypatch, capsys, fault):
    def nothing(owner):
        raise fault("relation does not exist")

    monkeypatch.setattr(invariants, "verify", nothing)

    assert invariants_command.main([]) == 2
    assert "migrate it first" in capsys.readouterr().err
