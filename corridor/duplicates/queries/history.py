"""Joins of the actor's organisation and of records it sees, newest first."""

from django.db.models import Exists, OuterRef, Q

from corridor.access.roles import Permission
from corridor.duplicates.models import Merge
from corridor.kernel.actor import Actor
from corridor.people.models import Person

from .merges import MergeRow, row_of


def merges(actor: Actor, limit: int = 50) -> list[MergeRow]:
    """Of persons the actor sees one of; the table says the same."""
    actor.need(Permission.PAIR_REVIEW)
    seen = Person.objects.visible_to(actor)
    either = Q(Exists(seen.filter(id=OuterRef("keeper_id")))) | Q(Exists(seen.filter(id=OuterRef("other_id"))))
    return [row_of(row) for row in Merge.objects.filter(either).order_by("-at", "-id")[:limit]]
