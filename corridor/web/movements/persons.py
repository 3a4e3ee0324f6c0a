"""One person's journey: seats, party, exit permit, help before departure; and, for medical officers, fit-to-travel checks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound
from corridor.movements import actions, queries
from corridor.movements.lifecycle import BEFORE_DEPARTURE
from corridor.movements.queries import screens
from corridor.movements.words import AssistanceKind, ExitState, Fitness, Service
from corridor.people import queries as people
from corridor.web.people import presenters as person_presenters
from corridor.web.shell import asked

from . import presenters
from .forms import saved
from .person_forms import AssistanceForm, BatchForm, ExitForm, FitnessForm, PartyForm

EXIT_KINDS = {ExitState.GRANTED: "ok", ExitState.REQUESTED: "wait", ExitState.REFUSED: "stop", ExitState.EXPIRED: "stop"}
FIT_KINDS = {Fitness.DEFERRED: "wait", Fitness.UNFIT: "stop"}


def travel(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _travel(request, person_id)


@require_POST
def record(request: HttpRequest, person_id: UUID, part: str) -> HttpResponse:
    """One of the small forms of the travel page."""
    if part not in PARTS or not request.actor.may(PARTS[part][0]):
        raise Http404
    people.require(request.actor, person_id)
    form = _form(request, person_id, part, request.POST)
    if saved(form, lambda valid: PARTS[part][2](request.actor, person_id, valid)):
        messages.success(request, _("Saved."))
        return redirect("movements.person", person_id)
    return _travel(request, person_id, {part: form}, status=422)


@require_POST
def end_party(request: HttpRequest, person_id: UUID) -> HttpResponse:
    party = screens.party_of(request.actor, person_id)
    if party is None:
        raise NotFound("party")
    actions.end_party(request.actor, party.id)
    return redirect("movements.person", person_id)


def health(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Checks and notes: medical officers only (INV-15). Everybody else sees the service needed on the travel page."""
    actor = request.actor
    form = FitnessForm(asked.posted(request)) if actor.may(P.HEALTH_RECORD) else None
    if request.method == "POST":
        actor.need(P.HEALTH_RECORD)
        if saved(form, lambda valid: actions.record_fitness(actor, person_id, **valid.facts())):
            messages.success(request, _("Saved."))
            return redirect("movements.health", person_id)
    rows = queries.fitness_of(actor, person_id)
    names = access.staff_names(actor, {row.officer_id for row in rows})
    checks = [_check(row, names) for row in rows]
    context = person_presenters.person_frame(request, person_id, "health") | {"checks": checks, "form": form}
    return render(request, "movements/health.html", context, status=422 if form and form.errors else 200)


def exits(request: HttpRequest) -> HttpResponse:
    """Exit permits in lists, as the authorities answer them."""
    actor = request.actor
    form = BatchForm(actor, asked.posted(request))

    def deed(valid: BatchForm) -> None:
        actions.record_exit_batch(actor, valid.cleaned_data["references"], **valid.facts())

    if request.method == "POST" and saved(form, deed):
        number = len(form.cleaned_data["references"])
        messages.success(request, ngettext("Recorded for one person.", "Recorded for %(n)s people.", number) % {"n": number})
        return redirect("movements.exits")
    context = {"form": form, "batches": queries.exit_batches(actor)}
    return render(request, "movements/exits.html", context, status=422 if form.errors else 200)


def exit_batch(request: HttpRequest, batch: str) -> HttpResponse:
    rows = queries.exit_batch(request.actor, batch)
    if not rows:
        raise Http404
    persons = people.people_by_id(request.actor, [row.person_id for row in rows])
    shown = [_exit(row) | {"person": persons[row.person_id]} for row in rows if row.person_id in persons]
    return render(request, "movements/exit_batch.html", {"batch": batch, "rows": shown})


def _give_exit(actor: Any, person_id: UUID, form: Any) -> None:
    actions.record_exit_clearance(actor, person_id, **form.cleaned_data)


def _give_help(actor: Any, person_id: UUID, form: Any) -> None:
    actions.give_assistance(actor, person_id, form.cleaned_data["kind"], on=form.cleaned_data["on"])


def _make_party(actor: Any, person_id: UUID, form: Any) -> None:
    with_ = [UUID(one) for one in form.cleaned_data.get("members", [])]
    actions.make_party(actor, [person_id, *with_], **form.facts())


PARTS: dict[str, tuple[P, Any, Any]] = {
    "exit": (P.EXIT_CLEARANCE_MANAGE, ExitForm, _give_exit),
    "assistance": (P.ASSISTANCE_GIVE, AssistanceForm, _give_help),
    "party": (P.SEAT_BOOK, PartyForm, _make_party),
}


def _form(request: HttpRequest, person_id: UUID, part: str, data: Any = None) -> Any:
    kind = PARTS[part][1]
    first = (request.actor, person_id) if kind is PartyForm else ()
    return kind(*first, data, auto_id=f"{part}_%s")


def _travel(request: HttpRequest, person_id: UUID, sent: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    context = person_presenters.person_frame(request, person_id, "travel")
    party = screens.party_of(actor, person_id)
    forms = {part: _form(request, person_id, part) for part, (need, *_rest) in PARTS.items() if actor.may(need)}
    if party:
        forms.pop("party", None)
    fact = queries.travel_facts(actor, [person_id], clock.today())[person_id]
    seats = queries.seats_of(actor, person_id)
    context |= {
        "forms": forms | (sent or {}),
        "seats": presenters.seats_shown(seats),
        "party": party,
        "party_members": list(people.people_by_id(actor, party.members).values()) if party else [],
        "exits": [_exit(row) for row in queries.exits_of(actor, person_id)],
        "helped": [(_(AssistanceKind(row.kind).label), row.given_on) for row in queries.assistance_of(actor, person_id)],
        "service": _(Service(fact.service).label),
        "fitness_until": fact.fitness_until,
        "may_book": actor.may(P.SEAT_BOOK),
        "may_see_flight": actor.may(P.FLIGHT_READ),
        "bookable": _bookable(actor, party, seats),
        "open_parts": list(sent or {}),
    }
    return render(request, "movements/travel.html", context, status=status)


def _bookable(actor: Any, party: Any, seats: Any) -> list[queries.FlightRow]:
    """Coming flights of the party's pathway that stop where it goes, while no seat is held."""
    if (
        not party
        or not actor.may(P.SEAT_BOOK)
        or any(one.status in BEFORE_DEPARTURE and one.standby_rank is None for one in seats)
    ):
        return []
    coming = queries.flights(actor, since=clock.today(), pathway=party.pathway, statuses=["planned", "confirmed", "boarding"])
    return [one for one in coming if any(stop.site.id == party.destination.id for stop in one.stops)]


def _exit(row: queries.ExitRow) -> dict[str, Any]:
    return {"row": row, "state": presenters.tag(EXIT_KINDS[ExitState(row.state)], _(ExitState(row.state).label))}


def _check(row: queries.FitnessRow, names: dict[UUID, str]) -> dict[str, Any]:
    ended = row.valid_until <= clock.now()
    kind = FIT_KINDS.get(Fitness(row.category), "idle" if ended else "ok")
    state = presenters.tag(kind, _(Fitness(row.category).label))
    return {
        "row": row,
        "state": state,
        "service": _(Service(row.service).label),
        "by": names.get(row.officer_id, ""),
        "ended": ended,
    }
