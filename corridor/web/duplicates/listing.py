"""The queue as a list: views with their numbers, both names of each pair, and why it stands where it stands."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.duplicates import queries
from corridor.duplicates.queries import PairRow
from corridor.duplicates.words import PairStatus
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.people import queries as people
from corridor.people.queries import PersonRow
from corridor.web.people import presenters as persons
from corridor.web.shell import formats

VIEWS = {
    queries.OPEN: gettext_lazy("To decide"),
    queries.SECOND: gettext_lazy("Second decisions"),
    queries.SUPERVISOR: gettext_lazy("For the supervisor"),
    queries.TO_JOIN: gettext_lazy("To be joined"),
    queries.DECIDED: gettext_lazy("Decided"),
}
STATES = {"open": "wait", "blind": "wait", "unsure": "warn", "same": "ok", "different": "idle"}


def views(actor: Actor, active: str) -> list[dict[str, Any]]:
    """The views the reader may open, each with its number."""
    shown = [view for view in queries.VIEWS if view != queries.SUPERVISOR or actor.may(P.PAIR_SUPERVISE)]
    base = reverse("duplicates.queue")
    return [
        {"url": f"{base}?view={view}", "active": view == active}
        | formats.counted(VIEWS[view], queries.count(actor, view), queries.MOST)
        for view in shown
    ]


def listed(request: HttpRequest, view: str, rows: list[PairRow]) -> list[dict[str, Any]]:
    """The rows of a view: both names, why it stands where it stands, how likely in words."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = queries.told(actor, rows)
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    found = people.people_by_id(actor, ids)
    alone, places = people.children_alone(actor, ids), people.locations(actor, ids)
    shielded = set(people.shields_of(actor, ids))
    said = queries.decided_by(actor, [row.id for row in rows]) if view == queries.DECIDED else {}
    organisations = {each.id: each.name for each in access.organisations(actor)}
    return [
        {
            "row": row,
            "url": f"{reverse('duplicates.pair', args=[row.id])}?view={view}",
            "names": [persons.names_of(found[one])[0] for one in (row.first_id, row.second_id)],
            "references": [found[one].reference for one in (row.first_id, row.second_id)],
            "owners": list(
                dict.fromkeys(organisations.get(found[one].organisation_id, "") for one in (row.first_id, row.second_id))
            ),
            "first_because": _because(row, found, alone, places, shielded),
            "words": likely_words(row.weight),
            "kind": STATES[row.status],
            "state": _(PairStatus(row.status).label),
            "decision": said.get(row.id),
        }
        for row in rows
    ]


def likely_words(weight: float) -> str:
    return str(_(people.weight_words(weight)))


def _because(row: PairRow, found: dict[Any, PersonRow], alone: Any, places: Any, shielded: set[Any]) -> list[dict[str, str]]:
    """Flags, from what the reader may see of either record."""
    two = (row.first_id, row.second_id)
    flags = []
    if any(one in alone for one in two):
        flags.append({"kind": "hold", "icon": "child", "text": _("Child alone")})
    elif any(found[one].is_child_on(clock.today()) for one in two):
        flags.append({"kind": "hold", "icon": "child", "text": _("Child")})
    if any((place := places.get(one)) and place.kind == "detention" for one in two):
        flags.append({"kind": "stop", "icon": "lock", "text": _("In detention")})
    if any(one in shielded for one in two):
        flags.append({"kind": "hold", "text": _("Protected")})
    if row.travels_on and row.travels_on >= clock.today():
        flags.append(
            {"kind": "wait", "icon": "plane", "text": _("Travels %(day)s") % {"day": formats.day(row.travels_on, "short")}}
        )
    return flags
