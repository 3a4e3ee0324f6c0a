"""Work in order of its clock: whose step it is, what it is, by when. A list, never a score (guide 1.5)."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.evacuation.lifecycle import Evacuation
from corridor.kernel import clock
from corridor.kernel.refusals import N_
from corridor.movements.queries import FlightRow
from corridor.people import queries as people
from corridor.people.words import Sex
from corridor.returns.lifecycle import Return
from corridor.web.people.presenters import home_of
from corridor.web.shell import formats

R, E = Return, Evacuation
# status: (next step in words, days it should take). A clock reminds; nothing happens by itself when it ends.
RETURN_STEPS = {
    R.REQUESTED: (N_("Register"), 3),
    R.REGISTERED: (N_("Counsel alone: every option, asylum and UNHCR included"), 7),
    R.COUNSELLED: (N_("Screen, and ask about fear of return in private"), 7),
    R.SCREENED: (N_("Ask for consent to travel"), 7),
    R.CONSENTED: (N_("Ask the consulate, or record the travel document"), 5),
    R.CONSULAR_PENDING: (N_("The consulate answers"), 21),
    R.DOCUMENTED: (N_("Ask for the exit permit"), 7),
    R.NOT_CONFIRMED: (N_("Explain that nationality was not confirmed, and what is left"), 5),
    R.EXIT_CLEARED: (N_("Hold a seat"), 14),
    R.BOOKED: (N_("Tell the date, confirm consent, check health"), 7),
    R.ON_HOLD: (N_("Follow the protection referral"), 14),
    R.WITHDRAWN: (N_("Close, with the other options explained"), 5),
}
EVACUATION_STEPS = {
    E.IDENTIFIED: (N_("Ask whether she or he agrees to leave"), 10),
    E.AGREED: (N_("Arrange the move to the gathering facility"), 10),
    E.GATHERED: (N_("Ask for the exit permit"), 7),
    E.CLEARED: (N_("Hold a seat"), 14),
    E.BOOKED: (N_("Tell the date, confirm agreement, check health"), 7),
    E.DECLINED: (N_("Explain what is left; registration stays"), 5),
}


def case_row(actor: Any, one: Any, *, pathway: str) -> dict[str, Any]:
    """One line of the worklist, from a listed case of either pathway."""
    steps = EVACUATION_STEPS if pathway == "evacuation" else RETURN_STEPS
    step, days = steps.get(one.case.status, (N_("Nothing more to do here"), 30))
    due = one.case.status_since.date() + timedelta(days=days)
    words, note, state = clock_words(due)
    where = getattr(one.case, "destination_name", "") or getattr(one.case, "transit_site_name", "")
    return {
        "person_id": one.case.person_id,
        "url": home_of(actor, one.case.person_id),
        "name": one.name,
        "facts": formats.listed(part for part in (sex_age(one.sex, one.age), formats.country(one.nationality)) if part),
        "ref": one.reference,
        "step": _(step),
        "step_note": _(type(next(iter(steps)))(one.case.status).label),
        "due": words,
        "due_note": note,
        "due_state": state,
        "sort": due,
        "cells": [_("Evacuation") if pathway == "evacuation" else _("Return"), where],
        "flags": [],
    }


def take_note(actor: Any, rows: list[dict[str, Any]]) -> None:
    """Flags for all rows at once: a child alone, a family that travels together."""
    ids = [row["person_id"] for row in rows]
    alone, families = people.children_alone(actor, ids), people.families_of(actor, ids)
    for row in rows:
        if row["person_id"] in alone:
            row["flags"].append({"kind": "stop", "icon": "child", "text": _("Child alone")})
        if row["person_id"] in families:
            count = len(families[row["person_id"]].members)
            row["flags"].append(
                {"kind": "info", "icon": "family", "text": ngettext("%(n)s in family", "%(n)s in family", count) % {"n": count}}
            )


def clock_words(due: date) -> tuple[str, str, str]:
    """How near the day is, in words, with the day beside it."""
    left = (due - clock.today()).days
    if left < 0:
        late = ngettext("Overdue by %(n)s day", "Overdue by %(n)s days", -left) % {"n": formats.count(-left)}
        return late, _("was %(day)s") % {"day": formats.day(due, "weekday")}, "late"
    if left == 0:
        return _("Today"), "", "soon"
    return (
        formats.day(due, "weekday"),
        ngettext("%(n)s day", "%(n)s days", left) % {"n": formats.count(left)},
        "soon" if left < 3 else "",
    )


def sex_age(sex: str, age: int | None) -> str:
    words = {Sex.FEMALE: _("F"), Sex.MALE: _("M"), Sex.OTHER: _("X")}
    parts = [words.get(Sex(sex), _("sex not known")), formats.count(age) if age is not None else _("age not known")]
    return formats.listed(str(part) for part in parts)


def flight_card(row: FlightRow) -> dict[str, Any]:
    evacuation = row.pathway == "evacuation"
    return {
        "url": reverse("movements.flight", args=[row.id]),
        "code": row.code,
        "to": formats.listed(stop.site.name for stop in row.stops),
        "day": formats.day(row.departs_on, "weekday"),
        "origin": row.embarkation.name,
        "fact": _("cleared") if row.cleared else _("clearances open"),
        "held": row.load.seats,
        "seats": row.capacity,
        "colour": "evac" if evacuation else "return",
        "off": row.status == "cancelled",
    }
