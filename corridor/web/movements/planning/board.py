"""The weeks ahead as a board: airports down, weeks across, a card for each flight. Pure: rows in, what the page draws out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.movements import rules
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.queries import FlightRow
from corridor.web.movements import presenters
from corridor.web.shell import formats

from .words import money

HORIZONS = (2, 4, 8, 13)
USUAL = 4
ACROSS = 4  # weeks side by side; further ones come below


@dataclass(frozen=True)
class Closed:
    """An airport that is closed from one day to another."""

    site: str
    first: date
    last: date
    because: str = ""


@dataclass(frozen=True)
class Draft:
    """What a plan that is not in force yet would add: people by flight (its label in plans), and charters it would commission."""

    placed: Mapping[str, int] = field(default_factory=dict)
    commissioned: frozenset[str] = frozenset()
    min_load: Mapping[str, int] = field(default_factory=dict)


def horizon(text: str | None) -> int:
    """Two, four, eight or thirteen weeks; anything else is four."""
    return int(text) if text and text.isdecimal() and len(text) < 3 and int(text) in HORIZONS else USUAL


def horizons(weeks: int) -> list[dict[str, Any]]:
    return [
        {"text": _("%(number)s weeks") % {"number": formats.count(one)}, "url": f"?weeks={one}", "active": one == weeks}
        for one in HORIZONS
    ]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def span(day: date, weeks: int) -> tuple[date, date]:
    """From the Monday of this week to the Sunday of the last."""
    first = monday(day)
    return first, first + timedelta(days=7 * weeks - 1)


def bands(
    flights: Sequence[FlightRow], first: date, weeks: int, draft: Draft, closed: Collection[Closed] = ()
) -> list[dict[str, Any]]:
    """Up to four weeks side by side; airports without a flight in a later band are left out of it."""
    found = []
    for start in range(0, weeks, ACROSS):
        days = [first + timedelta(days=7 * (start + number)) for number in range(min(ACROSS, weeks - start))]
        rows = _rows(flights, days, draft, closed, everywhere=start == 0)
        if rows or start == 0:
            found.append({"weeks": [_week(day) for day in days], "rows": rows, "columns": len(days)})
    return found


def _week(day: date) -> dict[str, Any]:
    return {"first": day, "last": day + timedelta(days=6), "number": day.isocalendar().week}


def _rows(
    flights: Sequence[FlightRow], days: Sequence[date], draft: Draft, closed: Collection[Closed], everywhere: bool
) -> list[dict[str, Any]]:
    names = {flight.embarkation.name for flight in flights} | {one.site for one in closed}
    last = days[-1] + timedelta(days=6)
    here = {one.embarkation.name for one in flights if days[0] <= one.departs_on <= last}
    found = []
    for name in sorted(names if everywhere else here):
        shut = [one for one in closed if one.site == name]
        cells = [_cell([one for one in flights if one.embarkation.name == name], day, draft, shut) for day in days]
        found.append({"name": name, "state": airport_state(shut, days[0], last), "weeks": cells})
    return found


def _cell(flights: Sequence[FlightRow], day: date, draft: Draft, shut: Sequence[Closed]) -> dict[str, Any]:
    end = day + timedelta(days=6)
    mine = [card(flight, draft) for flight in flights if day <= flight.departs_on <= end]
    whole = any(one.first <= day and one.last >= end for one in shut)
    return {"cards": mine, "blocked": whole and not mine}


def airport_state(shut: Sequence[Closed], first: date, last: date) -> dict[str, str]:
    """Open, or closed until a day, or closed for some days of these weeks."""
    now = [one for one in shut if one.first <= last and one.last >= first]
    if not now:
        return presenters.tag("ok", _("Open"))
    one = min(now, key=lambda each: each.first)
    days = {"first": formats.day(one.first, "short"), "last": formats.day(one.last, "short")}
    if one.first <= first:
        return presenters.tag("stop", _("Closed until %(last)s") % days)
    if one.first == one.last:
        return presenters.tag("wait", _("Closed %(first)s") % days)
    return presenters.tag("wait", _("Closed %(first)s to %(last)s") % days)


def card(flight: FlightRow, draft: Draft) -> dict[str, Any]:
    """Route, day, fill, cost; what the draft adds is said and hatched; a charter it would commission is marked."""
    off, name = flight.status == FlightStatus.CANCELLED, rules.label(flight.code)
    new = 0 if off else draft.placed.get(name, 0)
    asked = flight.status == FlightStatus.PLANNED and _wanted(flight, draft)
    return {
        "url": reverse("movements.flight", args=[flight.id]),
        "code": flight.code,
        "to": ", ".join(stop.site.name for stop in flight.stops),
        "day": formats.day(flight.departs_on, "weekday"),
        "origin": _seats_said(flight, new, off),
        "fact": _("cancelled") if off else money(flight.cost) if flight.cost else _(FlightStatus(flight.status).label),
        "mark": _("To commission") if asked else "",
        "note": _least(draft.min_load.get(name, 0)) if flight.status == FlightStatus.PLANNED else "",
        "held": flight.load.seats,
        "extra": min(new, flight.seats_left),
        "seats": flight.capacity,
        "colour": presenters.colour(flight),
        "off": off,
    }


def _least(seats: int) -> str:
    return _("at least %(seats)s") % {"seats": formats.count(seats)} if seats else ""


def _seats_said(flight: FlightRow, new: int, off: bool) -> str:
    held = {"held": formats.count(flight.load.seats), "all": formats.count(flight.capacity)}
    if off:
        return _("%(held)s seats held") % held if flight.load.seats else ""
    seats = _("%(held)s of %(all)s") % held
    return f"{seats}, +{formats.count(new)}" if new else seats


def totals(flights: Sequence[FlightRow], draft: Draft) -> dict[str, str]:
    """One line under the board. Cost is of the flights that are flown: contracted, used, or to be commissioned."""
    live = [one for one in flights if one.status != FlightStatus.CANCELLED]
    flown = [one for one in live if one.status != FlightStatus.PLANNED or one.load.people or _wanted(one, draft)]
    cost = sum(one.cost for one in flown)
    people = sum(one.load.people + draft.placed.get(rules.label(one.code), 0) for one in flown)
    return {
        "said": _flights_said(live),
        "cost": money(cost) if cost else "",
        "each": money(round(cost / people)) if cost and people else "",
    }


def _flights_said(live: Sequence[FlightRow]) -> str:
    said = {
        "n": formats.count(len(live)),
        "held": formats.count(sum(one.load.seats for one in live)),
        "seats": formats.count(sum(one.capacity for one in live)),
    }
    text = ngettext(
        "%(n)s flight, %(held)s of %(seats)s seats held", "%(n)s flights, %(held)s of %(seats)s seats held", len(live)
    )
    return text % said


def _wanted(flight: FlightRow, draft: Draft) -> bool:
    return rules.label(flight.code) in draft.commissioned
