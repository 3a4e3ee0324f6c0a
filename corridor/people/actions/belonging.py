"""What belongs to a person over time: family, being alone as a child, needs, whereabouts, what became of her or him."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.people.events import OutcomeRecorded
from corridor.people.models import ChildStatus, Family, FamilyMember, Location, NotSame, Outcome, SpecificNeed
from corridor.people.words import ChildAlone, FamilyRole, LocationKind, OutcomeKind

from ._common import TWICE, locked, next_reference, own, raised, visible
from .matching import write


@transaction.atomic
def make_family(actor: Actor, principal_id: UUID) -> UUID:
    """A new registration group around its principal applicant."""
    actor.need(Permission.PERSON_REGISTER)
    row = own(actor, principal_id)
    family = Family(reference=next_reference("F"), organisation_id=actor.organisation_id)
    family.save(force_insert=True)
    _join(FamilyMember(family=family, person=row, role=FamilyRole.PRINCIPAL, since=clock.today()))
    audit.record(actor, "people.family.make", family, person=row.id)
    return family.id


def family_with(actor: Actor, person_id: UUID) -> UUID:
    """The present family of this person; a new one around her or him when there is none."""
    member = FamilyMember.objects.filter(person=own(actor, person_id), until__isnull=True).order_by("id").first()
    return member.family_id if member else make_family(actor, person_id)


@transaction.atomic
def join_family(actor: Actor, family_id: UUID, person_id: UUID, role: str) -> None:
    actor.need(Permission.PERSON_REGISTER)
    row = own(actor, person_id)
    if not Family.objects.filter(id=family_id, organisation_id=actor.organisation_id).exists():
        raise NotFound("family")
    if role not in list(FamilyRole):
        raise Refused(Reason("people.family_role.unknown", N_("Choose one of the values in the list."), field="family_role"))
    _join(FamilyMember(family_id=family_id, person=row, role=role, since=clock.today()))
    audit.record(actor, "people.family.join", family_id, person=row.id, role=str(role))


@transaction.atomic
def join_family_of(actor: Actor, relative_id: UUID, person_id: UUID, role: str) -> None:
    """Joins the family of a relative already registered; one is made around the relative when there is none."""
    actor.need(Permission.PERSON_REGISTER)
    join_family(actor, family_with(actor, relative_id), person_id, role)


@transaction.atomic
def leave_family(actor: Actor, person_id: UUID) -> None:
    """Ends the membership today; the past stays."""
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    member = FamilyMember.objects.select_for_update(of=("self",)).filter(person=row, until__isnull=True).order_by("id").first()
    if member is None:
        raise Refused(Reason("people.family.none", N_("This person is in no family.")))
    member.until = clock.today()
    member.save(update_fields=["until"])
    write([row.id])
    audit.record(actor, "people.family.leave", member.family_id, person=row.id)


@transaction.atomic
def set_child_status(actor: Actor, person_id: UUID, kind: str, *, caregiver_id: UUID | None = None) -> None:
    """Unaccompanied or separated, with the adult who cares; an empty kind ends it."""
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    if kind and kind not in list(ChildAlone):
        raise Refused(Reason("people.child_alone.unknown", N_("Choose one of the values in the list."), field="child_alone"))
    if caregiver_id:
        visible(actor, caregiver_id)
    if caregiver_id == row.id:
        raise Refused(
            Reason("people.child_alone.own_caregiver", N_("A child cannot be her or his own caregiver."), field="caregiver")
        )
    ChildStatus.objects.filter(person=row, until__isnull=True).update(until=clock.today())
    if kind:
        ChildStatus.objects.create(person=row, kind=kind, caregiver_id=caregiver_id, since=clock.today())
    audit.record(
        actor, "people.child.set_status", row, person=row.id, category="protection", kind=str(kind), caregiver=caregiver_id
    )


@transaction.atomic
def add_need(actor: Actor, person_id: UUID, code: str, service: str = "") -> UUID:
    """`code` from the field's list; `service` is all that others may be told."""
    actor.need(Permission.PERSON_CORRECT)
    row = visible(actor, person_id)
    code = code.strip().upper()
    if not 2 <= len(code) <= 8:
        raise Refused(Reason("people.need.code", N_("Choose a specific need from the list."), field="needs"))
    need, made = SpecificNeed.objects.get_or_create(
        person=row, code=code, until=None, defaults={"service": service.strip()[:20], "since": clock.today()}
    )
    if made:
        audit.record(actor, "people.need.add", need, person=row.id, category="protection")
    return need.id


@transaction.atomic
def end_need(actor: Actor, need_id: UUID) -> None:
    actor.need(Permission.PERSON_CORRECT)
    need = SpecificNeed.objects.select_for_update(of=("self",)).filter(id=need_id, until__isnull=True).order_by("id").first()
    if need is None:
        raise NotFound("need")
    visible(actor, need.person_id)
    need.until = clock.today()
    need.save(update_fields=["until"])
    audit.record(actor, "people.need.end", need, person=need.person_id, category="protection")


@transaction.atomic
def set_location(actor: Actor, person_id: UUID, kind: str, site_id: UUID | None = None, on: date | None = None) -> None:
    """Where the person is from this day on. Called by screens and by departures and arrivals: seeing the person is enough."""
    row = locked(actor, person_id)
    day = on or clock.today()
    if kind not in list(LocationKind):
        raise Refused(Reason("people.location.unknown", N_("Choose one of the values in the list."), field="location"))
    present = Location.objects.select_for_update(of=("self",)).filter(person=row, until__isnull=True).order_by("id").first()
    if present and (present.kind, present.site_id) == (kind, site_id):
        return
    if present and present.since > day:
        raise Refused(
            Reason("people.location.before", N_("Something later is already written down. Check the date."), field="location")
        )
    Location.objects.filter(person=row, until__isnull=True).update(until=day)
    Location.objects.create(person=row, kind=kind, site_id=site_id, since=day)
    audit.record(actor, "people.location.set", row, person=row.id, kind=str(kind), site=site_id)


@transaction.atomic
def record_outcome(actor: Actor, person_id: UUID, kind: str, *, on: date, source: str) -> UUID:
    """Death, disappearance, detention again, out of reach (INV-33): said by whom, on which day; never overwritten."""
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    if kind not in list(OutcomeKind):
        raise Refused(Reason("people.outcome.unknown", N_("Choose one of the values in the list."), field="outcome"))
    if on > clock.today():
        raise Refused(Reason("people.outcome.future", N_("The date lies in the future. Check it."), field="on"))
    if not source.strip():
        raise Refused(Reason("people.outcome.source", N_("Say who told you, in a few words."), field="source"))
    outcome = Outcome(person=row, kind=kind, on=on, source=source.strip()[:120])
    outcome.save(force_insert=True)
    audit.record(actor, "people.outcome.record", outcome, person=row.id, category="protection", kind=str(kind), on=on)
    announce(OutcomeRecorded(actor, row.id, str(kind)))
    return outcome.id


@transaction.atomic
def say_not_same(actor: Actor, one_id: UUID, other_id: UUID) -> None:
    """Two records, two people: remembered, so that nobody is asked again."""
    actor.need(Permission.PERSON_REGISTER)
    first, second = sorted((visible(actor, one_id).id, visible(actor, other_id).id))
    if first == second:
        raise Refused(Reason("people.not_same.itself", N_("This is one and the same record.")))
    pair, made = NotSame.objects.get_or_create(first_id=first, second_id=second, defaults={"said_at": clock.now()})
    if made:
        audit.record(actor, "people.not_same.say", pair, person=first, other=second)


@transaction.atomic
def take_back_not_same(actor: Actor, one_id: UUID, other_id: UUID) -> None:
    """Later and better informed: one person after all. Written down like the first word."""
    actor.need(Permission.PERSON_REGISTER)
    first, second = sorted((visible(actor, one_id).id, visible(actor, other_id).id))
    gone, _ = NotSame.objects.filter(first_id=first, second_id=second).delete()
    if gone:
        audit.record(actor, "people.not_same.take_back", first, person=first, other=second)


def _join(member: FamilyMember) -> None:
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as error:
        raise (raised(TWICE, error) or error) from error
    write([member.person_id])
