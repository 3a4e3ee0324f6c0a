"""What one more of each limit would be worth to the plan: for officers who negotiate, never shown to a family, never a reason."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from corridor.kernel.refusals import N_
from corridor.movements import queries
from corridor.web.shell import formats

from . import shown

# One more of what, by the code of the limit.
UNITS = {
    "SEATS": N_("seat on %(place)s"),
    "STOP_SEATS": N_("seat to the stop of %(place)s"),
    "WHEELCHAIR": N_("wheelchair place on %(place)s"),
    "STRETCHER": N_("stretcher place on %(place)s"),
    "UASC_ESCORT": N_("child whom an escort of %(place)s can look after"),
    "MEDICAL_ESCORT": N_("medical escort on %(place)s"),
    "RECEPTION": N_("reception place in %(place)s"),
    "TRANSIT": N_("place at %(place)s"),
    "AIRPORT": N_("departure from %(place)s"),
    "BUSES": N_("vehicle to %(place)s"),
    "BUDGET": N_("EUR in %(place)s"),
}
PAPERS = {
    "EXIT_CLEARANCE": N_("The exit permit %(days)s days longer, for %(option)s"),
    "FIT_TO_TRAVEL": N_("The fit-to-travel check %(days)s days longer, for %(option)s"),
    "DOCUMENTS": N_("The travel document %(days)s days earlier, for %(option)s"),
}
LINES = 50


def prices(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    plan = queries.plan(request.actor, plan_id)
    found = queries.prices_of(request.actor, plan_id)
    context = {
        "head": plan.head,
        "said": shown.said(plan.head),
        "limits": limits(found.limits),
        "renewals": renewals(found.renewals),
    }
    return render(request, "movements/planning/prices.html", context)


def limits(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Dearest first, as they were stored."""
    return [
        {
            "what": _(UNITS.get(one.code, "%(place)s")) % {"place": one.place},
            "day": one.day,
            "worth": one.worth,
        }
        for one in list(rows)[:LINES]
    ]


def renewals(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.party,
            "what": _(PAPERS[one.code]) % {"days": formats.count(one.days), "option": one.option},
            "worth": one.worth,
        }
        for one in list(rows)[:LINES]
        if one.code in PAPERS
    ]
