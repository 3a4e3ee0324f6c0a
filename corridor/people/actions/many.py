"""Registering many people of a list at once: the same rows, walls and lines in the record as one by one, in few statements."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import refuse_if
from corridor.people import rules
from corridor.people.events import PersonRegistered
from corridor.people.models import ChildStatus, Document, Location, Person, PersonName, Phone, Registration, SpecificNeed
from corridor.people.rules import NewPerson
from corridor.people.words import Sex

from ._common import TWICE, raised
from .matching import write
from .registering import _document, _name, _number, _once

BATCH = 1000  # rows of one INSERT


@transaction.atomic
def register_many(actor: Actor, newcomers: Sequence[NewPerson]) -> list[UUID]:
    """New people in the order given; all of them or, with the reason, none. Families are made afterwards, person by person."""
    actor.need(Permission.PERSON_REGISTER)
    refuse_if(reason for new in newcomers for reason in rules.faults(new))
    today = clock.today()
    numbered = zip(_references(len(newcomers)), newcomers, strict=True)
    rows = [(_person(actor, new, reference, new.registered_on or today), new) for reference, new in numbered]
    try:
        with transaction.atomic():
            _insert(rows)
    except IntegrityError as error:
        raise (raised(TWICE, error) or error) from error
    write([row.id for row, _ in rows])
    audit.record_many(actor, "people.person.register", [(row.id, row.id) for row, _ in rows])
    for row, _ in rows:
        announce(PersonRegistered(actor, row.id))
    return [row.id for row, _ in rows]


def _references(count: int) -> list[str]:
    prefix = f"{settings.OPERATION_CODE}-{clock.today():%y%m}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.next_reference(%s) FROM generate_series(1, %s)", [prefix, count])
        return [row[0] for row in cursor.fetchall()]


def _person(actor: Actor, new: NewPerson, reference: str, day: date) -> Person:
    return Person(
        organisation_id=actor.organisation_id,
        reference=reference,
        name=new.names[0].full.strip(),
        sex=new.sex or Sex.UNKNOWN,
        birth_date=new.birth.first,
        birth_precision=new.birth.precision,
        age_disputed=new.age_disputed,
        nationality=rules.country(new.nationality),
        languages=list(new.languages),
        interpreter_needed=new.interpreter_needed,
        synthetic=settings.SYNTHETIC,
        registered_on=day,
    )


def _insert(rows: Iterable[tuple[Person, NewPerson]]) -> None:
    rows = list(rows)
    Person.objects.bulk_create([row for row, _ in rows], batch_size=BATCH)
    PersonName.objects.bulk_create([_name(row.id, name) for row, new in rows for name in _once(new.names)], batch_size=BATCH)
    numbers = [(row, number) for row, new in rows for number in dict.fromkeys(_number(one) for one in new.phones)]
    Phone.objects.bulk_create([Phone(person=row, number=number) for row, number in numbers], batch_size=BATCH)
    Document.objects.bulk_create([_document(row.id, one) for row, new in rows for one in new.documents], batch_size=BATCH)
    needs = [(row, need) for row, new in rows for need in new.needs]
    SpecificNeed.objects.bulk_create(
        [SpecificNeed(person=row, code=need.code, service=need.service, since=row.registered_on) for row, need in needs]
    )
    Location.objects.bulk_create(
        [
            Location(person=row, kind=new.location, site_id=new.site_id, since=row.registered_on)
            for row, new in rows
            if new.location
        ]
    )
    alone = [(row, new) for row, new in rows if new.child_alone]
    ChildStatus.objects.bulk_create(
        [
            ChildStatus(person=row, kind=new.child_alone, caregiver_id=new.caregiver_id, since=row.registered_on)
            for row, new in alone
        ]
    )
    own = [(row, new.external_id.strip()) for row, new in rows if new.external_id.strip()]
    Registration.objects.bulk_create(
        [
            Registration(person=row, organisation_id=row.organisation_id, external_id=number, registered_on=row.registered_on)
            for row, number in own
        ],
        batch_size=BATCH,
    )
