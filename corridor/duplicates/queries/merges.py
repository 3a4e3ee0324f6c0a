"""What joining two records would mean, what was joined, and what waits for a second person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from corridor.access.roles import Permission
from corridor.duplicates.models import Merge, Pair
from corridor.duplicates.rules.joining import FIELDS, LABELS, obstacles
from corridor.duplicates.words import Agreement, MergeStatus, Side
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound, Reason
from corridor.people import queries as people
from corridor.people.models import Person
from corridor.people.queries import PersonRow


@dataclass(frozen=True)
class FieldRow:
    """One field of both records, and whose value is suggested; `differs` is a question to somebody."""

    field: str
    label: str
    keeper: tuple[Any, ...]
    other: tuple[Any, ...]
    suggested: str

    @property
    def differs(self) -> bool:
        return self.keeper != self.other


@dataclass(frozen=True)
class Conflicts:
    """Shown before anything happens: fields to choose, what stands in the way, who else must agree."""

    pair_id: UUID
    keeper_id: UUID
    other_id: UUID
    fields: tuple[FieldRow, ...]
    obstacles: tuple[Reason, ...]
    agreement: str
    household: bool


@dataclass(frozen=True)
class MergeRow:
    id: UUID
    pair_id: UUID
    keeper_id: UUID
    other_id: UUID
    status: str
    by_id: UUID
    organisation_id: UUID
    at: datetime
    because: str
    agreement: str
    agreed_by_id: UUID | None
    agreed_at: datetime | None
    joined_at: datetime | None
    undone_at: datetime | None
    undone_by_id: UUID | None
    undone_because: str
    version: int
    fields: Mapping[str, Any]


def conflicts(actor: Actor, pair_id: UUID, keeper_id: UUID | None = None, fields: Mapping[str, str] | None = None) -> Conflicts:
    """For somebody who sees both records. The keeper that is suggested was registered first, and with a longer history."""
    actor.need(Permission.PAIR_REVIEW)
    row = Pair.objects.filter(id=pair_id).order_by("id").first()
    seen = people.people_by_id(actor, [row.first_id, row.second_id]) if row else {}
    if row is None or len(seen) < 2 or (keeper_id and keeper_id not in seen):
        raise NotFound("pair")
    keeper = seen[keeper_id] if keeper_id else min(seen.values(), key=lambda one: (one.registered_on, str(one.id)))
    other = next(one for one in seen.values() if one.id != keeper.id)
    rows = tuple(_field(name, keeper, other) for name in FIELDS)
    choices = dict(fields) if fields is not None else {one.field: one.suggested for one in rows}
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.join_rehearse(%s, %s, %s::jsonb)", [row.id, keeper.id, json.dumps(choices)])
        codes = cursor.fetchone()[0]
    return Conflicts(
        row.id, keeper.id, other.id, rows, obstacles(codes), str(second_word(actor, keeper.id, other.id)), row.household
    )


def second_word(actor: Actor, keeper_id: UUID, other_id: UUID) -> Agreement:
    """Whose second word this join needs: of the other organisation, of a second supervisor, of nobody."""
    actor.need(Permission.PAIR_REVIEW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.join_agreement(%s, %s)", [keeper_id, other_id])
        return Agreement(cursor.fetchone()[0])


def merges_of(actor: Actor, person_id: UUID) -> list[MergeRow]:
    """What was joined into this record, or is about to be, newest first; taken apart again stays to be read."""
    people.require(actor, person_id)
    rows = Merge.objects.filter(of_holders(actor)).filter(Q(keeper_id=person_id) | Q(other_id=person_id))
    return [row_of(row) for row in rows.order_by("-at", "-id")[:50]]


def merge(actor: Actor, merge_id: UUID) -> MergeRow:
    """Read by the organisations that hold the two records, and by nobody else who may see the person: row security says so."""
    actor.need(Permission.PAIR_REVIEW)
    row = Merge.objects.filter(of_holders(actor), id=merge_id).order_by("id").first()
    if row is None:
        raise NotFound("merge")
    return row_of(row)


def waiting(actor: Actor, limit: int = 50) -> list[MergeRow]:
    """Joins that wait for the actor's word: proposed by another organisation, or by somebody else of one's own."""
    actor.need(Permission.MERGE_JOIN)
    proposed = Merge.objects.filter(status=MergeStatus.PROPOSED).exclude(by_id=actor.staff_id)
    own = Q(agreement=Agreement.SECOND, organisation_id=actor.organisation_id)
    partner = Q(agreement=Agreement.PARTNER) & ~Q(organisation_id=actor.organisation_id)
    return [row_of(row) for row in proposed.filter(of_holders(actor)).filter(own | partner).order_by("at", "id")[:limit]]


def of_holders(actor: Actor) -> Q:
    """Joins of records that the actor's organisation holds; the table has the same wall."""
    mine = Person.objects.filter(organisation_id=actor.organisation_id)
    return Q(Exists(mine.filter(id=OuterRef("keeper_id")))) | Q(Exists(mine.filter(id=OuterRef("other_id"))))


def _field(name: str, keeper: PersonRow, other: PersonRow) -> FieldRow:
    mine, theirs = (tuple(_plain(getattr(one, column)) for column in FIELDS[name]) for one in (keeper, other))
    empty = mine[0] in ("", None, "unknown", ())
    return FieldRow(name, LABELS[name], mine, theirs, str(Side.OTHER if empty and mine != theirs else Side.KEEPER))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value.isoformat() if isinstance(value, date) else value


def row_of(row: Merge) -> MergeRow:
    return MergeRow(**{name: getattr(row, name) for name in MergeRow.__dataclass_fields__})
