"""Rows ↔ the planner's problem: places, days and numbers. No name, no nationality, no diagnosis, no place of detention.

What is already held always fits in the file, so that no promise falls to rounding; the table counts again at publishing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from corridor.engines.planner import Problem, model
from corridor.kernel.actor import Actor
from corridor.movements import queries, rules
from corridor.movements.lifecycle import ON_MANIFEST
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.models import Plan
from corridor.places.words import SiteKind

from .parties import Waiting, airport, label, needs_of, parties_of, seats_of, waiting

OPEN = (FlightStatus.PLANNED, FlightStatus.CONFIRMED, FlightStatus.BOARDING)
POLICY = model.Policy(cases_per_escort=rules.CASES_PER_ESCORT)


def problem(actor: Actor, as_of: date, days: int = 28) -> Problem:
    """What the actor's organisation could plan from this day on; who holds a seat on a flight outside of it is no longer waiting."""
    until = as_of + timedelta(days=days - 1)
    flights = queries.flights(actor, since=as_of, until=until, statuses=[str(one) for one in OPEN], mine=True, limit=500)
    known = {flight.id for flight in flights}
    parties = [party for party in waiting(actor) if not party.seats or any(seat.flight_id in known for seat in party.seats)]
    last = Plan.objects.filter(organisation_id=actor.organisation_id).exclude(plan={}).order_by("-version").first()
    needs = needs_of(actor, parties, as_of)
    built = parties_of(actor, parties, flights, needs, as_of)
    return Problem(
        as_of=as_of,
        horizon=model.Range(as_of, until),
        plan_version=last.version if last else 0,
        parties=tuple(sorted(built, key=lambda party: party.id)),
        options=tuple(_option(flight, parties, needs) for flight in flights),
        resources=model.Resources(transit=_transit(flights, parties, as_of, until)),
        funds=_funds(flights),
        policy=POLICY,
    )


def _option(flight: queries.FlightRow, parties: Sequence[Waiting], needs: Mapping[str, model.Needs]) -> model.Option:
    """Places for the parties of the file: those of others are taken off, what the parties hold is always in."""
    aboard = [party for party in parties if any(seat.flight_id == flight.id for seat in party.seats)]
    held = sum(seats_of(party, flight.departs_on) for party in aboard)
    held_needs = [needs[party.id] for party in aboard]
    medical = sum(one.medical for one in held_needs)
    load = flight.load
    others = load.seats - load.escorts - held
    capacity = flight.capacity - others - (load.escorts - load.medical_escorts) - max(load.medical_escorts - medical, 0)
    slots = model.Slots(
        wheelchair=_slot(flight.wheelchair_slots, load.wheelchair, sum(one.wheelchair for one in held_needs)),
        stretcher=_slot(flight.stretcher_slots, load.stretcher, sum(one.stretcher for one in held_needs)),
        uasc_escort=_slot(flight.child_escort_slots, load.child_escort, sum(one.uasc_escort for one in held_needs)),
        medical_escort=_slot(flight.medical_escort_slots, load.medical_escort, medical),
    )
    committed = flight.status != FlightStatus.PLANNED
    return model.Option(
        id=label(flight.code),
        day=flight.departs_on,
        airport=airport(flight),
        carrier=label(flight.carrier),
        status="committed" if committed else "optional",
        capacity=max(capacity, held + medical, 0),
        stops=tuple(_stop(stop, aboard) for stop in flight.stops),
        fund=label(flight.fund),
        fixed_cost=0 if committed else flight.cost,
        slots=slots,
    )


def _slot(all_: int, taken: int, mine: int) -> int:
    return max(all_ - (taken - mine), mine, 0)


def _stop(stop: queries.StopRow, aboard: Sequence[Waiting]) -> model.Stop:
    if stop.seats is None:
        return model.Stop(label(stop.site.code))
    mine = sum(seats_of(party, party.seats[0].departs_on) for party in aboard if party.site.id == stop.site.id)
    return model.Stop(label(stop.site.code), max(stop.seats - (stop.taken - mine), mine, 0))


def _funds(flights: Iterable[queries.FlightRow]) -> tuple[model.Fund, ...]:
    """No ledger of money yet: a fund pays for all its flights that are not contracted."""
    amounts: dict[str, int] = {}
    for flight in flights:
        amounts[label(flight.fund)] = amounts.get(label(flight.fund), 0) + flight.cost
    return tuple(model.Fund(name, amount) for name, amount in sorted(amounts.items()))


def _transit(
    flights: Sequence[queries.FlightRow], parties: Sequence[Waiting], first: date, last: date
) -> tuple[model.Transit, ...]:
    """Dated room of transit sites; whoever comes is counted to the end of the horizon."""
    sites = {stop.site.id: stop.site for flight in flights for stop in flight.stops if stop.site.kind == SiteKind.TRANSIT}
    found = []
    for site in sorted(sites.values(), key=lambda one: one.code):
        mine = [seat for party in parties if party.site.id == site.id for seat in party.seats if seat.status in ON_MANIFEST]
        days = _transit_days(site.id, first, last)
        periods: list[model.TransitPeriod] = []
        for day, people_there, capacity in days:
            base = max(people_there - sum(seat.departs_on <= day for seat in mine), 0)
            if periods and (periods[-1].base, periods[-1].capacity) == (base, capacity):
                periods[-1] = replace(periods[-1], end=day)
            else:
                periods.append(model.TransitPeriod(day, day, base, capacity))
        found.append(model.Transit(label(site.code), (last - first).days + 1, tuple(periods)))
    return tuple(found)


def _transit_days(site_id: UUID, first: date, last: date) -> list[tuple[date, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::date, movements_people_staying(%(site)s, d::date) + movements_people_coming(%(site)s, d::date),"
            " coalesce((SELECT persons FROM places_capacity c WHERE c.site_id = %(site)s AND c.days @> d::date), 0)"
            " FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') d ORDER BY 1",
            {"site": site_id, "first": first, "last": last},
        )
        return list(cursor.fetchall())
