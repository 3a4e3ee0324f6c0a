"""What must be in order before somebody flies: fit-to-travel, exit permits singly and in batches, help before departure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.movements import rules
from corridor.movements.events import ExitClearanceAnswered
from corridor.movements.models import Assistance, ExitClearance, FitToTravel, HealthNote
from corridor.movements.words import AssistanceKind, ExitState, Fitness, Service
from corridor.people import queries as people
from corridor.people.models import Person

NO_DAYS = Reason(
    "movements.exit_clearance.days",
    N_("A granted exit permit says from which day to which day it holds. Fill in both."),
    field="valid_until",
)
FUTURE_CHECK = Reason(
    "movements.fit_to_travel.future", N_("The check lies in the future. Give the time it was made."), field="checked_at"
)
SERVICE_FIRST = Reason(
    "movements.fit_to_travel.service",
    N_("Fit with assistance: say which service is needed on the way."),
    field="service",
)


@transaction.atomic
def record_fitness(
    actor: Actor,
    person_id: UUID,
    *,
    category: str,
    service: str = "",
    checked_at: datetime | None = None,
    hours: int = rules.FITNESS_HOURS,
    note: str = "",
) -> UUID:
    """A new check; the newest counts, older ones stay. The note is for medical officers only."""
    actor.need(Permission.HEALTH_RECORD)
    people.require(actor, person_id)
    at = checked_at or clock.now()
    if at > clock.now() + timedelta(minutes=5):
        raise Refused(FUTURE_CHECK)
    if Fitness(category) is Fitness.FIT_WITH_ASSISTANCE and not service:
        raise Refused(SERVICE_FIRST)
    needed = service or (str(Service.MEDICAL_ESCORT) if Fitness(category) is Fitness.FIT_WITH_ESCORT else "")
    row = FitToTravel(person_id=person_id, category=Fitness(category), service=Service(needed), checked_at=at)
    row.valid_until, row.officer_id = at + timedelta(hours=hours), actor.staff_id
    row.save(force_insert=True)
    if note.strip():
        HealthNote.objects.create(person_id=person_id, fitness=row, note=note.strip())
    audit.record(actor, "movements.fit_to_travel.record", row, person=person_id, until=row.valid_until)
    return row.id


@transaction.atomic
def record_exit_clearance(
    actor: Actor,
    person_id: UUID,
    *,
    state: str,
    batch: str = "",
    number: str = "",
    asked_on: date | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> UUID:
    """Asked for or answered. An answer completes the open question; everything answered before stays as it was."""
    actor.need(Permission.EXIT_CLEARANCE_MANAGE)
    return _clear(actor, _visible(actor, [person_id])[0], state, batch, number, asked_on, valid_from, valid_until)


@transaction.atomic
def record_exit_batch(
    actor: Actor,
    person_ids: Collection[UUID],
    *,
    batch: str,
    state: str,
    asked_on: date | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> list[UUID]:
    """The same question or answer for all on one list: all are written, or none."""
    actor.need(Permission.EXIT_CLEARANCE_MANAGE)
    if not batch.strip():
        raise Refused(Reason("movements.exit_clearance.batch", N_("Give the list a name, for example EP-118."), field="batch"))
    ids = _visible(actor, person_ids)
    return [_clear(actor, one, state, batch.strip(), "", asked_on, valid_from, valid_until) for one in ids]


def _clear(
    actor: Actor,
    person_id: UUID,
    state: str,
    batch: str,
    number: str,
    asked_on: date | None,
    start: date | None,
    end: date | None,
) -> UUID:
    word = ExitState(state)
    if word is ExitState.GRANTED and (start is None or end is None or end < start):
        raise Refused(NO_DAYS)
    open_ones = ExitClearance.objects.select_for_update(of=("self",)).filter(person_id=person_id, state=str(ExitState.REQUESTED))
    row = open_ones.order_by("-asked_on", "-id").first()
    if row is None:
        row = ExitClearance(person_id=person_id, asked_on=asked_on or clock.today())
    row.state = word
    row.batch, row.number = batch or row.batch, number or row.number
    row.valid_from, row.valid_until = start, end
    row.save()
    audit.record(actor, "movements.exit_clearance.record", row, person=person_id, state=str(word), batch=row.batch)
    if word is not ExitState.REQUESTED:
        announce(ExitClearanceAnswered(actor, person_id, str(word)))
    return row.id


@transaction.atomic
def give_assistance(actor: Actor, person_id: UUID, kind: str, *, on: date | None = None) -> UUID:
    """Help is for everybody: nothing is asked, no consent, no case, no pathway; a withdrawal changes nothing (INV-29)."""
    actor.need(Permission.ASSISTANCE_GIVE)
    people.require(actor, person_id)
    row = Assistance(person_id=person_id, kind=AssistanceKind(kind), given_on=on or clock.today(), given_by_id=actor.staff_id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            Reason("movements.assistance.twice", N_("This was already recorded for that day."), field="kind")
        ) from error
    audit.record(actor, "movements.assistance.give", row, person=person_id, kind=str(row.kind))
    return row.id


def _visible(actor: Actor, person_ids: Collection[UUID]) -> list[UUID]:
    """Everybody on the list whose travel the actor sees; NotFound when one is not among them."""
    own = Person.objects.visible_to(actor).filter(id__in=list(person_ids))
    ids = list(own.order_by("id").values_list("id", flat=True))
    if len(ids) != len(set(person_ids)):
        raise NotFound("person")
    return ids


__all__ = ["give_assistance", "record_exit_batch", "record_exit_clearance", "record_fitness"]
