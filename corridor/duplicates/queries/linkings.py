"""Comparisons of many records: how far they are and what they found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from corridor.access.roles import Permission
from corridor.duplicates.models import Linking
from corridor.duplicates.words import LinkingStatus
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound


@dataclass(frozen=True)
class LinkingRow:
    id: UUID
    list_id: UUID | None
    asked_by_id: UUID | None
    asked_at: datetime
    finished_at: datetime | None
    status: str
    model_version: str
    whole: int
    done: int
    last: UUID | None
    opened: int
    known: int
    stopped: dict[str, Any]
    version: int

    @property
    def is_running(self) -> bool:
        return self.status == LinkingStatus.RUNNING


def linkings(actor: Actor, limit: int = 25) -> list[LinkingRow]:
    """Of the actor's organisation, newest first."""
    actor.need(Permission.LINKING_START)
    rows = Linking.objects.filter(organisation_id=actor.organisation_id).order_by("-id")
    return [_row(row) for row in rows[:limit]]


def linking(actor: Actor, linking_id: UUID) -> LinkingRow:
    actor.need(Permission.LINKING_START)
    row = Linking.objects.filter(organisation_id=actor.organisation_id, id=linking_id).order_by("id").first()
    if row is None:
        raise NotFound("comparison")
    return _row(row)


def _row(row: Linking) -> LinkingRow:
    return LinkingRow(
        row.id, row.list_id, row.asked_by_id, row.asked_at, row.finished_at, row.status, row.model_version, row.whole, row.done,
        row.last, row.opened, row.known, row.stopped, row.version,
    )  # fmt: skip
