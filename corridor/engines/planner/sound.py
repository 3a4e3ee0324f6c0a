"""What must hold between the fields of a problem: references, dates, rows that do not overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from corridor.engines.planner.fields import bad, distinct
from corridor.engines.planner.model import Problem, Resources


def require_sound(problem: Problem) -> None:
    """Refuse a problem whose parts contradict each other."""
    if problem.as_of > problem.horizon.end:
        bad("as_of", f"{problem.as_of} is after horizon.to {problem.horizon.end}")
    distinct(tuple(fund.id for fund in problem.funds), "funds", ".id")
    distinct(tuple(party.id for party in problem.parties), "parties", ".id")
    distinct(tuple(floor.group for floor in problem.policy.floors), "policy.floors", ".group")
    _options(problem)
    _priors(problem)
    _resources(problem.resources)
    funds = {fund.id for fund in problem.funds}
    buses = problem.resources.buses
    if buses and buses.fund not in funds:
        bad("resources.buses.fund", f"{buses.fund} is not among the funds")


def _options(problem: Problem) -> None:
    distinct(tuple(option.id for option in problem.options), "options", ".id")
    funds = {fund.id for fund in problem.funds}
    for number, option in enumerate(problem.options):
        if option.fund not in funds:
            bad(f"options[{number}].fund", f"{option.fund} is not among the funds")
        if option.day not in problem.horizon:
            bad(f"options[{number}].day", f"{option.day} is outside the horizon")


def _priors(problem: Problem) -> None:
    options = {option.id: option for option in problem.options}
    stops = {option.id: {stop.destination for stop in option.stops} for option in problem.options}
    for number, party in enumerate(problem.parties):
        prior = party.prior
        if prior is None:
            continue
        at = f"parties[{number}].prior"
        if prior.option not in options:
            bad(f"{at}.option", f"{prior.option} is not among the options")
        if party.destination not in stops[prior.option]:
            bad(f"{at}.option", f"{prior.option} does not stop at {party.destination}")
        if prior.status == "told" and options[prior.option].status == "optional":
            bad(f"{at}.status", f"nobody can be told a date on {prior.option} while it is optional")


def _resources(resources: Resources) -> None:
    _apart(
        [(row.destination, row.start, row.end) for row in resources.reception],
        "resources.reception",
    )
    _apart([(row.airport, row.start, row.end) for row in resources.airports], "resources.airports")
    distinct(tuple(site.destination for site in resources.transit), "resources.transit", ".destination")
    for number, site in enumerate(resources.transit):
        rows = [(site.destination, row.start, row.end) for row in site.periods]
        _apart(rows, f"resources.transit[{number}].periods")
    if resources.buses:
        fleet = [(row.airport, row.start, row.end) for row in resources.buses.fleet]
        _apart(fleet, "resources.buses.fleet")


def _apart(rows: Iterable[tuple[str, date, date]], where: str) -> None:
    """Rows of one place must not overlap."""
    places: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    for number, (place, start, end) in enumerate(rows):
        places[place].append((start, end, number))
    for place, spans in places.items():
        spans.sort()
        for (_, end, _), (start, _, number) in pairwise(spans):
            if start <= end:
                bad(f"{where}[{number}].from", f"{start} overlaps another row of {place}")
