"""Screens of evacuation cases: one person's evacuation, its steps and forms, and the list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.evacuation import actions, queries
from corridor.evacuation.lifecycle import Evacuation
from corridor.kernel.refusals import NotFound, Refused
from corridor.places.words import SiteKind
from corridor.web.people.presenters import person_frame
from corridor.web.shell import errors

from . import forms, presenters

PRESSES: dict[str, Callable[..., Any]] = {"agree": actions.agree, "clear_exit": actions.clear_exit, "close": actions.close}


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    frame = person_frame(request, person_id, active="evacuation")
    return render(request, "evacuation/person.html", frame | presenters.person_page(request.actor, person_id))


@require_POST
def step(request: HttpRequest, person_id: UUID, verb: str) -> HttpResponse:
    """One press; a refusal becomes a page with its sentences."""
    if verb not in PRESSES:
        raise Http404
    PRESSES[verb](request.actor, _case(request, person_id).id)
    messages.success(request, _("Recorded."))
    return redirect("evacuation.person", person_id)


@require_POST
def decline(request: HttpRequest, person_id: UUID) -> HttpResponse:
    actions.decline(request.actor, _case(request, person_id).id)
    messages.success(request, _("Recorded. The person stays registered; help and the way to ask again stay open."))
    return redirect("evacuation.person", person_id)


@require_POST
def move_out(request: HttpRequest, person_id: UUID) -> HttpResponse:
    actions.move_out(request.actor, person_id)
    messages.success(request, _("Recorded. The place on the list stays as it is."))
    return redirect("evacuation.person", person_id)


def identify(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = forms.TransitForm(request.actor, _sent(request))
    note = _("You decide this, by vulnerability; your name stands beside it. No country, no list and no score decides it.")
    texts = {"title": _("Identify for evacuation"), "note": note, "save": _("Identify")}
    return _asked(
        request,
        person_id,
        form,
        texts,
        lambda said: actions.identify(request.actor, person_id, transit_site_id=said["site"] or None),
    )


def transit_site(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row = _case(request, person_id)
    form = forms.TransitForm(request.actor, _sent(request), initial={"site": str(row.transit_site_id or "")})
    texts = {"title": _("Transit site"), "note": "", "save": _("Save")}

    form.fields["site"].required = True
    return _asked(
        request,
        person_id,
        form,
        texts,
        lambda said: actions.choose_transit_site(request.actor, row.id, transit_site_id=UUID(said["site"])),
    )


def gather(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row = _case(request, person_id)
    form = forms.StayForm(request.actor, SiteKind.GATHERING, _sent(request))
    note = _("The facility is open: the person may leave at any time and keeps the place on the list.")
    texts = {"title": _("Arrives at the gathering facility"), "note": note, "save": _("Record the stay")}
    return _asked(
        request,
        person_id,
        form,
        texts,
        lambda said: actions.gather(request.actor, row.id, site_id=UUID(said["site"]), on=said["on"]),
    )


def move_in(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = forms.StayForm(request.actor, SiteKind.TRANSIT, _sent(request))
    texts = {"title": _("Moves in at a transit site"), "note": "", "save": _("Record the stay")}
    return _asked(
        request,
        person_id,
        form,
        texts,
        lambda said: actions.move_in(request.actor, person_id, site_id=UUID(said["site"]), on=said["on"]),
    )


def cases(request: HttpRequest) -> HttpResponse:
    """The view and the filters stand in the address."""
    actor, view = request.actor, request.GET.get("view", "step")
    form = forms.FilterForm(request.GET)
    form.fields["status"].choices = [("", _("any")), *((str(word), _(word.label)) for word in Evacuation)]
    transit = [site for site in queries.sites(actor) if site.kind == SiteKind.TRANSIT]
    form.fields["site"].choices = [("", _("any")), *((str(site.id), site.name) for site in transit)]
    known = form.cleaned_data if form.is_valid() else {}
    filters = {"status": known.get("status", ""), "site_id": known.get("site") or None}
    context = presenters.list_page(actor, view, filters, request.GET.get("page", "1"))
    context |= {"form": form, "view": view, "views": presenters.views(actor, view)}
    return render(request, "evacuation/cases.html", context)


def _case(request: HttpRequest, person_id: UUID) -> queries.EvacuationRow:
    row = queries.case_of(request.actor, person_id)
    if row is None:
        raise NotFound("case")
    return row


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked(
    request: HttpRequest,
    person_id: UUID,
    form: django_forms.Form,
    texts: dict[str, str],
    save: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """A form about one person: asked, saved or refused at its fields, then back to the evacuation."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Recorded."))
            return redirect("evacuation.person", person_id)
    frame = person_frame(request, person_id, active="evacuation")
    return render(request, "evacuation/form.html", frame | {"form": form, "texts": texts}, status=422 if form.errors else 200)
