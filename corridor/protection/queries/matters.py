"""Reading about protection: derived facts for everybody's readiness, content for protection staff, and the queue of referrals."""

import json
from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from corridor.access import queries as access
from corridor.access.roles import Permission, Role
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.protection import rules
from corridor.protection.models import (
    Advisory,
    BestInterests,
    ChildCare,
    FearAnswer,
    Override,
    PathwayDecision,
    Referral,
    Screening,
    SignOff,
    TraffickingAssessment,
)
from corridor.protection.rules import ProtectionFacts
from corridor.protection.words import AdvisoryLevel, Band, Fear, Finding, PathwayChoice, Solution, Trafficking

from .rows import (
    AdvisoryRow,
    BestInterestsRow,
    ChildCareRow,
    FearRow,
    Matters,
    OpenMatter,
    OverrideRow,
    PathwayRow,
    ReferralRow,
    ScreeningRow,
    SignOffRow,
    TraffickingRow,
)

MOST = 50  # rows of one kind shown for one person


def facts(actor: Actor, person_ids: Collection[UUID], on: date) -> dict[UUID, ProtectionFacts]:
    """What stands in whose way on that day, in one statement. Whoever the actor may not see reads as nobody asked."""
    found = dict.fromkeys(person_ids, ProtectionFacts())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.protection_facts(%s::uuid[], %s)", [list(person_ids), on])
        names = [column.name for column in cursor.description or ()]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            found[row.pop("person")] = _facts(row)
    return found


def _facts(row: dict[str, Any]) -> ProtectionFacts:
    spoken = row["determination"] or {}
    spoken = json.loads(spoken) if isinstance(spoken, str) else spoken
    plain = ("override", "assessment_valid", "emergency", "guardian", "escort", "receiver", "risk_assessed", "reception_planned")
    return ProtectionFacts(
        fear=Fear(row["fear"] or Fear.NOT_ASKED),
        fear_private=bool(row["fear_private"]),
        referral_open=row["referral"] is not None,
        referral_status=row["referral"] or "",
        advisory=AdvisoryLevel(row["advisory"] or AdvisoryLevel.NONE),
        signed_off=bool(row["signed_off"]),
        determination={Solution(key): Finding(value) for key, value in spoken.items()},
        tracing_known=rules.tracing_known(row["tracing"] or ""),
        trafficking=Trafficking(row["trafficking"] or Trafficking.NOT_SCREENED),
        pathway=PathwayChoice(row["pathway"] or PathwayChoice.UNDECIDED),
        band=Band(row["band"]) if row["band"] else None,
        asylum=bool(row["asylum"]),
        **{name: bool(row[name]) for name in plain},
    )


def open_matter(actor: Actor, person_id: UUID) -> OpenMatter:
    """Whom to ask in one's own organisation about a person whose protection matter is open."""
    people.require(actor, person_id)
    standing = facts(actor, [person_id], clock.today())[person_id]
    return OpenMatter(standing.matter_open, whom_to_ask(actor))


def whom_to_ask(actor: Actor) -> tuple[str, ...]:
    """Officers of protection in one's own organisation."""
    officers = access.staff_in_roles(actor, Role.PROTECTION_OFFICER, Role.HEAD_OF_PROTECTION)
    return tuple(name for _id, name in officers[:5])


def matters(actor: Actor, person_id: UUID) -> Matters:
    """Needs the right to read protection matter, and the person's record opened for it."""
    actor.need(Permission.PROTECTION_READ)
    people.require(actor, person_id)
    return Matters(
        _of(actor, Screening, ScreeningRow, person_id),
        _of(actor, FearAnswer, FearRow, person_id),
        _of(actor, BestInterests, BestInterestsRow, person_id),
        _of(actor, ChildCare, ChildCareRow, person_id),
        _of(actor, TraffickingAssessment, TraffickingRow, person_id),
        _of(actor, SignOff, SignOffRow, person_id),
        _of(actor, Override, OverrideRow, person_id, "-requested_at"),
    )


def overrides_of(actor: Actor, person_id: UUID) -> tuple[OverrideRow, ...]:
    """For those who ask for an override and those who decide on it."""
    if not (actor.may(Permission.OVERRIDE_REQUEST) or actor.may(Permission.OVERRIDE_APPROVE)):
        raise NotFound("overrides")
    people.require(actor, person_id)
    rows: tuple[OverrideRow, ...] = _of(actor, Override, OverrideRow, person_id, "-requested_at")
    return rows


def pathways_of(actor: Actor, person_id: UUID) -> tuple[PathwayRow, ...]:
    """What was offered and chosen, newest first: part of the case, not of the protection matter."""
    people.require(actor, person_id)
    rows = PathwayDecision.objects.filter(opened(actor, "case"), person_id=person_id).order_by("-at", "-id")[:MOST]
    return tuple(_row(PathwayRow, row) for row in rows)


def _of(actor: Actor, model: Any, row: Any, person_id: UUID, newest: str = "-at") -> tuple[Any, ...]:
    rows = model.objects.filter(opened(actor, "protection"), person_id=person_id).order_by(newest, "-id")[:MOST]
    return tuple(_row(row, one) for one in rows)


def _row(row: Any, one: Any) -> Any:
    values = {field.name: getattr(one, field.name) for field in fields(row)}
    return row(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def advisories(actor: Actor, *, country: str = "", limit: int = 200) -> list[AdvisoryRow]:
    """Advice about countries, by country, newest first: about nobody, so everybody may read it."""
    rows = Advisory.objects.filter(country=country.upper()) if country else Advisory.objects.all()
    return [_row(AdvisoryRow, row) for row in rows.order_by("country", "-since", "-id")[:limit]]


def advisory(actor: Actor, advisory_id: UUID) -> AdvisoryRow:
    row = Advisory.objects.filter(id=advisory_id).order_by("id").first()
    if row is None:
        raise NotFound("advisory")
    found: AdvisoryRow = _row(AdvisoryRow, row)
    return found


def advisory_for(actor: Actor, person_id: UUID, on: date) -> AdvisoryRow | None:
    """The advice that holds that day for the person's nationality, the confirmed one before the claimed."""
    person = people.person(actor, person_id)
    country = person.nationality_confirmed or person.nationality
    covering = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    row = Advisory.objects.filter(covering, country=country).order_by("-since", "-id").first() if country else None
    return _row(AdvisoryRow, row) if row else None


def referrals(actor: Actor, *, closed: bool = False, limit: int = 100, offset: int = 0) -> list[ReferralRow]:
    """Sent by one's own organisation or sent to it; open ones by the day their answer is due."""
    rows = _referrals(actor).filter(closed_at__isnull=not closed)
    order = ("-closed_at", "-id") if closed else ("answer_due", "opened_at", "id")
    return [_row(ReferralRow, row) for row in rows.order_by(*order)[offset : offset + limit]]


def count_referrals(actor: Actor, *, closed: bool = False) -> int:
    return _referrals(actor).filter(closed_at__isnull=not closed).count()


def referrals_of(actor: Actor, person_id: UUID) -> list[ReferralRow]:
    """Of one person, for those who send or answer referrals or read protection matter."""
    people.require(actor, person_id)
    rows = _referrals(actor).filter(person_id=person_id).order_by("-opened_at", "-id")[:MOST]
    return [_row(ReferralRow, row) for row in rows]


def referral(actor: Actor, referral_id: UUID) -> ReferralRow:
    row = _referrals(actor).filter(id=referral_id).order_by("id").first()
    if row is None:
        raise NotFound("referral")
    found: ReferralRow = _row(ReferralRow, row)
    return found


def _referrals(actor: Actor) -> Any:
    readers = (Permission.REFERRAL_SEND, Permission.REFERRAL_ANSWER, Permission.PROTECTION_READ)
    if not any(actor.may(permission) for permission in readers):
        return Referral.objects.none()
    mine = Q(sender_id=actor.organisation_id) | Q(receiver_id=actor.organisation_id, sent_at__isnull=False)
    return Referral.objects.filter(mine)
