"""Routes of protection: the answer to the fear question, and referrals with their steps."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from corridor.access.roles import Permission as P
from corridor.api.door import OFFSET, needs
from corridor.kernel.refusals import NotFound
from corridor.protection import actions, queries
from corridor.protection.lifecycle import REFERRAL

from .schemas import FearIn, Made, ReferralIn, ReferralOut, StepIn

router = Router(tags=["protection"])
STEPS = {verb: getattr(actions, verb) for verb in REFERRAL.steps}
WITH_REASON = ("reject", "not_registrable")


@router.post("/people/{uuid:person_id}/fear", response={201: Made})
@needs(P.FEAR_ASK)
def fear(request: HttpRequest, person_id: UUID, body: FearIn):
    return Status(201, {"id": actions.ask_fear(request.actor, person_id, **body.dict())})


@router.get("/referrals", response=list[ReferralOut])
@needs(P.REFERRAL_SEND, P.REFERRAL_ANSWER)
def referrals(request: HttpRequest, closed: bool = False, limit: int = 100, offset: int = OFFSET):
    return queries.referrals(request.actor, closed=closed, limit=max(1, min(limit, 500)), offset=offset)


@router.post("/people/{uuid:person_id}/referrals", response={201: Made})
@needs(P.REFERRAL_SEND)
def propose(request: HttpRequest, person_id: UUID, body: ReferralIn):
    return Status(201, {"id": actions.propose_referral(request.actor, person_id, **body.dict())})


@router.get("/referrals/{uuid:referral_id}", response=ReferralOut)
@needs(P.REFERRAL_SEND, P.REFERRAL_ANSWER)
def referral(request: HttpRequest, referral_id: UUID):
    return queries.referral(request.actor, referral_id)


@router.post("/referrals/{uuid:referral_id}/{step}", response=ReferralOut)
@needs(P.REFERRAL_SEND, P.REFERRAL_ANSWER)
def take_step(request: HttpRequest, referral_id: UUID, step: str, body: StepIn):
    """consent, decline, send, receive, accept, reject, not_registrable or close; a no wants its reason."""
    if step not in STEPS:
        raise NotFound("step")
    given = {"version": body.version} | ({"reason": body.reason} if step in WITH_REASON else {})
    before = queries.referral(request.actor, referral_id)
    STEPS[step](request.actor, before.id, **given)
    return queries.referral(request.actor, referral_id)
