"""What goes in and out of the consent routes."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class ConsentIn(Schema):
    purpose: str
    language: str
    interpreter: str
    form: str
    setting: str
    guards_present: bool
    options_explained: bool
    pathway: str = ""
    recipient_id: UUID | None = None
    text_language: str = "en"
    text_version: str = ""
    legal_basis: str = ""
    representative: str = ""
    place_id: UUID | None = None
    in_detention: bool = False
    others_present: str = ""
    valid_until: date | None = None
    categories: list[str] = ["contact"]


class ReconfirmIn(Schema):
    setting: str
    private: bool
    guards_present: bool
    language: str
    interpreter: str


class ReconfirmedOut(Schema):
    at: datetime
    officer_id: UUID
    setting: str
    private: bool


class ConsentOut(Schema):
    id: UUID
    purpose: str
    pathway: str
    recipient_id: UUID | None
    text_version: str
    text_language: str
    language: str
    interpreter: str
    form: str
    legal_basis: str
    setting: str
    in_detention: bool
    guards_present: bool
    options_explained: bool
    officer_id: UUID
    given_at: datetime
    valid_until: date
    confidence: str
    withdrawn_at: datetime | None
    reconfirmed: list[ReconfirmedOut]


class Made(Schema):
    id: UUID


class Ended(Schema):
    ended: list[UUID]
