"""Comparisons run in the background: the same loop over the same action as in the foreground. Jobs carry ids only.

A job whose worker was killed is taken up again and goes on behind the last record done; every quarter of an hour the queue is put
in order anew, because what makes a pair urgent changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from corridor.access import queries as access
from corridor.access.jobs import wait_again
from corridor.access.models import Staff
from corridor.access.roles import Permission
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.refusals import N_, Reason, Refused

from . import actions

OURS = ("duplicates.link",)
LEFT = Reason(
    "duplicates.linking.left", N_("Whoever asked for this comparison no longer works here. Somebody else can start it again.")
)
BROKE = Reason(
    "duplicates.linking.broke", N_("Something went wrong on our side. What was found is kept; start it again to go on.")
)


def link(actor: Actor, linking_id: UUID) -> None:
    """Batch by batch, each of them kept."""
    while actions.link_batch(actor, linking_id):
        pass


@app.task(name="duplicates.link", pass_context=False)
def link_all(linking_id: str, staff_id: str) -> None:
    """As the member of staff who asked for it, with today's rights."""
    staff = Staff.objects.filter(id=UUID(staff_id)).select_related("organisation").order_by("id").first()
    if staff is None:
        return None
    one = UUID(linking_id)
    clerk = system("duplicates.link", staff.organisation_id, Permission.LINKING_START)
    if not staff.is_active:
        return stop(clerk, one, LEFT)
    actor = replace(access.actor_for(staff, source="job"), job="duplicates.link")
    with what_stops(actor, one), acting(actor):
        link(actor, one)
    return None


@contextmanager
def what_stops(actor: Actor, linking_id: UUID) -> Iterator[None]:
    """What a comparison cannot go on for is said on it, and the next one may begin."""
    clerk = system("duplicates.link", actor.organisation_id, Permission.LINKING_START)
    try:
        yield
    except Refused as refusal:
        stop(clerk, linking_id, refusal.reasons[0])
    except Exception:
        stop(clerk, linking_id, BROKE)
        raise


def stop(clerk: Actor, linking_id: UUID, reason: Reason) -> None:
    with acting(clerk):
        actions.stop_linking(clerk, linking_id, reason)


def put_in_order() -> int:
    """Risks of waiting pairs as they are now; answers how many pairs wait."""
    with acting(system("duplicates.order")), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT authz.duplicates_refresh()")
        return int(cursor.fetchone()[0])


@app.periodic(cron="*/15 * * * *")
@app.task(name="duplicates.order", queueing_lock="duplicates.order", pass_context=False)
def order(timestamp: int) -> None:
    put_in_order()


@app.periodic(cron="* * * * *")
@app.task(name="duplicates.resume", queueing_lock="duplicates.resume", pass_context=False)
async def resume(timestamp: int) -> None:
    """Jobs of a worker that was killed wait again; the comparison itself knows where to go on."""
    await wait_again(OURS)
