"""Shapes of the movements API. A line says which service is needed, never why (INV-15)."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from corridor.movements.queries import FlightRow, ManifestRow, SeatRow


class StopOut(Schema):
    destination: str
    seats: int | None
    people: int


class ClearanceOut(Schema):
    kind: str
    authority: str
    state: str


class CountsOut(Schema):
    people: int
    seats: int
    infants: int
    escorts: int
    standby: int
    held: int
    confirmed: int
    boarded: int
    departed: int
    arrived: int


class FlightOut(Schema):
    id: UUID
    code: str
    pathway: str
    status: str
    embarkation: str
    departs_at: datetime
    departs_on: date
    carrier: str
    capacity: int
    seats_left: int
    cleared: bool
    stops: list[StopOut]
    clearances: list[ClearanceOut]
    counts: CountsOut

    @staticmethod
    def of(row: FlightRow) -> "FlightOut":
        return FlightOut(
            **{
                name: getattr(row, name)
                for name in ("id", "code", "pathway", "status", "departs_at", "departs_on", "carrier", "capacity")
            },
            seats_left=row.seats_left,
            cleared=row.cleared,
            embarkation=row.embarkation.code,
            stops=[StopOut(destination=stop.site.code, seats=stop.seats, people=stop.people) for stop in row.stops],
            clearances=[ClearanceOut(kind=one.kind, authority=one.authority, state=one.state) for one in row.clearances],
            counts=CountsOut(**{name: getattr(row.load, name) for name in CountsOut.model_fields}),
        )


class BoardIn(Schema):
    """`token` from the boarding pass; `key` names this press, so that sending it again changes nothing."""

    token: str = Field(max_length=64)
    key: str = Field("", max_length=64)
    flight_id: UUID | None = None


class SeatOut(Schema):
    id: UUID
    flight_code: str
    status: str
    reference: str
    name: str
    service: str
    destination: str
    boarded_at: datetime | None

    @staticmethod
    def of(row: SeatRow) -> "SeatOut":
        return SeatOut(**{name: getattr(row, name) for name in SeatOut.model_fields})


class LineOut(Schema):
    number: int
    reference: str
    name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    nationality: str
    document: str
    document_kind: str
    document_expires_on: date | None
    destination: str
    service: str
    status: str
    lap_infant: bool


class ManifestOut(Schema):
    flight: str
    departs_at: datetime
    number: int
    state: str
    made_at: datetime
    synthetic: bool
    lines: list[LineOut]

    @staticmethod
    def of(row: ManifestRow) -> "ManifestOut":
        return ManifestOut(
            flight=row.flight.code,
            departs_at=row.flight.departs_at,
            number=row.number,
            state=row.state,
            made_at=row.made_at,
            synthetic=row.flight.synthetic,
            lines=[LineOut(**{name: getattr(line, name) for name in LineOut.model_fields}) for line in row.lines],
        )


class DifferenceOut(Schema):
    reference: str
    before: str
    after: str
    service_before: str
    service_after: str
