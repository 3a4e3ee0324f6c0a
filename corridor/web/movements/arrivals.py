"""After departure: who was received and who was not, what is needed now, where people go on to; and advance notice to receivers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.access.words import OrganisationKind
from corridor.kernel.refusals import Refused
from corridor.movements import actions, queries
from corridor.movements.lifecycle import TRAVELLED
from corridor.movements.lifecycle import Seat as SeatStatus
from corridor.movements.queries import screens
from corridor.movements.words import Service
from corridor.web.shell import errors

from . import presenters


def arrival(request: HttpRequest, flight_id: UUID, status: int = 200, reasons: Any = ()) -> HttpResponse:
    actor, row = request.actor, queries.flight(request.actor, flight_id)
    seats = [one for one in screens.people_of(actor, flight_id) if one.status in TRAVELLED]
    known = queries.receptions(actor, [seat.id for seat in seats])
    shown = [seat | {"reception": known.get(seat["row"].id)} for seat in presenters.seats_shown(seats)]
    received = sum(1 for seat in seats if seat.status == SeatStatus.ARRIVED)
    missed = sum(1 for one in known.values() if not one.received)
    context = presenters.flight_head(row) | {
        "seats": shown,
        "counts": [
            (len(seats), _("departed")),
            (received, _("received")),
            (missed, _("not received")),
            (len(seats) - received - missed, _("not recorded")),
        ],
        "services": [(str(word), _(word.label)) for word in Service],
        "reasons": reasons,
        "opens": row.operator_id == actor.organisation_id and actor.may(P.MANIFEST_EXPORT),
        "receivers": _receivers(actor),
    }  # fmt: skip
    return render(request, "movements/arrival.html", context, status=status)


@require_POST
def receive(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """Everybody ticked is received, together; or one person, with what is needed and where he or she goes on to."""
    one = request.POST.get("one", "")
    chosen = _ids([one] if one else request.POST.getlist("seat"))
    more = {"needs_now": request.POST.get("needs_now", ""), "onward": request.POST.get("onward", "")} if one else {}
    if more.get("needs_now") not in (None, *Service):
        more["needs_now"] = ""
    received = request.POST.get("received", "1") == "1"
    try:
        with transaction.atomic():
            for seat_id in chosen:
                actions.record_reception(request.actor, seat_id, received=received, **more)
    except Refused as refused:
        return arrival(request, flight_id, 422, errors.sentences(refused))
    said = ngettext("Recorded for one person.", "Recorded for %(n)s people.", len(chosen)) % {"n": len(chosen)}
    messages.success(request, said if chosen else _("Nobody was ticked. Nothing was recorded."))
    return redirect("movements.arrival", flight_id)


@require_POST
def open_to_receiver(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    chosen = _ids([request.POST.get("organisation", "")])
    try:
        number = sum(actions.open_to_receiver(request.actor, flight_id, one) for one in chosen)
    except Refused as refused:
        return arrival(request, flight_id, 422, errors.sentences(refused))
    messages.success(request, _("%(n)s people are open to the receiving mission now.") % {"n": number})
    return redirect("movements.arrival", flight_id)


def _receivers(actor: Any) -> list[tuple[str, str]]:
    kinds = (OrganisationKind.IOM_MISSION, OrganisationKind.UNHCR_OPERATION, OrganisationKind.NGO_PARTNER)
    return [(str(one.id), one.name) for one in access.organisations(actor, *kinds) if one.id != actor.organisation_id]


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
