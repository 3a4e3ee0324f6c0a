"""Keeps the match store in step: every action that changes what is compared writes the record's projection anew, in its transaction.

Only the owner's people can write it: nobody else sees the whole record. A change that came another way is counted by the database
(`Match.behind`) and taken up by a job.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from corridor.kernel.actor import Actor
from corridor.people.queries import projection, sealing
from corridor.people.queries.projection import Facts, Projected

# Everything that is compared, a row per person; read by the owner under row security, by a rebuild as the database's owner.
FACTS = """
SELECT p.id, p.organisation_id, p.sex, p.birth_date, p.birth_precision, p.nationality, p.registered_on,
  (SELECT coalesce(json_agg(json_build_array(n.kind, n.script, n."full", n.given, n.father, n.family)), '[]')::text
     FROM people_personname n WHERE n.person_id = p.id),
  ARRAY(SELECT f.number FROM people_phone f WHERE f.person_id = p.id ORDER BY f.id),
  ARRAY(SELECT d.number FROM people_document d WHERE d.person_id = p.id AND d.number <> '' ORDER BY d.id),
  (SELECT m.family_id::text FROM people_familymember m WHERE m.person_id = p.id AND m.until IS NULL)
FROM people_person p WHERE p.id = ANY (%s::uuid[]) AND p.joined_into_id IS NULL ORDER BY p.id
"""
_WRITE = "SELECT authz.match_write(%s, %s, %s, %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])"
_KINDS = ("main", "document", "alias", "former")


@transaction.atomic
def keep_match(actor: Actor, *person_ids: UUID) -> int:
    """Writes the projections of these people anew, of the actor's organisation; answers how many."""
    return write(person_ids)


@transaction.atomic
def keep_behind(actor: Actor, most: int = 500) -> int:
    """Takes up what the store lacks of the organisation's people, some at a time; answers how many, 0 when nothing is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.match_behind(%s, %s)", [sealing.version(), most])
        behind = [row[0] for row in cursor.fetchall()]
    return write(behind) if behind else 0


def write(person_ids: Iterable[UUID]) -> int:
    """The same, inside the transaction of another action."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [list(person_ids)])
        rows = cursor.fetchall()
        if rows:
            cursor.executemany(_WRITE, [_arguments(row[0], projected(row)) for row in rows])
    return len(rows)


def write_document(person_id: UUID, text: str) -> None:
    """One document more, added by whoever may not read the whole record."""
    number, key = projection.document_key(text)
    if number:
        with connection.cursor() as cursor:
            cursor.execute("SELECT authz.match_document(%s, %s, %s)", [person_id, *sealing.numbers((number, key))])


def projected(row: Sequence[Any]) -> Projected:
    """A row of FACTS as it is compared."""
    _id, _organisation, sex, born, precision, nationality, registered_on, names, phones, documents, family = row
    return projection.project(
        Facts(
            ways=_ways(json.loads(names)),
            sex=sex,
            birth_date=born,
            birth_precision=precision,
            nationality=nationality,
            phones=tuple(phones),
            documents=tuple(documents),
            family=family or "",
            registered_on=registered_on,
        )
    )


def _ways(names: list[list[str]]) -> tuple[projection.Way, ...]:
    """Every way the name is written, the main one first: in its parts when they are known, and in full."""
    ordered = sorted(names, key=lambda name: (_KINDS.index(name[0]), name[1] != "latn", name[1:]))
    ways: dict[projection.Way, None] = {}
    for _kind, _script, full, *parts in ordered:
        ways |= dict.fromkeys(projection.ways_of(tuple(parts), full))
    return tuple(ways)


def _arguments(person_id: UUID, plain: Projected) -> tuple[Any, ...]:
    new = sealing.sealed(person_id, plain)
    lists = (list(new.phones), list(new.documents), list(new.keys), list(new.offers))
    return (person_id, sealing.version(), new.features, *lists)
