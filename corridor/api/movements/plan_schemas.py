"""Shapes of planning for machines: plans, how far a search is, what changes, scenarios and their edits. No person is named."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from corridor.movements import actions
from corridor.movements.queries import PlanRow


class AskIn(Schema):
    days: int = Field(28, ge=1, le=182)
    seconds: int = Field(60, ge=1, le=600)


class BecauseIn(Schema):
    because: str = Field("", max_length=200)


class VersionIn(Schema):
    version: int


class AskedOut(Schema):
    plan_id: UUID


class BecauseOut(Schema):
    happening: str
    subject: str


class HeadOut(Schema):
    id: UUID
    version: int
    kind: str
    state: str
    because: BecauseOut | None
    policy_id: UUID | None
    made_at: datetime
    published_at: datetime | None
    first: date | None
    last: date | None
    persons: int
    parties: int
    waiting: int


class PlannedFlightOut(Schema):
    code: str
    flight_id: UUID | None
    day: date
    airport: str
    destinations: tuple[str, ...]
    status: str
    commissioned: bool
    capacity: int
    seats: int
    people: int
    cost: int
    fund: str
    why: str
    wanted: int


class PlacedOut(Schema):
    party: str
    people: int
    tier: int
    flight: str
    code: str
    standby: tuple[str, ...]
    words: str


class PlanOut(Schema):
    head: HeadOut
    newest: bool
    engine: str
    gap: float | None
    bounds: dict[str, int]
    metrics: dict[str, int]
    flights: list[PlannedFlightOut]
    parties: list[PlacedOut]

    @staticmethod
    def of(row: PlanRow, words: Any) -> "PlanOut":
        parties = [
            PlacedOut(
                party=line.reference,
                people=line.people,
                tier=line.tier,
                flight=line.option,
                code=line.code,
                standby=line.standby,
                words=words.get(line.reference, ""),
            )
            for line in (*row.placed, *row.waiting)
        ]
        return PlanOut(
            head=HeadOut.from_orm(row.head),
            newest=row.newest,
            engine=row.engine,
            gap=row.gap,
            bounds=dict(row.bounds),
            metrics=dict(row.metrics),
            flights=[PlannedFlightOut.from_orm(one) for one in row.flights],
            parties=parties,
        )


class SearchOut(Schema):
    phase: str
    seconds: float
    limit: int
    tier2_persons: int | None
    expiring_persons: int | None
    value: int | None
    cost: int | None
    changed_persons: int | None
    bound: int | None
    gap: float | None


class WorkOut(Schema):
    plan_id: UUID
    version: int
    kind: str
    state: str
    proposed: bool
    stoppable: bool
    stopping: bool
    search: SearchOut | None
    done: int
    whole: int
    booked: int
    kept: int
    released: int
    forced: int
    standby: int
    refused: int


class DifferenceRowOut(Schema):
    kind: str
    before: str
    after: str
    parties: tuple[str, ...]
    people: int
    told: int
    reasons: tuple[str, ...]
    why: tuple[str, ...]
    days: int | None
    forced: bool


class DifferencesOut(Schema):
    plan_id: UUID
    against_version: int | None
    rows: list[DifferenceRowOut]
    families_separated: int
    earlier: int


class ScenarioOut(Schema):
    plan_id: UUID
    letter: str
    title: str
    state: str
    edits: tuple[dict[str, Any], ...]
    search: SearchOut | None
    flights: int | None
    people: int | None
    tier2_people: int | None
    lost: int
    of_lost: int | None
    median_days: int | None
    seats: int | None
    empty_seats: int | None
    cost: int | None
    cost_a_person: int | None
    families_separated: int


class AddFlightIn(Schema):
    edit: Literal["add_flight"]
    code: str = Field(min_length=1, max_length=20)
    day: date
    airport: str = Field(min_length=1, max_length=40)
    destinations: list[str] = Field(min_length=1, max_length=6)
    capacity: int = Field(ge=1, le=600)
    cost: int = Field(0, ge=0)
    fund: str = Field("", max_length=40)
    min_load: int = Field(0, ge=0)
    pathway: Literal["vhr", "evacuation"] = "vhr"
    carrier: str = Field("", max_length=60)
    wheelchair: int = Field(0, ge=0, le=600)
    stretcher: int = Field(0, ge=0, le=600)
    medical_escort: int = Field(0, ge=0, le=600)
    child_escort: int = Field(0, ge=0, le=600)


class ChangeCapacityIn(Schema):
    edit: Literal["change_capacity"]
    option: str = Field(max_length=40)
    seats: int = Field(ge=1, le=600)
    cost: int = 0


class CancelOptionIn(Schema):
    edit: Literal["cancel_option"]
    option: str = Field(max_length=40)


class MoveOptionIn(Schema):
    edit: Literal["move_option"]
    option: str = Field(max_length=40)
    day: date


class AddMoneyIn(Schema):
    edit: Literal["add_money"]
    fund: str = Field(max_length=40)
    amount: int = Field(ge=1, le=100_000_000)


class CommitIn(Schema):
    edit: Literal["commit"]
    option: str = Field(max_length=40)


EditIn = Annotated[
    AddFlightIn | ChangeCapacityIn | CancelOptionIn | MoveOptionIn | AddMoneyIn | CommitIn, Field(discriminator="edit")
]


class ScenarioIn(Schema):
    title: str = Field(max_length=80)
    edits: list[EditIn] = Field(max_length=20)

    def as_edits(self) -> list[actions.Edit]:
        return [actions.edit_from_json(one.model_dump(mode="json")) for one in self.edits]


class PriceOut(Schema):
    code: str
    place: str
    day: date | None
    worth: float


class RenewalOut(Schema):
    party: str
    option: str
    code: str
    days: int
    worth: float


class PricesOut(Schema):
    limits: list[PriceOut]
    renewals: list[RenewalOut]
