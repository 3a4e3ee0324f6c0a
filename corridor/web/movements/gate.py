"""The boarding desk, for a phone and a scanner. Consent and readiness are asked again by the action; here they are only shown."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access.roles import Permission as P
from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions, queries
from corridor.movements.lifecycle import Seat as SeatStatus
from corridor.movements.queries import FlightRow, SeatRow, screens
from corridor.movements.queries.screens import PlaceRow
from corridor.movements.words import NotBoarding
from corridor.web.shell import asked, errors

from . import presenters

ROWS = 40
SHOWS = {
    "to_board": (SeatStatus.HELD, SeatStatus.CONFIRMED),
    "boarded": (SeatStatus.BOARDED, SeatStatus.DEPARTED, SeatStatus.ARRIVED),
    "not": (SeatStatus.NO_SHOW, SeatStatus.WITHDREW, SeatStatus.OFFLOADED),
}
OTHERS_DECIDE = [word for word in NotBoarding if word not in (NotBoarding.NO_SHOW, NotBoarding.WITHDREW)]


def gate(request: HttpRequest, flight_id: UUID) -> HttpResponse:
    """The list at the gate; a posted number, name or pass shows those it fits."""
    wanted = request.POST.get("find", "").strip() if request.method == "POST" else ""
    context = panel(request, flight_id, wanted)
    return render(request, "movements/gate_panel.html" if request.htmx else "movements/gate.html", context)


@require_POST
def board(request: HttpRequest, flight_id: UUID, seat_id: UUID) -> HttpResponse:
    return _done(request, flight_id, seat_id, lambda: actions.board(request.actor, seat_id, key=_key(request)))


@require_POST
def board_party(request: HttpRequest, flight_id: UUID, seat_id: UUID) -> HttpResponse:
    """All of one party, or nobody of it."""
    row = queries.seat(request.actor, seat_id)
    live = [one for one in screens.places_of(request.actor, flight_id) if one.status in SHOWS["to_board"]]
    together = [one.id for one in live if one.id == seat_id or (row.party_id and one.party_id == row.party_id)]

    def everybody() -> None:
        with transaction.atomic():
            for one in together:
                actions.board(request.actor, one, key=_key(request))

    return _done(request, flight_id, seat_id, everybody, whole=True)


@require_POST
def not_boarding(request: HttpRequest, flight_id: UUID, seat_id: UUID) -> HttpResponse:
    """By choice needs no reason; who did not come, and who is stopped by others, have words of their own."""
    because = request.POST.get("because", "")
    if because == NotBoarding.WITHDREW:
        return _done(request, flight_id, seat_id, lambda: actions.withdraw_seat(request.actor, seat_id))
    if because == NotBoarding.NO_SHOW:
        return _done(request, flight_id, seat_id, lambda: actions.no_show(request.actor, seat_id))
    return _done(request, flight_id, seat_id, lambda: actions.offload(request.actor, seat_id, because))


def why(request: HttpRequest, flight_id: UUID, seat_id: UUID) -> HttpResponse:
    """Why this person cannot board yet, and who decides."""
    row = queries.flight(request.actor, flight_id)
    seat = queries.seat(request.actor, seat_id, with_readiness=True)
    if seat.flight_id != flight_id or seat.readiness is None:
        raise NotFound("seat")
    context = presenters.flight_head(row) | {"seat": presenters.seat_shown(seat, []), "readiness": seat.readiness}
    return render(request, "movements/why.html", context)


def panel(request: HttpRequest, flight_id: UUID, wanted: str = "") -> dict[str, Any]:
    """Everything the desk shows; the same for the whole page and for the part that htmx swaps."""
    actor, row = request.actor, queries.flight(request.actor, flight_id)
    everybody = screens.places_of(actor, flight_id)
    show = request.GET.get("show", "to_board")
    chosen, other = _chosen(actor, row, everybody, wanted, show)
    start = min(asked.a_number(request.GET.get("from")) or 0, max(len(chosen) - 1, 0))
    shown = screens.people_at(actor, chosen[start : start + ROWS])
    context = presenters.flight_head(row) | {
        "rows": _rows(request, row, queries.with_checks(actor, shown), everybody),
        "counts": presenters.gate_counts(row),
        "found_for": wanted,
        "other_flight": other,
        "show": show,
        "shows": _shows(everybody, show),
        "start": start,
        "last": start + len(shown),
        "all": len(chosen),
        "more_url": f"?show={show}&from={start + ROWS}" if start + ROWS < len(chosen) and not wanted else "",
    }
    return context | _next(row, everybody, None) | _desk(request, row)


def _chosen(
    actor: Any, flight: FlightRow, everybody: list[PlaceRow], wanted: str, show: str
) -> tuple[list[PlaceRow], SeatRow | None]:
    if not wanted:
        kinds = SHOWS.get(show)
        return [one for one in everybody if (one.status in kinds if kinds else one.status != SeatStatus.RELEASED)], None
    if wanted.isdecimal() and len(wanted) < 5:
        return [one for one in everybody if one.number == int(wanted)], None
    hits = {one.id for one in queries.find_at_gate(actor, flight.id, wanted)}
    if hits:
        return [one for one in everybody if one.id in hits], None
    try:
        return [], queries.seat_by_token(actor, wanted)
    except NotFound:
        return [], None


def _rows(request: HttpRequest, flight: FlightRow, checked: list[SeatRow], everybody: list[PlaceRow]) -> list[dict[str, Any]]:
    together = presenters.parties(everybody)
    rows, seen = [], set()
    ready = {one.id for one in checked if one.readiness and one.readiness.ready}
    for one in checked:
        mates = together.get(one.party_id or one.id, [])
        shown = presenters.seat_shown(one, mates if one.on_manifest else [])
        open_ = [mate for mate in mates if mate.status in SHOWS["to_board"]]
        first = one.party_id not in seen
        seen.add(one.party_id)
        shown |= {
            "checks": presenters.checks(one.readiness) if shown["live"] else [],
            "may_board": shown["live"] and one.id in ready and flight.status == "boarding",
            "whole_party": len(open_) if first and len(open_) > 1 and {mate.id for mate in open_} <= ready else 0,
            "key": uuid4().hex,
            "adult": not one.child,
        }
        rows.append(shown)
    return rows


def _done(request: HttpRequest, flight_id: UUID, seat_id: UUID, deed: Any, whole: bool = False) -> HttpResponse:
    """After a deed at the gate: the row anew beside the counts, or the page; what was refused is said in the row."""
    try:
        deed()
    except Refused as refused:
        return _answer(request, flight_id, seat_id, whole, errors.sentences(refused))
    if request.htmx:
        return _answer(request, flight_id, seat_id, whole, [])
    messages.success(request, _("Recorded."))
    return redirect(f"{reverse('movements.gate', args=[flight_id])}#next")


def _answer(request: HttpRequest, flight_id: UUID, seat_id: UUID, whole: bool, reasons: list[str]) -> HttpResponse:
    status = 422 if reasons else 200
    if not request.htmx or whole:
        context = panel(request, flight_id) | {"reasons": reasons}
        return render(request, "movements/gate_panel.html" if request.htmx else "movements/gate.html", context, status=status)
    row = queries.flight(request.actor, flight_id)
    everybody = screens.places_of(request.actor, flight_id)
    mine = screens.people_at(request.actor, [one for one in everybody if one.id == seat_id])
    if not mine:
        raise NotFound("seat")
    shown = _rows(request, row, queries.with_checks(request.actor, mine), everybody)[0] | {"reasons": reasons}
    context = {"flight": row, "seat": shown, "counts": presenters.gate_counts(row), "oob": True}
    context |= _next(row, everybody, mine[0]) | _desk(request, row)
    return render(request, "movements/gate_answer.html", context, status=status)


def _next(flight: FlightRow, everybody: list[PlaceRow], after: SeatRow | None) -> dict[str, Any]:
    """Whom `b` leads to: the next one still to board."""
    waiting = [one for one in everybody if one.status in SHOWS["to_board"]]
    later = [one for one in waiting if after is None or (one.number, str(one.id)) > (after.number, str(after.id))]
    return {"next_id": (later or waiting)[0].id if waiting else None}


def _desk(request: HttpRequest, flight: FlightRow) -> dict[str, Any]:
    return {
        "gate_open": flight.status == "boarding",
        "may_open": flight.status == "confirmed" and flight.operator_id == request.actor.organisation_id,
        "may_withdraw": request.actor.may(P.CONSENT_WITHDRAW),
        "others_decide": [(str(word), _(word.label)) for word in OTHERS_DECIDE],
    }


def _shows(everybody: list[PlaceRow], show: str) -> list[tuple[str, str, bool]]:
    words = {"to_board": _("Still to board"), "boarded": _("Boarded"), "not": _("Not boarding")}
    found = []
    for name, kinds in SHOWS.items():
        number = sum(1 for one in everybody if one.status in kinds)
        found.append((name, f"{words[name]}, {number}", name == show))
    return [*found, ("all", _("Everybody"), show == "all")]


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:64]


__all__ = ["board", "board_party", "gate", "not_boarding", "why"]
