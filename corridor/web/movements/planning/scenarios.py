"""Scenarios: a copy of the plan with one thing changed, worked out beside it, compared, and opened as a draft when it is better."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from corridor.movements import actions, queries
from corridor.movements.lifecycle import Plan as PlanState
from corridor.web.movements.forms import saved
from corridor.web.shell import asked, formats

from . import compare, edits, shown
from .forms import CHANGES
from .progress import KINDS, search_shown

PLAN_ITSELF = "A"


def add(request: HttpRequest, plan_id: UUID, change: str) -> HttpResponse:
    """The form for one kind of change; the copy is worked out in the background."""
    if change not in CHANGES:
        raise Http404
    title, kind = CHANGES[change]
    plan = queries.plan(request.actor, plan_id)
    flights = queries.flights(request.actor, since=plan.head.first, until=plan.head.last, mine=True, limit=500)
    form = kind(request.actor, flights, asked.posted(request))

    def deed(valid: Any) -> None:
        actions.ask_scenario(request.actor, plan_id, valid.name(), [valid.edit()])

    if request.method == "POST" and saved(form, deed):
        messages.success(request, _("The scenario is being worked out. It is compared below once it is ready."))
        return redirect(f"{redirect('movements.planning').url}#scenarios")
    context = {"form": form, "title": title, "plan": plan, "changes": kinds(plan_id, change)}
    return render(request, "movements/planning/scenario.html", context, status=422 if form.errors else 200)


@require_POST
def adopt(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Its flights become planned flights, and a plan is asked for with them."""
    actions.adopt_scenario(request.actor, plan_id, asked.a_number(request.POST.get("version")) or 0)
    messages.success(request, _("Its flights are planned now, and a new draft is being worked out with them."))
    return redirect("movements.planning")


def panel(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The comparison alone, for whoever waits for a scenario."""
    actor, plan = request.actor, queries.plan(request.actor, plan_id)
    names = shown.names_of(actor)
    context = {"plan": shown.plan_shown(actor, plan, names), "compared": compared(actor, plan, names), "changes": kinds(plan_id)}
    return render(request, "movements/planning/scenarios.html", context)


def kinds(plan_id: UUID, active: str = "") -> list[dict[str, Any]]:
    """What can be changed, each a link to its form."""
    return [
        {"url": redirect("movements.add_scenario", plan_id, key).url, "text": title, "active": key == active}
        for key, (title, _form) in CHANGES.items()
    ]


def compared(actor: Any, plan: queries.PlanRow, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The table: A is the plan itself, the others in the order in which they were asked for. None while there is only A."""
    rows = queries.scenarios(actor, plan.head.id)
    if len(rows) < 2:
        return None
    lost = rows[0].lost
    flights = queries.plan_differences(actor, plan.head.id).lost if lost else ()
    return {
        "columns": [head(row, plan, names) for row in rows],
        "rows": compare.table([column(row) for row in rows], lost, ", ".join(one.code for one in flights)),
        "waiting": any(row.state == PlanState.MAKING for row in rows),
    }


def head(row: queries.ScenarioRow, plan: queries.PlanRow, names: Mapping[str, str]) -> dict[str, Any]:
    own = row.letter == PLAN_ITSELF
    said = {"letter": row.letter, "title": row.title, "number": formats.count(plan.head.version)}
    working = row.state == PlanState.MAKING and row.search
    return {
        "title": _("A. Version %(number)s") % said if own else _("%(letter)s. %(title)s") % said,
        "note": flights_said(row.flights or 0) if own else "; ".join(edits.said(row.edits, names)),
        "own": own,
        "ready": row.state == PlanState.PROPOSED,
        "kind": KINDS[row.state],
        "state": search_shown(row.search)["phase"] if working and row.search else _(PlanState(row.state).label),
        "stopped": formats.said(row.stopped) if row.stopped else "",
        "plan_id": row.plan_id,
    }


def flights_said(number: int) -> str:
    return ngettext("%(n)s flight", "%(n)s flights", number) % {"n": formats.count(number)}


def column(row: queries.ScenarioRow) -> compare.Column:
    ready = row.people is not None
    return compare.Column(
        people=row.people,
        tier2=row.tier2_people,
        of_lost=row.of_lost,
        median_days=row.median_days,
        empty_seats=row.empty_seats,
        cost=row.cost,
        each=row.cost_a_person,
        separated=row.families_separated if ready else None,
        gap=row.gap,
    )
