"""Reading the record. Row security shows an organisation its own lines; a person's page shows the lines about that person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from corridor.kernel.actor import Actor

from .models import Entry


@dataclass(frozen=True)
class Line:
    at: datetime
    verb: str
    staff_id: UUID | None
    organisation_id: UUID | None
    category: str
    reason: str
    detail: str
    thing_id: UUID | None
    person_id: UUID | None


def about_person(actor: Actor, person_id: UUID, *, readings: bool = False, limit: int = 50) -> list[Line]:
    """Newest first. `readings`: who opened the record, instead of what was done."""
    rows = Entry.objects.filter(person_id=person_id)
    rows = rows.filter(verb__endswith=".read") if readings else rows.exclude(verb__endswith=".read")
    return _lines(rows.order_by("-id")[:limit])


def about_thing(actor: Actor, thing_id: UUID, limit: int = 50) -> list[Line]:
    return _lines(Entry.objects.filter(thing_id=thing_id).order_by("-id")[:limit])


def by_organisation(actor: Actor, verbs: Sequence[str] = (), limit: int = 100) -> list[Line]:
    rows = Entry.objects.filter(organisation_id=actor.organisation_id)
    return _lines((rows.filter(verb__in=verbs) if verbs else rows).order_by("-id")[:limit])


def _lines(rows: Any) -> list[Line]:
    fields = Line.__dataclass_fields__
    return [Line(**{name: getattr(row, name) for name in fields}) for row in rows]
