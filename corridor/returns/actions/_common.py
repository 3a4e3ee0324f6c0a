"""What every step of a return shares: the locked row, the step with its audit line, and who acts on another's record."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor, system
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.people.words import Category
from corridor.returns import adapters
from corridor.returns.lifecycle import CONSULAR, RETURN, Evidence
from corridor.returns.models import ConsularRequest, ReturnCase

CLERK = (
    Permission.PERSON_READ, Permission.PERSON_CORRECT, Permission.CONSENT_READ, Permission.PROTECTION_READ, Permission.FLIGHT_READ,
    Permission.RETURN_READ, Permission.RETURN_MANAGE,
)  # fmt: skip


def case_to_change(actor: Actor, case_id: UUID, version: int | None = None) -> ReturnCase:
    rows = ReturnCase.objects.select_for_update(of=("self",)).filter(opened(actor, Category.CASE), id=case_id)
    row = rows.order_by("id").first()
    if row is None:
        raise NotFound("case")
    if version is not None and row.version != version:
        text = N_("Somebody else changed this case while you were writing. Nothing was saved. Look at it again, then repeat.")
        raise Conflict(Reason("returns.case.changed_meanwhile", text))
    return row


def open_case_of(actor: Actor, person_id: UUID) -> ReturnCase | None:
    """The person's open case, locked; None when there is none."""
    rows = ReturnCase.objects.select_for_update(of=("self",)).filter(person_id=person_id, closed_on__isnull=True)
    return rows.order_by("id").first()


def step(actor: Actor, row: ReturnCase, verb: str, evidence: Evidence | None = None, **detail: Any) -> None:
    """One step of the lifecycle: refused with its reasons, or taken, written and recorded."""
    before = row.status
    row.status = RETURN.check(verb, before, evidence or Evidence())
    row.status_since = clock.now()
    row.closed_on = clock.today() if row.status in RETURN.final else None
    row.version += 1
    row.save(update_fields=["status", "status_since", "closed_on", "version"])
    audit.record(actor, f"returns.case.{verb}", row, person=row.person_id, before=before, after=str(row.status), **detail)


def evidence_of(actor: Actor, row: ReturnCase) -> Evidence:
    """What is on record today, read with the rights of casework: the guards answer in sentences without content."""
    reader = replace(actor, permissions=actor.permissions | {str(one) for one in CLERK})
    return adapters.evidence(reader, row.person_id)


def may_step(verb: str, row: ReturnCase) -> bool:
    return row.status in RETURN.steps[verb].source


def end_requests(actor: Actor, rows: Any, why: str) -> int:
    """Ends open requests and what they showed, at once; the consulate finds nothing any more."""
    ended = list(rows.select_for_update(of=("self",)).filter(ended_at__isnull=True).order_by("id"))
    for row in ended:
        consular_step(actor, row, "end", why=why)
        people_actions.end_shares(actor, because_id=row.consent_id)
    return len(ended)


def consular_step(actor: Actor, row: ConsularRequest, verb: str, **detail: Any) -> None:
    before = row.status
    row.status = CONSULAR.check(verb, before)
    if row.status in CONSULAR.final:
        row.ended_at = clock.now()
    row.version += 1
    row.save()
    audit.record(actor, f"returns.consular.{verb}", row, person=row.person_id, before=before, after=str(row.status), **detail)


def clerk(owner_id: UUID, job: str) -> Actor:
    """The record's own organisation, acting as a named job: it alone may write what others answer or report."""
    return system(job, owner_id, *CLERK)


def holder(actor: Actor, person_id: UUID, job: str) -> Actor | None:
    """Who writes when news arrive: the actor in its own organisation's record, else that organisation's clerk."""
    reader = replace(actor, permissions=actor.permissions | {str(Permission.PERSON_READ)})
    person = people.people_by_id(reader, [person_id]).get(person_id)
    if person is None:
        return None
    return actor if person.organisation_id == actor.organisation_id else clerk(person.organisation_id, job)
