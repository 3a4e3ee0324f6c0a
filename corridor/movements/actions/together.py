"""Several parties on one flight at once: one write, one question to the table. Refused, each party is asked for by itself.

The checks are those of `book`, for each party; what is accepted together was judged together, by the same functions.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from corridor.kernel.actor import Actor
from corridor.kernel.refusals import Reason, Refused, refuse_if
from corridor.movements.adapters import Waiting
from corridor.movements.lifecycle import BEFORE_DEPARTURE
from corridor.movements.models import Flight, Seat, Stop

from ._common import table_faults, the_tables_word
from .seats import LASTING, Desk, book, fits, may_travel, new_seats, next_rank, note_booked, stops_of

AT_ONCE = 10
Refusals = dict[UUID, tuple[Reason, ...]]
Lot = tuple[Waiting, Stop]


def book_together(actor: Actor, flight: Flight, parties: Sequence[Waiting], desk: Desk, *, standby: bool = False) -> Refusals:
    """Answers who got no seat, and why. Flight and parties are locked by the caller."""
    refused: Refusals = {}
    free: list[Lot] = []
    stops, here = stops_of(flight), _here(flight, parties)
    for party in parties:
        if party.row.id in here:  # called up from standby, or an answer of its own
            refused |= _by_itself(actor, flight, party, desk, standby)
            continue
        try:
            stop = fits(flight, party.row, stops)
            may_travel(desk, party.row, [member.id for member in party.members])
            free.append((party, stop))
        except Refused as refusal:
            refused[party.row.id] = refusal.reasons
    for lots in (free[start : start + AT_ONCE] for start in range(0, len(free), AT_ONCE)):
        refused |= _seat(actor, flight, lots, desk, standby)
    return refused


def _seat(actor: Actor, flight: Flight, lots: Sequence[Lot], desk: Desk, standby: bool) -> Refusals:
    """All of these; when something stands in the way of one, one after the other, so that only that one is refused."""
    try:
        with transaction.atomic():
            rank = next_rank(flight) if standby else None
            made = [(party, rows) for party, rows in _rows(flight, lots, desk, rank)]
            every = [row for _, rows in made for row in rows]
            with the_tables_word():
                Seat.objects.bulk_create(every)
            if not standby:
                refuse_if(table_faults([row.id for row in every], LASTING))
            for party, rows in made:
                note_booked(actor, flight, party.row.id, rows, desk, "stand_by" if standby else "book")
    except Refused:
        refused: Refusals = {}
        for party, _ in lots:
            refused |= _by_itself(actor, flight, party, desk, standby)
        return refused
    return {}


def _rows(flight: Flight, lots: Sequence[Lot], desk: Desk, rank: int | None) -> Iterator[tuple[Waiting, list[Seat]]]:
    for number, (party, stop) in enumerate(lots):
        ids = [member.id for member in party.members]
        yield party, new_seats(desk, flight, stop, party.row, ids, None if rank is None else rank + number)


def _by_itself(actor: Actor, flight: Flight, party: Waiting, desk: Desk, standby: bool) -> Refusals:
    """A booking of its own: refused, it leaves nothing, and the others go on."""
    try:
        with transaction.atomic():
            book(actor, flight.id, party.row.id, standby=standby, desk=desk)
    except Refused as refusal:
        return {party.row.id: refusal.reasons}
    return {}


def _here(flight: Flight, parties: Sequence[Waiting]) -> set[UUID]:
    """Parties with a live place on this flight, standby included."""
    live = Seat.objects.filter(flight=flight, party_id__in=[party.row.id for party in parties])
    live = live.filter(status__in=[str(one) for one in BEFORE_DEPARTURE])
    return {found for found in live.order_by("id").values_list("party_id", flat=True) if found}


__all__ = ["book_together"]
