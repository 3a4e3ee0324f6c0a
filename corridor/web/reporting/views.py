"""The figures page, its tables and its files. Every look at a file is recorded; none holds a person."""

import json
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.roles import Permission as P
from corridor.audit import actions as audit
from corridor.reporting import queries

from . import presenters
from .forms import AsOfForm, today

STATEMENT = date(2019, 9, 25)  # the day before the joint statement this platform answers


def figures(request: HttpRequest) -> HttpResponse:
    form = AsOfForm(request.GET)
    indicators = queries.figures(request.actor, _as_of(form))
    shown = [
        {"card": presenters.card(one), "months": presenters.months(one), "cuts": presenters.cuts(one), "code": one.code.lower()}
        for one in indicators
    ]
    context = {"form": form, "indicators": shown, "as_of": indicators[0].as_of, "statement": STATEMENT}
    context["may_fairness"] = request.actor.may(P.FAIRNESS_READ)
    return render(request, "reporting/figures.html", context, status=200 if form.is_valid() else 422)


def tables(request: HttpRequest) -> HttpResponse:
    form = AsOfForm(request.GET)
    indicators = queries.figures(request.actor, _as_of(form))
    context = {"form": form, "tables": presenters.tables(indicators), "as_of": indicators[0].as_of}
    return render(request, "reporting/tables.html", context)


def download(request: HttpRequest) -> HttpResponse:
    """The same figures as JSON, with since, as of, source and status on each."""
    indicators = queries.figures(request.actor, _as_of(AsOfForm(request.GET)))
    as_of = indicators[0].as_of.isoformat()
    audit.record(request.actor, "reporting.figures.export", as_of=as_of)
    text = json.dumps([one.plain() for one in indicators], ensure_ascii=False, indent=2)
    name = f"corridor-figures-{as_of}.json"
    return HttpResponse(text, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _as_of(form: AsOfForm) -> date:
    return (form.cleaned_data.get("as_of") if form.is_valid() else None) or today()
