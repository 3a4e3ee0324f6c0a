"""Small random problems with everything in them: departed, told, released, no-shows, vehicles,
transit, several stops, earmarked funds, floors, charters, every kind of need and every kind of null.

Hypothesis draws a seed and the rest follows by chance, tuned so that most parties may travel and
most limits bind now and then; drawn value by value, nearly every problem would have nobody to place.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import strategies as st

from corridor.engines.planner.model import (
    AirportLimit,
    Buses,
    Fleet,
    Floor,
    Fund,
    Needs,
    Option,
    Party,
    Policy,
    Prior,
    Problem,
    Range,
    Reception,
    Resources,
    Slots,
    Stop,
    Transit,
    TransitPeriod,
)

DAYS = 10
START = date(2027, 3, 1)
PLACES = ("D1", "D2", "TS")
AIRPORTS = ("A", "B")


def day(number: int) -> date:
    return START + timedelta(days=number)


def problems(most_parties: int = 8, most_options: int = 4, told: bool = True) -> st.SearchStrategy[Problem]:
    return st.integers(0, 2**40).map(lambda seed: problem(random.Random(seed), most_parties, most_options, told))


def problem(draw: random.Random, most_parties: int, most_options: int, told: bool = True) -> Problem:
    later = told and draw.random() < 0.5
    flights = [_option(draw, n, later and n == 0) for n in range(draw.choice((0, 1, 2, *([most_options] * 7))))]
    people = [_party(draw, n, flights, told) for n in range(draw.choice((0, 2, 4, *([most_parties] * 7))))]
    draw.shuffle(flights)
    draw.shuffle(people)
    earmark = draw.choice((None, None, None, ("D1", "TS"), ()))
    return Problem(
        as_of=day(draw.randint(2, 5)) if later else day(draw.randint(-2, 1)),
        horizon=Range(START, day(DAYS - 1)),
        plan_version=draw.randint(0, 3),
        parties=tuple(people),
        options=tuple(flights),
        resources=_resources(draw),
        funds=(
            Fund("M", draw.choice((20, 60, 200, 400))),
            Fund("E", draw.choice((5, 30, 100)), earmark, draw.choice((None, None, None, ("evacuation",)))),
        ),
        policy=Policy(
            timeliness_drop=draw.choice((0, 30, 100)),
            cases_per_escort=draw.randint(1, 3),
            floors=draw.choice(((), (Floor("G", 4),), (Floor("G", 3), Floor("H", 6)))),
            shortfall_penalty=draw.choice((0, 40, 3000)),
            expiring_days=draw.choice((0, 4, 7, 20)),
            freeze=draw.choice(("told", "told", "all")),
            freeze_days=draw.choice((0, 3, 400)),
            standby_depth=draw.choice((0, 1, 5)),
        ),
    )


def _mostly(draw: random.Random, usual: object, other: object, chance: float = 0.12) -> object:
    return other if draw.random() < chance else usual


def _range(draw: random.Random) -> Range | None:
    first = draw.randint(-2, DAYS - 2)
    return draw.choice((None, Range(day(first), day(draw.randint(first, DAYS)))))


def _rows(draw: random.Random, most: int) -> list[tuple[date, date, int]]:
    """Rows of one place that do not overlap and may leave days without a row."""
    middle = draw.randint(1, DAYS - 2)
    return draw.choice(
        (
            [(day(0), day(DAYS - 1), draw.randint(1, most))],
            [(day(1), day(DAYS), draw.randint(2, most))],
            [(day(-1), day(middle), draw.randint(0, most)), (day(middle + 1), day(DAYS - 1), draw.randint(1, most))],
        )
    )


def _option(draw: random.Random, number: int, early: bool) -> Option:
    places = draw.sample(PLACES, draw.choice((1, 2, 2)))
    return Option(
        id=f"F{number}",
        day=day(draw.randint(0, 3)) if early else day(draw.randint(1, DAYS - 1)),
        airport=draw.choice("AAB"),
        carrier=draw.choice("XXY"),
        status="committed"
        if early
        else draw.choice(("committed", "committed", "committed", "optional", "optional", "cancelled")),
        capacity=draw.choice((3, 5, 6, 8, 10)),
        stops=tuple(Stop(place, draw.choice((None, None, None, 4, 2))) for place in places),
        fund=draw.choice("MME"),
        fixed_cost=draw.randint(0, 60),
        seat_cost=draw.choice((0, 0, 1, 5)),
        min_load=draw.choice((0, 2, 4, 5)),
        slots=Slots(*[draw.choice((0, 1, 1, 2)) for _ in range(4)]),
    )


def _party(draw: random.Random, number: int, flights: list[Option], told: bool) -> Party:
    persons = draw.choice((1, 1, 1, 2, 3, 4))
    reachable = [stop.destination for option in flights for stop in option.stops] or list(PLACES)
    place = str(_mostly(draw, draw.choice(reachable), draw.choice(PLACES)))
    near = [option for option in flights if any(stop.destination == place for stop in option.stops)]
    prior = None
    if told and near and draw.random() < 0.5:
        option = draw.choice(near)
        statuses = ["planned", "planned", "released", "no_show"] + ["told"] * 3 * (option.status != "optional")
        prior = Prior(option.id, draw.choice(statuses))
    always = Range(day(-5), day(DAYS + 5))
    needs = [int(draw.random() < 0.12) for _ in range(4)]
    return Party(
        id=f"P{number}",
        persons=persons,
        seats=max(1, persons + draw.choice((0, 0, 0, 0, -1, 3))),
        destination=place,
        pathway=draw.choice(("return", "evacuation")),
        group=draw.choice((None, "G", "H")),
        corridor=draw.choice((None, "N", "S", "N")),
        origins=draw.choice((("A",), ("A", "B"), ("A", "B"), ("B", "A"), ("B",))),
        carriers=_mostly(draw, None, draw.choice((("X",), ())), 0.1),
        ready=_mostly(draw, day(draw.randint(0, 2)), draw.choice((None, day(5)))),
        exit_clearance=_mostly(draw, always, _range(draw)),
        fit_to_travel=_mostly(draw, always, _range(draw)),
        consent_until=_mostly(draw, day(DAYS), draw.choice((None, day(4))), 0.08),
        tier=draw.choice((1, 1, 1, 2)),
        weight=draw.choice((0, draw.randint(1, 60), draw.randint(1, 60), 10 * persons, 10 * persons)),
        needs=Needs(*needs) if draw.random() < 0.8 else Needs(medical=draw.randint(1, 3)),
        prior=prior,
    )


def _resources(draw: random.Random) -> Resources:
    buses = None
    if draw.random() < 0.6:
        rows = tuple(Fleet("A", *row) for row in draw.choice(([], _rows(draw, 3))))
        buses = Buses(draw.randint(1, 4), draw.choice((0, 7)), draw.choice("ME"), rows)
    transit: tuple[Transit, ...] = ()
    if draw.random() < 0.5:
        periods = tuple(TransitPeriod(start, end, draw.randint(0, 3), free + 2) for start, end, free in _rows(draw, 7))
        transit = (Transit("TS", draw.choice((1, 3, 40)), periods),)
    return Resources(
        reception=tuple(Reception("D1", *row) for row in _rows(draw, 6)) if draw.random() < 0.5 else (),
        transit=transit,
        airports=tuple(AirportLimit("A", *row) for row in _rows(draw, 9)) if draw.random() < 0.4 else (),
        buses=buses,
    )
