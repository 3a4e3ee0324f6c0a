"""Across the wall: one organisation asks, a supervisor of the other opens its record for comparing, or says why not.

Opened are identity and contact, for two weeks, for nothing but comparing. Neither side learns of the other's record before that.
"""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.duplicates.models import Ask
from corridor.duplicates.queries import across
from corridor.duplicates.words import AskStatus
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.people import actions as people
from corridor.people.words import Category, SharePurpose

OPEN_FOR = timedelta(days=14)
REST = timedelta(days=14)
ANSWERED = Reason("duplicates.ask.answered", N_("This request is answered already."))
RESTS = Reason(
    "duplicates.ask.rests", N_("They have said no in the last 14 days. Speak with their supervisor before you ask again.")
)
WHY = Reason("duplicates.ask.why", N_("Say in a sentence why the record is not opened."), field="because")


@transaction.atomic
def ask_to_compare(actor: Actor, person_id: UUID, organisation_id: UUID) -> UUID:
    """Asks the organisation that holds a likely match of this person to open it. Asked twice: the same request."""
    actor.need(Permission.PAIR_REVIEW)
    if organisation_id not in across.held_elsewhere(actor, [person_id]).get(person_id, ()):
        raise NotFound("pair")
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.duplicates_ask(%s, %s, %s)", [person_id, organisation_id, REST])
        ask_id = cursor.fetchone()[0]
    if ask_id is None:
        raise Refused(RESTS)
    audit.record(actor, "duplicates.ask.make", ask_id, person=person_id, to=organisation_id)
    return UUID(str(ask_id))


@transaction.atomic
def open_for_comparing(actor: Actor, ask_id: UUID, version: int | None = None) -> None:
    """Identity and contact of the own record, for the asking organisation, for two weeks."""
    row = _waiting(actor, ask_id, version)
    person_id = across.asked_about(actor)[row.id]
    until = clock.now() + OPEN_FOR
    people.open_share(
        actor,
        person_id,
        organisation_id=row.asker_id,
        purpose=SharePurpose.MATCHING,
        categories=(Category.IDENTITY, Category.CONTACT),
        because="comparing",
        because_id=row.id,
        until=until,
    )
    _answer(actor, row, AskStatus.OPENED, person_id, until=until)


@transaction.atomic
def decline_to_compare(actor: Actor, ask_id: UUID, because: str, version: int | None = None) -> None:
    """Not opened; the asking side reads why."""
    row = _waiting(actor, ask_id, version)
    because = " ".join(because.split())
    if len(because) < 3:
        raise Refused(WHY)
    row.because = because[:300]
    _answer(actor, row, AskStatus.DECLINED, across.asked_about(actor)[row.id])


def _waiting(actor: Actor, ask_id: UUID, version: int | None) -> Ask:
    actor.need(Permission.PAIR_SUPERVISE)
    mine = Ask.objects.select_for_update(of=("self",)).filter(owner_id=actor.organisation_id)
    row = mine.filter(id=ask_id).order_by("id").first()
    if row is None:
        raise NotFound("request")
    if row.status != AskStatus.WAITING:
        raise Conflict(ANSWERED) if version is not None and version != row.version else Refused(ANSWERED)
    return row


def _answer(actor: Actor, row: Ask, status: AskStatus, person_id: UUID, **more: object) -> None:
    row.status, row.answered_by_id, row.answered_at = str(status), actor.staff_id, clock.now()
    row.version += 1
    for name, value in more.items():
        setattr(row, name, value)
    row.save(update_fields=["status", "answered_by", "answered_at", "because", "until", "version"])
    audit.record(actor, f"duplicates.ask.{status}", row, person=person_id, to=row.asker_id)
