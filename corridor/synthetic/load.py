"""Loads the invented caseload by COPY as the database's owner, in one transaction: all of it or nothing.

The guards that look at one boarding at a time are off while history is written and verified after (bin/corridor invariants).
"""

from collections.abc import Callable
from random import Random
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import AutoField
from psycopg import sql
from psycopg.conninfo import make_conninfo

from corridor.kernel import clock
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people.jobs import rebuild

from . import decided, history, live, stagehands
from .evidence import Stage
from .rows import COLUMNS, Rows, text

GUARDED = ("movements_seat", "people_share", "people_shield", "people_person", "people_personname", "people_phone", "people_document",
           "people_familymember", "protection_fearanswer", "protection_referral", "consent_consent",
           "consent_withdrawal", "consent_reconfirmation", "returns_consularrequest", "evacuation_stay", "evacuation_evacuationcase", "returns_returncase")  # fmt: skip


def is_loaded() -> bool:
    with _owner() as owner:
        return bool(owner.execute("SELECT EXISTS (SELECT 1 FROM people_person)").fetchone()[0])  # type: ignore[index]


def load(
    *, seed: int = 2017, with_history: bool = True, persons: int | None = None, say: Callable[[str], None] = lambda text: None
) -> Rows:
    """`persons`: repeat the live caseload until there are so many (for measuring). Refuses a store that has people already."""
    if not settings.SYNTHETIC:
        raise Refused(
            Reason("synthetic.real_store", N_("This store is for real people. Synthetic people are never loaded into it."))
        )
    if is_loaded():
        raise Refused(
            Reason("synthetic.not_empty", N_("There are people in this store already. Start over with bin/demo --reset."))
        )
    with transaction.atomic():
        stage = stagehands.build(Random(seed), clock.today())
    if with_history:
        say("inventing the history up to September 2019")
        history.write(stage)
    say("inventing the people of today")
    live.write(stage)
    while persons and stage.rows.persons() < persons:
        say(f"{stage.rows.persons():,} people")
        more(stage)
    say(f"loading {stage.rows.persons():,} people, {stage.rows.total():,} rows")
    copy(stage.rows)
    decided.decide(stage.today)
    return stage.rows


def more(stage: Stage) -> None:
    """Another live caseload, without flights ahead: people who wait."""
    for status, groups in live.RETURN_STAGES.items():
        if status != "booked":
            for _number in range(groups):
                live._return_group(stage, status, {})


def copy(rows: Rows) -> None:
    with _owner() as owner, owner.transaction():
        owner.execute(
            "INSERT INTO reporting_store (synthetic) VALUES (true) ON CONFLICT DO NOTHING"
        )  # its trigger rests while we load
        for table in GUARDED:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        for table in COLUMNS:
            if rows.lines[table]:
                _copy_table(owner, table, rows.lines[table])
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
    rebuild(owner_url())
    with _owner() as owner:
        owner.execute("ANALYZE")


def _copy_table(owner: psycopg.Connection[Any], table: str, lines: list[str]) -> None:
    """Columns that the caseload has no opinion about get the model's own default: COPY knows none."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [column.strip('"') for column in COLUMNS[table].split()]
    rest = [
        field
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.null and not field.has_db_default() and not isinstance(field, AutoField)
    ]
    tail = "".join("\t" + text(field.get_default()) for field in rest)
    names = sql.SQL(", ").join(sql.Identifier(name) for name in [*columns, *[field.column for field in rest]])
    with owner.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as stream:
        for start in range(0, len(lines), 5_000):
            stream.write((tail + "\n").join(lines[start : start + 5_000]) + tail + "\n")


def owner_url() -> str:
    from django.db import connection

    return make_conninfo(settings.DATABASE_OWNER_URL, dbname=connection.settings_dict["NAME"])


def _owner() -> psycopg.Connection[Any]:
    return psycopg.connect(owner_url(), autocommit=True)
