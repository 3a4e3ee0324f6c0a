"""Comparing many records with the whole store, in the background: asked for by a named person, in batches that commit.

A comparison knows how far it is: after a fall it goes on behind the last record that was done. It opens pairs and joins nobody.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.duplicates.models import Linking
from corridor.duplicates.words import LinkingStatus, Source
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound, Reason
from corridor.people import queries as people
from corridor.people.models import Person

from .suggesting import AGAIN, APART, KNOWN, OPENED, look

BATCH = 50


@transaction.atomic
def start_linking(actor: Actor, list_id: UUID | None = None, whole: int | None = None) -> UUID:
    """All records of the organisation, or the people of one list, against the store. Asked twice at once: the same work.

    One that stands still, because its job was lost, goes on when somebody asks again.
    """
    actor.need(Permission.LINKING_START)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4721))", [f"linking {actor.organisation_id}"])
    running = (
        Linking.objects.filter(organisation_id=actor.organisation_id, status=str(LinkingStatus.RUNNING)).order_by("id").first()
    )
    if running is not None:
        if list_id is None and not _has_a_job(running):
            _defer(actor, running)
        return running.id
    row = Linking(organisation_id=actor.organisation_id, list_id=list_id, asked_by_id=actor.staff_id, asked_at=clock.now())
    row.model_version = people.model_version()
    row.whole = Person.objects.filter(organisation_id=actor.organisation_id).count() if whole is None else whole
    row.save(force_insert=True)
    audit.record(actor, "duplicates.linking.start", row, whole=row.whole, list=list_id)
    if list_id is None:
        _defer(actor, row)
    return row.id


def _defer(actor: Actor, row: Linking) -> None:
    """The command line does the work itself; for a member of staff the background does."""
    if actor.staff_id:
        job = app.configure_task("duplicates.link", lock=f"linking {row.id}")
        job.defer(linking_id=str(row.id), staff_id=str(actor.staff_id))


def _has_a_job(row: Linking) -> bool:
    """Of its own, or that of the list it belongs to."""
    live = ProcrastinateJob.objects.filter(status__in=("todo", "doing"))
    return live.filter(Q(args__linking_id=str(row.id)) | Q(args__list_id=str(row.list_id))).exists()


@transaction.atomic
def link_batch(actor: Actor, linking_id: UUID, people_of_list: Sequence[UUID] | None = None) -> int:
    """The next records; answers how many were compared. With none left the work is done."""
    row = _running(actor, linking_id)
    if row is None:
        return 0
    ids = list(people_of_list) if people_of_list is not None else _next(row)
    if not ids:
        row.status, row.finished_at = str(LinkingStatus.DONE), clock.now()
        row.version += 1
        row.save(update_fields=["status", "finished_at", "version"])
        audit.record(actor, "duplicates.linking.finish", row, done=row.done, opened=row.opened)
        return 0
    source = Source.IMPORT if row.list_id else Source.JOB
    for person_id in ids:
        found = look(actor, person_id, source)
        row.opened += found.get(OPENED, 0) + found.get(AGAIN, 0)
        row.known += found.get(KNOWN, 0) + found.get(APART, 0)
    row.done, row.last = row.done + len(ids), ids[-1]
    row.save(update_fields=["done", "last", "opened", "known"])
    return len(ids)


@transaction.atomic
def stop_linking(actor: Actor, linking_id: UUID, reason: Reason) -> None:
    """It could not go on, or somebody ended it: why, in a sentence. What was found stays."""
    actor.need(Permission.LINKING_START)
    row = _running(actor, linking_id)
    if row is not None:
        row.status, row.finished_at, row.stopped = (
            str(LinkingStatus.STOPPED),
            clock.now(),
            {"code": reason.code, "text": reason.text},
        )
        row.version += 1
        row.save(update_fields=["status", "finished_at", "stopped", "version"])
        audit.record(actor, "duplicates.linking.stop", row, code=reason.code)


def _running(actor: Actor, linking_id: UUID) -> Linking | None:
    """For change; None when it is over."""
    mine = Linking.objects.select_for_update(of=("self",)).filter(organisation_id=actor.organisation_id)
    row = mine.filter(id=linking_id).order_by("id").first()
    if row is None:
        raise NotFound("comparison")
    return row if row.status == LinkingStatus.RUNNING else None


def _next(row: Linking) -> list[UUID]:
    rows = Person.objects.filter(organisation_id=row.organisation_id)
    rows = rows.filter(id__gt=row.last) if row.last else rows
    return list(rows.order_by("id").values_list("id", flat=True)[:BATCH])
