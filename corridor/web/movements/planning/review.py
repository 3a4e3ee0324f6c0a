"""Review and put in force: what the plan changes, what forced each change, and who signs for it. One button, one version."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from corridor.access import queries as access
from corridor.movements import actions, queries
from corridor.web.shell import asked

from . import progress, shown


def review(request: HttpRequest, plan_id: UUID | None = None) -> HttpResponse:
    """The differences once more, whole, with the button at the end. Without an id: of the newest plan."""
    actor, plan = request.actor, queries.plan(request.actor, plan_id)
    work = progress.shown(queries.plan_work(actor))
    context: dict[str, Any] = {
        "plan": shown.plan_shown(actor, plan, shown.names_of(actor)),
        "work": work if work and work["one"].plan_id == plan.head.id else None,
        "signs": access.staff_names(actor, {actor.staff_id}).get(actor.staff_id, ""),
    }
    return render(request, "movements/planning/review.html", context)


@require_POST
def publish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The version on the screen, or nothing."""
    actions.ask_publish(request.actor, plan_id, asked.a_number(request.POST.get("version")) or 0)
    return redirect("movements.planning")
