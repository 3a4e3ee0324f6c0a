"""Finding people from one box, in any script.

Ids come from functions of the database with the wall inside (migration 0004); the rows are read under row security.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from corridor.access.roles import Permission
from corridor.engines import names
from corridor.engines.linkage.compiled import scorer
from corridor.engines.linkage.model import in_use
from corridor.kernel.actor import Actor
from corridor.people import rules

from . import projection
from .joined import keeper_of
from .persons import people_by_id
from .rows import FoundRow, PersonRow

Keys = list[str] | None


def search(actor: Actor, text: str, limit: int = 50) -> list[FoundRow]:
    """By name in any script and order, reference, an organisation's number, document number or telephone; best first."""
    actor.need(Permission.PERSON_SEARCH)
    text = " ".join(text.translate(rules.DIGITS).split())[:200]
    if not text:
        return []
    known = names.keys(text)
    number = text.upper() if any(char.isdigit() for char in text) else ""
    digits = _digits(text)
    words = _heard(known, 4) if not digits else [None] * 4
    found: dict[UUID, tuple[str, float]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [known.folded if not digits else "", number, digits, *words, limit])
        for person_id, how, score in cursor.fetchall():
            if person_id not in found or score > found[person_id][1]:
                found[person_id] = (how, score)
    rows = people_by_id(actor, found)
    for gone in [person_id for person_id in found if person_id not in rows]:  # a record that was joined into another
        if keeper := keeper_of(actor, gone):
            found[keeper] = max(found[gone], found.get(keeper, found[gone]), key=lambda hit: hit[1])
            rows |= people_by_id(actor, [keeper])
    by_name = [person_id for person_id in rows if found[person_id][0] == "name"]
    if len(by_name) > 1:
        found |= _ranked(text, [rows[person_id] for person_id in by_name])
    best = sorted(rows, key=lambda person_id: (-found[person_id][1], str(person_id)))
    return [FoundRow(rows[person_id], found[person_id][0], round(found[person_id][1], 2)) for person_id in best[:limit]]


def _ranked(text: str, rows: list[PersonRow]) -> dict[UUID, tuple[str, float]]:
    """Names in any script ranked as the linkage engine weighs them: the given name first, rare names before common ones."""
    weigh = scorer(in_use())
    typed = _named([(text,)])
    ranked = {}
    for row in rows:
        ways = [way for name in row.names for way in projection.ways_of((name.given, name.father, name.family), name.full)]
        weight = weigh(typed, _named(ways))
        ranked[row.id] = ("name", min(0.9, max(0.0, (weight + 20.0) / 30.0)))
    return ranked


def _named(ways: Iterable[projection.Way]) -> projection.Ready:
    known = projection.project(projection.Facts(ways=tuple(ways)))
    return projection.ready(known.features, (), ())


_KEYS = "%s::varchar[]"
_FOUND = f"SELECT person, how, score FROM authz.people_found(%s, %s, %s, {', '.join([_KEYS] * 4)}, %s)"  # noqa: S608


def _heard(known: names.NameKeys, most: int) -> list[Keys]:
    """Keys of at most so many words, the longest first: they tell people apart best."""
    spoken = sorted((token for token in known.tokens if token.keys), key=lambda token: -len(token.text))[:most]
    lists: list[Keys] = [list(token.keys) for token in spoken]
    return lists + [None] * (most - len(lists))


def _digits(text: str) -> str:
    """A telephone number typed into the box: without the zero or the country's sign in front; empty for anything else."""
    if not re.fullmatch(r"[+()0-9 .\-/]{6,}", text):
        return ""
    return re.sub(r"\D", "", text).removeprefix("00").lstrip("0")
