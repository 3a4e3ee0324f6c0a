"""Reading a list's rows and judging them, in batches that commit: after a fall the work goes on where it stopped."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from corridor.audit import actions as audit
from corridor.engines import names
from corridor.exchange.lifecycle import UPLOAD, Upload
from corridor.exchange.models import ListRow, PeopleList
from corridor.exchange.rules import evidence, judge
from corridor.exchange.words import DateOrder, Field, RowState
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_
from corridor.people import queries as people
from corridor.people.queries.numbers import people_by_number
from corridor.people.rules import NewPerson

from ._common import BATCH, locked, plan_of, write

DATES = (Field.BIRTH_DATE, Field.REGISTERED_ON, Field.DOCUMENT_EXPIRES)
FLAGGED_AT_ONCE = 50


@transaction.atomic
def read_batch(actor: Actor, list_id: UUID, rows: Sequence[tuple[int, list[str]]]) -> None:
    """Some further rows of the file."""
    row = locked(actor, list_id)
    if row.status != Upload.MAPPED or row.read_whole:
        return
    ListRow.objects.bulk_create(
        [ListRow(people_list=row, organisation_id=row.organisation_id, number=number, cells=cells) for number, cells in rows]
    )
    row.rows += len(rows)
    row.save(update_fields=["rows"])


@transaction.atomic
def read_finished(actor: Actor, list_id: UUID) -> None:
    """Every row is in the table: the file itself is no longer needed."""
    row = locked(actor, list_id)
    row.read_whole, row.content = True, None
    row.save(update_fields=["read_whole", "content"])
    audit.record(actor, "exchange.list.read", row, rows=row.rows)


@transaction.atomic
def judge_batch(actor: Actor, list_id: UUID) -> int:
    """Judges the next rows and answers how many; with none left the list is checked."""
    row = locked(actor, list_id)
    if row.status != Upload.MAPPED:
        return 0
    waiting = ListRow.objects.filter(people_list=row, round__lt=row.round).order_by("number")[:BATCH]
    rows = list(waiting.only("id", "number", "cells", "people_list_id", "organisation_id"))
    if not rows:
        row.status = UPLOAD.check("check", row.status)
        row.version += 1
        row.save(update_fields=["status", "version"])
        audit.record(actor, "exchange.list.check", row, good=row.good, bad=row.bad, twice=row.twice, known=row.already_known)
        return 0
    if "shown" not in row.settings:
        row.settings = {**row.settings, "shown": _order_shown(row)}
    _settle(actor, row, rows)
    write(row.round, rows)
    for one in rows:
        name = "already_known" if one.state == RowState.KNOWN else one.state
        setattr(row, name, getattr(row, name) + 1)
    row.save(update_fields=["settings", "good", "bad", "twice", "already_known"])
    return len(rows)


def _order_shown(row: PeopleList) -> str:
    """What all dates of the file together show: the one order they prove, else nothing."""
    columns = [int(row.mapping[field]) for field in DATES if field in row.mapping]
    seen: set[str] = set()
    cells = ListRow.objects.filter(people_list=row).order_by("number").values_list("cells", flat=True)
    for texts in cells.iterator(chunk_size=2000) if columns else ():
        seen |= {evidence(texts[column]) for column in columns if column < len(texts)} - {""}
        if len(seen) > 1:
            break
    return seen.pop() if len(seen) == 1 else str(DateOrder.AUTO)


def _settle(actor: Actor, row: PeopleList, rows: Sequence[ListRow]) -> None:
    """State, faults, fingerprint of each row: faults first, then who came in before, then the same row earlier in this list."""
    plan = plan_of(row)
    judged = [judge(one.cells, plan) for one in rows]
    prints = {one.fingerprint for one in judged if one.fingerprint}
    numbered = people_by_number(actor, [one.person.external_id for one in judged if one.person and one.person.external_id])
    before = imported_before(row.organisation_id, prints)
    earlier = {one.fingerprint: one for one in _earlier(row, prints)}
    for one, found in zip(rows, judged, strict=True):
        one.faults, one.fingerprint, one.person_id = found.faults, found.fingerprint, None
        if found.person is None:
            one.state = RowState.BAD.value
            continue
        one.state = _standing(one, found.person, found.fingerprint, numbered, before)
        twin = earlier.get(found.fingerprint)
        if one.state == RowState.GOOD and twin is not None:
            _twin(one, found.person, twin, judge(twin.cells, plan).person, plan.columns.get(Field.EXTERNAL_ID), found.distinct)
        elif one.state == RowState.GOOD:
            earlier[found.fingerprint] = one


def _standing(row: ListRow, new: NewPerson, print_: str, numbered: dict[str, tuple[UUID, str]], before: dict[str, UUID]) -> str:
    if known := numbered.get(new.external_id):
        row.person_id = known[0]
        if alike(new.names[0].full, known[1]):
            return RowState.KNOWN.value
        row.person_id = None
        text = N_("This number belongs to somebody with another name, registered before. Check the number and the name.")
        row.faults = [{"column": None, "code": "exchange.row.number_taken", "text": text, "params": {}}]
        return RowState.BAD.value
    if print_ in before:
        row.person_id = before[print_]
        return RowState.KNOWN.value
    return RowState.GOOD.value


def _twin(row: ListRow, new: NewPerson, twin: ListRow, its: NewPerson | None, column: int | None, distinct: bool) -> None:
    """The same as an earlier row: one person written twice, or two people whom nothing in the list tells apart."""
    params = {"row": twin.number}
    if its is not None and not alike(new.names[0].full, its.names[0].full):
        text = N_("Row %(row)s has the same number and another name. Check both.")
        row.faults = [{"column": column, "code": "exchange.row.number_twice", "text": text, "params": params}]
        row.state = RowState.BAD.value
    elif distinct:
        row.state = RowState.TWICE.value
        text = N_("The same as row %(row)s.")
        row.faults = [{"column": None, "code": "exchange.row.twice", "text": text, "params": params}]
    else:
        row.state = RowState.BAD.value
        text = N_(
            "The same as row %(row)s. If these are two people, add a number, a telephone or a date of birth; else delete this row."
        )
        row.faults = [{"column": None, "code": "exchange.row.same_as", "text": text, "params": params}]


def _earlier(row: PeopleList, prints: Iterable[str]) -> list[ListRow]:
    judged = ListRow.objects.filter(people_list=row, round=row.round, state=RowState.GOOD, fingerprint__in=list(prints))
    return list(judged.order_by("number").only("id", "number", "cells", "fingerprint"))


def imported_before(organisation_id: Any, prints: Iterable[str]) -> dict[str, UUID]:
    rows = ListRow.objects.filter(organisation_id=organisation_id, state=RowState.IMPORTED, fingerprint__in=list(prints))
    return dict(rows.order_by("id").values_list("fingerprint", "person_id"))


def alike(one: str, other: str) -> bool:
    """Whether two names may be the same person's: one word of the one sounds like a word of the other, in any script."""
    return bool(names.keys(one).search & names.keys(other).search)


@transaction.atomic
def flag_batch(actor: Actor, list_id: UUID) -> int:
    """Looks for people already registered whom good rows resemble; only counted, nothing waits for it. Answers how many were looked at."""
    row = locked(actor, list_id)
    if row.status != Upload.CHECKED:
        return 0
    rows = list(
        ListRow.objects.filter(people_list=row, state=RowState.GOOD, likely__isnull=True).order_by("number")[:FLAGGED_AT_ONCE]
    )
    plan, hidden = plan_of(row), 0
    for one in rows:
        new = judge(one.cells, plan).person
        found = people.likely_same(actor, _candidate(new), limit=3) if new else []
        close = [other for other in found if other.close]  # no relatives, and no namesakes without anything more
        hidden += sum(other.hidden for other in close)
        one.likely = len(close)
        row.likely += bool(close)
    ListRow.objects.bulk_update(rows, ["likely"])
    row.save(update_fields=["likely"])
    if rows:
        audit.record(actor, "exchange.list.look_for_duplicates", row, rows=len(rows), elsewhere=hidden)
    return len(rows)


def _candidate(new: NewPerson) -> people.Candidate:
    return people.Candidate(
        names=tuple(name.full for name in new.names),
        birth_date=new.birth.first,
        birth_precision=new.birth.precision,
        sex=new.sex,
        registered_on=new.registered_on,
        phones=new.phones,
        documents=tuple(one.number for one in new.documents if one.number),
        nationality=new.nationality,
    )
