"""News from flights for the contexts above: return and evacuation cases, reporting."""

from dataclasses import dataclass
from uuid import UUID

from corridor.kernel.actor import Actor


@dataclass(frozen=True)
class SeatBooked:
    actor: Actor
    person_id: UUID
    seat_id: UUID
    flight_id: UUID
    pathway: str


@dataclass(frozen=True)
class SeatReleased:
    """The person no longer has a place on this flight: released, withdrawn, offloaded, not come. `because` is a word of ours."""

    actor: Actor
    person_id: UUID
    seat_id: UUID
    flight_id: UUID
    pathway: str
    because: str = ""


@dataclass(frozen=True)
class PersonDeparted:
    actor: Actor
    person_id: UUID
    seat_id: UUID
    flight_id: UUID
    pathway: str


@dataclass(frozen=True)
class PersonArrived:
    """Received at `site_id` by somebody named."""

    actor: Actor
    person_id: UUID
    seat_id: UUID
    flight_id: UUID
    pathway: str
    site_id: UUID | None = None


@dataclass(frozen=True)
class ExitClearanceAnswered:
    actor: Actor
    person_id: UUID
    state: str
