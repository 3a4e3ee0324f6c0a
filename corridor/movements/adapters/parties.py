"""Parties as the planner may see them: opaque, with the days on which all of them could go, and what orders them.

Eligibility is the pathway's own readiness, asked for the day of each flight to the party's destination.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from corridor.consent import queries as consents
from corridor.engines.planner import model
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.readiness import requirements_of
from corridor.movements import queries, rules
from corridor.movements.lifecycle import BEFORE_DEPARTURE, TRAVELLED
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import PartyMember, Seat, TravelParty
from corridor.movements.words import Fitness, Service
from corridor.people import queries as people
from corridor.places import queries as places
from corridor.protection import queries as protection

from .windows import Windows, windows

label = rules.label
EVERY = 7  # days
# What may stand in the way on one day and not on another without anybody doing anything: papers with dates, ages, places.
BY_DAY = frozenset({
    "exit_clearance", "fitness", "escort", "travel_document", "consent", "agreement", "reconfirmation", "gathering", "transit_room",
    "pre_departure", "advisory", "best_interests", "child_care",
})  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A party that could travel, with its members and the places it holds now."""

    row: TravelParty
    site: places.SiteRow
    members: tuple[people.PersonRow, ...]
    seats: tuple[Seat, ...]  # live ones, standby left out
    missed: str = ""  # code of the last flight it did not come to
    lost: tuple[Seat, ...] = ()  # its places on a flight that was cancelled, while it has no other

    @property
    def id(self) -> str:
        return self.row.reference


def waiting(actor: Actor, only: Collection[str] | None = None) -> list[Waiting]:
    """Parties of the organisation (`only` these) of which nobody has gone yet, with members and live seats: five statements."""
    mine = TravelParty.objects.filter(organisation_id=actor.organisation_id, ended_on__isnull=True)
    rows = list((mine if only is None else mine.filter(reference__in=list(only))).order_by("reference"))
    ids = [row.id for row in rows]
    members: dict[UUID, list[UUID]] = {}
    for party_id, person_id in (
        PartyMember.objects.filter(party_id__in=ids, until__isnull=True).order_by("id").values_list("party_id", "person_id")
    ):
        members.setdefault(party_id, []).append(person_id)
    persons = people.people_by_id(actor, [one for group in members.values() for one in group])
    seats: dict[UUID, list[Seat]] = {}
    for seat in Seat.objects.filter(party_id__in=ids).select_related("flight").order_by("departs_on", "id"):
        seats.setdefault(seat.party_id, []).append(seat)
    sites = places.sites_by_id(actor, {row.destination_id for row in rows})
    found = []
    for row in rows:
        known = tuple(persons[one] for one in members.get(row.id, []) if one in persons)
        held = seats.get(row.id, [])
        if known and len(known) == len(members[row.id]) and not any(seat.status in TRAVELLED for seat in held):
            live = tuple(filter(_holds, held))
            found.append(Waiting(row, sites[row.destination_id], known, live, _missed(held), () if live else _lost(held)))
    return found


def _holds(seat: Seat) -> bool:
    return seat.status in BEFORE_DEPARTURE and seat.status != Status.STANDBY


def _missed(seats: Sequence[Seat]) -> str:
    missed = [label(seat.flight.code) for seat in seats if seat.status == Status.NO_SHOW]
    return missed[-1] if missed else ""


def _lost(seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """Of the last flight with a place for them, when that flight was cancelled under them."""
    ended = [seat for seat in seats if seat.ended_because == "cancelled" and seat.flight.status == FlightStatus.CANCELLED]
    return tuple(seat for seat in ended if seat.flight_id == ended[-1].flight_id)


def parties_of(
    actor: Actor,
    parties: Sequence[Waiting],
    flights: Sequence[queries.FlightRow],
    needs: Mapping[str, model.Needs],
    days: model.Range,
    *,
    weights: rules.Weights,
    towns: Mapping[str, str | None],
) -> list[model.Party]:
    as_of = days.start
    flown = {party.id: _flown(party, flights) for party in parties}
    asked = {party.id: _asked(flown[party.id], days) for party in parties}
    stand = _consents(actor, parties, as_of)
    blocked = _blocked(actor, parties, asked)
    claims = claims_of(actor, parties, as_of)
    codes = {label(flight.code): {stop.site.id for stop in flight.stops} for flight in flights}
    airports = tuple(sorted({airport(flight) for flight in flights})) or ("ANY",)
    built = []
    for party in parties:
        until = stand.get(party.id)
        when = _when(party, asked[party.id], flown[party.id], _but_consent(blocked[party.id], until))
        built.append(
            model.Party(
                id=party.id,
                persons=len(party.members),
                seats=seats_of(party, as_of),
                destination=label(party.site.code),
                pathway=party.row.pathway,
                group=towns.get(party.id),
                corridor=towns.get(party.id),
                origins=airports,
                carriers=None,
                ready=_ready(when, party),
                exit_clearance=when.exit_clearance,
                fit_to_travel=when.fit_to_travel,
                consent_until=until,
                tier=rules.tier(claims[party.id], weights),
                weight=rules.weight(claims[party.id], weights),
                needs=needs[party.id],
                prior=_prior(party, codes),
            )
        )
    return built


def _when(party: Waiting, asked: list[date], flown: set[date], blocked: Mapping[date, frozenset[str]]) -> Windows:
    """Around the day of the seat it holds, else of the first flight it could take."""
    first = min((day for day in flown if not blocked[day]), default=None)
    return windows(asked, blocked, party.seats[0].departs_on if party.seats else first)


def _ready(when: Windows, party: Waiting) -> date | None:
    return max(when.ready, party.row.ready_from) if when.ready and party.row.ready_from else when.ready


def _but_consent(blocked: Mapping[date, frozenset[str]], until: date | None) -> dict[date, frozenset[str]]:
    """Consent has a field of its own; only what that does not say stays among the rest."""
    return {day: codes - {"consent"} if until is None or day > until else codes for day, codes in blocked.items()}


def _flown(party: Waiting, flights: Sequence[queries.FlightRow]) -> set[date]:
    """Days of flights of its pathway to its destination."""
    return {
        flight.departs_on
        for flight in flights
        if flight.pathway == party.row.pathway and any(stop.site.id == party.site.id for stop in flight.stops)
    }


def _asked(flown: set[date], days: model.Range) -> list[date]:
    """The days of its flights; besides the first and the last day, or where nothing flies one in each week, for scenarios."""
    weeks = {days.start + timedelta(days=number) for number in range(0, (days.end - days.start).days + 1, EVERY)}
    return sorted({days.start, days.end} | (flown or weeks))


def _blocked(actor: Actor, parties: Sequence[Waiting], days: Mapping[str, list[date]]) -> dict[str, dict[date, frozenset[str]]]:
    """What stands in the way of anybody in the party on each of these days: one call for each pathway and day.

    The first day is asked for everybody; what no later day can lift by itself is then not asked about again.
    """
    unfit = _unfit(actor, parties)
    found = _on_days(actor, parties, {name: asked[:1] for name, asked in days.items()}, unfit)
    still = [party for party in parties if all(codes <= BY_DAY for codes in found[party.id].values())]
    later = _on_days(actor, still, {party.id: days[party.id][1:] for party in still}, unfit)
    for name, known in found.items():
        known |= later[name] if name in later else dict.fromkeys(days[name], next(iter(known.values())))
    return found


def _on_days(
    actor: Actor, parties: Sequence[Waiting], days: Mapping[str, list[date]], unfit: Collection[UUID]
) -> dict[str, dict[date, frozenset[str]]]:
    """On the day it holds a seat for, a party does not lose it to what the last 72 hours still have to bring; unfit is unfit."""
    asked: dict[tuple[str, date], list[Waiting]] = {}
    for party in parties:
        for day in days[party.id]:
            asked.setdefault((party.row.pathway, day), []).append(party)
    found: dict[str, dict[date, frozenset[str]]] = {party.id: {} for party in parties}
    for (pathway, day), group in sorted(asked.items(), key=lambda item: item[0]):
        ids = [member.id for party in group for member in party.members]
        checked = requirements_of(pathway)(actor, ids, day)
        for party in group:
            waived = rules.LAST_DAYS if any(seat.departs_on == day for seat in party.seats) else frozenset()
            codes = [
                item.code
                for member in party.members
                for item in rules.in_the_way(rules.Stage.BOOK, checked[member.id])
                if item.code not in waived or member.id in unfit
            ]
            found[party.id][day] = frozenset(codes)
    return found


def _unfit(actor: Actor, parties: Sequence[Waiting]) -> set[UUID]:
    """Whom the last check said 'not now' or 'not' about."""
    ids = [member.id for party in parties for member in party.members]
    facts = queries.travel_facts(actor, ids, clock.today())
    return {person_id for person_id, one in facts.items() if one.fitness in (Fitness.DEFERRED, Fitness.UNFIT)}


def claims_of(actor: Actor, parties: Sequence[Waiting], as_of: date) -> dict[str, list[rules.Claim]]:
    """All that may order people. Nationality, faith, means and the place somebody is kept in are not asked for (INV-18)."""
    ids = [member.id for party in parties for member in party.members]
    safe, alone, travel = (
        protection.facts(actor, ids, as_of),
        people.children_alone(actor, ids),
        queries.travel_facts(actor, ids, as_of),
    )
    return {
        party.id: [
            rules.Claim(
                waiting_days=(as_of - member.registered_on).days,
                child=member.is_child_on(as_of),
                infant=member.is_infant_on(as_of),
                child_alone=member.id in alone,
                service=travel[member.id].service if member.id in travel else "",
                band=str(safe[member.id].band or "low"),
            )
            for member in party.members
        ]
        for party in parties
    }


def _consents(actor: Actor, parties: Sequence[Waiting], as_of: date) -> dict[str, date]:
    """The last day on which everybody's consent holds."""
    stand: dict[tuple[str, UUID], date] = {}
    for pathway in {party.row.pathway for party in parties}:
        ids = [member.id for party in parties if party.row.pathway == pathway for member in party.members]
        for person_id, row in consents.currents(actor, ids, "travel", pathway=pathway, on=as_of).items():
            stand[pathway, person_id] = row.valid_until
    found = {}
    for party in parties:
        keys = [(party.row.pathway, member.id) for member in party.members]
        if all(key in stand for key in keys):
            found[party.id] = min(stand[key] for key in keys)
    return found


def seats_of(party: Waiting, day: date) -> int:
    """Seats blocked: each grown-up holds one infant."""
    if party.seats:
        return max(sum(not seat.lap_infant for seat in party.seats), 1)
    grown = sum(not member.is_child_on(day) for member in party.members)
    infants = sum(member.is_infant_on(day) for member in party.members)
    return max(len(party.members) - min(grown, infants), 1)


def needs_of(actor: Actor, parties: Sequence[Waiting], as_of: date) -> dict[str, model.Needs]:
    """How many of each party need which place: as booked, else as the last check of fitness says."""
    ids = [member.id for party in parties for member in party.members]
    facts, alone = queries.travel_facts(actor, ids, as_of), people.children_alone(actor, ids)
    found = {}
    for party in parties:
        services = [seat.service for seat in party.seats] or [
            queries.service_needed(facts[member.id], member.id in alone and member.is_child_on(as_of)) for member in party.members
        ]
        found[party.id] = model.Needs(
            wheelchair=services.count(Service.WHEELCHAIR),
            stretcher=services.count(Service.STRETCHER),
            medical=services.count(Service.MEDICAL_ESCORT),
            uasc_escort=services.count(Service.CHILD_ESCORT),
        )
    return found


def _prior(party: Waiting, codes: Mapping[str, set[UUID]]) -> model.Prior | None:
    """The place it holds, or held on a cancelled flight: a date told, or only planned. A flight outside the file says nothing."""
    live = [seat for seat in (*party.seats, *party.lost) if label(seat.flight.code) in codes]
    if live and party.site.id in codes[label(live[0].flight.code)]:
        told = any(seat.told_at or seat.status in (Status.CONFIRMED, Status.BOARDED) for seat in live)
        return model.Prior(label(live[0].flight.code), "told" if told else "planned")
    if party.missed and party.site.id in codes.get(party.missed, set()):
        return model.Prior(party.missed, "no_show")
    return None


def airport(flight: queries.FlightRow) -> str:
    return label(flight.embarkation.iata or flight.embarkation.code)
