"""A store of invented records in a database server of its own: records, their projections and keys, and names for a trigram rule."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import psycopg

from bench.linkage.caseload import Caseload
from corridor.engines.linkage import cells
from corridor.engines.linkage.features import features
from corridor.engines.linkage.person import read_person
from corridor.engines.names import fold

ROOT = Path(__file__).resolve().parents[2]
NAME = "interactive"
TODAY = date(2026, 11, 1)
AT_ONCE = 2_000
ORGANISATION = UUID(int=0x7 << 76 | 0x8 << 60 | 1)
Row = dict[str, str]


def environment() -> dict[str, str]:
    from corridor.config import devdb

    owner, app = devdb.ensure(NAME)
    names = {"CORRIDOR_DEVDB": NAME, "DATABASE_OWNER_URL": owner, "DATABASE_URL": app}
    return names | {"DJANGO_SETTINGS_MODULE": "corridor.config.settings"}


def fresh() -> str:
    """An empty, migrated database; its owner's address."""
    words = [sys.executable, "-m", "corridor.config.devdb", "reset", NAME]
    subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    known = environment()
    migrate = [sys.executable, "-m", "corridor.config.manage", "migrate", "--no-input", "--verbosity", "0", "--skip-checks"]
    subprocess.run(migrate, cwd=ROOT, check=True, env=os.environ | known | {"CORRIDOR_AS_OWNER": "1"})
    os.environ.update(known)
    import django

    django.setup()
    return known["DATABASE_OWNER_URL"]


def person_id(number: int) -> UUID:
    return UUID(int=0x7 << 76 | 0x8 << 60 | 1 << 40 | number)


def projected(row: Row):
    """A record of a list as the store keeps one: every field of the contract, not only those a registration has."""
    from corridor.people.queries import projection

    person = read_person(row, 2, TODAY, [])
    phones = (person.phone,) if person.phone else ()
    documents = (cells.read_document(person.document),) if person.document else ()
    return projection.kept(features(person), phones, documents, *projection._whatever_nation(person))


def plain_name(row: Row) -> str:
    """What a trigram rule compares: the folded words of the name in order of the alphabet."""
    text = row.get("name") or " ".join(row.get(part, "") for part in ("given_name", "father_name", "family_name"))
    return " ".join(sorted(fold(text or row.get("name_native", "")).split()))


def year_of(row: Row) -> int | None:
    if row.get("birth_date"):
        return int(row["birth_date"][:4])
    return int(row["age_on"][:4]) - int(row["age"]) if row.get("age") else None


def _prepared(work: tuple[int, list[Row]]) -> tuple[int, list[tuple], list[tuple]]:
    from corridor.people.queries import sealing

    start, rows = work
    matches, names = [], []
    for number, row in enumerate(rows, start):
        new = sealing.sealed(person_id(number), projected(row))
        lists = [list(one) for one in (new.phones, new.documents, new.keys, new.offers)]
        matches.append((person_id(number), ORGANISATION, "bench", new.features, *lists, 0))
        names.append((person_id(number), plain_name(row), row.get("sex") or "", year_of(row)))
    return start, matches, names


def _pieces(rows: list[Row]) -> Iterator[tuple[int, list[Row]]]:
    yield from ((at, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE))


def load(url: str, drawn: Caseload, workers: int = 2) -> dict[str, float]:
    """Fills the store by COPY; how long each phase took."""
    from corridor.people import jobs

    took: dict[str, float] = {}
    with psycopg.connect(url, autocommit=True) as owner:
        foreign = "SELECT conname FROM pg_constraint WHERE conrelid = 'people_match'::regclass AND contype = 'f'"
        for (name,) in owner.execute(foreign).fetchall():  # records about nobody
            owner.execute(f'ALTER TABLE people_match DROP CONSTRAINT "{name}"')
        owner.execute(
            "INSERT INTO access_organisation (id, code, name, kind, state, colour, is_active) "
            "VALUES (%s, 'BENCH', 'Bench', 'iom_mission', '', 'grey-600', true)",
            [ORGANISATION],
        )
        owner.execute("CREATE TABLE bench_names (id uuid, name text, sex text, year integer)")
        begun = time.perf_counter()
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            for start, matches, names in pool.map(_prepared, _pieces(drawn.rows)):
                with owner.cursor().copy(f"COPY people_match ({jobs._COLUMNS}) FROM STDIN") as stream:
                    for row in matches:
                        stream.write_row(row)
                with owner.cursor().copy("COPY bench_names FROM STDIN") as stream:
                    for row in names:
                        stream.write_row(row)
                if start % 100_000 == 0:
                    print(f"progress prepare {start}/{len(drawn.rows)}", file=sys.stderr, flush=True)
        took["prepare and COPY"] = time.perf_counter() - begun
    for label, sql in (
        ("keys and their index", None),
        ("trigram index", "CREATE INDEX bench_names_trigrams ON bench_names USING gin (name gin_trgm_ops)"),
        ("analyze", "VACUUM (ANALYZE) people_matchkey, people_match, bench_names"),
    ):
        begun = time.perf_counter()
        with psycopg.connect(url, autocommit=sql is not None) as owner:
            if sql:
                owner.execute(sql)
            else:
                jobs._every_key(owner)
        took[label] = time.perf_counter() - begun
    return took
