"""What people decided, as the planner's file says it: the policy in force, money that is left, limits of places, towns.

Where nobody decided anything the planner's own numbers hold, and nothing but the flights themselves limits a plan.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Sum

from corridor.engines.planner import model
from corridor.kernel.actor import Actor
from corridor.movements import queries, rules
from corridor.movements.lifecycle import ON_MANIFEST
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Policy as PolicyState
from corridor.movements.models import Closure, Flight, Fund, Limit, Policy, Seat
from corridor.movements.rules.policy import Span, by_day, weights
from corridor.movements.words import LimitKind
from corridor.people import queries as people
from corridor.places import queries as places

from .parties import Waiting, airport, label

CONTRACTED = (FlightStatus.CONFIRMED, FlightStatus.BOARDING, FlightStatus.DEPARTED, FlightStatus.ARRIVED)
NO_LIMIT = 100_000  # people a day: on days that no row of a place covers
NO_LEDGER = 1_000_000_000  # EUR: where no fund was ever written down, money limits nothing


def policy_of(actor: Actor) -> tuple[UUID | None, model.Policy]:
    """The version in force and its numbers for the planner; None and the planner's own where none was ever approved."""
    row = _in_force(actor)
    if row is None:
        return None, model.Policy(cases_per_escort=rules.CASES_PER_ESCORT)
    return row.id, model.Policy(
        timeliness_drop=row.timeliness_drop,
        cases_per_escort=row.cases_per_escort,
        floors=tuple(sorted((model.Floor(one["group"], one["persons"]) for one in row.floors), key=lambda one: one.group)),
        shortfall_penalty=row.shortfall_penalty,
        expiring_days=row.expiring_days,
        freeze="all" if row.freeze == "all" else "told",
        freeze_days=row.freeze_days,
        standby_depth=row.standby_depth,
    )


def least_fill_of(actor: Actor) -> int:
    """Per cent of its seats below which no charter is commissioned: what is contracted already flies whatever comes."""
    row = _in_force(actor)
    return row.least_fill if row else 0


def weights_of(actor: Actor) -> rules.Weights:
    row = _in_force(actor)
    return weights(row.weights) if row else rules.Weights()


def _in_force(actor: Actor) -> Policy | None:
    mine = Policy.objects.filter(organisation_id=actor.organisation_id, state=str(PolicyState.IN_FORCE))
    return mine.order_by("-version").first()


# --- money


def funds_of(actor: Actor, flights: Sequence[queries.FlightRow], first: date, last: date) -> tuple[model.Fund, ...]:
    """What a plan for these days may spend: all of each fund less what is contracted in the fund's own days.

    A flight whose day or name no fund covers is paid by one with nothing in it (`fund_label`).
    """
    rows = list(Fund.objects.filter(organisation_id=actor.organisation_id).order_by("code"))
    found = {label(row.code): _fund(actor, row) for row in rows if row.first <= last and row.last >= first}
    for flight in flights:
        for name in (label(flight.fund), fund_label(flight, rows)):
            found.setdefault(name, model.Fund(name, 0))
        if not rows:
            name = label(flight.fund)
            found[name] = model.Fund(name, found[name].amount + flight.cost)
    policy = _in_force(actor)
    if policy and policy.vehicle_seats and (name := label(policy.vehicle_fund)) not in found:
        found[name] = model.Fund(name, 0 if rows else NO_LEDGER)
    return tuple(found[name] for name in sorted(found))


def fund_labels(actor: Actor, flights: Sequence[queries.FlightRow]) -> dict[UUID, str]:
    """Which fund pays for each flight."""
    rows = list(Fund.objects.filter(organisation_id=actor.organisation_id).order_by("code"))
    return {flight.id: fund_label(flight, rows) for flight in flights}


def fund_label(flight: queries.FlightRow, rows: Sequence[Fund]) -> str:
    """The flight's fund, or `<code>.none` where funds are written down and none of that name covers the day."""
    name = label(flight.fund)
    covered = any(label(row.code) == name and row.first <= flight.departs_on <= row.last for row in rows)
    return name if covered or not rows else f"{name[:35]}.none"


def _fund(actor: Actor, row: Fund) -> model.Fund:
    return model.Fund(
        label(row.code),
        max(row.amount - contracted(actor, row), 0),
        tuple(map(label, row.destinations)) if row.destinations else None,
        tuple(row.pathways) if row.pathways else None,
    )


def contracted(actor: Actor, row: Fund) -> int:
    """EUR of the flights that this fund pays for and that are confirmed or gone."""
    flights = Flight.objects.filter(operator_id=actor.organisation_id, fund=row.code, departs_on__range=(row.first, row.last))
    return flights.filter(status__in=[str(one) for one in CONTRACTED]).aggregate(eur=Sum("cost"))["eur"] or 0


# --- limits of places


def resources_of(
    actor: Actor, flights: Sequence[queries.FlightRow], first: date, last: date
) -> tuple[tuple[model.Reception, ...], tuple[model.AirportLimit, ...], model.Buses | None]:
    """Reception, departures a day (none where an airport is closed) and vehicles, less what others take of them."""
    rows = list(
        Limit.objects.filter(organisation_id=actor.organisation_id, ended_at__isnull=True, first__lte=last, last__gte=first)
        .select_related("site")
        .order_by("id")
    )
    closed = Closure.objects.filter(
        organisation_id=actor.organisation_id, lifted_at__isnull=True, first__lte=last, last__gte=first
    )
    others = _others(actor, flights)
    return (
        _reception(actor, [row for row in rows if row.kind == LimitKind.RECEPTION], others, flights, first, last),
        _airports([row for row in rows if row.kind == LimitKind.AIRPORT], list(closed), others, flights, first, last),
        _buses(actor, [row for row in rows if row.kind == LimitKind.VEHICLES], flights, first, last),
    )


def _others(actor: Actor, flights: Sequence[queries.FlightRow]) -> dict[tuple[UUID, UUID], int]:
    """People on these flights who are in no party of ours: by flight and destination. Counted by the table, so past all walls."""
    ours = Seat.objects.filter(flight_id__in=[one.id for one in flights], status__in=[str(one) for one in ON_MANIFEST])
    rows = (
        ours.filter(party__organisation_id=actor.organisation_id).order_by().values_list("stop_id").annotate(people=Count("id"))
    )
    mine: dict[UUID, int] = dict(rows)
    stops = [(one.id, stop) for one in flights for stop in one.stops]
    return {(flight_id, stop.site.id): max(stop.people - mine.get(stop.id, 0), 0) for flight_id, stop in stops}


def _reception(
    actor: Actor,
    rows: Sequence[Limit],
    others: Mapping[tuple[UUID, UUID], int],
    flights: Sequence[queries.FlightRow],
    first: date,
    last: date,
) -> tuple[model.Reception, ...]:
    """Each row whole, cut to the days of the plan; before, between and after them nothing limits."""
    found: list[model.Reception] = []
    for row in rows:
        taken = _arrived(actor, row) + sum(
            others.get((one.id, row.site_id), 0) for one in flights if row.first <= one.departs_on <= row.last
        )
        span = model.Reception(label(row.site.code), max(row.first, first), min(row.last, last), max(row.number - taken, 0))
        found.append(span)
    for name in sorted({one.destination for one in found}):
        held = sorted((one for one in found if one.destination == name), key=lambda one: one.start)
        found += [model.Reception(name, start, end, NO_LIMIT) for start, end in _gaps(held, first, last)]
    return tuple(sorted(found, key=lambda one: (one.destination, one.start)))


def _gaps(rows: Sequence[model.Reception], first: date, last: date) -> list[tuple[date, date]]:
    gaps, day = [], first
    for row in rows:
        if row.start > day:
            gaps.append((day, row.start - timedelta(days=1)))
        day = row.end + timedelta(days=1)
    return gaps + ([(day, last)] if day <= last else [])


def _arrived(actor: Actor, row: Limit) -> int:
    """People the place has had from our flights in these days already: they are not in the file any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(l.people), 0) FROM movements_flight f JOIN movements_stop st ON st.flight_id = f.id"
            " CROSS JOIN LATERAL movements_stop_load(f.id) l WHERE l.stop_id = st.id AND st.destination_id = %s"
            " AND f.operator_id = %s AND f.departs_on BETWEEN %s AND %s AND f.status IN ('departed', 'arrived')",
            [row.site_id, actor.organisation_id, row.first, row.last],
        )
        return int(cursor.fetchone()[0])


def _airports(
    rows: Sequence[Limit],
    closed: Sequence[Closure],
    others: Mapping[tuple[UUID, UUID], int],
    flights: Sequence[queries.FlightRow],
    first: date,
    last: date,
) -> tuple[model.AirportLimit, ...]:
    found: list[model.AirportLimit] = []
    for site_id, name in sorted(_airports_of(flights).items(), key=lambda item: item[1]):
        spans = [Span(row.first, row.last, row.number) for row in rows if row.site_id == site_id]
        spans += [Span(row.first, row.last, 0) for row in closed if row.site_id == site_id]
        if not spans:
            continue
        spans = by_day(first, last, spans, NO_LIMIT)
        spans = [part for span in spans for part in _less_others(span, site_id, others, flights)]
        found += [model.AirportLimit(name, span.start, span.end, span.number) for span in spans]
    return tuple(found)


def _less_others(
    span: Span, site_id: UUID, others: Mapping[tuple[UUID, UUID], int], flights: Sequence[queries.FlightRow]
) -> list[Span]:
    """The same days, a day on which others leave on its own."""
    taken: dict[date, int] = {}
    for flight in flights:
        people_there = sum(number for (flight_id, _site), number in others.items() if flight_id == flight.id)
        if flight.embarkation.id == site_id and people_there and span.start <= flight.departs_on <= span.end:
            taken[flight.departs_on] = taken.get(flight.departs_on, 0) + people_there
    if not taken:
        return [span]
    single = [Span(day, day, max(span.number - number, 0)) for day, number in sorted(taken.items())]
    return by_day(span.start, span.end, single, span.number)


def _airports_of(flights: Sequence[queries.FlightRow]) -> dict[UUID, str]:
    return {flight.embarkation.id: airport(flight) for flight in flights}


def _buses(
    actor: Actor, rows: Sequence[Limit], flights: Sequence[queries.FlightRow], first: date, last: date
) -> model.Buses | None:
    """Vehicles are planned once the policy says how many seats one has; an airport without a row has as many as it needs."""
    policy = _in_force(actor)
    if policy is None or not policy.vehicle_seats:
        return None
    fleet: list[model.Fleet] = []
    for site_id, name in sorted(_airports_of(flights).items(), key=lambda item: item[1]):
        spans = [Span(row.first, row.last, row.number) for row in rows if row.site_id == site_id]
        if spans:
            fleet += [model.Fleet(name, span.start, span.end, span.number) for span in by_day(first, last, spans, NO_LIMIT)]
    return model.Buses(policy.vehicle_seats, policy.vehicle_cost, label(policy.vehicle_fund), tuple(fleet))


# --- towns


def towns_of(actor: Actor, parties: Collection[Waiting]) -> dict[str, str | None]:
    """By party: the town where its people wait, for floors and vehicles. Never the centre or shelter in it (INV-18)."""
    ids = [member.id for party in parties for member in party.members]
    where = {person_id: row.site_id for person_id, row in people.locations(actor, ids).items() if row.site_id}
    sites = places.sites_by_id(actor, set(where.values()))
    towns = {
        person_id: rules.town(sites[site_id].kind, sites[site_id].name, sites[site_id].area)
        for person_id, site_id in where.items()
    }
    found: dict[str, str | None] = {}
    for party in parties:
        names = sorted(filter(None, (towns.get(member.id) for member in party.members)))
        found[party.id] = label(max(names, key=names.count)) if names else None
    return found
