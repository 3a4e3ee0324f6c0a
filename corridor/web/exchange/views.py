"""Lists: upload, columns, rows, import. Every step is a form that posts; the progress is a panel that renews itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from corridor.exchange import actions, queries
from corridor.exchange.adapters import writing
from corridor.exchange.lifecycle import Upload
from corridor.kernel.refusals import Refused
from corridor.web.shell import asked, errors

from . import presenters
from .forms import ColumnsForm, UploadForm

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def lists(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            list_id = actions.receive(request.actor, form.cleaned_data["file"].read())
            return redirect("exchange.columns", list_id)
        except Refused as refused:
            errors.into_form(form, refused)
    context = {"form": form, "page": presenters.lists_page(request), "template_languages": writing.LANGUAGES}
    return render(request, "exchange/lists.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: HttpRequest, language: str) -> HttpResponse:
    if language not in writing.LANGUAGES:
        raise Http404
    return _file(writing.template(language), "xlsx", f"people-{language}.xlsx")


def columns(request: HttpRequest, list_id: UUID) -> HttpResponse:
    one = queries.people_list(request.actor, list_id)
    if one.status not in (Upload.RECEIVED, Upload.MAPPED, Upload.CHECKED):
        return redirect("exchange.list", list_id)
    form = ColumnsForm(one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        how = {name: form.cleaned_data[name] for name in ("order", "first_of_january", "version")}
        try:
            actions.match(request.actor, list_id, form.mapping, **how)
            return redirect("exchange.list", list_id)
        except Refused as refused:
            errors.into_form(form, refused)
    context = {"one": one, "form": form, "state": presenters.state_of(one)}
    return render(request, "exchange/columns.html", context, status=422 if form.errors else 200)


@require_GET
def people_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    one = queries.people_list(request.actor, list_id)
    if one.status == Upload.RECEIVED:
        return redirect("exchange.columns", list_id)
    return render(request, "exchange/list.html", presenters.list_page(request, one) | {"state": presenters.state_of(one)})


@require_GET
def progress(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The panel alone; once the work is done the whole page is loaded again."""
    state = presenters.state_of(queries.people_list(request.actor, list_id))
    response = render(request, "exchange/progress.html", {"state": state})
    if not state["running"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def bring_in(request: HttpRequest, list_id: UUID) -> HttpResponse:
    actions.start_import(request.actor, list_id, version=asked.a_number(request.POST.get("version")))
    return redirect("exchange.list", list_id)


@require_POST
def set_aside(request: HttpRequest, list_id: UUID) -> HttpResponse:
    actions.abandon(request.actor, list_id, version=asked.a_number(request.POST.get("version")))
    messages.info(request, _("The list was set aside. Nobody was registered from it, and its rows are deleted."))
    return redirect("exchange.lists")


@require_GET
def rejected(request: HttpRequest, list_id: UUID, kind: str) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    raw = actions.export_rejected(request.actor, list_id, kind, (get_language() or "en")[:2])
    return _file(raw, kind, f"to-correct.{kind}")


def _file(raw: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(raw, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
