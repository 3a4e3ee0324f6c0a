"""The one place that says what a party uses up when it travels on an option.

Limits become numbered rows. A usage adds fixed amounts to rows; two things are shared and so
grow in steps: medical escorts of an option and vehicles of a pick-up (airport, day, corridor).
The ledger and the solver's model both read usages from here; check() does not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from corridor.engines.planner.model import Option, Party, Problem, Transit

BLOCKER_CODES = (
    "NOT_COMMISSIONED",
    "SEATS",
    "STOP_SEATS",
    "WHEELCHAIR",
    "STRETCHER",
    "UASC_ESCORT",
    "MEDICAL_ESCORT",
    "RECEPTION",
    "TRANSIT",
    "AIRPORT",
    "BUSES",
    "BUDGET",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a party that resources can notice."""

    destination: str
    corridor: str | None
    persons: int
    seats: int
    wheelchair: int
    stretcher: int
    uasc_escort: int
    medical: int

    @classmethod
    def of(cls, party: Party) -> Shape:
        need = party.needs
        return cls(
            party.destination,
            party.corridor,
            party.persons,
            party.seats,
            need.wheelchair,
            need.stretcher,
            need.uasc_escort,
            need.medical,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One limit: its code, what it is the limit of, and the number."""

    code: str
    place: str
    day: date | None
    limit: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What one party adds on one option."""

    flat: tuple[tuple[int, int], ...]
    medical: int
    persons: int
    pickup: int  # number of the pick-up, -1 when the party comes by own means


@dataclass(frozen=True, slots=True)
class Aboard:
    """Rows an option's shared medical escorts add to."""

    seats: int
    escorts: int
    fund: int
    seat_cost: int


@dataclass(frozen=True, slots=True)
class Pickup:
    """Rows the vehicles of one corridor, airport and day add to."""

    fleet: int  # -1 when the airport has no fleet limit
    fund: int


class Consumption:
    """Rows of a problem, and what each shape uses of them on each option."""

    def __init__(self, problem: Problem, options: tuple[Option, ...]) -> None:
        self.options = options
        self.cases = problem.policy.cases_per_escort
        buses = problem.resources.buses
        self.vehicle_seats = buses.vehicle_seats if buses else 1
        self.vehicle_cost = buses.vehicle_cost if buses else 0
        self._buses = buses
        self._horizon = problem.horizon
        self.rows: list[Row] = []
        self._keys: dict[tuple[object, ...], int] = {}
        self.pickups: list[Pickup] = []
        self._pickup_of: dict[tuple[str, date, str], int] = {}
        self.fund_row = {
            fund.id: self._row(("BUDGET", fund.id), Row("BUDGET", fund.id, None, fund.amount)) for fund in problem.funds
        }
        self._reception = _by_place(problem.resources.reception)
        self._airports = _by_place_airport(problem.resources.airports)
        self._fleets = _by_place_airport(buses.fleet) if buses else {}
        self._transit = {site.destination: site for site in problem.resources.transit}
        self._stays = {site.destination: self._spans(site) for site in problem.resources.transit}
        self.aboard = [self._aboard(option) for option in options]

    def usage(self, shape: Shape, number: int) -> Usage:
        """What this shape adds on this option. Costly: the index asks once for each."""
        option = self.options[number]
        base = self.aboard[number]
        flat = [(base.seats, shape.seats)]
        for stop in option.stops:
            if stop.destination == shape.destination and stop.seats is not None:
                row = self._of_option("STOP_SEATS", option, stop.seats, stop.destination)
                flat.append((row, shape.seats))
        for code, need, slots in (
            ("WHEELCHAIR", shape.wheelchair, option.slots.wheelchair),
            ("STRETCHER", shape.stretcher, option.slots.stretcher),
            ("UASC_ESCORT", shape.uasc_escort, option.slots.uasc_escort),
        ):
            if need:
                flat.append((self._of_option(code, option, slots), need))
        flat += [(row, shape.persons) for row in self._shared(shape.destination, option)]
        if option.seat_cost:
            flat.append((base.fund, option.seat_cost * shape.seats))
        return Usage(tuple(flat), shape.medical, shape.persons, self._pickup(shape, option))

    def _row(self, key: tuple[object, ...], row: Row) -> int:
        number = self._keys.get(key)
        if number is None:
            number = self._keys[key] = len(self.rows)
            self.rows.append(row)
        return number

    def _of_option(self, code: str, option: Option, limit: int, part: str = "") -> int:
        place = f"{option.id} {part}" if part else option.id
        return self._row((code, option.id, part), Row(code, place, option.day, limit))

    def _aboard(self, option: Option) -> Aboard:
        return Aboard(
            self._of_option("SEATS", option, option.capacity),
            self._of_option("MEDICAL_ESCORT", option, option.slots.medical_escort),
            self.fund_row[option.fund],
            option.seat_cost,
        )

    def _shared(self, destination: str, option: Option) -> list[int]:
        """Rows that count persons: reception, transit, airport."""
        found = []
        day = option.day
        if destination in self._reception:
            start, limit = _covering(self._reception[destination], day)
            row = Row("RECEPTION", destination, start or day, limit)
            found.append(self._row(("RECEPTION", destination, start or day), row))
        if destination in self._transit:
            stay = self._transit[destination].stay_days
            for first, limit in self._stays[destination]:
                if day <= first and (first - day).days < stay:
                    row = Row("TRANSIT", destination, first, limit)
                    found.append(self._row(("TRANSIT", destination, first), row))
        if option.airport in self._airports:
            _, limit = _covering(self._airports[option.airport], day)
            row = Row("AIRPORT", option.airport, day, limit)
            found.append(self._row(("AIRPORT", option.airport, day), row))
        return found

    def _pickup(self, shape: Shape, option: Option) -> int:
        if self._buses is None or shape.corridor is None:
            return -1
        key = (option.airport, option.day, shape.corridor)
        if key not in self._pickup_of:
            fleet = -1
            if option.airport in self._fleets:
                _, limit = _covering(self._fleets[option.airport], option.day)
                row = Row("BUSES", option.airport, option.day, limit)
                fleet = self._row(("BUSES", option.airport, option.day), row)
            self._pickup_of[key] = len(self.pickups)
            self.pickups.append(Pickup(fleet, self.fund_row[self._buses.fund]))
        return self._pickup_of[key]

    def _spans(self, site: Transit) -> list[tuple[date, int]]:
        """Days with the same arrivals present, each span by its first day and its least limit.

        Everybody counted on one day of a span is counted on all of them, so one row each is exact.
        """
        starts, horizon = set(), self._horizon
        for option in self.options:
            if any(stop.destination == site.destination for stop in option.stops):
                first = option.day.toordinal()
                starts |= {first, first + site.stay_days}
        limits: dict[int, int] = defaultdict(int)
        for period in site.periods:
            free = max(0, period.capacity - period.base)
            first = max(period.start, horizon.start).toordinal()
            for day in range(first, min(period.end, horizon.end).toordinal() + 1):
                limits[day] = free
        spans: list[tuple[date, int]] = []
        for day in range(horizon.start.toordinal(), horizon.end.toordinal() + 1):
            if not spans or day in starts:
                spans.append((date.fromordinal(day), limits[day]))
            else:
                spans[-1] = (spans[-1][0], min(spans[-1][1], limits[day]))
        return spans


Rows = dict[str, list[tuple[date, date, int]]]


def _by_place(rows: tuple[object, ...]) -> Rows:
    places: Rows = defaultdict(list)
    for row in rows:
        places[row.destination].append((row.start, row.end, row.persons))  # type: ignore[attr-defined]
    return dict(places)


def _by_place_airport(rows: tuple[object, ...]) -> Rows:
    places: Rows = defaultdict(list)
    for row in rows:
        limit = row.persons if hasattr(row, "persons") else row.vehicles  # type: ignore[attr-defined]
        places[row.airport].append((row.start, row.end, limit))  # type: ignore[attr-defined]
    return dict(places)


def _covering(rows: list[tuple[date, date, int]], day: date) -> tuple[date | None, int]:
    """The row that covers the day and its limit; a named place has none on a day without a row."""
    for start, end, limit in rows:
        if start <= day <= end:
            return start, limit
    return None, 0
