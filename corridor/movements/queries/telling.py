"""Whom to call and what to say; why a party has its place or none, as it was written down; prices for the officer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from corridor.access.roles import Permission
from corridor.engines import planner
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.movements import rules
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import Flight, PartyMember, Plan, Seat, TravelParty
from corridor.people import queries as people

from .planning import worked_out

LIVE = (Status.HELD, Status.CONFIRMED, Status.BOARDED)
# What to say: a seat and its date; another day for the same flight; another flight; no seat any more; nothing new.
SEAT, NEW_DATE, MOVED, NO_SEAT, TOLD = "seat", "new_date", "moved", "no_seat", "told"


@dataclass(frozen=True)
class CallRow:
    """One party to call. Names and telephones as far as the actor may see them."""

    party_id: UUID
    reference: str
    say: str  # SEAT, NEW_DATE, MOVED, NO_SEAT, TOLD
    flight: str  # code, "" without a seat
    day: date | None
    before: str  # code of the flight they had, when it was another
    before_day: date | None
    told: bool  # knows the date that holds now
    members: tuple[people.PersonRow, ...]
    phones: tuple[str, ...]
    languages: tuple[str, ...]
    interpreter: str  # the language, when one is needed
    people: int
    reasons: tuple[str, ...] = ()  # why it changes: codes of the plan


def call_list(actor: Actor, *, flight_id: UUID | None = None, plan_id: UUID | None = None) -> tuple[CallRow, ...]:
    """Everybody with a seat on a flight; or everybody for whom a plan changes something, those who lose a seat first."""
    actor.need(Permission.SEAT_BOOK)
    if flight_id is not None:
        return _of_flight(actor, flight_id)
    return _of_plan(actor, worked_out(actor, plan_id))


def _of_flight(actor: Actor, flight_id: UUID) -> tuple[CallRow, ...]:
    flight = Flight.objects.filter(id=flight_id).order_by("id").first()
    if flight is None:
        raise NotFound("flight")
    seats = Seat.objects.filter(flight=flight, party__isnull=False, status__in=[str(one) for one in LIVE])
    told: dict[UUID, list[bool]] = {}
    for party_id, status in seats.order_by("id").values_list("party_id", "status"):
        told.setdefault(party_id, []).append(status != Status.HELD)
    was = _days_of_the_plan_in_force(actor).get(rules.label(flight.code))
    known = {row.id: row for row in TravelParty.objects.filter(id__in=list(told)).order_by("reference")}
    found = []
    about = _about(actor, known.values())
    for row in known.values():
        if row.id not in about:
            continue
        knows = all(told[row.id])
        moved = knows and was is not None and was != flight.departs_on
        say = NEW_DATE if moved else TOLD if knows else SEAT
        found.append(
            CallRow(
                row.id, row.reference, say, flight.code, flight.departs_on, "", was if moved else None, knows and not moved,
                **about[row.id],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.say == TOLD, one.reference)))


def _days_of_the_plan_in_force(actor: Actor) -> dict[str, date]:
    mine = Plan.objects.filter(organisation_id=actor.organisation_id, state="published").order_by("-version")
    problem = mine.values_list("problem", flat=True).first()
    return {option["id"]: date.fromisoformat(option["day"]) for option in problem["options"]} if problem else {}


def _of_plan(actor: Actor, row: Plan) -> tuple[CallRow, ...]:
    """Seats as the plan gives them; who knows already is read from the seats of now."""
    days = {option["id"]: date.fromisoformat(option["day"]) for option in row.problem["options"]}
    was = _days_of_the_plan_in_force(actor)
    changes = {one["party"]: one for one in row.plan["changes"]}
    wanted: dict[str, tuple[str, str, str]] = {}
    for party in row.problem["parties"]:
        prior = party["prior"] if party["prior"] and party["prior"]["status"] in ("planned", "told") else None
        before, after = prior["option"] if prior else "", row.plan["assigned"].get(party["id"], "")
        told = bool(prior and prior["status"] == "told")
        if before and not after:
            wanted[party["id"]] = (NO_SEAT, before, after)
        elif after and after != before:
            wanted[party["id"]] = (MOVED if before and told else SEAT, before if told else "", after)
        elif after and not told:
            wanted[party["id"]] = (SEAT, "", after)
        elif after and told and was.get(after, days[after]) != days[after]:
            wanted[party["id"]] = (NEW_DATE, after, after)
    known = {one.reference: one for one in TravelParty.objects.filter(reference__in=list(wanted)).order_by("reference")}
    about, knows = _about(actor, known.values()), _knows(known.values())
    found = []
    for name, (say, before, after) in wanted.items():
        if name not in known or known[name].id not in about:
            continue
        party_id = known[name].id
        day = days.get(after)
        before_day = was.get(before) if say == NEW_DATE else days.get(before)
        told = say != NEW_DATE and (party_id, after) in knows
        reasons = tuple(changes[name]["reasons"]) if name in changes else ()
        found.append(
            CallRow(
                party_id, name, say, after, day, before, before_day, told, **about[party_id], reasons=reasons
            )
        )  # fmt: skip
    order = (NO_SEAT, MOVED, NEW_DATE, SEAT, TOLD)
    return tuple(sorted(found, key=lambda one: (order.index(one.say), one.told, one.flight, one.reference)))


def _knows(rows: Collection[TravelParty]) -> set[tuple[UUID, str]]:
    """Parties that were told, each with the label of its flight."""
    seats = Seat.objects.filter(party_id__in=[row.id for row in rows], status__in=[str(Status.CONFIRMED), str(Status.BOARDED)])
    return {(party_id, rules.label(code)) for party_id, code in seats.order_by("id").values_list("party_id", "flight__code")}


def _about(actor: Actor, rows: Collection[TravelParty]) -> dict[UUID, dict[str, Any]]:
    """Members whom the actor may see, and how to reach them: a few statements however many. A party nobody sees is left out."""
    members: dict[UUID, list[UUID]] = {}
    live = PartyMember.objects.filter(party_id__in=[row.id for row in rows], until__isnull=True)
    for party_id, person_id in live.order_by("id").values_list("party_id", "person_id"):
        members.setdefault(party_id, []).append(person_id)
    ids = [one for group in members.values() for one in group]
    persons, phones = people.people_by_id(actor, ids), people.phones_by_id(actor, ids)
    found = {}
    for party_id, group in members.items():
        seen = tuple(persons[one] for one in group if one in persons)
        if seen:
            found[party_id] = {
                "members": seen,
                "phones": tuple(dict.fromkeys(phone.number for one in seen for phone in phones.get(one.id, ()))),
                "languages": tuple(dict.fromkeys(language for one in seen for language in one.languages)),
                "interpreter": next((one.interpreter_needed for one in seen if one.interpreter_needed), ""),
                "people": len(group),
            }
    return found


def explanation(actor: Actor, plan_id: UUID, party_id: UUID, language: str = "en") -> str:
    """Why the party has its place, or none: as it was written when the plan was made."""
    actor.need(Permission.FLIGHT_READ)
    row = Plan.objects.filter(id=plan_id, organisation_id=actor.organisation_id).exclude(plan={}).order_by("id").first()
    mine = TravelParty.objects.filter(id=party_id, organisation_id=actor.organisation_id)
    reference = mine.order_by("id").values_list("reference", flat=True).first()
    if row is None or reference is None:
        raise NotFound("plan")
    written = explanations_in(row, language).get(reference)
    if written is None:
        raise NotFound("party")
    return written


def explanations(actor: Actor, plan_id: UUID | None = None, language: str = "en") -> Mapping[str, str]:
    """For every party of the plan, by reference."""
    return explanations_in(worked_out(actor, plan_id), language)


def explanations_in(row: Plan, language: str) -> Mapping[str, str]:
    """Plans made before the sentences were kept have them worked out from their codes, which are kept."""
    kept: Mapping[str, Mapping[str, str]] = row.explanations
    if kept:
        return kept.get(language) or kept["en"]
    problem, answer = planner.read_problem(row.problem), planner.read_plan(row.plan)
    return {party.id: planner.explain(problem, answer, party.id, language)["words"] for party in problem.parties}


@dataclass(frozen=True)
class PriceRow:
    """What one more unit of a limit would add to the value of the plan."""

    code: str
    place: str
    day: date | None
    worth: float


@dataclass(frozen=True)
class RenewalRow:
    """What a paper that holds so many days longer, or is ready so many days earlier, would add."""

    party: str
    option: str
    code: str
    days: int
    worth: float


@dataclass(frozen=True)
class PriceRows:
    """Dearest first. For whoever negotiates seats, vehicles, places and papers; never shown to a family."""

    limits: Sequence[PriceRow] = ()
    renewals: Sequence[RenewalRow] = ()


def prices_of(actor: Actor, plan_id: UUID | None = None) -> PriceRows:
    actor.need(Permission.PLAN_MAKE)
    kept = worked_out(actor, plan_id).prices
    if not kept:
        return PriceRows()
    limits = [PriceRow(**{**one, "day": date.fromisoformat(one["day"]) if one["day"] else None}) for one in kept["limits"]]
    return PriceRows(tuple(limits), tuple(RenewalRow(**one) for one in kept["renewals"]))
