"""The planning question put to OR-Tools CP-SAT, written from the rules and not from our model.

Buses and escorts are integer quotients, transit is counted day by day; nothing is taken from the
planner but the eligibility and keep set of the naive reading.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from datetime import timedelta

from corridor.engines.planner.model import Problem
from tests.engines.planner.oracle import World


def available() -> bool:
    return importlib.util.find_spec("ortools") is not None


def best_levels(problem: Problem) -> tuple[int, int, int]:
    """Tier 2, expiring and value, one after the other, each proven."""
    from ortools.sat.python import cp_model

    world = World(problem)
    reached: list[int] = []
    for level in range(3):
        model = cp_model.CpModel()
        goals = _state(model, world)
        for earlier, number in enumerate(reached):
            model.add(goals[earlier] >= number)
        model.maximize(goals[level])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = 20
        assert solver.solve(model) == cp_model.OPTIMAL
        reached.append(round(solver.objective_value))
    return reached[0], reached[1], reached[2]


def _state(model, world: World):  # noqa: C901 — one model, told in one place
    problem, policy = world.problem, world.problem.policy
    x, seats, loads = {}, defaultdict(list), defaultdict(list)
    y = {o.id: model.new_bool_var(o.id) for o in problem.options if o.status == "optional" and o.day >= problem.as_of}
    for p in world.p:
        if p in world.kept:
            x[p, world.kept[p]] = model.new_constant(1)
        else:
            for o in world.o:
                if not world.eligible[p, o]:
                    x[p, o] = model.new_bool_var(f"{p} {o}")
        model.add(sum(v for (q, _), v in x.items() if q == p) <= 1)
    riders = defaultdict(list)
    for (p, o), v in x.items():
        _use(world, p, o, v, seats, loads, riders)
    for o in problem.options:
        medical = sum(world.p[p].needs.medical * v for (p, place), v in x.items() if place == o.id)
        escorts = _quotient(model, medical, policy.cases_per_escort)
        loads["MEDICAL_ESCORT", o.id].append(escorts)
        used = sum(seats[o.id]) + escorts
        loads["SEATS", o.id].append(used)
        loads["BUDGET", o.fund].append(o.seat_cost * used)
        if o.id in y:
            loads["BUDGET", o.fund].append(o.fixed_cost * y[o.id])
            model.add(used >= o.min_load).only_enforce_if(y[o.id])
            for (_, place), v in x.items():
                if place == o.id:
                    model.add(v <= y[o.id])
    buses = problem.resources.buses
    for (airport, day, _), terms in riders.items() if buses else ():
        vehicles = _quotient(model, sum(terms), buses.vehicle_seats)
        loads["BUSES", airport, day].append(vehicles)
        loads["BUDGET", buses.fund].append(buses.vehicle_cost * vehicles)
    for key, terms in loads.items():
        limit = world.limits(key)
        if limit is not None:
            model.add(sum(terms) <= limit)
    return _goals(model, world, x)


def _use(world: World, p: str, o: str, v, seats, loads, riders) -> None:
    party, option, resources = world.p[p], world.o[o], world.problem.resources
    seats[o].append(party.seats * v)
    loads["STOP_SEATS", o, party.destination].append(party.seats * v)
    loads["AIRPORT", option.airport, option.day].append(party.persons * v)
    for need in ("wheelchair", "stretcher", "uasc_escort"):
        loads[need.upper(), o].append(getattr(party.needs, need) * v)
    rows = [r for r in resources.reception if r.destination == party.destination]
    row = next((r.start for r in rows if r.start <= option.day <= r.end), option.day)
    loads["RECEPTION", party.destination, row].append(party.persons * v)
    for site in resources.transit:
        for night in range(site.stay_days if site.destination == party.destination else 0):
            t = option.day + timedelta(days=night)
            if t <= world.problem.horizon.end:
                loads["TRANSIT", party.destination, t].append(party.persons * v)
    if party.corridor is not None:
        riders[option.airport, option.day, party.corridor].append(party.persons * v)


def _quotient(model, total, size: int):
    """The total divided by the size, rounded up."""
    result = model.new_int_var(0, 1_000, "")
    model.add(size * result >= total)
    model.add(size * result <= total + size - 1)
    return result


def _goals(model, world: World, x):
    problem, policy = world.problem, world.problem.policy
    length = (problem.horizon.end - problem.horizon.start).days + 1
    value = []
    for (p, o), v in x.items():
        gone = (world.o[o].day - problem.horizon.start).days
        value.append(world.p[p].weight * (100 - policy.timeliness_drop * gone // length) * v)
    for floor in policy.floors:
        short = model.new_int_var(0, floor.persons, "")
        moved = sum(world.p[p].persons * v for (p, _), v in x.items() if world.p[p].group == floor.group)
        model.add(short >= floor.persons - moved)
        value.append(-policy.shortfall_penalty * short)
    return (
        sum(world.p[p].persons * v for (p, _), v in x.items() if world.p[p].tier == 2),
        sum(world.p[p].persons * v for (p, _), v in x.items() if world.expiring(p)),
        sum(value),
    )
