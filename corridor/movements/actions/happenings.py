"""What happens between two plans, each with one press: it is written down, and a plan that answers it is proposed at once.

Nothing here takes a seat from anybody but by the plan's own words when a named person puts it in force. While another plan is
being put in force the event is kept all the same, and the answer waits until somebody asks.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.movements import queries
from corridor.movements.lifecycle import FLIGHT
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.models import Closure, Flight
from corridor.movements.words import Happening
from corridor.places import queries as places
from corridor.places.words import SiteKind

from ._common import own_flight
from .flights import cancel, change_flight
from .plans import BUSY, ask_replan

NOT_AN_AIRPORT = Reason("movements.closure.airport", N_("Only an airport can be closed here. Choose one."), field="airport")
DAYS = Reason("movements.closure.days", N_("The last day comes before the first, or is over. Correct the days."), field="last")
WHY = Reason("movements.closure.because", N_("Write in a few words why it is closed."), field="because")
OPEN_AGAIN = Reason("movements.closure.open", N_("This airport is open again already."))
SEATS = N_("Seats that are left: a number from 1 to %(most)s. If none is left, cancel the flight.")
OVER = Reason("movements.flight.over", N_("This flight has left or was cancelled. It stays as recorded."))
NO_CUT = Reason("movements.flight.no_cut", N_("No places were taken from this flight."))


def replan_after(actor: Actor, happening: str, subject: str = "") -> UUID | None:
    """The plan that answers it; None while another is being put in force."""
    try:
        with transaction.atomic():
            return ask_replan(actor, f"{Happening(happening)} {subject}".strip())
    except Refused as refusal:
        if refusal.reasons[0].code != BUSY.code:
            raise
        return None


@transaction.atomic
def cancel_flight(actor: Actor, flight_id: UUID, *, reason: str = "", version: int | None = None) -> UUID | None:
    """Everybody's seat is released; the plan says who goes with which other flight."""
    actor.need(Permission.PLAN_MAKE)
    cancel(actor, flight_id, reason=reason, version=version)
    return replan_after(actor, Happening.CANCELLED, _code(flight_id))


@transaction.atomic
def delay_flight(actor: Actor, flight_id: UUID, departs_at: datetime, *, version: int | None = None) -> UUID | None:
    """Another hour or day. Seats go along; whose papers do not hold on the new day, the plan says."""
    actor.need(Permission.PLAN_MAKE)
    change_flight(actor, flight_id, {"departs_at": departs_at}, version)
    return replan_after(actor, Happening.DELAYED, _code(flight_id))


@transaction.atomic
def close_airport(actor: Actor, site_id: UUID, first: date, last: date, because: str) -> UUID | None:
    """Its flights on these days stay until somebody cancels them one by one; no new plan counts on them."""
    actor.need(Permission.FLIGHT_MANAGE)
    actor.need(Permission.PLAN_MAKE)
    site = places.site(actor, site_id)
    faults = [
        *([NOT_AN_AIRPORT] if site.kind != SiteKind.AIRPORT else []),
        *([DAYS] if last < first or last < clock.today() else []),
        *([] if because.strip() else [WHY]),
    ]
    if faults:
        raise Refused(*faults)
    row = Closure(organisation_id=actor.organisation_id, site_id=site_id, first=first, last=last)
    row.because, row.made_at, row.made_by_id = because.strip()[:120], clock.now(), actor.staff_id
    row.save(force_insert=True)
    audit.record(actor, "movements.closure.add", row, site=site_id, first=first, last=last)
    return replan_after(actor, Happening.CLOSED, site.code)


@transaction.atomic
def open_airport(actor: Actor, closure_id: UUID) -> UUID | None:
    actor.need(Permission.FLIGHT_MANAGE)
    actor.need(Permission.PLAN_MAKE)
    rows = Closure.objects.select_for_update(of=("self",)).filter(id=closure_id, organisation_id=actor.organisation_id)
    row = rows.order_by("id").first()
    if row is None:
        raise NotFound("closure")
    if row.lifted_at:
        raise Refused(OPEN_AGAIN)
    row.lifted_at, row.lifted_by_id = clock.now(), actor.staff_id
    row.save(update_fields=["lifted_at", "lifted_by"])
    audit.record(actor, "movements.closure.lift", row, site=row.site_id)
    return replan_after(actor, Happening.OPENED, places.site(actor, row.site_id).code)


@transaction.atomic
def cut_capacity(actor: Actor, flight_id: UUID, seats: int, *, version: int | None = None) -> UUID | None:
    """Fewer places from now on: nobody is booked above them. Who gives theirs back, if anybody must, the plan says by name."""
    actor.need(Permission.FLIGHT_MANAGE)
    actor.need(Permission.PLAN_MAKE)
    row = own_flight(actor, flight_id, version)
    _still_here(row)
    if not 1 <= seats < row.capacity:
        raise Refused(Reason("movements.flight.cut", SEATS, {"most": row.capacity - 1}, field="seats"))
    if queries.flight(actor, flight_id).load.seats <= seats:
        row.capacity, row.cut_to = seats, None
    else:
        row.cut_to = seats
    row.version += 1
    row.save(update_fields=["capacity", "cut_to", "version"])
    audit.record(actor, "movements.flight.cut", row, seats=seats)
    return replan_after(actor, Happening.CUT, row.code)


@transaction.atomic
def lift_cut(actor: Actor, flight_id: UUID, *, version: int | None = None) -> UUID | None:
    """The places are there after all, before any plan took them away."""
    actor.need(Permission.FLIGHT_MANAGE)
    actor.need(Permission.PLAN_MAKE)
    row = own_flight(actor, flight_id, version)
    if row.cut_to is None:
        raise Refused(NO_CUT)
    row.cut_to, row.version = None, row.version + 1
    row.save(update_fields=["cut_to", "version"])
    audit.record(actor, "movements.flight.lift_cut", row)
    return replan_after(actor, Happening.RESTORED, row.code)


def _still_here(row: Flight) -> None:
    if row.status in FLIGHT.final or row.status == FlightStatus.DEPARTED:
        raise Refused(OVER)


def _code(flight_id: UUID) -> str:
    return Flight.objects.values_list("code", flat=True).get(id=flight_id)


__all__ = ["cancel_flight", "close_airport", "cut_capacity", "delay_flight", "lift_cut", "open_airport", "replan_after"]
