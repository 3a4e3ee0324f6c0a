"""Small random problems with everything in them: departed, told, released, no-shows, vehicles,
transit, several stops, earmarked funds, floors, charters, every kind of need and every kind of null."""

from __future__ import annotations

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


days = st.integers(0, DAYS - 1).map(day)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    first = draw(st.integers(-2, DAYS - 1))
    return Range(day(first), day(draw(st.integers(max(first, DAYS - 4) if draw(st.booleans()) else first, DAYS))))


@st.composite
def halves(draw: st.DrawFn, most: int) -> list[tuple[date, date, int]]:
    """Rows of one place that do not overlap and may leave days without a row."""
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return [(day(0), day(DAYS - 1), draw(st.integers(0, most)))]
    if kind == 1:
        return [(day(2), day(DAYS), draw(st.integers(1, most)))]
    middle = draw(st.integers(1, DAYS - 2))
    return [
        (day(-1), day(middle), draw(st.integers(0, most))),
        (day(middle + 1), day(DAYS - 1), draw(st.integers(0, most))),
    ]


@st.composite
def options(draw: st.DrawFn, number: int, early: bool) -> Option:
    places = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True))
    return Option(
        id=f"F{number}",
        day=day(draw(st.integers(0, 3))) if early else draw(days),
        airport=draw(st.sampled_from("AAB")),
        carrier=draw(st.sampled_from("XY")),
        status=draw(st.sampled_from(("committed", "committed", "committed", "optional", "optional", "cancelled"))),
        capacity=draw(st.integers(0, 9)),
        stops=tuple(Stop(place, draw(st.one_of(st.none(), st.none(), st.integers(0, 6)))) for place in places),
        fund=draw(st.sampled_from(("M", "M", "E"))),
        fixed_cost=draw(st.integers(0, 60)),
        seat_cost=draw(st.sampled_from((0, 0, 1, 5))),
        min_load=draw(st.integers(0, 4)),
        slots=Slots(*[draw(st.integers(0, 2)) for _ in range(4)]),
    )


@st.composite
def parties(draw: st.DrawFn, number: int, flights: list[Option]) -> Party:
    persons = draw(st.integers(1, 4))
    place = draw(st.sampled_from(PLACES))
    near = [option for option in flights if any(stop.destination == place for stop in option.stops)]
    prior = None
    if near and draw(st.booleans()):
        option = draw(st.sampled_from(near))
        statuses = ["planned", "released", "no_show"] + ["told", "told"] * (option.status != "optional")
        prior = Prior(option.id, draw(st.sampled_from(statuses)))
    rare = st.sampled_from((0, 0, 0, 0, 1, 2))
    open_range = Range(day(-5), day(DAYS + 5))
    return Party(
        id=f"P{number}",
        persons=persons,
        seats=max(1, persons + draw(st.sampled_from((0, 0, 0, -1, 3)))),
        destination=place,
        pathway=draw(st.sampled_from(("return", "evacuation"))),
        group=draw(st.sampled_from((None, "G", "H"))),
        corridor=draw(st.sampled_from((None, "N", "S", "N"))),
        origins=draw(st.sampled_from((("A",), ("A", "B"), ("A", "B"), ("B",)))),
        carriers=draw(st.sampled_from((None, None, None, ("X",), ()))),
        ready=draw(st.one_of(st.just(day(0)), st.just(day(0)), days, st.none())),
        exit_clearance=draw(st.one_of(st.just(open_range), st.just(open_range), ranges(), st.none())),
        fit_to_travel=draw(st.one_of(st.just(open_range), st.just(open_range), ranges(), st.none())),
        consent_until=draw(st.one_of(st.just(day(DAYS)), st.just(day(DAYS)), days, st.none())),
        tier=draw(st.sampled_from((1, 1, 2))),
        weight=draw(st.integers(0, 60)),
        needs=Needs(draw(rare), draw(rare), draw(rare), draw(rare)),
        prior=prior,
    )


@st.composite
def problems(draw: st.DrawFn, most_parties: int = 7, most_options: int = 4) -> Problem:
    later = draw(st.booleans())
    flights = [draw(options(n, later and n == 0)) for n in range(draw(st.integers(0, most_options)))]
    people = [draw(parties(n, flights)) for n in range(draw(st.integers(0, most_parties)))]
    flights, people = draw(st.permutations(flights)), draw(st.permutations(people))
    earmark = st.sampled_from((None, None, ("D1", "TS"), ()))
    return Problem(
        as_of=day(draw(st.integers(2, 5))) if later else day(draw(st.integers(-2, 1))),
        horizon=Range(START, day(DAYS - 1)),
        plan_version=draw(st.integers(0, 3)),
        parties=tuple(people),
        options=tuple(flights),
        resources=draw(resources()),
        funds=(
            Fund("M", draw(st.integers(0, 200))),
            Fund("E", draw(st.integers(0, 60)), draw(earmark), draw(st.sampled_from((None, None, ("evacuation",))))),
        ),
        policy=Policy(
            timeliness_drop=draw(st.sampled_from((0, 30, 100))),
            cases_per_escort=draw(st.integers(1, 3)),
            floors=draw(st.sampled_from(((), (Floor("G", 4),), (Floor("G", 3), Floor("H", 6))))),
            shortfall_penalty=draw(st.sampled_from((0, 40, 3000))),
            expiring_days=draw(st.sampled_from((0, 4, 20))),
            freeze=draw(st.sampled_from(("told", "all"))),
            freeze_days=draw(st.sampled_from((0, 3, 400))),
            standby_depth=draw(st.sampled_from((0, 1, 5))),
        ),
    )


@st.composite
def resources(draw: st.DrawFn) -> Resources:
    reception = draw(halves(6)) if draw(st.booleans()) else []
    transit = draw(halves(9)) if draw(st.booleans()) else None
    airports = draw(halves(9)) if draw(st.booleans()) else []
    buses = None
    if draw(st.booleans()):
        fleet = draw(halves(3)) if draw(st.booleans()) else []
        rows = tuple(Fleet("A", *row) for row in fleet)
        buses = Buses(draw(st.integers(1, 4)), draw(st.sampled_from((0, 7))), draw(st.sampled_from("ME")), rows)
    periods = tuple(TransitPeriod(start, end, draw(st.integers(0, 4)), places) for start, end, places in transit or ())
    return Resources(
        reception=tuple(Reception("D1", *row) for row in reception),
        transit=(Transit("TS", draw(st.sampled_from((1, 3, 40))), periods),) if transit is not None else (),
        airports=tuple(AirportLimit("A", *row) for row in airports),
        buses=buses,
    )
