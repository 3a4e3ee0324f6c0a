"""Seats outside the gate: telling people their date, giving seats back, booking a party, boarding passes."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from corridor.audit import actions as audit
from corridor.kernel.refusals import NotFound
from corridor.movements import actions, queries
from corridor.movements.lifecycle import Seat as SeatStatus
from corridor.movements.queries import screens
from corridor.web.shell import asked, formats

from . import presenters
from .outputs import pdf, qr


@require_POST
def tell(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """One person, with the party; or everybody who holds a seat."""
    held = queries.seats(request.actor, flight_id, statuses=[str(SeatStatus.HELD)])
    if not request.POST.get("all"):
        row = _seat(request, flight_id)
        held = [one for one in held if one.id == row.id or (row.party_id and one.party_id == row.party_id)]
    actions.tell(request.actor, [one.id for one in held])
    messages.success(request, _("Recorded: told the date."))
    return redirect("movements.flight", flight_id)


@require_POST
def release(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """For the whole party, which is never split."""
    gone = actions.release(request.actor, _seat(request, flight_id).id)
    messages.success(request, _("Seats given back: %(n)s.") % {"n": len(gone)})
    return redirect("movements.flight", flight_id)


@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Seats for a party, or a place in the line of a flight."""
    flight_id, party_id = asked.an_id(request.POST.get("flight")), asked.an_id(request.POST.get("party"))
    booked = actions.book(request.actor, flight_id, party_id, standby=bool(request.POST.get("standby")))
    messages.success(
        request, ngettext("Recorded for one person.", "Recorded for %(n)s people.", len(booked)) % {"n": len(booked)}
    )
    return redirect("movements.flight", flight_id)


def passes(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """Cards to print: the code holds an opaque token and nothing else."""
    row, seats = _with_passes(request, flight_id)
    cards = [_card(one) | {"picture": mark_safe(qr.svg(one.token))} for one in seats]  # noqa: S308 drawn by us from the token
    context = presenters.flight_head(row) | {"cards": cards}
    return render(request, "movements/passes.html", context)


def passes_pdf(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    row, seats = _with_passes(request, flight_id)
    cards = [_card(one) | {"qr": qr.svg(one.token)} for one in seats]
    said = {"code": row.code, "from": row.embarkation.name, "when": formats.moment(row.departs_at)}
    body = pdf.write_passes(said, cards, settings.SYNTHETIC)
    name = f"{row.code}-passes.pdf"
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _with_passes(request: HttpRequest, flight_id: UUID) -> tuple[queries.FlightRow, list[queries.SeatRow]]:
    """Those still before departure; whose pass was printed is on record."""
    row = queries.flight(request.actor, flight_id)
    live = (SeatStatus.HELD, SeatStatus.CONFIRMED, SeatStatus.BOARDED)
    seats = [one for one in screens.people_of(request.actor, flight_id) if one.status in live]
    about = [(one.id, one.person_id) for one in seats]
    audit.record(request.actor, "movements.pass.export", row.id, people=len(seats))
    audit.record_many(request.actor, "movements.pass.export", about, flight=row.id)
    return row, seats


def _card(one: queries.SeatRow) -> dict[str, Any]:
    party = _("Party %(reference)s") % {"reference": one.party_reference} if one.party_reference else ""
    return {"no": formats.count(one.number), "name": one.name, "party": party, "to": one.destination}


def _seat(request: HttpRequest, flight_id: UUID) -> queries.SeatRow:
    row = queries.seat(request.actor, asked.an_id(request.POST.get("seat")))
    if row.flight_id != flight_id:
        raise NotFound("seat")
    return row
