"""What is handed out about protection: frozen rows, never models."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import Reason
from corridor.protection.lifecycle import RECEIVERS, REFERRAL, SENDERS


@dataclass(frozen=True)
class OpenMatter:
    """All that anybody without the right to read protection matter learns: that something is open, and whom to ask."""

    is_open: bool
    ask: tuple[str, ...]


@dataclass(frozen=True)
class ScreeningRow:
    id: UUID
    at: datetime
    officer_id: UUID
    individual: str
    household: str
    community: str
    structural: str
    risk_factors: tuple[str, ...]
    protective_factors: tuple[str, ...]
    red_flags: tuple[str, ...]
    band: str
    note: str


@dataclass(frozen=True)
class FearRow:
    id: UUID
    at: datetime
    officer_id: UUID
    answer: str
    private: bool
    language: str
    note: str


@dataclass(frozen=True)
class BestInterestsRow:
    id: UUID
    at: datetime
    officer_id: UUID
    kind: str
    solution: str
    finding: str
    childs_views: str
    panel: str
    emergency: bool
    valid_until: date


@dataclass(frozen=True)
class ChildCareRow:
    id: UUID
    at: datetime
    officer_id: UUID
    guardian: str
    tracing: str
    escort: str
    receiver: str


@dataclass(frozen=True)
class TraffickingRow:
    id: UUID
    at: datetime
    officer_id: UUID
    state: str
    risk_assessed_on: date | None
    reception_planned_on: date | None


@dataclass(frozen=True)
class SignOffRow:
    id: UUID
    at: datetime
    officer_id: UUID
    advisory_id: UUID
    reason: str


@dataclass(frozen=True)
class OverrideRow:
    id: UUID
    person_id: UUID
    requested_by_id: UUID
    requested_at: datetime
    reason: str
    approved_by_id: UUID | None
    approved_at: datetime | None
    valid_until: date


@dataclass(frozen=True)
class PathwayRow:
    id: UUID
    at: datetime
    officer_id: UUID
    offered: tuple[str, ...]
    chosen: str
    persons_words: str


@dataclass(frozen=True)
class Matters:
    """Everything protection staff read about a person, newest first in each kind."""

    screenings: tuple[ScreeningRow, ...]
    answers: tuple[FearRow, ...]
    best_interests: tuple[BestInterestsRow, ...]
    child_care: tuple[ChildCareRow, ...]
    trafficking: tuple[TraffickingRow, ...]
    sign_offs: tuple[SignOffRow, ...]
    overrides: tuple[OverrideRow, ...]


@dataclass(frozen=True)
class AdvisoryRow:
    id: UUID
    country: str
    level: str
    source: str
    since: date
    until: date | None
    recorded_by_id: UUID


@dataclass(frozen=True)
class ReferralRow:
    id: UUID
    person_id: UUID
    sender_id: UUID
    receiver_id: UUID
    status: str
    opened_at: datetime
    opened_by_id: UUID
    urgent: bool
    own_request: bool
    sent_at: datetime | None
    answer_due: date | None
    answered_at: datetime | None
    answer_reason: str
    outcome: str
    closed_at: datetime | None
    version: int

    @property
    def late(self) -> bool:
        """The answer was due and has not come."""
        return (
            self.answered_at is None
            and self.closed_at is None
            and self.answer_due is not None
            and self.answer_due < clock.today()
        )

    def steps(self, actor: Actor) -> dict[str, list[Reason]]:
        """The steps of the side the actor stands on, with reasons where one cannot be taken now."""
        mine: set[str] = set()
        if actor.organisation_id == self.sender_id and actor.may(Permission.REFERRAL_SEND):
            mine |= SENDERS
        if actor.organisation_id == self.receiver_id and actor.may(Permission.REFERRAL_ANSWER):
            mine |= RECEIVERS if self.status == "accepted" else RECEIVERS - {"close"}
        return {verb: REFERRAL.reasons(verb, self.status) for verb in REFERRAL.steps if verb in mine}
