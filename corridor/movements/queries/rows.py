"""What screens and other contexts are handed: frozen rows, never models."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from corridor.kernel.readiness import Readiness
from corridor.movements.lifecycle import ON_MANIFEST
from corridor.movements.words import ClearanceKind, ClearanceState
from corridor.places.queries import SiteRow


@dataclass(frozen=True)
class StopRow:
    id: UUID
    order: int
    site: SiteRow
    seats: int | None  # at most to this stop
    people: int = 0
    taken: int = 0


@dataclass(frozen=True)
class ClearanceRow:
    id: UUID
    kind: str
    authority: str
    state: str
    reference: str
    asked_on: date
    answered_on: date | None


@dataclass(frozen=True)
class EscortRow:
    id: UUID
    kind: str
    name: str


@dataclass(frozen=True)
class Load:
    """Counts of one flight, over all organisations: numbers, no persons. `seats` includes escorts, never lap infants."""

    people: int = 0
    seats: int = 0
    infants: int = 0
    escorts: int = 0
    medical_escorts: int = 0
    wheelchair: int = 0
    stretcher: int = 0
    medical_escort: int = 0
    child_escort: int = 0
    women: int = 0
    men: int = 0
    children: int = 0
    standby: int = 0
    held: int = 0
    confirmed: int = 0
    boarded: int = 0
    departed: int = 0
    arrived: int = 0
    no_show: int = 0
    withdrew: int = 0
    offloaded: int = 0

    @property
    def to_board(self) -> int:
        return self.held + self.confirmed


@dataclass(frozen=True)
class FlightRow:
    id: UUID
    code: str
    pathway: str
    operator_id: UUID
    operator_name: str
    carriage: str
    carrier: str
    aircraft: str
    embarkation: SiteRow
    departs_at: datetime
    departs_on: date
    capacity: int
    wheelchair_slots: int
    stretcher_slots: int
    medical_escort_slots: int
    child_escort_slots: int
    fund: str
    cost: int
    status: str
    synthetic: bool
    version: int
    stops: tuple[StopRow, ...]
    clearances: tuple[ClearanceRow, ...]
    load: Load
    escorts: tuple[EscortRow, ...] = ()
    cut_to: int | None = None  # seats announced as left, until a plan has said who gives theirs back

    @property
    def seats_left(self) -> int:
        places = self.capacity if self.cut_to is None else self.cut_to
        return max(places - self.load.seats, 0)

    @property
    def cleared(self) -> bool:
        """Landing and slot at least, and nothing refused or awaited (INV-13)."""
        granted = {row.kind for row in self.clearances if row.state == ClearanceState.GRANTED}
        open_ = [row for row in self.clearances if row.state != ClearanceState.GRANTED]
        return {ClearanceKind.LANDING, ClearanceKind.SLOT} <= granted and not open_


@dataclass(frozen=True)
class SeatRow:
    """One place for one person, as the gate may see it: the service needed, never why (INV-15)."""

    id: UUID
    number: int  # place in the list of this flight, 0 outside it
    flight_id: UUID
    flight_code: str
    departs_at: datetime
    departs_on: date
    pathway: str
    person_id: UUID
    reference: str
    name: str
    sex: str
    age: int | None
    child: bool
    party_id: UUID | None
    party_reference: str
    stop_id: UUID
    destination: str
    status: str
    lap_infant: bool
    service: str
    token: str
    told_at: datetime | None
    boarded_at: datetime | None
    boarded_by_id: UUID | None
    ended_because: str
    standby_rank: int | None
    version: int
    readiness: Readiness | None = None

    @property
    def on_manifest(self) -> bool:
        return self.status in ON_MANIFEST


@dataclass(frozen=True)
class TravelFacts:
    """What movement knows about one person for one travel day; the pathway's readiness judges it."""

    fitness: str | None = None
    fitness_until: datetime | None = None
    service: str = ""
    exit_state: str | None = None
    exit_from: date | None = None
    exit_until: date | None = None
    assistance: frozenset[str] = frozenset()
    travelled: bool = False
    seat_id: UUID | None = None
    seat_flight_id: UUID | None = None
    seat_status: str = ""
    departs_at: datetime | None = None
    escort_aboard: bool | None = None  # a medical escort on the flight of the live seat; None without a seat
    split_agreed: bool = False  # the party's recorded consent to travel apart from the family


@dataclass(frozen=True)
class PartyRow:
    id: UUID
    reference: str
    organisation_id: UUID
    pathway: str
    destination: SiteRow
    tier: int
    weight: int
    ready_from: date | None
    since: date
    ended_on: date | None
    split_agreed: bool
    split_reason: str
    members: tuple[UUID, ...]


@dataclass(frozen=True)
class FitnessRow:
    id: UUID
    category: str
    service: str
    checked_at: datetime
    valid_until: datetime
    officer_id: UUID
    note: str = ""  # medical officers only


@dataclass(frozen=True)
class ExitRow:
    id: UUID
    person_id: UUID
    state: str
    batch: str
    number: str
    asked_on: date
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class AssistanceRow:
    kind: str
    given_on: date
    given_by_id: UUID


@dataclass(frozen=True)
class ReceptionRow:
    received: bool
    at: datetime
    officer_id: UUID
    needs_now: str
    onward: str
