"""All that the short answers about many persons need, in one statement: what a page's header, a list or readiness asks.

The wall is said once for everybody (`SEEN`: own, or a live share; `opened`: own, or a share of that category) instead of in a
statement for each table; row security says the same again. Other contexts join their own tables to `SEEN`.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people import words

from .rows import ChildRow, DocumentRow, FamilyRow, LocationRow, MemberRow, NameRow, OutcomeRow, PersonRow

CATEGORIES = ("identity", "family", "case", "protection", "consent", "travel")
_LIVE = "s.since <= %(moment)s AND (s.until IS NULL OR s.until > %(moment)s)"

# Joined to `people_person p`: `o.own`, and which categories live shares open; a shielded person is nobody for a State (INV-05).
_OPENED = ", ".join(f"coalesce(bool_or('{one}' = ANY(s.categories)), false) AS \"{one}\"" for one in CATEGORIES)
SHARED = (
    f" CROSS JOIN LATERAL (SELECT count(*) > 0 AS shared, {_OPENED} FROM people_share s"  # noqa: S608 constants of ours
    f" WHERE s.person_id = p.id AND s.organisation_id = %(org)s AND {_LIVE}) o"
)
_UNSHIELDED = "(NOT %(state)s OR NOT authz.shielded(p.id))"
SEEN = f"p.joined_into_id IS NULL AND (p.organisation_id = %(org)s OR o.shared) AND {_UNSHIELDED}"  # each person once


def opened(category: str) -> str:
    """Rows of this category about `p`, after `SHARED`."""
    return f'((p.organisation_id = %(org)s OR o."{category}") AND {_UNSHIELDED})'


def wall(actor: Actor) -> dict[str, Any]:
    """The parameters of the wall."""
    state = actor.organisation_kind in ("consulate", "government")
    return {"org": actor.organisation_id, "state": state, "moment": clock.now()}


@dataclass(frozen=True)
class Standing:
    """One person as everybody who sees her or him needs it; what no category opens is as if it were not."""

    person: PersonRow
    child: ChildRow | None
    outcome: OutcomeRow | None
    location: LocationRow | None
    documents: tuple[DocumentRow, ...]
    shields: frozenset[str]
    shielded: bool
    photo: bool

    def travel_document(self, on: date) -> DocumentRow | None:
        """The best one valid on that day: the one that lasts longest, a passport before others."""
        return max((row for row in self.documents if row.valid_on(on)), key=lasting, default=None)


_PLAIN = [field.name for field in fields(PersonRow) if field.name not in ("names", "name_script", "languages")]
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(words.TRAVEL_DOCUMENTS))
_PERSON = f"""{", ".join(f"p.{name}" for name in _PLAIN)}, p.languages,
  (SELECT jsonb_agg(jsonb_build_array(n.kind, n.script, n."full", n.given, n.father, n.family) ORDER BY n.id)
     FROM people_personname n WHERE n.person_id = p.id)"""  # noqa: S608
_AMONG = f"FROM people_person p {SHARED} WHERE p.id = ANY(%(ids)s::uuid[]) AND {SEEN} ORDER BY p.id"
_PERSONS = f"SELECT {_PERSON} {_AMONG}"
_REQUIRED = f"SELECT 1 {_AMONG}"
_STANDING = f"""
SELECT {_PERSON},
  CASE WHEN {opened("family")} THEN (SELECT jsonb_build_array(k.kind, k.caregiver_id, k.since)
     FROM people_childstatus k WHERE k.person_id = p.id AND k.until IS NULL ORDER BY k.id DESC LIMIT 1) END,
  CASE WHEN {opened("case")} THEN (SELECT jsonb_build_array(x.kind, x."on", x.source)
     FROM people_outcome x WHERE x.person_id = p.id ORDER BY x."on" DESC, x.id DESC LIMIT 1) END,
  CASE WHEN {opened("case")} THEN (SELECT jsonb_build_array(l.kind, l.site_id, coalesce(t.name, ''), l.since)
     FROM people_location l LEFT JOIN places_site t ON t.id = l.site_id
     WHERE l.person_id = p.id AND l.until IS NULL ORDER BY l.id DESC LIMIT 1) END,
  CASE WHEN {opened("identity")} THEN (
     SELECT jsonb_agg(jsonb_build_array(d.id, d.kind, d.number, d.issuing_state, d.issued_on, d.expires_on) ORDER BY d.id)
     FROM people_document d WHERE d.person_id = p.id AND d.kind IN ({_KINDS})) END,
  CASE WHEN {opened("protection")} THEN (SELECT jsonb_agg(h.kind) FROM people_shield h
     WHERE h.person_id = p.id AND h.since <= %(moment)s AND (h.until IS NULL OR h.until > %(moment)s)) END,
  authz.shielded(p.id),
  {opened("identity")} AND EXISTS (SELECT 1 FROM people_photo f WHERE f.person_id = p.id)
{_AMONG}
"""  # noqa: S608

_FAMILIES = f"""
SELECT me.person_id, me.family_id, coalesce(y.reference, ''), m.person_id, k.reference, k.name, m.role, m.since
FROM people_familymember me JOIN people_person p ON p.id = me.person_id {SHARED}
LEFT JOIN people_family y ON y.id = me.family_id
JOIN people_familymember m ON m.family_id = me.family_id AND m.until IS NULL
JOIN LATERAL (SELECT p.reference, p.name FROM people_person p {SHARED} WHERE p.id = m.person_id AND {opened("family")}) k ON true
WHERE me.person_id = ANY(%(ids)s::uuid[]) AND me.until IS NULL AND {opened("family")}
ORDER BY me.id, m.since, m.id
"""  # noqa: S608


def standings(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Of those the actor may see."""
    return {row[0]: _standing(row) for row in _read(_STANDING, actor, ids)}


def people_by_id(actor: Actor, ids: Collection[UUID]) -> dict[UUID, PersonRow]:
    """Only those the actor may see; one statement however many."""
    return {row[0]: _person(row) for row in _read(_PERSONS, actor, ids)}


def require(actor: Actor, person_id: UUID) -> None:
    """NotFound when there is no such person or not for this actor: the same answer for both."""
    if not _read(_REQUIRED, actor, [person_id]):
        raise NotFound("person")


def families_of(actor: Actor, ids: Collection[UUID]) -> dict[UUID, FamilyRow]:
    """The present family of each; members the actor may not see are left out."""
    heads: dict[UUID, tuple[UUID, str]] = {}
    members: dict[tuple[UUID, UUID], list[MemberRow]] = {}
    for asked, family, reference, *member in _read(_FAMILIES, actor, ids):
        heads[asked] = (family, reference)
        members.setdefault((asked, family), []).append(MemberRow(*member))
    return {
        asked: FamilyRow(family, reference, tuple(_principal_first(members[asked, family])))
        for asked, (family, reference) in heads.items()
    }


def _read(statement: str, actor: Actor, ids: Collection[UUID]) -> list[tuple[Any, ...]]:
    if actor.organisation_id is None or not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, wall(actor) | {"ids": list(ids)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _person(row: tuple[Any, ...]) -> PersonRow:
    """The main name first, with the script it is written in."""
    plain = dict(zip(_PLAIN, row, strict=False))
    languages, names = row[len(_PLAIN) : len(_PLAIN) + 2]
    main = plain["name"]
    ordered = sorted(
        (NameRow(*name) for name in unpacked(names) or ()), key=lambda name: (name.full != main, name.kind != words.NameKind.MAIN)
    )
    script = next((name.script for name in ordered if name.full == main), "zyyy")
    return PersonRow(**plain, names=tuple(ordered), name_script=script, languages=tuple(languages))


def lasting(row: DocumentRow) -> tuple[date, bool]:
    return (row.expires_on or date.max, row.kind == words.DocumentKind.PASSPORT)


def _standing(row: tuple[Any, ...]) -> Standing:
    child, outcome, place, documents, shields = (unpacked(part) for part in row[len(_PLAIN) + 2 : -2])
    shielded, photo = row[-2:]
    return Standing(
        person=_person(row),
        child=ChildRow(child[0], _uuid(child[1]), _day(child[2])) if child else None,  # type: ignore[arg-type]
        outcome=OutcomeRow(outcome[0], _day(outcome[1]), outcome[2]) if outcome else None,  # type: ignore[arg-type]
        location=LocationRow(place[0], _uuid(place[1]), place[2], _day(place[3])) if place else None,  # type: ignore[arg-type]
        documents=tuple(
            DocumentRow(UUID(one), row[0], kind, number, state, _day(issued), _day(expires))
            for one, kind, number, state, issued, expires in documents or ()
        ),
        shields=frozenset(shields or ()),
        shielded=shielded,
        photo=photo,
    )


def unpacked(value: Any) -> Any:
    """A JSON value of the database: Django leaves it as text for its own fields to read."""
    return json.loads(value) if isinstance(value, str) else value


def _principal_first(members: list[MemberRow]) -> list[MemberRow]:
    return sorted(members, key=lambda member: member.role != words.FamilyRole.PRINCIPAL)


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
