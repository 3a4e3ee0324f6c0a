"""What is known across the wall: that somebody else may hold the same person, and whom to ask. No reference, no weight, no number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from corridor.access.roles import Permission
from corridor.duplicates.models import Ask
from corridor.kernel.actor import Actor

MOST = 200


@dataclass(frozen=True)
class AskRow:
    """`person_id`: the reader's own record that it is about."""

    id: UUID
    person_id: UUID | None
    asker_id: UUID
    owner_id: UUID
    asked_at: datetime
    asked_by_id: UUID
    status: str
    answered_at: datetime | None
    because: str
    until: datetime | None
    version: int


def held_elsewhere(actor: Actor, person_ids: Sequence[UUID] | None = None) -> dict[UUID, tuple[UUID, ...]]:
    """Own records with a likely match behind another organisation's wall, and which organisations those are."""
    actor.need(Permission.PAIR_REVIEW)
    wanted = None if person_ids is None else list(person_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, organisation FROM authz.duplicates_elsewhere(%s::uuid[], %s)", [wanted, MOST])
        rows = cursor.fetchall()
    found: dict[UUID, tuple[UUID, ...]] = {}
    for person_id, organisation_id in rows:
        found[person_id] = (*found.get(person_id, ()), organisation_id)
    return found


def asks(actor: Actor) -> list[AskRow]:
    """Requests made by and to the actor's organisation, newest first."""
    actor.need(Permission.PAIR_REVIEW)
    about = asked_about(actor)
    rows = Ask.objects.order_by("-asked_at", "-id")
    return [_row(row, about.get(row.id)) for row in rows[:MOST]]


def asked_about(actor: Actor) -> dict[UUID, UUID]:
    """Which of its own records each request is about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ask, person FROM authz.duplicates_ask_about()")
        return dict(cursor.fetchall())


def _row(row: Ask, person_id: UUID | None) -> AskRow:
    return AskRow(
        row.id, person_id, row.asker_id, row.owner_id, row.asked_at, row.asked_by_id, row.status, row.answered_at, row.because,
        row.until, row.version,
    )  # fmt: skip
