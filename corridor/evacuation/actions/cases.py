"""The steps of an evacuation that people take at a screen: a named human identifies, the person agrees or refuses."""

from datetime import date
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.consent import actions as consent_actions
from corridor.consent import queries as consent
from corridor.consent.words import Pathway, Purpose
from corridor.evacuation.models import EvacuationCase, Stay
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people.words import LocationKind
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.protection import queries as protection

from ._common import begin_stay, case_to_change, evidence_of, finish_stay, open_case_of, step


@transaction.atomic
def identify(actor: Actor, person_id: UUID, *, transit_site_id: UUID | None = None) -> UUID:
    """A named human identifies somebody by vulnerability: a screening is on record; no list, no score does it (INV-17, INV-18)."""
    actor.need(Permission.EVACUATION_MANAGE)
    people.require(actor, person_id)
    if actor.staff_id is None:
        raise Refused(Reason("evacuation.case.named_human", N_("Nobody was identified: this is decided by a named officer.")))
    if open_case_of(actor, person_id):
        raise Refused(Reason("evacuation.case.open_already", N_("An evacuation case is open already. Go on with that one.")))
    if protection.facts(actor, [person_id], clock.today())[person_id].band is None:
        text = N_("Nobody was identified: identification goes by vulnerability. Record the protection screening first.")
        raise Refused(Reason("evacuation.case.not_screened", text))
    _transit_known(actor, transit_site_id)
    row = EvacuationCase(person_id=person_id, organisation_id=actor.organisation_id, caseworker_id=actor.staff_id)
    row.transit_site_id, row.identified_on, row.status_since = transit_site_id, clock.today(), clock.now()
    row.save(force_insert=True)
    audit.record(actor, "evacuation.case.identify", row, person=person_id, site=transit_site_id)
    return row.id


@transaction.atomic
def choose_transit_site(actor: Actor, case_id: UUID, *, transit_site_id: UUID, version: int | None = None) -> None:
    actor.need(Permission.EVACUATION_MANAGE)
    row = case_to_change(actor, case_id, version)
    _transit_known(actor, transit_site_id)
    row.transit_site_id = transit_site_id
    row.version += 1
    row.save(update_fields=["transit_site_id", "version"])
    audit.record(actor, "evacuation.case.choose_transit_site", row, person=row.person_id, site=transit_site_id)


@transaction.atomic
def agree(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """On the person's recorded agreement and recorded choice; never beside a consent to return (INV-07, INV-17, INV-19)."""
    actor.need(Permission.EVACUATION_MANAGE)
    row = case_to_change(actor, case_id, version)
    travel = str(Purpose.TRAVEL)
    given = consent.current(actor, row.person_id, travel, pathway=str(Pathway.EVACUATION), lock=True)
    if consent.current(actor, row.person_id, travel, pathway=str(Pathway.VHR)):
        text = N_("The person has agreed to return. Only one journey can be prepared: withdraw that consent first.")
        raise Refused(Reason("evacuation.case.one_way_at_a_time", text))
    row.agreement_id = given.id if given else None
    step(actor, row, "agree", evidence_of(actor, row), agreement=row.agreement_id)


@transaction.atomic
def decline(actor: Actor, case_id: UUID) -> None:
    """The person says no, at any time before departure: registration, help and the way to ask again stay (INV-07, INV-29)."""
    actor.need(Permission.CONSENT_WITHDRAW)
    row = case_to_change(actor, case_id)
    consent_actions.withdraw_travel(actor, row.person_id)
    row = case_to_change(actor, case_id)  # the withdrawal of the agreement has already moved the case
    if row.status != "declined":
        step(actor, row, "decline")


@transaction.atomic
def gather(actor: Actor, case_id: UUID, *, site_id: UUID, on: date | None = None, version: int | None = None) -> UUID:
    """Moves to the gathering facility, which is open: within its dated capacity, and free to leave."""
    actor.need(Permission.EVACUATION_MANAGE)
    row = case_to_change(actor, case_id, version)
    if places.site(actor, site_id).kind != SiteKind.GATHERING:
        raise Refused(Reason("evacuation.stay.not_gathering", N_("Choose a gathering facility from the list."), field="site"))
    day = on or clock.today()
    if day > clock.today():
        raise Refused(Reason("evacuation.stay.future", N_("Record a stay on the day it begins or later."), field="on"))
    step(actor, row, "gather", site=site_id)
    stay = begin_stay(actor, row.person_id, site_id, day)
    people_actions.set_location(actor, row.person_id, LocationKind.GATHERING, site_id, day)
    return stay


@transaction.atomic
def clear_exit(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    actor.need(Permission.EVACUATION_MANAGE)
    row = case_to_change(actor, case_id, version)
    step(actor, row, "clear_exit", evidence_of(actor, row))


@transaction.atomic
def close(actor: Actor, case_id: UUID, version: int | None = None) -> None:
    """Nothing more is to be done for this evacuation. Registration and help stay as they are."""
    actor.need(Permission.EVACUATION_MANAGE)
    step(actor, case_to_change(actor, case_id, version), "close")


@transaction.atomic
def move_in(actor: Actor, person_id: UUID, *, site_id: UUID, on: date | None = None) -> UUID:
    """A stay at a transit site that no flight of ours opened."""
    actor.need(Permission.TRANSIT_MANAGE)
    people.require(actor, person_id)
    _transit_known(actor, site_id)
    day = on or clock.today()
    if day > clock.today():
        raise Refused(Reason("evacuation.stay.future", N_("Record a stay on the day it begins or later."), field="on"))
    stay = begin_stay(actor, person_id, site_id, day)
    people_actions.set_location(actor, person_id, LocationKind.TRANSIT, site_id, day)
    return stay


@transaction.atomic
def move_out(actor: Actor, person_id: UUID, *, on: date | None = None) -> None:
    """The person leaves the site; nobody is taken off any list for leaving (INV-29)."""
    if not actor.may(Permission.TRANSIT_MANAGE):
        actor.need(Permission.EVACUATION_MANAGE)
    people.require(actor, person_id)
    present = Stay.objects.select_for_update(of=("self",)).filter(person_id=person_id, until__isnull=True).order_by("id").first()
    if present is None:
        raise Refused(Reason("evacuation.stay.none", N_("No stay is open for this person.")))
    finish_stay(actor, present, on or clock.today())


def _transit_known(actor: Actor, site_id: UUID | None) -> None:
    if site_id and places.site(actor, site_id).kind != SiteKind.TRANSIT:
        raise Refused(Reason("evacuation.case.not_transit", N_("Choose a transit site from the list."), field="site"))
