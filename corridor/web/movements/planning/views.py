"""The page of planning: the weeks ahead, what the newest plan changes, who waits and why, who stands by; asking for a plan."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from corridor.access.roles import Permission as P
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.movements import actions, queries
from corridor.movements.queries import screens

from . import board, progress, scenarios, shown
from .words import WHY

LINES = 25
MOST = 5000  # parties without a seat that are counted
RESTS_ON = (
    ("movements.policies", gettext_lazy("Policy: who goes first, and who approved it")),
    ("movements.limits", gettext_lazy("Funds, limits of places, closed airports")),
    ("movements.fairness", gettext_lazy("Fairness: who travels, who waits longest")),
)


def planning(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    weeks = board.horizon(request.GET.get("weeks"))
    first, last = board.span(today, weeks)
    flights = queries.flights(actor, since=first, until=last, mine=True, limit=500)
    found, names = shown.newest(actor), shown.names_of(actor)
    plan = shown.plan_shown(actor, found, names) if found else None
    draft = shown.draft_of(found, plan["differs"].rows if plan else ())
    context = {
        "weeks": weeks,
        "horizons": board.horizons(weeks),
        "bands": board.bands(flights, first, weeks, draft, _closed(actor, first, last)),
        "totals": board.totals(flights, draft),
        "plan": plan,
        "draft_version": found.head.version if found and draft.placed else None,
        "compared": scenarios.compared(actor, found, names) if found else None,
        "changes": scenarios.kinds(found.head.id) if found else [],
        "work": progress.shown(queries.plan_work(actor)),
        "why": _why(actor, today),
        "may_publish": actor.may(P.PLAN_PUBLISH),
        "in_force": shown.in_force_said(found, plan["differs"]) if found and plan else "",
        "links": _links(found),
        "span": (first, last),
    } | _waiting(actor, found)
    return render(request, "movements/planning/page.html", context)


@require_GET
def working(request: HttpRequest) -> HttpResponse:
    """The panel alone; once the work is done the whole page is loaded again."""
    work = progress.shown(queries.plan_work(request.actor))
    context = {"work": work, "may_publish": request.actor.may(P.PLAN_PUBLISH)}
    response = render(request, "movements/planning/progress.html", context)
    if not (work and work["running"]):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    weeks = board.horizon(request.POST.get("weeks"))
    actions.ask_plan(request.actor, days=7 * weeks)
    return redirect(reverse("movements.planning") + ("" if weeks == board.USUAL else f"?weeks={weeks}"))


@require_POST
def stop(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Good enough: the best plan so far is kept."""
    actions.stop_search(request.actor, plan_id)
    return redirect("movements.planning")


def _closed(actor: Any, first: date, last: date) -> list[board.Closed]:
    return [
        board.Closed(one.site.name, one.first, one.last, one.because)
        for one in queries.closures(actor)
        if not one.lifted_at and one.first <= last and one.last >= first
    ]


def _links(found: queries.PlanRow | None) -> list[dict[str, str]]:
    """What planning rests on, and what the newest plan leads to."""
    links = [{"url": reverse(name), "text": str(text)} for name, text in RESTS_ON]
    if found:
        links.append({"url": reverse("movements.prices", args=[found.head.id]), "text": _("What one more would be worth")})
        links.append({"url": reverse("movements.plan_file", args=[found.head.id]), "text": _("Workbook (XLSX)")})
    return links


def _waiting(actor: Any, found: queries.PlanRow | None) -> dict[str, Any]:
    """Who waits, and why as far as the newest plan says."""
    rows = queries.waiting_parties(actor, limit=MOST)
    members = screens.members_of(actor, [row.party_id for row in rows[:LINES]])
    said = {line.reference: line for line in found.waiting} if found else {}
    placed = {line.reference: line.option for line in found.placed} if found and not found.head.published_at else {}
    lines = []
    for row in rows[:LINES]:
        line = said.get(row.reference)
        lines.append(
            {
                "row": row,
                "members": members.get(row.party_id, []),
                "pathway": _(Pathway(row.pathway).label),
                "standby": ", ".join(row.standby_on),
                "why": _(WHY[line.code]) if line else "",
                "proposed": placed.get(row.reference, ""),
            }
        )
    more, people = max(len(rows) - LINES, 0), sum(row.people for row in rows)
    return {"waiting": lines, "waiting_people": people, "waiting_more": more}


def _why(actor: Any, today: date) -> list[dict[str, Any]]:
    """For each pathway that people of ours wait on: what they wait for, each person once."""
    found = []
    for pathway in (Pathway.VHR, Pathway.EVACUATION):
        rows = queries.why_not_yet(actor, str(pathway), today + timedelta(days=7))
        if rows:
            bars = [{"label": _(row.label), "part": row.people} for row in rows]
            total = sum(row.people for row in rows)
            found.append({"pathway": _(pathway.label), "rows": bars, "whole": max(row.people for row in rows), "total": total})
    return found
