"""What every writer here shares: rows locked in one order (consent, flight, seat), and the table's refusals as sentences."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from corridor.audit import actions as audit
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.readiness import Readiness, requirements_of
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused, refuse_if
from corridor.movements import rules
from corridor.movements.events import SeatReleased
from corridor.movements.lifecycle import SEAT
from corridor.movements.models import Flight, Seat
from corridor.people import actions as people_actions
from corridor.people.models import opened

MOVED = Reason("movements.conflict", N_("Somebody else changed this meanwhile. Nothing was saved; look again and repeat."))
LISTED = {"movements_seat_may_board", "movements_flight_capacity", "movements_transit_capacity"}


@contextmanager
def the_tables_word() -> Iterator[None]:
    """What the table refuses, refused in words. Nothing of the step stays."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        found = _sentences(error)
        if not found:
            raise
        raise Refused(*found) from error


def _sentences(error: IntegrityError) -> list[Reason]:
    about: Any = getattr(error.__cause__, "diag", None)
    name = (about.constraint_name or "") if about else ""
    if name in LISTED:
        return rules.faults((about.message_detail or "").split(","))
    return [Reason(f"movements.{name.removeprefix('movements_')}", rules.WALLS[name])] if name in rules.WALLS else []


def expect(row: Any, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Conflict(MOVED)


def locked_flight(flight_id: UUID) -> Flight:
    """Whoever counts, boards or departs holds the flight's row first."""
    row = Flight.objects.select_for_update(of=("self",), no_key=True).filter(id=flight_id).order_by("id").first()
    if row is None:
        raise NotFound("flight")
    return row


def own_flight(actor: Actor, flight_id: UUID, version: int | None = None) -> Flight:
    """A flight that the actor's organisation runs, locked."""
    row = locked_flight(flight_id)
    if row.operator_id != actor.organisation_id:
        raise NotFound("flight")
    expect(row, version)
    return row


def visible_seat(actor: Actor, seat_id: UUID) -> Seat:
    row = Seat.objects.filter(opened(actor, "travel"), id=seat_id).order_by("id").first()
    if row is None:
        raise NotFound("seat")
    return row


def locked_seats(actor: Actor, seat_ids: Collection[UUID]) -> list[Seat]:
    """In the order of their ids; all of them, or NotFound."""
    rows = Seat.objects.select_for_update(of=("self",), no_key=True).filter(id__in=list(seat_ids))
    seen = set(Seat.objects.filter(opened(actor, "travel"), id__in=list(seat_ids)).order_by("id").values_list("id", flat=True))
    found = [row for row in rows.order_by("id") if row.id in seen]
    if len(found) != len(set(seat_ids)):
        raise NotFound("seat")
    return found


def seat_to_change(actor: Actor, seat_id: UUID) -> tuple[Flight, Seat]:
    """The flight, then the seat, both locked."""
    flight = locked_flight(visible_seat(actor, seat_id).flight_id)
    return flight, locked_seats(actor, [seat_id])[0]


def gate(actor: Actor, stage: rules.Stage, flight: Flight, person_ids: Sequence[UUID]) -> None:
    """The one definition of readiness, asked for the day of departure."""
    pass_gate(stage, person_ids, requirements_of(flight.pathway)(actor, person_ids, flight.departs_on))


def pass_gate(stage: rules.Stage, person_ids: Sequence[UUID], checked: Mapping[UUID, Readiness]) -> None:
    """Refused with the reasons of everybody in the party, each once."""
    found: dict[tuple[str, str], Reason] = {}
    for person_id in person_ids:
        if person_id not in checked:
            raise NotFound("person")
        for reason in rules.reasons(stage, checked[person_id]):
            found.setdefault((reason.code, str(reason)), reason)
    refuse_if(found.values())


def table_faults(seat_ids: Collection[UUID], codes: Collection[str]) -> list[Reason]:
    """What the table would say at the door, as far as these codes; asked early so that nobody is promised a seat in vain."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT code FROM unnest(%s::uuid[]) s CROSS JOIN LATERAL unnest(movements_boarding_faults(s, 'infinity')) code"
            " WHERE code = ANY(%s) ORDER BY code",
            [list(seat_ids), sorted(codes)],
        )
        return rules.faults(code for (code,) in cursor.fetchall())


def end_seats(actor: Actor, verb: str, seats: Iterable[Seat], because: str) -> None:
    """The same end for several seats: checked, written, recorded, announced; what was shared for them ends."""
    rows = list(seats)
    for row in rows:
        row.status = SEAT.check(verb, row.status)
        row.ended_because, row.standby_rank = because, None
        row.version += 1
    with the_tables_word():
        Seat.objects.bulk_update(rows, ["status", "ended_because", "standby_rank", "version"])
    audit.record_many(actor, f"movements.seat.{verb}", [(row.id, row.person_id) for row in rows], because=because)
    for row in rows:
        tell_released(actor, row.id, row.person_id, row.flight_id, row.pathway, because)


def tell_released(actor: Actor, seat_id: UUID, person_id: UUID, flight_id: UUID, pathway: str, because: str) -> None:
    people_actions.end_shares(actor, because_id=seat_id)
    announce(SeatReleased(actor, person_id, seat_id, flight_id, pathway, because))
