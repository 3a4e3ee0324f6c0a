"""Joins of records that the actor's organisation holds, newest first."""

from corridor.access.roles import Permission
from corridor.duplicates.models import Merge
from corridor.kernel.actor import Actor

from .merges import MergeRow, of_holders, row_of


def merges(actor: Actor, limit: int = 50) -> list[MergeRow]:
    """Whoever only sees the person is not told that there were two records."""
    actor.need(Permission.PAIR_REVIEW)
    return [row_of(row) for row in Merge.objects.filter(of_holders(actor)).order_by("-at", "-id")[:limit]]
