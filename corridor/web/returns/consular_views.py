"""The consulate's own pages: its open requests, one request, its answers. Whatever is not an open request of its own is not found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from corridor.kernel.refusals import Refused
from corridor.returns import actions, queries
from corridor.returns.lifecycle import CONSULAR
from corridor.web.shell import asked, errors

from . import forms, presenters


def queue(request: HttpRequest) -> HttpResponse:
    rows = [presenters.consular(row) for row in queries.consular_queue(request.actor)]
    return render(request, "returns/consular_queue.html", {"rows": rows})


def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """GET: the facts and the answers that may be given. POST: one answer, named by the form."""
    if request.method == "POST" and request.POST.get("form") in ANSWERS:
        return _answer(request, request_id, request.POST["form"])
    row = actions.open_request(request.actor, request_id)
    return _page(request, row, {})


def photo(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return HttpResponse(actions.see_photo(request.actor, request_id), content_type="image/jpeg")


def _answer(request: HttpRequest, request_id: UUID, name: str) -> HttpResponse:
    row = queries.consular_request(request.actor, request_id)
    make, act, stays = ANSWERS[name]
    form = make(request.POST)
    if form.is_valid():
        try:
            act(request.actor, request_id, form, asked.a_number(request.POST.get("version")))
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            gone = _("Recorded. The request has left your list.")
            messages.success(request, _("Recorded.") if stays else gone)
            return redirect("returns.consular_request", request_id) if stays else redirect("returns.consular_queue")
    return _page(request, row, {name: form}, status=422)


def _page(request: HttpRequest, row: queries.ConsularRow, filled: dict[str, Any], status: int = 200) -> HttpResponse:
    """Only answers that fit the present status are offered."""
    may = CONSULAR.open_to(row.status)
    forms_shown = {
        "interview": filled.get("interview") or (forms.InterviewForm() if "appoint" in may else None),
        "confirm": filled.get("confirm") or (django_forms.Form() if "confirm" in may else None),
        "not_confirm": filled.get("not_confirm") or (django_forms.Form() if "not_confirm" in may else None),
        "issue": filled.get("issue") or (forms.PaperForm() if "issue" in may else None),
    }
    context = {"one": presenters.consular(row), "forms": forms_shown, "show_photo": request.GET.get("photo") == "1" and row.photo}
    return render(request, "returns/consular_request.html", context, status=status)


def _interview(actor: Any, request_id: UUID, form: Any, version: int | None) -> None:
    actions.arrange_interview(actor, request_id, at=form.moment(), mode=form.cleaned_data["mode"], version=version)


# form name: (form, action, whether the request stays in the queue afterwards)
Answer = tuple[Callable[..., django_forms.Form], Callable[..., Any], bool]
ANSWERS: dict[str, Answer] = {
    "interview": (forms.InterviewForm, _interview, True),
    "confirm": (django_forms.Form, lambda actor, one, form, version: actions.confirm(actor, one, version), True),
    "not_confirm": (django_forms.Form, lambda actor, one, form, version: actions.not_confirm(actor, one, version), False),
    "issue": (forms.PaperForm, lambda actor, one, form, version: actions.issue(actor, one, form.paper(), version), False),
}
