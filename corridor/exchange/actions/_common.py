"""What the actions on lists share: the list locked, the plan of reading, rows written back in one statement, jobs deferred."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from corridor.access.roles import Permission
from corridor.exchange.models import ListRow, PeopleList
from corridor.exchange.rules import Plan
from corridor.exchange.words import DateOrder, FirstOfJanuary
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason
from corridor.people.rules import CALLING_CODES

BATCH = 500
WRITE = """UPDATE exchange_listrow r SET state = v.state, faults = v.faults::jsonb, fingerprint = v.fingerprint, person_id = v.person,
  cells = CASE WHEN v.state = 'imported' THEN '[]'::jsonb ELSE r.cells END, round = %s, likely = NULL
  FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[]) AS v(id, state, faults, fingerprint, person) WHERE r.id = v.id"""


def locked(actor: Actor, list_id: UUID, version: int | None = None) -> PeopleList:
    """The list of the actor's own organisation, for change; the bytes of the file stay where they are."""
    actor.need(Permission.LIST_IMPORT)
    rows = PeopleList.objects.defer("content").select_for_update(of=("self",))
    row = rows.filter(id=list_id, organisation_id=actor.organisation_id).order_by("id").first()
    if row is None:
        raise NotFound("list")
    if version is not None and row.version != version:
        text = N_("Somebody else changed this list meanwhile. Nothing was saved. Look at it again.")
        raise Conflict(Reason("exchange.list.changed_meanwhile", text))
    return row


def plan_of(row: PeopleList) -> Plan:
    order = row.settings.get("order", DateOrder.AUTO)
    return Plan.of(
        row.mapping,
        order=row.settings.get("shown", DateOrder.AUTO) if order == DateOrder.AUTO else order,
        first_of_january=row.settings.get("first_of_january", FirstOfJanuary.DAY),
        today=clock.today(),
        calling_code=CALLING_CODES.get(settings.OPERATION_COUNTRY, ""),
    )


def write(round_: int, rows: Sequence[ListRow]) -> None:
    """States, faults, fingerprints and persons of many rows. What has become a person need not be kept as cells."""
    columns: tuple[list[Any], ...] = ([], [], [], [], [])
    for row in rows:
        values = (row.id, row.state, json.dumps(row.faults), row.fingerprint, row.person_id)
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [round_, *columns])


def defer(actor: Actor, task: str, list_id: UUID) -> None:
    """In the background, once this transaction is committed: the job is a row of the same transaction. Ids only."""
    if actor.staff_id:
        app.configure_task(task, lock=f"list {list_id}").defer(list_id=str(list_id), staff_id=str(actor.staff_id))
