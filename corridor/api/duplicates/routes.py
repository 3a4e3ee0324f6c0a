"""Routes of likely duplicates: the queue in its order, one pair, an answer. The same rules as at the screens; nothing is joined here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from corridor.access.roles import Permission as P
from corridor.api.door import OFFSET, needs
from corridor.duplicates import actions, queries
from corridor.duplicates.words import PairStatus
from corridor.people import queries as people

from .schemas import DecisionIn, ElsewhereOut, OnePairOut, PairOut, StatusOut

router = Router(tags=["duplicates"])


@router.get("/queue", response=list[PairOut])
@needs(P.PAIR_REVIEW)
def queue(request: HttpRequest, view: str = queries.OPEN, limit: int = 100, offset: int = OFFSET):
    """`view`: open, second, supervisor, join or decided."""
    return queries.told(request.actor, queries.queue(request.actor, view, limit=max(1, min(limit, 500)), offset=offset))


@router.get("/elsewhere", response=list[ElsewhereOut])
@needs(P.PAIR_REVIEW)
def elsewhere(request: HttpRequest):
    """Own records with a likely match behind another organisation's wall, and whom to ask."""
    found = queries.held_elsewhere(request.actor)
    return [{"person_id": person_id, "organisations": list(owners)} for person_id, owners in found.items()]


@router.get("/pairs/{uuid:pair_id}", response=OnePairOut)
@needs(P.PAIR_REVIEW)
def pair(request: HttpRequest, pair_id: UUID):
    row = queries.pair(request.actor, pair_id)
    found, (shown,) = people.compare(request.actor, row.first_id, row.second_id), queries.told(request.actor, [row])
    past = queries.like_this(request.actor, found.weight)
    return {
        "pair": shown, "weight": found.weight, "model_version": found.model_version, "household": found.household,
        "lines": found.lines, "past": past,
    }  # fmt: skip


@router.post("/pairs/{uuid:pair_id}/decide", response=StatusOut)
@needs(P.PAIR_REVIEW)
def decide(request: HttpRequest, pair_id: UUID, body: DecisionIn):
    """same, different or unsure, with a reason. A pair of the blind sample takes its second answer by the same route."""
    row = queries.pair(request.actor, pair_id)
    act = actions.decide_blind if row.status == PairStatus.BLIND else actions.decide
    return {"status": act(request.actor, row.id, body.answer, body.why, version=body.version)}
