"""Finding people from one box, in any script, and those who are likely the same as somebody being registered.

Ids come from functions of the database with the wall inside (migration 0004); the rows are read under row security.
"""

import re
from uuid import UUID

from django.conf import settings
from django.db import connection

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.engines import names
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import Refused
from corridor.people import rules

from .persons import people_by_id
from .rows import Candidate, FoundRow, LikelyRow

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
    best = sorted(rows, key=lambda person_id: (-found[person_id][1], str(person_id)))
    return [FoundRow(rows[person_id], found[person_id][0], round(found[person_id][1], 2)) for person_id in best[:limit]]


def likely_same(actor: Actor, candidate: Candidate, limit: int = 8) -> list[LikelyRow]:
    """Who may be the same person, with reasons in words. Another organisation's record: only that it exists and whom to ask."""
    if not any((candidate.names, candidate.phones, candidate.documents)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LIKELY, _arguments(candidate, limit))
        found = cursor.fetchall()
    seen = people_by_id(actor, [row[0] for row in found if row[0]])
    partners = {partner.id: partner.name for partner in access.organisations(actor)}
    script = names.script_of(candidate.names[0]) if candidate.names else ""
    likely = [_likely(row, partners, script) for row in found if row[2] or row[0] in seen]
    likely = [row if row.hidden else _with_person(row, seen) for row in likely]
    return sorted(likely, key=lambda row: (-row.score, row.hidden, str(row.person_id)))[:limit]


_KEYS = "%s::varchar[]"
_FOUND = f"SELECT person, how, score FROM authz.people_found(%s, %s, %s, {', '.join([_KEYS] * 4)}, %s)"  # noqa: S608
_LIKELY_ARGUMENTS = f"%s, {', '.join([_KEYS] * 5)}, %s::date, %s, %s::uuid, %s"
_LIKELY = f"SELECT * FROM authz.people_likely({_LIKELY_ARGUMENTS})"  # noqa: S608


def _arguments(candidate: Candidate, limit: int) -> list[object]:
    known = max((names.keys(name) for name in candidate.names or ("",)), key=lambda each: len(each.tokens))
    phones = [number for text in candidate.phones if (number := _e164(text))]
    documents = [key for text in candidate.documents if len(key := rules.number_key(text)) >= 4]
    words = _heard(known, 3)
    return [known.folded, *words, phones, documents, candidate.birth_date, candidate.nationality, candidate.besides, limit]


def _likely(row: tuple, partners: dict[UUID, str], script: str) -> LikelyRow:
    person_id, organisation_id, hidden, score, matched, words, close, other, phone, document, gap, nationality = row
    name = partners.get(organisation_id, "")
    if hidden:
        return LikelyRow(None, round(score, 2), (), name, True)
    facts = rules.Likeness(matched, words, close, bool(script and other != script), phone, document, gap, nationality)
    return LikelyRow(person_id, round(score, 2), rules.likeness_reasons(facts), name, False, birth_gap=gap)


def _with_person(row: LikelyRow, seen: dict[UUID, object]) -> LikelyRow:
    return LikelyRow(row.person_id, row.score, row.reasons, row.organisation_name, False, seen[row.person_id], row.birth_gap)  # type: ignore[index, arg-type]


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


def _e164(text: str) -> str:
    try:
        return rules.e164(text, rules.CALLING_CODES.get(settings.OPERATION_COUNTRY, ""))
    except Refused:
        return ""
