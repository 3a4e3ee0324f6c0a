"""How a person is shown: the header and tabs of every page about one person, facts in words, lists of people found.

`person_frame(request, person_id, active="consent")` gives the context of `people/frame.html`; other contexts extend it
({% block panel %}) for their own pages. Opening such a page is written down (INV-22).
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from corridor.access.roles import Permission as P
from corridor.consent import queries as consent
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound
from corridor.people import actions, queries
from corridor.people.queries.standing import Standing, standings
from corridor.people.words import BirthPrecision, ChildAlone, LocationKind, OutcomeKind, Sex
from corridor.protection import queries as protection
from corridor.web.shell import formats

# (key, words, address, lock): a tab is shown when its address exists and the actor may open it.
TABS = (
    ("overview", gettext_lazy("Overview"), "people.overview", False),
    ("facts", gettext_lazy("Facts and documents"), "people.facts", False),
    ("family", gettext_lazy("Family"), "people.family", False),
    ("consent", gettext_lazy("Consents"), "consent.person", False),
    ("protection", gettext_lazy("Protection"), "protection.person", True),
    ("health", gettext_lazy("Health"), "movements.health", True),
    ("return", gettext_lazy("Return"), "returns.person", False),
    ("evacuation", gettext_lazy("Evacuation"), "evacuation.person", False),
    ("travel", gettext_lazy("Travel"), "movements.person", False),
    ("events", gettext_lazy("All events"), "people.events", False),
)


def person_frame(request: HttpRequest, person_id: UUID, active: str = "overview") -> dict[str, Any]:
    """Header, flags and tabs of one person; NotFound when the actor may not see her or him."""
    actor = request.actor
    standing = standings(actor, [person_id]).get(person_id)
    if standing is None:
        raise NotFound("person")  # if it was joined into another record, the middleware leads there
    row = standing.person
    if request.method == "GET":
        actions.note_reading(actor, person_id, active)
    family = queries.family_of(actor, person_id)
    matter = protection.facts(actor, [person_id], clock.today())[person_id]
    return {
        "person": row,
        "person_standing": standing,
        "person_matter": matter,
        "person_names": names_of(row),
        "person_facts": [fact for fact in (*facts(row), _where(standing.location)) if fact],
        "person_flags": _flags(actor, standing, family, matter),
        "person_family": family,
        "person_tabs": _tabs(actor, person_id, active),
        "person_photo": _photo(request, person_id, standing.photo),
        "person_withdraw_url": _withdrawal(actor, person_id),
        "person_print_url": request.path + "?print=1",
    }


def home_of(actor: Any, person_id: UUID) -> str:
    """Where a person's record opens: the overview, or the facts."""
    return _open_address(actor, "people.overview", person_id) or reverse("people.facts", args=[person_id])


def names_of(row: queries.PersonRow) -> tuple[str, list[str]]:
    """The name in the page's script first, then the same in others."""
    arabic = formats.language() == "ar"
    wanted = "arab" if arabic else "latn"
    main = [name for name in row.names if name.kind == "main"]
    first = next((name.full for name in main if name.script == wanted), row.name)
    return first, [full for full in dict.fromkeys([row.name, *(name.full for name in main)]) if full != first]


def facts(row: queries.PersonRow) -> list[str]:
    """Sex and age, nationality, languages, in words; what is not known is said."""
    return [sex_and_age(row), nationality(row), speaks(row)]


def sex_and_age(row: queries.PersonRow) -> str:
    """Woman, 24 (born 2002). A child is called a child."""
    day = clock.today()
    child = row.is_child_on(day)
    kinds = {
        Sex.FEMALE: _("Girl") if child else _("Woman"),
        Sex.MALE: _("Boy") if child else _("Man"),
        Sex.OTHER: _("Child") if child else _("Other"),
        Sex.UNKNOWN: _("Child") if child else _("Sex not known"),
    }
    age = row.age_on(day)
    return f"{kinds[Sex(row.sex)]}, {formats.count(age) if age is not None else _('age not known')} {born(row)}".strip()


def born(row: queries.PersonRow) -> str:
    """(born 12 May 2002), as exactly as it is known and no more."""
    written = birth_written(row)
    if not written:
        return ""
    about = row.birth_precision == BirthPrecision.ESTIMATED
    return _("(born about %(when)s)") % {"when": written} if about else _("(born %(when)s)") % {"when": written}


def birth_written(row: queries.PersonRow) -> str:
    if row.birth_date is None:
        return ""
    length = {"day": 10, "month": 7}.get(row.birth_precision, 4)
    return formats.day(row.birth_date.isoformat()[:length])


def nationality(row: queries.PersonRow) -> str:
    if row.nationality_confirmed:
        words = {"country": formats.country(row.nationality_confirmed), "day": formats.day(row.nationality_confirmed_on)}
        return _("%(country)s, confirmed %(day)s") % words
    if row.nationality:
        return _("%(country)s, as stated") % {"country": formats.country(row.nationality)}
    return _("Nationality not known")


def speaks(row: queries.PersonRow) -> str:
    return (
        _("Speaks %(languages)s") % {"languages": formats.listed(formats.tongue(code) for code in row.languages)}
        if row.languages
        else ""
    )


def listed(actor: Any, row: queries.PersonRow, how: str = "") -> dict[str, Any]:
    """One person in a list."""
    first, others = names_of(row)
    own = row.organisation_id == actor.organisation_id
    return {
        "url": home_of(actor, row.id),
        "name": first,
        "others": others,
        "reference": row.reference,
        "facts": sex_and_age(row),
        "nationality": nationality(row),
        "registered_on": row.registered_on,
        "own": own,
        "how": HOW.get(how, ""),
    }


HOW = {
    "name": gettext_lazy("by the name"),
    "reference": gettext_lazy("by the reference"),
    "external_id": gettext_lazy("by an organisation’s number"),
    "document": gettext_lazy("by a document’s number"),
    "phone": gettext_lazy("by a telephone number"),
}


def likely_shown(actor: Any, rows: list[queries.LikelyRow]) -> list[dict[str, Any]]:
    """Possible same persons for the panel beside the form."""
    shown = []
    for row in rows:
        kind, word = _closeness(row)
        person = listed(actor, row.person) if row.person else None
        against = [gettext(line.words) for line in row.evidence if line.against]
        shown.append({"row": row, "person": person, "kind": kind, "word": word, "against": against})
    return shown


def _closeness(row: queries.LikelyRow) -> tuple[str, str]:
    if row.relative:
        return "info", gettext("A relative, perhaps")
    return ("warn", gettext("Likely the same")) if row.close else ("idle", gettext("Could be the same"))


def _where(place: queries.LocationRow | None) -> str:
    if place is None:
        return ""
    kind = _(LocationKind(place.kind).label)
    days = (clock.today() - place.since).days
    stay = ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.count(days)}
    return formats.listed((place.site_name, kind, stay))


def _flags(actor: Any, standing: Standing, family: queries.FamilyRow | None, matter: Any) -> list[dict[str, str]]:
    flags, row = [], standing.person
    if outcome := standing.outcome:
        said = _("%(what)s, %(day)s") % {"what": _(OutcomeKind(outcome.kind).label), "day": formats.day(outcome.on)}
        flags.append({"kind": "stop", "text": said})
    if standing.shielded:
        flags.append({"kind": "hold", "text": _("Protected: no contact with any State")})
    if matter.matter_open:  # that it is open, and whom to ask; never what it is about
        ask = protection.whom_to_ask(actor)[:2]
        named = _("Protection matter open: ask %(who)s") % {"who": formats.listed(ask)}
        flags.append({"kind": "hold", "icon": "lock", "text": named if ask else _("Protection matter open")})
    if alone := standing.child:
        flags.append({"kind": "hold", "icon": "child", "text": _(ChildAlone(alone.kind).label)})
    if row.age_disputed:
        flags.append({"kind": "wait", "text": _("Age disputed: treated as a child")})
    if family and len(family.members) > 1:
        number = len(family.members) - 1
        text = ngettext("Family of one more person", "Family of %(n)s more people", number) % {"n": formats.count(number)}
        flags.append({"kind": "info", "icon": "family", "text": text})
    if row.interpreter_needed:
        text = _("Needs an interpreter for %(language)s") % {"language": formats.tongue(row.interpreter_needed)}
        flags.append({"kind": "idle", "icon": "talk", "text": text})
    if row.organisation_id != actor.organisation_id:
        flags.append({"kind": "info", "text": _("Record of %(who)s, shared with you") % {"who": queries.owner(actor, row).name}})
    return flags


def _tabs(actor: Any, person_id: UUID, active: str) -> list[dict[str, Any]]:
    tabs = []
    for key, words, name, lock in TABS:
        if address := _open_address(actor, name, person_id):
            tab = {"text": words, "url": address, "active": key == active}
            tabs.append(tab | ({"icon": "lock", "icon_word": _("restricted")} if lock else {}))
    return tabs


def _open_address(actor: Any, name: str, person_id: UUID) -> str:
    """The address when it exists and what it needs (web.shell.routing) is held; else nothing."""
    try:
        address = reverse(name, args=[person_id])
    except NoReverseMatch:
        return ""
    needs = getattr(resolve(address).func, "needs", ())
    wanted = needs if isinstance(needs, tuple) else (needs,)
    return address if "anyone" in wanted or any(actor.may(str(one)) for one in wanted) else ""


def _withdrawal(actor: Any, person_id: UUID) -> str:
    """Withdrawing consent to travel is one press in the header, wherever one is, while there is such a consent (INV-02)."""
    return _open_address(actor, "consent.withdraw_travel", person_id) if consent.travel_stands(actor, person_id) else ""


def _photo(request: HttpRequest, person_id: UUID, there: bool) -> dict[str, Any]:
    """Held back until somebody with the right to it asks."""
    if not request.actor.may(P.PHOTO_READ) or not there:
        return {"state": "none"}
    if request.GET.get("photo") == "1":
        return {"state": "shown", "url": reverse("people.photo", args=[person_id])}
    return {"state": "held", "url": "?photo=1"}
