"""Which consents stand. A consent stands when it is not withdrawn and the day asked about lies in its validity."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people import queries as people
from corridor.people.models import opened
from corridor.people.queries.standing import SHARED, unpacked, wall
from corridor.people.queries.standing import opened as people_opened

from .models import Consent, ConsentText
from .rules import newest_standing


@dataclass(frozen=True)
class ReconfirmedRow:
    at: datetime
    officer_id: UUID
    setting: str
    private: bool


@dataclass(frozen=True)
class ConsentRow:
    id: UUID
    person_id: UUID
    purpose: str
    pathway: str
    recipient_id: UUID | None
    text_id: UUID
    text_version: str
    text_language: str
    language: str
    interpreter: str
    form: str
    legal_basis: str
    representative: str
    setting: str
    place_id: UUID | None
    in_detention: bool
    guards_present: bool
    others_present: str
    options_explained: bool
    officer_id: UUID
    given_at: datetime
    valid_until: date
    confidence: str
    withdrawn_at: datetime | None
    reconfirmed: tuple[ReconfirmedRow, ...]

    def needs_reconfirmation(self) -> bool:
        return self.in_detention or self.guards_present

    def reconfirmed_within(self, start: datetime, end: datetime) -> bool:
        """Asked again in private between the two moments."""
        return any(row.private and start <= row.at <= end for row in self.reconfirmed)

    def stands_on(self, day: date) -> bool:
        return self.withdrawn_at is None and self.given_at.date() <= day <= self.valid_until


@dataclass(frozen=True)
class TextRow:
    id: UUID
    purpose: str
    version: str
    language: str
    body: str


def current(
    actor: Actor,
    person_id: UUID,
    purpose: str,
    *,
    pathway: str = "",
    recipient_id: UUID | None = None,
    on: date | None = None,
    lock: bool = False,
) -> ConsentRow | None:
    """The newest consent that stands. `lock`: nobody withdraws it until this transaction ends, and it is read after locking."""
    if lock:
        rows = _of(actor, [person_id], purpose, pathway, recipient_id)
        list(rows.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    return currents(actor, [person_id], purpose, pathway=pathway, recipient_id=recipient_id, on=on).get(person_id)


def currents(
    actor: Actor,
    person_ids: Collection[UUID],
    purpose: str,
    *,
    pathway: str = "",
    recipient_id: UUID | None = None,
    on: date | None = None,
) -> dict[UUID, ConsentRow]:
    """The same for many people, in one statement. Whoever is missing has none."""
    day = on or clock.today()
    rows = unwithdrawn(actor, person_ids, purpose)
    picked = {one: newest_standing(given, pathway, day, recipient_id=recipient_id) for one, given in rows.items()}
    return {one: row for one, row in picked.items() if row}


def unwithdrawn(actor: Actor, person_ids: Collection[UUID], purpose: str) -> dict[UUID, list[ConsentRow]]:
    """Every consent to this purpose that nobody withdrew, whatever its days, oldest first: for several questions at once."""
    found: dict[UUID, list[ConsentRow]] = {}
    chosen = "c.person_id = ANY(%(ids)s::uuid[]) AND c.purpose = %(purpose)s AND w.at IS NULL ORDER BY c.given_at, c.id"
    if person_ids:
        for row in _read(actor, chosen, ids=list(person_ids), purpose=str(purpose)):
            found.setdefault(row.person_id, []).append(row)
    return found


def consents_of(actor: Actor, person_id: UUID) -> list[ConsentRow]:
    """All of them, newest first, the withdrawn ones too."""
    actor.need(Permission.CONSENT_READ)
    rows = _read(actor, "c.person_id = %(one)s ORDER BY c.given_at DESC, c.id DESC LIMIT 200", one=person_id)
    if not rows:
        people.require(actor, person_id)
    return rows


def consent(actor: Actor, consent_id: UUID) -> ConsentRow:
    actor.need(Permission.CONSENT_READ)
    rows = _read(actor, "c.id = %(one)s", one=consent_id)
    if not rows:
        raise NotFound("consent")
    return rows[0]


def travel_stands(actor: Actor, person_id: UUID) -> bool:
    """Whether there is anything the header's one press would withdraw."""
    rows = Consent.objects.filter(opened(actor, "consent"), person_id=person_id, purpose__in=["travel", "contact_consulate"])
    return bool(rows.filter(withdrawal__isnull=True, valid_until__gte=clock.today()).exists())


def waiting_to_be_asked_again(actor: Actor, person_ids: Collection[UUID], *, hours: int = 72) -> dict[UUID, ConsentRow]:
    """Standing consents to travel given in detention or before guards that nobody confirmed within the last hours."""
    since = clock.now() - timedelta(hours=hours)
    found: dict[UUID, ConsentRow] = {}
    for pathway in ("vhr", "evacuation"):
        for person_id, row in currents(actor, person_ids, "travel", pathway=pathway).items():
            if row.needs_reconfirmation() and not row.reconfirmed_within(since, clock.now()):
                found[person_id] = row
    return found


def text_of(actor: Actor, purpose: str, language: str, version: str = "") -> TextRow:
    """The words to read out: of this version, else the newest; NotFound when the language has none."""
    rows = ConsentText.objects.filter(purpose=purpose, language=language)
    row = (rows.filter(version=version) if version else rows).order_by("-id").first()
    if row is None:
        raise NotFound("text")
    return TextRow(row.id, row.purpose, row.version, row.language, row.body)


def text(actor: Actor, text_id: UUID) -> TextRow:
    row = ConsentText.objects.filter(id=text_id).order_by("id").first()
    if row is None:
        raise NotFound("text")
    return TextRow(row.id, row.purpose, row.version, row.language, row.body)


def text_languages(actor: Actor, purpose: str) -> list[str]:
    """Languages in which there are words for this purpose."""
    rows = ConsentText.objects.filter(purpose=purpose).order_by("language").values_list("language", flat=True)
    return list(rows.distinct())


def _of(actor: Actor, person_ids: Collection[UUID], purpose: str, pathway: str, recipient_id: UUID | None) -> QuerySet[Consent]:
    rows = Consent.objects.filter(opened(actor, "consent"), person_id__in=list(person_ids), purpose=str(purpose))
    rows = rows.filter(pathway=str(pathway)) if pathway else rows
    return rows.filter(recipient_id=recipient_id) if recipient_id else rows


_ELSEWHERE = ("text_version", "text_language", "withdrawn_at", "reconfirmed")
_PLAIN = [field.name for field in fields(ConsentRow) if field.name not in _ELSEWHERE]
_READ = f"""
SELECT {", ".join(f"c.{name}" for name in _PLAIN)}, t.version, t.language, w.at, (
  SELECT jsonb_agg(jsonb_build_array(r.at, r.officer_id, r.setting, r.private) ORDER BY r.at, r.id)
  FROM consent_reconfirmation r WHERE r.consent_id = c.id)
FROM consent_consent c JOIN consent_consenttext t ON t.id = c.text_id LEFT JOIN consent_withdrawal w ON w.consent_id = c.id
JOIN people_person p ON p.id = c.person_id {SHARED} WHERE {people_opened("consent")} AND
"""  # noqa: S608 constants of ours


def _read(actor: Actor, chosen: str, **more: Any) -> list[ConsentRow]:
    """Consents with text, withdrawal and reconfirmations in one statement; `chosen` is a condition written in this file."""
    if actor.organisation_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{_READ} {chosen}", wall(actor) | more)
        return [_row(values) for values in cursor.fetchall()]


def _row(values: tuple[Any, ...]) -> ConsentRow:
    *plain, version, language, withdrawn_at, again = values
    reconfirmed = tuple(
        ReconfirmedRow(datetime.fromisoformat(at), UUID(officer), setting, private)
        for at, officer, setting, private in unpacked(again) or ()
    )
    return ConsentRow(
        **dict(zip(_PLAIN, plain, strict=True)),
        text_version=version,
        text_language=language,
        withdrawn_at=withdrawn_at,
        reconfirmed=reconfirmed,
    )
