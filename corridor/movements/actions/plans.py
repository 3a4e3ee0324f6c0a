"""The planner proposes, a named person publishes. Both are asked for at a screen and done in the background, or here at once.

A plan knows how far it is. Asked twice, it is done once; stopped half-way, it goes on when somebody asks again.
"""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, Reason, Refused
from corridor.movements import adapters
from corridor.movements.lifecycle import PLAN
from corridor.movements.lifecycle import Plan as State
from corridor.movements.models import Plan, TravelParty

from .publishing import Published, plan_to_change, publish_round, size, what_was_done

STALE = Reason("movements.plan.stale", N_("A newer plan exists, or this one changed. Nothing was published; look at the newest."))
PUBLISHED = Reason("movements.plan.published", N_("This plan is in force already."))
BUSY = Reason("movements.plan.busy", N_("A plan is being put in force. Plan again when that is done."))


@transaction.atomic
def make_plan(actor: Actor, *, as_of: date | None = None, days: int = 28, seconds: float = 5.0, method: str = "greedy") -> UUID:
    """Freezes the problem of today and the planner's answer to it; nothing is booked."""
    plan_id, _ = _asked(actor, days)
    work_out_plan(actor, plan_id, as_of=as_of, seconds=seconds, method=method)
    return plan_id


@transaction.atomic
def ask_plan(actor: Actor, *, days: int = 28) -> UUID:
    """A plan to be made in the background. Asked again while it is made: the same plan."""
    plan_id, new = _asked(actor, days)
    if new:
        _defer(actor, "movements.make_plan", plan_id)
    return plan_id


def _asked(actor: Actor, days: int) -> tuple[UUID, bool]:
    """The plan being made, else a new one; two who ask at once ask one after the other."""
    actor.need(Permission.PLAN_MAKE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4719))", [f"plan {actor.organisation_id}"])
    mine = Plan.objects.filter(organisation_id=actor.organisation_id)
    if found := mine.filter(state=str(State.MAKING)).order_by("id").first():
        return found.id, False
    if mine.filter(state=str(State.PUBLISHING)).exists():
        raise Refused(BUSY)
    row = Plan(organisation_id=actor.organisation_id, made_at=clock.now(), made_by_id=actor.staff_id, days=days)
    row.version = (mine.aggregate(last=Max("version"))["last"] or 0) + 1
    row.save(force_insert=True)
    return row.id, True


@transaction.atomic
def work_out_plan(
    actor: Actor, plan_id: UUID, *, as_of: date | None = None, seconds: float = 5.0, method: str = "greedy"
) -> None:
    """The planner's answer; a plan that is worked out already stays as it is."""
    actor.need(Permission.PLAN_MAKE)
    row = plan_to_change(actor, plan_id)
    if row.state != State.MAKING:
        return
    problem = adapters.problem(actor, as_of or clock.today(), row.days)
    plan = planner.solve(problem, seconds=seconds, method="auto" if method == "auto" else "greedy")
    _note_priority(actor, problem)
    row.problem, row.plan = planner.problem_to_json(problem), planner.plan_to_json(plan)
    row.state, row.made_at, row.whole = PLAN.check("make", row.state), clock.now(), size(plan)
    row.save(update_fields=["problem", "plan", "state", "made_at", "whole"])
    audit.record(actor, "movements.plan.make", row, version=row.version, placed=len(plan.assigned), engine=plan.engine)


def _note_priority(actor: Actor, problem: planner.Problem) -> None:
    """Each party keeps what the rule gave it, so that lists show the same order as the plan."""
    given = {party.id: (party.tier, party.weight) for party in problem.parties}
    rows = TravelParty.objects.filter(organisation_id=actor.organisation_id, reference__in=list(given)).order_by("id")
    changed = [row for row in rows if (row.tier, row.weight) != given[row.reference]]
    for row in changed:
        row.tier, row.weight = given[row.reference]
    TravelParty.objects.bulk_update(changed, ["tier", "weight"], batch_size=500)


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
        _defer(actor, "movements.publish_plan", plan_id)


@transaction.atomic
def begin_plan(actor: Actor, plan_id: UUID, version: int) -> bool:
    """The version that was looked at, when it is the newest. False: it is being put in force already."""
    actor.need(Permission.PLAN_PUBLISH)
    row = plan_to_change(actor, plan_id)
    newest = Plan.objects.filter(organisation_id=actor.organisation_id).aggregate(last=Max("version"))["last"]
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
    row.state = PLAN.check("fail", row.state)
    row.result["stopped"] = {"code": reason.code, "text": reason.text, "params": {}}
    row.save(update_fields=["state", "result"])
    audit.record(actor, "movements.plan.fail", row, version=row.version, why=reason.code)


def _defer(actor: Actor, task: str, plan_id: UUID) -> None:
    """The job is a row of this transaction: it starts once that is committed. Ids only."""
    app.configure_task(task, lock=f"plan {plan_id}").defer(plan_id=str(plan_id), staff_id=str(actor.staff_id))


__all__ = ["Published", "ask_plan", "ask_publish", "begin_plan", "make_plan", "publish_plan", "stop_plan", "work_out_plan"]
