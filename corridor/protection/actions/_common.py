"""What the actions share: a named officer, and one line in the record for each matter."""

from typing import Any
from uuid import UUID

from corridor.audit import actions as audit
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused


def named(actor: Actor) -> UUID:
    """Protection is decided by somebody with a name, never by a job."""
    if actor.staff_id is None:
        raise Refused(Reason("protection.officer.missing", N_("This is recorded by a named person, never by a system.")))
    return actor.staff_id


def recorded(actor: Actor, verb: str, row: Any, person_id: UUID, **detail: Any) -> UUID:
    """Saves a new row and writes its line; codes and ids only, never what was said."""
    row.save(force_insert=True)
    audit.record(actor, f"protection.{verb}", row, person=person_id, category="protection", **detail)
    return UUID(str(row.id))
