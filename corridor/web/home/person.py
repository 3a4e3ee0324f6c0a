"""The overview of one person: where on the pathway, ready or not and why, consents, what has happened."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.access.roles import Permission as P
from corridor.audit import queries as audit
from corridor.evacuation import queries as evacuation
from corridor.evacuation.lifecycle import Evacuation
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.readiness import Readiness, State, requirements_of
from corridor.movements import queries as movements
from corridor.movements.lifecycle import BEFORE_DEPARTURE
from corridor.returns import queries as returns
from corridor.returns.lifecycle import Return
from corridor.web.consent import presenters as consents
from corridor.web.duplicates.person import about
from corridor.web.people import verbs
from corridor.web.people.presenters import person_frame
from corridor.web.shell import formats

R, E = Return, Evacuation
RETURN_LINE = (
    R.REGISTERED,
    R.COUNSELLED,
    R.SCREENED,
    R.CONSENTED,
    R.CONSULAR_PENDING,
    R.DOCUMENTED,
    R.EXIT_CLEARED,
    R.BOOKED,
    R.DEPARTED,
    R.ARRIVED,
)
EVACUATION_LINE = (E.IDENTIFIED, E.AGREED, E.GATHERED, E.CLEARED, E.BOOKED, E.DEPARTED, E.ARRIVED)
SHUT = {R.ON_HOLD: R.SCREENED, R.WITHDRAWN: R.CONSENTED, R.NOT_CONFIRMED: R.CONSULAR_PENDING, E.DECLINED: E.AGREED}
# requirement code: (page that can put it right, permission)
FIXES = {
    "consent": ("consent.person", P.CONSENT_RECORD),
    "agreement": ("consent.person", P.CONSENT_RECORD),
    "reconfirmation": ("consent.person", P.CONSENT_RECONFIRM),
    "fear": ("protection.person", P.FEAR_ASK),
    "pathway": ("protection.person", P.PATHWAY_DECIDE),
    "best_interests": ("protection.person", P.BEST_INTERESTS_RECORD),
    "child_care": ("protection.person", P.BEST_INTERESTS_RECORD),
    "trafficking": ("protection.person", P.PROTECTION_READ),
    "nationality": ("returns.person", P.CONSULAR_REQUEST),
    "travel_document": ("returns.person", P.CONSULAR_REQUEST),
    "exit_clearance": ("movements.person", P.EXIT_CLEARANCE_MANAGE),
    "fitness": ("movements.health", P.HEALTH_RECORD),
    "pre_departure": ("movements.person", P.ASSISTANCE_GIVE),
}


def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    frame = person_frame(request, person_id, active="overview")
    pathway, status, line = _pathway(actor, person_id)
    seat = _seat(actor, frame["person"])
    on = _day(request, seat)
    readiness = requirements_of(pathway)(actor, [person_id], on).get(person_id) if pathway else None
    context = frame | {
        "line": line,
        "line_label": _("Pathway"),
        "line_say": status,
        "readiness": readiness,
        "say": _say(readiness) if readiness else "",
        "seat": seat,
        "on": on,
        "fixes": _fixes(actor, person_id),
        "consents": consents.cards(actor, frame) if actor.may(P.CONSENT_READ) else None,
        "events": verbs.events(actor, audit.about_person(actor, person_id, limit=12)),
        "duplicates": about(actor, person_id),
        "unfold": "print" in request.GET,
    }
    return render(request, "home/person.html", context)


def _pathway(actor: Actor, person_id: UUID) -> tuple[str, str, list[dict[str, str]]]:
    """The pathway in the foreground: an open case before a closed one, evacuation before return when both are closed."""
    evac = evacuation.case_of(actor, person_id) if actor.may(P.EVACUATION_READ) else None
    back = returns.case_of(actor, person_id) if actor.may(P.RETURN_READ) else None
    if evac and (evac.closed_on is None or back is None or back.closed_on is not None):
        word = Evacuation(evac.status)
        return "evacuation", _(word.label), _line(EVACUATION_LINE, word)
    if back:
        said = Return(back.status)
        return "vhr", _(said.label), _line(RETURN_LINE, said)
    return "", "", []


def _line(steps: tuple[Any, ...], status: Any) -> list[dict[str, str]]:
    """Gates passed are open; the line stops at a shut one, or stands where the case is."""
    shut = SHUT.get(status)
    here = steps.index(shut) if shut in steps else steps.index(status) if status in steps else -1
    rows = []
    for number, step in enumerate(steps):
        state = "open" if number < here or (number == here and step == steps[-1]) else "ahead"
        if number == here and step != steps[-1]:
            state = "shut" if shut else "here"
        rows.append({"name": _(step.label), "state": state, "note": _(status.label) if state == "shut" else ""})
    return rows


def _seat(actor: Actor, person: Any) -> Any:
    if not actor.may(P.FLIGHT_READ):
        return None
    return next((row for row in movements.seats_of(actor, person.id, person) if row.status in BEFORE_DEPARTURE), None)


def _day(request: HttpRequest, seat: Any) -> date:
    """The day asked for, else the seat's, else today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return seat.departs_on if seat else clock.today()


def _say(readiness: Readiness) -> str:
    if readiness.ready:
        return _("Ready to board on %(day)s.") % {"day": formats.day(readiness.on)}
    unmet = sum(1 for one in readiness.requirements if one.state == State.UNMET)
    under_way = len(readiness.blocking) - unmet
    parts = []
    if unmet:
        parts.append(ngettext("%(n)s requirement is unmet", "%(n)s requirements are unmet", unmet) % {"n": formats.count(unmet)})
    if under_way:
        parts.append(ngettext("%(n)s is under way", "%(n)s are under way", under_way) % {"n": formats.count(under_way)})
    return _("Not yet. %(what)s.") % {"what": formats.listed(parts)}


def _fixes(actor: Actor, person_id: UUID) -> list[dict[str, str]]:
    rows = []
    for code, (name, permission) in FIXES.items():
        if actor.may(permission):
            try:
                rows.append({"code": code, "url": reverse(name, args=[person_id]), "text": _("Open")})
            except NoReverseMatch:
                continue
    return rows
