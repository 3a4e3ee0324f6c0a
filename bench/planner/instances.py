"""Synthetic planner problems of several sizes.

Nobody in them exists. Shape: 40 destinations by Zipf 1.05, 25 sites in 8 corridors, 4 airports, a
tenth for evacuation through a transit site, four in five travelling alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corridor.engines.planner.model import (
    AirportLimit,
    Buses,
    Event,
    Events,
    Fleet,
    Floor,
    Fund,
    Needs,
    Option,
    Party,
    Plan,
    Policy,
    Problem,
    Range,
    Reception,
    Resources,
    Slots,
    Stop,
    Transit,
    TransitPeriod,
)

START = date(2027, 3, 1)
AIRPORTS = ("MJI", "BEN", "SEB", "MRA")


@dataclass(frozen=True)
class Size:
    persons: int
    options: int
    optional: int
    weeks: int


SIZES = {
    "tiny": Size(400, 12, 3, 6),
    "S": Size(1_000, 20, 3, 8),
    "M": Size(10_000, 60, 21, 13),
    "L": Size(50_000, 200, 74, 26),
    "quarter": Size(2_500, 20, 6, 13),
    "half": Size(5_000, 32, 11, 13),
    "double": Size(20_000, 105, 36, 13),
}
REACH = {0: (0,), 1: (0, 1), 2: (0, 1), 3: (1, 0), 4: (1,), 5: (2, 0), 6: (2, 0, 1), 7: (3, 0, 1)}  # corridor → airports


def instance(size: str, seed: int) -> Problem:
    """A problem of this size; the same seed gives the same problem."""
    scale, draw = SIZES[size], random.Random(f"{size}-{seed}")
    days = scale.weeks * 7
    horizon = Range(START, START + timedelta(days=days - 1))
    shares = [1 / (rank + 1) ** 1.05 for rank in range(40)]
    parties = _parties(scale, draw, days, shares)
    options = _options(scale, draw, days, shares)
    groups: dict[str, int] = {}
    for party in parties:
        if party.group and party.ready and party.consent_until:
            groups[party.group] = groups.get(party.group, 0) + party.persons
    optional = sum(option.fixed_cost for option in options if option.status == "optional")
    seats = sum(option.capacity * option.seat_cost for option in options)
    share = sum(option.capacity for option in options) / scale.persons
    return Problem(
        as_of=START,
        horizon=horizon,
        plan_version=0,
        parties=tuple(parties),
        options=tuple(options),
        resources=_resources(scale, draw, days, shares),
        funds=(
            Fund("MAIN", int(optional * 0.55) + seats + 4_000 * scale.options),
            Fund("EVAC", 40_000 * scale.options, pathways=("evacuation",)),
        ),
        policy=Policy(
            timeliness_drop=30,
            cases_per_escort=4,
            floors=tuple(Floor(group, int(0.35 * share * count)) for group, count in sorted(groups.items())),
            shortfall_penalty=500,
            expiring_days=14,
            freeze="told",
            freeze_days=7,
            standby_depth=10,
        ),
    )


def _parties(scale: Size, draw: random.Random, days: int, shares: list[float]) -> list[Party]:
    parties: list[Party] = []
    persons = 0
    while persons < scale.persons:
        alone = draw.random() < 0.8
        size = 1 if alone else min(12, 2 + int(draw.expovariate(0.45)))
        parties.append(_party(len(parties), size, draw, days, shares))
        persons += size
    return parties


def _party(number: int, size: int, draw: random.Random, days: int, shares: list[float]) -> Party:
    evacuation = draw.random() < 0.1
    site = draw.randrange(25)
    destination = "TS-1" if evacuation else f"D{draw.choices(range(40), shares)[0]:02d}"
    stretcher = int(draw.random() < 0.006)
    infants = int(size > 2 and draw.random() < 0.3)
    uasc = int(size <= 2 and draw.random() < 0.03)
    first = 0 if draw.random() < 0.6 else draw.randrange(int(days * 0.7))
    cleared = max(0, first - draw.randrange(10))
    kept = draw.random() < (0.8 if days < 120 else 0.35)
    fit_from = max(0, first - draw.randrange(14))
    weight = sum(5 + 12 * draw.choices(range(5), (50, 25, 13, 8, 4))[0] + draw.randrange(21) for _ in range(size))
    return Party(
        id=f"P{number:06d}",
        persons=size,
        seats=size - infants + 8 * stretcher + uasc,
        destination=destination,
        pathway="evacuation" if evacuation else "return",
        group=f"SITE-{site:02d}",
        corridor=f"C{site % 8}",
        origins=tuple(AIRPORTS[airport] for airport in REACH[site % 8]),
        carriers=None if draw.random() < 0.97 else ("CH1",),
        ready=None if draw.random() < 0.06 else _day(first),
        exit_clearance=Range(_day(cleared), _day(days if kept else min(days, cleared + 30))),
        fit_to_travel=Range(_day(fit_from), _day(days if draw.random() < 0.9 else fit_from + 28)),
        consent_until=None if draw.random() < 0.02 else _day(days + 30),
        tier=2 if draw.random() < 0.02 else 1,
        weight=weight,
        needs=Needs(
            wheelchair=int(draw.random() < 0.012),
            stretcher=stretcher,
            medical=int(draw.random() < 0.02),
            uasc_escort=uasc,
        ),
    )


def _options(scale: Size, draw: random.Random, days: int, shares: list[float]) -> list[Option]:
    options = []
    kinds = ["optional"] * scale.optional
    left = scale.options - scale.optional
    evacuations = max(1, round(left * 0.1))
    blocks = round(left * (0.85 if scale.persons <= 1_000 else 0.2))
    kinds += ["evacuation"] * evacuations + ["block"] * blocks
    kinds += ["charter"] * (scale.options - len(kinds))
    for number, kind in enumerate(kinds):
        airport = AIRPORTS[draw.choices(range(4), (6, 3, 1, 1))[0]]
        stops = _stops(kind, draw, shares)
        capacity = draw.randrange(18, 46) if kind == "block" else draw.randrange(120, 181)
        options.append(
            Option(
                id=f"F{number:03d}",
                day=_day(draw.randrange(3, days)),
                airport=airport,
                carrier=draw.choice(("CH1", "CH2", "CH3")),
                status="optional" if kind == "optional" else "committed",
                capacity=capacity,
                stops=stops,
                fund="EVAC" if kind == "evacuation" else "MAIN",
                fixed_cost=capacity * draw.randrange(550, 800) if kind == "optional" else 0,
                seat_cost=draw.randrange(350, 600) if kind == "block" else 0,
                min_load=int(capacity * 0.6) if kind == "optional" else 0,
                slots=Slots(4, 1, 6, 2) if kind != "block" else Slots(1, 0, 2, 1),
            )
        )
    return options


def _stops(kind: str, draw: random.Random, shares: list[float]) -> tuple[Stop, ...]:
    if kind == "evacuation":
        return (Stop("TS-1"),)
    wanted = draw.choice((1, 2, 3)) if kind == "optional" else draw.choice((1, 2, 2, 3))
    found: dict[str, Stop] = {}
    while len(found) < wanted:
        name = f"D{draw.choices(range(40), [share**0.85 for share in shares])[0]:02d}"
        found[name] = Stop(name, draw.randrange(6, 20) if kind == "block" else None)
    return tuple(found.values())


def _resources(scale: Size, draw: random.Random, days: int, shares: list[float]) -> Resources:
    last = days - 1
    reception = [
        Reception(f"D{rank:02d}", _day(week * 7), _day(week * 7 + 6), draw.randrange(120, 260))
        for rank in range(10)
        for week in range(scale.weeks)
    ]
    half = days // 2
    periods = (
        TransitPeriod(_day(0), _day(half - 1), 420, 700),
        TransitPeriod(_day(half), _day(last), 380, 700),
    )
    fleet = tuple(Fleet(airport, _day(0), _day(last), vehicles) for airport, vehicles in zip(AIRPORTS, (6, 5, 4, 4), strict=True))
    return Resources(
        reception=tuple(reception),
        transit=(Transit("TS-1", 60, periods),),
        airports=tuple(AirportLimit(airport, _day(0), _day(last), 320) for airport in AIRPORTS),
        buses=Buses(48, 600, "MAIN", fleet),
    )


def _day(number: int) -> date:
    return START + timedelta(days=number)


def a_week_later(problem: Problem, plan: Plan, seed: int) -> Events:
    """Day 22: everybody leaving within three weeks is told; no-shows, withdrawals, a cancelled flight, late documents."""
    draw = random.Random(f"events-{seed}")
    as_of = START + timedelta(days=21)
    options = {option.id: option for option in problem.options}
    parties = {party.id: party for party in problem.parties}
    ahead = [(p, o) for p, o in sorted(plan.assigned.items()) if options[o].day >= as_of and options[o].status == "committed"]
    told = [p for p, o in ahead if (options[o].day - as_of).days <= 21]
    events = [Event("told", party=party) for party in told]
    lost = draw.sample(told, min(len(told), max(1, len(told) // 11)))
    events += [Event("no_show" if number % 2 else "withdrawn", party=party) for number, party in enumerate(lost)]
    flights = sorted({o for p, o in ahead if (options[o].day - as_of).days <= 21})
    if flights:
        events.append(Event("cancelled", option=draw.choice(flights)))
    rest = [p for p, _ in ahead if p not in set(told)]
    for party in draw.sample(rest, min(len(rest), 28)):
        late = replace(parties[party], ready=as_of + timedelta(days=50), prior=None)
        events.append(Event("party", party=party, new_party=late))
    return Events(as_of, tuple(events))
