"""Return cases, readiness for a return, and the consulate's own narrow view of the requests made to it.

Readiness is judged from the owner's records, so that the checklist, the planner and the gate get one answer whoever asks; the
reasons are written for everybody, protection content withheld. A consulate gets the facts of `ConsularRow` and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

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
from .lifecycle import RETURN, Return
from .models import ConsularRequest, Counselling, ReturnCase
from .rules import requirements

OUTSIDERS = frozenset({OrganisationKind.CONSULATE, OrganisationKind.GOVERNMENT, OrganisationKind.DONOR, OrganisationKind.CARRIER})
OURS = frozenset(Return) - {Return.CONSULAR_PENDING, Return.BOOKED, Return.DEPARTED, Return.ARRIVED, Return.CLOSED}
MOST = 1_000
READS = (
    Permission.PERSON_READ,
    Permission.CONSENT_READ,
    Permission.PROTECTION_READ,
    Permission.FLIGHT_READ,
    Permission.RETURN_READ,
)


@dataclass(frozen=True)
class ReturnRow:
    id: UUID
    person_id: UUID
    organisation_id: UUID
    caseworker_id: UUID | None
    status: str
    requested_on: date
    destination_id: UUID | None
    destination_name: str
    final_town: str
    status_since: datetime
    closed_on: date | None
    version: int


@dataclass(frozen=True)
class ListedRow:
    """A case in a list, with the person as everybody in casework sees her or him."""

    case: ReturnRow
    reference: str
    name: str
    sex: str
    age: int | None
    nationality: str


@dataclass(frozen=True)
class CounsellingRow:
    id: UUID
    at: datetime
    officer_id: UUID
    language: str
    interpreter: str
    wishes_unhcr: bool


@dataclass(frozen=True)
class RequestRow:
    """A request to a consulate as the mission sees it."""

    id: UUID
    reference: str
    consulate_id: UUID
    consulate_name: str
    status: str
    asked_at: datetime
    interview_at: datetime | None
    interview_mode: str
    answered_at: datetime | None
    ended_at: datetime | None
    photo_agreed: bool
    origin: str
    version: int


@dataclass(frozen=True)
class ConsularRow:
    """Exactly what a consulate may see (INV-16): what a travel document needs, and where its own request stands."""

    id: UUID
    reference: str
    asked_on: date
    name: str
    name_script: str
    other_names: tuple[str, ...]
    sex: str
    birth_date: date | None
    birth_precision: str
    origin: str
    nationality: str
    photo: bool
    status: str
    interview_at: datetime | None
    interview_mode: str
    version: int


@provides("vhr")
def readiness(actor: Actor, ids: Sequence[UUID], on: date) -> dict[UUID, Readiness]:
    """Every requirement of each person the actor sees, judged on that day. Nothing for consulates, governments and donors."""
    if actor.organisation_kind in OUTSIDERS:
        raise NotFound("readiness")
    found: dict[UUID, Readiness] = {}
    owners: dict[UUID, list[UUID]] = {}
    for person in people.people_by_id(actor, ids).values():
        owners.setdefault(person.organisation_id, []).append(person.id)
    for owner, own in owners.items():
        reader = system("returns.readiness", owner, *READS)
        with acting(reader):
            for one, facts in adapters.facts(reader, own, on).items():
                found[one] = Readiness(one, on, requirements(facts))
    return found


def case_of(actor: Actor, person_id: UUID) -> ReturnRow | None:
    """The open case, or the last one; None when the person never asked for return."""
    actor.need(Permission.RETURN_READ)
    rows = ReturnCase.objects.filter(opened(actor, Category.CASE), person_id=person_id).select_related("destination")
    shut = ExpressionWrapper(Q(closed_on__isnull=False), BooleanField())
    found = _row(rows.order_by(shut, "-requested_on", "-id").first())
    if found is None:
        people.require(actor, person_id)
    return found


def case(actor: Actor, case_id: UUID) -> ReturnRow:
    actor.need(Permission.RETURN_READ)
    found = _row(
        ReturnCase.objects.filter(opened(actor, Category.CASE), id=case_id).select_related("destination").order_by("id").first()
    )
    if found is None:
        raise NotFound("case")
    return found


def cases(
    actor: Actor,
    *,
    status: str = "",
    destination_id: UUID | None = None,
    needs_step: bool = False,
    mine: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> list[ListedRow]:
    """Cases of everybody the actor sees, who has waited longest first."""
    rows = _cases(actor, status, destination_id, needs_step, mine).select_related("destination").order_by("requested_on", "id")
    found = [row for row in (_row(one) for one in rows[offset : offset + min(limit, 200)]) if row]
    persons = people.people_by_id(actor, [row.person_id for row in found])
    return [_listed(row, persons[row.person_id]) for row in found if row.person_id in persons]


def count_cases(
    actor: Actor,
    *,
    status: str = "",
    destination_id: UUID | None = None,
    needs_step: bool = False,
    mine: bool = False,
    most: int | None = None,
) -> int:
    """How many; with `most`, counting stops there, and who shows the number says so."""
    return _cases(actor, status, destination_id, needs_step, mine)[:most].count()


def counts(actor: Actor) -> dict[str, int]:
    """How many cases the actor sees in each status."""
    rows = _cases(actor, "", None, False, False).order_by("status").values_list("status").annotate(number=Count("id"))
    return dict(rows)


def destinations(actor: Actor) -> list[places.SiteRow]:
    """Towns that a return may lead to, for the filter of the list. All of them: asking which are in use would read every case."""
    actor.need(Permission.RETURN_READ)
    return places.sites(actor, SiteKind.CITY)


def steps(actor: Actor, person_id: UUID) -> dict[str, list[Reason]]:
    """The steps that fit the present status, each with the reasons why it may not be taken now."""
    row = case_of(actor, person_id)
    if row is None or row.closed_on:
        return {}
    owner = people.person(actor, person_id).organisation_id
    reader = system("returns.steps", owner, *READS)
    with acting(reader):
        return RETURN.open_to(row.status, adapters.evidence(reader, person_id))


def counsellings(actor: Actor, person_id: UUID) -> list[CounsellingRow]:
    actor.need(Permission.RETURN_READ)
    rows = Counselling.objects.filter(opened(actor, Category.CASE), person_id=person_id).order_by("-at", "-id")[:50]
    return [CounsellingRow(r.id, r.at, r.officer_id, r.language, r.interpreter, r.wishes_unhcr) for r in rows]


def requests_of(actor: Actor, person_id: UUID) -> list[RequestRow]:
    """What was asked of consulates, newest first; for the mission, not for a consulate."""
    actor.need(Permission.RETURN_READ)
    rows = ConsularRequest.objects.filter(opened(actor, Category.CASE), person_id=person_id).select_related("consulate")
    return [
        RequestRow(
            r.id, _reference(r.id), r.consulate_id, r.consulate.name, r.status, r.asked_at, r.interview_at, r.interview_mode, r.answered_at,
            r.ended_at, r.photo_agreed, r.origin, r.version,
        )
        for r in rows.order_by("-asked_at", "-id")[:50]
    ]  # fmt: skip


def consular_queue(actor: Actor, limit: int = 200) -> list[ConsularRow]:
    """Requests made to this consulate that are not decided: interviews first, then the longest waiting."""
    rows = list(_for_consulate(actor).order_by("interview_at", "asked_at", "id")[:limit])
    return _consular_rows(actor, rows)


def consular_request(actor: Actor, request_id: UUID) -> ConsularRow:
    """One open request made to this consulate. Decided, withdrawn, protected, another's and never made are all 'not found'."""
    found = _consular_rows(actor, list(_for_consulate(actor).filter(id=request_id).order_by("id")))
    if not found:
        raise NotFound("request")
    return found[0]


def consular_subject(actor: Actor, request_id: UUID) -> tuple[UUID, UUID]:
    """The person of an open request and the organisation that holds the record: for the answer's way back, not for screens."""
    row = _for_consulate(actor).filter(id=request_id).order_by("id").first()
    person = people.people_by_id(_reading(actor), [row.person_id]).get(row.person_id) if row else None
    if row is None or person is None:
        raise NotFound("request")
    return person.id, person.organisation_id


def _for_consulate(actor: Actor) -> QuerySet[ConsularRequest]:
    actor.need(Permission.CONSULAR_ANSWER)
    if actor.organisation_kind != OrganisationKind.CONSULATE:
        raise NotFound("request")
    mine = Q(consulate_id=actor.organisation_id, ended_at__isnull=True)
    return ConsularRequest.objects.filter(mine & opened(actor, Category.IDENTITY))


def _consular_rows(actor: Actor, rows: list[ConsularRequest]) -> list[ConsularRow]:
    reader = _reading(actor)
    persons = people.people_by_id(reader, [row.person_id for row in rows])
    return [_consular_row(row, persons[row.person_id]) for row in rows if row.person_id in persons]


def _consular_row(row: ConsularRequest, person: people.PersonRow) -> ConsularRow:
    others = tuple(dict.fromkeys(name.full for name in person.names if name.full != person.name and name.kind == "main"))
    return ConsularRow(
        id=row.id,
        reference=_reference(row.id),
        asked_on=row.asked_at.date(),
        name=person.name,
        name_script=person.name_script,
        other_names=others,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_precision=person.birth_precision,
        origin=row.origin,
        nationality=person.nationality,
        photo=row.photo_agreed,
        status=row.status,
        interview_at=row.interview_at,
        interview_mode=row.interview_mode,
        version=row.version,
    )


def _reading(actor: Actor) -> Actor:
    """The consulate itself, reading the facts above through its share; walls and rows stay its own."""
    return replace(actor, permissions=actor.permissions | {str(Permission.PERSON_READ)})


def _reference(request_id: UUID) -> str:
    """CN-7F3A2C: by chance, so that a gap between two numbers tells nobody of a third person."""
    return f"CN-{request_id.hex[-6:].upper()}"


def _cases(actor: Actor, status: str, destination_id: UUID | None, needs_step: bool, mine: bool) -> QuerySet[ReturnCase]:
    actor.need(Permission.RETURN_READ)
    rows = ReturnCase.objects.filter(opened(actor, Category.CASE))
    rows = rows.filter(status=status) if status else rows
    rows = rows.filter(destination_id=destination_id) if destination_id else rows
    rows = rows.filter(status__in=[str(one) for one in OURS]) if needs_step else rows
    return rows.filter(caseworker_id=actor.staff_id) if mine else rows


def _row(row: ReturnCase | None) -> ReturnRow | None:
    if row is None:
        return None
    town = row.destination.name if row.destination else ""
    return ReturnRow(
        row.id, row.person_id, row.organisation_id, row.caseworker_id, row.status, row.requested_on, row.destination_id, town,
        row.final_town, row.status_since, row.closed_on, row.version,
    )  # fmt: skip


def _listed(row: ReturnRow, person: people.PersonRow) -> ListedRow:
    age = person.age_on(clock.today())
    return ListedRow(row, person.reference, person.name, person.sex, age, person.nationality_confirmed or person.nationality)
