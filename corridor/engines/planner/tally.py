"""Loads and limits for check(), counted straight from the file's own rows.

Written apart from the ledger on purpose: days one by one, dictionaries by name, no numbered rows,
so that a mistake in one is seen by the other.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from corridor.engines.planner.model import Option, Party, Problem

Key = tuple[str, str, object]


def ceiling(amount: int, size: int) -> int:
    return (amount + size - 1) // size


class Tally:
    """What a set of parties on options adds up to."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.floor: dict[Key, int] = {}  # loads of the departed, to which limits are raised
        self.seats: dict[str, int] = defaultdict(int)
        self.medical: dict[str, int] = defaultdict(int)
        self.need: dict[tuple[str, str], int] = defaultdict(int)
        self.to_stop: dict[tuple[str, str], int] = defaultdict(int)
        self.arriving: dict[tuple[str, date], int] = defaultdict(int)
        self.leaving: dict[tuple[str, date], int] = defaultdict(int)
        self.present: dict[tuple[str, date], int] = defaultdict(int)
        self.waiting: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.spent: dict[str, int] = defaultdict(int)
        self._amount = {fund.id: fund.amount for fund in problem.funds}
        self._sites = {site.destination: site for site in problem.resources.transit}
        self._reception = {row.destination for row in problem.resources.reception}
        self._free = {
            (site.destination, row): max(0, row.capacity - row.base) for site in problem.resources.transit for row in site.periods
        }

    def add(self, party: Party, option: Option) -> None:
        buses, need = self.problem.resources.buses, party.needs
        self.spent[option.fund] -= option.seat_cost * self.seats_used(option)
        self.seats[option.id] += party.seats
        self.medical[option.id] += need.medical
        self.spent[option.fund] += option.seat_cost * self.seats_used(option)
        self.to_stop[option.id, party.destination] += party.seats
        self.need[option.id, "WHEELCHAIR"] += need.wheelchair
        self.need[option.id, "STRETCHER"] += need.stretcher
        self.need[option.id, "UASC_ESCORT"] += need.uasc_escort
        self.arriving[party.destination, option.day] += party.persons
        self.leaving[option.airport, option.day] += party.persons
        for day in self._stay(party.destination, option.day):
            self.present[party.destination, day] += party.persons
        if buses and party.corridor is not None:
            queue = self.waiting[option.airport, option.day]
            before = ceiling(queue[party.corridor], buses.vehicle_seats)
            queue[party.corridor] += party.persons
            more = ceiling(queue[party.corridor], buses.vehicle_seats) - before
            self.spent[buses.fund] += buses.vehicle_cost * more

    def seats_used(self, option: Option) -> int:
        return self.seats[option.id] + self.escorts(option)

    def escorts(self, option: Option) -> int:
        return ceiling(self.medical[option.id], self.problem.policy.cases_per_escort)

    def _stay(self, destination: str, arrival: date) -> list[date]:
        site = self._sites.get(destination)
        if site is None:
            return []
        nights = min(site.stay_days, (self.problem.horizon.end - arrival).days + 1)
        return [arrival + timedelta(days=number) for number in range(nights)]

    # Limits by name; None is no limit.

    def reception(self, destination: str, day: date) -> tuple[int, int] | None:
        """Limit and load of the reception row that covers the day."""
        if destination not in self._reception:
            return None
        for row in self.problem.resources.reception:
            if row.destination == destination and row.start <= day <= row.end:
                span = (row.end - row.start).days + 1
                days = [key for key in self.arriving if key[0] == destination and row.start <= key[1] <= row.end]
                load = sum(self.arriving[key] for key in days) if span else 0
                return max(row.persons, self.floor.get(("RECEPTION", destination, row.start), 0)), load
        return max(0, self.floor.get(("RECEPTION", destination, day), 0)), self.arriving[destination, day]

    def transit(self, destination: str, day: date) -> int:
        free = 0
        for row in self._sites[destination].periods:
            if row.start <= day <= row.end:
                free = self._free[destination, row]
        return max(free, self.floor.get(("TRANSIT", destination, day), 0))

    def airport(self, name: str, day: date) -> int | None:
        rows = [row for row in self.problem.resources.airports if row.airport == name]
        if not rows:
            return None
        limit = sum(row.persons for row in rows if row.start <= day <= row.end)
        return max(limit, self.floor.get(("AIRPORT", name, day), 0))

    def fleet(self, name: str, day: date) -> int | None:
        buses = self.problem.resources.buses
        rows = [row for row in buses.fleet if row.airport == name] if buses else []
        if not rows:
            return None
        limit = sum(row.vehicles for row in rows if row.start <= day <= row.end)
        return max(limit, self.floor.get(("BUSES", name, day), 0))

    def vehicles(self, name: str, day: date) -> int:
        buses = self.problem.resources.buses
        if buses is None:
            return 0
        return sum(ceiling(persons, buses.vehicle_seats) for persons in self.waiting[name, day].values())

    def money(self, fund: str) -> int:
        return max(self._amount[fund], self.floor.get(("BUDGET", fund, None), 0))

    def of_option(self, code: str, option: Option, part: str = "") -> int | None:
        """Limit of an option's own row."""
        slots = option.slots
        limit: int | None = {
            "SEATS": option.capacity,
            "WHEELCHAIR": slots.wheelchair,
            "STRETCHER": slots.stretcher,
            "UASC_ESCORT": slots.uasc_escort,
            "MEDICAL_ESCORT": slots.medical_escort,
        }.get(code)
        if code == "STOP_SEATS":
            limit = next((stop.seats for stop in option.stops if stop.destination == part), None)
        return None if limit is None else max(limit, self.floor.get((code, option.id, part), 0))

    def loads(self) -> dict[Key, int]:
        """Every load there is, by name."""
        problem, found = self.problem, dict[Key, int]()
        for option in problem.options:
            found["SEATS", option.id, ""] = self.seats_used(option)
            found["MEDICAL_ESCORT", option.id, ""] = self.escorts(option)
            for code in ("WHEELCHAIR", "STRETCHER", "UASC_ESCORT"):
                found[code, option.id, ""] = self.need[option.id, code]
            for stop in option.stops:
                found["STOP_SEATS", option.id, stop.destination] = self.to_stop[option.id, stop.destination]
            found["AIRPORT", option.airport, option.day] = self.leaving[option.airport, option.day]
            found["BUSES", option.airport, option.day] = self.vehicles(option.airport, option.day)
        for (place, day), persons in self.arriving.items():
            rows = [row for row in problem.resources.reception if row.destination == place]
            start = next((row.start for row in rows if row.start <= day <= row.end), day)
            key = ("RECEPTION", place, start)
            found[key] = found.get(key, 0) + persons
        for (place, day), persons in self.present.items():
            found["TRANSIT", place, day] = persons
        for fund in problem.funds:
            found["BUDGET", fund.id, None] = self.spent[fund.id]
        return found

    def limit(self, key: Key) -> int | None:
        """The limit of a load of `loads()`; None is no limit."""
        code, place, part = key
        if code == "BUDGET":
            return self.money(place)
        if isinstance(part, date):
            if code == "RECEPTION":
                found = self.reception(place, part)
                return None if found is None else found[0]
            by_day = {"TRANSIT": self.transit, "AIRPORT": self.airport, "BUSES": self.fleet}
            return by_day[code](place, part)
        option = next(option for option in self.problem.options if option.id == place)
        return self.of_option(code, option, str(part))

    def broken(self, party: Party, option: Option, leaver: Party | None = None) -> tuple[str, ...]:
        """Codes of the limits that break when the party comes (and one aboard the option leaves)."""
        codes = [*self._aboard(party, option, leaver), *self._shared(party, option, leaver)]
        return tuple(dict.fromkeys(codes))

    def _aboard(self, party: Party, option: Option, leaver: Party | None) -> list[str]:
        """Limits of the option itself."""
        gone, cases = leaver.needs if leaver else None, self.problem.policy.cases_per_escort
        medical = self.medical[option.id] + party.needs.medical - (gone.medical if gone else 0)
        escorts = ceiling(medical, cases)
        seats = self.seats[option.id] + party.seats - (leaver.seats if leaver else 0)
        same_stop = leaver is not None and leaver.destination == party.destination
        to_stop = self.to_stop[option.id, party.destination] + party.seats
        loads = [
            ("SEATS", "", seats + escorts, self.seats_used(option)),
            ("MEDICAL_ESCORT", "", escorts, self.escorts(option)),
            (
                "STOP_SEATS",
                party.destination,
                to_stop - (leaver.seats if leaver and same_stop else 0),
                self.to_stop[option.id, party.destination],
            ),
        ]
        for code in ("WHEELCHAIR", "STRETCHER", "UASC_ESCORT"):
            now, name = self.need[option.id, code], code.lower()
            less = getattr(gone, name) if gone else 0
            loads.append((code, "", now + getattr(party.needs, name) - less, now))
        return [
            code
            for code, part, load, now in loads
            if load > now and (limit := self.of_option(code, option, part)) is not None and load > limit
        ]

    def _shared(self, party: Party, option: Option, leaver: Party | None) -> list[str]:
        """Limits several options share."""
        codes, day, place = [], option.day, party.destination
        beside = leaver.persons if leaver and leaver.destination == place else 0
        more = party.persons - beside
        if more > 0:
            welcome = self.reception(place, day)
            if welcome is not None and welcome[1] + more > welcome[0]:
                codes.append("RECEPTION")
            if any(self.present[place, t] + more > self.transit(place, t) for t in self._stay(place, day)):
                codes.append("TRANSIT")
        more = party.persons - (leaver.persons if leaver else 0)
        gate = self.airport(option.airport, day)
        if more > 0 and gate is not None and self.leaving[option.airport, day] + more > gate:
            codes.append("AIRPORT")
        extra = self._more_vehicles(party, option, leaver)
        fleet = self.fleet(option.airport, day)
        if extra > 0 and fleet is not None and self.vehicles(option.airport, day) + extra > fleet:
            codes.append("BUSES")
        if self._overspends(party, option, leaver, extra):
            codes.append("BUDGET")
        return codes

    def _more_vehicles(self, party: Party, option: Option, leaver: Party | None) -> int:
        buses = self.problem.resources.buses
        if buses is None:
            return 0
        queue = self.waiting[option.airport, option.day]
        shift: dict[str, int] = defaultdict(int)
        if party.corridor is not None:
            shift[party.corridor] += party.persons
        if leaver is not None and leaver.corridor is not None:
            shift[leaver.corridor] -= leaver.persons
        size = buses.vehicle_seats
        return sum(
            ceiling(queue[corridor] + persons, size) - ceiling(queue[corridor], size) for corridor, persons in shift.items()
        )

    def _overspends(self, party: Party, option: Option, leaver: Party | None, vehicles: int) -> bool:
        cases, buses = self.problem.policy.cases_per_escort, self.problem.resources.buses
        medical = self.medical[option.id] + party.needs.medical - (leaver.needs.medical if leaver else 0)
        seats = party.seats - (leaver.seats if leaver else 0) + ceiling(medical, cases) - self.escorts(option)
        more: dict[str, int] = defaultdict(int)
        more[option.fund] += option.seat_cost * seats
        if buses:
            more[buses.fund] += buses.vehicle_cost * vehicles
        return any(amount > 0 and self.spent[fund] + amount > self.money(fund) for fund, amount in more.items())
