"""Giving seats to whole parties, telling people their date, taking seats back. Readiness first; the table counts the places."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.ids import new_token
from corridor.kernel.readiness import Readiness, requirements_of
from corridor.kernel.refusals import N_, NotFound, Reason, Refused, refuse_if
from corridor.movements import queries, rules
from corridor.movements.events import SeatBooked
from corridor.movements.lifecycle import BEFORE_DEPARTURE, SEAT
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Flight, Seat, Stop, TravelParty
from corridor.people import actions as people_actions
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.people.words import Category, SharePurpose

from ._common import (
    end_seats,
    gate,
    locked_flight,
    locked_seats,
    pass_gate,
    seat_to_change,
    table_faults,
    the_tables_word,
    visible_seat,
)
from .parties import SPLITS, families_here, members_of, party_to_change

OPEN = frozenset({FlightStatus.PLANNED, FlightStatus.CONFIRMED, FlightStatus.BOARDING})
COMMITTED = frozenset({FlightStatus.CONFIRMED, FlightStatus.BOARDING})
LASTING = frozenset(
    {"INV-04", "INV-08", "INV-09", "INV-10", "INV-11", "INV-33"}
)  # what no later check can still put right by itself
JOURNEY = [Category.IDENTITY, Category.TRAVEL, Category.CONSENT, Category.FAMILY, Category.CASE]

OVER = Reason("movements.flight.closed", N_("This flight takes nobody any more. Choose another."))
PATHWAY = Reason("movements.seat.pathway", N_("The party prepares for another pathway than this flight's."))
DESTINATION = Reason("movements.seat.destination", N_("The flight does not stop at the party's destination."))
NO_SEAT = Reason("movements.seat.none_to_tell", N_("This party holds no seat on this flight any more. Look at its list."))
TOLD_EARLY = Reason("movements.seat.tell_early", N_("Confirm the flight first: whoever is told a date keeps it."))


@dataclass(frozen=True)
class Desk:
    """What is read once for the people to be booked on one flight: readiness, needs, families."""

    persons: Mapping[UUID, people.PersonRow]
    checked: Mapping[UUID, Readiness]
    facts: Mapping[UUID, queries.TravelFacts]
    alone: Mapping[UUID, people.ChildRow]
    families: Mapping[UUID, set[UUID]]


def read_desk(actor: Actor, flight: Flight, ids: Sequence[UUID]) -> Desk:
    return Desk(
        persons=people.people_by_id(actor, ids),
        checked=requirements_of(flight.pathway)(actor, ids, flight.departs_on),
        facts=queries.travel_facts(actor, ids, flight.departs_on),
        alone=people.children_alone(actor, ids),
        families=families_here(actor, ids),
    )


@transaction.atomic
def book(actor: Actor, flight_id: UUID, party_id: UUID, *, standby: bool = False, desk: Desk | None = None) -> list[UUID]:
    """Seats for the whole party or for nobody. From standby on the same flight the places become seats."""
    actor.need(Permission.SEAT_BOOK)
    flight = locked_flight(flight_id)
    party = party_to_change(actor, party_id)
    ids = members_of(party.id)
    stop = fits(flight, party, stops_of(flight))
    waiting = _waiting(actor, flight, party)
    if waiting and standby:
        return [row.id for row in waiting]
    known = desk or read_desk(actor, flight, ids)
    may_travel(known, party, ids)
    rows = _called_up(waiting) if waiting else new_seats(known, flight, stop, party, ids, next_rank(flight) if standby else None)
    with the_tables_word():
        if waiting:
            Seat.objects.bulk_update(rows, ["status", "standby_rank", "service", "version"])
        else:
            Seat.objects.bulk_create(rows)
    if not standby:
        refuse_if(table_faults([row.id for row in rows], LASTING))
    note_booked(actor, flight, party.id, rows, known, "stand_by" if standby else "call_up" if waiting else "book")
    return [row.id for row in rows]


def note_booked(actor: Actor, flight: Flight, party_id: UUID, rows: Sequence[Seat], desk: Desk, verb: str) -> None:
    """What follows from a booking of one party: the record's line, the operator's view, the news."""
    about: list[tuple[UUID | None, UUID | None]] = [(row.id, row.person_id) for row in rows]
    audit.record_many(actor, f"movements.seat.{verb}", about, flight=flight.id, party=party_id)
    for row in rows:
        _open_to_operator(actor, flight, row, desk.persons[row.person_id].organisation_id)
        if verb != "stand_by":
            announce(SeatBooked(actor, row.person_id, row.id, flight.id, row.pathway))


@transaction.atomic
def tell(actor: Actor, seat_ids: Collection[UUID]) -> None:
    """People are told their date. From now on they keep it: no plan takes it away."""
    actor.need(Permission.SEAT_BOOK)
    flights = {visible_seat(actor, seat_id).flight_id for seat_id in seat_ids}
    planes = {flight_id: locked_flight(flight_id) for flight_id in sorted(flights)}
    rows = locked_seats(actor, seat_ids)
    for flight_id, flight in planes.items():
        if flight.status not in COMMITTED:
            raise Refused(TOLD_EARLY)
        gate(actor, rules.Stage.TELL, flight, [row.person_id for row in rows if row.flight_id == flight_id])
    for row in rows:
        if not moved_since_told(row):
            row.status = SEAT.check("tell", row.status)
        row.told_at, row.told_day = clock.now(), row.departs_on
        row.version += 1
    Seat.objects.bulk_update(rows, ["status", "told_at", "told_day", "version"])
    audit.record_many(actor, "movements.seat.tell", [(row.id, row.person_id) for row in rows])


def moved_since_told(row: Seat) -> bool:
    """The flight leaves on another day than the one they know."""
    return row.status == Status.CONFIRMED and row.told_day is not None and row.told_day != row.departs_on


@transaction.atomic
def tell_party(actor: Actor, flight_id: UUID, party_id: UUID) -> list[UUID]:
    """Everybody of a party who does not know the flight's day yet, or knows another one."""
    actor.need(Permission.SEAT_BOOK)
    live = Seat.objects.filter(opened(actor, "travel"), flight_id=flight_id, party_id=party_id)
    rows = list(live.filter(status__in=[str(Status.HELD), str(Status.CONFIRMED)]).order_by("id"))
    if not rows:
        raise Refused(NO_SEAT)
    to_tell = [row.id for row in rows if row.status == Status.HELD or moved_since_told(row)]
    if to_tell:
        tell(actor, to_tell)
    return to_tell


@transaction.atomic
def release(actor: Actor, seat_id: UUID, *, because: str = "released") -> list[UUID]:
    """A human gives the place back: for the whole party, which is never split."""
    actor.need(Permission.SEAT_BOOK)
    flight, row = seat_to_change(actor, seat_id)
    SEAT.check("release", row.status)
    party = [str(one) for one in SEAT.steps["release"].source]
    others = Seat.objects.filter(flight=flight, party_id=row.party_id, status__in=party) if row.party_id else Seat.objects.none()
    rows = locked_seats(actor, {row.id, *others.order_by("id").values_list("id", flat=True)})
    end_seats(actor, "release", rows, because)
    return [one.id for one in rows]


def stops_of(flight: Flight) -> dict[UUID, Stop]:
    """By destination; the first stop when a flight calls twice."""
    return {stop.destination_id: stop for stop in Stop.objects.filter(flight=flight).order_by("-order")}


def fits(flight: Flight, party: TravelParty, stops: Mapping[UUID, Stop]) -> Stop:
    if flight.status not in OPEN:
        raise Refused(OVER)
    if party.pathway != flight.pathway:
        raise Refused(PATHWAY)
    if party.destination_id not in stops:
        raise Refused(DESTINATION)
    return stops[party.destination_id]


def may_travel(desk: Desk, party: TravelParty, ids: Sequence[UUID]) -> None:
    """The whole family unless it agreed to part, and everybody ready."""
    if not party.split_agreed and rules.splits_family(ids, [desk.families[one] for one in ids if one in desk.families]):
        raise Refused(SPLITS)
    pass_gate(rules.Stage.BOOK, ids, desk.checked)


def _waiting(actor: Actor, flight: Flight, party: TravelParty) -> list[Seat]:
    """The party's places on this flight: standby may be called up, seats already held are an answer of their own."""
    live = Seat.objects.filter(flight=flight, party=party, status__in=[str(one) for one in BEFORE_DEPARTURE])
    rows = locked_seats(actor, set(live.order_by("id").values_list("id", flat=True)))
    if any(row.status != Status.STANDBY for row in rows):
        raise Refused(Reason("movements.seat_one_for_a_person", rules.WALLS["movements_seat_one_for_a_person"]))
    return rows


def _called_up(rows: list[Seat]) -> list[Seat]:
    for row in rows:
        row.status = SEAT.check("call_up", row.status)
        row.standby_rank = None
        row.version += 1
    return rows


def next_rank(flight: Flight) -> int:
    """Behind the last who stands by."""
    last = Seat.objects.filter(flight=flight, status=str(Status.STANDBY)).aggregate(last=Max("standby_rank"))["last"]
    return (last or 0) + 1


def new_seats(desk: Desk, flight: Flight, stop: Stop, party: TravelParty, ids: Sequence[UUID], rank: int | None) -> list[Seat]:
    """Seats for the party, or with a `rank` its places on standby."""
    if any(person_id not in desk.persons for person_id in ids):
        raise NotFound("person")
    persons = {person_id: desk.persons[person_id] for person_id in ids}
    facts, alone, laps = desk.facts, desk.alone, lap_infants(flight, persons)
    return [
        Seat(
            flight=flight,
            stop=stop,
            person_id=person_id,
            party=party,
            pathway=flight.pathway,
            departs_on=flight.departs_on,
            status=Status.STANDBY if rank else SEAT.initial,
            lap_infant=person_id in laps,
            service=queries.service_needed(
                facts[person_id], person_id in alone and persons[person_id].is_child_on(flight.departs_on)
            ),
            token=new_token(),
            standby_rank=rank,
        )
        for person_id in ids
    ]


def lap_infants(flight: Flight, persons: Mapping[UUID, people.PersonRow]) -> set[UUID]:
    """Each grown-up may hold one infant; whoever is left over gets a seat."""
    day = flight.departs_on
    infants = [person_id for person_id, person in persons.items() if person.is_infant_on(day)]
    laps = sum(1 for person in persons.values() if not person.is_child_on(day))
    return set(infants[:laps])


def _open_to_operator(actor: Actor, flight: Flight, row: Seat, owner_id: UUID) -> None:
    """Who runs the flight sees who travels on it, as long as the seat lives."""
    if flight.operator_id in (actor.organisation_id, owner_id):
        return
    people_actions.open_share(
        actor,
        row.person_id,
        organisation_id=flight.operator_id,
        purpose=SharePurpose.MOVEMENT,
        categories=[str(one) for one in JOURNEY],
        because="seat",
        because_id=row.id,
    )


__all__ = [
    "LASTING",
    "Desk",
    "book",
    "fits",
    "lap_infants",
    "may_travel",
    "new_seats",
    "next_rank",
    "note_booked",
    "read_desk",
    "release",
    "stops_of",
    "tell",
    "tell_party",
]
