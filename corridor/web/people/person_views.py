"""One person: facts and documents, family, everything that happened and who opened the record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access.roles import Permission as P
from corridor.audit import queries as audit
from corridor.kernel.refusals import Conflict, Refused
from corridor.people import actions, queries
from corridor.web.shell import errors

from . import belonging, presenters, shown, verbs
from .parts import PARTS, CorrectForm, Part

EVENTS = 100


def facts(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _facts_page(request, person_id)


@require_POST
def change(request: HttpRequest, person_id: UUID, part: str) -> HttpResponse:
    """One of the small forms. What somebody else changed meanwhile is shown beside what was written here."""
    if part not in PARTS:
        raise Http404
    form = PARTS[part](request.actor, queries.person(request.actor, person_id), request.POST, request.FILES)
    if form.is_valid():
        try:
            form.apply()
        except Conflict as conflict:
            return _conflict_page(request, person_id, form, conflict)
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("people.facts", person_id)
    return _facts_page(request, person_id, {part: form}, status=422)


@require_POST
def end_need(request: HttpRequest, person_id: UUID, need_id: UUID) -> HttpResponse:
    actions.end_need(request.actor, need_id)
    return redirect("people.facts", person_id)


def family(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Members and their roles; joining, leaving, a child without parents."""
    form = None
    if request.method == "POST":
        form = belonging.form_for(request, person_id)
        if form.is_valid():
            try:
                form.apply()
            except Refused as refused:
                errors.into_form(form, refused)
            else:
                messages.success(request, _("Saved."))
                return redirect("people.family", person_id)
    context = presenters.person_frame(request, person_id, "family") | belonging.context(request, person_id, form)
    return render(request, "people/family.html", context, status=422 if form and form.errors else 200)


def events(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What was done by this organisation, and who of it opened the record."""
    context = presenters.person_frame(request, person_id, "events")
    done = audit.about_person(request.actor, person_id, limit=EVENTS)
    opened = audit.about_person(request.actor, person_id, readings=True, limit=EVENTS)
    context |= {"done": verbs.events(request.actor, done), "opened": verbs.events(request.actor, opened)}
    return render(request, "people/events.html", context)


def _facts_page(request: HttpRequest, person_id: UUID, sent: dict[str, Part] | None = None, status: int = 200) -> HttpResponse:
    context = presenters.person_frame(request, person_id, "facts")
    row = context["person"]
    own = row.organisation_id == request.actor.organisation_id
    forms: dict[str, Part] = {}
    if own and request.actor.may(P.PERSON_CORRECT):
        forms = {name: form(request.actor, row, auto_id=f"{name}_%s") for name, form in PARTS.items()}
    context |= {"forms": forms | (sent or {}), "own": own, **shown.of_person(request.actor, row), "open_parts": list(sent or {})}
    return render(request, "people/facts.html", context, status=status)


def _conflict_page(request: HttpRequest, person_id: UUID, form: Any, conflict: Conflict) -> HttpResponse:
    """Both values side by side; saving again means the person at the screen has seen both."""
    context = presenters.person_frame(request, person_id, "facts")
    fresh = CorrectForm(request.actor, context["person"], form.data)
    mine = [(name, value) for name, value in form.data.items() if name in shown.POSTED]
    context |= {"rows": shown.both(context["person"], fresh), "mine": mine, "reasons": conflict.reasons}
    return render(request, "people/conflict.html", context, status=409)
