"""Joining on screen: whose value survives for each fact, what stands in the way, who must agree; joins done, and taking apart."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.duplicates import actions, queries
from corridor.duplicates.words import Agreement, MergeStatus, Side
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import Refused
from corridor.people import queries as people
from corridor.people.queries import PersonRow
from corridor.web.people import presenters as persons
from corridor.web.shell import asked, errors, formats

from . import presenters
from .forms import BecauseForm, JoinForm

KINDS = {"proposed": "wait", "joined": "ok", "declined": "idle", "taken_apart": "idle"}
SECOND_WORDS = {
    Agreement.SECOND: gettext_lazy("A second person of your organisation must agree before they are joined."),
    Agreement.PARTNER: gettext_lazy("Somebody of the other organisation must agree before they are joined."),
}
WRITTEN: dict[str, Callable[[Actor, PersonRow], str]] = {
    "name": lambda actor, row: row.name,
    "sex": lambda actor, row: ", ".join(presenters.sex(actor, row)),
    "birth": lambda actor, row: ", ".join(presenters.born(actor, row)),
    "nationality": lambda actor, row: persons.nationality(row),
    "languages": lambda actor, row: ", ".join(formats.tongue(code) for code in row.languages),
    "interpreter": lambda actor, row: formats.tongue(row.interpreter_needed) if row.interpreter_needed else "",
}


def join(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """GET: what joining would mean, with the record kept that was registered first, or the one asked for. POST: it happens, or what
    the facts chosen would mean is looked at again."""
    actor, row = request.actor, queries.pair(request.actor, pair_id)
    keeper = _one_of(request.POST.get("keeper") or request.GET.get("keeper", ""), row.first_id, row.second_id)
    said = {name: side for name, side in request.POST.items() if name in WRITTEN and side in set(Side)}
    found = queries.conflicts(actor, pair_id, keeper, said or None)
    form = JoinForm(asked.posted(request), fields=found.fields, initial={"version": row.version})
    if request.method == "POST" and "rehearse" not in request.POST and form.is_valid():
        try:
            sent = form.cleaned_data
            merge_id = actions.join(actor, pair_id, found.keeper_id, form.chosen(), sent["version"], sent["because"])
            return _after(request, queries.merge(actor, merge_id))
        except Refused as refused:
            errors.into_form(form, refused)
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "duplicates/join.html", _join_page(actor, row, found, form), status=status)


def _join_page(actor: Actor, row: Any, found: Any, form: JoinForm) -> dict[str, Any]:
    seen = people.people_by_id(actor, [found.keeper_id, found.other_id])
    keeper, other = seen[found.keeper_id], seen[found.other_id]
    facts = [
        {
            "label": _(one.label),
            "differs": one.differs,
            "values": [("keeper", WRITTEN[one.field](actor, keeper)), ("other", WRITTEN[one.field](actor, other))],
            "chosen": form[one.field].value() or one.suggested,
            "name": one.field,
        }
        for one in found.fields
    ]
    names = {each.id: each.name for each in access.organisations(actor)}
    return {
        "row": row,
        "form": form,
        "facts": facts,
        "keeper": persons.listed(actor, keeper) | {"owner": names.get(keeper.organisation_id, ""), "id": keeper.id},
        "other": persons.listed(actor, other) | {"owner": names.get(other.organisation_id, ""), "id": other.id},
        "obstacles": [errors.sentence(reason) for reason in found.obstacles],
        "second": SECOND_WORDS.get(Agreement(found.agreement), ""),
        "household": found.household,
        "may_join": actor.may(P.MERGE_JOIN) and not found.obstacles,
        "right": actor.may(P.MERGE_JOIN),
    }


def _after(request: HttpRequest, row: queries.MergeRow) -> HttpResponse:
    if row.status == MergeStatus.PROPOSED:
        messages.success(request, _("Proposed. The records are joined when the second person agrees."))
        return redirect("duplicates.joined")
    messages.success(request, _("Joined. It can be taken apart on the person’s page or here."))
    return redirect(persons.home_of(request.actor, row.keeper_id))


def _one_of(text: str, *ids: UUID) -> UUID | None:
    return next((one for one in ids if str(one) == text), None)


@require_GET
def joined(request: HttpRequest) -> HttpResponse:
    """Joins that wait for a second word, and those done."""
    actor = request.actor
    waiting = queries.waiting(actor) if actor.may(P.MERGE_JOIN) else []
    return render(
        request, "duplicates/joined.html", {"waiting": merges(actor, waiting), "done": merges(actor, queries.merges(actor))}
    )


def merges(actor: Actor, rows: list[queries.MergeRow]) -> list[dict[str, Any]]:
    """Joins in words, with the persons the reader may see."""
    seen = people.people_by_id(actor, {one for row in rows for one in (row.keeper_id, row.other_id)})
    staff = access.staff_names(actor, {one for row in rows for one in (row.by_id, row.agreed_by_id, row.undone_by_id) if one})
    return [
        {
            "row": row,
            "keeper": persons.listed(actor, seen[row.keeper_id]) if row.keeper_id in seen else None,
            "other": seen[row.other_id].reference if row.other_id in seen else "",
            "by": staff.get(row.by_id, ""),
            "agreed_by": staff.get(row.agreed_by_id, "") if row.agreed_by_id else "",
            "undone_by": staff.get(row.undone_by_id, "") if row.undone_by_id else "",
            "kind": KINDS[row.status],
            "word": _(MergeStatus(row.status).label),
            "apart_url": reverse("duplicates.take_apart", args=[row.id]) if _may(actor, row, MergeStatus.JOINED) else "",
            "agree_url": reverse("duplicates.agree", args=[row.id]) if _may(actor, row, MergeStatus.PROPOSED) else "",
        }
        for row in rows
    ]


def _may(actor: Actor, row: queries.MergeRow, status: MergeStatus) -> bool:
    return row.status == status and actor.may(P.MERGE_JOIN)


def agree(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """The second person looks at both records once more, then agrees or says why not."""
    actor, row = request.actor, queries.merge(request.actor, merge_id)
    if "agree" in request.POST:
        actions.agree(actor, merge_id)
        return _after(request, queries.merge(actor, merge_id))
    form = BecauseForm(asked.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(actor, merge_id, form.cleaned_data["because"])
            messages.success(request, _("Not joined. Both records stay as they are."))
            return redirect("duplicates.joined")
        except Refused as refused:
            errors.into_form(form, refused)
    pair = next(iter(queries.pairs_by_id(actor, [row.pair_id])), None)
    context = {"merge": merges(actor, [row])[0], "form": form, "pair": pair, "own": row.by_id == actor.staff_id}
    context["may_agree"] = (
        pair is not None and not context["own"] and row.status == MergeStatus.PROPOSED and actor.may(P.MERGE_JOIN)
    )
    return render(request, "duplicates/agree.html", context, status=422 if form.errors else 200)


def take_apart(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Asks why; then both records are as they were, and what came later stays with the one that was kept."""
    actor, row = request.actor, queries.merge(request.actor, merge_id)
    form = BecauseForm(asked.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_apart(actor, merge_id, form.cleaned_data["because"])
            messages.success(request, _("Taken apart. The pair is open again for a decision."))
            return redirect("duplicates.joined")
        except Refused as refused:
            errors.into_form(form, refused)
    context = {"merge": merges(actor, [row])[0], "form": form}
    return render(request, "duplicates/take_apart.html", context, status=422 if form.errors else 200)
