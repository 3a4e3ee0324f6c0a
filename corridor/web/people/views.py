"""Searching and registering. What was typed never stands in an address: searches and checks post."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access.roles import Permission as P
from corridor.kernel.refusals import Refused
from corridor.people import actions, queries
from corridor.web.shell import asked, errors

from . import presenters
from .forms import RegisterForm, candidate

PAGE = 25
MOST = 50


def search(request: HttpRequest) -> HttpResponse:
    """GET: the organisation's newest. POST: what was found for the words typed."""
    actor = request.actor
    if request.method == "POST":
        typed = request.POST.get("q", "").strip()
        found = actions.search(actor, typed, MOST) if typed else []
        rows = [presenters.listed(actor, one.person, one.how) for one in found]
        context = {"asked": typed, "rows": rows, "full": len(rows) == MOST}
        return render(request, "people/found.html", context | {"may_register": actor.may(P.PERSON_REGISTER)})
    number = max(asked.a_number(request.GET.get("page")) or 1, 1)
    newest = queries.newest(actor, PAGE + 1, (number - 1) * PAGE)
    rows = [presenters.listed(actor, row) for row in newest[:PAGE]]
    context = {"rows": rows, "number": number, "next": number + 1 if len(newest) > PAGE else 0, "previous": number - 1}
    return render(request, "people/search.html", context | {"may_register": actor.may(P.PERSON_REGISTER)})


def register(request: HttpRequest) -> HttpResponse:
    """Search first; then the form, with possible same persons beside it."""
    if request.method == "GET":
        companion = _companion(request)
        if companion is None:
            return render(request, "people/start.html", {})
        return _form_page(request, RegisterForm(request.actor, initial={"with_person": companion.id}))
    if "start" in request.POST:
        return _form_page(request, RegisterForm(request.actor, initial={"given": request.POST.get("q", "").strip()[:100]}))
    if {"check", "not_same_now"} & set(request.POST):
        return _form_page(request, RegisterForm(request.actor, initial=_drafted(request.POST)))
    form = RegisterForm(request.actor, request.POST)
    if form.is_valid():
        try:
            person_id = actions.register(request.actor, form.new_person(), not_same=_told_apart(request.POST))
            return _after(request, person_id)
        except Refused as refused:
            errors.into_form(form, refused)
    return _form_page(request, form, status=422)


@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """The panel of possible same persons alone, while somebody types."""
    return render(request, "people/likely.html", _panel(request))


def photo(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The photo itself, on request; each look is written down."""
    return HttpResponse(actions.read_photo(request.actor, person_id), content_type="image/jpeg")


def _form_page(request: HttpRequest, form: RegisterForm, status: int = 200) -> HttpResponse:
    companion = _companion(request)
    context = {"form": form, "companion": companion and presenters.listed(request.actor, companion), **_panel(request)}
    return render(request, "people/register.html", context, status=status)


def _after(request: HttpRequest, person_id: UUID) -> HttpResponse:
    row = queries.person(request.actor, person_id)
    messages.success(request, _("Registered as %(reference)s.") % {"reference": row.reference})
    then = request.POST.get("then", "")
    if then == "family":
        return redirect(f"{reverse('people.register')}?with={person_id}")
    return redirect("people.register" if then == "another" else presenters.home_of(request.actor, person_id))


def _panel(request: HttpRequest) -> dict[str, Any]:
    """Possible same persons for what has been typed, without those told apart already."""
    typed = candidate(request.POST) if request.method == "POST" else queries.Candidate()
    typed = candidate({"given": request.POST["q"]}) if "start" in request.POST else typed
    apart = _told_apart(request.POST)
    asked = bool(typed.names or typed.phones or typed.documents)
    found = actions.check_duplicates(request.actor, typed) if asked else []
    rows = [row for row in found if row.person_id not in apart]
    return {"likely": presenters.likely_shown(request.actor, rows), "apart": apart, "asked": asked}


def _told_apart(data: QueryDict) -> list[UUID]:
    """Records somebody has looked at and told apart while filling in this form."""
    said = [*data.getlist("not_same"), *data.getlist("not_same_now")]
    return [found for found in dict.fromkeys(_uuid(one) for one in said) if found]


def _drafted(data: QueryDict) -> dict[str, Any]:
    """What was typed so far as the form's first values: a check saves nothing and finds no faults."""
    draft: dict[str, Any] = {name: data.get(name, "") for name in RegisterForm.base_fields}
    draft["care"] = data.getlist("care")
    for name in ("born", "document_expires"):
        draft[name] = [data.get(f"{name}_{part}", "") for part in ("day", "month", "year")]
    draft["age_disputed"] = "age_disputed" in data
    return draft


def _companion(request: HttpRequest) -> queries.PersonRow | None:
    """The person whose family the new one joins."""
    found = _uuid(request.GET.get("with", "") or request.POST.get("with_person", ""))
    return queries.person(request.actor, found) if found else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
