"""What the API of returns says. A consulate's schema holds exactly the facts of a travel document (INV-16)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from ninja import Schema

from corridor.kernel.readiness import Readiness, Requirement


class RequirementOut(Schema):
    code: str
    label: str
    state: str
    why: str
    norm: str
    fixer: str
    starts: date | None
    expires: date | None
    restricted: bool


class ReadinessOut(Schema):
    person_id: UUID
    on: date
    ready: bool
    requirements: list[RequirementOut]


class CaseOut(Schema):
    id: UUID
    person_id: UUID
    status: str
    requested_on: date
    destination_id: UUID | None
    destination_name: str
    final_town: str
    status_since: datetime
    closed_on: date | None
    version: int


class CasesOut(Schema):
    count: int
    cases: list[CaseOut]


class StepOut(Schema):
    verb: str
    reasons: list[str]


class OpenIn(Schema):
    person_id: UUID
    destination_id: UUID | None = None
    final_town: str = ""


class CounsellingIn(Schema):
    language: str
    interpreter: str
    private: bool
    asylum_explained: bool
    wishes_unhcr: bool


class VersionIn(Schema):
    version: int | None = None


class ConsularOut(Schema):
    id: UUID
    reference: str
    asked_on: date
    name: str
    other_names: list[str]
    sex: str
    birth_date: date | None
    birth_precision: str
    origin: str
    nationality: str
    photo: bool
    status: str
    interview_at: datetime | None
    interview_mode: str
    version: int


class InterviewIn(Schema):
    at: datetime
    mode: str
    version: int | None = None


class PaperIn(Schema):
    kind: str
    number: str
    expires_on: date
    issued_on: date | None = None
    version: int | None = None


class Made(Schema):
    id: UUID


class Done(Schema):
    done: bool = True


def said(readiness: Readiness) -> dict[str, Any]:
    """Readiness in the reader's language; what is restricted stays withheld."""
    return {
        "person_id": readiness.person_id,
        "on": readiness.on,
        "ready": readiness.ready,
        "requirements": [_requirement(item) for item in readiness.requirements],
    }


def _requirement(item: Requirement) -> dict[str, Any]:
    why = gettext(item.why)
    return {
        "code": item.code,
        "label": gettext(item.label),
        "state": str(item.state),
        "why": why % dict(item.params) if item.params else why,
        "norm": gettext(item.norm),
        "fixer": gettext(item.fixer),
        "starts": item.starts,
        "expires": item.expires,
        "restricted": item.restricted,
    }
