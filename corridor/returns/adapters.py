"""Rows of many contexts into the plain facts of the rules: a fixed number of statements, however many persons.

Called with an actor of the organisation that owns the records (queries.readiness sees to that), so that the answer is the
same whoever asks.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from corridor.consent import queries as consent
from corridor.consent.rules import newest_standing
from corridor.consent.words import Confidence, Pathway, Purpose
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.movements import queries as movements
from corridor.people import queries as people
from corridor.people.queries.standing import standings
from corridor.people.words import OutcomeKind, ShieldKind
from corridor.protection import queries as protection
from corridor.protection.words import Fear

from .lifecycle import MOVING, Evidence, Return
from .rules import Agreement, Relative, ReturnFacts

PROTECTED = frozenset({str(ShieldKind.ASYLUM), str(ShieldKind.UNHCR_REGISTRATION)})
GONE = frozenset({str(OutcomeKind.DECEASED), str(OutcomeKind.DISAPPEARED)})
TOGETHER = MOVING | {Return.ON_HOLD, Return.DEPARTED, Return.ARRIVED}


def facts(actor: Actor, ids: Collection[UUID], on: date) -> dict[UUID, ReturnFacts]:
    """For all of these, of the actor's own organisation; relatives are read besides."""
    families = people.families_of(actor, ids)
    kin = {member.person_id for family in families.values() for member in family.members}
    gathered = _Gathered(actor, list(ids), [*ids, *(kin - set(ids))], on)
    return {one: gathered.of(one, families.get(one)) for one in ids if one in gathered.standing}


class _Gathered:
    """What one call has read; each attribute is one statement of a context below."""

    def __init__(self, actor: Actor, ids: list[UUID], everyone: list[UUID], on: date) -> None:
        self.on = on
        self.standing = standings(actor, everyone)
        self.consents = consent.unwithdrawn(actor, ids, str(Purpose.TRAVEL))
        self.protection = protection.facts(actor, everyone, on)
        self.travel = movements.travel_facts(actor, everyone, on)
        self.cases, self.requests = _cases(everyone)

    def of(self, one: UUID, family: Any) -> ReturnFacts:
        standing, safe, travel = self.standing[one], self.protection[one], self.travel[one]
        person, outcome, document = standing.person, standing.outcome, standing.travel_document(self.on)
        child = person.is_child_on(self.on)
        relatives = self._relatives(one, family)
        with_adult = any(grown and near.travels_along for near, grown in relatives)
        consents = self.consents.get(one, ())
        given = newest_standing(consents, Pathway.VHR, self.on)
        today = None if given else newest_standing(consents, Pathway.VHR, clock.today())
        return ReturnFacts(
            on=self.on,
            today=clock.today(),
            departs_at=travel.departs_at,
            case=self.cases.get(one, ""),
            travelled=travel.travelled,
            child=child,
            age_unknown=person.age_unknown,
            alone=(child and not with_adult) or (standing.child is not None and (child or person.age_unknown)),
            consent=_agreement(given) if given else None,
            consent_ends=today.valid_until if today and today.valid_until < self.on else None,
            other_pathway=newest_standing(consents, Pathway.EVACUATION, clock.today()) is not None,
            fear=str(safe.fear),
            fear_private=safe.fear_private,
            referral_open=safe.referral_open,
            protected_status=bool(standing.shields & PROTECTED),
            advisory=str(safe.advisory),
            signed_off=safe.signed_off,
            override=safe.override,
            chosen=str(safe.pathway or ""),
            assessed=safe.assessment_valid,
            determination=str(safe.determination.get(str(Pathway.VHR), "")),
            emergency=safe.emergency,
            guardian=safe.guardian,
            tracing_known=safe.tracing_known,
            escort_named=safe.escort,
            receiver=safe.receiver,
            trafficking=str(safe.trafficking),
            risk_assessed=safe.risk_assessed,
            reception_planned=safe.reception_planned,
            relatives=tuple(near for near, _grown in relatives),
            split_agreed=travel.split_agreed,
            nationality_confirmed=bool(person.nationality_confirmed),
            consular=self.requests.get(one, ""),
            document=document is not None,
            document_until=document.expires_on if document else None,
            exit_state=str(travel.exit_state or ""),
            exit_from=travel.exit_from,
            exit_until=travel.exit_until,
            fitness=str(travel.fitness or ""),
            fitness_until=travel.fitness_until,
            escort_aboard=travel.escort_aboard,
            assisted=bool(travel.assistance),
            outcome=outcome.kind if outcome else "",
            outcome_on=outcome.on if outcome else None,
            last_heard=_last_heard(given or today),
        )

    def _relatives(self, one: UUID, family: Any) -> list[tuple[Relative, bool]]:
        """Everybody else of the family who is alive and known, each with whether he or she is surely grown up."""
        found = []
        for member in family.members if family else ():
            kin = self.standing.get(member.person_id)
            if member.person_id == one or kin is None or (kin.outcome and kin.outcome.kind in GONE):
                continue
            person = kin.person
            child = person.is_child_on(self.on)
            safe = self.protection.get(member.person_id)
            near = Relative(child, self._along(one, member.person_id), bool(safe and safe.assessment_valid))
            found.append((near, not child and not person.age_unknown and member.role != "unrelated"))
        return found

    def _along(self, one: UUID, other: UUID) -> bool:
        """On the same flight, or already there; before any seat, both on the way with a case of their own."""
        mine, theirs = self.travel.get(one), self.travel.get(other)
        if theirs is None or mine is None:
            return False
        if theirs.travelled or (mine.seat_flight_id and mine.seat_flight_id == theirs.seat_flight_id):
            return True
        return not mine.seat_flight_id and not theirs.seat_flight_id and self.cases.get(other, "") in TOGETHER


def evidence(actor: Actor, person_id: UUID) -> Evidence:
    """What a step of this person's case may ask for, today."""
    day = clock.today()
    safe = protection.facts(actor, [person_id], day)[person_id]
    travel = movements.travel_facts(actor, [person_id], day)[person_id]
    permit = str(travel.exit_state or "") == "granted" and bool(travel.exit_until and travel.exit_until >= day)
    fear = safe.fear in (Fear.FEAR, Fear.UNSURE)
    return Evidence(
        screened=safe.band is not None,
        fear_asked=safe.fear != Fear.NOT_ASKED,
        consented=consent.current(actor, person_id, str(Purpose.TRAVEL), pathway=str(Pathway.VHR)) is not None,
        shielded=people.is_shielded(actor, person_id),
        document=person_id in people.travel_documents(actor, [person_id], day),
        exit_permit=permit,
        protection_open=(safe.referral_open or fear) and not safe.override,
    )


def _agreement(given: Any) -> Agreement:
    doubtful = given.in_detention or given.guards_present or given.confidence == Confidence.CANNOT_BE_ESTABLISHED
    return Agreement(
        valid_until=given.valid_until,
        form=str(given.form),
        legal_basis=str(given.legal_basis),
        recorded=bool(given.text_version and given.language and given.interpreter),
        ask_again=doubtful,
        reconfirmed_at=tuple(row.at for row in given.reconfirmed if row.private),
    )


def _last_heard(given: Any) -> date | None:
    return max([given.given_at, *(row.at for row in given.reconfirmed)]).date() if given else None


_CASES = """
SELECT false AS asked, person_id, status, closed_on, NULL::timestamptz AS at, id
FROM returns_returncase WHERE person_id = ANY(%(ids)s::uuid[])
UNION ALL SELECT true, person_id, status, NULL, asked_at, id
FROM returns_consularrequest WHERE person_id = ANY(%(ids)s::uuid[])
ORDER BY asked, closed_on, at, id
"""


def _cases(ids: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The status of the newest case of each, an open one before others; and of the newest request to a consulate."""
    cases: dict[UUID, str] = {}
    requests: dict[UUID, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CASES, {"ids": ids})
        for asked, person_id, status, closed, *_order in cursor.fetchall():
            if asked:
                requests[person_id] = status
            else:  # closed ones first, NULL last: the open one stays
                cases[person_id] = status if closed is None or status == Return.ARRIVED else cases.get(person_id, status)
    return cases, requests
