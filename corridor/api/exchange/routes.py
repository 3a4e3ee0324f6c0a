"""Routes of lists: the same steps as the screens. An upload whose columns are all recognised still waits to be matched."""

from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from corridor.access.roles import Permission as P
from corridor.api.door import OFFSET, needs
from corridor.exchange import actions, queries
from corridor.exchange.adapters.kinds import LARGEST, refused
from corridor.exchange.adapters.writing import sentence
from corridor.exchange.rules import letter
from corridor.exchange.words import DateOrder, FirstOfJanuary, RowState
from corridor.kernel.refusals import N_, Reason, Refused

from .schemas import FaultOut, ImportIn, ListDetailOut, ListOut, Made, MatchIn

router = Router(tags=["lists"])
MOST = 200


@router.get("/lists", response=list[ListOut])
@needs(P.LIST_IMPORT)
def lists(request: HttpRequest, limit: int = Query(25, ge=1, le=MOST), offset: int = OFFSET):
    return queries.people_lists(request.actor, limit, offset)


@router.post("/lists", response={201: Made})
@needs(P.LIST_IMPORT)
def upload(request: HttpRequest, file: UploadedFile = File(...)):
    if (file.size or 0) > LARGEST:
        sentence_ = N_("The file is larger than %(most)s MB. Split the list, or remove pictures and other sheets.")
        raise refused("too_large", sentence_, most=LARGEST // 1024 // 1024)
    return Status(201, {"id": actions.receive(request.actor, file.read())})


@router.get("/lists/{uuid:list_id}", response=ListDetailOut)
@needs(P.LIST_IMPORT)
def one(request: HttpRequest, list_id: UUID):
    return queries.people_list(request.actor, list_id)


@router.post("/lists/{uuid:list_id}/columns", response={202: ListDetailOut})
@needs(P.LIST_IMPORT)
def match(request: HttpRequest, list_id: UUID, body: MatchIn):
    """Starts the check of the rows in the background."""
    if body.order not in list(DateOrder) or body.first_of_january not in list(FirstOfJanuary):
        raise Refused(Reason("exchange.list.setting", N_("Choose one of the values in the list."), field="order"))
    mapping = {field: str(index) for field, index in body.mapping.items()}
    actions.match(request.actor, list_id, mapping, order=body.order, first_of_january=body.first_of_january, version=body.version)
    return Status(202, queries.people_list(request.actor, list_id))


@router.post("/lists/{uuid:list_id}/import", response={202: ListDetailOut})
@needs(P.LIST_IMPORT)
def bring_in(request: HttpRequest, list_id: UUID, body: ImportIn):
    actions.start_import(request.actor, list_id, version=body.version)
    return Status(202, queries.people_list(request.actor, list_id))


@router.get("/lists/{uuid:list_id}/faults", response=list[FaultOut])
@needs(P.LIST_IMPORT)
def faults(request: HttpRequest, list_id: UUID, limit: int = Query(50, ge=1, le=MOST), offset: int = OFFSET):
    rows = queries.rows(request.actor, list_id, [str(RowState.BAD)], limit, offset)
    return [
        {
            "row": row.number,
            "cell": "" if fault["column"] is None else f"{letter(fault['column'])}{row.number}",
            "code": fault["code"],
            "text": sentence(fault),
        }
        for row in rows
        for fault in row.faults
    ]


@router.post("/lists/{uuid:list_id}/set-aside", response={204: None})
@needs(P.LIST_IMPORT)
def set_aside(request: HttpRequest, list_id: UUID, body: ImportIn):
    actions.abandon(request.actor, list_id, version=body.version)
    return Status(204, None)
