"""How fair it came out: who waits and who travelled, by group; who waits longest and why; floors; who was passed over.

An organisation that holds records reads about its own people, in full. One that holds none reads about everybody, with small
groups withheld and others with them. One statement counts, however many people or groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.disclosure import publishable_total
from corridor.kernel.readiness import State, requirements_of
from corridor.kernel.refusals import N_
from corridor.kernel.words import Word
from corridor.movements import rules
from corridor.movements.lifecycle import Plan as PlanState
from corridor.movements.models import PartyMember, Plan
from corridor.movements.rules.fairness import Counted, Floor, Group, shown
from corridor.movements.words import PlanKind
from corridor.people import queries as people

from .policy import towns
from .telling import explanations_in

MOST = 20


class Cut(Word):
    NATIONALITY = "nationality", N_("Nationality")
    SEX = "sex", N_("Sex")
    AGE_GROUP = "age_group", N_("Age")
    TOWN = "town", N_("Town")
    PLACE = "place", N_("Where they stay")
    NEED = "need", N_("Service needed on the way")


AGES = ("0-4", "5-11", "12-17", "18-59", "60+")


@dataclass(frozen=True)
class Fairness:
    """`own`: the records of the actor's organisation, nothing withheld."""

    pathway: str
    since: date
    day: date
    own: bool
    whole: Group
    cuts: Mapping[str, tuple[Group, ...]]


@dataclass(frozen=True)
class PlanFairness:
    """Of the plan in force: floors, and parties that somebody with less priority went before."""

    version: int
    floors: tuple[Floor, ...]
    parties: int  # that wait
    passed_over: int
    people_passed_over: int


@dataclass(frozen=True)
class LongWait:
    """`code` of what stands in the way (or ready); `words`: the reason of record of the plan, where there is one."""

    person_id: UUID
    name: str
    reference: str
    party: str
    days: int
    place: str
    code: str
    label: str
    words: str


def fairness(actor: Actor, pathway: str, since: date, day: date | None = None) -> Fairness:
    """Those who wait on that day, and those who left since."""
    actor.need(Permission.FAIRNESS_READ)
    day = day or clock.today()
    own = _holds_records(actor)
    threshold = None if own else settings.PUBLICATION_THRESHOLD
    counted = _counted(pathway, since, day, actor.organisation_id if own else None)
    whole = next(iter(counted.pop("total", [])), Counted("", 0, 0))
    cuts = {str(cut): shown(_ordered(cut, counted.get(str(cut), [])), whole, threshold) for cut in Cut}
    return Fairness(pathway, since, day, own, _whole(whole, threshold), cuts)


def _holds_records(actor: Actor) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM people_person WHERE organisation_id = %s)", [actor.organisation_id])
        return bool(cursor.fetchone()[0])


def _counted(pathway: str, since: date, day: date, owner: UUID | None) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM movements_fairness(%s, %s, %s, %s)", [pathway, since, day, owner])
        for dimension, *row in cursor.fetchall():
            found.setdefault(dimension, []).append(Counted(*row))
    return found


def _whole(whole: Counted, threshold: int | None) -> Group:
    if threshold is None:
        return shown([whole], whole, None)[0]
    waiting, travelled = publishable_total(whole.waiting, threshold), publishable_total(whole.travelled, threshold)
    days = (whole.median, whole.p90) if waiting else (None, None)
    gone = whole.travel_median if travelled else None
    return Group("", waiting, travelled, *days, None, gone, withheld=waiting is None or travelled is None)


def _ordered(cut: Cut, rows: list[Counted]) -> list[Counted]:
    """Ages run forward; everything else from the largest; not known last."""
    if cut is Cut.AGE_GROUP:
        return sorted(rows, key=lambda one: AGES.index(one.key) if one.key in AGES else len(AGES))
    return sorted(rows, key=lambda one: (one.key == "unknown", -one.waiting - one.travelled, one.key))


def plan_fairness(actor: Actor) -> PlanFairness | None:
    """None where no plan is in force."""
    actor.need(Permission.FAIRNESS_READ)
    mine = Plan.objects.filter(organisation_id=actor.organisation_id, state=str(PlanState.PUBLISHED))
    row = mine.exclude(kind=str(PlanKind.SCENARIO)).order_by("-version").first()
    if row is None:
        return None
    parties = {one["id"]: one for one in row.problem["parties"]}
    names = towns(actor)
    floors = [_floor(row, one, parties, names) for one in row.problem["policy"]["floors"]]
    over = [name for name, reason in row.plan["reasons"].items() if reason["behind"]]
    people_over = sum(parties[name]["persons"] for name in over)
    return PlanFairness(row.version, tuple(floors), len(row.plan["reasons"]), len(over), people_over)


def _floor(row: Plan, floor: Mapping[str, Any], parties: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> Floor:
    group = [one for one in parties.values() if one["group"] == floor["group"]]
    placed = sum(one["persons"] for one in group if one["id"] in row.plan["assigned"])
    waiting = sum(one["persons"] for one in group) - placed
    return Floor(names.get(floor["group"], floor["group"]), floor["persons"], placed, waiting)


LONGEST = """
SELECT p.id, %(day)s::date - p.registered_on FROM people_person p
WHERE p.organisation_id = %(owner)s AND p.joined_into_id IS NULL
  AND EXISTS (SELECT 1 FROM consent_consent c WHERE c.person_id = p.id AND c.purpose = 'travel' AND c.pathway = %(way)s
    AND c.valid_until >= %(day)s AND NOT EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = c.id))
  AND NOT EXISTS (SELECT 1 FROM movements_seat s WHERE s.person_id = p.id AND s.pathway = %(way)s AND s.status IN ('departed', 'arrived'))
  AND NOT EXISTS (SELECT 1 FROM people_outcome o WHERE o.person_id = p.id AND o.kind IN ('deceased', 'disappeared'))
ORDER BY p.registered_on, p.id LIMIT %(most)s
"""


def longest_waiting(actor: Actor, pathway: str, language: str = "en", limit: int = MOST) -> list[LongWait]:
    """Own people only, for those who may see them: since when, and the reason of record, else what stands in the way today."""
    actor.need(Permission.FAIRNESS_READ)
    if not actor.may(Permission.PERSON_READ):
        return []
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(LONGEST, {"day": today, "owner": actor.organisation_id, "way": pathway, "most": limit})
        days: dict[UUID, int] = dict(cursor.fetchall())
    persons = people.people_by_id(actor, list(days))
    where = people.locations(actor, list(days))
    members = PartyMember.objects.filter(person_id__in=list(days), until__isnull=True).order_by("id")
    parties: dict[UUID, str] = dict(members.values_list("person_id", "party__reference"))
    said = _reasons_of_record(actor, language)
    checked = requirements_of(pathway)(actor, list(days), today)
    found = []
    for person_id, number in days.items():
        if person_id not in persons:
            continue
        party = parties.get(person_id, "")
        code, label = _first(checked.get(person_id))
        place = where[person_id].site_name if person_id in where else ""
        one = persons[person_id]
        found.append(LongWait(person_id, one.name, one.reference, party, number, place, code, label, said.get(party, "")))
    return found


def _first(readiness: Any) -> tuple[str, str]:
    """What takes longest to lift; what only the last days bring stops nobody yet."""
    stops = [item for item in readiness.requirements if item.state is State.UNMET] if readiness else []
    early = [item for item in stops if item.code not in rules.LAST_DAYS]
    first = min(early, key=lambda item: rules.slowness(item.code), default=None)
    return (first.code, first.label) if first else (rules.READY, rules.READY_LABEL)


def _reasons_of_record(actor: Actor, language: str) -> dict[str, str]:
    """Party → sentence, of the newest plan that was worked out."""
    mine = Plan.objects.filter(organisation_id=actor.organisation_id).exclude(plan={}).exclude(kind=str(PlanKind.SCENARIO))
    row = mine.defer("prices").order_by("-version").first()
    if row is None:
        return {}
    return dict(explanations_in(row, language))
