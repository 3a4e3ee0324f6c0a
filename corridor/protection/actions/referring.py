"""The life of a referral between organisations: proposed, agreed, sent, received, answered, told (domain notes 3.4).

While it is open the person is shielded from every State. Sending opens the record to the receiver; a no, or the person's own
change of mind, shuts it again. An acceptance leaves the shield of an asylum claim behind.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.ids import new_id
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused, refuse_if
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people.words import ShieldKind
from corridor.protection import rules
from corridor.protection.events import ReferralClosed, ReferralOpened
from corridor.protection.lifecycle import RECEIVERS, REFERRAL, SENDERS
from corridor.protection.lifecycle import Referral as Status
from corridor.protection.models import Referral

from ._common import named

SHARED = ("contact", "family", "case", "consent", "protection")  # what a receiver needs to assess; never medical, never travel


@transaction.atomic
def propose_referral(
    actor: Actor, person_id: UUID, *, receiver_id: UUID, urgent: bool = False, own_request: bool = False
) -> UUID:
    """Opens the referral and the shield in one moment. The receiver sees nothing before it is sent."""
    actor.need(Permission.REFERRAL_SEND)
    people.require(actor, person_id)
    receiver = access.organisation(actor, id=receiver_id)
    refuse_if(rules.referral_faults(actor.organisation_kind, receiver.kind, own_request=own_request))
    row = Referral(id=new_id(), person_id=person_id, sender_id=actor.organisation_id, receiver_id=receiver.id)
    row.status, row.opened_at, row.opened_by_id = REFERRAL.initial, clock.now(), named(actor)
    row.urgent, row.own_request = urgent, own_request
    people_actions.raise_shield(actor, person_id, ShieldKind.REFERRAL, because_id=row.id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "protection_referral_one_open" not in str(error.__cause__):
            raise
        text = N_("A referral of this person to this organisation is open already. Go on with that one.")
        raise Refused(Reason("protection.referral.open", text)) from error
    audit.record(
        actor, "protection.referral.propose", row, person=person_id, category="protection", receiver=receiver.id, urgent=urgent
    )
    if not row.own_request:
        announce(ReferralOpened(actor, person_id, row.id))
    return row.id


@transaction.atomic
def consent(actor: Actor, referral_id: UUID, *, language: str = "", interpreter: str = "", version: int | None = None) -> None:
    """The person, informed, agrees to be referred."""
    row, status = _step(actor, referral_id, "consent", version)
    _save(actor, row, "consent", status, language=language, interpreter=interpreter)


@transaction.atomic
def send(actor: Actor, referral_id: UUID, *, version: int | None = None) -> None:
    """The record opens to the receiver, and the clock for the answer starts."""
    row, status = _step(actor, referral_id, "send", version)
    row.sent_at = clock.now()
    row.answer_due = rules.answer_due(row.sent_at.date(), urgent=row.urgent)
    if people.person(actor, row.person_id).organisation_id != row.receiver_id:
        people_actions.open_share(
            actor,
            row.person_id,
            organisation_id=row.receiver_id,
            purpose="referral",
            categories=SHARED,
            because="referral",
            because_id=row.id,
        )
    _save(actor, row, "send", status)


@transaction.atomic
def receive(actor: Actor, referral_id: UUID, *, version: int | None = None) -> None:
    row, status = _step(actor, referral_id, "receive", version)
    _save(actor, row, "receive", status)


@transaction.atomic
def accept(actor: Actor, referral_id: UUID, *, version: int | None = None) -> None:
    """The receiver takes the matter up: from now on an asylum claim shields the person, whatever becomes of the referral."""
    row, status = _step(actor, referral_id, "accept", version)
    if not row.own_request:
        people_actions.raise_shield(actor, row.person_id, ShieldKind.ASYLUM, because_id=row.id)
    _answer(actor, row, "accept", status, "")


@transaction.atomic
def reject(actor: Actor, referral_id: UUID, *, reason: str, version: int | None = None) -> None:
    """Not accepted, with the reason the person will be told. The record shuts to the receiver."""
    row, status = _step(actor, referral_id, "reject", version)
    _answer(actor, row, "reject", status, _why(reason))
    people_actions.end_shares(actor, because_id=row.id)


@transaction.atomic
def not_registrable(actor: Actor, referral_id: UUID, *, reason: str, version: int | None = None) -> None:
    """The receiver cannot register the person here: an answer like another, given by a person. No list decides it."""
    row, status = _step(actor, referral_id, "not_registrable", version)
    _answer(actor, row, "not_registrable", status, _why(reason))
    people_actions.end_shares(actor, because_id=row.id)


@transaction.atomic
def decline(actor: Actor, referral_id: UUID, *, version: int | None = None) -> None:
    """The person does not want it, or no longer: no reason asked, at any time before the answer."""
    row, status = _step(actor, referral_id, "decline", version)
    _close(actor, row, "decline", status, Status.DECLINED)


@transaction.atomic
def close(actor: Actor, referral_id: UUID, *, version: int | None = None) -> None:
    """The person knows the answer. The referral's shield falls; a shield of an asylum claim stays."""
    row, status = _step(actor, referral_id, "close", version)
    _close(actor, row, "close", status, Status(row.outcome or row.status))


def _step(actor: Actor, referral_id: UUID, verb: str, version: int | None) -> tuple[Referral, str]:
    """The referral, locked, with the status after the step; only for the side whose step it is."""
    sides = Q(pk__in=[])
    if actor.may(Permission.REFERRAL_SEND) and verb in SENDERS:
        sides |= Q(sender_id=actor.organisation_id)
    if actor.may(Permission.REFERRAL_ANSWER) and verb in RECEIVERS:
        mine = Q(receiver_id=actor.organisation_id, sent_at__isnull=False)
        sides |= (
            mine & Q(status=Status.ACCEPTED) if verb == "close" else mine
        )  # after a no, the receiver sees the person no longer
    row = Referral.objects.select_for_update(of=("self",)).filter(sides, id=referral_id).order_by("id").first()
    if row is None:
        raise NotFound("referral")
    if version is not None and row.version != version:
        text = N_("Somebody else changed this referral while you were looking at it. Nothing was saved. Load it again.")
        raise Conflict(Reason("protection.referral.changed_meanwhile", text))
    named(actor)
    return row, REFERRAL.check(verb, row.status)


def _why(reason: str) -> str:
    if not reason.strip():
        text = N_("Write the reason in words that can be told to the person.")
        raise Refused(Reason("protection.referral.reason", text, field="reason"))
    return reason.strip()[:300]


def _answer(actor: Actor, row: Referral, verb: str, status: str, reason: str) -> None:
    row.answered_at, row.answer_reason, row.outcome = clock.now(), reason, str(status)
    _save(actor, row, verb, status)


def _close(actor: Actor, row: Referral, verb: str, status: str, outcome: Status) -> None:
    row.closed_at, row.outcome = clock.now(), outcome
    _save(actor, row, verb, status)
    people_actions.lift_shields(actor, row.person_id, ShieldKind.REFERRAL, because_id=row.id)
    if outcome != Status.ACCEPTED:
        people_actions.end_shares(actor, because_id=row.id)
    if not row.own_request:
        announce(ReferralClosed(actor, row.person_id, row.id, str(outcome)))


def _save(actor: Actor, row: Referral, verb: str, status: str, **detail: object) -> None:
    row.status = status
    row.version += 1
    row.save()
    audit.record(actor, f"protection.referral.{verb}", row, person=row.person_id, category="protection", **detail)
