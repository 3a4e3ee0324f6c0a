"""What every step of an evacuation shares: the locked row, the step with its audit line, and stays within capacity."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.evacuation import adapters
from corridor.evacuation.lifecycle import EVACUATION, Evidence
from corridor.evacuation.models import EvacuationCase, Stay
from corridor.kernel import clock
from corridor.kernel.actor import Actor, system
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.people.words import Category

CLERK = (
    Permission.PERSON_READ, Permission.PERSON_CORRECT, Permission.CONSENT_READ, Permission.PROTECTION_READ, Permission.FLIGHT_READ,
    Permission.EVACUATION_READ, Permission.EVACUATION_MANAGE,
)  # fmt: skip
FULL = Reason(
    "evacuation.stay.full",
    N_("The stay was not recorded: the site would be above its agreed capacity. Choose another site or day."),
    field="site",
)
WALLS = {
    "evacuation_stay_within_capacity": FULL,
    "evacuation_evacuationcase_one_way_at_a_time": Reason(
        "evacuation.case.one_way_at_a_time",
        N_("The person has agreed to return. Only one journey can be prepared: withdraw that consent first."),
    ),
}


def case_to_change(actor: Actor, case_id: UUID, version: int | None = None) -> EvacuationCase:
    rows = EvacuationCase.objects.select_for_update(of=("self",)).filter(opened(actor, Category.CASE), id=case_id)
    row = rows.order_by("id").first()
    if row is None:
        raise NotFound("case")
    if version is not None and row.version != version:
        text = N_("Somebody else changed this case while you were writing. Nothing was saved. Look at it again, then repeat.")
        raise Conflict(Reason("evacuation.case.changed_meanwhile", text))
    return row


def open_case_of(actor: Actor, person_id: UUID) -> EvacuationCase | None:
    """The person's open case, locked; None when there is none."""
    rows = EvacuationCase.objects.select_for_update(of=("self",)).filter(person_id=person_id, closed_on__isnull=True)
    return rows.order_by("id").first()


def step(actor: Actor, row: EvacuationCase, verb: str, evidence: Evidence | None = None, **detail: Any) -> None:
    """One step of the lifecycle: refused with its reasons, or taken, written and recorded."""
    before = row.status
    row.status = EVACUATION.check(verb, before, evidence or Evidence())
    row.status_since = clock.now()
    row.closed_on = clock.today() if row.status in EVACUATION.final else None
    row.version += 1
    with sentences():
        row.save(update_fields=["status", "status_since", "closed_on", "version", "agreement"])
    audit.record(actor, f"evacuation.case.{verb}", row, person=row.person_id, before=before, after=str(row.status), **detail)


def may_step(verb: str, row: EvacuationCase) -> bool:
    return row.status in EVACUATION.steps[verb].source


def evidence_of(actor: Actor, row: EvacuationCase) -> Evidence:
    """What is on record today, read with the rights of casework: the guards answer in sentences without content."""
    return adapters.evidence(replace(actor, permissions=actor.permissions | {str(one) for one in CLERK}), row.person_id)


def begin_stay(actor: Actor, person_id: UUID, site_id: UUID, on: date) -> UUID:
    """Somebody moves in; an earlier stay elsewhere ends that day. The table counts (INV-14)."""
    with connection.cursor() as cursor:  # the last free place is given once: the same lock as the table's trigger
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4718))", [str(site_id)])
    present = Stay.objects.select_for_update(of=("self",)).filter(person_id=person_id, until__isnull=True).order_by("id").first()
    if present and present.site_id == site_id:
        return present.id
    if present:
        finish_stay(actor, present, on)
    row = Stay(person_id=person_id, site_id=site_id, since=on)
    with sentences():
        row.save(force_insert=True)
    audit.record(actor, "evacuation.stay.begin", row, person=person_id, site=site_id, on=on)
    return row.id


def finish_stay(actor: Actor, row: Stay, on: date) -> None:
    if on < row.since:
        raise Refused(Reason("evacuation.stay.before", N_("The stay began later than that day. Check the date."), field="on"))
    row.until = on
    row.save(update_fields=["until"])
    audit.record(actor, "evacuation.stay.end", row, person=row.person_id, site=row.site_id, on=on)


@contextmanager
def sentences() -> Iterator[None]:
    """The table's own refusals in words; everything else stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if name in WALLS:
            raise Refused(WALLS[name]) from error
        raise


def holder(actor: Actor, person_id: UUID) -> Actor | None:
    """Who writes when news arrive: the actor in its own organisation's record, else that organisation's named job."""
    reader = replace(actor, permissions=actor.permissions | {str(Permission.PERSON_READ)})
    person = people.people_by_id(reader, [person_id]).get(person_id)
    if person is None:
        return None
    return actor if person.organisation_id == actor.organisation_id else system("evacuation.news", person.organisation_id, *CLERK)
