"""Routes of movements: flights, boarding by the code of a pass, manifests and what changed between them."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from corridor.access.roles import Permission as P
from corridor.api.door import OFFSET, needs
from corridor.movements import actions, queries

from . import plans
from .schemas import BoardIn, DifferenceOut, FlightOut, ManifestOut, SeatOut

router = Router(tags=["movements"])
router.add_router("/plans", plans.router)


@router.get("/flights", response=list[FlightOut])
@needs(P.FLIGHT_READ)
def flights(
    request: HttpRequest,
    since: date | None = None,
    until: date | None = None,
    pathway: str = "",
    limit: int = 100,
    offset: int = OFFSET,
):
    rows = queries.flights(request.actor, since=since, until=until, pathway=pathway, limit=max(1, min(limit, 500)), offset=offset)
    return [FlightOut.of(row) for row in rows]


@router.get("/flights/{uuid:flight_id}", response=FlightOut)
@needs(P.FLIGHT_READ)
def flight(request: HttpRequest, flight_id: UUID):
    return FlightOut.of(queries.flight(request.actor, flight_id))


@router.post("/board", response=SeatOut)
@needs(P.SEAT_BOARD)
def board(request: HttpRequest, body: BoardIn):
    """Says yes: aboard. Refused with the reasons when anything stands in the way."""
    seat_id = actions.board_by_token(request.actor, body.token, key=body.key, flight_id=body.flight_id)
    return SeatOut.of(queries.seat(request.actor, seat_id))


@router.get("/flights/{uuid:flight_id}/manifest", response=ManifestOut)
@needs(P.MANIFEST_EXPORT)
def manifest(request: HttpRequest, flight_id: UUID, number: int | None = None):
    """The newest manifest, or the one with this number; every export is recorded."""
    row = queries.manifest_of(request.actor, flight_id, number)
    actions.note_export(request.actor, row, "json")
    return ManifestOut.of(row)


@router.get("/flights/{uuid:flight_id}/differences", response=list[DifferenceOut])
@needs(P.MANIFEST_EXPORT)
def differences(request: HttpRequest, flight_id: UUID, before: int, after: int):
    return queries.differences(request.actor, flight_id, before, after)
