"""One plan as pages show it: what it is, who made it, what it changes, who stands by. Shared by the page, the review and the workbook."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.kernel.refusals import N_, NotFound
from corridor.movements import queries, rules
from corridor.movements.lifecycle import Plan as PlanState
from corridor.places import queries as places
from corridor.web.shell import formats

from . import board, changes, progress
from .words import WHY, money

STANDBY = 8  # parties on the page; the workbook holds all


def newest(actor: Any) -> queries.PlanRow | None:
    try:
        return queries.plan(actor)
    except NotFound:
        return None


def names_of(actor: Any) -> dict[str, str]:
    """Names of places by their labels in plans: the code of a site, and of an airport also its letters."""
    found = places.sites(actor)
    return {rules.label(code): one.name for one in found for code in (one.code, one.iata) if code}


def draft_of(found: queries.PlanRow | None, rows: Sequence[queries.DifferenceRow]) -> board.Draft:
    """What a plan that is not in force yet adds to flights, and its charters; nothing once it is in force."""
    if found is None or found.head.published_at:
        return board.Draft()
    least = {rules.label(one.code): one.min_load for one in found.flights if one.min_load}
    return board.Draft(changes.codes(rows), frozenset(found.commissioned), least)


def plan_shown(actor: Any, found: queries.PlanRow, names: Mapping[str, str]) -> dict[str, Any]:
    head = found.head
    differs = queries.plan_differences(actor, head.id)
    staff = access.staff_names(actor, {one for one in (head.made_by_id, head.published_by_id) if one})
    line = standby(found.standby)
    return {
        "row": found,
        "head": head,
        "differs": differs,
        "said": said(head),
        "word": _(PlanState(head.state).label) if head.published_at else _("This draft"),
        "because": progress.because_said(head.because),
        "made": made_said(head, staff),
        "against": against_said(differs),
        "published_by": staff.get(head.published_by_id, "") if head.published_by_id else "",
        "happened": [changes.cannot_fly(one, head.version, names) for one in differs.lost] if not head.published_at else [],
        "moves": changes.lines(differs, names),
        "forced": changes.forced(differs),
        "sentence": changes.sentence(changes.summary(differs.rows)),
        "reasons": why_without(found.waiting),
        "charters": charters(found.flights, names),
        "left": left_out(found.flights, names),
        "standby": line[:STANDBY],
        "standby_said": standby_said(line) if line else "",
        "may_publish": found.newest and head.state == PlanState.PROPOSED and actor.may(P.PLAN_PUBLISH),
        "may_adopt": found.newest and actor.may(P.FLIGHT_MANAGE),
    }


def made_said(head: queries.PlanHead, staff: Mapping[UUID, str]) -> str:
    who = staff.get(head.made_by_id, _("somebody who left"))
    return _("made %(day)s by %(who)s") % {"day": formats.stamp(head.made_at), "who": who}


def against_said(differs: queries.PlanDifferences) -> str:
    if differs.against_version is None:
        return _("against the seats held; no other plan is in force")
    return _("against version %(number)s") % {"number": formats.count(differs.against_version)}


LEFT = {
    "nobody": N_("nobody who waits could take it"),
    "money": N_("its fund is spent"),
    "load": N_("too few people for it"),
    "others": N_("other flights serve as well"),
}


def charters(flights: Sequence[queries.PlannedFlight], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Those that the plan would commission."""
    return [_charter(one, names) for one in flights if one.commissioned]


def left_out(flights: Sequence[queries.PlannedFlight], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Charters that the plan leaves, and why."""
    return [_charter(one, names) | {"why": _(LEFT[one.why])} for one in flights if one.why]


def _charter(one: queries.PlannedFlight, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "url": reverse("movements.flight", args=[one.flight_id]) if one.flight_id else "",
        "code": one.code,
        "to": ", ".join(names.get(each, each) for each in one.destinations),
        "day": one.day,
        "placed": one.seats,
        "seats": one.capacity,
        "least": one.min_load,
        "amount": one.cost,
        "cost": money(one.cost),
        "fund": one.fund,
    }


def said(head: queries.PlanHead) -> str:
    """Plan version 15, a draft; or since when it is in force."""
    number = formats.count(head.version)
    if head.published_at:
        return _("Plan version %(number)s, in force since %(day)s") % {
            "number": number,
            "day": formats.stamp(head.published_at),
        }
    return _("Plan version %(number)s, draft") % {"number": number}


def in_force_said(found: queries.PlanRow, differs: queries.PlanDifferences) -> str:
    """Which version holds while the newest is a draft."""
    if found.head.published_at:
        return ""
    if differs.against_version is None:
        return _("No plan is in force yet")
    return _("Version %(number)s is in force") % {"number": formats.count(differs.against_version)}


def why_without(waiting: Sequence[queries.PlannedParty]) -> list[tuple[str, int]]:
    """People without a seat by the kind of reason, most first."""
    counts: dict[str, int] = {}
    for line in waiting:
        counts[line.code] = counts.get(line.code, 0) + line.people
    return [(_(WHY[code]), number) for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def standby(lines: Mapping[str, Sequence[queries.PlannedParty]]) -> list[dict[str, Any]]:
    """Each party once, with all the flights it could fill, in the order of the lines."""
    found: dict[str, dict[str, Any]] = {}
    places: dict[str, int] = {}
    for option, line in lines.items():
        for place, one in enumerate(line):
            row = found.setdefault(
                one.reference, {"reference": one.reference, "people": one.people, "codes": [], "waits": one.waits_days}
            )
            row["codes"].append(option)
            places[one.reference] = min(place, places.get(one.reference, place))
    ordered = sorted(found.values(), key=lambda row: (places[row["reference"]], -(row["waits"] or 0), row["reference"]))
    return [row | {"order": order, "options": ", ".join(row["codes"])} for order, row in enumerate(ordered, start=1)]


def standby_said(line: Sequence[Mapping[str, Any]]) -> str:
    people = sum(row["people"] for row in line)
    return _("People: %(people)s, parties: %(parties)s") % {
        "people": formats.count(people),
        "parties": formats.count(len(line)),
    }
