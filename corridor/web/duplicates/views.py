"""The queue and one pair: two records side by side, an answer with its reason, then the next pair."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.duplicates import actions, queries
from corridor.duplicates.queries import PairRow
from corridor.duplicates.words import AskStatus, PairStatus, Source
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.web.exchange.presenters import Rows
from corridor.web.people import presenters as persons
from corridor.web.shell import asked, errors, formats

from . import listing, presenters
from .forms import ANSWERS, BecauseForm, DecideForm

PAGE = 25
SAID = {
    PairStatus.SAME: gettext_lazy("Saved: the same person. Now the two records can be joined."),
    PairStatus.DIFFERENT: gettext_lazy("Saved: two people. They are kept apart."),
    PairStatus.BLIND: gettext_lazy("Saved. A colleague decides about this pair too, without seeing your answer."),
    PairStatus.UNSURE: gettext_lazy("Saved. A supervisor decides."),
}


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    actor, view = request.actor, request.GET.get("view", queries.OPEN)
    if view not in queries.VIEWS or (view == queries.SUPERVISOR and not actor.may(P.PAIR_SUPERVISE)):
        view = queries.OPEN
    rows = Rows(
        queries.count(actor, view),
        lambda limit, offset: listing.listed(request, view, queries.queue(actor, view, limit=limit, offset=offset)),
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"view": view, "views": listing.views(actor, view), "page": page, "may_compare": actor.may(P.LINKING_START)}
    context |= {"may_supervise": actor.may(P.PAIR_SUPERVISE), "elsewhere": bool(queries.held_elsewhere(actor))}
    return render(request, "duplicates/queue.html", context)


@require_GET
def next_one(request: HttpRequest) -> HttpResponse:
    """The pair whose waiting may do most harm."""
    found = queries.next_pair(request.actor, queries.OPEN)
    return redirect("duplicates.pair", found) if found else redirect("duplicates.queue")


def pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """GET: side by side. POST: the answer, then the next pair of the same view."""
    actor, row = request.actor, queries.pair(request.actor, pair_id)
    view = request.GET.get("view", "")
    view = view if view in queries.VIEWS else queries.view_of(row)
    form = DecideForm(asked.posted(request), initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, row, form.cleaned_data, queries.view_of(row))
        except Refused as refused:
            errors.into_form(form, refused)
    for person_id in (row.first_id, row.second_id) if request.method == "GET" else ():
        people_actions.note_reading(actor, person_id, "compare")
    return render(request, "duplicates/pair.html", _pair_page(request, row, view, form), status=422 if form.errors else 200)


def _decided(request: HttpRequest, row: PairRow, said: dict[str, Any], view: str) -> HttpResponse:
    after = queries.place(request.actor, row, view).next_id
    act = actions.decide_blind if row.status == PairStatus.BLIND else actions.decide
    status = act(request.actor, row.id, said["answer"], said["why"], version=said["version"])
    messages.success(request, str(SAID[PairStatus(status)]))
    if status == PairStatus.SAME:
        return redirect("duplicates.join", row.id)
    address = reverse("duplicates.pair", args=[after]) if after else reverse("duplicates.queue")
    return redirect(f"{address}?view={view}")


def _pair_page(request: HttpRequest, row: PairRow, view: str, form: DecideForm) -> dict[str, Any]:
    actor = request.actor
    said = queries.decisions_of(actor, row.id)
    staff = access.staff_names(actor, {one.by_id for one in said})
    place = queries.place(actor, row, view)
    mine = any(one.by_id == actor.staff_id and one.round == row.round for one in said)
    supervises = row.status != PairStatus.UNSURE or actor.may(P.PAIR_SUPERVISE)
    return {
        "row": row,
        "view": view,
        "view_word": listing.VIEWS[view],
        "place": place,
        "form": form,
        "answers": ANSWERS[:2] if row.status == PairStatus.UNSURE else ANSWERS,
        "table": presenters.comparison(actor, row),
        "households": presenters.households(actor, row),
        "decisions": [_said(one, staff) for one in said],
        "may_decide": row.status in (PairStatus.OPEN, PairStatus.BLIND, PairStatus.UNSURE) and not mine and supervises,
        "mine": mine,
        "blind": row.status == PairStatus.BLIND,
        "told_apart": row.status == PairStatus.OPEN and queries.told_apart(actor, row),
        "status": {"kind": listing.STATES[row.status], "text": _(PairStatus(row.status).label)},
        "source": _(Source(row.source).label),
        "may_join": row.status == PairStatus.SAME,
    }


def _said(one: Any, staff: dict[UUID, str]) -> dict[str, Any]:
    words = {value: label for value, label, _help, _key in ANSWERS}
    text = _("%(who)s: %(what)s") % {"who": staff.get(one.by_id, ""), "what": words[one.answer]}
    return {"at": one.at, "icon": "pen", "text": text, "note": one.why}


@require_GET
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Likely matches behind other organisations' walls, and requests to open a record for comparing."""
    actor = request.actor
    found = queries.held_elsewhere(actor)
    asked = queries.asks(actor)
    own = people.people_by_id(actor, [*found, *(one.person_id for one in asked if one.person_id)])
    names = {one.id: one.name for one in access.organisations(actor)}
    waiting = {(one.person_id, one.owner_id) for one in asked if one.status == AskStatus.WAITING}
    rows = [
        {"person": persons.listed(actor, own[person_id]), "who": names.get(owner, ""), "asked": (person_id, owner) in waiting,
         "url": reverse("duplicates.ask", args=[person_id, owner])}
        for person_id, owners in found.items() if person_id in own for owner in owners
    ]  # fmt: skip
    requests = [_asked(actor, one, own, names) for one in asked]
    return render(request, "duplicates/elsewhere.html", {"rows": rows, "requests": requests})


ASK_KINDS = {"waiting": "wait", "opened": "ok", "declined": "idle"}


def _asked(actor: Any, one: Any, own: dict[UUID, Any], names: dict[UUID, str]) -> dict[str, Any]:
    ours = one.owner_id == actor.organisation_id
    may = ours and one.status == AskStatus.WAITING and actor.may(P.PAIR_SUPERVISE)
    return {
        "row": one,
        "ours": ours,
        "who": names.get(one.asker_id if ours else one.owner_id, ""),
        "person": persons.listed(actor, own[one.person_id]) if one.person_id in own else None,
        "kind": ASK_KINDS[one.status],
        "word": _(AskStatus(one.status).label),
        "until": formats.day(one.until) if one.until else "",
        "url": reverse("duplicates.answer", args=[one.id]) if may else "",
    }


@require_POST
def ask(request: HttpRequest, person_id: UUID, organisation_id: UUID) -> HttpResponse:
    actions.ask_to_compare(request.actor, person_id, organisation_id)
    messages.success(request, _("Asked. Their supervisor opens the record for two weeks, or says why not."))
    return redirect("duplicates.elsewhere")


def answer(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """A supervisor of the owner opens the own record for comparing, or says why not."""
    actor = request.actor
    one = next((row for row in queries.asks(actor) if row.id == ask_id and row.owner_id == actor.organisation_id), None)
    if one is None or one.person_id is None:
        raise NotFound("request")
    version = asked.a_number(request.POST.get("version"))
    if "open" in request.POST:
        actions.open_for_comparing(actor, ask_id, version=version)
        messages.success(request, _("Opened for two weeks: identity and contact, for comparing only."))
        return redirect("duplicates.elsewhere")
    form = BecauseForm(asked.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline_to_compare(actor, ask_id, form.cleaned_data["because"], version=version)
            messages.success(request, _("Not opened. They read why."))
            return redirect("duplicates.elsewhere")
        except Refused as refused:
            errors.into_form(form, refused)
    own = people.people_by_id(actor, [one.person_id])
    names = {each.id: each.name for each in access.organisations(actor)}
    context = {"ask": _asked(actor, one, own, names), "form": form}
    return render(request, "duplicates/answer.html", context, status=422 if form.errors else 200)


@require_POST
def look(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Compare this record with the whole store now."""
    found = actions.look_at(request.actor, person_id)
    new = found.get("opened", 0) + found.get("again", 0)
    messages.success(request, _("Compared with all records. Pairs to decide: %(n)s new.") % {"n": formats.count(new)})
    return redirect(persons.home_of(request.actor, person_id))
