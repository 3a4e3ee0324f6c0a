"""Registering somebody and correcting what was written: corrections are recorded with the value before, never silently."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.engines import names
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused, refuse_if
from corridor.people import adapters, queries, rules
from corridor.people.events import PersonRegistered
from corridor.people.models import (
    ChildStatus,
    Document,
    FamilyMember,
    Location,
    Person,
    PersonName,
    Phone,
    Photo,
    Registration,
    SpecificNeed,
)
from corridor.people.rules import NewDocument, NewName, NewPerson
from corridor.people.words import BirthPrecision, FamilyRole, NameKind, Sex

from ._common import TWICE, expect, next_reference, own, raised, visible, written_to
from .belonging import family_with, say_not_same
from .matching import write, write_document

CORRECTABLE = ("sex", "birth", "age_disputed", "nationality", "languages", "interpreter_needed", "name")


@transaction.atomic
def register(actor: Actor, new: NewPerson, *, not_same: Collection[UUID] = ()) -> UUID:
    """A new person, with everything that was said, in one transaction. `not_same`: records looked at and told apart."""
    actor.need(Permission.PERSON_REGISTER)
    refuse_if(rules.faults(new))
    day = new.registered_on or clock.today()
    main = new.names[0].full.strip()
    row = Person(organisation_id=actor.organisation_id, name=main, sex=new.sex or Sex.UNKNOWN, age_disputed=new.age_disputed)
    row.birth_date, row.birth_precision = new.birth.first, new.birth.precision
    row.nationality, row.languages, row.interpreter_needed = (
        rules.country(new.nationality),
        list(new.languages),
        new.interpreter_needed,
    )
    row.synthetic, row.registered_on, row.reference = settings.SYNTHETIC, day, next_reference()
    row.save(force_insert=True)
    PersonName.objects.bulk_create([_name(row.id, name) for name in _once(new.names)])
    Phone.objects.bulk_create([Phone(person=row, number=number) for number in dict.fromkeys(_number(one) for one in new.phones)])
    Document.objects.bulk_create([_document(row.id, one) for one in new.documents])
    SpecificNeed.objects.bulk_create(
        [SpecificNeed(person=row, code=one.code, service=one.service, since=day) for one in new.needs]
    )
    _circumstances(actor, row, new, day)
    write([row.id])
    audit.record(actor, "people.person.register", row, person=row.id)
    for other in not_same:
        say_not_same(actor, row.id, other)
    announce(PersonRegistered(actor, row.id))
    return row.id


def _circumstances(actor: Actor, row: Person, new: NewPerson, day: date) -> None:
    """Where, with whom, alone: rows that only some have. A number of one's own is unique in the organisation."""
    if new.location:
        Location.objects.create(person=row, kind=new.location, site_id=new.site_id, since=day)
    if new.child_alone:
        ChildStatus.objects.create(person=row, kind=new.child_alone, caregiver_id=new.caregiver_id, since=day)
    try:
        with transaction.atomic():
            if new.with_person_id:
                family, role = family_with(actor, new.with_person_id), new.family_role or FamilyRole.OTHER_RELATIVE
                FamilyMember.objects.create(family_id=family, person=row, role=role, since=day)
            if new.external_id.strip():
                number = new.external_id.strip()
                Registration.objects.create(
                    person=row, organisation_id=row.organisation_id, external_id=number, registered_on=day
                )
    except IntegrityError as error:
        raise (raised(TWICE, error) or error) from error


@transaction.atomic
def correct(actor: Actor, person_id: UUID, changes: Mapping[str, Any], version: int | None) -> int:
    """Changes what was written (CORRECTABLE); answers the new version. A main name that changes stays as a former name."""
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    expect(row, version)
    if unknown := set(changes) - set(CORRECTABLE):
        raise ValueError(f"not correctable here: {sorted(unknown)}")
    before = {name: value for name, value in _codes(row).items() if name in changes}
    _apply(row, changes)
    row.version += 1
    row.save()
    write([row.id])
    audit.record(actor, "people.person.correct", row, person=row.id, fields=sorted(changes), before=before)
    return row.version


def _codes(row: Person) -> dict[str, Any]:
    """The values before, as far as they are codes and dates; names stay in their own table."""
    birth = f"{row.birth_date or ''} {row.birth_precision}".strip()
    return {
        "sex": row.sex,
        "birth": birth,
        "age_disputed": row.age_disputed,
        "nationality": row.nationality,
        "languages": row.languages,
    }


def _apply(row: Person, changes: Mapping[str, Any]) -> None:
    if "birth" in changes:
        row.birth_date, row.birth_precision = changes["birth"].first, BirthPrecision(changes["birth"].precision)
    if "sex" in changes:
        row.sex = Sex(changes["sex"])
    if "nationality" in changes:
        row.nationality = rules.country(changes["nationality"])
    for name in ("age_disputed", "interpreter_needed"):
        setattr(row, name, changes.get(name, getattr(row, name)))
    row.languages = list(changes.get("languages", row.languages))
    if "name" in changes and changes["name"].strip() != row.name:
        _rename(row, changes["name"].strip())


def _rename(row: Person, name: str) -> None:
    refuse_if(rules.faults(NewPerson((NewName(name),))))
    PersonName.objects.filter(person=row, kind=NameKind.FORMER, full=row.name).delete()
    PersonName.objects.filter(person=row, kind=NameKind.MAIN, full=row.name).update(kind=NameKind.FORMER)
    PersonName.objects.filter(person=row, kind=NameKind.MAIN, full=name).delete()
    _name(row.id, NewName(name)).save(force_insert=True)
    row.name = name


@transaction.atomic
def add_name(actor: Actor, person_id: UUID, name: NewName) -> UUID:
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    refuse_if(rules.faults(NewPerson((name,))))
    added = _name(row.id, name)
    _insert(added)
    write([row.id])
    audit.record(actor, "people.name.add", added, person=row.id, kind=str(name.kind), script=added.script)
    return added.id


@transaction.atomic
def add_document(actor: Actor, person_id: UUID, document: NewDocument) -> UUID:
    """A further document; an older one stays beside it."""
    if not actor.may(Permission.CONSULAR_ANSWER):  # a consulate that issues a laissez-passer adds it to a record shared with it
        actor.need(Permission.PERSON_CORRECT)
    row = written_to(actor, person_id)
    refuse_if(rules.document_faults(document))
    added = _document(row.id, document)
    _insert(added)
    if row.organisation_id == actor.organisation_id:
        write([row.id])
    else:
        write_document(row.id, added.number)
    audit.record(actor, "people.document.add", added, person=row.id, kind=str(document.kind))
    return added.id


@transaction.atomic
def add_phone(actor: Actor, person_id: UUID, number: str, note: str = "") -> UUID:
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    added = Phone(person=row, number=_number(number), note=note.strip()[:100])
    _insert(added)
    write([row.id])
    audit.record(actor, "people.phone.add", added, person=row.id)
    return added.id


@transaction.atomic
def add_registration(actor: Actor, person_id: UUID, *, organisation_id: UUID, external_id: str, on: date) -> UUID:
    """That an organisation knows the person under its number. A UNHCR operation's raises the shield, by a trigger."""
    if not actor.may(Permission.REFERRAL_ANSWER):
        actor.need(Permission.PERSON_CORRECT)
    row = written_to(actor, person_id)
    number = external_id.strip()
    if not number or len(number) > 60:
        raise Refused(Reason("people.registration.number", N_("Write the number, 60 signs at most."), field="external_id"))
    partner = access.organisation(actor, id=organisation_id)
    added = Registration(person=row, organisation_id=partner.id, external_id=number, registered_on=on)
    _insert(added)
    audit.record(actor, "people.registration.add", added, person=row.id, by=partner.id)
    return added.id


@transaction.atomic
def set_photo(actor: Actor, person_id: UUID, raw: bytes) -> None:
    """The photo, made small and plain; a new one takes the place of the old."""
    actor.need(Permission.PERSON_CORRECT)
    row = own(actor, person_id)
    jpeg = adapters.portrait(raw)
    photo, _ = Photo.objects.update_or_create(person=row, defaults={"jpeg": jpeg, "taken_on": clock.today()})
    audit.record(actor, "people.photo.set", photo, person=row.id, bytes=len(jpeg))


@transaction.atomic
def read_photo(actor: Actor, person_id: UUID) -> bytes:
    """The photo on request; that it was looked at is written down."""
    actor.need(Permission.PHOTO_READ)
    row = visible(actor, person_id)
    found = Photo.objects.filter(person=row).order_by("id").first()
    if found is None:
        raise NotFound("photo")
    audit.record(actor, "people.photo.read", found, person=row.id)
    return bytes(found.jpeg)


@transaction.atomic
def note_reading(actor: Actor, person_id: UUID, page: str) -> None:
    """Somebody opened a person's page (INV-22)."""
    audit.record(actor, "people.person.read", person_id, person=person_id, page=page)


@transaction.atomic
def note_listing(actor: Actor, person_ids: Collection[UUID]) -> None:
    """A machine read whole records from a list: one line for each (INV-22)."""
    audit.record_many(actor, "people.person.read", [(person_id, person_id) for person_id in person_ids], page="list")


@transaction.atomic
def search(actor: Actor, text: str, limit: int = 50) -> list[queries.FoundRow]:
    """A search by somebody at a screen or through the API: that and how much was found is written down, not what was typed."""
    found = queries.search(actor, text, limit)
    audit.record(actor, "people.person.search", found=len(found), length=len(text))
    return found


@transaction.atomic
def check_duplicates(actor: Actor, candidate: queries.Candidate, limit: int = 8) -> list[queries.LikelyRow]:
    """The check while registering. One line for each with counts only, so that probing shows."""
    actor.need(Permission.PERSON_REGISTER)
    found = queries.likely_same(actor, candidate, limit)
    hidden = sum(row.hidden for row in found)
    audit.record(actor, "people.person.check_duplicates", found=len(found) - hidden, elsewhere=hidden)
    return found


def _insert(row: Any) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise (raised(TWICE, error) or error) from error


def _once(given: tuple[NewName, ...]) -> list[NewName]:
    """Each name once; only the first is the main one in its script."""
    return list({(str(name.kind), name.full.strip()): name for name in reversed(given) if name.full.strip()}.values())[::-1]


def _name(person_id: UUID, name: NewName) -> PersonName:
    known = names.keys(name.full)
    row = PersonName(person_id=person_id, kind=NameKind(name.kind), script=known.script, full=name.full.strip())
    row.given, row.father, row.family = name.given.strip()[:100], name.father.strip()[:100], name.family.strip()[:100]
    row.folded, row.keys = known.folded[:200], sorted(key[:60] for key in known.search)
    return row


def _document(person_id: UUID, new: NewDocument) -> Document:
    row = Document(person_id=person_id, kind=str(new.kind), number=new.number.strip(), number_key=rules.number_key(new.number))
    row.issuing_state, row.issued_on, row.expires_on = (
        rules.country(new.issuing_state, "issuing_state"),
        new.issued_on,
        new.expires_on,
    )
    return row


def _number(text: str) -> str:
    return rules.e164(text, rules.CALLING_CODES.get(settings.OPERATION_COUNTRY, ""))
