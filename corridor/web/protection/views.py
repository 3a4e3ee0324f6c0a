"""Protection of one person: the page, and a form for each thing that is found out or decided; advice about countries."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.kernel.refusals import Refused
from corridor.people import queries as people
from corridor.protection import actions, queries
from corridor.web.people.presenters import person_frame
from corridor.web.shell import errors

from . import forms, presenters


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    frame = person_frame(request, person_id, active="protection")
    return render(request, "protection/person.html", frame | presenters.protection(request.actor, frame["person"]))


def fear(request: HttpRequest, person_id: UUID) -> HttpResponse:
    spoken = people.person(request.actor, person_id)
    form = forms.FearForm(request.POST or None, person=spoken)
    texts = {"title": _("Fear of return"), "aloud": presenters.fear_question(), "save": _("Write down the answer")}
    return asked(request, person_id, form, actions.ask_fear, texts)


def screening(request: HttpRequest, person_id: UUID) -> HttpResponse:
    texts = {
        "title": _("Screening"),
        "note": _(
            "What harms and what protects this person, on four levels. A band orders the work; it never chooses a pathway."
        ),
        "save": _("Save the screening"),
    }
    return asked(request, person_id, forms.ScreeningForm(request.POST or None), actions.record_screening, texts)


def trafficking(request: HttpRequest, person_id: UUID) -> HttpResponse:
    note = _("A presumed or confirmed victim returns only after risk assessment and reception plan.")
    texts = {"title": _("Trafficking in persons"), "note": note, "save": _("Save the assessment")}
    return asked(request, person_id, forms.TraffickingForm(request.POST or None), actions.assess_trafficking, texts)


def best_interests(request: HttpRequest, person_id: UUID) -> HttpResponse:
    note = _("An assessment before any step that concerns the child; a determination by a panel before any solution.")
    texts = {"title": _("Best interests of the child"), "note": note, "save": _("Save the finding")}
    return asked(request, person_id, forms.BestInterestsForm(request.POST or None), actions.record_best_interests, texts)


def child_care(request: HttpRequest, person_id: UUID) -> HttpResponse:
    note = _("A child alone travels only with guardian, tracing, escort and receiver written down.")
    texts = {"title": _("Care of a child alone"), "note": note, "save": _("Save")}
    return asked(request, person_id, forms.ChildCareForm(request.POST or None), actions.set_child_care, texts)


def sign_off(request: HttpRequest, person_id: UUID) -> HttpResponse:
    note = _("For one person's return under an advisory of caution. New advice asks for a new decision.")
    texts = {"title": _("Sign off a return under caution"), "note": note, "save": _("Sign off")}
    return asked(request, person_id, forms.SignOffForm(request.POST or None), actions.sign_off, texts)


def override(request: HttpRequest, person_id: UUID) -> HttpResponse:
    note = _("A hard stop opens only when the person, well informed, insists, and two named persons put it in writing.")
    texts = {"title": _("Ask for an override"), "note": note, "save": _("Ask for it")}
    return asked(request, person_id, forms.OverrideForm(request.POST or None), actions.request_override, texts)


def pathway(request: HttpRequest, person_id: UUID) -> HttpResponse:
    note = _("Explain every option that is open. Asylum with UNHCR is always offered. The person chooses; you write it down.")
    texts = {"title": _("Options and choice"), "note": note, "save": _("Write down the choice")}
    return asked(request, person_id, forms.PathwayForm(request.POST or None), actions.decide_pathway, texts)


@require_POST
def approve(request: HttpRequest, override_id: UUID) -> HttpResponse:
    person_id = actions.approve_override(request.actor, override_id)
    messages.success(request, _("Approved. It holds until its last day and no longer."))
    return redirect("protection.person", person_id=person_id)


def asked(
    request: HttpRequest, person_id: UUID, form: django_forms.Form, act: Callable[..., Any], texts: dict[str, Any]
) -> HttpResponse:
    """A form about one person: saved by its action, its refusals back in the form, then back to the protection page."""
    frame = person_frame(request, person_id, active="protection")
    if request.method == "POST" and form.is_valid():
        try:
            act(request.actor, person_id, **form.answers())
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("protection.person", person_id=person_id)
    return render(request, "protection/form.html", frame | texts | {"form": form}, status=422 if form.errors else 200)


def advisories(request: HttpRequest) -> HttpResponse:
    return render(request, "protection/advisories.html", presenters.advisories(request.actor))


def new_advisory(request: HttpRequest) -> HttpResponse:
    form = forms.AdvisoryForm(request.POST or None)
    title, save = _("New advice about a country"), _("Save the advice")
    return _advised(request, form, lambda answers: actions.set_advisory(request.actor, **answers), title, save)


def end_advisory(request: HttpRequest, advisory_id: UUID) -> HttpResponse:
    row = queries.advisory(request.actor, advisory_id)
    form = forms.EndAdvisoryForm(request.POST or None)
    title = presenters.advisory_title(row)
    return _advised(
        request, form, lambda answers: actions.end_advisory(request.actor, row.id, **answers), title, _("End the advice")
    )


def _advised(request: HttpRequest, form: django_forms.Form, act: Callable[..., Any], title: str, save: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.answers())
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Saved. Readiness follows it at once."))
            return redirect("protection.advisories")
    shown = {"form": form, "title": title, "save": save}
    return render(request, "protection/advisory_form.html", shown, status=422 if form.errors else 200)
