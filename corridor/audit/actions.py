"""Writing the record: `record(actor, verb, …)` beside each change, `seal()` by a job, `verify()` by anybody."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from corridor.kernel import clock
from corridor.kernel.actor import Actor

from .models import Block, Entry, Sealed

GENESIS = b"\0" * 32


def record(
    actor: Actor,
    verb: str,
    thing: Any = None,
    *,
    person: UUID | None = None,
    category: str = "general",
    reason: str = "",
    **detail: Any,
) -> None:
    """One line: who (compulsory), what, about whom, why, from where. `detail` holds ids, codes, counts and dates only."""
    record_many(actor, verb, [(getattr(thing, "id", thing), person)], category=category, reason=reason, **detail)


def record_many(
    actor: Actor,
    verb: str,
    about: list[tuple[UUID | None, UUID | None]],
    *,
    category: str = "general",
    reason: str = "",
    **detail: Any,
) -> None:
    """The same line for many (thing, person) pairs in one statement."""
    text = json.dumps(detail, sort_keys=True, default=str, ensure_ascii=True, separators=(",", ":"))
    Entry.objects.bulk_create(
        [
            Entry(
                at=clock.now(),
                organisation_id=actor.organisation_id,
                staff_id=actor.staff_id,
                job=actor.job,
                verb=verb,
                thing_id=thing,
                person_id=person,
                category=category,
                reason=reason,
                source=actor.source,
                purpose=actor.purpose,
                detail=text,
            )
            for thing, person in about
        ]
    )


def seal(limit: int = 50_000) -> int:
    """Seals entries of finished transactions in a new block; returns how many. Two sealers never run at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal(%s)", [limit])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class SealState:
    """How far the seals reach; `hash` is printed so that it can be kept outside the database as an anchor."""

    blocks: int
    entries: int
    open: int
    hash: str


def last_seal() -> SealState:
    newest = Block.objects.order_by("-id").first()
    sealed = Sealed.objects.count()
    return SealState(Block.objects.count(), sealed, Entry.objects.count() - sealed, bytes(newest.hash).hex() if newest else "")


def verify() -> list[str]:
    """Sentences about every broken digest or block, computed in Python from the rows; empty when all is whole."""
    faults: list[str] = []
    previous = GENESIS
    for block in Block.objects.order_by("id").iterator():
        if bytes(block.previous) != previous:
            faults.append(f"Block {block.id} does not follow the block before it.")
        running = hashlib.sha256(previous)
        count = 0
        members = Sealed.objects.filter(block=block).select_related("entry").order_by("entry_id")
        for member in members.iterator(chunk_size=5000):
            entry = member.entry
            count += 1
            if bytes(entry.digest or b"") != digest(entry):
                faults.append(f"Entry {entry.id} was changed after it was written.")
            running.update(bytes(entry.digest or b""))
        if count != block.entries:
            faults.append(f"Block {block.id} has {count} entries instead of {block.entries}.")
        if running.digest() != bytes(block.hash):
            faults.append(f"Block {block.id} was changed after it was sealed.")
        previous = bytes(block.hash)
    return faults


def digest(entry: Entry) -> bytes:
    """The same canonical bytes as the database's trigger: fields joined by the unit separator."""
    moment = int(entry.at.timestamp()) * 1_000_000 + entry.at.microsecond
    fields = [entry.id, entry.xid, moment, entry.organisation_id, entry.staff_id, entry.job, entry.verb, entry.thing_id]
    fields += [entry.person_id, entry.category, entry.reason, entry.source, entry.purpose, entry.detail]
    return hashlib.sha256("\x1f".join("" if field is None else str(field) for field in fields).encode()).digest()
