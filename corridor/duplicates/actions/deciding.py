"""A reviewer says what two records are. Saying joins nobody: "the same" leads to joining, "two people" keeps them apart for good.

One pair in twenty is decided a second time by somebody who sees no earlier answer; where both differ, or one is unsure, a
supervisor decides. Nobody decides twice about one pair.
"""

from uuid import UUID

from django.db import IntegrityError, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.duplicates.lifecycle import PAIR
from corridor.duplicates.models import Decision, Pair
from corridor.duplicates.queries.queue import both_seen
from corridor.duplicates.rules import reviewing
from corridor.duplicates.words import Answer, PairStatus
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.people import actions as people
from corridor.people.models import NotSame

CHANGED = Reason(
    "duplicates.pair.changed_meanwhile",
    N_("Somebody else decided about this pair meanwhile. Nothing was saved. Look at it again."),
)
NAMELESS = Reason("duplicates.pair.nameless", N_("Two records are told apart or joined by a named person, never by a system."))
NO_ANSWER = Reason("duplicates.pair.answer", N_("Choose one of the three answers."), field="answer")
WHY = Reason("duplicates.pair.why", N_("Say in a sentence what decided it. Others rely on it later."), field="why")
ONCE = Reason("duplicates.pair.once", N_("You have decided about this pair already. Somebody else looks at it now."))
SUPERVISOR = Reason(
    "duplicates.pair.supervisor", N_("Reviewers were not sure or not of one mind. A supervisor decides about this pair.")
)
SURE = Reason(
    "duplicates.pair.sure", N_("This pair came to you because others were not sure. Say one or two people, or leave it waiting.")
)
BLIND = Reason("duplicates.pair.blind", N_("This pair waits for a second decision, made without seeing the first."))
SETTLED = Reason("duplicates.pair.settled", N_("This pair is decided. It is shown again when new facts come in."))


@transaction.atomic
def decide(actor: Actor, pair_id: UUID, answer: str, why: str, version: int | None = None) -> str:
    """The first word about a pair, or a supervisor's last one; answers the pair's new status."""
    row = _locked(actor, pair_id, version)
    said, why = _said(answer, why)
    if row.status == PairStatus.BLIND:
        raise Refused(BLIND)
    if row.status == PairStatus.UNSURE and not actor.may(Permission.PAIR_SUPERVISE):
        raise Refused(SUPERVISOR)
    if row.status == PairStatus.UNSURE and said == Answer.UNSURE:
        raise Refused(SURE)
    _write(actor, row, said, why, blind=False)
    return _settle(actor, row, _next(actor, row, said), said)


@transaction.atomic
def decide_blind(actor: Actor, pair_id: UUID, answer: str, why: str, version: int | None = None) -> str:
    """The second word about a pair of the sample. Both the same: that is the answer. Otherwise a supervisor decides."""
    row = _locked(actor, pair_id, version)
    said, why = _said(answer, why)
    if row.status != PairStatus.BLIND:
        raise Refused(SETTLED)
    first = Decision.objects.filter(pair=row, round=row.round, blind=False).order_by("-at", "-id").first()
    _write(actor, row, said, why, blind=True)
    agreed = first is not None and first.answer == said and said != Answer.UNSURE
    return _settle(actor, row, str(said) if agreed else "unsure", said)


def _next(actor: Actor, row: Pair, said: Answer) -> str:
    """The step that follows from this answer."""
    if row.status != PairStatus.OPEN or said == Answer.UNSURE:
        return str(said)
    apart = NotSame.objects.filter(first_id=row.first_id, second_id=row.second_id).exists()
    if said == Answer.SAME and apart and not actor.may(Permission.PAIR_SUPERVISE):
        return "unsure"  # somebody told them apart before: one reviewer alone does not take that back
    return "second" if reviewing.looked_at_twice(row.id, row.round) else str(said)


def _locked(actor: Actor, pair_id: UUID, version: int | None) -> Pair:
    """The pair, both records seen, for change; whoever comes second finds it decided."""
    actor.need(Permission.PAIR_REVIEW)
    if actor.staff_id is None:
        raise Refused(NAMELESS)
    if not both_seen(actor).filter(id=pair_id).exists():
        raise NotFound("pair")
    row = Pair.objects.select_for_update(of=("self",)).get(id=pair_id)
    if row.status in (PairStatus.SAME, PairStatus.DIFFERENT):
        raise Conflict(SETTLED) if version is not None and version != row.version else Refused(SETTLED)
    if version is not None and version != row.version:
        raise Conflict(CHANGED)
    return row


def _said(answer: str, why: str) -> tuple[Answer, str]:
    why = " ".join(why.split())
    reasons = [] if answer in list(Answer) else [NO_ANSWER]
    reasons += [] if len(why) >= 3 else [WHY]
    if reasons:
        raise Refused(*reasons)
    return Answer(answer), why[:500]


def _write(actor: Actor, row: Pair, said: Answer, why: str, *, blind: bool) -> None:
    word = Decision(pair=row, round=row.round, answer=str(said), why=why, blind=blind, at=clock.now())
    word.by_id, word.organisation_id = actor.staff_id, actor.organisation_id
    word.weight_seen, word.model_version = row.weight, row.model_version
    try:
        with transaction.atomic():
            word.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ONCE) from error


def _settle(actor: Actor, row: Pair, verb: str, said: Answer) -> str:
    """The pair's new status, and the veto that goes with it: written, or taken back by a later and better informed word."""
    row.status = str(PAIR.check(verb, row.status))
    row.version += 1
    row.save(update_fields=["status", "version"])
    if row.status == PairStatus.DIFFERENT:
        people.say_not_same(actor, row.first_id, row.second_id)
    elif row.status == PairStatus.SAME:
        people.take_back_not_same(actor, row.first_id, row.second_id)
    detail = {"answer": str(said), "status": row.status, "other": row.second_id, "weight": round(row.weight, 2)}
    audit.record(actor, "duplicates.pair.decide", row, person=row.first_id, **detail)
    return row.status
