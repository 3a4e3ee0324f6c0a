"""Between the solver's columns and the ledger: a plan as a starting point, an answer as a plan."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from corridor.engines.planner.account import grouped
from corridor.engines.planner.greedy import unload
from corridor.engines.planner.index import Index
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.program import Floats, Program


def start_of(program: Program, ledger: Ledger, base: Ledger) -> Floats:
    """A ledger around the same base as a complete point of the program."""
    index, take = ledger.index, ledger.index.consumption
    point = np.zeros(len(program.upper))
    for column, (party, option) in enumerate(program.pairs):
        if ledger.at[party] == option:
            point[column] = 1.0
    for number, option in enumerate(program.charters):
        point[len(program.pairs) + number] = float(ledger.open[option])
    placed = grouped(ledger)
    more: dict[int, int] = {}
    for kind, of, column in program.steps:
        if kind == "m":
            point[column] = -(-ledger.medical[of] // take.cases) + (-base.medical[of] // take.cases)
        elif kind == "z":
            size = take.vehicle_seats
            more[of] = -(-ledger.waiting[of] // size) + (-base.waiting[of] // size)
            point[column] = float(more[of] > 0)
        elif kind == "e":
            point[column] = max(0, more[of] - 1)
        elif kind == "u":
            floor = index.problem.policy.floors[of]
            point[column] = max(0, floor.persons - placed.get(floor.group, 0))
    return point


def settle(program: Program, chosen: Iterable[int], base: Ledger, *, light: bool = False) -> Ledger:
    """The solver's choice as a ledger. Nothing it got wrong can break a limit here.

    With `light`, charters below their least load stay open for the caller to fill.
    """
    ledger, width = base.copy(), len(program.pairs)
    picked = [int(column) for column in chosen]
    opened = [program.charters[column - width] for column in picked if width <= column < width + len(program.charters)]
    for option in opened:
        if ledger.affordable(option):
            ledger.commission(option)
    rank = ledger.index.rank
    for party, option in sorted((program.pairs[column] for column in picked if column < width), key=lambda p: rank[p[0]]):
        if ledger.at[party] < 0 and ledger.fits(party, option):
            ledger.add(party, option)
    for option in () if light else opened:
        if ledger.open[option] and ledger.seats_used(option) < ledger.index.options[option].min_load:
            unload(ledger, option)
    return ledger


def free_pairs(ledger: Ledger, parties: Iterable[int], options: frozenset[int] | None = None) -> list[tuple[int, int]]:
    """Every way the parties may travel, on these options or on any."""
    index: Index = ledger.index
    return [(party, option) for party in parties for option in index.eligible[party] if options is None or option in options]
