"""A running account of every limit: does a party fit, put it aboard, take it off.

Feasible by construction: nothing that breaks a limit is ever put aboard. Limits that departed
parties alone exceed are raised to their load first.
"""

from __future__ import annotations

from corridor.engines.planner.consumption import Usage
from corridor.engines.planner.index import Index


class Ledger:
    """Loads of one plan in the making."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.consumption = index.consumption
        self.limit = [row.limit for row in self.consumption.rows]
        self.load = [0] * len(self.limit)
        self.medical = [0] * len(index.options)
        self.waiting = [0] * len(self.consumption.pickups)
        self.open = [option.status == "committed" for option in index.options]
        self.at: list[int] = [-1] * len(index.parties)
        self.aboard: list[set[int]] = [set() for _ in index.options]
        for party, option in index.departed.items():
            self.add(party, option)
        self.limit = [max(pair) for pair in zip(self.limit, self.load, strict=True)]

    def copy(self) -> Ledger:
        twin = object.__new__(Ledger)
        twin.index, twin.consumption, twin.limit = self.index, self.consumption, self.limit
        twin.load, twin.medical, twin.waiting = self.load[:], self.medical[:], self.waiting[:]
        twin.open, twin.at = self.open[:], self.at[:]
        twin.aboard = [set(one) for one in self.aboard]
        return twin

    def fits(self, party: int, option: int) -> bool:
        """Open and no limit broken; eligibility is the caller's."""
        if not self.open[option]:
            return False
        return self.room(self.index.usage(party, option), option)

    def room(self, usage: Usage, option: int) -> bool:
        load, limit = self.load, self.limit
        for row, amount in usage.flat:
            if load[row] + amount > limit[row]:
                return False
        if usage.medical == 0 and not self._vehicles(usage.pickup, usage.persons):
            return True
        net = self.net(option, usage, None)
        return all(amount <= 0 or load[row] + amount <= limit[row] for row, amount in net.items())

    def blockers(self, usage: Usage, option: int) -> tuple[str, ...]:
        """Codes of the limits that break with the usage added, each once."""
        rows, found = self.consumption.rows, {}
        for row, amount in self.net(option, usage, None).items():
            if amount > 0 and self.load[row] + amount > self.limit[row]:
                found[rows[row].code] = True
        return tuple(found)

    def swappable(self, option: int, newcomer: Usage, leaver: Usage) -> bool:
        """Would no limit break if the leaver left and the newcomer came aboard?"""
        net = self.net(option, newcomer, leaver)
        load, limit = self.load, self.limit
        return all(amount <= 0 or load[row] + amount <= limit[row] for row, amount in net.items())

    def net(self, option: int, newcomer: Usage | None, leaver: Usage | None) -> dict[int, int]:
        """Change of every row when one comes and one goes on this option."""
        net: dict[int, int] = {}
        medical = 0
        pickups: dict[int, int] = {}
        for usage, sign in ((newcomer, 1), (leaver, -1)):
            if usage is None:
                continue
            for row, amount in usage.flat:
                net[row] = net.get(row, 0) + sign * amount
            medical += sign * usage.medical
            if usage.pickup >= 0:
                pickups[usage.pickup] = pickups.get(usage.pickup, 0) + sign * usage.persons
        if medical:
            base, cases = self.consumption.aboard[option], self.consumption.cases
            now = self.medical[option]
            more = -(-(now + medical) // cases) + (-now // cases)
            if more:
                net[base.seats] = net.get(base.seats, 0) + more
                net[base.escorts] = net.get(base.escorts, 0) + more
                net[base.fund] = net.get(base.fund, 0) + more * base.seat_cost
        for pickup, persons in pickups.items():
            more = self._vehicles(pickup, persons)
            if more:
                rows = self.consumption.pickups[pickup]
                if rows.fleet >= 0:
                    net[rows.fleet] = net.get(rows.fleet, 0) + more
                net[rows.fund] = net.get(rows.fund, 0) + more * self.consumption.vehicle_cost
        return net

    def add(self, party: int, option: int) -> None:
        """Put aboard; the caller has asked whether it fits."""
        usage = self.index.usage(party, option)
        self._post(self.net(option, usage, None))
        self.medical[option] += usage.medical
        if usage.pickup >= 0:
            self.waiting[usage.pickup] += usage.persons
        self.at[party] = option
        self.aboard[option].add(party)

    def remove(self, party: int) -> int:
        """Take off; gives the option it was on."""
        option = self.at[party]
        usage = self.index.usage(party, option)
        self._post(self.net(option, None, usage))
        self.medical[option] -= usage.medical
        if usage.pickup >= 0:
            self.waiting[usage.pickup] -= usage.persons
        self.at[party] = -1
        self.aboard[option].discard(party)
        return option

    def affordable(self, option: int) -> bool:
        fund = self.consumption.aboard[option].fund
        return self.load[fund] + self.index.options[option].fixed_cost <= self.limit[fund]

    def commission(self, option: int) -> None:
        self.open[option] = True
        self.load[self.consumption.aboard[option].fund] += self.index.options[option].fixed_cost

    def decommission(self, option: int) -> None:
        """Close an option that is empty again."""
        self.open[option] = False
        self.load[self.consumption.aboard[option].fund] -= self.index.options[option].fixed_cost

    def seats_used(self, option: int) -> int:
        return self.load[self.consumption.aboard[option].seats]

    def commissioned(self) -> list[int]:
        return [option for option in self.index.optional if self.open[option]]

    def cost(self) -> int:
        return sum(self.load[row] for row in self.consumption.fund_row.values())

    def _post(self, net: dict[int, int]) -> None:
        for row, amount in net.items():
            self.load[row] += amount

    def _vehicles(self, pickup: int, persons: int) -> int:
        """Vehicles more (or fewer) when so many persons more (or fewer) wait there."""
        if pickup < 0:
            return 0
        size, now = self.consumption.vehicle_seats, self.waiting[pickup]
        return -(-(now + persons) // size) + (-now // size)
