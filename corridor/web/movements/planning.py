"""Planning in its first form: the weeks ahead, who waits and why, a proposal, and putting it in force."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.kernel.refusals import N_, NotFound
from corridor.movements import actions, queries
from corridor.movements.lifecycle import PLAN_AT_WORK
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Plan as PlanState
from corridor.movements.queries import screens
from corridor.web.shell import formats

from . import presenters

WEEKS = 4
LINES = 25
WHY = {
    "WAITLISTED": N_("Ready; every flight there is full"),
    "NOT_ELIGIBLE": N_("Not ready for any flight in these weeks"),
    "NO_OPTION": N_("No flight goes there in these weeks"),
}
KINDS = {"making": "wait", "proposed": "info", "publishing": "wait", "published": "ok", "failed": "stop"}
MOST = 5000  # parties without a seat that are counted


def planning(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    flights = queries.flights(
        actor, since=_monday(today), until=_monday(today) + timedelta(days=7 * WEEKS - 1), mine=True, limit=500
    )
    waiting = queries.waiting_parties(actor, limit=MOST)
    found = _newest(actor)
    placed = _placed(found, {row.party_id for row in waiting})
    context = {
        "board": _board(actor, flights, _monday(today), placed),
        "weeks": _weeks(_monday(today)),
        "totals": _totals(flights),
        "plan": _plan(actor, found, placed) if found else None,
        "work": _work(actor),
        "waiting": _waiting(actor, waiting[:LINES], found),
        "waiting_people": sum(row.people for row in waiting),
        "waiting_more": max(len(waiting) - LINES, 0),
        "why": _why(actor, today),
        "may_publish": actor.may(P.PLAN_PUBLISH),
        "span": (_monday(today), _monday(today) + timedelta(days=7 * WEEKS - 1)),
    }
    return render(request, "movements/planning.html", context)


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The panel alone; once the work is done the whole page is loaded again."""
    work = _work(request.actor)
    response = render(request, "movements/plan_progress.html", {"work": work, "may_publish": request.actor.may(P.PLAN_PUBLISH)})
    if not (work and work["running"]):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    actions.ask_plan(request.actor, days=7 * WEEKS)
    return redirect("movements.planning")


@require_POST
def publish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The version on the screen, or nothing."""
    text = request.POST.get("version", "")
    actions.ask_publish(request.actor, plan_id, int(text) if text.isdecimal() and len(text) < 9 else 0)
    return redirect("movements.planning")


def _work(actor: Any) -> dict[str, Any] | None:
    """What the page and its polled part say about the work on the newest plan."""
    one = queries.plan_work(actor)
    if one is None:
        return None
    return {
        "one": one,
        "kind": KINDS[one.state],
        "word": _(PlanState(one.state).label),
        "running": one.state in PLAN_AT_WORK,
        "making": one.state == PlanState.MAKING,
        "in_force": one.state == PlanState.PUBLISHED,
        "may_go_on": one.state == PlanState.FAILED and one.proposed,
        "stopped": formats.said(one.stopped) if one.stopped else "",
        "why": " ".join(formats.said(reason) for reason in one.why[:5]),
    }


def _newest(actor: Any) -> queries.PlanRow | None:
    try:
        return queries.plan(actor)
    except NotFound:
        return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(start: date) -> list[dict[str, Any]]:
    weeks = [start + timedelta(days=7 * number) for number in range(WEEKS)]
    return [{"first": day, "last": day + timedelta(days=6), "number": day.isocalendar().week} for day in weeks]


def _placed(found: queries.PlanRow | None, seatless: set[UUID]) -> dict[str, int]:
    """People who have no seat and would get one, by the flight's code; nobody once the proposal is in force."""
    counts: dict[str, int] = {}
    if found is None or found.head.published_at:
        return counts
    for line in found.placed:
        if line.party_id in seatless:
            counts[line.option] = counts.get(line.option, 0) + line.people
    return counts


def _board(actor: Any, flights: list[queries.FlightRow], start: date, placed: dict[str, int]) -> list[dict[str, Any]]:
    """Airports down, weeks across."""
    rows: dict[str, list[list[dict[str, Any]]]] = {}
    for flight in flights:
        weeks = rows.setdefault(flight.embarkation.name, [[] for _week in range(WEEKS)])
        weeks[(flight.departs_on - start).days // 7].append(_card(flight, placed))
    return [{"name": name, "weeks": weeks} for name, weeks in sorted(rows.items())]


def _card(flight: queries.FlightRow, placed: dict[str, int]) -> dict[str, Any]:
    off = flight.status == FlightStatus.CANCELLED
    new = placed.get(flight.code, 0)
    seats = _("%(held)s of %(all)s") % {"held": formats.count(flight.load.seats), "all": formats.count(flight.capacity)}
    fact = formats.money(flight.cost, "EUR") if flight.cost else _(FlightStatus(flight.status).label)
    return {
        "url": reverse("movements.flight", args=[flight.id]),
        "code": flight.code,
        "to": ", ".join(stop.site.name for stop in flight.stops),
        "day": formats.day(flight.departs_on, "weekday"),
        "origin": f"{seats}, +{formats.count(new)}" if new else seats,
        "fact": _("cancelled") if off else fact,
        "held": flight.load.seats,
        "extra": min(new, flight.seats_left),
        "seats": flight.capacity,
        "colour": presenters.colour(flight),
        "off": off,
    }


def _totals(flights: list[queries.FlightRow]) -> dict[str, Any]:
    live = [one for one in flights if one.status != FlightStatus.CANCELLED]
    return {
        "flights": len(live),
        "held": sum(one.load.seats for one in live),
        "seats": sum(one.capacity for one in live),
        "cost": sum(one.cost for one in live),
    }


def _plan(actor: Any, found: queries.PlanRow, placed: dict[str, int]) -> dict[str, Any]:
    head = found.head
    names = access.staff_names(actor, {one for one in (head.made_by_id, head.published_by_id) if one})
    reasons: dict[str, int] = {}
    for line in found.waiting:
        reasons[line.code] = reasons.get(line.code, 0) + line.people
    by_move = {("", code): number for code, number in placed.items()}
    for change in found.changes:
        by_move[change.before, change.after] = by_move.get((change.before, change.after), 0) + change.people
    return {
        "row": found,
        "head": head,
        "made_by": names.get(head.made_by_id, ""),
        "published_by": names.get(head.published_by_id, "") if head.published_by_id else "",
        "moves": [_move(before, after, number) for (before, after), number in sorted(by_move.items())],
        "reasons": [(_(WHY[code]), number) for code, number in sorted(reasons.items(), key=lambda item: -item[1])],
        "standby": [(code, line) for code, lines in found.standby.items() for line in lines][:LINES],
        "may_publish": found.newest and head.state == PlanState.PROPOSED,
    }


def _move(before: str, after: str, people: int) -> dict[str, Any]:
    """Counted in people: new on a flight, moved, or without a seat now."""
    if not before:
        return {"css": "plus", "sign": "+", "people": people, "text": _("to %(code)s") % {"code": after}}
    if not after:
        return {"css": "minus", "sign": "−", "people": people, "text": _("without a seat, from %(code)s") % {"code": before}}
    codes = {"before": before, "after": after}
    return {"css": "move", "sign": "»", "people": people, "text": _("from %(before)s to %(after)s") % codes}


def _waiting(actor: Any, rows: list[queries.WaitingParty], found: queries.PlanRow | None) -> list[dict[str, Any]]:
    """Who waits, and why as far as the newest plan says."""
    members = screens.members_of(actor, [row.party_id for row in rows])
    said = {line.reference: line for line in found.waiting} if found else {}
    placed = {line.reference: line.option for line in found.placed} if found and not found.head.published_at else {}
    shown = []
    for row in rows:
        line = said.get(row.reference)
        shown.append(
            {
                "row": row,
                "members": members.get(row.party_id, []),
                "pathway": _(Pathway(row.pathway).label),
                "standby": ", ".join(row.standby_on),
                "why": _(WHY[line.code]) if line else "",
                "words": line.words if line else "",
                "proposed": placed.get(row.reference, ""),
            }
        )
    return shown


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
