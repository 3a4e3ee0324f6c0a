"""The planning question as an integer program, around whatever is already in a ledger.

Parties in the base ledger stay; the free pairs and free charters are the variables. So one builder
makes the whole model, a replan with promises frozen, and every small neighbourhood of a search.

Columns, in this order: x a party on an option · y a charter commissioned · then m medical escorts
more · f seats of people left out of the model, towards a least load · z a pick-up served by a vehicle
more · e further vehicles of it · u persons short of a floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor.engines.planner.account import grouped
from corridor.engines.planner.ledger import Ledger

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
INFINITY = float("inf")
LARGEST = 2**46  # sums beyond this would not be exact enough in the solver's arithmetic


@dataclass
class Program:
    """Arrays for the solver, and how to read its answer."""

    pairs: list[tuple[int, int]]
    charters: list[int]
    upper: Floats
    integral: NDArray[np.bool_]
    starts: Ints
    columns: Ints
    values: Floats
    row_lower: Floats
    row_upper: Floats
    row_of: dict[int, int]  # row of the ledger → row here
    links: list[tuple[int, int]]  # (x, column it needs): x may not exceed it
    gains: dict[str, Floats]  # level → gain of each column
    level_rows: dict[str, int]
    steps: list[tuple[str, int, int]] = field(default_factory=list)  # columns after the charters


class _Rows:
    """Rows in the making."""

    def __init__(self) -> None:
        self.entries: list[list[tuple[int, float]]] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def new(self, lower: float, upper: float) -> int:
        self.entries.append([])
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.entries) - 1


class Builder:
    """Adds columns family by family, then packs them."""

    def __init__(
        self,
        base: Ledger,
        pairs: Sequence[tuple[int, int]],
        charters: Sequence[int],
        *,
        all_levels: bool = False,
        fillers: Mapping[int, int] | None = None,
        strong: bool = False,
    ) -> None:
        self.base, self.index, self.all_levels, self.strong = base, base.index, all_levels, strong
        self.fillers = fillers or {}
        self.pairs, self.charters = list(pairs), list(charters)
        self.rows = _Rows()
        self.row_of: dict[int, int] = {}
        self.upper: list[float] = [1.0] * (len(self.pairs) + len(self.charters))
        self.integral = [True] * len(self.upper)
        self.steps: list[tuple[str, int, int]] = []
        self.links: list[tuple[int, int]] = []
        self.y = {option: len(self.pairs) + number for number, option in enumerate(self.charters)}
        self.stayers = self.index.stayers
        self.gain: dict[str, dict[int, float]] = {name: {} for name in ("tier2", "expiring", "value", "cost", "changed")}

    def build(self) -> Program:
        medical, riders, groups = self._pairs()
        self._escorts(medical)
        self._charters()
        self._vehicles(riders)
        self._floors(groups)
        names = ("tier2", "expiring", "value", "cost") if self.all_levels else ("tier2", "expiring")
        levels = {name: self._level(name) for name in names}
        return self._pack(levels)

    def _row(self, number: int) -> int:
        """The row here for a row of the ledger."""
        if number not in self.row_of:
            left = self.base.limit[number] - self.base.load[number]
            self.row_of[number] = self.rows.new(-INFINITY, left)
        return self.row_of[number]

    def _put(self, row: int, column: int, value: float) -> None:
        self.rows.entries[row].append((column, value))

    def _column(self, kind: str, of: int, upper: float, integral: bool = True) -> int:
        self.upper.append(upper)
        self.integral.append(integral)
        self.steps.append((kind, of, len(self.upper) - 1))
        return len(self.upper) - 1

    def _pairs(
        self,
    ) -> tuple[dict[int, list[tuple[int, int]]], dict[int, list[tuple[int, int]]], dict[str, list[tuple[int, int]]]]:
        """Columns x: at most one option each, and what they use."""
        index = self.index
        medical: dict[int, list[tuple[int, int]]] = defaultdict(list)
        riders: dict[int, list[tuple[int, int]]] = defaultdict(list)
        groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
        once: dict[int, int] = {}
        funds = dict.fromkeys(index.consumption.fund_row.values(), True)
        for column, (party, option) in enumerate(self.pairs):
            one, usage = index.parties[party], index.usage(party, option)
            if party not in once:
                once[party] = self.rows.new(-INFINITY, 1.0)
            self._put(once[party], column, 1.0)
            for number, amount in usage.flat:
                self._put(self._row(number), column, float(amount))
                if number in funds:
                    self._gain("cost", column, -amount)
            if usage.medical:
                medical[option].append((column, usage.medical))
            if usage.pickup >= 0:
                riders[usage.pickup].append((column, usage.persons))
            if one.group is not None:
                groups[one.group].append((column, one.persons))
            if one.tier == 2:
                self._gain("tier2", column, one.persons)
            if index.expiring[party]:
                self._gain("expiring", column, one.persons)
            self._gain("value", column, one.weight * index.gamma[option])
            if party in self.stayers and self.stayers[party] == option:
                self._gain("changed", column, one.persons)
            if option in self.y:
                self.links.append((column, self.y[option]))
        return medical, riders, groups

    def _gain(self, level: str, column: int, amount: float) -> None:
        self.gain[level][column] = self.gain[level].get(column, 0.0) + amount

    def _charters(self) -> None:
        """Columns y: seats only when commissioned, the least load, the fixed cost.

        After the escorts, so that their seats count towards the least load.
        """
        for option, column in self.y.items():
            flight, aboard = self.index.options[option], self.index.consumption.aboard[option]
            seats = self._row(aboard.seats)
            if option in self.fillers:
                self._put(seats, self._column("f", option, self.fillers[option], integral=False), 1.0)
            least = self.rows.new(0.0, INFINITY)
            self.rows.entries[least] = [*self.rows.entries[seats], (column, -float(flight.min_load))]
            self.rows.upper[seats] -= flight.capacity
            self._put(seats, column, -float(flight.capacity))
            self._put(self._row(aboard.fund), column, float(flight.fixed_cost))
            self._gain("cost", column, -flight.fixed_cost)
        for option in self.base.commissioned():
            flight, aboard = self.index.options[option], self.index.consumption.aboard[option]
            if flight.min_load and aboard.seats in self.row_of:
                need = flight.min_load - self.base.load[aboard.seats]
                least = self.rows.new(need, INFINITY)
                self.rows.entries[least] = list(self.rows.entries[self.row_of[aboard.seats]])

    def _escorts(self, medical: dict[int, list[tuple[int, int]]]) -> None:
        """Columns m: each escort serves so many cases, takes a seat and an escort's slot."""
        cases, base = self.index.consumption.cases, self.base
        for option, needing in medical.items():
            aboard = self.index.consumption.aboard[option]
            now = -(-base.medical[option] // cases)
            spare = now * cases - base.medical[option]
            most = -(-max(0, sum(need for _, need in needing) - spare) // cases)
            if not most:
                continue
            column = self._column("m", option, most)
            row = self.rows.new(-INFINITY, float(spare))
            # not more escorts than the cases call for, or a charter could fill its least load with them
            exact = self.rows.new(-INFINITY, float(cases - 1 - spare))
            for one, need in needing:
                self._put(row, one, float(need))
                self._put(exact, one, -float(need))
            self._put(row, column, -float(cases))
            self._put(exact, column, float(cases))
            seats = self._row(aboard.seats)
            self._put(seats, column, 1.0)
            self._put(self._row(aboard.escorts), column, 1.0)
            if aboard.seat_cost:
                self._put(self._row(aboard.fund), column, float(aboard.seat_cost))
                self._gain("cost", column, -aboard.seat_cost)

    def _vehicles(self, riders: dict[int, list[tuple[int, int]]]) -> None:
        """Columns z and e: a first vehicle more for a pick-up, and further ones."""
        take, base = self.index.consumption, self.base
        size = take.vehicle_seats
        for pickup, waiting in riders.items():
            now = base.waiting[pickup]
            spare = -(-now // size) * size - now
            beyond = sum(persons for _, persons in waiting) - spare
            if beyond <= 0:
                continue
            most = -(-beyond // size)
            first = self._column("z", pickup, 1)
            further = self._column("e", pickup, most - 1) if most > 1 else -1
            row = self.rows.new(-INFINITY, float(spare))
            for column, persons in waiting:
                self._put(row, column, float(persons))
                if persons > spare:
                    self.links.append((column, first))
            self._put(row, first, -float(min(size, beyond)))
            vehicles = [first]
            if further >= 0:
                vehicles.append(further)
                self._put(row, further, -float(size))
                order = self.rows.new(-INFINITY, 0.0)
                self._put(order, further, 1.0)
                self._put(order, first, -float(most - 1))
            if self.strong:
                self._shares(waiting, spare, first, further)
            rows = take.pickups[pickup]
            for column in vehicles:
                if rows.fleet >= 0:
                    self._put(self._row(rows.fleet), column, 1.0)
                if take.vehicle_cost:
                    self._put(self._row(rows.fund), column, float(take.vehicle_cost))
                    self._gain("cost", column, -take.vehicle_cost)

    def _shares(self, waiting: list[tuple[int, int]], spare: int, first: int, further: int) -> None:
        """The same for those of a pick-up on one option to one destination: implied, but not in the relaxation.

        Few of one corridor go to one place on one flight, so a slice of a vehicle carries only a slice of them.
        """
        size = self.index.consumption.vehicle_seats
        shares: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for column, persons in waiting:
            party, option = self.pairs[column]
            shares[option, self.index.parties[party].destination].append((column, persons))
        for share in shares.values() if len(shares) > 1 else ():
            beyond = sum(persons for _, persons in share) - spare
            if beyond <= 0:
                continue
            row = self.rows.new(-INFINITY, float(spare))
            for column, persons in share:
                self._put(row, column, float(persons))
            self._put(row, first, -float(min(size, beyond)))
            if further >= 0 and beyond > size:
                self._put(row, further, -float(size))

    def _floors(self, groups: dict[str, list[tuple[int, int]]]) -> None:
        """Columns u: persons short of a floor."""
        policy = self.index.problem.policy
        placed = grouped(self.base)
        for number, floor in enumerate(policy.floors):
            short = floor.persons - placed.get(floor.group, 0)
            if short > 0 and policy.shortfall_penalty:
                column = self._column("u", number, short, integral=False)
                row = self.rows.new(short, INFINITY)
                self._put(row, column, 1.0)
                for one, persons in groups.get(floor.group, ()):
                    self._put(row, one, float(persons))
                self._gain("value", column, -policy.shortfall_penalty)

    def _level(self, name: str) -> int:
        """A row that can hold what an earlier level reached."""
        row = self.rows.new(-INFINITY, INFINITY)
        self.rows.entries[row] = [(column, gain) for column, gain in self.gain[name].items() if gain]
        return row

    def _pack(self, levels: dict[str, int]) -> Program:
        lengths = np.fromiter((len(entries) for entries in self.rows.entries), dtype=np.int32)
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        flat = [entry for entries in self.rows.entries for entry in entries]
        width = len(self.upper)
        gains = {}
        for name, column_gains in self.gain.items():
            gains[name] = np.zeros(width)
            if column_gains:
                gains[name][list(column_gains)] = list(column_gains.values())
        return Program(
            pairs=self.pairs,
            charters=self.charters,
            upper=np.array(self.upper, dtype=np.float64),
            integral=np.array(self.integral, dtype=np.bool_),
            starts=starts,
            columns=np.fromiter((column for column, _ in flat), dtype=np.int32, count=len(flat)),
            values=np.fromiter((value for _, value in flat), dtype=np.float64, count=len(flat)),
            row_lower=np.array(self.rows.lower, dtype=np.float64),
            row_upper=np.array(self.rows.upper, dtype=np.float64),
            row_of=self.row_of,
            links=self.links,
            gains=gains,
            level_rows=levels,
            steps=self.steps,
        )
