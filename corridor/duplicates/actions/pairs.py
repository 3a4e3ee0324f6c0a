"""A pair of two records comes into the queue, with the evidence as it is now: codes and numbers, no names."""

from datetime import date
from uuid import UUID

from django.db import transaction

from corridor.audit import actions as audit
from corridor.duplicates.events import PairOpened
from corridor.duplicates.models import Pair
from corridor.duplicates.queries.queue import both_seen
from corridor.duplicates.words import Source
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import NotFound
from corridor.people import queries as people


@transaction.atomic
def open_pair(actor: Actor, first_id: UUID, second_id: UUID, source: str) -> UUID:
    """Both records must be visible. Opened twice, even by two at once: the same pair."""
    if first_id == second_id:
        raise NotFound("pair")
    first, second = sorted((first_id, second_id))
    known = Pair.objects.filter(first_id=first, second_id=second).order_by("id").first()
    if known is not None:
        return known.id
    found = people.compare(actor, first, second)
    evidence = [{"field": line.field, "level": line.level, "weight": round(line.weight, 6)} for line in found.lines]
    row = Pair(first_id=first, second_id=second, weight=found.weight, model_version=found.model_version, evidence=evidence)
    row.source, row.household, row.opened_at = str(Source(source)), found.household, clock.now()
    made = Pair.objects.bulk_create([row], ignore_conflicts=True) and Pair.objects.get(first_id=first, second_id=second)
    if made and made.id == row.id:
        audit.record(
            actor, "duplicates.pair.open", row, person=first, other=second, weight=round(found.weight, 2), source=str(source)
        )
        announce(PairOpened(actor, row.id, first, second))
    return made.id if made else row.id


@transaction.atomic
def note_travel(actor: Actor, pair_id: UUID, on: date | None) -> None:
    """The sooner of the days on which the two records travel, as movements know it; orders the queue and nothing else."""
    both_seen(actor).filter(id=pair_id).update(travels_on=on)
