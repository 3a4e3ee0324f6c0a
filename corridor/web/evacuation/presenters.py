"""An evacuation as people read it: the line with its gates, what may be done now and why not, sites and their days."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.evacuation import queries
from corridor.evacuation.lifecycle import EVACUATION, Evacuation
from corridor.kernel import clock
from corridor.people import queries as registry
from corridor.people.words import Sex
from corridor.places.words import SiteKind
from corridor.web.shell import formats

E = Evacuation
LINE = (E.IDENTIFIED, E.AGREED, E.GATHERED, E.CLEARED, E.BOOKED, E.DEPARTED, E.ARRIVED)
# verb: (address, permission); a step with a form of its own is a link, the others are one press.
STEPS = {
    "agree": ("evacuation.step", P.EVACUATION_MANAGE),
    "gather": ("evacuation.gather", P.EVACUATION_MANAGE),
    "clear_exit": ("evacuation.step", P.EVACUATION_MANAGE),
    "decline": ("evacuation.decline", P.CONSENT_WITHDRAW),
    "close": ("evacuation.step", P.EVACUATION_MANAGE),
}
ENDS = frozenset({"decline", "close"})
KINDS = {E.DECLINED: "idle", E.CLOSED: "idle", E.DEPARTED: "ok", E.ARRIVED: "ok"}
VIEWS = (("step", gettext_lazy("Needs a step from us")), ("mine", gettext_lazy("Mine")), ("all", gettext_lazy("All")))
PAGE = 25
AHEAD = 30


def person_page(actor: Any, person_id: UUID) -> dict[str, Any]:
    """Everything of the evacuation panel of one person."""
    row = queries.case_of(actor, person_id)
    stays = queries.stays_of(actor, person_id)
    present = next((stay for stay in stays if stay.until is None), None)
    moves = {
        "stays": stays,
        "may_move_in": actor.may(P.TRANSIT_MANAGE),
        "may_move_out": present is not None and (actor.may(P.TRANSIT_MANAGE) or actor.may(P.EVACUATION_MANAGE)),
    }
    if row is None:
        return moves | {"case": None, "may_identify": actor.may(P.EVACUATION_MANAGE)}
    names = access.staff_names(actor, {one for one in (row.caseworker_id,) if one})
    return moves | {
        "case": row,
        "line": line(row.status),
        "status": _(Evacuation(row.status).label),
        "kind": KINDS.get(Evacuation(row.status), "info"),
        "facts": [
            (_("Identified on"), formats.day(row.identified_on)),
            (_("Identified by"), names.get(row.caseworker_id, "")),
            (_("Transit site"), row.transit_site_name),
            (_("Stands there since"), formats.moment(row.status_since)),
        ],
        "steps": doings(actor, person_id),
        "may_identify": bool(row.closed_on) and actor.may(P.EVACUATION_MANAGE),
        "may_change": row.closed_on is None and actor.may(P.EVACUATION_MANAGE),
    }


def line(status: str) -> list[dict[str, str]]:
    """Gates passed are open; the line stops at agreement when the person declined."""
    word = Evacuation(status)
    shut = word is E.DECLINED
    here = LINE.index(E.AGREED if shut else word) if shut or word in LINE else -1
    gates = []
    for number, step in enumerate(LINE):
        state = "open" if number < here or word is E.ARRIVED else "ahead"
        if number == here and word is not E.ARRIVED:
            state = "shut" if shut else "here"
        gates.append({"name": _(step.label), "state": state, "note": _(word.label) if state == "shut" else ""})
    return gates


def doings(actor: Any, person_id: UUID) -> list[dict[str, Any]]:
    """Open steps; refused ones stay in sight, with the reasons."""
    found = []
    for verb, reasons in queries.steps(actor, person_id).items():
        if verb not in STEPS or not actor.may(STEPS[verb][1]):
            continue
        name = STEPS[verb][0]
        address = reverse(name, args=[person_id, verb] if name == "evacuation.step" else [person_id])
        label, press = _(EVACUATION.steps[verb].label), name != "evacuation.gather"
        found.append({"label": label, "url": address, "press": press, "reasons": reasons, "ends": verb in ENDS})
    return found


def list_page(actor: Any, view: str, filters: dict[str, Any], number: str) -> dict[str, Any]:
    """Rows of the list and its pages."""
    chosen = {**filters, "needs_step": view == "step", "mine": view == "mine"}
    page: Page = Paginator(range(queries.count_cases(actor, **chosen, most=queries.MOST)), PAGE).get_page(number)
    rows = queries.cases(actor, **chosen, limit=PAGE, offset=(page.number - 1) * PAGE)
    return {"rows": [_listed(row) for row in rows], "page": page}


def views(actor: Any, view: str) -> list[dict[str, Any]]:
    counts = {
        "step": queries.count_cases(actor, needs_step=True, most=queries.MOST),
        "mine": queries.count_cases(actor, mine=True, most=queries.MOST),
        "all": queries.count_cases(actor, most=queries.MOST),
    }
    return [
        {"url": f"?view={key}", "active": key == view} | formats.counted(text, counts[key], queries.MOST) for key, text in VIEWS
    ]


def sites(actor: Any) -> list[dict[str, Any]]:
    """Each site with its numbers of today and the fullest day ahead."""
    return [_site(actor, row) for row in queries.sites(actor)]


def site_page(actor: Any, site_id: UUID) -> dict[str, Any]:
    """The days ahead of one site, and the people there whom the reader may see."""
    found = next((row for row in queries.sites(actor) if row.id == site_id), None)
    if found is None:
        return {}
    days = _days(actor, site_id)
    stays = queries.residents(actor, site_id)
    persons = registry.people_by_id(actor, [stay.person_id for stay in stays])
    people = [
        {"url": reverse("evacuation.person", args=[stay.person_id]), "row": persons[stay.person_id], "since": stay.since}
        for stay in stays
        if stay.person_id in persons
    ]
    return {
        "site": found,
        "days": days,
        "say": _say(days),
        "people": people,
        "today": days[0],
        "kind": _(SiteKind(found.kind).label),
    }


def _site(actor: Any, row: Any) -> dict[str, Any]:
    days = _days(actor, row.id)
    address = reverse("evacuation.site", args=[row.id])
    return {"url": address, "site": row, "kind": _(SiteKind(row.kind).label), "today": days[0], "say": _say(days)}


def _days(actor: Any, site_id: UUID) -> list[queries.DayRow]:
    first: date = clock.today()
    return queries.days(actor, site_id, first, first + timedelta(days=AHEAD))


def _say(days: list[queries.DayRow]) -> str:
    """One sentence: how much room there is on the fullest day ahead."""
    gaps = [row for row in days if row.capacity is None]
    if gaps:
        return _("No agreement gives any capacity on %(day)s. Nobody can be planned there.") % {"day": formats.day(gaps[0].day)}
    tight = min(days, key=lambda row: ((row.capacity or 0) - row.people, row.day))
    words = {"n": formats.count(tight.free), "day": formats.day(tight.day)}
    if tight.free == 0:
        return _("Full on %(day)s, counting those booked to arrive.") % words
    return (
        ngettext(
            "%(n)s place is free on the fullest day ahead, %(day)s.",
            "%(n)s places are free on the fullest day ahead, %(day)s.",
            tight.free,
        )
        % words
    )


def _listed(row: queries.ListedRow) -> dict[str, Any]:
    days = (clock.today() - row.case.identified_on).days
    age = formats.count(row.age) if row.age is not None else _("age not known")
    word = Evacuation(row.case.status)
    return {
        "url": reverse("evacuation.person", args=[row.case.person_id]),
        "name": row.name,
        "ref": row.reference,
        "facts": f"{_(Sex(row.sex).label)}, {age}, {formats.country(row.nationality) if row.nationality else _('nationality not known')}",
        "step": _(word.label),
        "step_note": row.case.transit_site_name,
        "due": ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.count(days)},
        "due_note": _("identified %(day)s") % {"day": formats.day(row.case.identified_on)},
        "flags": [],
    }
