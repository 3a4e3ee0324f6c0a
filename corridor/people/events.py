"""News about persons for the contexts above. No safety rule rests on them: the shield stands in the database."""

from dataclasses import dataclass
from uuid import UUID

from corridor.kernel.actor import Actor


@dataclass(frozen=True)
class PersonRegistered:
    actor: Actor
    person_id: UUID


@dataclass(frozen=True)
class ShieldRaised:
    """From now on no consulate and no government may learn anything about this person."""

    actor: Actor
    person_id: UUID
    kind: str


@dataclass(frozen=True)
class OutcomeRecorded:
    """Death, disappearance, detention again: higher contexts end what can no longer go on."""

    actor: Actor
    person_id: UUID
    kind: str
