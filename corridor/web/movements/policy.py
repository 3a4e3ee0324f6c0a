"""The planning policy: what is in force, in plain words; its versions; a draft; approving by another person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.kernel.refusals import Refused
from corridor.movements import actions, queries
from corridor.movements.lifecycle import Policy as State
from corridor.web.shell import asked, errors

from . import policy_words as words
from .forms import saved
from .policy_forms import PolicyForm


def policies(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = queries.policies(actor)
    in_force = next((row for row in rows if row.state == State.IN_FORCE), None)
    context = {
        "in_force": in_force,
        "groups": words.groups(queries.policy_values(actor), queries.towns(actor)),
        "rows": _versions(actor, rows),
        "drafts": [row for row in rows if row.state == State.DRAFT],
        "may_propose": actor.may(P.POLICY_PROPOSE),
        "may_plan": actor.may(P.PLAN_MAKE),
    }
    return render(request, "movements/policy/page.html", context)


def policy(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    return _version(request, policy_id)


def propose(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    funds = [row.code for row in queries.funds(actor)] if actor.may(P.PLAN_MAKE) else []
    form = PolicyForm(queries.policy_values(actor), queries.towns(actor), funds, asked.posted(request))
    made: list[UUID] = []

    def deed(valid: PolicyForm) -> None:
        made.append(actions.propose_policy(actor, valid.changes(), valid.cleaned_data["note"]))

    if request.method == "POST" and saved(form, deed):
        messages.success(request, _("The draft is written. Another person approves it."))
        return redirect("movements.policy", made[0])
    return render(request, "movements/policy/draft.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def approve(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    actions.approve_policy(request.actor, policy_id)
    messages.success(request, _("In force. Plans made from now on follow it."))
    return redirect("movements.policy", policy_id)


@require_POST
def refuse(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    try:
        actions.refuse_policy(request.actor, policy_id, request.POST.get("reason", ""))
    except Refused as refused:
        return _version(request, policy_id, {"error": " ".join(errors.sentences(refused))}, status=422)
    messages.success(request, _("Refused. The policy in force stays as it is."))
    return redirect("movements.policies")


def _version(request: HttpRequest, policy_id: UUID, more: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    row = queries.policy(actor, policy_id)
    changed = {one.field: one for one in queries.policy_differences(actor, policy_id)}
    draft, own = row.state == State.DRAFT, row.made_by_id == actor.staff_id
    context = {
        **_versions(actor, [row])[0],
        "groups": words.groups(row.values, queries.towns(actor), changed),
        "differs": len(changed),
        "may_approve": draft and actor.may(P.POLICY_APPROVE) and not own,
        "may_refuse": draft and (own or actor.may(P.POLICY_APPROVE)),
        "own": own,
        "draft": draft,
    }
    return render(request, "movements/policy/version.html", context | (more or {}), status=status)


def _versions(actor: Any, rows: list[queries.PolicyRow]) -> list[dict[str, Any]]:
    """Each with its state and the names of who wrote and approved it."""
    names = access.staff_names(actor, {one for row in rows for one in (row.made_by_id, row.approved_by_id) if one})
    return [
        {
            "row": row,
            "state": words.state(row),
            "made_by": names.get(row.made_by_id, ""),
            "approved_by": names.get(row.approved_by_id, "") if row.approved_by_id else "",
        }
        for row in rows
    ]
