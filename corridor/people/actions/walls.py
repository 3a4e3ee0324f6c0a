"""Shares and shields: who else sees a person, and whom no State may ever see. Called by the contexts above, inside their actions.

They ask for no permission of their own: the action that opens a share (a referral, a consent, a seat) asked for its own, and
the database refuses whoever does not hold the record.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from corridor.access import queries as access
from corridor.access.words import FIGURES_ONLY
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.people import rules
from corridor.people.events import ShieldRaised
from corridor.people.models import Person, Share, Shield, Shielded, live
from corridor.people.words import Category, SharePurpose, ShieldKind

from ._common import locked, moment, visible

STATES = ("consulate", "government")
NOT_FOR_THEM = Reason(
    "people.share.receiver",
    N_("The record was not shared. Governments and donors see figures only, a consulate a record for a travel document only."),
)
FOR_COMPARING = Reason(
    "people.share.for_comparing",
    N_("The record was not shared: it is open to you for comparing only. Ask the organisation that holds it."),
)
SHIELDED = Reason(
    "people.share.shielded",
    N_("The record was not shared. This person is protected from any contact with a State. Ask your head of protection."),
)


@transaction.atomic
def open_share(
    actor: Actor,
    person_id: UUID,
    *,
    organisation_id: UUID,
    purpose: str,
    categories: Collection[str],
    because: str,
    because_id: UUID | None,
    until: datetime | None = None,
) -> UUID:
    """Opens the person's identity and the named categories to another organisation. The same cause opens one share only."""
    row = locked(actor, person_id)
    partner = access.organisation(actor, id=organisation_id)
    if partner.kind in STATES and _shielded(row.id):
        raise Refused(SHIELDED)
    if partner.id in (actor.organisation_id, row.organisation_id):
        raise Refused(Reason("people.share.itself", N_("The record was not shared: this organisation holds it already.")))
    if partner.kind in FIGURES_ONLY or (partner.kind == "consulate") != (purpose == SharePurpose.CONSULAR):
        raise Refused(NOT_FOR_THEM)
    if row.organisation_id != actor.organisation_id and not _may_pass_on(actor, row.id):
        raise Refused(FOR_COMPARING)
    named = sorted({str(Category.IDENTITY), *(str(Category(one)) for one in categories)})
    same = Share.objects.filter(
        live(), person=row, organisation_id=partner.id, because=because, because_id=because_id, categories=named
    )
    if because_id and (found := same.order_by("id").first()):
        return found.id
    share = Share(person=row, organisation_id=partner.id, granted_by_id=actor.organisation_id, purpose=SharePurpose(purpose))
    share.categories, share.because, share.because_id, share.until = named, because, because_id, until
    share.since = moment()
    share.save(force_insert=True)
    audit.record(
        actor, "people.share.open", share, person=row.id, to=partner.id, why=because, purpose=str(purpose), categories=named
    )
    return share.id


@transaction.atomic
def end_shares(actor: Actor, *, because_id: UUID) -> int:
    """Ends every share this cause opened, at once; returns how many. What was never opened ends without a word."""
    mine = Q(granted_by_id=actor.organisation_id) | Q(organisation_id=actor.organisation_id)
    rows = list(Share.objects.filter(live(), mine, because_id=because_id).select_for_update(of=("self",)).order_by("id"))
    Share.objects.filter(id__in=[row.id for row in rows]).update(until=moment())
    for row in rows:
        audit.record(actor, "people.share.end", row, person=row.person_id, to=row.organisation_id, why=row.because)
    return len(rows)


@transaction.atomic
def raise_shield(actor: Actor, person_id: UUID, kind: str, *, because_id: UUID | None = None) -> UUID:
    """From now on no consulate and no government sees this person; the database ends their shares in the same statement."""
    row = locked(actor, person_id)
    standing = Shield.objects.filter(live(), person=row, kind=ShieldKind(kind), because_id=because_id).order_by("id").first()
    if standing:
        return standing.id
    shield = Shield(person=row, kind=str(kind), because_id=because_id)
    shield.since = moment()
    shield.save(force_insert=True)
    audit.record(actor, "people.shield.raise", shield, person=row.id, category="protection", kind=str(kind))
    announce(ShieldRaised(actor, row.id, str(kind)))
    return shield.id


@transaction.atomic
def lift_shields(actor: Actor, person_id: UUID, kind: str, *, because_id: UUID | None = None) -> int:
    """Lifts this kind of shield, of this cause when one is given; shares that it ended stay ended."""
    row = locked(actor, person_id)
    rows = Shield.objects.filter(live(), person=row, kind=ShieldKind(kind))
    rows = rows.filter(because_id=because_id) if because_id else rows
    lifted = list(rows.select_for_update(of=("self",)).order_by("id"))
    Shield.objects.filter(id__in=[shield.id for shield in lifted]).update(until=moment())
    for shield in lifted:
        audit.record(actor, "people.shield.lift", shield, person=row.id, category="protection", kind=str(kind))
    return len(lifted)


@transaction.atomic
def confirm_nationality(actor: Actor, person_id: UUID, *, country: str, by_id: UUID, on: object = None) -> None:
    """Writes down which State confirmed its national and when. A consulate confirms only its own State's, and only for a person
    shared with it; the owner of the record writes down what a consulate answered."""
    row = visible(actor, person_id)
    partner = access.organisation(actor, id=by_id)
    code = rules.country(country)
    if not code or (partner.state and partner.state != code):
        text = N_("The nationality was not confirmed: a consulate confirms the nationality of its own State only.")
        raise Refused(Reason("people.nationality.not_its_state", text, field="country"))
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT authz.confirm_nationality(%s, %s, %s, %s)", [row.id, code, partner.id, on or clock.today()])
        if not cursor.fetchone()[0]:
            raise NotFound("person")
    audit.record(actor, "people.person.confirm_nationality", row.id, person=row.id, country=code, by=partner.id)


def _may_pass_on(actor: Actor, person_id: UUID) -> bool:
    """Whoever was given something passes it on, as far as its own share goes; what was opened for comparing stays here."""
    given = Share.objects.filter(live(), person_id=person_id, organisation_id=actor.organisation_id)
    return given.exclude(because="comparing").exists()


def _shielded(person_id: UUID) -> bool:
    return bool(Person.objects.filter(id=person_id).order_by("id").values_list(Shielded(F("id")), flat=True).first())
