"""What happened, told once: a flight cancelled, delayed or with fewer seats, an airport closed, somebody who did not come.

Each page says what follows before the button does it; each ends at the differences of the plan that answers it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from corridor.access.roles import Permission as P
from corridor.kernel import clock
from corridor.movements import actions, queries
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.web.movements import presenters
from corridor.web.movements.forms import saved
from corridor.web.shell import asked, formats

from .forms import CancellingForm, ClosingForm, CutForm, DelayForm, flight_said

AHEAD = (FlightStatus.PLANNED, FlightStatus.CONFIRMED, FlightStatus.BOARDING)
THEN = gettext_lazy(
    "A new draft answers it: nobody who was told a date loses it unless it is forced, and every change has its reason."
)
CALM = gettext_lazy("Nothing is booked by the draft. You review it, put it in force, and call everyone it moves.")


@dataclass(frozen=True)
class Happening:
    """One thing that can happen to a flight: its words, its form, and what the button does."""

    title: Any
    button: Any
    follows: Callable[[queries.FlightRow], str]
    form: type[forms.Form]
    deed: Callable[[Any, UUID, Any], Any]


def _cancelled(flight: queries.FlightRow) -> str:
    said = {"people": formats.count(flight.load.people)}
    return _("People who lose their seat and keep their place in the order: %(people)s. Cancelling cannot be undone.") % said


def _delayed(flight: queries.FlightRow) -> str:
    said = {"people": formats.count(flight.load.people)}
    return (
        _("People who move along to the new day: %(people)s. Whose papers end before it is without a seat in the draft.") % said
    )


def _cut(flight: queries.FlightRow) -> str:
    said = {"held": formats.count(flight.load.seats), "all": formats.count(flight.capacity)}
    text = _(
        "%(held)s of %(all)s seats are held. If fewer are left, the draft says who gives theirs back, "
        "last in the order first, and looks for another flight for them."
    )
    return text % said


def _cancel(actor: Any, flight_id: UUID, form: Any) -> Any:
    return actions.cancel_flight(actor, flight_id, reason=form.cleaned_data["reason"])


def _delay(actor: Any, flight_id: UUID, form: Any) -> Any:
    return actions.delay_flight(actor, flight_id, form.departs_at())


def _cut_seats(actor: Any, flight_id: UUID, form: Any) -> Any:
    return actions.cut_capacity(actor, flight_id, form.cleaned_data["seats"])


HAPPENINGS = {
    "cancelled": Happening(
        gettext_lazy("The flight is cancelled"), gettext_lazy("Cancel the flight"), _cancelled, CancellingForm, _cancel
    ),
    "delayed": Happening(gettext_lazy("The flight is delayed"), gettext_lazy("Record the new time"), _delayed, DelayForm, _delay),
    "cut": Happening(
        gettext_lazy("The flight has fewer seats"), gettext_lazy("Record the seats left"), _cut, CutForm, _cut_seats
    ),
}


def happened(request: HttpRequest) -> HttpResponse:
    """What, and to which flight; the next page says what follows and asks."""
    flight_id, what = request.GET.get("flight", ""), request.GET.get("what", "")
    if flight_id and what in HAPPENINGS:
        return redirect("movements.flight_happened", asked.an_id(flight_id), what)
    if flight_id and what == "no_show":
        return redirect("movements.gate", asked.an_id(flight_id))
    ahead = queries.flights(request.actor, since=clock.today(), statuses=[str(one) for one in AHEAD], mine=True, limit=200)
    context = {
        "flights": [(flight.id, flight_said(flight)) for flight in ahead],
        "kinds": [(key, one.title) for key, one in HAPPENINGS.items()] + [("no_show", _("Somebody did not come"))],
    }
    return render(request, "movements/planning/happened.html", context)


def flight_happened(request: HttpRequest, flight_id: UUID, what: str) -> HttpResponse:
    if what not in HAPPENINGS:
        raise Http404
    one, flight = HAPPENINGS[what], queries.flight(request.actor, flight_id)
    form = one.form(asked.posted(request), initial=_initial(what, flight))
    answers: list[UUID | None] = []
    if request.method == "POST" and saved(form, lambda valid: answers.append(one.deed(request.actor, flight_id, valid))):
        return _answered(request, answers[0])
    context = presenters.flight_head(flight) | {
        "form": form,
        "title": one.title,
        "button": one.button,
        "follows": [one.follows(flight), THEN, CALM],
        "danger": what == "cancelled",
    }
    return render(request, "movements/planning/flight_happened.html", context, status=422 if form.errors else 200)


def close_airport(request: HttpRequest) -> HttpResponse:
    form = ClosingForm(request.actor, asked.posted(request), initial={"first": clock.today()})

    answers: list[UUID | None] = []

    def deed(valid: Any) -> None:
        said = valid.cleaned_data
        days = (said["first"], said["last"])
        answers.append(actions.close_airport(request.actor, UUID(said["site"]), *days, said["because"]))

    if request.method == "POST" and saved(form, deed):
        return _answered(request, answers[0])
    text = _(
        "No plan counts on its flights in these days. They stand until you cancel them one by one; the airport can be opened again."
    )
    today = clock.today()
    context = {
        "closed": [one for one in queries.closures(request.actor) if not one.lifted_at and one.last >= today],
        "form": form,
        "title": _("An airport is closed"),
        "button": _("Close the airport"),
        "follows": [text, THEN, CALM],
        "danger": True,
    }
    return render(request, "movements/planning/flight_happened.html", context, status=422 if form.errors else 200)


@require_POST
def open_airport(request: HttpRequest, closure_id: UUID) -> HttpResponse:
    """Open before the last day that was said."""
    return _answered(request, actions.open_airport(request.actor, closure_id))


@require_POST
def lift_cut(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """The seats are there after all."""
    return _answered(request, actions.lift_cut(request.actor, flight_id))


@require_POST
def replan(request: HttpRequest) -> HttpResponse:
    """Somebody did not come, a paper came late, a case is urgent: the records say it, the draft answers them."""
    return _answered(request, actions.ask_replan(request.actor))


def _answered(request: HttpRequest, plan_id: UUID | None) -> HttpResponse:
    """To the differences when they are there already, else to where they will be."""
    if plan_id is None:
        messages.success(request, _("Recorded. A plan is being put in force now; plan again when that is done."))
        return redirect("movements.planning")
    messages.success(request, _("Recorded. This draft answers it: review it, put it in force, then call people."))
    found = next((one for one in queries.plans(request.actor, limit=1) if one.id == plan_id), None)
    if found and request.actor.may(P.PLAN_PUBLISH):
        return redirect("movements.review_newest")
    return redirect("movements.planning")


def _initial(what: str, flight: queries.FlightRow) -> dict[str, Any]:
    if what == "delayed":
        local = timezone.localtime(flight.departs_at)
        return {"day": local.date(), "hour": local.time()}
    return {"seats": flight.capacity} if what == "cut" else {}
