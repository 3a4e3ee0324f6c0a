"""Where a record went that was joined into another: the old reference, the old address still find the person."""

from uuid import UUID

from django.db import connection

from corridor.kernel.actor import Actor


def keeper_of(actor: Actor, person_id: UUID | None, reference: str = "") -> UUID | None:
    """The record in which this one lives on, for those who may see it now; None as for a record that never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.joined_person(%s, %s)", [person_id, reference])
        found = cursor.fetchone()
    return found[0] if found else None
