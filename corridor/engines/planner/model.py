"""What the planner knows and what it answers, as frozen values.

A `Problem` is a picture of who could travel, on what, within which limits, under which policy.
A `Plan` says who travels on what, who stands by, and why everybody else does not. Field names
are those of the file format; only `from` and `to` are called `start` and `end` here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["committed", "optional", "cancelled"]
PriorStatus = Literal["planned", "told", "released", "no_show"]
ReasonCode = Literal["WAITLISTED", "NOT_ELIGIBLE", "NO_OPTION"]
Level = Literal["tier2", "expiring", "value"]
Method = Literal["auto", "greedy"]

LEVELS: tuple[Level, ...] = ("tier2", "expiring", "value")


class BadInput(ValueError):
    """A file or value the planner refuses; the text is one sentence that names the field."""


@dataclass(frozen=True, slots=True)
class Range:
    """Dates from `start` to `end`, both included."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Needs:
    """How many in the party need each service (never a diagnosis)."""

    wheelchair: int = 0
    stretcher: int = 0
    medical: int = 0
    uasc_escort: int = 0


@dataclass(frozen=True, slots=True)
class Prior:
    """The party's place in the last plan, and what became of it."""

    option: str
    status: PriorStatus


@dataclass(frozen=True, slots=True)
class Party:
    """People who travel together or not at all."""

    id: str
    persons: int
    seats: int
    destination: str
    pathway: str
    group: str | None
    corridor: str | None
    origins: tuple[str, ...]
    carriers: tuple[str, ...] | None
    ready: date | None
    exit_clearance: Range | None
    fit_to_travel: Range | None
    consent_until: date | None
    tier: int
    weight: int
    needs: Needs = Needs()
    prior: Prior | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A destination of an option, with a limit of seats for it or none."""

    destination: str
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """Special places aboard."""

    wheelchair: int = 0
    stretcher: int = 0
    uasc_escort: int = 0
    medical_escort: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One dated way to travel: a charter, a commercial block, an evacuation flight."""

    id: str
    day: date
    airport: str
    carrier: str
    status: Status
    capacity: int
    stops: tuple[Stop, ...]
    fund: str
    fixed_cost: int = 0
    seat_cost: int = 0
    min_load: int = 0
    slots: Slots = Slots()


@dataclass(frozen=True, slots=True)
class Reception:
    """At most `persons` arrive at a destination in the whole range."""

    destination: str
    start: date
    end: date
    persons: int


@dataclass(frozen=True, slots=True)
class TransitPeriod:
    """Places of a transit site between two dates, and people there who are not in the file."""

    start: date
    end: date
    base: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Transit:
    """A site where people stay `stay_days` before they move on."""

    destination: str
    stay_days: int
    periods: tuple[TransitPeriod, ...]


@dataclass(frozen=True, slots=True)
class AirportLimit:
    """At most `persons` leave from an airport on each day of the range."""

    airport: str
    start: date
    end: date
    persons: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """Vehicles that can serve an airport on each day of the range."""

    airport: str
    start: date
    end: date
    vehicles: int


@dataclass(frozen=True, slots=True)
class Buses:
    """Vehicles to the airport: one corridor to a vehicle."""

    vehicle_seats: int
    vehicle_cost: int
    fund: str
    fleet: tuple[Fleet, ...]


@dataclass(frozen=True, slots=True)
class Resources:
    """Limits shared by options."""

    reception: tuple[Reception, ...] = ()
    transit: tuple[Transit, ...] = ()
    airports: tuple[AirportLimit, ...] = ()
    buses: Buses | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    """Money this plan may spend, earmarked or not."""

    id: str
    amount: int
    destinations: tuple[str, ...] | None = None
    pathways: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """How many of a group should travel before shortfall counts."""

    group: str
    persons: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What people decided and the engine only applies."""

    timeliness_drop: int = 30
    cases_per_escort: int = 4
    floors: tuple[Floor, ...] = ()
    shortfall_penalty: int = 0
    expiring_days: int = 14
    freeze: Literal["told", "all"] = "told"
    freeze_days: int = 7
    standby_depth: int = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the planner may know."""

    as_of: date
    horizon: Range
    plan_version: int
    parties: tuple[Party, ...]
    options: tuple[Option, ...]
    resources: Resources
    funds: tuple[Fund, ...]
    policy: Policy


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody with less priority aboard, whose place the party could have taken."""

    option: str
    party: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a party has no place: the reason of record."""

    code: ReasonCode
    options: Mapping[str, tuple[str, ...]]
    behind: Behind | None
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """A party whose place is not the one of the last plan, and why."""

    party: str
    origin: str
    to: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The numbers of a plan."""

    parties: int
    persons: int
    tier2_persons: int
    expiring_persons: int
    shortfall: int
    value: int
    cost: int
    promised_persons: int
    kept_persons: int
    changed_persons: int

    @property
    def objective(self) -> tuple[int, int, int, int, int]:
        """The five levels; larger in strict lexicographic order is better."""
        return (self.tier2_persons, self.expiring_persons, self.value, -self.cost, -self.changed_persons)


@dataclass(frozen=True, slots=True)
class Bound:
    """No valid plan as good on every earlier level exceeds this on the level."""

    level: Level
    bound: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal. People approve it."""

    version: int
    input_hash: str
    engine: str
    method: Method
    seed: int
    assigned: Mapping[str, str]
    commissioned: tuple[str, ...]
    standby: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, Reason]
    changes: tuple[Change, ...]
    metrics: Metrics
    objective: tuple[int, ...]
    bounds: tuple[Bound, ...] = ()
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened since the plan was made."""

    type: str
    party: str | None = None
    option: str | None = None
    new_party: Party | None = None
    new_option: Option | None = None
    resources: Resources | None = None
    funds: tuple[Fund, ...] | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """An events file: the new day, and what happened in order."""

    as_of: date
    events: tuple[Event, ...] = field(default=())
