"""Lists are checked and imported in the background, or in the foreground for the command line: the same loops over the same actions.

Jobs carry ids only. A job whose worker was killed is taken up again and goes on at the first row that is not done.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from corridor.access import queries as access
from corridor.access.jobs import wait_again
from corridor.access.models import Staff
from corridor.access.roles import Permission
from corridor.duplicates import actions as duplicates
from corridor.duplicates import queries as pairs
from corridor.duplicates.jobs import what_stops
from corridor.duplicates.words import Source
from corridor.kernel.actor import Actor, acting
from corridor.kernel.refusals import Refused

from . import actions, queries
from .adapters import reading
from .lifecycle import Upload

BATCH = 500
OURS = ("exchange.check", "exchange.import")


def check(actor: Actor, list_id: UUID, *, look_for_duplicates: bool = True) -> None:
    """Reads what is not read yet, judges what is not judged yet, then looks for people the rows resemble."""
    with transaction.atomic():  # without a transaction the walls show nothing
        one = queries.people_list(actor, list_id)
    if not one.read_whole:
        try:
            _read(actor, list_id)
        except Refused as refusal:
            actions.refuse(actor, list_id, refusal)
            return
    while actions.judge_batch(actor, list_id):
        pass
    while look_for_duplicates and actions.flag_batch(actor, list_id):
        pass


def _read(actor: Actor, list_id: UUID) -> None:
    with transaction.atomic():
        raw, how, last = queries.content(actor, list_id)
    rows = reading.rows(raw, how, last)
    while batch := list(islice(rows, BATCH)):
        actions.read_batch(actor, list_id, batch)
    actions.read_finished(actor, list_id)


def bring_in(actor: Actor, list_id: UUID) -> None:
    """Registers the good rows, batch by batch."""
    while actions.import_batch(actor, list_id):
        pass


def compare(actor: Actor, list_id: UUID) -> None:
    """People of a list that came in, against everybody: what looks alike becomes a pair for reviewers, nobody is joined."""
    with transaction.atomic():
        one = queries.people_list(actor, list_id)
        if one.status != Upload.DONE or not one.imported or not actor.may(Permission.LINKING_START):
            return
        linking = pairs.linking(actor, duplicates.start_linking(actor, list_id, whole=one.imported))
    if linking.list_id == list_id:
        with what_stops(actor, linking.id):
            while _next_batch(actor, list_id, linking.id):
                pass
    elif linking.list_id is not None:  # of another list: only a comparison of everybody has these people in it
        _without_a_line(actor, list_id)


def _next_batch(actor: Actor, list_id: UUID, linking_id: UUID) -> int:
    with transaction.atomic():
        last = pairs.linking(actor, linking_id).last
        return duplicates.link_batch(actor, linking_id, queries.imported_people(actor, list_id, last))


def _without_a_line(actor: Actor, list_id: UUID) -> None:
    """Two lists came in at once, and one comparison at a time is shown: these people are compared all the same."""
    last: UUID | None = None
    while True:
        with transaction.atomic():
            people = queries.imported_people(actor, list_id, last)
            for last in people:
                duplicates.look(actor, last, Source.IMPORT)
        if not people:
            return


def bring_in_and_compare(actor: Actor, list_id: UUID) -> None:
    bring_in(actor, list_id)
    compare(actor, list_id)


def _run(loop: Callable[[Actor, UUID], None], task: str, list_id: str, staff_id: str) -> None:
    """As the member of staff who asked for it, with today's rights; who has left since then does nothing."""
    staff = Staff.objects.filter(id=UUID(staff_id), is_active=True).select_related("organisation").order_by("id").first()
    if staff is None:
        return
    actor = replace(access.actor_for(staff, source="job"), job=task)
    with acting(actor):
        loop(actor, UUID(list_id))


@app.task(name="exchange.check", pass_context=False)
def check_list(list_id: str, staff_id: str) -> None:
    _run(check, "exchange.check", list_id, staff_id)


@app.task(name="exchange.import", pass_context=False)
def import_list(list_id: str, staff_id: str) -> None:
    _run(bring_in_and_compare, "exchange.import", list_id, staff_id)


@app.periodic(cron="* * * * *")
@app.task(name="exchange.resume", queueing_lock="exchange.resume", pass_context=False)
async def resume(timestamp: int) -> None:
    """Jobs of a worker that was killed wait again; the list itself knows where to go on."""
    await wait_again(OURS)
