"""Plans are made and put in force in the background: the same functions over the same rows as in the foreground.

Jobs carry ids only. A job whose worker was killed is taken up again and goes on at the first round that is not done.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from procrastinate.contrib.django import app

from corridor.access import queries as access
from corridor.access.jobs import wait_again
from corridor.access.models import Staff
from corridor.access.roles import Permission
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.refusals import N_, Reason, Refused

from . import actions

OURS = ("movements.make_plan", "movements.publish_plan")
LEFT = Reason("movements.plan.left", N_("Whoever asked for this plan no longer works here. Somebody else can ask again."))
BROKE = Reason("movements.plan.broke", N_("Something went wrong on our side. What was done is kept; ask again to go on."))


def make(actor: Actor, plan_id: UUID) -> None:
    """Plan, answer to an event or scenario: the frozen question says which. No transaction is open while it is searched."""
    actions.work_out_plan(actor, plan_id)


def publish(actor: Actor, plan_id: UUID) -> None:
    """Round by round, each of them kept."""
    while actions.publish_round(actor, plan_id):
        pass


def _run(work: Callable[[Actor, UUID], None], task: str, plan_id: str, staff_id: str) -> None:
    """As the member of staff who asked for it, with today's rights. What cannot go on says so on the plan."""
    staff = Staff.objects.filter(id=UUID(staff_id)).select_related("organisation").order_by("id").first()
    if staff is None:
        return None
    one = UUID(plan_id)
    clerk = system(task, staff.organisation_id, Permission.PLAN_MAKE, Permission.PLAN_PUBLISH)
    if not staff.is_active:
        return _stop(clerk, one, LEFT)
    actor = replace(access.actor_for(staff, source="job"), job=task)
    try:
        with acting(actor):
            work(actor, one)
    except Refused as refusal:
        _stop(clerk, one, refusal.reasons[0])
    except Exception:
        _stop(clerk, one, BROKE)
        raise


def _stop(clerk: Actor, plan_id: UUID, reason: Reason) -> None:
    with acting(clerk):
        actions.stop_plan(clerk, plan_id, reason)


@app.task(name="movements.make_plan", pass_context=False)
def make_plan(plan_id: str, staff_id: str) -> None:
    _run(make, "movements.make_plan", plan_id, staff_id)


@app.task(name="movements.publish_plan", pass_context=False)
def publish_plan(plan_id: str, staff_id: str) -> None:
    _run(publish, "movements.publish_plan", plan_id, staff_id)


@app.periodic(cron="* * * * *")
@app.task(name="movements.resume", queueing_lock="movements.resume", pass_context=False)
async def resume(timestamp: int) -> None:
    """Jobs of a worker that was killed wait again; the plan itself knows where to go on."""
    await wait_again(OURS)
