"""A list comes in; its columns are matched; or it is set aside."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.exchange import queries
from corridor.exchange.adapters import reading
from corridor.exchange.lifecycle import UPLOAD
from corridor.exchange.models import ListRow, PeopleList
from corridor.exchange.words import NAMES, DateOrder, Field, FirstOfJanuary
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused

from ._common import defer, locked


@transaction.atomic
def receive(actor: Actor, raw: bytes) -> UUID:
    """Keeps the file and what its first rows show. What cannot be read is refused and not kept; the same file comes in once."""
    actor.need(Permission.LIST_IMPORT)
    seen = reading.peek(raw)
    digest = hashlib.sha256(raw).hexdigest()
    if queries.same_file(actor, digest):
        text = N_("This very file came in before. Open it in the list below, or change it and upload it again.")
        raise Refused(Reason("exchange.list.same_file", text, field="file"))
    remembered = queries.remembered(actor, seen.signature)
    row = PeopleList(
        organisation_id=actor.organisation_id,
        uploaded_by_id=actor.staff_id,
        uploaded_at=clock.now(),
        kind=seen.kind,
        content=raw,
        sha256=digest,
        columns=list(seen.labels),
        sample=seen.sample,
        reading=seen.reading,
        header_signature=seen.signature,
        mapping=_fitting(remembered.mapping if remembered else seen.mapping, len(seen.labels)),
        settings=remembered.settings if remembered else {},
    )
    row.save(force_insert=True)
    audit.record(actor, "exchange.list.receive", row, kind=row.kind, bytes=len(raw), columns=len(seen.labels))
    return row.id


def _fitting(mapping: Mapping[str, Any], width: int) -> dict[str, str]:
    return {field: str(index) for field, index in mapping.items() if int(index) < width}


@transaction.atomic
def match(
    actor: Actor,
    list_id: UUID,
    mapping: Mapping[str, str],
    *,
    order: str = DateOrder.AUTO,
    first_of_january: str = FirstOfJanuary.DAY,
    version: int | None = None,
) -> None:
    """Which column is what, and how dates are meant; then every row is judged (again). Remembered for lists with the same columns."""
    row = locked(actor, list_id, version)
    row.status = UPLOAD.check("match", row.status)
    chosen = _checked(mapping, len(row.columns))
    row.mapping = chosen
    row.settings = {"order": str(DateOrder(order)), "first_of_january": str(FirstOfJanuary(first_of_january))}
    row.round += 1
    row.good = row.bad = row.twice = row.already_known = row.likely = 0
    row.version += 1
    row.save()
    audit.record(actor, "exchange.list.match", row, fields=sorted(chosen))
    defer(actor, "exchange.check", row.id)


def _checked(mapping: Mapping[str, str], width: int) -> dict[str, str]:
    chosen = {str(field): str(index) for field, index in mapping.items() if str(index) != ""}
    unknown = [field for field in chosen if field not in list(Field)]
    if unknown or any(not index.isdecimal() or int(index) >= width for index in chosen.values()):
        raise Refused(Reason("exchange.list.column_unknown", N_("Choose the columns from the list.")))
    if not any(str(field) in chosen for field in NAMES):
        raise Refused(
            Reason("exchange.list.no_name", N_("Say which column holds the name. Without a name nobody can be registered."))
        )
    if len(set(chosen.values())) < len(chosen):
        raise Refused(
            Reason("exchange.list.column_twice", N_("One column cannot be two things. Check the columns that were chosen twice."))
        )
    return chosen


@transaction.atomic
def refuse(actor: Actor, list_id: UUID, refusal: Refused) -> None:
    """In the middle the file proved unreadable: nothing of it was imported, and its rows are dropped again."""
    row = locked(actor, list_id)
    row.status = UPLOAD.check("refuse", row.status)
    ListRow.objects.filter(people_list=row).delete()
    reason = refusal.reasons[0]
    row.reading = {**row.reading, "refusal": {"code": reason.code, "text": reason.text, "params": reason.params}}
    row.content, row.sample, row.rows = None, [], 0
    row.version += 1
    row.save()
    audit.record(actor, "exchange.list.refuse", row, code=reason.code)


@transaction.atomic
def abandon(actor: Actor, list_id: UUID, version: int | None = None) -> None:
    """Set aside before anything was imported: the file and its rows are dropped."""
    row = locked(actor, list_id, version)
    row.status = UPLOAD.check("abandon", row.status)
    dropped, _ = ListRow.objects.filter(people_list=row).delete()
    row.content, row.sample = None, []
    row.version += 1
    row.save()
    audit.record(actor, "exchange.list.abandon", row, rows=dropped)
