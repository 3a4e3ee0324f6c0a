"""The planner proposes, a named person publishes. Both are asked for at a screen and done in the background, or here at once.

A plan knows how far it is. Asked twice, it is done once; stopped half-way, it goes on when somebody asks again.
"""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from procrastinate.contrib.django import app

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, Reason, Refused
from corridor.movements.lifecycle import PLAN
from corridor.movements.lifecycle import Plan as State
from corridor.movements.models import Plan, TravelParty
from corridor.movements.words import Happening, Phase, PlanKind

from .publishing import Published, plan_to_change, publish_round, what_was_done
from .searching import work_out_plan

STALE = Reason("movements.plan.stale", N_("A newer plan exists, or this one changed. Nothing was published; look at the newest."))
PUBLISHED = Reason("movements.plan.published", N_("This plan is in force already."))
BUSY = Reason("movements.plan.busy", N_("A plan is being put in force. Plan again when that is done."))
OVERTAKEN = Reason("movements.plan.overtaken", N_("Something happened while it was worked out. A newer plan answers that."))
ONLY_SCENARIO = Reason("movements.plan.scenario", N_("A scenario is for comparing only. Open it as a draft, then plan."))
DAYS = Reason("movements.plan.days", N_("Plan for 1 to 182 days."), field="days")
SECONDS = Reason("movements.plan.seconds", N_("Search for 1 to 600 seconds."), field="seconds")
MOST_DAYS, MOST_SECONDS = 182, 600
AHEAD = 28  # days that an answer to an event looks ahead at least
AT_ONCE = 300  # parties that are planned again while somebody waits


@transaction.atomic
def make_plan(actor: Actor, *, as_of: date | None = None, days: int = 28, seconds: float = 5.0, method: str = "greedy") -> UUID:
    """Freezes the problem of today and the planner's answer to it; nothing is booked."""
    plan_id, _ = asked(actor, days)
    work_out_plan(actor, plan_id, as_of=as_of, seconds=seconds, method=method)
    return plan_id


@transaction.atomic
def ask_plan(actor: Actor, *, days: int = 28, seconds: int = 60) -> UUID:
    """A plan to be made in the background. Asked again while it is made: the same plan."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused(DAYS)
    if not 1 <= seconds <= MOST_SECONDS:
        raise Refused(SECONDS)
    plan_id, new = asked(actor, days, seconds)
    if new:
        defer(actor, "movements.make_plan", plan_id)
    return plan_id


@transaction.atomic
def ask_replan(actor: Actor, because: str = "") -> UUID:
    """An answer to what happened: what holds stays, free places are filled by priority. A search that runs is overtaken by it.

    Few parties are planned while the officer waits, many in the background.
    """
    text = because.strip()[:200]
    far = plans_of(actor).filter(state=str(State.PUBLISHED)).order_by("-version").values_list("days", flat=True).first()
    plan_id, _ = asked(actor, max(far or 0, AHEAD), kind=PlanKind.REPLAN, because=text or str(Happening.RECORDS))
    if TravelParty.objects.filter(organisation_id=actor.organisation_id, ended_on__isnull=True).count() <= AT_ONCE:
        work_out_plan(actor, plan_id)
    else:
        defer(actor, "movements.make_plan", plan_id)
    return plan_id


def asked(actor: Actor, days: int, seconds: int = 60, *, kind: PlanKind = PlanKind.PLAN, because: str = "") -> tuple[UUID, bool]:
    """The plan being made, else a new one; two who ask at once ask one after the other."""
    actor.need(Permission.PLAN_MAKE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4719))", [f"plan {actor.organisation_id}"])
    mine = plans_of(actor)
    if found := mine.filter(state=str(State.MAKING)).order_by("id").first():
        if kind == PlanKind.PLAN:
            return found.id, False
        _fail(actor, plan_to_change(actor, found.id), OVERTAKEN)
    if mine.filter(state=str(State.PUBLISHING)).exists():
        raise Refused(BUSY)
    row = Plan(organisation_id=actor.organisation_id, made_at=clock.now(), made_by_id=actor.staff_id, days=days)
    row.kind, row.seconds, row.because = kind, seconds, because
    row.version = (mine.aggregate(last=Max("version"))["last"] or 0) + 1
    row.progress = {"phase": str(Phase.READING), "seconds": 0}
    row.save(force_insert=True)
    return row.id, True


def plans_of(actor: Actor) -> QuerySet[Plan]:
    """Plans that may be put in force: never a scenario."""
    return Plan.objects.filter(organisation_id=actor.organisation_id).exclude(kind=str(PlanKind.SCENARIO))


def publish_plan(actor: Actor, plan_id: UUID, version: int) -> Published:
    """Seats for the placed, standby for the next in line, replaced seats given back. Whoever was told a date keeps it."""
    begin_plan(actor, plan_id, version)
    while publish_round(actor, plan_id):
        pass
    return what_was_done(actor, plan_id)


@transaction.atomic
def ask_publish(actor: Actor, plan_id: UUID, version: int) -> None:
    """A plan to be put in force in the background. Asked again while that goes on: nothing more."""
    if begin_plan(actor, plan_id, version):
        defer(actor, "movements.publish_plan", plan_id)


@transaction.atomic
def begin_plan(actor: Actor, plan_id: UUID, version: int) -> bool:
    """The version that was looked at, when it is the newest. False: it is being put in force already."""
    actor.need(Permission.PLAN_PUBLISH)
    row = plan_to_change(actor, plan_id)
    if row.kind == PlanKind.SCENARIO:
        raise Refused(ONLY_SCENARIO)
    newest = plans_of(actor).aggregate(last=Max("version"))["last"]
    if row.version != version or row.version != newest:
        raise Conflict(STALE)
    if row.state == State.PUBLISHED:
        raise Refused(PUBLISHED)
    if row.state == State.PUBLISHING:
        return False
    row.state = PLAN.check("begin", row.state, bool(row.plan))
    row.result.pop("stopped", None)
    row.save(update_fields=["state", "result"])
    audit.record(actor, "movements.plan.begin", row, version=row.version)
    return True


@transaction.atomic
def stop_plan(actor: Actor, plan_id: UUID, reason: Reason) -> None:
    """It cannot go on by itself: what was done stays, and the screen says why."""
    row = plan_to_change(actor, plan_id)
    if "fail" not in PLAN.open_to(row.state):
        return
    _fail(actor, row, reason)


def _fail(actor: Actor, row: Plan, reason: Reason) -> None:
    row.state = PLAN.check("fail", row.state)
    row.result["stopped"] = {"code": reason.code, "text": reason.text, "params": {}}
    row.save(update_fields=["state", "result"])
    audit.record(actor, "movements.plan.fail", row, version=row.version, why=reason.code)


def defer(actor: Actor, task: str, plan_id: UUID) -> None:
    """The job is a row of this transaction: it starts once that is committed. Ids only."""
    app.configure_task(task, lock=f"plan {plan_id}").defer(plan_id=str(plan_id), staff_id=str(actor.staff_id))


__all__ = [
    "Published", "ask_plan", "ask_publish", "ask_replan", "asked", "begin_plan", "defer", "make_plan", "plans_of", "publish_plan",
    "stop_plan",
]  # fmt: skip
