"""News about consents. Withdrawal takes its effects in the same transaction; boarding still looks at the consent itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from corridor.kernel.actor import Actor


@dataclass(frozen=True)
class ConsentGiven:
    actor: Actor
    consent_id: UUID
    person_id: UUID
    purpose: str
    pathway: str
    recipient_id: UUID | None


@dataclass(frozen=True)
class ConsentWithdrawn:
    actor: Actor
    consent_id: UUID
    person_id: UUID
    purpose: str
    pathway: str
    recipient_id: UUID | None
    at: datetime
