"""What limits plans: funds with what is left of them, limits of places, closed airports. Tables, each with its form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.movements import actions, queries
from corridor.movements.words import LimitKind
from corridor.web.shell import asked, formats

from .forms import saved
from .limits_forms import FundForm, LimitForm


def limits(request: HttpRequest) -> HttpResponse:
    form = LimitForm(request.actor, asked.posted(request))

    def deed(valid: LimitForm) -> None:
        actions.set_limit(request.actor, **valid.values())

    if request.method == "POST" and saved(form, deed):
        messages.success(request, _("The limit holds for plans made from now on."))
        return redirect("movements.limits")
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
def end_limit(request: HttpRequest, limit_id: UUID) -> HttpResponse:
    actions.end_limit(request.actor, limit_id)
    messages.success(request, _("The limit has ended."))
    return redirect("movements.limits")


def add_fund(request: HttpRequest) -> HttpResponse:
    form = FundForm(request.actor, asked.posted(request))
    if request.method == "POST" and saved(form, lambda valid: actions.add_fund(request.actor, valid.new_fund())):
        messages.success(request, _("The fund is written down. From now on plans spend no more than what funds hold."))
        return redirect("movements.limits")
    return render(request, "movements/policy/fund.html", {"form": form}, status=422 if form.errors else 200)


def change_fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    row = queries.fund(request.actor, fund_id)
    form = FundForm(request.actor, asked.posted(request), row)

    def deed(valid: FundForm) -> None:
        actions.change_fund(request.actor, fund_id, valid.new_fund(), valid.cleaned_data["version"])

    if request.method == "POST" and saved(form, deed):
        messages.success(request, _("Saved."))
        return redirect("movements.limits")
    return render(request, "movements/policy/fund.html", {"form": form, "row": row}, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: LimitForm, status: int) -> HttpResponse:
    actor = request.actor
    closed = queries.closures(actor)
    names = access.staff_names(actor, {row.made_by_id for row in closed})
    context = {
        "form": form,
        "funds": [_fund(row) for row in queries.funds(actor)],
        "limits": [{"row": row, "kind": _(LimitKind(row.kind).label)} for row in queries.limits(actor)],
        "closed": [_closure(row, names.get(row.made_by_id, "")) for row in closed],
        "may": actor.may(P.LIMITS_MANAGE),
    }
    return render(request, "movements/policy/limits.html", context, status=status)


def _fund(row: queries.FundRow) -> dict[str, Any]:
    only = [_(Pathway(one).label) for one in row.pathways] + list(row.destinations)
    return {
        "row": row,
        "only": ", ".join(only),
        "over": row.left < 0,
        "short": row.left - row.planned < 0,
        "spent": row.contracted,
    }


def _closure(row: queries.ClosureRow, by: str) -> dict[str, Any]:
    today = clock.today()
    if row.lifted_at:
        state = {"kind": "idle", "text": _("Opened again on %(day)s") % {"day": formats.day(row.lifted_at)}}
    elif row.last < today:
        state = {"kind": "idle", "text": _("Over")}
    else:
        state = {"kind": "stop", "text": _("Closed")}
    return {"row": row, "state": state, "by": by}
