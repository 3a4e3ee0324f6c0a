"""Reading about lists of the actor's own organisation. Rows in pages; the cells of a row only while it has not become a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.exchange.lifecycle import Upload
from corridor.exchange.models import ListRow, PeopleList
from corridor.exchange.words import RowState
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people import queries as people


@dataclass(frozen=True)
class ListSummary:
    id: UUID
    kind: str
    status: str
    uploaded_at: datetime
    uploaded_by: str
    finished_at: datetime | None
    rows: int
    good: int
    bad: int
    twice: int
    already_known: int
    imported: int
    likely: int
    judged: int
    read_whole: bool
    version: int


@dataclass(frozen=True)
class ListDetail(ListSummary):
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: dict[str, str]
    order: str
    order_shown: str
    first_of_january: str
    reading: dict[str, Any]


@dataclass(frozen=True)
class RowView:
    """A row as the preview shows it. `person`: whom it became, or who was imported before."""

    number: int
    cells: tuple[str, ...]
    state: str
    faults: tuple[dict[str, Any], ...]
    likely: int
    person: people.PersonRow | None


@dataclass(frozen=True)
class Remembered:
    mapping: dict[str, str]
    settings: dict[str, str]


_SUMMARY = ("content", "columns", "sample", "mapping", "settings", "reading")


def people_lists(actor: Actor, limit: int = 25, offset: int = 0) -> list[ListSummary]:
    """Newest first."""
    actor.need(Permission.LIST_IMPORT)
    rows = list(_own(actor).defer(*_SUMMARY).order_by("-id")[offset : offset + limit])
    names = access.staff_names(actor, {row.uploaded_by_id for row in rows if row.uploaded_by_id})
    return [ListSummary(**_summary(row, names)) for row in rows]


def count(actor: Actor) -> int:
    actor.need(Permission.LIST_IMPORT)
    return _own(actor).count()


def people_list(actor: Actor, list_id: UUID) -> ListDetail:
    actor.need(Permission.LIST_IMPORT)
    row = _own(actor).defer("content").filter(id=list_id).order_by("id").first()
    if row is None:
        raise NotFound("list")
    names = access.staff_names(actor, {row.uploaded_by_id} if row.uploaded_by_id else set())
    return ListDetail(
        **_summary(row, names),
        columns=tuple(row.columns),
        sample=tuple(tuple(cells) for cells in row.sample),
        mapping=row.mapping,
        order=row.settings.get("order", ""),
        order_shown=row.settings.get("shown", ""),
        first_of_january=row.settings.get("first_of_january", ""),
        reading=row.reading,
    )


def rows(actor: Actor, list_id: UUID, states: Sequence[str] = (), limit: int = 50, offset: int = 0) -> list[RowView]:
    """In the order of the file; `states` empty: all."""
    one = people_list(actor, list_id)
    found = ListRow.objects.filter(people_list_id=one.id).order_by("number")
    if states:
        found = found.filter(state__in=states)
    page = list(found[offset : offset + limit])
    known = (
        people.people_by_id(actor, {row.person_id for row in page if row.person_id}) if actor.may(Permission.PERSON_READ) else {}
    )
    return [
        RowView(row.number, tuple(row.cells), row.state, tuple(row.faults), row.likely or 0, known.get(row.person_id))
        for row in page
    ]


def likely_rows(actor: Actor, list_id: UUID, limit: int = 50, offset: int = 0) -> list[RowView]:
    """Rows that resemble somebody registered."""
    one = people_list(actor, list_id)
    page = ListRow.objects.filter(people_list_id=one.id, likely__gt=0, state=RowState.GOOD).order_by("number")[
        offset : offset + limit
    ]
    return [RowView(row.number, tuple(row.cells), row.state, tuple(row.faults), row.likely or 0, None) for row in page]


def imported_people(actor: Actor, list_id: UUID, after: UUID | None = None, limit: int = 50) -> list[UUID]:
    """Persons that this list became, in the order of their ids."""
    rows = ListRow.objects.filter(people_list__in=_own(actor), people_list_id=list_id, state=RowState.IMPORTED)
    rows = rows.filter(person_id__gt=after) if after else rows
    return list(rows.order_by("person_id").values_list("person_id", flat=True)[:limit])


def content(actor: Actor, list_id: UUID) -> tuple[bytes, dict[str, Any], int]:
    """The file while it is being read, how to read it, and the last row that is in the table already."""
    actor.need(Permission.LIST_IMPORT)
    row = _own(actor).filter(id=list_id).order_by("id").first()
    if row is None:
        raise NotFound("list")
    last = ListRow.objects.filter(people_list=row).order_by("-number").values_list("number", flat=True).first()
    return bytes(row.content or b""), row.reading, last or 0


def same_file(actor: Actor, sha256: str) -> UUID | None:
    gone = (Upload.ABANDONED, Upload.REFUSED)
    return _own(actor).filter(sha256=sha256).exclude(status__in=gone).order_by("id").values_list("id", flat=True).first()


def remembered(actor: Actor, signature: str) -> Remembered | None:
    """How the newest list with the same columns was matched."""
    rows = _own(actor).filter(header_signature=signature, round__gt=0).exclude(status=Upload.REFUSED)
    row = rows.order_by("-id").only("mapping", "settings").first()
    if row is None:
        return None
    return Remembered(dict(row.mapping), {key: value for key, value in row.settings.items() if key != "shown"})


def _own(actor: Actor) -> Any:
    return PeopleList.objects.filter(organisation_id=actor.organisation_id)


def _summary(row: PeopleList, names: dict[UUID, str]) -> dict[str, Any]:
    fields = [name for name in ListSummary.__dataclass_fields__ if name != "uploaded_by"]
    return {name: getattr(row, name) for name in fields} | {"uploaded_by": names.get(row.uploaded_by_id, "")}
