"""Flights: the list with its filters in the address, one flight with its steps, clearances and escorts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access.roles import Permission as P
from corridor.kernel import clock
from corridor.movements import actions, queries
from corridor.movements.lifecycle import FLIGHT
from corridor.movements.queries import screens
from corridor.web.shell import asked

from . import presenters
from .forms import ChangeForm, ClearanceForm, EscortForm, FlightFilter, FlightForm, saved
from .manifests import versions

ROWS = 25
DEEDS = {
    "confirm": actions.confirm,
    "open_gate": actions.open_gate,
    "depart": actions.depart,
    "arrive": actions.arrive,
    "cancel": actions.cancel,
}


def flights(request: HttpRequest) -> HttpResponse:
    form = FlightFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    past, page = said.get("show") == "past", max(asked.a_number(request.GET.get("page")) or 1, 1)
    today = clock.today()
    found = queries.flights(
        request.actor,
        since=said.get("since") or (None if past else today),
        until=said.get("until") or (today if past else None),
        statuses=[said["status"]] if said.get("status") else (),
        pathway=said.get("pathway", ""),
        newest_first=past,
        limit=ROWS + 1,
        offset=(page - 1) * ROWS,
    )
    context = {"form": form, "rows": [presenters.listed(row) for row in found[:ROWS]], "past": past, "page": page}
    context |= {"more": len(found) > ROWS, "may_add": request.actor.may(P.FLIGHT_MANAGE), "views": _views(past)}
    return render(request, "movements/flights.html", context, status=200 if form.is_valid() else 422)


def flight(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    return _page(request, flight_id)


def add(request: HttpRequest) -> HttpResponse:
    form = FlightForm(request.actor, asked.posted(request))
    made: list[UUID] = []
    if request.method == "POST" and saved(form, lambda valid: made.append(actions.add_flight(request.actor, valid.new_flight()))):
        messages.success(request, _("The flight is planned. Ask for its clearances next."))
        return redirect("movements.flight", made[0])
    return render(request, "movements/flight_form.html", {"form": form}, status=422 if form.errors else 200)


def change(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """Conflicts show as such: nothing of either is lost."""
    row = queries.flight(request.actor, flight_id)
    form = ChangeForm.of(row, asked.posted(request))

    def deed(valid: ChangeForm) -> None:
        actions.change_flight(request.actor, flight_id, valid.facts(), valid.cleaned_data["version"])

    if request.method == "POST" and saved(form, deed):
        messages.success(request, _("Saved."))
        return redirect("movements.flight", flight_id)
    context = presenters.flight_head(row) | {"form": form}
    return render(request, "movements/flight_form.html", context, status=422 if form.errors else 200)


def step(request: HttpRequest, flight_id: UUID, verb: str) -> HttpResponse:
    """One step of the flight's life. Cancelling asks why first, on a page of its own."""
    if verb not in FLIGHT.steps:
        raise Http404
    reason = request.POST.get("reason", "").strip()
    if request.method != "POST" or (verb == "cancel" and not reason):
        return _ask(request, flight_id, verb)
    more = {"reason": reason} if verb == "cancel" else {}
    version = asked.a_number(request.POST.get("version"))
    DEEDS[verb](request.actor, flight_id, version=version, **more)
    messages.success(request, _("Done: %(step)s.") % {"step": _(FLIGHT.steps[verb].label)})
    return redirect("movements.flight", flight_id)


@require_POST
def clearance(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    form = ClearanceForm(request.POST, auto_id="clearance_%s")
    if saved(form, lambda valid: actions.set_clearance(request.actor, flight_id, **valid.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("movements.flight", flight_id)
    return _page(request, flight_id, {"clearance_form": form}, status=422)


@require_POST
def escort(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    form = EscortForm(request.POST, auto_id="escort_%s")
    if saved(form, lambda valid: actions.add_escort(request.actor, flight_id, **valid.cleaned_data)):
        return redirect("movements.flight", flight_id)
    return _page(request, flight_id, {"escort_form": form}, status=422)


@require_POST
def remove_escort(request: HttpRequest, flight_id: UUID, escort_id: UUID) -> HttpResponse:
    actions.remove_escort(request.actor, escort_id)
    return redirect("movements.flight", flight_id)


def _page(request: HttpRequest, flight_id: UUID, sent: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    actor, row = request.actor, queries.flight(request.actor, flight_id)
    own, seats = row.operator_id == actor.organisation_id, screens.people_of(actor, flight_id)
    aboard = [one.person_id for one in seats if one.on_manifest]
    context = presenters.flight_head(row) | versions(actor, row)
    context |= {
        "counts": presenters.gate_counts(row),
        "seat_counts": presenters.seat_counts(row),
        "seats_said": presenters.seats_said(row),
        "clearances": presenters.clearances(row),
        "escorts": presenters.escorts(row),
        "steps": presenters.steps(actor, row),
        "seats": presenters.seats_shown(seats),
        "permits": presenters.permits(row, queries.travel_facts(actor, aboard, row.departs_on)) if aboard else None,
        "may_permit": actor.may(P.EXIT_CLEARANCE_MANAGE),
        "manages": own and actor.may(P.FLIGHT_MANAGE) and row.status not in FLIGHT.final,
        "boards": actor.may(P.SEAT_BOARD),
        "replans": own and actor.may(P.PLAN_MAKE) and row.status in ("planned", "confirmed", "boarding"),
        "books": own and actor.may(P.SEAT_BOOK),
        "exports": actor.may(P.MANIFEST_EXPORT),
        "receives": actor.may(P.RECEPTION_RECORD) and row.status in ("departed", "arrived"),
        "clearance_form": ClearanceForm(auto_id="clearance_%s"),
        "escort_form": EscortForm(auto_id="escort_%s"),
    } | (sent or {})
    context["hidden"] = max(row.load.people - len(aboard), 0)
    return render(request, "movements/flight.html", context, status=status)


def _ask(request: HttpRequest, flight_id: UUID, verb: str) -> HttpResponse:
    if verb != "cancel":
        raise Http404
    context = presenters.flight_head(queries.flight(request.actor, flight_id))
    context["error"] = _("Write why, in a sentence.") if request.method == "POST" else ""
    return render(request, "movements/cancel.html", context, status=422 if context["error"] else 200)


def _views(past: bool) -> list[dict[str, Any]]:
    return [
        {"text": _("Coming"), "url": "?show=coming", "active": not past},
        {"text": _("Past"), "url": "?show=past", "active": past},
    ]
