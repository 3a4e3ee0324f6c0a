"""Two records side by side in words: values in both scripts with what differs marked, evidence as bars and sentences, households.

Everything shown of a record comes from queries that ask for the reader's own rights; a pair itself holds numbers and codes only.
"""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor.access import queries as access
from corridor.duplicates import queries
from corridor.duplicates.queries import PairRow
from corridor.duplicates.rules import calibrating, families
from corridor.engines import names as name_keys
from corridor.kernel.actor import Actor
from corridor.people import queries as people
from corridor.people.queries import PersonRow
from corridor.people.words import BirthPrecision, DocumentKind, FamilyRole, Sex
from corridor.web.people import presenters as persons
from corridor.web.shell import formats

from .marking import marked

SCALE = 6.0  # weight that fills a bar; a longer one stretches all of them
NEXT_TO_NOTHING = 0.5  # a line that moves the odds by less than half speaks neither for nor against
NOT_GIVEN = gettext_lazy("not given")

# Facts in the order of the picture: (fields of the comparison, words, how a record says it).
Says = Callable[[Actor, PersonRow], list[str]]


def given(actor: Actor, row: PersonRow) -> list[str]:
    main = row.names[0] if row.names else None
    return [main.given or main.full.split()[0]] if main and main.full.split() else []


def further(actor: Actor, row: PersonRow) -> list[str]:
    main = row.names[0] if row.names else None
    if main is None:
        return []
    apart = " ".join(filter(None, (main.father, main.family)))
    return [apart or " ".join(main.full.split()[1:])]


def whole_names(actor: Actor, row: PersonRow) -> list[str]:
    """The main name in Latin letters or as given, then how it is written in other scripts and other spellings."""
    return list(dict.fromkeys([row.name, *(name.full for name in row.names)]))


def sex(actor: Actor, row: PersonRow) -> list[str]:
    return [_(Sex(row.sex).label)] if row.sex != Sex.UNKNOWN else []


def born(actor: Actor, row: PersonRow) -> list[str]:
    written = persons.birth_written(row)
    about = row.birth_precision == BirthPrecision.ESTIMATED
    return [_("%(when)s, estimated") % {"when": written} if about else written] if written else []


def nationality(actor: Actor, row: PersonRow) -> list[str]:
    return [formats.country(row.nationality)] if row.nationality else []


def phones(actor: Actor, row: PersonRow) -> list[str]:
    return [one.number for one in people.phones_of(actor, row.id)]


def documents(actor: Actor, row: PersonRow) -> list[str]:
    return [f"{_(DocumentKind(one.kind).label)} {one.number}".strip() for one in people.documents_of(actor, row.id)]


def household(actor: Actor, row: PersonRow) -> list[str]:
    family = people.family_of(actor, row.id)
    return [family.reference] if family else []


FACTS: tuple[tuple[str, Any, Says | None], ...] = (
    ("given_name", gettext_lazy("Given name"), given),
    ("family_name", gettext_lazy("Father’s and family name"), further),
    ("name", gettext_lazy("Whole name, each script"), whole_names),
    ("mother_name", gettext_lazy("Mother’s name"), None),
    ("birth_date", gettext_lazy("Born"), born),
    ("sex", gettext_lazy("Sex"), sex),
    ("nationality", gettext_lazy("Nationality, stated"), nationality),
    ("phone", gettext_lazy("Telephone"), phones),
    ("document_number", gettext_lazy("Documents"), documents),
    ("household_id", gettext_lazy("Family registered in"), household),
    ("region_of_origin", gettext_lazy("Home region"), None),
    ("city", gettext_lazy("Place"), None),
    ("external", gettext_lazy("Outside service"), None),
)
SIGNS = frozenset({"phone", "document_number", "household_id"})  # written with figures: kept left to right


def comparison(actor: Actor, row: PairRow) -> dict[str, Any]:
    """The table: one row for each fact, with a line of evidence where both records say something."""
    one, two = people.person(actor, row.first_id), people.person(actor, row.second_id)
    found = people.compare(actor, one.id, two.id)
    organisations = {each.id: each.name for each in access.organisations(actor)}
    longest = max([SCALE, *(abs(line.weight) for line in found.lines)])
    rows: list[dict[str, Any]] = []
    for field, label, says in FACTS:
        lines = [line for line in found.lines if line.field == field]
        if lines or says:
            rows += _fact(actor, (one, two), field, label, says, lines, longest)
    signs = [each["sign"] for each in rows if each["sign"]]
    return {
        "records": [_record(actor, each, organisations) for each in (one, two)],
        "rows": rows,
        "counts": _counted(signs),
        "weight": signed(found.weight),
        "words": _(found.words) if found.words else "",
        "past": past(actor, found.weight),
        "household": found.household,
        "relative": found.relative,
        "model": found.model_version,
        "moved": round(found.weight, 1) != round(row.weight, 1),
    }


def _fact(
    actor: Actor, two: tuple[PersonRow, PersonRow], field: str, label: Any, says: Says | None, lines: list[Any], longest: float
) -> list[dict[str, Any]]:
    """A row with both values and its first line; further lines of the same fact stand below it in words alone."""
    values = [says(actor, each) for each in two] if says else [[], []]
    if not lines:
        return [] if not any(values) and field == "household_id" else [_row(field, label, values, None, longest)]
    if not says:
        return [_row(field, label, None, line, longest) for line in lines]
    rows = [_row(field, label, values, lines[0], longest)]
    return rows + [_row(field, _SUB.get(line.level.split(".")[0], label), None, line, longest) for line in lines[1:]]


_SUB = {"rarity": gettext_lazy("How rare the names are"), "relatives": gettext_lazy("Perhaps a relative")}


def _row(field: str, label: Any, values: list[list[str]] | None, line: Any, longest: float) -> dict[str, Any]:
    weight = line.weight if line else None
    sign = (
        "unknown" if weight is None else "for" if weight > NEXT_TO_NOTHING else "against" if weight < -NEXT_TO_NOTHING else "even"
    )
    sides = None
    if values is not None:
        sides = [_side(values[0], values[1], field), _side(values[1], values[0], field)]
    return {
        "label": label,
        "sides": sides,
        "sign": sign if values is not None or line else "",
        "length": f"len-{min(100, round(abs(weight) / longest * 100))}" if weight else "len-0",
        "weight": signed(weight) if weight is not None else "?",
        "words": _(line.words) if line else "",
    }


def _side(mine: list[str], theirs: list[str], field: str) -> SafeString:
    """One record's values, each on its line in its own script; what differs from the nearest of the other's is marked."""
    if not mine:
        return format_html('<span class="sub">{}</span>', NOT_GIVEN)
    lines = []
    for value in mine:
        body = marked(value, _nearest(value, theirs))
        if field in SIGNS:
            lines.append(format_html('<bdi class="id" dir="ltr">{}</bdi>', body))
        else:
            lines.append(format_html('<bdi lang="{}" dir="auto">{}</bdi>', formats.script_language(value) or "und", body))
    return format_html_join("", '<span class="d-block">{}</span>', ((line,) for line in lines))


def _nearest(value: str, theirs: list[str]) -> str:
    """What the other record says in the same script, the same words first; "" when it says nothing there: nothing is marked."""
    script = formats.script_language(value)
    same = [other for other in theirs if formats.script_language(other) == script]
    words = set(value.casefold().split())
    return max(same, key=lambda other: len(words & set(other.casefold().split())), default="")


def _record(actor: Actor, row: PersonRow, organisations: dict[Any, str]) -> dict[str, Any]:
    place = people.locations(actor, [row.id]).get(row.id)
    said = [organisations.get(row.organisation_id, ""), place.site_name if place else "", formats.day(row.registered_on)]
    return {
        "person": row,
        "url": persons.home_of(actor, row.id),
        "reference": row.reference,
        "where": ", ".join(part for part in said if part),
        "name": persons.names_of(row)[0],
    }


def signed(weight: float, places: int = 1) -> str:
    """+2.1 or −0.8, with a real minus."""
    rounded = round(weight, places)
    number = formats.count(abs(rounded), places)
    return f"−{number}" if rounded < 0 else f"+{number}"


def _counted(signs: list[str]) -> str:
    """Nine facts speak for it, two against, three are unknown."""
    n = {kind: signs.count(kind) for kind in ("for", "against", "unknown")}
    speak = ngettext("%(n)s fact speaks for it", "%(n)s facts speak for it", n["for"]) % {"n": formats.count(n["for"])}
    against = ngettext("%(n)s against", "%(n)s against", n["against"]) % {"n": formats.count(n["against"])}
    unknown = ngettext("%(n)s is unknown", "%(n)s are unknown", n["unknown"]) % {"n": formats.count(n["unknown"])}
    return _("%(speak)s, %(against)s, %(unknown)s.") % {"speak": speak, "against": against, "unknown": unknown}


def past(actor: Actor, weight: float) -> str:
    """What totals like this have meant so far, from decisions; said only when there are enough of them."""
    band = queries.like_this(actor, weight)
    if band is None:
        return _("Too few pairs with a total like this are decided to say how often they were one person.")
    words = {"share": calibrating.per_hundred(band), "n": formats.count(band.n)}
    return _("In past pairs with a total like this, %(share)s of 100 were one person (n = %(n)s).") % words


def households(actor: Actor, row: PairRow) -> dict[str, Any] | None:
    """Both families side by side, without the two themselves; None when neither record has one the reader may see."""
    found = people.families_of(actor, [row.first_id, row.second_id])
    one, two = found.get(row.first_id), found.get(row.second_id)
    if one is None and two is None:
        return None
    if one is not None and two is not None and one.id == two.id:
        return {"same": True, "sides": [], "shared": 0}
    sides = [
        [m for m in (family.members if family else ()) if m.person_id not in (row.first_id, row.second_id)]
        for family in (one, two)
    ]
    left, right = families.side_by_side(*([(m.person_id, m.name) for m in side] for side in sides), alike=_heard_alike)
    twins = {kin.person_id for kin in (*left, *right) if kin.twin is not None}
    return {
        "same": False,
        "sides": [
            {
                "family": family,
                "members": [{"row": m, "role": _(FamilyRole(m.role).label), "both": m.person_id in twins} for m in side],
            }
            for family, side in zip((one, two), sides, strict=True)
        ],
        "shared": sum(1 for kin in left if kin.twin is not None),
    }


def _heard_alike(one: str, other: str) -> bool:
    """Two words of the names sound alike, or the only one there is."""
    left, right = name_keys.keys(one), name_keys.keys(other)
    needed = min(2, len(left.tokens), len(right.tokens))
    heard = sum(any(set(a.keys) & set(b.keys) for b in right.tokens) for a in left.tokens)
    return needed > 0 and heard >= needed
