"""Routes of consent: list, give, confirm again, withdraw one, withdraw everything that carries travel."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from corridor.access.roles import Permission as P
from corridor.api.door import needs
from corridor.consent import actions, queries
from corridor.people import actions as people

from .schemas import ConsentIn, ConsentOut, Ended, Made, ReconfirmIn

router = Router(tags=["consent"])


@router.get("/people/{uuid:person_id}", response=list[ConsentOut])
@needs(P.CONSENT_READ)
def consents(request: HttpRequest, person_id: UUID):
    rows = queries.consents_of(request.actor, person_id)
    people.note_reading(request.actor, person_id, "consent")
    return rows


@router.post("/people/{uuid:person_id}", response={201: Made})
@needs(P.CONSENT_RECORD)
def give(request: HttpRequest, person_id: UUID, body: ConsentIn):
    return Status(201, {"id": actions.give(request.actor, person_id, actions.NewConsent(**body.dict()))})


@router.post("/people/{uuid:person_id}/withdraw-travel", response=Ended)
@needs(P.CONSENT_WITHDRAW)
def withdraw_travel(request: HttpRequest, person_id: UUID):
    return {"ended": actions.withdraw_travel(request.actor, person_id)}


@router.post("/{uuid:consent_id}/withdraw", response={204: None})
@needs(P.CONSENT_WITHDRAW)
def withdraw(request: HttpRequest, consent_id: UUID):
    actions.withdraw(request.actor, consent_id)
    return Status(204, None)


@router.post("/{uuid:consent_id}/confirm-again", response={201: Made})
@needs(P.CONSENT_RECONFIRM)
def reconfirm(request: HttpRequest, consent_id: UUID, body: ReconfirmIn):
    return Status(201, {"id": actions.reconfirm(request.actor, consent_id, **body.dict())})
