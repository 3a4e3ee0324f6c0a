"""Advice about countries, the two hard stops that named persons may open, and the pathway a person chooses."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused, refuse_if
from corridor.people import queries as people
from corridor.protection import queries, rules
from corridor.protection.events import PathwayDecided
from corridor.protection.models import Advisory, Override, PathwayDecision, SignOff
from corridor.protection.words import AdvisoryLevel, PathwayChoice

from ._common import named, recorded


@transaction.atomic
def set_advisory(
    actor: Actor, *, country: str, level: str, source: str, since: date | None = None, until: date | None = None
) -> UUID:
    """Dated advice about return to a country. The newest that covers a day counts; older advice stays readable."""
    actor.need(Permission.ADVISORY_MANAGE)
    refuse_if(rules.advisory_faults(country, level, source, since or clock.today(), until))
    row = Advisory(country=country.upper(), level=AdvisoryLevel(level), source=source.strip()[:200])
    row.since, row.until, row.recorded_by_id = since or clock.today(), until, named(actor)
    row.save(force_insert=True)
    audit.record(actor, "protection.advisory.set", row, country=row.country, level=level, since=row.since, until=until)
    return row.id


@transaction.atomic
def end_advisory(actor: Actor, advisory_id: UUID, *, until: date) -> None:
    """Says on which day the advice ends; it is never removed."""
    actor.need(Permission.ADVISORY_MANAGE)
    row = Advisory.objects.select_for_update(of=("self",)).filter(id=advisory_id).order_by("id").first()
    if row is None:
        raise NotFound("advisory")
    refuse_if(rules.advisory_faults(row.country, row.level, row.source, row.since, until))
    before, row.until = row.until, until
    row.save(update_fields=["until"])
    audit.record(actor, "protection.advisory.end", row, country=row.country, until=until, before=before)


@transaction.atomic
def sign_off(actor: Actor, person_id: UUID, *, reason: str) -> UUID:
    """The head of protection's word on one person's return under a CAUTION; new advice asks for a new word."""
    actor.need(Permission.ADVISORY_SIGN_OFF)
    people.require(actor, person_id)
    standing = queries.advisory_for(actor, person_id, clock.today())
    refuse_if(rules.sign_off_faults(standing.level if standing else AdvisoryLevel.NONE, reason))
    row = SignOff(person_id=person_id, officer_id=named(actor), at=clock.now(), reason=reason.strip())
    row.advisory_id = standing.id if standing else None
    return recorded(actor, "advisory.sign_off", row, person_id, advisory=row.advisory_id)


@transaction.atomic
def request_override(
    actor: Actor, person_id: UUID, *, reason: str, person_insists: bool, valid_until: date | None = None
) -> UUID:
    """The first of two named persons; without the person's own informed insistence there is nothing to ask (INV-04)."""
    actor.need(Permission.OVERRIDE_REQUEST)
    people.require(actor, person_id)
    today = clock.today()
    refuse_if(rules.override_faults(person_insists=person_insists, reason=reason, valid_until=valid_until, today=today))
    row = Override(person_id=person_id, requested_by_id=named(actor), requested_at=clock.now(), person_insists=True)
    row.reason, row.valid_until = reason.strip(), valid_until or today + timedelta(days=rules.OVERRIDE_DAYS)
    return recorded(actor, "override.request", row, person_id, until=row.valid_until)


@transaction.atomic
def approve_override(actor: Actor, override_id: UUID) -> UUID:
    """The second named person. Nobody approves what she or he asked for; nothing twice or late. Answers for whom."""
    actor.need(Permission.OVERRIDE_APPROVE)
    row = Override.objects.select_for_update(of=("self",)).filter(id=override_id).order_by("id").first()
    if row is None:
        raise NotFound("override")
    people.require(actor, row.person_id)
    staff_id = named(actor)
    if row.requested_by_id == staff_id:
        text = N_("You asked for this override yourself. Another person must decide on it.")
        raise Refused(Reason("protection.override.same_person", text))
    if row.approved_by_id or row.valid_until < clock.today():
        text = N_("This override was decided already, or its time has passed. Ask for a new one if it is still wanted.")
        raise Refused(Reason("protection.override.not_open", text))
    row.approved_by_id, row.approved_at = staff_id, clock.now()
    row.save(update_fields=["approved_by", "approved_at"])
    audit.record(
        actor, "protection.override.approve", row, person=row.person_id, category="protection", requested_by=row.requested_by_id
    )
    return row.person_id


@transaction.atomic
def decide_pathway(actor: Actor, person_id: UUID, *, offered: Collection[str], chosen: str, persons_words: str = "") -> UUID:
    """What was offered, what the person chose, and who heard it. Never by a system, never by a score (INV-17)."""
    actor.need(Permission.PATHWAY_DECIDE)
    people.require(actor, person_id)
    refuse_if(rules.pathway_faults(offered, chosen, named=actor.staff_id is not None))
    row = PathwayDecision(person_id=person_id, officer_id=named(actor), at=clock.now(), chosen=PathwayChoice(chosen))
    row.offered, row.persons_words = sorted(str(PathwayChoice(one)) for one in set(offered)), persons_words.strip()
    recorded(actor, "pathway.decide", row, person_id, offered=row.offered, chosen=chosen)
    announce(PathwayDecided(actor, person_id, str(chosen)))
    return row.id
