"""Travel parties: who travels together, never split. Part of a family only with the family's recorded consent (INV-10)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.ids import new_token
from corridor.kernel.refusals import N_, NotFound, Reason, Refused
from corridor.movements import rules
from corridor.movements.lifecycle import BEFORE_DEPARTURE, TRAVELLED
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import PartyMember, Seat, TravelParty
from corridor.people import queries as people
from corridor.people.words import OutcomeKind

from ._common import end_seats, locked_flight, locked_seats, the_tables_word

NOBODY = Reason("movements.party.nobody", N_("Name at least one person who travels."), field="people")
SPLITS = Reason(
    "movements.party.splits_family",
    N_("This would split a family. Take all its members, or record why they agreed to travel apart."),
    field="split_reason",
)
NO_REASON = Reason("movements.party.split_reason", N_("Write who agreed to travel apart, and why."), field="split_reason")
SEATED = Reason("movements.party.seated", N_("The party holds seats. Release them first."))
GONE = frozenset({OutcomeKind.DECEASED, OutcomeKind.DISAPPEARED})


@transaction.atomic
def make_party(
    actor: Actor,
    person_ids: Collection[UUID],
    *,
    pathway: str,
    destination_id: UUID,
    split_agreed: bool = False,
    split_reason: str = "",
    ready_from: date | None = None,
) -> UUID:
    """A party of one or more; weight and tier come from the planner's rule when it plans."""
    actor.need(Permission.SEAT_BOOK)
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise Refused(NOBODY)
    if len(people.people_by_id(actor, ids)) != len(ids):
        raise NotFound("person")
    _whole(actor, ids, split_agreed, split_reason)
    row = TravelParty(organisation_id=actor.organisation_id, pathway=Pathway(pathway), destination_id=destination_id)
    row.reference, row.since, row.ready_from = _reference(), clock.today(), ready_from
    row.split_agreed, row.split_reason = split_agreed, split_reason.strip()
    row.save(force_insert=True)
    for person_id in ids:
        _add(actor, row, person_id)
    audit.record(actor, "movements.party.make", row, people=len(ids), split=split_agreed)
    return row.id


@transaction.atomic
def leave_party(actor: Actor, party_id: UUID, person_id: UUID, *, split_agreed: bool = False, split_reason: str = "") -> None:
    actor.need(Permission.SEAT_BOOK)
    row = _unseated(actor, party_id)
    left = [one for one in members_of(row.id) if one != person_id]
    _whole(actor, left, row.split_agreed or split_agreed, row.split_reason or split_reason)
    if split_agreed and not row.split_agreed:
        row.split_agreed, row.split_reason = True, split_reason.strip()
        row.save(update_fields=["split_agreed", "split_reason"])
    _remove(actor, row, [person_id])
    if not left:
        _end(actor, row)


@transaction.atomic
def end_party(actor: Actor, party_id: UUID) -> None:
    actor.need(Permission.SEAT_BOOK)
    row = _unseated(actor, party_id)
    _remove(actor, row, members_of(row.id))
    _end(actor, row)


@transaction.atomic
def agree_split(actor: Actor, party_id: UUID, reason: str) -> None:
    """Each adult agreed, each child's interests were looked at: written down by name of the officer, with the reason."""
    actor.need(Permission.SEAT_BOOK)
    row = party_to_change(actor, party_id)
    if not reason.strip():
        raise Refused(NO_REASON)
    row.split_agreed, row.split_reason = True, reason.strip()
    row.save(update_fields=["split_agreed", "split_reason"])
    audit.record(actor, "movements.party.agree_split", row)


def party_to_change(actor: Actor, party_id: UUID) -> TravelParty:
    row = TravelParty.objects.select_for_update(of=("self",)).filter(id=party_id, organisation_id=actor.organisation_id)
    found = row.order_by("id").first()
    if found is None or found.ended_on is not None:
        raise NotFound("party")
    return found


def members_of(party_id: UUID) -> list[UUID]:
    rows = PartyMember.objects.filter(party_id=party_id, until__isnull=True)
    return list(rows.order_by("id").values_list("person_id", flat=True))


def family_left_behind(actor: Actor, person_ids: Collection[UUID]) -> bool:
    """Whether somebody of a member's family would be left who has neither travelled already nor died or disappeared."""
    return rules.splits_family(person_ids, families_here(actor, person_ids).values())


def families_here(actor: Actor, person_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """For each of these people, who of the family is still here. Three statements however many."""
    families = people.families_of(actor, list(person_ids))
    kin = {member.person_id for family in families.values() for member in family.members}
    gone = {person_id for person_id, outcome in people.outcomes(actor, kin).items() if outcome.kind in GONE}
    away = Seat.objects.filter(person_id__in=kin, status__in=[str(one) for one in TRAVELLED])
    gone |= set(away.order_by("id").values_list("person_id", flat=True))
    return {key: {member.person_id for member in family.members} - gone for key, family in families.items()}


def _whole(actor: Actor, ids: Collection[UUID], agreed: bool, reason: str) -> None:
    if agreed and not reason.strip():
        raise Refused(NO_REASON)
    if not agreed and family_left_behind(actor, ids):
        raise Refused(SPLITS)


def _unseated(actor: Actor, party_id: UUID) -> TravelParty:
    """A party that holds no seat; a place on standby is given back at once."""
    row = party_to_change(actor, party_id)
    live = Seat.objects.filter(party=row, status__in=[str(one) for one in BEFORE_DEPARTURE])
    waiting = list(live.filter(status=str(Status.STANDBY)).order_by("flight_id", "id").values_list("id", "flight_id"))
    if live.exclude(status=str(Status.STANDBY)).exists():
        raise Refused(SEATED)
    for flight_id in dict.fromkeys(flight for _, flight in waiting):
        locked_flight(flight_id)
    end_seats(actor, "release", locked_seats(actor, [seat for seat, _ in waiting]), "party")
    return row


def _add(actor: Actor, row: TravelParty, person_id: UUID) -> None:
    with the_tables_word():
        PartyMember(party=row, person_id=person_id).save(force_insert=True)
    audit.record(actor, "movements.party.join", row, person=person_id)


def _remove(actor: Actor, row: TravelParty, ids: Collection[UUID]) -> None:
    PartyMember.objects.filter(party=row, person_id__in=list(ids), until__isnull=True).update(until=clock.today())
    audit.record_many(actor, "movements.party.leave", [(row.id, person_id) for person_id in ids])


def _end(actor: Actor, row: TravelParty) -> None:
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on"])
    audit.record(actor, "movements.party.end", row)


def _reference() -> str:
    """Opaque: it goes into problem files and on lists, and says nothing about anybody."""
    return f"P-{new_token()[:12]}".replace("_", "x")


__all__ = [
    "agree_split",
    "end_party",
    "families_here",
    "family_left_behind",
    "leave_party",
    "make_party",
    "members_of",
    "party_to_change",
]
