"""What goes in and out about lists: counts and faults with their cell, never the cells themselves."""

from datetime import datetime
from uuid import UUID

from ninja import Schema


class ListOut(Schema):
    id: UUID
    kind: str
    status: str
    uploaded_at: datetime
    finished_at: datetime | None
    rows: int
    good: int
    bad: int
    twice: int
    already_known: int
    imported: int
    likely: int
    version: int


class ListDetailOut(ListOut):
    columns: list[str]
    mapping: dict[str, str]
    order: str
    order_shown: str
    first_of_january: str


class MatchIn(Schema):
    """`mapping`: field -> number of its column, from 0."""

    mapping: dict[str, int]
    order: str = "auto"
    first_of_january: str = "day"
    version: int | None = None


class ImportIn(Schema):
    version: int | None = None


class FaultOut(Schema):
    row: int
    cell: str
    code: str
    text: str


class Made(Schema):
    id: UUID
