"""A list goes out: written in the wanted format, and each document and each person on it put on record (INV-22)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound

from . import pdf, xlsx
from .document import Document, Recipient, document


def _json(one: Document) -> bytes:
    return (json.dumps(one.plain(), ensure_ascii=False, indent=2) + "\n").encode()


WRITERS: Mapping[str, tuple[Callable[[Document], bytes], str]] = {
    "xlsx": (xlsx.write, xlsx.KIND),
    "pdf": (pdf.write, "application/pdf"),
    "json": (_json, "application/json"),
}


@dataclass(frozen=True)
class File:
    name: str
    kind: str
    body: bytes
    people: int


def issue(actor: Actor, flight_id: UUID, recipient: str, form: str, number: int | None = None) -> File:
    """The file for this recipient. One line of the record for the document, one for each person named in it."""
    actor.need(Permission.MANIFEST_EXPORT)
    if form not in WRITERS or recipient not in set(Recipient):
        raise NotFound("format")
    one = document(actor, flight_id, Recipient(recipient), number)
    write, kind = WRITERS[form]
    told = {"flight": flight_id, "number": one.number, "recipient": recipient, "format": form, "people": len(one.rows)}
    audit.record(actor, "movements.manifest.export", one.manifest_id, **told)
    audit.record_many(actor, "movements.manifest.export", [(one.manifest_id, person_id) for person_id in one.persons], **told)
    return File(f"{one.name}.{form}", kind, write(one), len(one.rows))
