"""Routes of returns. Readiness of a person on a day; cases and their steps; the consulate's open requests and answers."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Query, Router

from corridor.access.roles import Permission as P
from corridor.api.door import OFFSET, needs
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound
from corridor.returns import actions, queries

from . import schemas as s

router = Router(tags=["returns"])
STEPS: dict[str, Callable[..., Any]] = {
    "register": actions.register,
    "screen": actions.screen,
    "consent": actions.take_consent,
    "document": actions.document,
    "clear_exit": actions.clear_exit,
    "hold": actions.hold,
    "close": actions.close,
}


@router.get("/readiness/{person_id}", response=s.ReadinessOut)
@needs(P.RETURN_READ, P.FLIGHT_READ)
def readiness(request: HttpRequest, person_id: UUID, on: date | None = None) -> dict[str, Any]:
    """Can this person return on this day (default: today), and if not, why, and who can fix it?"""
    found = queries.readiness(request.actor, [person_id], on or clock.today()).get(person_id)
    if found is None:
        raise NotFound("person")
    return s.said(found)


@router.get("/cases", response=s.CasesOut)
@needs(P.RETURN_READ)
def cases(
    request: HttpRequest,
    status: str = "",
    destination: UUID | None = None,
    needs_step: bool = False,
    limit: int = Query(25, ge=1, le=200),
    offset: int = OFFSET,
) -> dict[str, Any]:
    chosen = {"status": status, "destination_id": destination, "needs_step": needs_step}
    rows = queries.cases(request.actor, **chosen, limit=limit, offset=offset)
    return {"count": queries.count_cases(request.actor, **chosen), "cases": [row.case for row in rows]}


@router.post("/cases", response=s.Made)
@needs(P.RETURN_MANAGE)
def open_case(request: HttpRequest, new: s.OpenIn) -> dict[str, UUID]:
    made = actions.open_case(request.actor, new.person_id, destination_id=new.destination_id, final_town=new.final_town)
    return {"id": made}


@router.get("/cases/{case_id}", response=s.CaseOut)
@needs(P.RETURN_READ)
def case(request: HttpRequest, case_id: UUID) -> queries.ReturnRow:
    return queries.case(request.actor, case_id)


@router.get("/cases/{case_id}/steps", response=list[s.StepOut])
@needs(P.RETURN_READ)
def steps(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """Steps that fit the present status; one with reasons may not be taken now."""
    found = queries.steps(request.actor, queries.case(request.actor, case_id).person_id)
    return [{"verb": verb, "reasons": [gettext(reason.text) for reason in reasons]} for verb, reasons in found.items()]


@router.post("/cases/{case_id}/counselling", response=s.Made)
@needs(P.RETURN_MANAGE)
def counsel(request: HttpRequest, case_id: UUID, new: s.CounsellingIn) -> dict[str, UUID]:
    return {"id": actions.counsel(request.actor, case_id, actions.NewCounselling(**new.dict()))}


@router.post("/cases/{case_id}/withdraw", response=s.Done)
@needs(P.CONSENT_WITHDRAW)
def withdraw(request: HttpRequest, case_id: UUID) -> dict[str, bool]:
    """The person stops the return: no reason is asked."""
    actions.withdraw(request.actor, case_id)
    return {"done": True}


@router.post("/cases/{case_id}/steps/{verb}", response=s.Done)
@needs(P.RETURN_MANAGE)
def step(request: HttpRequest, case_id: UUID, verb: str, known: s.VersionIn) -> dict[str, bool]:
    if verb not in STEPS:
        raise NotFound("step")
    STEPS[verb](request.actor, case_id, known.version)
    return {"done": True}


@router.get("/requests", response=list[s.ConsularOut])
@needs(P.CONSULAR_ANSWER)
def requests(request: HttpRequest) -> list[queries.ConsularRow]:
    """For a consulate: the open requests made to it."""
    return queries.consular_queue(request.actor)


@router.get("/requests/{request_id}", response=s.ConsularOut)
@needs(P.CONSULAR_ANSWER)
def consular_request(request: HttpRequest, request_id: UUID) -> queries.ConsularRow:
    return actions.open_request(request.actor, request_id)


@router.post("/requests/{request_id}/interview", response=s.Done)
@needs(P.CONSULAR_ANSWER)
def interview(request: HttpRequest, request_id: UUID, new: s.InterviewIn) -> dict[str, bool]:
    actions.arrange_interview(request.actor, request_id, at=new.at, mode=new.mode, version=new.version)
    return {"done": True}


@router.post("/requests/{request_id}/confirm", response=s.Done)
@needs(P.CONSULAR_ANSWER)
def confirm(request: HttpRequest, request_id: UUID, known: s.VersionIn) -> dict[str, bool]:
    actions.confirm(request.actor, request_id, known.version)
    return {"done": True}


@router.post("/requests/{request_id}/not-confirm", response=s.Done)
@needs(P.CONSULAR_ANSWER)
def not_confirm(request: HttpRequest, request_id: UUID, known: s.VersionIn) -> dict[str, bool]:
    actions.not_confirm(request.actor, request_id, known.version)
    return {"done": True}


@router.post("/requests/{request_id}/issue", response=s.Done)
@needs(P.CONSULAR_ANSWER)
def issue(request: HttpRequest, request_id: UUID, new: s.PaperIn) -> dict[str, bool]:
    paper = actions.NewPaper(new.kind, new.number, new.issued_on, new.expires_on)
    actions.issue(request.actor, request_id, paper, new.version)
    return {"done": True}
