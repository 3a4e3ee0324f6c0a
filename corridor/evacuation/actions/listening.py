"""What moves an evacuation without anybody pressing a button: withdrawals, seats, departure, arrival at the transit site.

News may come from another organisation's officer (a flight run by a partner): then the record's own organisation writes, as
a named job.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from corridor.consent.events import ConsentGiven, ConsentWithdrawn
from corridor.consent.words import Pathway, Purpose
from corridor.evacuation.lifecycle import Evacuation, Evidence
from corridor.evacuation.models import EvacuationCase, Stay
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.kernel.events import on
from corridor.movements.events import ExitClearanceAnswered, PersonArrived, PersonDeparted, SeatBooked, SeatReleased
from corridor.people import actions as people_actions
from corridor.people.words import LocationKind
from corridor.places import queries as places
from corridor.places.words import SiteKind

from ._common import begin_stay, evidence_of, finish_stay, holder, may_step, open_case_of, step


@on(ConsentGiven)
def consent_given(event: ConsentGiven) -> None:
    """An agreement moves the case when the person's choice is on record too; otherwise `agree` does, later."""
    if (event.purpose, event.pathway) != (Purpose.TRAVEL, Pathway.EVACUATION):
        return
    with _case(event.actor, event.person_id) as (writer, case):
        if case and may_step("agree", case):
            known = evidence_of(writer, case)
            if known.chosen:
                case.agreement_id = event.consent_id
                step(writer, case, "agree", known, agreement=event.consent_id)


@on(ConsentWithdrawn)
def consent_withdrawn(event: ConsentWithdrawn) -> None:
    """At once; refusing changes nothing in the registration (INV-07)."""
    if (event.purpose, event.pathway) != (Purpose.TRAVEL, Pathway.EVACUATION):
        return
    with _case(event.actor, event.person_id) as (writer, case):
        if case and may_step("decline", case):
            step(writer, case, "decline", consent=event.consent_id)


@on(SeatBooked)
def seat_booked(event: SeatBooked) -> None:
    """Booking has asked for readiness; a case that is not as far refuses the seat as well."""
    _move(event.actor, event.person_id, event.pathway, "book", event.seat_id, insists=True)


@on(SeatReleased)
def seat_released(event: SeatReleased) -> None:
    _move(event.actor, event.person_id, event.pathway, "unbook", event.seat_id)


@on(PersonDeparted)
def person_departed(event: PersonDeparted) -> None:
    """Leaves the gathering facility with the flight."""
    if event.pathway != Pathway.EVACUATION:
        return
    with _case(event.actor, event.person_id) as (writer, case):
        if case and may_step("depart", case):
            step(writer, case, "depart", seat=event.seat_id)
        present = Stay.objects.select_for_update(of=("self",)).filter(person_id=event.person_id, until__isnull=True)
        for stay in present.order_by("id"):
            finish_stay(writer, stay, max(clock.today(), stay.since))


@on(PersonArrived)
def person_arrived(event: PersonArrived) -> None:
    """Arrival at the transit site opens the stay there."""
    if event.pathway != Pathway.EVACUATION:
        return
    with _case(event.actor, event.person_id) as (writer, case):
        if case and may_step("arrive", case):
            step(writer, case, "arrive", seat=event.seat_id)
            site = event.site_id or case.transit_site_id
            if site and places.site(writer, site).kind == SiteKind.TRANSIT:
                begin_stay(writer, event.person_id, site, clock.today())
                people_actions.set_location(writer, event.person_id, LocationKind.TRANSIT, site, clock.today())


@on(ExitClearanceAnswered)
def exit_answered(event: ExitClearanceAnswered) -> None:
    if event.state == "granted":
        with _case(event.actor, event.person_id) as (writer, case):
            if case and may_step("clear_exit", case):
                step(writer, case, "clear_exit", Evidence(exit_permit=True))


def _move(actor: Actor, person_id: UUID, pathway: str, verb: str, seat_id: UUID, insists: bool = False) -> None:
    if pathway != Pathway.EVACUATION:
        return
    with _case(actor, person_id) as (writer, case):
        if case and (may_step(verb, case) or (insists and case.status != Evacuation.BOOKED)):
            step(writer, case, verb, seat=seat_id)


@contextmanager
def _case(actor: Actor, person_id: UUID) -> Iterator[tuple[Actor, EvacuationCase | None]]:
    """The open case, locked, and who writes it: inside, the database sees that actor."""
    writer = holder(actor, person_id)
    with transaction.atomic(), acting(writer or actor):
        yield writer or actor, open_case_of(writer, person_id) if writer else None
