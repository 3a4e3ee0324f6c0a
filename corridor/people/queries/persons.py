"""Persons and what belongs to them, for those who may see them: own records and what a live share opens, by category."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from corridor.access import queries as access
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people import words
from corridor.people.models import (
    ChildStatus,
    Document,
    Location,
    Outcome,
    Person,
    Phone,
    Photo,
    Registration,
    Share,
    Shield,
    Shielded,
    SpecificNeed,
    live,
    opened,
)

from .joined import keeper_of
from .rows import (
    ChildRow,
    DocumentRow,
    FamilyRow,
    LocationRow,
    NeedRow,
    OutcomeRow,
    PersonRow,
    PhoneRow,
    RegistrationRow,
    ShareRow,
)
from .standing import families_of, lasting, people_by_id, require

Ids = Collection[UUID]


def person(actor: Actor, person_id: UUID) -> PersonRow:
    """NotFound when there is no such person or not for this actor: the same answer for both. Of a record that was joined into
    another: that one."""
    found = people_by_id(actor, [person_id])
    if person_id not in found and (keeper := keeper_of(actor, person_id)):
        found, person_id = people_by_id(actor, [keeper]), keeper
    if person_id not in found:
        raise NotFound("person")
    return found[person_id]


def by_reference(actor: Actor, reference: str) -> PersonRow | None:
    """By the whole reference, as written on a card; None when there is none the actor may see."""
    known = Person.objects.visible_to(actor).filter(reference=reference.strip().upper())
    found = known.order_by("id").values_list("id", flat=True).first() or keeper_of(actor, None, reference.strip().upper())
    return people_by_id(actor, [found]).get(found) if found else None


def newest(actor: Actor, limit: int = 25, offset: int = 0) -> list[PersonRow]:
    """The organisation's own records, last registered first."""
    rows = Person.objects.visible_to(actor).filter(organisation_id=actor.organisation_id)
    ids = list(rows.order_by("-id").values_list("id", flat=True)[offset : offset + limit])
    known = people_by_id(actor, ids)
    return [known[one] for one in ids if one in known]


def family_of(actor: Actor, person_id: UUID) -> FamilyRow | None:
    return families_of(actor, [person_id]).get(person_id)


def children_alone(actor: Actor, ids: Ids) -> dict[UUID, ChildRow]:
    rows = ChildStatus.objects.filter(opened(actor, "family"), person_id__in=list(ids), until__isnull=True).order_by("id")
    return {row.person_id: ChildRow(row.kind, row.caregiver_id, row.since) for row in rows}


def documents_of(actor: Actor, person_id: UUID) -> list[DocumentRow]:
    rows = Document.objects.filter(opened(actor, "identity"), person_id=person_id)
    return [_document(row) for row in rows.order_by(F("expires_on").desc(nulls_last=True), "id")]


def travel_documents(actor: Actor, ids: Ids, on: date) -> dict[UUID, DocumentRow]:
    """The best travel document valid on that day: the one that lasts longest, a passport before others."""
    kinds = [str(kind) for kind in words.TRAVEL_DOCUMENTS]
    rows = Document.objects.filter(opened(actor, "identity"), person_id__in=list(ids), kind__in=kinds).order_by("id")
    best: dict[UUID, DocumentRow] = {}
    for row in sorted((_document(row) for row in rows), key=lasting):
        if row.valid_on(on):
            best[row.person_id] = row
    return best


def phones_of(actor: Actor, person_id: UUID) -> list[PhoneRow]:
    rows = Phone.objects.filter(opened(actor, "contact"), person_id=person_id).order_by("id")
    return [PhoneRow(row.id, row.number, row.note) for row in rows]


def phones_by_id(actor: Actor, ids: Ids) -> dict[UUID, list[PhoneRow]]:
    """For a list of people to call: one statement."""
    found: dict[UUID, list[PhoneRow]] = {}
    for row in Phone.objects.filter(opened(actor, "contact"), person_id__in=list(ids)).order_by("id"):
        found.setdefault(row.person_id, []).append(PhoneRow(row.id, row.number, row.note))
    return found


def registrations_of(actor: Actor, person_id: UUID) -> list[RegistrationRow]:
    rows = Registration.objects.filter(opened(actor, "identity"), person_id=person_id).order_by("id")
    return [RegistrationRow(row.organisation_id, row.external_id, row.registered_on) for row in rows]


def needs_of(actor: Actor, ids: Ids) -> dict[UUID, list[NeedRow]]:
    """Present specific needs, for those who may see protection matter."""
    found: dict[UUID, list[NeedRow]] = {}
    rows = SpecificNeed.objects.filter(opened(actor, "protection"), person_id__in=list(ids), until__isnull=True)
    for row in rows.order_by("code"):
        found.setdefault(row.person_id, []).append(NeedRow(row.id, row.code, row.service, row.since, row.until))
    return found


def locations(actor: Actor, ids: Ids) -> dict[UUID, LocationRow]:
    """Where each is now."""
    rows = (
        Location.objects.filter(opened(actor, "case"), person_id__in=list(ids), until__isnull=True)
        .select_related("site")
        .order_by("id")
    )
    return {row.person_id: LocationRow(row.kind, row.site_id, row.site.name if row.site else "", row.since) for row in rows}


def outcomes(actor: Actor, ids: Ids) -> dict[UUID, OutcomeRow]:
    """The last outcome recorded for each."""
    rows = Outcome.objects.filter(opened(actor, "case"), person_id__in=list(ids)).order_by("on", "id")
    return {row.person_id: OutcomeRow(row.kind, row.on, row.source) for row in rows}


def is_shielded(actor: Actor, person_id: UUID) -> bool:
    """Whether no State may see this person. Everybody who sees the person may know that, but not why."""
    require(actor, person_id)
    return Person.objects.filter(id=person_id).order_by("id").values_list(Shielded(F("id")), flat=True).first() or False


def shields_of(actor: Actor, ids: Ids) -> dict[UUID, frozenset[str]]:
    """Why they are shielded, for those who may see protection matter."""
    found: dict[UUID, set[str]] = {}
    rows = Shield.objects.filter(opened(actor, "protection"), live(), person_id__in=list(ids)).order_by("id")
    for person_id, kind in rows.values_list("person_id", "kind"):
        found.setdefault(person_id, set()).add(kind)
    return {person_id: frozenset(kinds) for person_id, kinds in found.items()}


def opened_to(actor: Actor, ids: Ids, category: str) -> set[UUID]:
    """Of these, whom the actor's organisation holds or sees through a live share of this category."""
    shared = Share.objects.filter(live(), organisation_id=actor.organisation_id, categories__contains=[category])
    known = Person.objects.visible_to(actor).filter(id__in=list(ids))
    given = Exists(shared.filter(person=OuterRef("pk")))
    return set(known.filter(Q(organisation_id=actor.organisation_id) | Q(given)).order_by("id").values_list("id", flat=True))


def shares_of(actor: Actor, person_id: UUID) -> list[ShareRow]:
    """Who else sees this person now, as far as the actor's organisation opened it or was given it."""
    rows = Share.objects.filter(live(), person__in=Person.objects.visible_to(actor), person_id=person_id).order_by("since", "id")
    return [
        ShareRow(r.id, r.organisation_id, r.granted_by_id, r.purpose, tuple(r.categories), r.since, r.until, r.because)
        for r in rows
    ]


def photo_of(actor: Actor, person_id: UUID) -> bytes:
    """Needs its own permission, asked for by the caller of the page; NotFound when there is none."""
    found = Photo.objects.filter(opened(actor, "identity"), person_id=person_id).order_by("id").first()
    if found is None:
        raise NotFound("photo")
    return bytes(found.jpeg)


def owner(actor: Actor, row: PersonRow) -> access.OrganisationRow:
    """The organisation a record belongs to, whom others ask."""
    return access.organisation(actor, id=row.organisation_id)


def _document(row: Document) -> DocumentRow:
    return DocumentRow(row.id, row.person_id, row.kind, row.number, row.issuing_state, row.issued_on, row.expires_on)
