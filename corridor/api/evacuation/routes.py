"""Routes of evacuation. Readiness of a person on a day; cases and their steps; numbers of people at sites by day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Query, Router

from corridor.access.roles import Permission as P
from corridor.api.door import OFFSET, needs
from corridor.evacuation import actions, queries
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound

from . import schemas as s

router = Router(tags=["evacuation"])
STEPS: dict[str, Callable[..., Any]] = {"agree": actions.agree, "clear_exit": actions.clear_exit, "close": actions.close}


@router.get("/readiness/{person_id}", response=s.EvacuationReadinessOut)
@needs(P.EVACUATION_READ, P.FLIGHT_READ)
def readiness(request: HttpRequest, person_id: UUID, on: date | None = None) -> dict[str, Any]:
    """Can this person be evacuated on this day (default: today), and if not, why, and who can fix it?"""
    found = queries.readiness(request.actor, [person_id], on or clock.today()).get(person_id)
    if found is None:
        raise NotFound("person")
    return s.said(found)


@router.get("/cases", response=s.EvacuationCasesOut)
@needs(P.EVACUATION_READ)
def cases(
    request: HttpRequest,
    status: str = "",
    site: UUID | None = None,
    needs_step: bool = False,
    limit: int = Query(25, ge=1, le=200),
    offset: int = OFFSET,
) -> dict[str, Any]:
    chosen = {"status": status, "site_id": site, "needs_step": needs_step}
    rows = queries.cases(request.actor, **chosen, limit=limit, offset=offset)
    return {"count": queries.count_cases(request.actor, **chosen), "cases": [row.case for row in rows]}


@router.post("/cases", response=s.Made)
@needs(P.EVACUATION_MANAGE)
def identify(request: HttpRequest, new: s.IdentifyIn) -> dict[str, UUID]:
    return {"id": actions.identify(request.actor, new.person_id, transit_site_id=new.transit_site_id)}


@router.get("/cases/{case_id}", response=s.EvacuationCaseOut)
@needs(P.EVACUATION_READ)
def case(request: HttpRequest, case_id: UUID) -> queries.EvacuationRow:
    return queries.case(request.actor, case_id)


@router.get("/cases/{case_id}/steps", response=list[s.EvacuationStepOut])
@needs(P.EVACUATION_READ)
def steps(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """Steps that fit the present status; one with reasons may not be taken now."""
    found = queries.steps(request.actor, queries.case(request.actor, case_id).person_id)
    return [{"verb": verb, "reasons": [gettext(reason.text) for reason in reasons]} for verb, reasons in found.items()]


@router.post("/cases/{case_id}/gather", response=s.Made)
@needs(P.EVACUATION_MANAGE)
def gather(request: HttpRequest, case_id: UUID, new: s.GatherIn) -> dict[str, UUID]:
    return {"id": actions.gather(request.actor, case_id, site_id=new.site_id, on=new.on, version=new.version)}


@router.post("/cases/{case_id}/decline", response=s.Done)
@needs(P.CONSENT_WITHDRAW)
def decline(request: HttpRequest, case_id: UUID) -> dict[str, bool]:
    """The person refuses: no reason is asked, the registration stays."""
    actions.decline(request.actor, case_id)
    return {"done": True}


@router.post("/cases/{case_id}/steps/{verb}", response=s.Done)
@needs(P.EVACUATION_MANAGE)
def step(request: HttpRequest, case_id: UUID, verb: str, known: s.StepIn) -> dict[str, bool]:
    if verb not in STEPS:
        raise NotFound("step")
    STEPS[verb](request.actor, case_id, known.version)
    return {"done": True}


@router.get("/sites/{site_id}/days", response=list[s.DayOut])
@needs(P.EVACUATION_READ, P.TRANSIT_MANAGE)
def days(request: HttpRequest, site_id: UUID, first: date | None = None, last: date | None = None) -> list[queries.DayRow]:
    """Numbers of people by day, booked arrivals counted; at most 400 days."""
    start = first or clock.today()
    return queries.days(request.actor, site_id, start, last or start + timedelta(days=30))
