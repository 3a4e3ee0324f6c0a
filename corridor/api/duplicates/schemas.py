"""What goes in and out of the routes of duplicates. Ids, codes and numbers; names come from the people routes, with their own rights."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class PairOut(Schema):
    """`risks`, and the day of travel: as far as the reader may read them in the records. The order of the queue weighs all of them."""

    id: UUID
    first_id: UUID
    second_id: UUID
    weight: float
    model_version: str
    source: str
    risk: int
    risks: list[str]
    travels_on: date | None
    household: bool
    status: str
    round: int
    opened_at: datetime
    version: int


class LineOut(Schema):
    field: str
    level: str
    weight: float
    words: str


class PastOut(Schema):
    """Settled pairs with a total like this one."""

    since: float
    until: float
    n: int
    same: int


class OnePairOut(Schema):
    pair: PairOut
    weight: float
    model_version: str
    household: bool
    lines: list[LineOut]
    past: PastOut | None


class DecisionIn(Schema):
    answer: str
    why: str
    version: int | None = None


class StatusOut(Schema):
    status: str


class ElsewhereOut(Schema):
    person_id: UUID
    organisations: list[UUID]
