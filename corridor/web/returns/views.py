"""Screens of return cases: one person's return, its steps and forms, and the list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.kernel.refusals import NotFound, Refused
from corridor.people import queries as people
from corridor.returns import actions, queries
from corridor.returns.lifecycle import Return
from corridor.web.people.presenters import person_frame
from corridor.web.shell import errors

from . import forms, presenters

PRESSES: dict[str, Callable[..., Any]] = {
    "register": actions.register,
    "screen": actions.screen,
    "consent": actions.take_consent,
    "document": actions.document,
    "clear_exit": actions.clear_exit,
    "hold": actions.hold,
    "close": actions.close,
}


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    frame = person_frame(request, person_id, active="return")
    return render(request, "returns/person.html", frame | presenters.person_page(request.actor, person_id))


@require_POST
def step(request: HttpRequest, person_id: UUID, verb: str) -> HttpResponse:
    """One press; a refusal becomes a page with its sentences."""
    if verb not in PRESSES:
        raise Http404
    PRESSES[verb](request.actor, _case(request, person_id).id)
    messages.success(request, _("Recorded."))
    return redirect("returns.person", person_id)


@require_POST
def withdraw(request: HttpRequest, person_id: UUID) -> HttpResponse:
    actions.withdraw(request.actor, _case(request, person_id).id)
    messages.success(request, _("Recorded. The return has stopped; help and the way to UNHCR stay open."))
    return redirect("returns.person", person_id)


@require_POST
def end_request(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    people.require(request.actor, person_id)
    actions.end_request(request.actor, request_id)
    messages.success(request, _("The request has ended. The consulate no longer sees it."))
    return redirect("returns.person", person_id)


def open_case(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = forms.DestinationForm(request.actor, _sent(request))
    texts = {
        "title": _("Ask for return"),
        "note": _("Asking commits to nothing. The person may stop at any time."),
        "save": _("Open the case"),
    }
    return _asked(request, person_id, form, texts, lambda: actions.open_case(request.actor, person_id, **form.values()))


def destination(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row = _case(request, person_id)
    initial = {"destination": str(row.destination_id or ""), "final_town": row.final_town}
    form = forms.DestinationForm(request.actor, _sent(request), initial=initial)
    texts = {"title": _("Where the person wants to arrive"), "note": "", "save": _("Save")}
    return _asked(request, person_id, form, texts, lambda: actions.set_destination(request.actor, row.id, **form.values()))


def counsel(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row, spoken = _case(request, person_id), people.person(request.actor, person_id)
    first = {"language": spoken.languages[0] if spoken.languages else "en"}
    form = forms.CounselForm(_sent(request), initial=first)
    note = _("Alone with the person, before any choice. No pressure, no promise; every option is explained.")
    texts = {"title": _("Counselling"), "note": note, "save": _("Record counselling")}
    return _asked(request, person_id, form, texts, lambda: actions.counsel(request.actor, row.id, form.counselling()))


def ask_consulate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row, about = _case(request, person_id), people.person(request.actor, person_id)
    form = forms.AskForm(request.actor, about.nationality, _sent(request))
    note = _(
        "The consulate will see name, sex, birth, place of origin, stated nationality, and the photo if agreed: nothing else, "
        "and only until it has answered or the person changes her or his mind."
    )
    texts = {"title": _("Ask the consulate"), "note": note, "save": _("Send to the consulate")}

    def send() -> None:
        said = form.cleaned_data
        actions.ask_consulate(
            request.actor, row.id, consulate_id=UUID(said["consulate"]), origin=said["origin"], photo_agreed=said["photo_agreed"]
        )

    return _asked(request, person_id, form, texts, send)


def resume(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row = _case(request, person_id)
    form = forms.ResumeForm(_sent(request))
    texts = {
        "title": _("Resume the return"),
        "note": _("Tell the person the outcome first, then ask, in private."),
        "save": _("Resume"),
    }
    confirmed = lambda: bool(form.cleaned_data["person_confirms"])  # noqa: E731
    return _asked(request, person_id, form, texts, lambda: actions.resume(request.actor, row.id, person_confirms=confirmed()))


def cases(request: HttpRequest) -> HttpResponse:
    """The view and the filters stand in the address."""
    actor, view = request.actor, request.GET.get("view", "step")
    form = forms.FilterForm(request.GET)
    form.fields["status"].choices = [("", _("any")), *((str(word), _(word.label)) for word in Return)]
    form.fields["destination"].choices = [("", _("any")), *((str(town.id), town.name) for town in queries.destinations(actor))]
    known = form.cleaned_data if form.is_valid() else {}
    filters = {"status": known.get("status", ""), "destination_id": known.get("destination") or None}
    context = presenters.list_page(actor, view, filters, request.GET.get("page", "1"))
    context |= {"form": form, "view": view, "views": presenters.views(actor, view)}
    return render(request, "returns/cases.html", context)


def _case(request: HttpRequest, person_id: UUID) -> queries.ReturnRow:
    row = queries.case_of(request.actor, person_id)
    if row is None:
        raise NotFound("case")
    return row


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked(
    request: HttpRequest, person_id: UUID, form: django_forms.Form, texts: dict[str, str], save: Callable[[], Any]
) -> HttpResponse:
    """A form about one person: asked, saved or refused at its fields, then back to the return."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Recorded."))
            return redirect("returns.person", person_id)
    frame = person_frame(request, person_id, active="return")
    return render(request, "returns/form.html", frame | {"form": form, "texts": texts}, status=422 if form.errors else 200)
