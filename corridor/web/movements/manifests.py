"""The list of a flight for its recipients: on screen, as a file, frozen in versions, with what changed between two."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.audit import actions as audit
from corridor.kernel.refusals import Refused
from corridor.movements import actions, queries
from corridor.movements.lifecycle import Seat as SeatStatus
from corridor.movements.queries import FlightRow
from corridor.movements.words import ManifestState, Service
from corridor.web.shell import asked, errors

from . import presenters
from .outputs.document import Document, Recipient, document
from .outputs.files import issue

CODES = {"no", "reference", "party", "birth_date", "document_number", "exit_permit"}
MAKES = {
    str(ManifestState.DRAFT): actions.draft_manifest,
    str(ManifestState.VALIDATED): actions.validate_manifest,
    str(ManifestState.RECONCILED): actions.reconcile_manifest,
}


def versions(actor: Any, flight: FlightRow) -> dict[str, Any]:
    """The frozen lists of a flight, newest first, and which may be frozen now."""
    heads = queries.manifests(actor, flight.id)
    names = access.staff_names(actor, {head.made_by_id for head in heads})
    own = flight.operator_id == actor.organisation_id and actor.may(P.MANIFEST_MAKE)
    makes = []
    if own and flight.status in ("planned", "confirmed", "boarding"):
        makes.append((str(ManifestState.DRAFT), _("Freeze a draft")))
    if own and flight.status == "boarding":
        makes.append((str(ManifestState.VALIDATED), _("Validate: who is aboard now")))
    if own and flight.status in ("departed", "arrived"):
        makes.append((str(ManifestState.RECONCILED), _("Reconcile with arrival")))
    shown = [{"head": head, "state": _(ManifestState(head.state).label), "by": names.get(head.made_by_id, "")} for head in heads]
    return {"versions": shown[::-1], "makes": makes}


def manifest(request: HttpRequest, flight_id: UUID, status: int = 200, reasons: Any = ()) -> HttpResponse:
    """The list as its recipient gets it, before anything goes out."""
    actor = request.actor
    wanted = request.GET.get("for", str(Recipient.OPERATIONS))
    if wanted not in set(Recipient):
        raise Http404
    row = queries.flight(actor, flight_id)
    one = document(actor, flight_id, Recipient(wanted), asked.a_number(request.GET.get("number")))
    audit.record(actor, "movements.manifest.read", one.manifest_id, flight=flight_id, recipient=wanted, number=one.number)
    context = presenters.flight_head(row) | versions(actor, row) | _differences(request, row)
    context |= {
        "document": one,
        "headings": one.headings(),
        "texts": _cells(one),
        "reasons": reasons,
        "along": one.travelling_along(),
    }
    context |= {"tabs": _tabs(flight_id, one.number, wanted), "downloads": _downloads(flight_id, one.number, wanted)}
    return render(request, "movements/manifest.html", context, status=status)


@require_POST
def make(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    state = request.POST.get("state", "")
    if state not in MAKES:
        raise Http404
    try:
        MAKES[state](request.actor, flight_id)
    except Refused as refused:
        return manifest(request, flight_id, 422, errors.sentences(refused))
    messages.success(request, _("Frozen: %(state)s.") % {"state": _(ManifestState(state).label)})
    return redirect("movements.manifest", flight_id)


def download(request: HttpRequest, flight_id: UUID, number: int, recipient: str, form: str) -> HttpResponse:
    one = issue(request.actor, flight_id, recipient, form, number or None)
    return HttpResponse(one.body, content_type=one.kind, headers={"Content-Disposition": f'attachment; filename="{one.name}"'})


def _differences(request: HttpRequest, flight: FlightRow) -> dict[str, Any]:
    """Against the version before, unless two others are named in the address."""
    numbers = [head.number for head in queries.manifests(request.actor, flight.id)]
    after = asked.a_number(request.GET.get("number")) or (numbers[-1] if numbers else 0)
    before = asked.a_number(request.GET.get("before")) or max((one for one in numbers if one < after), default=0)
    if before not in numbers or after not in numbers:
        return {"differences": [], "before": 0, "after": after}
    rows = queries.differences(request.actor, flight.id, before, after)
    return {"differences": [_difference(row) for row in rows], "before": before, "after": after}


def _difference(row: queries.Difference) -> dict[str, Any]:
    sign = ("plus", "+") if not row.before else ("minus", "−") if not row.after else ("same", "»")
    states = [_(SeatStatus(one).label) if one else _("not on the list") for one in (row.before, row.after)]
    services = [_(Service(one).label) for one in (row.service_before, row.service_after)]
    return {
        "row": row,
        "css": sign[0],
        "sign": sign[1],
        "states": states,
        "services": services if services[0] != services[1] else [],
    }


def _cells(one: Document) -> list[list[tuple[str, bool]]]:
    """Each text, and whether it is a number or code that stays in one piece."""
    return [[(text, key in CODES) for text, key in zip(texts, one.columns, strict=True)] for texts in one.texts()]


def _tabs(flight_id: UUID, number: int, wanted: str) -> list[dict[str, Any]]:
    address = reverse("movements.manifest", args=[flight_id])
    chosen = f"&number={number}" if number else ""
    return [{"text": _(one.label), "url": f"{address}?for={one}{chosen}", "active": one == wanted} for one in Recipient]


def _downloads(flight_id: UUID, number: int, wanted: str) -> list[tuple[str, str]]:
    return [
        (form.upper(), reverse("movements.manifest_file", args=[flight_id, number, wanted, form]))
        for form in ("pdf", "xlsx", "json")
    ]


__all__ = ["download", "make", "manifest", "versions"]
