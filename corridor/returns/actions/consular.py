"""Asking a consulate, and its answer.

The consulate's officer answers on the request; the row, the document and the confirmed nationality are written in the same
transaction by a named job of the organisation that holds the record (`_common.clerk`), because a consulate owns nothing here
and row security gives it no row to write. The audit line of the answer is the officer's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.access.words import OrganisationKind
from corridor.audit import actions as audit
from corridor.consent import queries as consent
from corridor.consent.words import Purpose
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people import words as people_words
from corridor.people.rules import NewDocument
from corridor.returns import queries
from corridor.returns.lifecycle import Consular, Evidence, Return
from corridor.returns.models import ConsularRequest
from corridor.returns.words import InterviewMode

from ._common import case_to_change, clerk, consular_step, end_requests, evidence_of, may_step, open_case_of, step

PAPERS = (
    people_words.DocumentKind.EMERGENCY_CERTIFICATE,
    people_words.DocumentKind.LAISSEZ_PASSER,
    people_words.DocumentKind.PASSPORT,
)


@dataclass(frozen=True)
class NewPaper:
    kind: str
    number: str
    issued_on: date | None
    expires_on: date | None


@transaction.atomic
def ask_consulate(
    actor: Actor, case_id: UUID, *, consulate_id: UUID, origin: str = "", photo_agreed: bool = False, version: int | None = None
) -> UUID:
    """One question to one consulate, on the person's live consent to that very contact (INV-06), never past a shield (INV-05)."""
    actor.need(Permission.CONSULAR_REQUEST)
    row = case_to_change(actor, case_id, version)
    partner = access.organisation(actor, id=consulate_id)
    if partner.kind != OrganisationKind.CONSULATE:
        raise Refused(Reason("returns.consular.not_a_consulate", N_("Choose a consulate from the list."), field="consulate"))
    given = consent.current(actor, row.person_id, str(Purpose.CONTACT_CONSULATE), recipient_id=partner.id, lock=True)
    if given is None:
        text = N_(
            "The consulate was not contacted: the person has not consented to contact with this consulate. "
            "Ask in private, and record the consent first."
        )
        raise Refused(Reason("returns.consular.no_consent", text, field="consulate"))
    step(actor, row, "ask_consulate", evidence_of(actor, row), consulate=partner.id)
    asked = ConsularRequest(
        case=row, person_id=row.person_id, consulate_id=partner.id, consent_id=given.id, status=Consular.ASKED
    )
    asked.asked_at, asked.asked_by_id = clock.now(), actor.staff_id
    asked.origin, asked.photo_agreed = origin.strip()[:120], photo_agreed
    asked.save(force_insert=True)
    audit.record(actor, "returns.consular.ask", asked, person=row.person_id, consulate=partner.id, photo=photo_agreed)
    people_actions.open_share(
        actor,
        row.person_id,
        organisation_id=partner.id,
        purpose=people_words.SharePurpose.CONSULAR,
        categories=[people_words.Category.IDENTITY],
        because="consent",
        because_id=given.id,
    )
    return asked.id


@transaction.atomic
def end_request(actor: Actor, request_id: UUID) -> None:
    """The mission takes its question back; the consulate sees nothing of it any more."""
    actor.need(Permission.CONSULAR_REQUEST)
    rows = ConsularRequest.objects.filter(id=request_id)
    found = rows.order_by("id").first()
    if found is None or actor.organisation_kind == OrganisationKind.CONSULATE:
        raise NotFound("request")
    case = case_to_change(actor, found.case_id)
    if not end_requests(actor, rows, "taken_back"):
        raise Refused(Reason("returns.consular.over", N_("This request has ended already.")))
    if may_step("leave_consulate", case):
        step(actor, case, "leave_consulate")


@transaction.atomic
def arrange_interview(actor: Actor, request_id: UUID, *, at: datetime, mode: str, version: int | None = None) -> None:
    """A time the consulate proposes; it takes place only if the person agrees."""
    if mode not in (InterviewMode.REMOTE, InterviewMode.TELEPHONE, InterviewMode.IN_PERSON):
        raise Refused(Reason("returns.consular.mode", N_("Choose how you will speak with the person."), field="mode"))
    if at <= clock.now():
        raise Refused(Reason("returns.consular.past", N_("Choose a time that lies ahead."), field="at"))
    with _answering(actor, request_id, version) as (owner, row):
        row.interview_at, row.interview_mode = at, mode
        consular_step(owner, row, "appoint")
    _note(actor, "appoint", request_id, row.person_id)


@transaction.atomic
def confirm(actor: Actor, request_id: UUID, version: int | None = None) -> None:
    """The State confirms its national: written on the person's record, with the State and the day."""
    state = _state(actor)
    with _answering(actor, request_id, version) as (owner, row):
        _answered(actor, row)
        consular_step(owner, row, "confirm")
        people_actions.confirm_nationality(owner, row.person_id, country=state, by_id=row.consulate_id, on=clock.today())
    _note(actor, "confirm", request_id, row.person_id)


@transaction.atomic
def not_confirm(actor: Actor, request_id: UUID, version: int | None = None) -> None:
    """Not confirmed: the request ends; the person is told, and may ask again or choose another way."""
    with _answering(actor, request_id, version) as (owner, row):
        _answered(actor, row)
        consular_step(owner, row, "not_confirm")
        people_actions.end_shares(owner, because_id=row.consent_id)
        case = open_case_of(owner, row.person_id)
        if case and may_step("not_confirm", case):
            step(owner, case, "not_confirm")
    _note(actor, "not_confirm", request_id, row.person_id)


@transaction.atomic
def issue(actor: Actor, request_id: UUID, paper: NewPaper, version: int | None = None) -> None:
    """The travel document: added to the record of the mission; with it the consulate's view of the person ends."""
    state = _state(actor)
    _refuse_paper(paper)
    with _answering(actor, request_id, version) as (owner, row):
        new = NewDocument(paper.kind, paper.number, state, paper.issued_on, paper.expires_on)
        row.document_id = people_actions.add_document(owner, row.person_id, new)
        _answered(actor, row)
        consular_step(owner, row, "issue")
        people_actions.end_shares(owner, because_id=row.consent_id)
        case = open_case_of(owner, row.person_id)
        if case and case.status == Return.CONSULAR_PENDING:
            step(owner, case, "document", Evidence(document=True))
    _note(actor, "issue", request_id, row.person_id)


@transaction.atomic
def open_request(actor: Actor, request_id: UUID) -> queries.ConsularRow:
    """Reads one request; each opening is recorded, to be shown to the person on asking (INV-22)."""
    row = queries.consular_request(actor, request_id)
    person_id, _owner = queries.consular_subject(actor, request_id)
    _note(actor, "open", request_id, person_id)
    return row


@transaction.atomic
def see_photo(actor: Actor, request_id: UUID) -> bytes:
    """Only where the person agreed that this consulate sees it; recorded."""
    if not queries.consular_request(actor, request_id).photo:
        raise NotFound("photo")
    person_id, _owner = queries.consular_subject(actor, request_id)
    _note(actor, "see_photo", request_id, person_id)
    return people.photo_of(actor, person_id)


@contextmanager
def _answering(actor: Actor, request_id: UUID, version: int | None) -> Iterator[tuple[Actor, ConsularRequest]]:
    """The consulate must see the open request; then the owner's job holds the row while the answer is written."""
    _person, owner_id = queries.consular_subject(actor, request_id)
    owner = clerk(owner_id, "returns.consular_answer")
    with acting(owner):
        row = (
            ConsularRequest.objects.select_for_update(of=("self",))
            .filter(id=request_id, ended_at__isnull=True)
            .order_by("id")
            .first()
        )
        if row is None or row.consulate_id != actor.organisation_id:
            raise NotFound("request")
        if version is not None and row.version != version:
            text = N_("A colleague has just answered this request. Nothing was saved. Look at it again.")
            raise Conflict(Reason("returns.consular.changed_meanwhile", text))
        yield owner, row


def _answered(actor: Actor, row: ConsularRequest) -> None:
    row.answered_at, row.answered_by_id = clock.now(), actor.staff_id


def _note(actor: Actor, verb: str, request_id: UUID, person_id: UUID) -> None:
    audit.record(actor, f"returns.consular.answer.{verb}", request_id, person=person_id)


def _state(actor: Actor) -> str:
    state = access.organisation(actor, id=actor.organisation_id).state
    if not state:
        raise Refused(
            Reason("returns.consular.no_state", N_("Your organisation has no State on record. Ask the mission to add it."))
        )
    return state


def _refuse_paper(paper: NewPaper) -> None:
    faults = []
    if paper.kind not in PAPERS:
        faults.append(Reason("returns.consular.paper_kind", N_("Choose the kind of document."), field="kind"))
    if not paper.number.strip():
        faults.append(Reason("returns.consular.paper_number", N_("Give the number of the document."), field="number"))
    if paper.expires_on is None or paper.expires_on <= clock.today():
        faults.append(
            Reason("returns.consular.paper_expiry", N_("Give the last day of validity; it lies ahead."), field="expires_on")
        )
    if paper.issued_on and paper.issued_on > clock.today():
        faults.append(Reason("returns.consular.paper_issue", N_("The day of issue cannot lie ahead."), field="issued_on"))
    if faults:
        raise Refused(*faults)
