"""Rows ↔ the planner's problem: places, days and numbers. No name, no nationality, no diagnosis, no place of detention.

What is already held fits in the file, so that no promise falls to rounding; only a cut that somebody announced, a closed airport
and a cancelled flight take room away. The table counts again at publishing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from corridor.engines.planner import Problem, model
from corridor.kernel.actor import Actor
from corridor.movements import queries
from corridor.movements.lifecycle import ON_MANIFEST
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.models import Closure, Plan
from corridor.movements.words import Carriage, PlanKind
from corridor.places.words import SiteKind

from .parties import Waiting, airport, label, needs_of, parties_of, seats_of, waiting
from .policy import fund_labels, funds_of, least_fill_of, policy_of, resources_of, towns_of, weights_of

OPEN = (FlightStatus.PLANNED, FlightStatus.CONFIRMED, FlightStatus.BOARDING)
Shut = list[tuple[UUID, date, date]]


def problem(
    actor: Actor, as_of: date, days: int = 28, *, policy: model.Policy | None = None, plan_version: int | None = None
) -> Problem:
    """What the actor's organisation could plan from this day on; who holds a seat on a flight outside of it is no longer waiting."""
    span = model.Range(as_of, as_of + timedelta(days=days - 1))
    everybody = waiting(actor)
    flights = _flights(actor, span, {seat.flight_id for party in everybody for seat in party.lost})
    known = {flight.id for flight in flights}
    parties = [party for party in everybody if not party.seats or any(seat.flight_id in known for seat in party.seats)]
    needs = needs_of(actor, parties, as_of)
    built = parties_of(actor, parties, flights, needs, span, weights=weights_of(actor), towns=towns_of(actor, parties))
    policy = policy or policy_of(actor)[1]
    shut, paid, per = _shut(actor, span), fund_labels(actor, flights), policy.cases_per_escort
    fill = least_fill_of(actor)
    reception, airports, buses = resources_of(actor, flights, span.start, span.end)
    transit = _transit(flights, parties, span.start, span.end)
    whole = Problem(
        as_of=as_of,
        horizon=span,
        plan_version=_last_version(actor) if plan_version is None else plan_version,
        parties=tuple(sorted(built, key=lambda party: party.id)),
        options=tuple(_option(flight, parties, needs, shut, paid[flight.id], per, fill) for flight in flights),
        resources=model.Resources(reception, transit, airports, buses),
        funds=funds_of(actor, flights, span.start, span.end),
        policy=policy,
    )
    return _with_charters_held(whole) if policy.freeze == "all" else whole


def _with_charters_held(problem: Problem) -> Problem:
    """Every seat given stays: also those on charters not contracted yet, which count as flown as far as the money reaches."""
    seated = {party.prior.option for party in problem.parties if party.prior and party.prior.status == "planned"}
    left, options = {fund.id: fund.amount for fund in problem.funds}, []
    for option in problem.options:
        if option.status == "optional" and option.id in seated and left[option.fund] >= option.fixed_cost:
            left[option.fund] -= option.fixed_cost
            option = replace(option, status="committed")
        options.append(option)
    funds = tuple(replace(fund, amount=left[fund.id]) for fund in problem.funds)
    return replace(problem, options=tuple(options), funds=funds)


def _last_version(actor: Actor) -> int:
    mine = Plan.objects.filter(organisation_id=actor.organisation_id).exclude(kind=str(PlanKind.SCENARIO)).exclude(plan={})
    return mine.order_by("-version").values_list("version", flat=True).first() or 0


def _flights(actor: Actor, span: model.Range, lost: set[UUID]) -> list[queries.FlightRow]:
    """Open ones, and cancelled ones that people still wait from: they stay in the file as what they lost."""
    statuses = [str(one) for one in (*OPEN, FlightStatus.CANCELLED)]
    rows = queries.flights(actor, since=span.start, until=span.end, statuses=statuses, mine=True, limit=500)
    gone = [replace(row, cost=0) for row in rows if row.status == FlightStatus.CANCELLED and row.id in lost]
    return [row for row in rows if row.status != FlightStatus.CANCELLED] + gone


def _shut(actor: Actor, span: model.Range) -> Shut:
    rows = Closure.objects.filter(organisation_id=actor.organisation_id, lifted_at__isnull=True)
    rows = rows.filter(first__lte=span.end, last__gte=span.start).order_by("id")
    return [(row.site_id, row.first, row.last) for row in rows]


def _status(flight: queries.FlightRow, shut: Shut) -> model.Status:
    closed = any(site == flight.embarkation.id and first <= flight.departs_on <= last for site, first, last in shut)
    if closed or flight.status == FlightStatus.CANCELLED:
        return "cancelled"
    return "optional" if flight.status == FlightStatus.PLANNED else "committed"


def _option(
    flight: queries.FlightRow,
    parties: Sequence[Waiting],
    needs: Mapping[str, model.Needs],
    shut: Shut,
    fund: str,
    per: int,
    fill: int,
) -> model.Option:
    """Places for the parties of the file: those of others are taken off, what the parties hold is in unless a cut was announced.

    `per`: cases to one medical escort. A flight says how many cases it takes, the file how many escorts; a rest is not used.
    `fill`: per cent of a charter's seats below which it is not commissioned; seats of parties outside the file count towards it.
    """
    aboard = [party for party in parties if any(seat.flight_id == flight.id for seat in party.seats)]
    held = sum(seats_of(party, flight.departs_on) for party in aboard)
    held_needs = [needs[party.id] for party in aboard]
    medical = sum(one.medical for one in held_needs)
    escorts = -(-medical // per)
    load = flight.load
    others = load.seats - load.escorts - held
    places = flight.capacity if flight.cut_to is None else flight.cut_to
    capacity = places - others - (load.escorts - load.medical_escorts) - max(load.medical_escorts - escorts, 0)
    slots = model.Slots(
        wheelchair=_slot(flight.wheelchair_slots, load.wheelchair, sum(one.wheelchair for one in held_needs)),
        stretcher=_slot(flight.stretcher_slots, load.stretcher, sum(one.stretcher for one in held_needs)),
        uasc_escort=_slot(flight.child_escort_slots, load.child_escort, sum(one.uasc_escort for one in held_needs)),
        medical_escort=max((flight.medical_escort_slots - (load.medical_escort - medical)) // per, escorts, 0),
    )
    status = _status(flight, shut)
    return model.Option(
        id=label(flight.code),
        day=flight.departs_on,
        airport=airport(flight),
        carrier=label(flight.carrier),
        status=status,
        capacity=max(capacity, 0) if flight.cut_to is not None else max(capacity, held + escorts, 0),
        stops=tuple(_stop(stop, aboard) for stop in flight.stops),
        fund=fund,
        fixed_cost=flight.cost if status == "optional" else 0,
        min_load=max(-(-places * fill // 100) - others, 0) if status == "optional" and flight.carriage == Carriage.CHARTER else 0,
        slots=slots,
    )


def _slot(all_: int, taken: int, mine: int) -> int:
    return max(all_ - (taken - mine), mine, 0)


def _stop(stop: queries.StopRow, aboard: Sequence[Waiting]) -> model.Stop:
    if stop.seats is None:
        return model.Stop(label(stop.site.code))
    mine = sum(seats_of(party, party.seats[0].departs_on) for party in aboard if party.site.id == stop.site.id)
    return model.Stop(label(stop.site.code), max(stop.seats - (stop.taken - mine), mine, 0))


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
