"""Prices for officers: what one more of a thing would be worth, and nothing where there is slack."""

from __future__ import annotations

from dataclasses import replace

from corridor.engines import planner
from corridor.engines.planner.model import Problem, Range
from tests.engines.planner.test_examples import read


def waiting_for_a_seat() -> Problem:
    """Three people alone, one flight of two seats, no other limit."""
    problem = planner.read_problem(read("problem.json"))
    one = replace(problem.parties[2], persons=1, seats=1, corridor=None)
    people = tuple(replace(one, id=f"Q{weight}", weight=weight) for weight in (10, 20, 30))
    flight = replace(problem.options[0], capacity=2, stops=(replace(problem.options[0].stops[1], seats=None),))
    rules = replace(problem.policy, floors=())
    return replace(problem, parties=people, options=(flight, replace(problem.options[1], fund="MAIN")), policy=rules)


def test_a_seat_is_worth_whoever_waits_for_it() -> None:
    problem = waiting_for_a_seat()
    found = planner.prices(problem, planner.solve(problem, seconds=5))
    assert [(price.code, price.place, price.worth) for price in found.limits] == [("SEATS", "F1", 10 * 93)]
    assert found.renewals == ()


def test_a_clearance_that_ends_too_early_is_worth_its_place_less_what_it_takes_from_others() -> None:
    problem = waiting_for_a_seat()
    best = problem.parties[2]
    short = replace(best, exit_clearance=Range(problem.as_of, problem.options[0].day.replace(day=5)))
    problem = replace(problem, parties=(problem.parties[0], problem.parties[1], short))
    found = planner.prices(problem, planner.solve(problem, seconds=5))
    assert [(one.party, one.code, one.days, one.worth > 0) for one in found.renewals] == [("Q30", "EXIT_CLEARANCE", 3, True)]


def test_nothing_is_dear_where_there_is_room() -> None:
    problem = waiting_for_a_seat()
    problem = replace(problem, options=(replace(problem.options[0], capacity=9),))
    assert planner.prices(problem, planner.solve(problem, seconds=5)).limits == ()
