"""What moves a return case without anybody pressing a button: consents, protection matters, seats, departures.

News may come from another organisation's officer (a flight run by a partner): then the record's own organisation writes, as
a named job. When a referral closes nothing moves: the case waits until the person confirms again (`resume`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from corridor.consent import actions as consents
from corridor.consent import queries as consent
from corridor.consent.events import ConsentGiven, ConsentWithdrawn
from corridor.consent.words import Pathway, Purpose
from corridor.duplicates.events import PersonsJoined
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.kernel.events import on
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.movements.events import ExitClearanceAnswered, PersonArrived, PersonDeparted, SeatBooked, SeatReleased
from corridor.people import queries as people
from corridor.people.events import ShieldRaised
from corridor.protection import queries as protection
from corridor.protection.events import FearRecorded, ReferralOpened
from corridor.protection.words import Fear
from corridor.returns.lifecycle import Evidence, Return
from corridor.returns.models import ConsularRequest, ReturnCase

from ._common import end_requests, holder, may_step, open_case_of, step


@on(ConsentGiven)
def consent_given(event: ConsentGiven) -> None:
    """A consent to return moves the case; a second journey is refused, and with it the consent (INV-19)."""
    if (event.purpose, event.pathway) != (Purpose.TRAVEL, Pathway.VHR):
        return
    with _case(event.actor, event.person_id) as (writer, case):
        if case is None or not may_step("consent", case):
            return
        if consent.current(writer, event.person_id, str(Purpose.TRAVEL), pathway=str(Pathway.EVACUATION)):
            text = N_("The person has agreed to evacuation. Only one journey can be prepared: withdraw that agreement first.")
            raise Refused(Reason("returns.case.one_way_at_a_time", text, field="pathway"))
        step(writer, case, "consent", Evidence(consented=True), consent=event.consent_id)


@on(ConsentWithdrawn)
def consent_withdrawn(event: ConsentWithdrawn) -> None:
    """At once: the case stops, and no consulate sees the person any longer."""
    if event.purpose == Purpose.TRAVEL and event.pathway == Pathway.VHR:
        with _case(event.actor, event.person_id) as (writer, case):
            if case and may_step("withdraw", case):
                step(writer, case, "withdraw", consent=event.consent_id)
            end_requests(writer, ConsularRequest.objects.filter(person_id=event.person_id), "consent_withdrawn")
    elif event.purpose == Purpose.CONTACT_CONSULATE:
        _leave_consulates(event.actor, event.person_id, "consent_withdrawn", consent_id=event.consent_id)


@on(ReferralOpened)
def referral_opened(event: ReferralOpened) -> None:
    _hold(event.actor, event.person_id)


@on(FearRecorded)
def fear_recorded(event: FearRecorded) -> None:
    if event.answer in (Fear.FEAR, Fear.UNSURE):
        _hold(event.actor, event.person_id)


@on(ShieldRaised)
def shield_raised(event: ShieldRaised) -> None:
    """Whatever the reason: no question to a consulate stays open (INV-05)."""
    _leave_consulates(event.actor, event.person_id, "protected")


@on(SeatBooked)
def seat_booked(event: SeatBooked) -> None:
    """Booking has asked for readiness; a case that is not as far refuses the seat as well."""
    _move(event.actor, event.person_id, event.pathway, "book", event.seat_id, insists=True)


@on(SeatReleased)
def seat_released(event: SeatReleased) -> None:
    _move(event.actor, event.person_id, event.pathway, "unbook", event.seat_id)


@on(PersonDeparted)
def person_departed(event: PersonDeparted) -> None:
    """The contact has served its purpose: no consulate sees who has left."""
    _move(event.actor, event.person_id, event.pathway, "depart", event.seat_id)
    if event.pathway == Pathway.VHR and (writer := holder(event.actor, event.person_id, "returns.news")):
        with acting(writer):
            consents.end_consular_contact(writer, event.person_id)


@on(PersonArrived)
def person_arrived(event: PersonArrived) -> None:
    _move(event.actor, event.person_id, event.pathway, "arrive", event.seat_id)


@on(ExitClearanceAnswered)
def exit_answered(event: ExitClearanceAnswered) -> None:
    if event.state == "granted":
        with _case(event.actor, event.person_id) as (writer, case):
            if case and may_step("clear_exit", case):
                step(writer, case, "clear_exit", Evidence(exit_permit=True))


@on(PersonsJoined)
def persons_joined(event: PersonsJoined) -> None:
    """A matter of protection in either record holds for the one person: the return waits, no question stays with a consulate."""
    known = protection.facts(event.actor, [event.keeper_id], clock.today())[event.keeper_id]
    if known.referral_open or known.fear in (Fear.FEAR, Fear.UNSURE):
        _hold(event.actor, event.keeper_id)
    if people.is_shielded(event.actor, event.keeper_id):
        _leave_consulates(event.actor, event.keeper_id, "protected")


def _hold(actor: Actor, person_id: UUID) -> None:
    """The record of deeds says only that it was held: the matter itself stands in protection's own lines."""
    with _case(actor, person_id) as (writer, case):
        if case and may_step("hold", case):
            step(writer, case, "hold")
        end_requests(writer, ConsularRequest.objects.filter(person_id=person_id), "hold")


def _leave_consulates(actor: Actor, person_id: UUID, why: str, consent_id: UUID | None = None) -> None:
    with _case(actor, person_id) as (writer, case):
        rows = ConsularRequest.objects.filter(person_id=person_id)
        ended = end_requests(writer, rows.filter(consent_id=consent_id) if consent_id else rows, why)
        if ended and case and case.status == Return.CONSULAR_PENDING:
            step(writer, case, "leave_consulate")


def _move(actor: Actor, person_id: UUID, pathway: str, verb: str, seat_id: UUID, insists: bool = False) -> None:
    if pathway != Pathway.VHR:
        return
    with _case(actor, person_id) as (writer, case):
        if case and (may_step(verb, case) or (insists and case.status != Return.BOOKED)):
            step(writer, case, verb, seat=seat_id)


@contextmanager
def _case(actor: Actor, person_id: UUID) -> Iterator[tuple[Actor, ReturnCase | None]]:
    """The open case, locked, and who writes it: inside, the database sees that actor."""
    writer = holder(actor, person_id, "returns.news")
    with transaction.atomic(), acting(writer or actor):
        yield writer or actor, open_case_of(writer, person_id) if writer else None
