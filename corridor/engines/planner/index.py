"""A problem with everything counted out once: numbers for ids, eligible pairs, usages, order.

Parties and options are sorted by id, so the order of the input file changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from corridor.engines.planner.consumption import Consumption, Shape, Usage
from corridor.engines.planner.eligibility import Terms, eligibility
from corridor.engines.planner.model import Option, Party, Problem
from corridor.engines.planner.order import priority, standings


class Index:
    """The planner's working view of a problem. Read only after it is built."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parties: tuple[Party, ...] = tuple(sorted(problem.parties, key=lambda party: party.id))
        self.options: tuple[Option, ...] = tuple(sorted(problem.options, key=lambda option: option.id))
        self.party_number = {party.id: number for number, party in enumerate(self.parties)}
        self.option_number = {option.id: number for number, option in enumerate(self.options)}
        self.terms = Terms.of(problem)
        self.gamma = [_gamma(problem, option.day) for option in self.options]
        self.standing = standings(self.parties)
        self.order = priority(self.parties, self.standing)
        self.rank = [0] * len(self.parties)
        for place, number in enumerate(self.order):
            self.rank[number] = place
        self.consumption = Consumption(problem, self.options)
        self.stopping = self._stopping()
        self._shape_number: dict[Shape, int] = {}
        self._usages: dict[tuple[int, int], Usage] = {}
        self.shapes: list[Shape] = []
        self.shape = [self._shape(party) for party in self.parties]
        self.eligible = [self._eligible(party) for party in self.parties]
        self.departed = {number: option for number, option in self._priors() if self._gone(option)}
        self.expiring = [self._expires(number) for number in range(len(self.parties))]
        self._settle_rows()

    def party(self, id: str) -> Party:
        return self.parties[self.party_number[id]]

    def usage(self, party: int, option: int) -> Usage:
        """What the party adds on the option: worked out once for each shape."""
        key = (self.shape[party], option)
        known = self._usages.get(key)
        if known is None:
            known = self._usages[key] = self.consumption.usage(self.shapes[key[0]], option)
        return known

    def open_day(self, option: int) -> bool:
        """Not over yet."""
        return self.options[option].day >= self.problem.as_of

    @cached_property
    def optional(self) -> list[int]:
        """Options that may be commissioned."""
        return [number for number, option in enumerate(self.options) if option.status == "optional" and self.open_day(number)]

    @cached_property
    def takers(self) -> list[list[int]]:
        """Parties eligible for each option, in priority order, the departed left out."""
        found: list[list[int]] = [[] for _ in self.options]
        for party in self.order:
            if party not in self.departed:
                for option in self.eligible[party]:
                    found[option].append(party)
        return found

    @cached_property
    def stayers(self) -> dict[int, int]:
        """Parties that count as replanned if they leave their prior option, and that option."""
        held = {party for party, _ in self.held}
        return {party: option for party, option in self._priors() if party not in held}

    @cached_property
    def held(self) -> list[tuple[int, int]]:
        """Parties with a promise or inside the freeze, in the order they enter the keep set."""
        policy = self.problem.policy
        limit = _later(self.problem.as_of, policy.freeze_days)
        told, planned = [], []
        for party, option in self._priors():
            prior = self.parties[party].prior
            if self.options[option].status != "committed" or party in self.departed or prior is None:
                continue
            if prior.status == "told":
                told.append((party, option))
            elif policy.freeze == "all" or self.options[option].day < limit:
                planned.append((party, option))
        return [*sorted(told, key=self._by_rank), *sorted(planned, key=self._by_rank)]

    def _by_rank(self, pair: tuple[int, int]) -> int:
        return self.rank[pair[0]]

    def _stopping(self) -> dict[str, list[int]]:
        """Options by destination, earliest first."""
        stopping: dict[str, list[int]] = defaultdict(list)
        for number, option in sorted(enumerate(self.options), key=lambda pair: (pair[1].day, pair[0])):
            for stop in option.stops:
                stopping[stop.destination].append(number)
        return dict(stopping)

    def _shape(self, party: Party) -> int:
        shape = Shape.of(party)
        number = self._shape_number.setdefault(shape, len(self.shapes))
        if number == len(self.shapes):
            self.shapes.append(shape)
        return number

    def _eligible(self, party: Party) -> tuple[int, ...]:
        near = self.stopping.get(party.destination, ())
        return tuple([number for number in near if not eligibility(party, self.options[number], self.terms)])

    def _priors(self) -> list[tuple[int, int]]:
        return [
            (number, self.option_number[party.prior.option])
            for number, party in enumerate(self.parties)
            if party.prior is not None and party.prior.status in ("planned", "told")
        ]

    def _gone(self, option: int) -> bool:
        return self.options[option].status == "committed" and not self.open_day(option)

    def _expires(self, number: int) -> bool:
        if number in self.departed or not self.eligible[number]:
            return False
        last = self.options[self.eligible[number][-1]].day
        return last < _later(self.problem.as_of, self.problem.policy.expiring_days)

    def _settle_rows(self) -> None:
        """Make every usage there will be, so that the rows are complete."""
        for number, option in self.departed.items():
            self.usage(number, option)
        for number, options in enumerate(self.eligible):
            for option in options:
                self.usage(number, option)


def _gamma(problem: Problem, day: date) -> int:
    """Timeliness, 100 falling over the horizon."""
    span = (problem.horizon.end - problem.horizon.start).days + 1
    return 100 - problem.policy.timeliness_drop * (day - problem.horizon.start).days // span


def _later(day: date, days: int) -> date:
    """That many days on, or the last date there is."""
    left = date.max.toordinal() - day.toordinal()
    return date.max if days > left else day + timedelta(days=days)
