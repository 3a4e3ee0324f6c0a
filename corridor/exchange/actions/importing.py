"""Good rows become people, in batches of one transaction each: a row is marked in the transaction that registers its person."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.exchange.lifecycle import UPLOAD, Upload
from corridor.exchange.models import ListRow, PeopleList
from corridor.exchange.rules import Judged, judge
from corridor.exchange.words import RowState
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people.actions.many import register_many

from ._common import BATCH, defer, locked, plan_of, write
from .checking import imported_before


@transaction.atomic
def start_import(actor: Actor, list_id: UUID, version: int | None = None) -> None:
    actor.need(Permission.PERSON_REGISTER)
    row = locked(actor, list_id, version)
    row.status = UPLOAD.check("import", row.status)
    row.version += 1
    row.save(update_fields=["status", "version"])
    audit.record(actor, "exchange.list.import", row, good=row.good)
    defer(actor, "exchange.import", row.id)


@transaction.atomic
def import_batch(actor: Actor, list_id: UUID) -> int:
    """Registers the next good rows and answers how many were dealt with; with none left the list is done."""
    actor.need(Permission.PERSON_REGISTER)
    row = locked(actor, list_id)
    if row.status != Upload.IMPORTING:
        return 0
    rows = list(ListRow.objects.filter(people_list=row, state=RowState.GOOD).order_by("number")[:BATCH])
    if not rows:
        _finish(actor, row)
        return 0
    with connection.cursor() as cursor:  # two lists of one organisation with the same rows: one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4717))", [f"lists of {row.organisation_id}"])
    plan = plan_of(row)
    before = imported_before(row.organisation_id, [one.fingerprint for one in rows])
    waiting: list[tuple[ListRow, Judged]] = []
    for one in rows:
        found = judge(one.cells, plan)
        if known := before.get(one.fingerprint):
            one.state, one.person_id = RowState.KNOWN.value, known
        elif found.person is None:
            one.state, one.faults = RowState.BAD.value, found.faults
        else:
            waiting.append((one, found))
    _register(actor, waiting)
    write(row.round, rows)
    _count(row, rows)
    return len(rows)


def _register(actor: Actor, waiting: Sequence[tuple[ListRow, Judged]]) -> None:
    """All in a few statements; when the database objects to one of them, one by one, so that the others still come in."""
    people = [found.person for _, found in waiting if found.person]
    if not people:
        return
    try:
        with transaction.atomic():
            ids = register_many(actor, people)
    except (Refused, IntegrityError) as error:
        if len(waiting) == 1:
            _mark_bad(waiting[0][0], error)
            return
        half = len(waiting) // 2
        _register(actor, waiting[:half])
        _register(actor, waiting[half:])
        return
    for (one, _), person_id in zip(waiting, ids, strict=True):
        one.state, one.person_id, one.faults = RowState.IMPORTED.value, person_id, []


def _mark_bad(row: ListRow, error: Exception) -> None:
    text = N_("The database refused this row. Check its number, document and dates.")
    reasons = error.reasons if isinstance(error, Refused) else (Reason("exchange.row.refused", text),)
    row.state = RowState.BAD.value
    row.faults = [{"column": None, "code": one.code, "text": one.text, "params": dict(one.params)} for one in reasons]


def _count(row: PeopleList, rows: Sequence[ListRow]) -> None:
    row.good -= len(rows)
    row.imported += sum(one.state == RowState.IMPORTED for one in rows)
    row.already_known += sum(one.state == RowState.KNOWN for one in rows)
    row.bad += sum(one.state == RowState.BAD for one in rows)
    row.save(update_fields=["good", "imported", "already_known", "bad"])


def _finish(actor: Actor, row: PeopleList) -> None:
    row.status, row.finished_at, row.sample = UPLOAD.check("finish", row.status), clock.now(), []
    row.version += 1
    row.save(update_fields=["status", "finished_at", "sample", "version"])
    audit.record(actor, "exchange.list.finish", row, imported=row.imported, bad=row.bad, known=row.already_known, twice=row.twice)
