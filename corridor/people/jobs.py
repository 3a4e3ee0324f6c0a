"""The match store taken up where it fell behind: every ten minutes for what came another way, and as a whole for a new model.

A rebuild works as the database's owner, page by page, each page a transaction of its own: it may be killed and started again, and
people may be registered and corrected meanwhile.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import psycopg
from procrastinate.contrib.django import app

from corridor.access import queries as access
from corridor.access.words import HOLD_NO_PEOPLE
from corridor.kernel.actor import acting, system

from . import actions
from .actions import matching
from .queries import sealing

PAGE = 500
Page = tuple[str, list[UUID], bool]  # the database, some people, whether keys come later all at once
_WANTING = """
SELECT p.id FROM people_person p LEFT JOIN people_match m ON m.person_id = p.id
WHERE p.joined_into_id IS NULL AND (m.person_id IS NULL OR m.behind > 0 OR m.version <> %s OR %s) ORDER BY p.id
"""
_COLUMNS = "person_id, organisation_id, version, features, phones, documents, keys, offers, behind"
_TAKE_OUT = """
DELETE FROM people_matchkey h USING (
  SELECT m.person_id, unnest(m.keys || m.offers) AS k FROM people_match m WHERE m.person_id = ANY (%s)) o
WHERE h.k = o.k AND h.person_id = o.person_id
"""
_KEYS = """
INSERT INTO people_matchkey (k, person_id, asks)
SELECT unnest(m.keys), m.person_id, true FROM people_match m WHERE m.person_id = ANY (%(ids)s)
UNION ALL SELECT unnest(m.offers), m.person_id, false FROM people_match m WHERE m.person_id = ANY (%(ids)s) ON CONFLICT DO NOTHING
"""


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.keep_matches", queueing_lock="people.keep_matches", pass_context=False)
def keep_matches(timestamp: int) -> None:
    """What fell behind, organisation by organisation, as each of them."""
    clerk = system("people.keep_matches")
    with acting(clerk):
        holders = [one.id for one in access.organisations(clerk) if one.kind not in HOLD_NO_PEOPLE]
    for organisation_id in holders:
        actor = system("people.keep_matches", organisation_id)
        with acting(actor):
            while actions.keep_behind(actor):
                pass


def rebuild(url: str, *, every: bool = False, workers: int = 2, done: Callable[[int, int], None] = lambda n, total: None) -> int:
    """Writes what is missing, behind or of another model (`every`: all); answers how many. `url`: the database's owner."""
    with psycopg.connect(url) as owner:
        ids = [row[0] for row in owner.execute(_WANTING, [sealing.version(), every]).fetchall()]
        (begins,) = owner.execute("SELECT NOT EXISTS (SELECT 1 FROM people_matchkey)").fetchone()  # type: ignore[misc]
    pages = [(url, ids[at : at + PAGE], begins) for at in range(0, len(ids), PAGE)]
    finished = 0
    for written in _in_workers(pages, workers):
        finished += written
        done(finished, len(ids))
    if begins:
        with psycopg.connect(url) as owner:
            _every_key(owner)
    return finished


def _every_key(owner: psycopg.Connection[Any]) -> None:
    """All keys of a store that had none: written at once, their index made after."""
    owner.execute("TRUNCATE people_matchkey")
    owner.execute("ALTER TABLE people_matchkey DROP CONSTRAINT people_matchkey_pkey")
    owner.execute("INSERT INTO people_matchkey (k, person_id, asks) SELECT unnest(keys), person_id, true FROM people_match")
    owner.execute("INSERT INTO people_matchkey (k, person_id, asks) SELECT unnest(offers), person_id, false FROM people_match")
    owner.execute("SET LOCAL maintenance_work_mem = '256MB'")
    owner.execute("ALTER TABLE people_matchkey ADD PRIMARY KEY (k, person_id, asks)")


def _in_workers(pages: list[Page], workers: int) -> Iterator[int]:
    if len(pages) <= 2 or workers < 2:
        yield from map(_page, pages)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        yield from pool.map(_page, pages)


def _page(work: Page) -> int:
    """Some people: locked as an action would lock them, read, written."""
    url, ids, begins = work
    with psycopg.connect(url) as owner:
        owner.execute("SELECT 1 FROM people_person WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE", [ids])
        rows = owner.execute(matching.FACTS, [ids]).fetchall()
        if not begins:
            owner.execute(_TAKE_OUT, [ids])
        owner.execute("DELETE FROM people_match WHERE person_id = ANY (%s)", [ids])
        with owner.cursor().copy(f"COPY people_match ({_COLUMNS}) FROM STDIN") as stream:
            for row in rows:
                new = sealing.sealed(row[0], matching.projected(row))
                lists = [list(one) for one in (new.phones, new.documents, new.keys, new.offers)]
                stream.write_row([row[0], row[1], sealing.version(), new.features, *lists, 0])
        if not begins:
            owner.execute(_KEYS, {"ids": ids})
    return len(rows)
