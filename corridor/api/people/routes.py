"""People for machines: register, one person, search, likely duplicates. Searches post, so that nothing typed stands in an address."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Router, Status

from corridor.access.roles import Permission
from corridor.api.door import OFFSET, needs
from corridor.people import actions, queries

from .schemas import CandidateIn, FoundOut, LikelyOut, PersonIn, PersonOut, SearchIn, person_out

router = Router()


@router.get("", response=list[PersonOut])
@needs(Permission.PERSON_SEARCH)
def newest(request: HttpRequest, limit: int = 25, offset: int = OFFSET) -> list[dict[str, Any]]:
    """The organisation's own people, last registered first; at most 100."""
    rows = queries.newest(request.actor, min(max(limit, 1), 100), offset)
    actions.note_listing(request.actor, [row.id for row in rows])
    return [person_out(row) for row in rows]


@router.post("", response={201: PersonOut})
@needs(Permission.PERSON_REGISTER)
def register(request: HttpRequest, new: PersonIn) -> Status:
    person_id = actions.register(request.actor, new.new())
    return Status(201, person_out(queries.person(request.actor, person_id)))


@router.post("search", response=list[FoundOut])
@needs(Permission.PERSON_SEARCH)
def search(request: HttpRequest, asked: SearchIn) -> list[dict[str, Any]]:
    found = actions.search(request.actor, asked.text)
    return [{"how": one.how, "score": one.score, "person": person_out(one.person)} for one in found]


@router.post("likely", response=list[LikelyOut])
@needs(Permission.PERSON_REGISTER)
def likely(request: HttpRequest, typed: CandidateIn) -> list[dict[str, Any]]:
    """Who may be the same person as somebody about to be registered."""
    rows = actions.check_duplicates(request.actor, typed.candidate())
    return [
        {
            "score": row.score,
            "words": gettext(row.words) if row.words else "",
            "relative": row.relative,
            "reasons": [
                gettext(reason.text) % reason.params if reason.params else gettext(reason.text) for reason in row.reasons
            ],
            "ask": row.organisation_name,
            "person": row.person_id,
        }
        for row in rows
    ]


@router.get("{uuid:person_id}", response=PersonOut)
@needs(Permission.PERSON_READ)
def person(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    row = queries.person(request.actor, person_id)
    actions.note_reading(request.actor, person_id, "api")
    return person_out(row)
