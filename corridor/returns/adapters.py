"""Rows of many contexts into the plain facts of the rules: a fixed number of statements, however many persons.

Called with an actor of the organisation that owns the records (queries.readiness sees to that), so that the answer is the
same whoever asks.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from corridor.consent import queries as consent
from corridor.consent.words import Confidence, Pathway, Purpose
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.movements import queries as movements
from corridor.people import queries as people
from corridor.people.queries import PersonRow
from corridor.people.words import OutcomeKind, ShieldKind
from corridor.protection import queries as protection
from corridor.protection.words import Fear

from .lifecycle import MOVING, Evidence, Return
from .models import ConsularRequest, ReturnCase
from .rules import Agreement, Relative, ReturnFacts

PROTECTED = frozenset({str(ShieldKind.ASYLUM), str(ShieldKind.UNHCR_REGISTRATION)})
GONE = frozenset({str(OutcomeKind.DECEASED), str(OutcomeKind.DISAPPEARED)})
TOGETHER = MOVING | {Return.ON_HOLD, Return.DEPARTED, Return.ARRIVED}


def facts(actor: Actor, known: Mapping[UUID, PersonRow], on: date) -> dict[UUID, ReturnFacts]:
    """For everybody in `known`, all of the actor's own organisation; relatives are read besides."""
    ids = list(known)
    families = people.families_of(actor, ids)
    kin = {member.person_id for family in families.values() for member in family.members}
    everyone = [*ids, *(kin - set(ids))]
    gathered = _Gathered(actor, known, everyone, on)
    return {one: gathered.of(one, families.get(one)) for one in ids}


class _Gathered:
    """What one call has read; each attribute is one query of a context below."""

    def __init__(self, actor: Actor, known: Mapping[UUID, PersonRow], everyone: list[UUID], on: date) -> None:
        ids, kin = list(known), [one for one in everyone if one not in known]
        vhr, travel = str(Pathway.VHR), str(Purpose.TRAVEL)
        self.on = on
        self.persons = {**known, **(people.people_by_id(actor, kin) if kin else {})}
        self.outcomes = people.outcomes(actor, everyone)
        self.alone = people.children_alone(actor, ids)
        self.shields = people.shields_of(actor, ids)
        self.documents = people.travel_documents(actor, ids, on)
        self.consents = consent.currents(actor, ids, travel, pathway=vhr, on=on)
        missing = [one for one in ids if one not in self.consents]
        self.consents_today = consent.currents(actor, missing, travel, pathway=vhr) if missing else {}
        self.other_way = consent.currents(actor, ids, travel, pathway=str(Pathway.EVACUATION))
        self.protection = protection.facts(actor, everyone, on)
        self.travel = movements.travel_facts(actor, everyone, on)
        self.cases = _cases(everyone)
        self.requests = _requests(ids)

    def of(self, one: UUID, family: Any) -> ReturnFacts:
        person, safe, travel = self.persons[one], self.protection[one], self.travel[one]
        child = person.is_child_on(self.on)
        relatives = self._relatives(one, family)
        with_adult = any(grown and near.travels_along for near, grown in relatives)
        given, today, outcome = self.consents.get(one), self.consents_today.get(one), self.outcomes.get(one)
        document = self.documents.get(one)
        return ReturnFacts(
            on=self.on,
            today=clock.today(),
            departs_at=travel.departs_at,
            case=self.cases.get(one, ""),
            travelled=travel.travelled,
            child=child,
            age_unknown=person.age_unknown,
            alone=(child and not with_adult) or (one in self.alone and (child or person.age_unknown)),
            consent=_agreement(given) if given else None,
            consent_ends=today.valid_until if today and today.valid_until < self.on else None,
            other_pathway=one in self.other_way,
            fear=str(safe.fear),
            fear_private=safe.fear_private,
            referral_open=safe.referral_open,
            protected_status=bool(self.shields.get(one, frozenset()) & PROTECTED),
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
            person, outcome = self.persons.get(member.person_id), self.outcomes.get(member.person_id)
            if member.person_id == one or person is None or (outcome and outcome.kind in GONE):
                continue
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


def _cases(ids: list[UUID]) -> dict[UUID, str]:
    """The status of the newest case of each, an open one before others."""
    rows = (
        ReturnCase.objects.filter(person_id__in=ids).order_by("closed_on", "id").values_list("person_id", "status", "closed_on")
    )
    found: dict[UUID, str] = {}
    for person_id, status, closed in rows:  # closed ones first, NULL last: the open one stays
        found[person_id] = status if closed is None or status == Return.ARRIVED else found.get(person_id, status)
    return found


def _requests(ids: list[UUID]) -> dict[UUID, str]:
    rows = ConsularRequest.objects.filter(person_id__in=ids).order_by("asked_at", "id")
    return dict(rows.values_list("person_id", "status"))
