"""Small parts of a plan reopened and solved again: a few options, their people, and those waiting.

Each step can only improve the plan. Neighbourhoods grow while they are easy and shrink when not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.engines.planner.points import settle, start_of
from corridor.engines.planner.program import Builder, Floats

if TYPE_CHECKING:
    from corridor.engines.planner.search import Search

_LIMIT = 2.0  # seconds for one step


class Neighbourhoods:
    """Chooses what to reopen next."""

    def __init__(self, search: Search, dual: Floats | None) -> None:
        self.search = search
        self.index = search.base.index
        self.target = 2_500
        self.columns = sum(len(options) for options in self.index.eligible)
        self.steps = self.fruitless = 0
        self.worth = self._worth(dual)
        self.count = [len(takers) for takers in self.index.takers]
        self.options = [o for o in range(len(self.index.options)) if self.count[o]]
        self.tried = dict.fromkeys(self.options, 0)

    def hopeful(self) -> bool:
        """Is there still something to gain, as far as the last rounds show?"""
        return self.fruitless < 3 * max(4, len(self.options))

    def _worth(self, dual: Floats | None) -> dict[tuple[int, int], float] | None:
        """How far each pair is from being wanted, by the prices of the relaxation."""
        if dual is None:
            return None
        free = [party for party in self.index.order if self.search.base.at[party] < 0]
        pairs = ((party, option) for party in free for option in self.index.eligible[party])
        return dict(zip(pairs, dual.tolist(), strict=False))

    def step(self, seconds: float) -> None:
        search, best = self.search, self.search.best
        chosen = self._choose()
        base, freed = best.copy(), []
        for option in sorted(chosen):
            for party in sorted(base.aboard[option] - search.kept):
                base.remove(party)
                freed.append(party)
            if self.index.options[option].status == "optional" and base.open[option]:
                base.decommission(option)
        pairs = self._pairs(best, freed, chosen)
        charters = [option for option in self.index.optional if option in chosen]
        self.steps += 1
        if not pairs:
            self.fruitless += 1
            return
        program = Builder(base, pairs, charters).build()
        parties = self.index.parties
        program.row_lower[program.level_rows["tier2"]] = sum(parties[p].persons for p in freed if parties[p].tier == 2)
        program.row_lower[program.level_rows["expiring"]] = sum(parties[p].persons for p in freed if self.index.expiring[p])
        answer = search.ask(program, "value", min(_LIMIT, seconds), start=start_of(program, best, base), gap=1e-4)
        better = answer["x"] is not None and search.offer(settle(program, answer["x"], base))
        self.fruitless = 0 if better else self.fruitless + 1
        easy = answer["status"] == "Optimal"
        self.target = int(min(12_000, self.target * 1.15) if easy else max(600, self.target * 0.8))

    def _choose(self) -> frozenset[int]:
        """A seed option least visited, then options near it: same destinations, airport or week."""
        draw, options = self.search.random, self.index.options
        seed = min(self.options, key=lambda o: (self.tried[o], draw.random()))
        places = {stop.destination for stop in options[seed].stops}
        week = options[seed].day

        def nearness(option: int) -> float:
            one = options[option]
            shared = len(places & {stop.destination for stop in one.stops})
            days = abs((one.day - week).days)
            return draw.random() * 2.0 - 1.5 * shared - (0.7 if one.airport == options[seed].airport else 0) + days / 14

        chosen, columns = {seed}, self.count[seed]
        for option in sorted(self.options, key=nearness):
            if option not in chosen and columns + self.count[option] <= 2 * self.target:
                chosen.add(option)
                columns += self.count[option]
        for option in chosen:
            self.tried[option] += 1
        return frozenset(chosen)

    def _pairs(self, best: object, freed: list[int], chosen: frozenset[int]) -> list[tuple[int, int]]:
        """The freed on these options, and of those waiting the ones the prices favour most."""
        at = self.search.best.at
        own = set(freed)
        mine = [(p, o) for p in freed for o in self.index.eligible[p] if o in chosen]
        others = [
            (p, o) for o in chosen for p in self.index.takers[o] if at[p] < 0 and p not in own and p not in self.search.kept
        ]
        room = max(0, self.target - len(mine))
        if len(others) > room:
            if self.worth is not None:
                worth = self.worth
                others.sort(key=lambda pair: -worth.get(pair, -np.inf))
            else:
                others.sort(key=lambda pair: self.index.rank[pair[0]])
            del others[room:]
        return mine + others
