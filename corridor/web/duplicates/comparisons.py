"""Comparisons of many records with live progress, and what decisions have shown about reviewers and the model."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from corridor.access import queries as access
from corridor.duplicates import actions, queries
from corridor.duplicates.queries import LinkingRow
from corridor.duplicates.rules import calibrating
from corridor.duplicates.words import LinkingStatus
from corridor.web.shell import formats

from .presenters import signed

KINDS = {"running": "wait", "done": "ok", "stopped": "stop"}


def comparisons(request: HttpRequest) -> HttpResponse:
    """What was compared and what came of it; a POST starts the next comparison of all own records."""
    actor = request.actor
    if request.method == "POST":
        return redirect("duplicates.progress", actions.start_linking(actor))
    rows = queries.linkings(actor)
    staff = access.staff_names(actor, {row.asked_by_id for row in rows if row.asked_by_id})
    context = {"rows": [_listed(row, staff) for row in rows], "running": any(row.is_running for row in rows)}
    return render(request, "duplicates/comparisons.html", context)


@require_GET
def progress(request: HttpRequest, linking_id: UUID) -> HttpResponse:
    """The page, or for htmx the panel alone; once the work is done the whole page is loaded again."""
    row = queries.linking(request.actor, linking_id)
    staff = access.staff_names(request.actor, {row.asked_by_id} - {None})
    state = _listed(row, staff)
    if not getattr(request, "htmx", False):
        return render(request, "duplicates/comparison.html", {"state": state})
    response = render(request, "duplicates/progress.html", {"state": state})
    if not row.is_running:
        response["HX-Refresh"] = "true"
    return response


def _listed(row: LinkingRow, staff: dict[Any, str]) -> dict[str, Any]:
    found = ngettext("%(n)s new pair", "%(n)s new pairs", row.opened) % {"n": formats.count(row.opened)}
    known = ngettext("%(n)s known before", "%(n)s known before", row.known) % {"n": formats.count(row.known)}
    return {
        "row": row,
        "url": reverse("duplicates.progress", args=[row.id]),
        "who": staff.get(row.asked_by_id, "") or _("Command line"),
        "kind": KINDS[row.status],
        "word": _(LinkingStatus(row.status).label),
        "what": _("A partner’s list") if row.list_id else _("All records of your organisation"),
        "list_url": reverse("exchange.list", args=[row.list_id]) if row.list_id else "",
        "found": f"{found}, {known}",
        "stopped": _(row.stopped["text"]) if row.stopped else "",
    }


@require_GET
def reliability(request: HttpRequest) -> HttpResponse:
    """How far reviewers agree, what totals have meant, and models proposed from decisions."""
    actor = request.actor
    agreed = queries.agreement(actor)
    context = {
        "agreed": agreed,
        "share": formats.share(agreed.share) if agreed.n else "",
        "kappa": formats.count(agreed.kappa, 2) if agreed.kappa is not None else "",
        "bands": [_band(band) for band in queries.calibration(actor)],
        "brier": formats.count(found, 3) if (found := queries.brier(actor)) is not None else "",
    }
    return render(request, "duplicates/reliability.html", context)


def _band(band: calibrating.Band) -> dict[str, Any]:
    low, high = band.limits
    return {
        "since": signed(band.since, 0),
        "until": _("and more") if band.since >= calibrating.MOST else signed(band.until, 0),
        "open": band.since >= calibrating.MOST,
        "n": band.n,
        "same": band.same,
        "share": formats.share(band.share),
        "between": f"{formats.share(low)} – {formats.share(high)}",
        "said": formats.share(band.said),
        "fits": low <= band.said <= high,
        "few": not band.is_said,
    }
