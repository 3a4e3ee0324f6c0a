"""The steps of a return case that people take at a screen, from the request to the day nothing more is to do."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.access.words import OrganisationKind
from corridor.audit import actions as audit
from corridor.consent import actions as consent
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused, refuse_if
from corridor.people import queries as people
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.protection import actions as protection
from corridor.returns.models import ConsularRequest, Counselling, ReturnCase

from ._common import case_to_change, end_requests, evidence_of, step


@dataclass(frozen=True)
class NewCounselling:
    """What was said alone with the person, before any choice."""

    language: str
    interpreter: str
    private: bool
    asylum_explained: bool
    wishes_unhcr: bool


@transaction.atomic
def open_case(actor: Actor, person_id: UUID, *, destination_id: UUID | None = None, final_town: str = "") -> UUID:
    """Somebody asks for return. Asking commits to nothing."""
    actor.need(Permission.RETURN_MANAGE)
    people.require(actor, person_id)
    if ReturnCase.objects.filter(person_id=person_id, closed_on__isnull=True).exists():
        raise Refused(Reason("returns.case.open_already", N_("A return case is open already. Go on with that one.")))
    _town_known(actor, destination_id)
    row = ReturnCase(person_id=person_id, organisation_id=actor.organisation_id, caseworker_id=actor.staff_id)
    row.destination_id, row.final_town = destination_id, final_town.strip()[:120]
    row.requested_on, row.status_since = clock.today(), clock.now()
    row.save(force_insert=True)
    audit.record(actor, "returns.case.open", row, person=person_id, destination=destination_id)
    return row.id


@transaction.atomic
def set_destination(
    actor: Actor, case_id: UUID, *, destination_id: UUID | None, final_town: str, version: int | None = None
) -> None:
    """Where the person wants to arrive, and the town further on."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    _town_known(actor, destination_id)
    row.destination_id, row.final_town = destination_id, final_town.strip()[:120]
    row.version += 1
    row.save(update_fields=["destination_id", "final_town", "version"])
    audit.record(actor, "returns.case.set_destination", row, person=row.person_id, destination=destination_id)


@transaction.atomic
def register(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    actor.need(Permission.RETURN_MANAGE)
    step(actor, case_to_change(actor, case_id, version), "register")


@transaction.atomic
def counsel(actor: Actor, case_id: UUID, new: NewCounselling, version: int | None = None) -> UUID:
    """Alone with the person, asylum explained, and everyone asked whether he or she wishes to speak with UNHCR.

    A yes proposes the referral in the same transaction; the case then waits on hold (INV-04).
    """
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    refuse_if(_counselling_faults(actor, new))
    done = Counselling(case=row, person_id=row.person_id, officer_id=actor.staff_id, at=clock.now())
    done.language, done.interpreter = new.language.strip()[:12], new.interpreter.strip()[:60]
    done.private, done.asylum_explained, done.wishes_unhcr = new.private, new.asylum_explained, new.wishes_unhcr
    step(actor, row, "counsel", private=True)
    done.save(force_insert=True)
    if new.wishes_unhcr:
        protection.propose_referral(actor, row.person_id, receiver_id=_unhcr(actor))
    return done.id


@transaction.atomic
def screen(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """The protection screening and the question about fear are on record."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "screen", evidence_of(actor, row))


@transaction.atomic
def take_consent(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """For a consent that was recorded before the case had come so far; later ones move the case by themselves."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "consent", evidence_of(actor, row))


@transaction.atomic
def document(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """A travel document is at hand; a consulate need not be asked, or no longer."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "document", evidence_of(actor, row))
    end_requests(actor, ConsularRequest.objects.filter(case=row), "document_at_hand")


@transaction.atomic
def clear_exit(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "clear_exit", evidence_of(actor, row))


@transaction.atomic
def hold(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """A named officer stops the return for a protection matter; nothing about it leaves the house."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "hold")
    end_requests(actor, ConsularRequest.objects.filter(case=row), "hold")


@transaction.atomic
def resume(actor: Actor, case_id: UUID, *, person_confirms: bool, version: int | None = None) -> None:
    """Only when nothing is open any more, and the person, told of the outcome, says again that he or she wishes to return."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    if not person_confirms:
        text = N_("The case stays on hold. Tell the person the outcome and ask again; go on only when he or she says so.")
        raise Refused(Reason("returns.case.not_confirmed_again", text, field="person_confirms"))
    step(actor, row, "resume", evidence_of(actor, row), person_confirms=True)


@transaction.atomic
def withdraw(actor: Actor, case_id: UUID) -> None:
    """One press, in any status before departure, no reason asked (INV-02). Every consent to travel ends with it."""
    actor.need(Permission.CONSENT_WITHDRAW)
    row = case_to_change(actor, case_id)
    consent.withdraw_travel(actor, row.person_id)
    row = case_to_change(actor, case_id)  # the withdrawal of a consent has already moved the case
    if row.status != "withdrawn":
        step(actor, row, "withdraw")
        end_requests(actor, ConsularRequest.objects.filter(case=row), "withdrawn")


@transaction.atomic
def close(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """Nothing more is to be done for this return. Help and the way to UNHCR stay as they are."""
    actor.need(Permission.RETURN_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "close")
    end_requests(actor, ConsularRequest.objects.filter(case=row), "closed")


def _town_known(actor: Actor, destination_id: UUID | None) -> None:
    if destination_id and places.site(actor, destination_id).kind not in (SiteKind.CITY, SiteKind.AIRPORT):
        text = N_("Choose a town of destination from the list.")
        raise Refused(Reason("returns.case.destination", text, field="destination"))


def _counselling_faults(actor: Actor, new: NewCounselling) -> list[Reason]:
    faults = []
    if not new.private:
        text = N_("The counselling was not recorded: it takes place alone with the person. Find a private room and speak again.")
        faults.append(Reason("returns.counselling.private", text, field="private"))
    if not new.asylum_explained:
        text = N_("The counselling was not recorded: explain asylum, UNHCR and staying before any choice.")
        faults.append(Reason("returns.counselling.asylum", text, field="asylum_explained"))
    if not new.language.strip():
        faults.append(Reason("returns.counselling.language", N_("Say in which language you spoke."), field="language"))
    if not new.interpreter.strip():
        text = N_("Say who interpreted, or that no interpreter was needed.")
        faults.append(Reason("returns.counselling.interpreter", text, field="interpreter"))
    if actor.staff_id is None:
        faults.append(Reason("returns.counselling.officer", N_("A counselling is recorded by the officer who held it.")))
    return faults


def _unhcr(actor: Actor) -> UUID:
    operations = [one for one in access.organisations(actor, OrganisationKind.UNHCR_OPERATION) if one.id != actor.organisation_id]
    if not operations:
        text = N_("No UNHCR operation is set up here, so no referral can be proposed. Ask your head of protection at once.")
        raise Refused(Reason("returns.counselling.no_unhcr", text, field="wishes_unhcr"))
    return operations[0].id
