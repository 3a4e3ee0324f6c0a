"""Today's work: steps that wait for the reader's organisation, soonest first, and the flights ahead."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from corridor.access.roles import Permission as P
from corridor.evacuation import queries as evacuation
from corridor.kernel import clock
from corridor.movements import queries as movements
from corridor.movements.lifecycle import Flight, Policy
from corridor.returns import queries as returns
from corridor.web.shell import formats

from . import presenters

SHOWN = 25
AHEAD = timedelta(days=28)


def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if actor.may(P.CONSULAR_ANSWER) and not actor.may(P.PERSON_SEARCH):
        return redirect("returns.consular_queue")
    if not actor.may(P.PERSON_READ):
        return redirect("reporting.figures" if actor.may(P.FIGURES_READ) else "access.profile")
    view = request.GET.get("view", "step")
    rows, counts = _work(actor, mine=view == "mine", step=view == "step")
    context = {
        "rows": rows[:SHOWN],
        "more": max(counts[view] - SHOWN, 0) if view in counts else 0,
        "columns": [_("Pathway"), _("Where to")],
        "views": _views(view, counts),
        "flights": [presenters.flight_card(row) for row in _flights(actor)],
        "today": clock.now(),
        "late": sum(1 for row in rows if row["due_state"] == "late"),
        "may_register": actor.may(P.PERSON_REGISTER),
        "drafts": _drafts(actor),
    }
    return render(request, "home/home.html", context)


def _work(actor: Any, *, mine: bool, step: bool) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The longest waiting of both pathways, merged by their clocks; and how many there are of each view."""
    rows: list[dict[str, Any]] = []
    counts = {"step": 0, "mine": 0, "all": 0}
    for queries, permission, pathway in ((returns, P.RETURN_READ, "vhr"), (evacuation, P.EVACUATION_READ, "evacuation")):
        if actor.may(permission):
            found = queries.cases(actor, needs_step=step, mine=mine, limit=SHOWN)
            rows += [presenters.case_row(actor, one, pathway=pathway) for one in found]
            counts["step"] += queries.count_cases(actor, needs_step=True, most=queries.MOST)
            counts["mine"] += queries.count_cases(actor, mine=True, most=queries.MOST)
            counts["all"] += queries.count_cases(actor, most=queries.MOST)
    presenters.take_note(actor, rows)
    return sorted(rows, key=lambda row: row["sort"]), counts


def _views(view: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    words = {"step": _("Needs a step from us"), "mine": _("My people"), "all": _("All open and closed")}
    return [
        {"url": f"?view={key}", "active": key == view} | formats.counted(words[key], counts[key], returns.MOST) for key in words
    ]


def _drafts(actor: Any) -> list[movements.PolicyRow]:
    """Versions of the planning policy that colleagues wrote and the reader may approve."""
    if not actor.may(P.POLICY_APPROVE):
        return []
    rows = movements.policies(actor, limit=5)
    return [row for row in rows if row.state == Policy.DRAFT and row.made_by_id != actor.staff_id]


def _flights(actor: Any) -> list[Any]:
    if not actor.may(P.FLIGHT_READ):
        return []
    live = [Flight.PLANNED, Flight.CONFIRMED, Flight.BOARDING]
    today = clock.today()
    return movements.flights(actor, since=today, until=today + AHEAD, statuses=live, mine=True, limit=6)
