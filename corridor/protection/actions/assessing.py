"""What protection staff find out with a person: fear of return, screening, trafficking, a child's best interests and care.

Findings are never edited: a new one is added, and the newest counts.
"""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, Reason, Refused, refuse_if
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people.words import ShieldKind
from corridor.protection import queries, rules
from corridor.protection.events import FearRecorded
from corridor.protection.models import BestInterests, ChildCare, FearAnswer, Screening, TraffickingAssessment
from corridor.protection.rules import NewBestInterests
from corridor.protection.words import BestInterestsKind, Fear, Finding, Solution, Tracing, Trafficking

from ._common import named, recorded


@transaction.atomic
def ask_fear(actor: Actor, person_id: UUID, *, answer: str, private: bool, language: str, note: str = "") -> UUID:
    """The answer to the question read aloud. Fear, or not being sure, shuts the record to every State in the same moment."""
    actor.need(Permission.FEAR_ASK)
    people.require(actor, person_id)
    refuse_if(rules.fear_faults(answer, private=private, language=language))
    row = FearAnswer(person_id=person_id, officer_id=named(actor), at=clock.now(), private=private)
    row.answer, row.language, row.note = Fear(answer), language.strip()[:12], note.strip()
    afraid = answer in (Fear.FEAR, Fear.UNSURE)
    if afraid:
        people_actions.raise_shield(actor, person_id, ShieldKind.FEAR, because_id=row.id)
    recorded(actor, "fear.ask", row, person_id)
    if not afraid:
        people_actions.lift_shields(actor, person_id, ShieldKind.FEAR)
    announce(FearRecorded(actor, person_id, str(answer)))
    return row.id


@transaction.atomic
def record_screening(
    actor: Actor,
    person_id: UUID,
    *,
    risk_factors: Collection[str],
    protective_factors: Collection[str] = (),
    red_flags: Collection[str] = (),
    note: str = "",
) -> UUID:
    """Four levels of factors and the red flags seen. What the record already says is added: nobody can leave it out."""
    actor.need(Permission.SCREENING_RECORD)
    people.require(actor, person_id)
    refuse_if(rules.screening_faults(risk_factors, protective_factors, red_flags))
    today = clock.today()
    facts = queries.facts(actor, [person_id], today)[person_id]
    alone = person_id in people.children_alone(actor, [person_id])
    flags = rules.red_flags(red_flags, fear=facts.fear, child_alone=alone, trafficking=facts.trafficking)
    found = rules.screened(risk_factors, protective_factors, flags)
    row = Screening(
        person_id=person_id, officer_id=named(actor), at=clock.now(), note=note.strip(), band=found.band, **found.levels
    )
    row.risk_factors, row.protective_factors = sorted(set(risk_factors)), sorted(set(protective_factors))
    row.red_flags = sorted(str(flag) for flag in flags)
    return recorded(actor, "screening.record", row, person_id)


@transaction.atomic
def assess_trafficking(
    actor: Actor, person_id: UUID, *, state: str, risk_assessed_on: date | None = None, reception_planned_on: date | None = None
) -> UUID:
    """How far the question of trafficking is cleared, and what protects a victim who wishes to return (INV-11)."""
    actor.need(Permission.SCREENING_RECORD)
    people.require(actor, person_id)
    refuse_if(rules.trafficking_faults(state, risk_assessed_on, reception_planned_on, clock.today()))
    row = TraffickingAssessment(person_id=person_id, officer_id=named(actor), at=clock.now(), state=Trafficking(state))
    row.risk_assessed_on, row.reception_planned_on = risk_assessed_on, reception_planned_on
    return recorded(actor, "trafficking.assess", row, person_id)


@transaction.atomic
def record_best_interests(
    actor: Actor,
    person_id: UUID,
    *,
    kind: str,
    finding: str,
    childs_views: str,
    solution: str = "",
    panel: str = "",
    emergency: bool = False,
    valid_until: date | None = None,
) -> UUID:
    """An assessment by a caseworker, or a determination by a panel, with the child's own views."""
    actor.need(Permission.BEST_INTERESTS_RECORD)
    person = people.person(actor, person_id)
    today = clock.today()
    new = NewBestInterests(kind, finding, childs_views, solution, panel, emergency, valid_until)
    child = person.is_child_on(today) or person.age_unknown
    refuse_if(rules.best_interests_faults(new, is_child=child, today=today))
    row = BestInterests(person_id=person_id, officer_id=named(actor), at=clock.now(), emergency=emergency)
    row.kind, row.finding, row.solution = BestInterestsKind(kind), Finding(finding), Solution(solution)
    row.childs_views, row.panel = childs_views.strip(), panel.strip()[:300]
    row.valid_until = valid_until or today + timedelta(days=rules.VALID_FOR[BestInterestsKind(kind)])
    return recorded(actor, "best_interests.record", row, person_id, kind=kind, solution=solution)


@transaction.atomic
def set_child_care(actor: Actor, person_id: UUID, *, guardian: str, tracing: str, escort: str = "", receiver: str = "") -> UUID:
    """Who cares for a child alone, how far tracing is, who travels along and who receives (INV-08)."""
    actor.need(Permission.BEST_INTERESTS_RECORD)
    people.require(actor, person_id)
    if tracing not in list(Tracing):
        raise Refused(Reason("protection.child_care.tracing", N_("Choose one of the values in the list."), field="tracing"))
    row = ChildCare(person_id=person_id, officer_id=named(actor), at=clock.now(), tracing=Tracing(tracing))
    row.guardian, row.escort, row.receiver = guardian.strip()[:120], escort.strip()[:120], receiver.strip()[:120]
    return recorded(actor, "child_care.set", row, person_id, tracing=tracing)
