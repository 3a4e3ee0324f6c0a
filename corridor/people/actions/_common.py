"""What the actions share: the row locked for change, the database's present moment, references."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Least

from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.people import rules
from corridor.people.models import Person, Share, live

TWICE = {
    "people_registration_number_once": Reason(
        "people.registration.number_taken",
        N_("This number is already in use for another person of that organisation. Search for the number first."),
        field="external_id",
    ),
    "people_personname_once": Reason("people.name.twice", N_("This name is already written down."), field="name"),
    "people_phone_once": Reason("people.phone.twice", N_("This telephone number is already written down."), field="phone"),
    "people_familymember_in_one_family": Reason(
        "people.family.already_in_one",
        N_("This person is already in a family. Let her or him leave it first."),
        field="family_role",
    ),
    "people_familymember_one_principal": Reason(
        "people.family.one_principal", N_("A family has one principal applicant. Choose another role."), field="family_role"
    ),
}


def locked(actor: Actor, person_id: UUID) -> Person:
    """The person, visible, with changes around her or him one at a time until the transaction ends.

    An advisory lock: a row lock would need the right to change the row, which a share does not give.
    """
    row = visible(actor, person_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4717))", [str(row.id)])
    return row


def own(actor: Actor, person_id: UUID) -> Person:
    """Locked, and of the actor's organisation: only the owner of a record changes it."""
    row = visible(actor, person_id)
    if row.organisation_id != actor.organisation_id:
        text = N_("This record belongs to another organisation. Ask it to correct the record.")
        raise Refused(Reason("people.person.not_ours", text))
    locked_row = Person.objects.select_for_update(of=("self",)).get(id=row.id)
    if locked_row.joined_into_id:  # while we waited for whoever joined it
        raise Conflict(rules.JUST_JOINED)
    return locked_row


def written_to(actor: Actor, person_id: UUID) -> Person:
    """Visible, and not only opened for comparing: such a record is read, nothing is added to it."""
    row = visible(actor, person_id)
    if row.organisation_id != actor.organisation_id:
        given = Share.objects.filter(live(), person=row, organisation_id=actor.organisation_id)
        if not given.exclude(because="comparing").exists():
            text = N_("This record is open to you for comparing only. Ask its organisation to add this.")
            raise Refused(Reason("people.person.for_comparing", text))
    return row


def visible(actor: Actor, person_id: UUID) -> Person:
    row = Person.objects.visible_to(actor).filter(id=person_id).order_by("id").first()
    if row is None:
        raise NotFound("person")
    return row


def expect(row: Person, version: int | None) -> None:
    """Nobody overwrites what somebody else has just written."""
    if version is not None and row.version != version:
        text = N_("Somebody else changed this record while you were writing. Nothing was saved. Compare both and save again.")
        raise Conflict(Reason("people.person.changed_meanwhile", text))


def moment() -> Any:
    """Now, but never after the start of the transaction: the database's policies judge by that moment."""
    return Least(Value(clock.now()), TransactionNow())


def next_reference(kind: str = "") -> str:
    """LBY-2611-00017: a sequence for each month in the database; a number is never given twice, a gap means nothing."""
    name = f"{settings.OPERATION_CODE}-{kind}{clock.today():%y%m}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.next_reference(%s)", [name])
        return str(cursor.fetchone()[0])


def raised(cause: Mapping[str, Reason], error: Exception) -> Refused | None:
    """The refusal for a named constraint, when it is that which spoke."""
    diag = getattr(error.__cause__, "diag", None)
    reason = cause.get(getattr(diag, "constraint_name", "") or "")
    return Refused(reason) if reason else None
