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
from corridor.people.words import LocationKind, OutcomeKind
from corridor.protection import queries as protection

from .lifecycle import LIVE, Evacuation, Evidence
from .models import EvacuationCase
from .rules import Agreement, EvacuationFacts, Relative

GONE = frozenset({str(OutcomeKind.DECEASED), str(OutcomeKind.DISAPPEARED)})
TOGETHER = LIVE | {Evacuation.DEPARTED, Evacuation.ARRIVED}
ABOARD = frozenset({"held", "confirmed", "boarded", "departed"})


def facts(actor: Actor, ids: Collection[UUID], on: date) -> dict[UUID, EvacuationFacts]:
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
        self.agreements = consent.unwithdrawn(actor, ids, str(Purpose.TRAVEL))
        self.protection = protection.facts(actor, everyone, on)
        self.travel = movements.travel_facts(actor, everyone, on)
        self.cases = _cases(everyone)
        self.rooms = rooms({case.transit_site_id for case in self.cases.values() if case.transit_site_id}, on)

    def of(self, one: UUID, family: Any) -> EvacuationFacts:
        standing, safe, travel = self.standing[one], self.protection[one], self.travel[one]
        person, outcome, place = standing.person, standing.outcome, standing.location
        child, case = person.is_child_on(self.on), self.cases.get(one)
        relatives = self._relatives(one, family)
        with_adult = any(grown and near.travels_along for near, grown in relatives)
        consents = self.agreements.get(one, ())
        given = newest_standing(consents, Pathway.EVACUATION, self.on)
        today = None if given else newest_standing(consents, Pathway.EVACUATION, clock.today())
        free = self.rooms.get(case.transit_site_id) if case else None
        counted = travel.seat_flight_id is not None and str(travel.seat_status) in ABOARD
        return EvacuationFacts(
            on=self.on,
            today=clock.today(),
            departs_at=travel.departs_at,
            case=case.status if case else "",
            travelled=travel.travelled,
            child=child,
            age_unknown=person.age_unknown,
            alone=(child and not with_adult) or (standing.child is not None and (child or person.age_unknown)),
            agreement=_agreement(given) if given else None,
            agreement_ends=today.valid_until if today and today.valid_until < self.on else None,
            other_pathway=newest_standing(consents, Pathway.VHR, clock.today()) is not None,
            chosen=str(safe.pathway or ""),
            assessed=safe.assessment_valid,
            determination=str(safe.determination.get(str(Pathway.EVACUATION), "")),
            emergency=safe.emergency,
            guardian=safe.guardian,
            tracing_known=safe.tracing_known,
            escort_named=safe.escort,
            receiver=safe.receiver,
            relatives=tuple(near for near, _grown in relatives),
            split_agreed=travel.split_agreed,
            gathered=place is not None and place.kind == LocationKind.GATHERING,
            transit_site=case is not None and case.transit_site_id is not None,
            transit_free=None if free is None else free + counted,
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
            child, safe = person.is_child_on(self.on), self.protection.get(member.person_id)
            near = Relative(child, self._along(one, member.person_id), bool(safe and safe.assessment_valid))
            found.append((near, not child and not person.age_unknown and member.role != "unrelated"))
        return found

    def _along(self, one: UUID, other: UUID) -> bool:
        """On the same flight, or already there; before any seat, both on the way with a case of their own."""
        mine, theirs, case = self.travel.get(one), self.travel.get(other), self.cases.get(other)
        if theirs is None or mine is None:
            return False
        if theirs.travelled or (mine.seat_flight_id and mine.seat_flight_id == theirs.seat_flight_id):
            return True
        return not mine.seat_flight_id and not theirs.seat_flight_id and case is not None and case.status in TOGETHER


def evidence(actor: Actor, person_id: UUID) -> Evidence:
    """What a step of this person's case may ask for, today."""
    day = clock.today()
    travel = movements.travel_facts(actor, [person_id], day)[person_id]
    permit = str(travel.exit_state or "") == "granted" and bool(travel.exit_until and travel.exit_until >= day)
    return Evidence(
        agreed=consent.current(actor, person_id, str(Purpose.TRAVEL), pathway=str(Pathway.EVACUATION)) is not None,
        chosen=str(protection.facts(actor, [person_id], day)[person_id].pathway or "") == "evacuation",
        exit_permit=permit,
    )


def rooms(sites: Collection[UUID], day: date) -> dict[UUID, int | None]:
    """Free places at each site from this day on, booked arrivals counted; None where no agreement covers the day."""
    if not sites:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT s, evacuation_room(s, %s::date) FROM unnest(%s::uuid[]) s", [day, list(sites)])
        return dict(cursor.fetchall())


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


def _cases(ids: list[UUID]) -> dict[UUID, EvacuationCase]:
    """The case of each that counts: the open one; of closed ones, an arrival."""
    rows = EvacuationCase.objects.filter(person_id__in=ids).exclude(status=Evacuation.CLOSED)
    return {row.person_id: row for row in rows.order_by("closed_on", "id")}  # NULL sorts last: the open one stays
