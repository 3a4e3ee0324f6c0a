"""What decisions tell about reviewers and about the model: agreement of those who looked blindly, and what totals have meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from corridor.access.roles import Permission
from corridor.duplicates.models import Decision
from corridor.duplicates.rules import calibrating, reviewing
from corridor.duplicates.rules.calibrating import Band
from corridor.duplicates.rules.reviewing import Agreement
from corridor.duplicates.words import PairStatus
from corridor.kernel.actor import Actor

from .queue import both_seen

LABELS = 20_000
NEWEST = 2_000  # settled pairs that a single pair is held against


@dataclass(frozen=True)
class Label:
    """A settled pair as something to learn from: ids and the answer, nothing else."""

    first_id: UUID
    second_id: UUID
    same: bool
    weight: float
    model_version: str


def agreement(actor: Actor) -> Agreement:
    """How far second reviewers, who saw no earlier answer, said the same as the first."""
    actor.need(Permission.PAIR_SUPERVISE)
    blind = list(
        Decision.objects.filter(blind=True, pair__in=both_seen(actor)).order_by("id").values_list("pair_id", "round", "answer")
    )
    asked = [pair_id for pair_id, _round, _answer in blind]
    firsts: dict[tuple[UUID, int], str] = {}
    for pair_id, round_, answer in (
        Decision.objects.filter(blind=False, pair_id__in=asked).order_by("-at", "-id").values_list("pair_id", "round", "answer")
    ):
        firsts[pair_id, round_] = answer  # the earliest is written last
    both = [(firsts[pair_id, round_], answer) for pair_id, round_, answer in blind if (pair_id, round_) in firsts]
    return reviewing.agreement(both)


def calibration(actor: Actor) -> list[Band]:
    """What totals have meant so far, from the settled pairs the actor may see: the reliability table."""
    actor.need(Permission.PAIR_REVIEW)
    return calibrating.bands(_outcomes(settled(actor)))


def like_this(actor: Actor, weight: float) -> Band | None:
    """Settled pairs with a total like this one; None while there are too few to speak of."""
    actor.need(Permission.PAIR_REVIEW)
    return calibrating.like(weight, _outcomes(settled(actor, NEWEST)))


def brier(actor: Actor) -> float | None:
    """How far the model's probabilities lay from what was decided."""
    return calibrating.brier(_outcomes(settled(actor)))


def settled(actor: Actor, most: int = LABELS) -> list[Label]:
    """Pairs with a final answer, with the total that was seen when it was given."""
    last = Decision.objects.filter(pair=OuterRef("pk")).order_by("-at", "-id")
    rows = both_seen(actor).filter(status__in=[str(PairStatus.SAME), str(PairStatus.DIFFERENT)])
    rows = rows.annotate(seen=Subquery(last.values("weight_seen")[:1]), by_model=Subquery(last.values("model_version")[:1]))
    found = rows.filter(seen__isnull=False).order_by("-id").values_list("first_id", "second_id", "status", "seen", "by_model")
    return [Label(one, two, status == PairStatus.SAME, seen, model) for one, two, status, seen, model in found[:most]]


def _outcomes(labels: Iterable[Label]) -> list[tuple[float, bool]]:
    return [(one.weight, one.same) for one in labels]
