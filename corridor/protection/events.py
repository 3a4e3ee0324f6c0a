"""News about protection. No safety rule rests on it: readiness reads the facts themselves."""

from dataclasses import dataclass
from uuid import UUID

from corridor.kernel.actor import Actor


@dataclass(frozen=True)
class ReferralOpened:
    """For international protection: a return case rests while it is open."""

    actor: Actor
    person_id: UUID
    referral_id: UUID


@dataclass(frozen=True)
class ReferralClosed:
    """`outcome`: accepted, rejected, not_registrable or declined."""

    actor: Actor
    person_id: UUID
    referral_id: UUID
    outcome: str


@dataclass(frozen=True)
class FearRecorded:
    actor: Actor
    person_id: UUID
    answer: str


@dataclass(frozen=True)
class PathwayDecided:
    actor: Actor
    person_id: UUID
    chosen: str
