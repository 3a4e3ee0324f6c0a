"""What goes in and out of the protection routes."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class FearIn(Schema):
    answer: str
    private: bool
    language: str
    note: str = ""


class ReferralIn(Schema):
    receiver_id: UUID
    urgent: bool = False
    own_request: bool = False


class StepIn(Schema):
    version: int | None = None
    reason: str = ""


class ReferralOut(Schema):
    id: UUID
    person_id: UUID
    sender_id: UUID
    receiver_id: UUID
    status: str
    urgent: bool
    own_request: bool
    opened_at: datetime
    sent_at: datetime | None
    answer_due: date | None
    answered_at: datetime | None
    answer_reason: str
    outcome: str
    closed_at: datetime | None
    version: int


class Made(Schema):
    id: UUID
