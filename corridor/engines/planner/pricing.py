"""What one more seat, vehicle, reception place or day of clearance would be worth: for officers only.

Prices come from the relaxation around the published plan: its promises and its charters stay, and so
do the numbers it reached for tier 2 and last chances. They guide negotiation; they explain nothing to
a family and are never shown to one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from corridor.engines.planner.account import levels
from corridor.engines.planner.eligibility import eligibility
from corridor.engines.planner.index import Index
from corridor.engines.planner.keep import keep
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.model import Option, Party, Plan, Problem
from corridor.engines.planner.points import free_pairs
from corridor.engines.planner.process import SolverGone, SolverProcess
from corridor.engines.planner.program import Builder, Floats, Program

_RENEWABLE = ("EXIT_CLEARANCE", "FIT_TO_TRAVEL", "DOCUMENTS")
_NO_LINKS = np.zeros((0, 2), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Price:
    """What one more unit of a limit adds to the value of the plan."""

    code: str
    place: str
    day: date | None
    worth: float


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a paper valid so many days longer (or ready so many days earlier) would add."""

    party: str
    option: str
    code: str
    days: int
    worth: float


@dataclass(frozen=True, slots=True)
class Prices:
    """Dearest first; both empty when the solver is missing."""

    limits: tuple[Price, ...]
    renewals: tuple[Renewal, ...]


def prices(problem: Problem, plan: Plan, *, seconds: float = 20.0) -> Prices:
    """Marginal worth around a valid plan of this problem."""
    index = Index(problem)
    base, _ = keep(index)
    for name in plan.commissioned:
        base.commission(index.option_number[name])
    free = [party for party in index.order if base.at[party] < 0]
    pairs = [(party, option) for party, option in free_pairs(base, free) if base.open[option]]
    if not pairs:
        return Prices((), ())
    program = Builder(base, pairs, []).build()
    _hold(program, base, plan)
    duals = _duals(program, seconds)
    if duals is None:
        return Prices((), ())
    worth = {row: max(0.0, float(duals[here])) for row, here in program.row_of.items()}
    rows = index.consumption.rows
    limits = [Price(rows[row].code, rows[row].place, rows[row].day, round(value, 2)) for row, value in worth.items()]
    limits = sorted((price for price in limits if price.worth > 0.005), key=lambda price: (-price.worth, price.code, price.place))
    renewals = sorted(_renewals(index, base, plan, worth), key=lambda one: (-one.worth, one.party, one.option))
    return Prices(tuple(limits), tuple(renewals))


def _hold(program: Program, base: Ledger, plan: Plan) -> None:
    tier2, expiring, _ = levels(base)
    program.row_lower[program.level_rows["tier2"]] = plan.metrics.tier2_persons - tier2
    program.row_lower[program.level_rows["expiring"]] = plan.metrics.expiring_persons - expiring


def _duals(program: Program, seconds: float) -> Floats | None:
    question = {
        "kind": "lp",
        "gain": program.gains["value"],
        "starts": program.starts,
        "columns": program.columns,
        "values": program.values,
        "row_lower": program.row_lower,
        "row_upper": program.row_upper,
        "col_lower": np.zeros(len(program.upper)),
        "col_upper": program.upper,
        "cuts": _NO_LINKS,
        "links": _NO_LINKS,
        "rounds": 0,
        "seconds": seconds,
        "seed": 0,
    }
    with SolverProcess() as solver:
        try:
            answer = solver.ask(question, until=time.monotonic() + seconds)
        except SolverGone:
            return None
    duals: Floats | None = answer.get("row_dual")
    return duals


def _renewals(index: Index, base: Ledger, plan: Plan, worth: dict[int, float]) -> Iterator[Renewal]:
    """Parties kept from an open option by one paper alone."""
    for number, party in enumerate(index.parties):
        if party.id in plan.assigned:
            continue
        for place in index.stopping.get(party.destination, ()):
            option = index.options[place]
            if not base.open[place] or not index.open_day(place):
                continue
            codes = eligibility(party, option, index.terms)
            if len(codes) != 1 or codes[0] not in _RENEWABLE:
                continue
            days = _days(party, option, codes[0])
            known = len(index.consumption.rows)
            used = sum(amount * worth.get(row, 0.0) for row, amount in index.usage(number, place).flat if row < known)
            gain = party.weight * index.gamma[place] - used
            if days is not None and gain > 0:
                yield Renewal(party.id, option.id, codes[0], days, round(gain, 2))


def _days(party: Party, option: Option, code: str) -> int | None:
    """How many days the paper falls short; None when there is no paper to renew."""
    if code == "DOCUMENTS":
        return None if party.ready is None else (party.ready - option.day).days
    paper = party.exit_clearance if code == "EXIT_CLEARANCE" else party.fit_to_travel
    if paper is None:
        return None
    return (option.day - paper.end).days if option.day > paper.end else (paper.start - option.day).days
