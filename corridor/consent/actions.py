"""Giving, withdrawing and confirming again. A consent is never edited; withdrawing is one press and never refused (INV-02)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused, refuse_if
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.people.words import LocationKind
from corridor.places import queries as places

from . import queries, rules
from .events import ConsentGiven, ConsentWithdrawn
from .models import Consent, Reconfirmation, Withdrawal
from .rules import NewConsent
from .words import Form, LegalBasis, Pathway, Purpose, Setting

__all__ = ["NewConsent", "end_consular_contact", "give", "reconfirm", "withdraw", "withdraw_travel"]

# The table's own words for contact with a consulate, as sentences (the trigger is protection's, above this context).
CONSULATE = {
    "consent_consent_consulate_never_past_a_shield": Reason(
        "consent.consulate.shielded",
        N_("No consulate may be contacted. This person is protected from any contact with a State. Ask your head of protection."),
    ),
    "consent_consent_consulate_after_no_fear": Reason(
        "consent.consulate.fear_not_asked",
        N_("No consulate may be contacted yet. Ask first, in private, whether the person fears to return."),
    ),
}


@transaction.atomic
def give(actor: Actor, person_id: UUID, new: NewConsent) -> UUID:
    """Records a consent as it was given, with the words read out; opens what it opens, and nothing more."""
    actor.need(Permission.CONSENT_RECORD)
    staff_id = _named(actor)
    person = people.person(actor, person_id)
    today = clock.today()
    recipient = access.organisation(actor, id=new.recipient_id) if new.recipient_id else None
    child = person.is_child_on(today)
    nationalities = frozenset(code for code in (person.nationality, person.nationality_confirmed) if code)
    giver = rules.Giver(child, not child and not person.age_unknown, nationalities)
    partner = rules.Recipient(recipient.kind, recipient.state) if recipient else None
    refuse_if(rules.faults(new, giver, partner, clock.now()))
    if recipient and recipient.id == actor.organisation_id:
        raise Refused(Reason("consent.recipient.own", N_("Your own organisation holds the record already."), field="recipient"))
    row = _consent(actor, person, new, staff_id)
    _insert(row)
    audit.record(
        actor,
        "consent.consent.give",
        row,
        person=person.id,
        category="consent",
        purpose=row.purpose,
        pathway=row.pathway,
        recipient=row.recipient_id,
        text=row.text_id,
        confidence=row.confidence,
    )
    _open(actor, row, new)
    announce(ConsentGiven(actor, row.id, person.id, row.purpose, row.pathway, row.recipient_id))
    return row.id


@transaction.atomic
def withdraw(actor: Actor, consent_id: UUID) -> UUID:
    """One press, no reason, all effects now: older consents to the same thing end with it. Twice does nothing more.

    Answers whose consent it was.
    """
    actor.need(Permission.CONSENT_WITHDRAW)
    row = Consent.objects.filter(opened(actor, "consent"), id=consent_id).order_by("id").first()
    if row is None:
        raise NotFound("consent")
    same = Consent.objects.filter(
        opened(actor, "consent"), person_id=row.person_id, purpose=row.purpose, pathway=row.pathway, recipient_id=row.recipient_id
    )
    ids = list(same.order_by("id").values_list("id", flat=True))
    if row.purpose == Purpose.PROCESS_DATA:  # whoever may not keep the data may not show it to others either
        others = Consent.objects.filter(opened(actor, "consent"), person_id=row.person_id)
        others = others.filter(purpose__in=[str(Purpose.SHARE), str(Purpose.CONTACT_CONSULATE)])
        ids += list(others.order_by("id").values_list("id", flat=True))
    _withdraw(actor, ids)
    return row.person_id


@transaction.atomic
def withdraw_travel(actor: Actor, person_id: UUID) -> list[UUID]:
    """The person says no to travelling: every consent to travel, and to the consular contact that serves it."""
    actor.need(Permission.CONSENT_WITHDRAW)
    people.require(actor, person_id)
    rows = Consent.objects.filter(opened(actor, "consent"), person_id=person_id)
    rows = rows.filter(purpose__in=[str(Purpose.TRAVEL), str(Purpose.CONTACT_CONSULATE)])
    return _withdraw(actor, list(rows.order_by("id").values_list("id", flat=True)))


@transaction.atomic
def reconfirm(
    actor: Actor,
    consent_id: UUID,
    *,
    setting: str,
    private: bool,
    language: str,
    interpreter: str,
    guards_present: bool = False,
    at: datetime | None = None,
) -> UUID:
    """Asked again in private by another officer, outside detention; the person said yes once more (INV-03)."""
    actor.need(Permission.CONSENT_RECONFIRM)
    staff_id = _named(actor)
    row = Consent.objects.filter(opened(actor, "consent"), id=consent_id).select_for_update(of=("self",)).order_by("id").first()
    if row is None:
        raise NotFound("consent")
    moment = at or clock.now()
    refuse_if(
        rules.reconfirmation_faults(
            same_officer=row.officer_id == staff_id,
            setting=setting,
            private=private,
            guards_present=guards_present,
            language=language,
            interpreter=interpreter,
        )
    )
    if Withdrawal.objects.filter(consent=row).exists() or not row.given_at.date() <= moment.date() <= row.valid_until:
        text = N_("This consent was withdrawn or has ended. Ask for a new consent, if the person wishes.")
        raise Refused(Reason("consent.reconfirm.not_standing", text))
    if moment > clock.now() or moment < row.given_at:
        raise Refused(
            Reason("consent.reconfirm.moment", N_("The time must lie after the consent and not in the future."), field="at")
        )
    again = Reconfirmation(consent=row, person_id=row.person_id, at=moment, officer_id=staff_id, private=private)
    again.setting, again.language, again.interpreter = Setting(setting), language.strip()[:12], interpreter.strip()[:60]
    again.save(force_insert=True)
    audit.record(
        actor, "consent.consent.reconfirm", again, person=row.person_id, category="consent", consent=row.id, setting=setting
    )
    return again.id


@transaction.atomic
def end_consular_contact(actor: Actor, person_id: UUID) -> int:
    """The purpose is served (the person has departed): consulates see her or him no longer. Consents stay as they are."""
    rows = Consent.objects.filter(opened(actor, "consent"), person_id=person_id, purpose=str(Purpose.CONTACT_CONSULATE))
    return sum(people_actions.end_shares(actor, because_id=row) for row in rows.order_by("id").values_list("id", flat=True))


def _named(actor: Actor) -> UUID:
    """A consent is heard by somebody with a name, never by a job."""
    if actor.staff_id is None:
        text = N_("A consent is heard and recorded by a named person.")
        raise Refused(Reason("consent.officer.missing", text))
    return actor.staff_id


def _consent(actor: Actor, person: people.PersonRow, new: NewConsent, staff_id: UUID) -> Consent:
    given = new.given_at or clock.now()
    detained = _detained(actor, person.id, new, given)
    asked = rules.Circumstances(
        in_detention=detained,
        guards_present=new.guards_present,
        options_explained=new.options_explained or new.purpose != Purpose.TRAVEL,
        understood=rules.understood(new.language, new.interpreter, person.languages),
        others_present=bool(new.others_present.strip()),
        setting=new.setting,
    )
    row = Consent(person_id=person.id, recipient_id=new.recipient_id, officer_id=staff_id, given_at=given, place_id=new.place_id)
    row.purpose, row.form, row.setting = Purpose(new.purpose), Form(new.form), Setting(new.setting)
    row.pathway = Pathway(new.pathway) if new.purpose == Purpose.TRAVEL else Pathway.NONE
    row.legal_basis = LegalBasis(new.legal_basis)
    row.representative = new.representative.strip()[:120] if new.form == Form.PROXY else ""
    row.language, row.interpreter = new.language.strip()[:12], new.interpreter.strip()[:60]
    row.others_present, row.options_explained = new.others_present.strip()[:200], new.options_explained
    row.in_detention, row.guards_present = detained, new.guards_present
    row.valid_until = new.valid_until or rules.last_day(new.purpose, given.date())
    row.confidence = rules.confidence(asked)
    row.text_id = _text(actor, new)
    return row


def _detained(actor: Actor, person_id: UUID, new: NewConsent, given: datetime) -> bool:
    """Said, or known from the place, or from where the person is written down to be: nobody can tick it away."""
    if new.in_detention or new.setting == Setting.DETENTION:
        return True
    if new.place_id and places.site(actor, new.place_id).is_detention:
        return True
    now = people.locations(actor, [person_id]).get(person_id)
    return now is not None and now.kind == LocationKind.DETENTION and now.since <= given.date()


def _text(actor: Actor, new: NewConsent) -> UUID:
    try:
        return queries.text_of(actor, new.purpose, new.text_language, new.text_version).id
    except NotFound:
        text = N_("There are no words to read out in this language. Choose another language for the text, and an interpreter.")
        raise Refused(Reason("consent.text.missing", text, field="text_language")) from None


def _insert(row: Consent) -> None:
    """Asks the table at once whether a consulate may be contacted, and says its answer in a sentence."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if row.purpose == Purpose.CONTACT_CONSULATE:
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS consent_consent_consular_contact IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS consent_consent_consular_contact DEFERRED")
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        reason = CONSULATE.get(getattr(diag, "constraint_name", "") or "")
        raise (Refused(reason) if reason else error) from error


def _open(actor: Actor, row: Consent, new: NewConsent) -> None:
    """What this consent opens to its recipient: identity alone to a consulate, the named kinds of facts to others."""
    if row.purpose not in (Purpose.SHARE, Purpose.CONTACT_CONSULATE):
        return
    consulate = row.purpose == Purpose.CONTACT_CONSULATE
    people_actions.open_share(
        actor,
        row.person_id,
        organisation_id=row.recipient_id,
        purpose="consular" if consulate else "service",
        categories=() if consulate else tuple(new.categories),
        because="consent",
        because_id=row.id,
        until=datetime.combine(row.valid_until, time.max, tzinfo=UTC),
    )


def _withdraw(actor: Actor, ids: Sequence[UUID]) -> list[UUID]:
    rows = list(Consent.objects.filter(id__in=ids).select_for_update(of=("self",)).order_by("id"))
    done = set(Withdrawal.objects.filter(consent__in=rows).order_by("id").values_list("consent_id", flat=True))
    staff_id = _named(actor)
    moment = clock.now()
    ended = [row for row in rows if row.id not in done]
    for row in ended:
        people_actions.end_shares(actor, because_id=row.id)
        Withdrawal.objects.create(consent=row, person_id=row.person_id, at=moment, told_to_id=staff_id)
        audit.record(
            actor,
            "consent.consent.withdraw",
            row,
            person=row.person_id,
            category="consent",
            purpose=row.purpose,
            pathway=row.pathway,
            recipient=row.recipient_id,
        )
    for row in ended:
        announce(ConsentWithdrawn(actor, row.id, row.person_id, row.purpose, row.pathway, row.recipient_id, moment))
    return [row.id for row in ended]
