"""What of a pair's place in the queue the reader may be told: the order weighs what holds for both records, whoever may read it.

An opening for comparing shows identity and contact: not that somebody has a critical need, is in detention or travels on a day.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from corridor.access.roles import Permission
from corridor.duplicates.rules import reviewing
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.people import queries as people
from corridor.people.queries.standing import standings

from .queue import PairRow


def told(actor: Actor, rows: Sequence[PairRow]) -> list[PairRow]:
    """The same pairs, with those risks and that day of travel which the reader could read in the records too."""
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    known, travel = _known(actor, ids), people.opened_to(actor, ids, "travel")
    found = []
    for row in rows:
        two = {row.first_id, row.second_id}
        risk = reviewing.risk(name for name in row.risks if two & known.get(name, two))
        found.append(replace(row, risk=risk, travels_on=row.travels_on if two <= travel else None))
    return found


def _known(actor: Actor, ids: set[UUID]) -> dict[str, set[UUID]]:
    """For each risk, of whom the reader may know it. That no State sees somebody is known to everybody who sees the person."""
    standing = standings(actor, ids)
    needs = people.needs_of(actor, ids) if actor.may(Permission.PROTECTION_READ) else {}
    return {
        "child_alone": {one for one, row in standing.items() if row.child},
        "detention": {one for one, row in standing.items() if row.location and row.location.kind == "detention"},
        "child": {one for one, row in standing.items() if row.person.is_child_on(clock.today())},
        "shield": {one for one, row in standing.items() if row.shielded},
        "need": {one for one, rows in needs.items() if any(need.code in reviewing.CRITICAL_NEEDS for need in rows)},
    }
