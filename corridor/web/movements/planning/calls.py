"""Whom to call and what to say: those a plan moves, newly places or leaves without a seat; or everybody on one flight.

Telephones and names stand on the page for those who make the calls, never in an address or a file name.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.kernel.refusals import N_
from corridor.movements import actions, queries, rules
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.web.movements import presenters
from corridor.web.shell import asked, formats

from . import shown
from .words import causes

# What the caller says first, by what happens to the party.
SAY = {
    "seat": N_("There is a seat for you on %(flight)s, %(day)s. Do you still wish to go?"),
    "new_date": N_("Your flight %(flight)s now leaves on %(day)s, not on %(before_day)s. Do you still wish to go?"),
    "moved": N_("Your date changes: %(flight)s on %(day)s instead of %(before)s, %(before_day)s. Do you still wish to go?"),
    "no_seat": N_("Your seat on %(before)s, %(before_day)s, cannot be kept. You keep your place in the order."),
    "told": N_("Nothing changes: %(flight)s, %(day)s."),
}
KINDS = {"seat": "info", "new_date": "wait", "moved": "wait", "no_seat": "stop", "told": "ok"}
WORDS = {
    "seat": N_("New seat"),
    "new_date": N_("New date"),
    "moved": N_("Moved"),
    "no_seat": N_("No seat any more"),
    "told": N_("Knows"),
}


def of_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    plan = queries.plan(request.actor, plan_id)
    rows = queries.call_list(request.actor, plan_id=plan_id)
    context = {"plan": plan, "said": shown.said(plan.head), "in_force": bool(plan.head.published_at)}
    return _page(request, rows, context)


def of_flight(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    flight = queries.flight(request.actor, flight_id)
    rows = queries.call_list(request.actor, flight_id=flight_id)
    return _page(request, rows, presenters.flight_head(flight) | {"in_force": True})


@require_POST
def told(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """The party was told the date of the seats it holds, or the new one after a delay; then back to the list."""
    flight_id = asked.an_id(request.POST.get("flight"))
    actions.tell_party(request.actor, flight_id, party_id)
    messages.success(request, _("Recorded: told the date."))
    return redirect(_back(request, flight_id))


def _back(request: HttpRequest, flight_id: UUID) -> Any:
    plan = request.POST.get("plan", "")
    return redirect("movements.call_list", asked.an_id(plan)).url if plan else redirect("movements.flight_calls", flight_id).url


def _page(request: HttpRequest, rows: tuple[queries.CallRow, ...], context: dict[str, Any]) -> HttpResponse:
    lines = [line(row) for row in rows]
    flights = {rules.label(flight.code): flight for flight in _flights(request, rows)}
    open_ = [one for one in lines if not one["row"].told and one["row"].say != "told"]
    numbers = {"calls": formats.count(len(open_)), "people": formats.count(sum(one["row"].people for one in open_))}
    context |= {
        "rows": lines,
        "lead": _("Parties to call: %(calls)s, people: %(people)s.") % numbers,
    }
    for one in lines:
        flight = flights.get(rules.label(one["row"].flight))
        one["flight"], one["firm"] = flight, flight is not None and flight.status != FlightStatus.PLANNED
    template = "movements/planning/calls_print.html" if request.GET.get("print") else "movements/planning/calls.html"
    return render(request, template, context)


def _flights(request: HttpRequest, rows: tuple[queries.CallRow, ...]) -> list[queries.FlightRow]:
    days = [row.day for row in rows if row.day]
    return queries.flights(request.actor, since=min(days), until=max(days), limit=500) if days else []


def line(row: queries.CallRow) -> dict[str, Any]:
    """One call: whom, in which language, on which number, and the first sentence to say."""
    said = {
        "flight": row.flight,
        "before": row.before,
        "day": formats.day(row.day, "weekday"),
        "before_day": formats.day(row.before_day, "weekday"),
    }
    why, _fixer = causes(code for code in row.reasons if code != "REPLANNED")
    return {
        "row": row,
        "tag": presenters.tag("ok" if row.told else KINDS[row.say], _(WORDS["told"] if row.told else WORDS[row.say])),
        "say": _(SAY[row.say]) % said,
        "why": why,
        "languages": ", ".join(formats.tongue(one) for one in row.languages),
        "interpreter": formats.tongue(row.interpreter) if row.interpreter else "",
        "unseen": row.people - len(row.members),
    }
