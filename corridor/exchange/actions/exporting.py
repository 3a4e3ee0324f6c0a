"""The rows that did not come in, as a file to correct and upload again. Every export is written down."""

from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.exchange import queries
from corridor.exchange.adapters import writing
from corridor.exchange.models import ListRow
from corridor.exchange.words import RowState
from corridor.kernel.actor import Actor


@transaction.atomic
def export_rejected(actor: Actor, list_id: UUID, kind: str, language: str) -> bytes:
    """`kind` xlsx or csv; the faults in the reader's language, in a column that is left out when the file comes back."""
    actor.need(Permission.LIST_IMPORT)
    one = queries.people_list(actor, list_id)
    bad = ListRow.objects.filter(people_list_id=one.id, state=RowState.BAD).order_by("number")
    rows = bad.values_list("cells", "faults").iterator(chunk_size=2000)
    raw = writing.rejected(kind, one.columns, rows, language)
    audit.record(actor, "exchange.list.export_rejected", one.id, rows=one.bad, format=kind)
    return raw
