"""The queue of pairs: who waits for whom, in the order of harm; one pair; what was said about it.

A reviewer who looks a second time sees nothing of the first answer: that is decided here, not on a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from corridor.access.roles import Permission
from corridor.duplicates.models import Decision, Merge, Pair
from corridor.duplicates.rules import reviewing
from corridor.duplicates.words import MergeStatus, PairStatus
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people.models import NotSame, Person

MOST = 1000  # counting stops here; the page says "1,000+"
OPEN, SECOND, SUPERVISOR, TO_JOIN, DECIDED = "open", "second", "supervisor", "join", "decided"
WAITING = tuple(str(one) for one in (PairStatus.OPEN, PairStatus.BLIND, PairStatus.UNSURE))
VIEWS = (OPEN, SECOND, SUPERVISOR, TO_JOIN, DECIDED)


@dataclass(frozen=True)
class PairRow:
    id: UUID
    first_id: UUID
    second_id: UUID
    weight: float
    model_version: str
    source: str
    risk: int
    travels_on: date | None
    household: bool
    status: str
    round: int
    opened_at: datetime
    version: int

    @property
    def risks(self) -> list[str]:
        """Why it stands where it stands, worst first."""
        return reviewing.risks_in(self.risk)


@dataclass(frozen=True)
class DecisionRow:
    id: UUID
    pair_id: UUID
    round: int
    answer: str
    why: str
    by_id: UUID
    organisation_id: UUID
    at: datetime
    blind: bool
    weight_seen: float
    model_version: str


@dataclass(frozen=True)
class Place:
    """Where a pair stands in its view; `total` stops at MOST."""

    number: int
    total: int
    previous_id: UUID | None
    next_id: UUID | None


def queue(actor: Actor, view: str = OPEN, *, limit: int = 25, offset: int = 0) -> list[PairRow]:
    """Pairs of this view, the most harmful to leave first; only pairs of which the actor sees both records."""
    return [_row(row) for row in _ordered(view, _view(actor, view))[offset : offset + limit]]


def count(actor: Actor, view: str = OPEN, most: int = MOST) -> int:
    """How many there are, counted up to `most`."""
    return _view(actor, view).order_by()[:most].count()


def pair(actor: Actor, pair_id: UUID) -> PairRow:
    """NotFound when there is none, or one of the two records may not be seen: the same answer for both."""
    actor.need(Permission.PAIR_REVIEW)
    row = both_seen(actor).filter(id=pair_id).order_by("id").first()
    if row is None:
        raise NotFound("pair")
    return _row(row)


def pairs_by_id(actor: Actor, ids: Sequence[UUID]) -> list[PairRow]:
    """Of these, the pairs of which the actor sees both records."""
    return [_row(row) for row in both_seen(actor).filter(id__in=list(ids)).order_by("id")]


def pairs_of(actor: Actor, person_id: UUID) -> list[PairRow]:
    """Pairs of this person that wait for somebody."""
    rows = unjoined(both_seen(actor)).filter(Q(first_id=person_id) | Q(second_id=person_id), status__in=WAITING)
    return [_row(row) for row in rows.order_by(*ORDER)[:20]]


def view_of(row: PairRow) -> str:
    """The view in which this pair waits."""
    waits = {PairStatus.OPEN: OPEN, PairStatus.BLIND: SECOND, PairStatus.UNSURE: SUPERVISOR}
    return waits.get(PairStatus(row.status), DECIDED)


def place(actor: Actor, row: PairRow, view: str) -> Place:
    """Its number in the view, and the pairs before and after it."""
    ids = list(_ordered(view, _view(actor, view)).values_list("id", flat=True)[:MOST])
    if row.id not in ids:
        return Place(0, len(ids), None, ids[0] if ids else None)
    at = ids.index(row.id)
    return Place(at + 1, len(ids), ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)


def next_pair(actor: Actor, view: str = OPEN) -> UUID | None:
    """The first pair of the view that the actor has not looked at in this round."""
    return _ordered(view, _view(actor, view)).values_list("id", flat=True).first()


def decisions_of(actor: Actor, pair_id: UUID) -> list[DecisionRow]:
    """What was said, newest first. While a second reviewer is awaited, everybody sees only her or his own word."""
    row = pair(actor, pair_id)
    said = Decision.objects.filter(pair_id=pair_id).order_by("-at", "-id")
    if row.status == PairStatus.BLIND:
        said = said.filter(Q(by_id=actor.staff_id) | Q(round__lt=row.round))
    return [_decision(one) for one in said]


def decided_by(actor: Actor, pair_ids: Sequence[UUID]) -> dict[UUID, DecisionRow]:
    """The last word about each of these pairs, for the list of decided pairs."""
    found: dict[UUID, DecisionRow] = {}
    for row in Decision.objects.filter(pair_id__in=list(pair_ids)).order_by("at", "id"):
        found[row.pair_id] = _decision(row)
    return found


def told_apart(actor: Actor, row: PairRow) -> bool:
    """Whether somebody has said that these are two people."""
    return NotSame.objects.filter(first_id=row.first_id, second_id=row.second_id).exists()


ORDER = ("-risk", F("travels_on").asc(nulls_last=True), "-weight", "id")


def both_seen(actor: Actor) -> QuerySet[Pair]:
    """The wall in Python; the table has the same one."""
    seen = Person.objects.visible_to(actor)
    return Pair.objects.filter(Exists(seen.filter(id=OuterRef("first_id"))), Exists(seen.filter(id=OuterRef("second_id"))))


def unjoined(rows: QuerySet[Pair]) -> QuerySet[Pair]:
    """Without pairs of a record that was carried into another: it is looked at through its keeper."""
    gone = Merge.objects.filter(status=str(MergeStatus.JOINED)).filter(
        Q(other_id=OuterRef("first_id")) | Q(other_id=OuterRef("second_id"))
    )
    return rows.filter(~Exists(gone))


def _view(actor: Actor, view: str) -> QuerySet[Pair]:
    actor.need(Permission.PAIR_REVIEW)
    rows = both_seen(actor)
    mine = Exists(Decision.objects.filter(pair=OuterRef("pk"), round=OuterRef("round"), by_id=actor.staff_id))
    if view == OPEN:
        return unjoined(rows).filter(~mine, status=str(PairStatus.OPEN))
    if view == SECOND:
        return unjoined(rows).filter(~mine, status=str(PairStatus.BLIND))
    if view == SUPERVISOR:
        actor.need(Permission.PAIR_SUPERVISE)
        return unjoined(rows).filter(status=str(PairStatus.UNSURE))
    if view == TO_JOIN:
        done = Merge.objects.filter(pair=OuterRef("pk"), status__in=[str(MergeStatus.PROPOSED), str(MergeStatus.JOINED)])
        return unjoined(rows).filter(~Exists(done), status=str(PairStatus.SAME))
    if view == DECIDED:
        return rows.filter(status__in=[str(PairStatus.SAME), str(PairStatus.DIFFERENT)])
    raise NotFound("view")


def _ordered(view: str, rows: QuerySet[Pair]) -> QuerySet[Pair]:
    return rows.order_by("-id") if view == DECIDED else rows.order_by(*ORDER)


def _row(row: Pair) -> PairRow:
    return PairRow(
        row.id, row.first_id, row.second_id, row.weight, row.model_version, row.source, row.risk, row.travels_on, row.household,
        row.status, row.round, row.opened_at, row.version,
    )  # fmt: skip


def _decision(row: Decision) -> DecisionRow:
    return DecisionRow(
        row.id, row.pair_id, row.round, row.answer, row.why, row.by_id, row.organisation_id, row.at, row.blind, row.weight_seen,
        row.model_version,
    )  # fmt: skip
