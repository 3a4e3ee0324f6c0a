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
    live = Seat.objects.filter(flight=flight, party__isnull=False, status__in=[str(one) for one in LIVE])
    ids = set(live.order_by("party_id").values_list("party_id", flat=True))
    known = {row.id: row for row in TravelParty.objects.filter(id__in=ids).order_by("reference")}
    about, know = _about(actor, known.values()), _know(known.values())
    found = []
    for row in known.values():
        if row.id not in about:
            continue
        one = know[row.id, rules.label(flight.code)]
        say = SEAT if not one.told else NEW_DATE if one.other_day else TOLD
        knows = one.told and one.other_day is None
        found.append(
            CallRow(row.id, row.reference, say, flight.code, flight.departs_on, "", one.other_day, knows, **about[row.id])
        )
    return tuple(sorted(found, key=lambda one: (one.say == TOLD, one.reference)))


@dataclass(frozen=True)
class _Knows:
    told: bool = False
    other_day: date | None = None  # the day they know, when the flight leaves on another


def _know(rows: Collection[TravelParty]) -> dict[tuple[UUID, str], _Knows]:
    """What each party knows about each flight it has seats on, by the flight's label."""
    seats = Seat.objects.filter(party_id__in=[row.id for row in rows], status__in=[str(one) for one in LIVE]).order_by("id")
    found: dict[tuple[UUID, str], _Knows] = {}
    for party_id, code, status, told_day, day in seats.values_list(
        "party_id", "flight__code", "status", "told_day", "departs_on"
    ):
        key = (party_id, rules.label(code))
        told = status != Status.HELD
        other = told_day if told and told_day and told_day != day else None
        before = found.get(key, _Knows(True))
        found[key] = _Knows(before.told and told, before.other_day or other)
    return found


def _of_plan(actor: Actor, row: Plan) -> tuple[CallRow, ...]:
    """Seats as the plan gives them; who knows already is read from the seats of now."""
    days = {option["id"]: date.fromisoformat(option["day"]) for option in row.problem["options"]}
    changes = {one["party"]: tuple(one["reasons"]) for one in row.plan["changes"]}
    names = [party["id"] for party in row.problem["parties"]]
    known = {one.reference: one for one in TravelParty.objects.filter(reference__in=names).order_by("reference")}
    know = _know(known.values())
    wanted: dict[str, tuple[str, str, str, _Knows]] = {}
    for party in row.problem["parties"]:
        if party["id"] not in known:
            continue
        after = row.plan["assigned"].get(party["id"], "")
        key = (known[party["id"]].id, after)
        if row.published_at and key not in know:
            after = ""  # refused when it was put in force, or given back since
        knows = know.get(key, _Knows())
        if said := _say(party, after, knows):
            wanted[party["id"]] = (*said, after, knows)
    about = _about(actor, [known[name] for name in wanted])
    found = [
        CallRow(
            known[name].id,
            name,
            say,
            after,
            days.get(after),
            before if before != after else "",
            knows.other_day if say == NEW_DATE else days.get(before),
            knows.told and say != NEW_DATE,
            **about[known[name].id],
            reasons=changes.get(name, ()),
        )
        for name, (say, before, after, knows) in wanted.items()
        if known[name].id in about
    ]
    order = (NO_SEAT, MOVED, NEW_DATE, SEAT, TOLD)
    return tuple(sorted(found, key=lambda one: (order.index(one.say), one.told, one.flight, one.reference)))


def _say(party: Mapping[str, Any], after: str, knows: _Knows) -> tuple[str, str] | None:
    """What to say, and the flight they know of; None: nothing new for them."""
    prior = party["prior"] if party["prior"] and party["prior"]["status"] in ("planned", "told") else None
    before, told = (prior["option"], prior["status"] == "told") if prior else ("", False)
    if before and not after:
        return NO_SEAT, before
    if after != before or (after and not told):
        return (MOVED, before) if told else (SEAT, "")
    return (NEW_DATE, before) if knows.other_day else None


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
