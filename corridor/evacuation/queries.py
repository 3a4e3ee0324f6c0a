"""Evacuation cases, readiness for an evacuation, and how full gathering and transit sites are.

Readiness is judged from the owner's records, so that the checklist, the planner and the gate get one answer whoever asks; the
reasons are written for everybody, protection content withheld.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from corridor.access.roles import Permission
from corridor.access.words import OrganisationKind
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.readiness import Readiness, provides
from corridor.kernel.refusals import NotFound, Reason
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.people.words import Category
from corridor.places import queries as places
from corridor.places.words import SiteKind

from . import adapters
from .lifecycle import EVACUATION, Evacuation
from .models import EvacuationCase, Stay
from .rules import requirements

OUTSIDERS = frozenset({OrganisationKind.CONSULATE, OrganisationKind.GOVERNMENT, OrganisationKind.DONOR, OrganisationKind.CARRIER})
OURS = frozenset({Evacuation.IDENTIFIED, Evacuation.AGREED, Evacuation.GATHERED, Evacuation.CLEARED})
MOST = 1_000
READS = (
    Permission.PERSON_READ, Permission.CONSENT_READ, Permission.PROTECTION_READ, Permission.FLIGHT_READ, Permission.EVACUATION_READ,
)  # fmt: skip


@dataclass(frozen=True)
class EvacuationRow:
    id: UUID
    person_id: UUID
    organisation_id: UUID
    caseworker_id: UUID | None
    status: str
    identified_on: date
    agreement_id: UUID | None
    transit_site_id: UUID | None
    transit_site_name: str
    status_since: datetime
    closed_on: date | None
    version: int


@dataclass(frozen=True)
class ListedRow:
    """A case in a list, with the person as everybody in casework sees her or him."""

    case: EvacuationRow
    reference: str
    name: str
    sex: str
    age: int | None
    nationality: str


@dataclass(frozen=True)
class StayRow:
    id: UUID
    person_id: UUID
    site_id: UUID
    site_name: str
    since: date
    until: date | None


@dataclass(frozen=True)
class DayRow:
    """One day of a site: who lives there, who is booked to arrive, and what the agreement allows (None: no agreement)."""

    day: date
    staying: int
    booked: int
    capacity: int | None

    @property
    def people(self) -> int:
        return self.staying + self.booked

    @property
    def free(self) -> int:
        return max((self.capacity or 0) - self.people, 0)


@provides("evacuation")
def readiness(actor: Actor, ids: Sequence[UUID], on: date) -> dict[UUID, Readiness]:
    """Every requirement of each person the actor sees, judged on that day. Nothing for consulates, governments and donors."""
    if actor.organisation_kind in OUTSIDERS:
        raise NotFound("readiness")
    found: dict[UUID, Readiness] = {}
    owners: dict[UUID, list[UUID]] = {}
    for person in people.people_by_id(actor, ids).values():
        owners.setdefault(person.organisation_id, []).append(person.id)
    for owner, own in owners.items():
        reader = system("evacuation.readiness", owner, *READS)
        with acting(reader):
            for one, facts in adapters.facts(reader, own, on).items():
                found[one] = Readiness(one, on, requirements(facts))
    return found


def case_of(actor: Actor, person_id: UUID) -> EvacuationRow | None:
    """The open case, or the last one; None when the person was never identified for evacuation."""
    actor.need(Permission.EVACUATION_READ)
    rows = EvacuationCase.objects.filter(opened(actor, Category.CASE), person_id=person_id).select_related("transit_site")
    shut = ExpressionWrapper(Q(closed_on__isnull=False), BooleanField())
    found = _row(rows.order_by(shut, "-identified_on", "-id").first())
    if found is None:
        people.require(actor, person_id)
    return found


def case(actor: Actor, case_id: UUID) -> EvacuationRow:
    actor.need(Permission.EVACUATION_READ)
    rows = EvacuationCase.objects.filter(opened(actor, Category.CASE), id=case_id).select_related("transit_site")
    found = _row(rows.order_by("id").first())
    if found is None:
        raise NotFound("case")
    return found


def cases(
    actor: Actor,
    *,
    status: str = "",
    site_id: UUID | None = None,
    needs_step: bool = False,
    mine: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> list[ListedRow]:
    """Cases of everybody the actor sees, who has waited longest first."""
    rows = _cases(actor, status, site_id, needs_step, mine).select_related("transit_site").order_by("identified_on", "id")
    found = [row for row in (_row(one) for one in rows[offset : offset + min(limit, 200)]) if row]
    persons = people.people_by_id(actor, [row.person_id for row in found])
    return [_listed(row, persons[row.person_id]) for row in found if row.person_id in persons]


def count_cases(
    actor: Actor,
    *,
    status: str = "",
    site_id: UUID | None = None,
    needs_step: bool = False,
    mine: bool = False,
    most: int | None = None,
) -> int:
    """How many; with `most`, counting stops there, and who shows the number says so."""
    return _cases(actor, status, site_id, needs_step, mine)[:most].count()


def counts(actor: Actor) -> dict[str, int]:
    """How many cases the actor sees in each status."""
    rows = _cases(actor, "", None, False, False).order_by("status").values_list("status").annotate(number=Count("id"))
    return dict(rows)


def steps(actor: Actor, person_id: UUID) -> dict[str, list[Reason]]:
    """The steps that fit the present status, each with the reasons why it may not be taken now."""
    row = case_of(actor, person_id)
    if row is None or row.closed_on:
        return {}
    reader = system("evacuation.steps", people.person(actor, person_id).organisation_id, *READS)
    with acting(reader):
        return EVACUATION.open_to(row.status, adapters.evidence(reader, person_id))


def stays_of(actor: Actor, person_id: UUID) -> list[StayRow]:
    """Where the person lived under the roof of the taskforce, newest first."""
    people.require(actor, person_id)
    rows = Stay.objects.filter(opened(actor, Category.CASE), person_id=person_id).select_related("site").order_by("-since", "-id")
    return [StayRow(row.id, row.person_id, row.site_id, row.site.name, row.since, row.until) for row in rows[:50]]


def residents(actor: Actor, site_id: UUID, limit: int = 200, offset: int = 0) -> list[StayRow]:
    """Who of the people the actor sees lives at the site now."""
    _sees_sites(actor)
    rows = Stay.objects.filter(opened(actor, Category.CASE), site_id=site_id, until__isnull=True).select_related("site")
    found = rows.order_by("since", "id")[offset : offset + min(limit, 500)]
    return [StayRow(row.id, row.person_id, row.site_id, row.site.name, row.since, row.until) for row in found]


def sites(actor: Actor) -> list[places.SiteRow]:
    """Gathering and transit sites."""
    _sees_sites(actor)
    return places.sites(actor, SiteKind.GATHERING, SiteKind.TRANSIT)


def days(actor: Actor, site_id: UUID, first: date, last: date) -> list[DayRow]:
    """Numbers of people by day over all organisations, booked arrivals counted; never who they are."""
    _sees_sites(actor)
    places.site(actor, site_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, staying, booked, capacity FROM evacuation_occupancy(%s, %s::date, %s::date)", [site_id, first, last]
        )
        return [DayRow(day, int(staying), int(booked), capacity) for day, staying, booked, capacity in cursor.fetchall()]


def occupancy(actor: Actor, site_id: UUID, first: date, last: date) -> list[tuple[date, int, int | None]]:
    """(day, people, capacity) for each day, booked arrivals counted."""
    return [(row.day, row.people, row.capacity) for row in days(actor, site_id, first, last)]


def _sees_sites(actor: Actor) -> None:
    if not actor.may(Permission.TRANSIT_MANAGE):
        actor.need(Permission.EVACUATION_READ)


def _cases(actor: Actor, status: str, site_id: UUID | None, needs_step: bool, mine: bool) -> QuerySet[EvacuationCase]:
    actor.need(Permission.EVACUATION_READ)
    rows = EvacuationCase.objects.filter(opened(actor, Category.CASE))
    rows = rows.filter(status=status) if status else rows
    rows = rows.filter(transit_site_id=site_id) if site_id else rows
    rows = rows.filter(status__in=[str(one) for one in OURS]) if needs_step else rows
    return rows.filter(caseworker_id=actor.staff_id) if mine else rows


def _row(row: EvacuationCase | None) -> EvacuationRow | None:
    if row is None:
        return None
    site = row.transit_site.name if row.transit_site else ""
    return EvacuationRow(
        row.id, row.person_id, row.organisation_id, row.caseworker_id, row.status, row.identified_on, row.agreement_id,
        row.transit_site_id, site, row.status_since, row.closed_on, row.version,
    )  # fmt: skip


def _listed(row: EvacuationRow, person: people.PersonRow) -> ListedRow:
    age = person.age_on(clock.today())
    return ListedRow(row, person.reference, person.name, person.sex, age, person.nationality_confirmed or person.nationality)
