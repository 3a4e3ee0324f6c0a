"""Small parts of a plan reopened and solved again: a few options, their people, and those waiting.

Each step can only improve the plan. Neighbourhoods grow while they are easy and shrink when not.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from corridor.engines.planner.account import levels
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.points import settle, start_of
from corridor.engines.planner.process import Frame
from corridor.engines.planner.program import Builder, Floats, Program
from corridor.engines.planner.quest import Quest

_LIMIT = 2.0  # seconds for one step
_LONG = 6.0  # seconds for one window
GAINING = 3e-4  # of the value in six steps: worth going on
WINDOW = 2_000  # people in one window
CORE = 8_000  # pairs the relaxation uses, up to which one program holds them all


class Guide:
    """What the relaxation thinks of every pair: above 0 its share of it, else how far it is from being wanted."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.worth: dict[tuple[int, int], float] = {}
        self.charters: frozenset[int] | None = None
        self.core: list[tuple[int, int]] = []  # pairs in use under the chosen charters
        self._found: Floats | None = None

    def hear(self, frame: Frame) -> None:
        """An answer on the way; the last one under a whole choice of charters counts most."""
        width = len(self.program.pairs)
        found = _worth(frame, width)
        self._note(found)
        if frame["kind"] == "chosen":
            self._found = found
            fixed = frame["x"][width : width + len(self.program.charters)] > 0.5
            self.charters = frozenset(option for option, open_ in zip(self.program.charters, fixed, strict=True) if open_)
            self.core = [pair for pair, worth in zip(self.program.pairs, found.tolist(), strict=True) if worth > 0]

    def relaxed(self, frame: Frame) -> None:
        """The answer with charters free: the better opinion on charters left out."""
        worth = _worth(frame, len(self.program.pairs))
        self._note(worth if self._found is None else np.maximum(worth, self._found))

    def _note(self, worth: Floats) -> None:
        self.worth = dict(zip(self.program.pairs, worth.tolist(), strict=True))


def _worth(frame: Frame, width: int) -> Floats:
    x, dual = frame["x"][:width], frame["column_dual"][:width]
    worth: Floats = np.where(x > 1e-6, x, np.minimum(dual, 0.0))
    return worth


class Neighbourhoods:
    """Chooses what to reopen next."""

    def __init__(self, search: Quest, guide: Guide) -> None:
        self.search = search
        self.index = search.base.index
        self.target = 2_500
        self.columns = sum(len(options) for options in self.index.eligible)
        self.steps = self.fruitless = 0
        self.gains: deque[int] = deque(maxlen=6)
        self.guide, self.worth = guide, guide.worth
        self.count = [sum(self.worth.get((p, o), 0.0) > 0 for p in takers) for o, takers in enumerate(self.index.takers)]
        self.options = [o for o, takers in enumerate(self.index.takers) if takers]
        self.tried = dict.fromkeys(self.options, 0)

    def core(self, seconds: float) -> bool:
        """All options at once, but only the charters and pairs the relaxation uses and those of the plan. Was it better?"""
        charters, best = self.guide.charters, self.search.best
        if charters is None or len(self.guide.core) > CORE:
            return False
        free = (p for p, o in enumerate(best.at) if o >= 0 and self.search.base.at[p] < 0)
        now = ((p, best.at[p]) for p in free if self.index.options[best.at[p]].status != "optional" or best.at[p] in charters)
        pairs = list(dict.fromkeys([*self.guide.core, *now]))
        fitting = charters.issuperset(best.commissioned())
        return self._solve(self.search.base, pairs, sorted(charters), seconds, fitting=fitting)[1]

    def windows(self) -> list[frozenset[int]]:
        """The options in order of their days, cut where enough people are together; then cut halfway between."""
        days = sorted(self.options, key=lambda option: (self.index.options[option].day, option))
        found: list[frozenset[int]] = []
        for shift in (0.0, 0.5):
            part: list[int] = []
            weight = shift * WINDOW
            for option in days:
                part.append(option)
                weight += self.count[option]
                if weight >= WINDOW:
                    found.append(frozenset(part))
                    part, weight = [], 0.0
            found += [frozenset(part)] if part else []
        return found

    def hopeful(self) -> bool:
        """Is there still something to gain, as far as the last rounds show?"""
        return self.fruitless < 3 * max(4, len(self.options))

    def gaining(self) -> bool:
        """Did the last few steps find more than the whole model would?"""
        return sum(self.gains) > GAINING * abs(self.search.key[2])

    def step(self, seconds: float, window: frozenset[int] | None = None) -> None:
        """Reopen a window of days, or options near one another, and solve them again."""
        search, best, before = self.search, self.search.best, self.search.key[2]
        chosen = window or self._choose()
        base, freed = best.copy(), []
        for option in sorted(chosen):
            for party in sorted(base.aboard[option] - search.kept):
                base.remove(party)
                freed.append(party)
            if self.index.options[option].status == "optional" and base.open[option]:
                base.decommission(option)
        pairs = self._pairs(best, freed, chosen, self.target if window is None else 2 * WINDOW)
        charters = [option for option in self.index.optional if option in chosen]
        self.steps += 1
        if not pairs:
            self.fruitless += 1
            return
        answer, better = self._solve(base, pairs, charters, min(_LIMIT if window is None else _LONG, seconds))
        self.fruitless = 0 if better else self.fruitless + 1
        self.gains.append(search.key[2] - before)
        if window is not None:
            return
        easy = answer["status"] == "Optimal"
        self.target = int(min(12_000, self.target * 1.15) if easy else max(600, self.target * 0.8))

    def _solve(
        self, base: Ledger, pairs: list[tuple[int, int]], charters: list[int], seconds: float, *, fitting: bool = True
    ) -> tuple[Frame, bool]:
        """A program around the base; its answers are offered as they come."""
        search, before = self.search, self.search.key
        program = Builder(base, pairs, charters).build()
        held, own = search.key, levels(base)
        program.row_lower[program.level_rows["tier2"]] = held[0] - own[0]
        program.row_lower[program.level_rows["expiring"]] = held[1] - own[1]

        def hear(frame: Frame) -> None:
            if frame["kind"] == "incumbent":
                search.offer(settle(program, frame["x"], base))

        start = start_of(program, search.best, base) if fitting else None
        answer = search.ask(program, "value", seconds, start=start, gap=1e-4, hear=hear)
        if answer["x"] is not None:
            search.offer(settle(program, answer["x"], base))
        return answer, search.key > before

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
            if option not in chosen and columns + self.count[option] <= 0.4 * self.target:
                chosen.add(option)
                columns += self.count[option]
        for option in chosen:
            self.tried[option] += 1
        return frozenset(chosen)

    def _pairs(self, best: Ledger, freed: list[int], chosen: frozenset[int], target: int) -> list[tuple[int, int]]:
        """Where the freed are now, and of all other ways on these options those the prices favour most."""
        own, kept = set(freed), self.search.kept
        mine = [(party, best.at[party]) for party in freed]
        others = [
            (p, o)
            for o in sorted(chosen)
            for p in self.index.takers[o]
            if best.at[p] != o and (best.at[p] < 0 or p in own) and p not in kept
        ]
        room = max(0, target - len(mine))
        if len(others) > room:
            others.sort(key=lambda pair: (-self.worth.get(pair, -np.inf), self.index.rank[pair[0]]))
            del others[room:]
        return mine + others
