"""What the API of evacuation says."""

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


class EvacuationReadinessOut(Schema):
    person_id: UUID
    on: date
    ready: bool
    requirements: list[RequirementOut]


class EvacuationCaseOut(Schema):
    id: UUID
    person_id: UUID
    status: str
    identified_on: date
    transit_site_id: UUID | None
    transit_site_name: str
    status_since: datetime
    closed_on: date | None
    version: int


class EvacuationCasesOut(Schema):
    count: int
    cases: list[EvacuationCaseOut]


class EvacuationStepOut(Schema):
    verb: str
    reasons: list[str]


class IdentifyIn(Schema):
    person_id: UUID
    transit_site_id: UUID | None = None


class GatherIn(Schema):
    site_id: UUID
    on: date | None = None
    version: int | None = None


class StepIn(Schema):
    version: int | None = None


class DayOut(Schema):
    day: date
    staying: int
    booked: int
    capacity: int | None
    free: int


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
