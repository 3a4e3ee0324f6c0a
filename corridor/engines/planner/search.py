"""The search beside the greedy plan: level after level, each kept while the next is sought.

Small problems are solved to the end. Large ones go relaxation, a choice of charters, rounding, then one
neighbourhood after another, each a small integer program that can only improve the plan; a bound runs beside.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from corridor.engines.planner.account import levels
from corridor.engines.planner.greedy import commission, fill
from corridor.engines.planner.model import LEVELS, Level
from corridor.engines.planner.neighbourhood import Guide, Neighbourhoods
from corridor.engines.planner.points import free_pairs, settle, start_of
from corridor.engines.planner.process import Frame
from corridor.engines.planner.program import LARGEST, Builder, Program
from corridor.engines.planner.quest import NO_LINKS, Progress, Quest
from corridor.engines.planner.rounding import drop_light, rounded, urgent

__all__ = ["Progress", "Search"]
SMALL = 4_000  # columns up to which whole models are solved before anything else
WHOLE = 60_000  # columns up to which the whole model is worth starting as an integer program


class Search(Quest):
    """One search on one problem."""

    def run(self) -> None:
        """All of it, until done or out of time."""
        try:
            self._run()
        finally:
            self.solver.kill()

    def _run(self) -> None:
        if self.stopped():
            return
        parties = [party for party in self.base.index.order if self.base.at[party] < 0]
        pairs = free_pairs(self.base, parties)
        if not pairs:
            self._nothing_free()
            return
        program = Builder(self.base, pairs, self.base.index.optional, all_levels=len(pairs) <= SMALL, strong=True).build()
        if _too_large(program):
            self.trouble = "numbers too large for the solver"
            return
        share = max(0.5, self.left() * 0.15)
        for level in ("tier2", "expiring"):
            self._level(program, level, share)
            self.report(level)
        self._value(program)
        if len(pairs) <= SMALL:
            self._finer(program)

    def _nothing_free(self) -> None:
        """Nobody can be placed anywhere: the numbers are their own bounds."""
        for level, own in zip(LEVELS, self.key, strict=False):
            self.lower_bound(level, float(own), (self.key[0], self.key[1]))

    def _hold(self, program: Program, seeking: str = "value") -> None:
        """Keep what earlier levels reached, counted beyond the base."""
        tier2, expiring, _ = levels(self.base)
        program.row_lower[program.level_rows["tier2"]] = -np.inf if seeking == "tier2" else self.key[0] - tier2
        held = seeking in ("tier2", "expiring")
        program.row_lower[program.level_rows["expiring"]] = -np.inf if held else self.key[1] - expiring

    def _level(self, program: Program, level: Level, seconds: float) -> None:
        """Tier 2, or expiring: a model of those who count alone first, the whole one if that leaves a doubt."""
        place = LEVELS.index(level)
        given = (self.key[0] if place else 0, 0)
        if program.gains[level].max(initial=0.0) <= 0:
            self.lower_bound(level, float(self.key[place]), given)
            return
        if len(program.upper) > SMALL:
            self._level_alone(level, given, seconds)
        if self.found.get(level, {}).get(given, math.inf) < self.key[place] + 1 - 1e-6:
            return
        if len(program.upper) <= WHOLE:
            self._hold(program, level)
            self._ask_level(program, level, given, seconds)

    def _level_alone(self, level: Level, given: tuple[int, int], seconds: float) -> None:
        """Only parties that count on the levels so far; others may stand in for a charter's least load.

        Everybody else is left out and room for them is taken as free, so what it reaches is a bound.
        """
        index, base = self.base.index, self.base
        counts = {p for p in index.order if base.at[p] < 0 and urgent(index, p, level)}
        fillers = {
            option: sum(
                index.parties[p].seats + index.parties[p].needs.medical
                for p in index.takers[option]
                if p not in counts and base.at[p] < 0
            )
            for option in index.optional
        }
        pairs = free_pairs(base, [p for p in index.order if p in counts])
        program = Builder(base, pairs, index.optional, fillers=fillers).build()
        self._hold(program, level)
        self._ask_level(program, level, given, seconds)

    def _ask_level(self, program: Program, level: Level, given: tuple[int, int], seconds: float) -> None:
        own = levels(self.base)[LEVELS.index(level)]

        def hear(frame: Frame) -> None:
            if frame["kind"] == "bound":
                self.lower_bound(level, own + frame["bound"], given)

        fitting = all(kind != "f" for kind, _, _ in program.steps)
        start = start_of(program, self.best, self.base) if fitting else None
        answer = self.ask(program, level, seconds, start=start, hear=hear)
        if answer["bound"] is not None and answer["status"] in _BOUNDING:
            self.lower_bound(level, own + answer["bound"], given)
        if answer["x"] is not None:
            ledger = settle(program, answer["x"], self.base, light=True)
            fill(ledger)
            drop_light(ledger)
            commission(ledger, self.base.index.optional)
            self.offer(ledger)

    def _value(self, program: Program) -> None:
        """Weighted value, the first two levels held."""
        self._hold(program)
        given = (self.key[0], self.key[1])
        own = levels(self.base)[2] + self._penalty(program)
        guide, cuts = self._relax(program, own, given)
        self.report("rounding")
        if len(program.upper) > SMALL:
            self._search_near(guide)
        if len(program.upper) <= WHOLE and not self.stopped():
            self._whole(program, cuts, own)

    def _relax(self, program: Program, own: int, given: tuple[int, int]) -> tuple[Guide, Any]:
        """The relaxation, whole and under a choice of charters; roundings of what it says on the way."""
        guide = Guide(program)

        def hear(frame: Frame) -> None:
            if frame["kind"] == "relaxed":
                self.lower_bound("value", own + frame["objective"], given)
            else:
                guide.hear(frame)
                self._round(program, frame)
            self.report("relaxation")

        width = len(program.pairs)
        charters = np.arange(width, width + len(program.charters)) if len(program.upper) > SMALL else np.arange(0)
        links = np.array(program.links, dtype=np.int32).reshape(-1, 2)
        more = {"kind": "lp", "links": links, "rounds": 8, "charters": charters, "hear": hear}
        relaxed = self.ask(program, "value", self.left() * 0.5, **more)
        if relaxed["x"] is None:
            return guide, NO_LINKS
        guide.relaxed(relaxed)
        self._round(program, relaxed)
        return guide, relaxed["cuts"]

    def _round(self, program: Program, frame: Frame) -> None:
        for ledger in rounded(program, frame["x"], frame["column_dual"], self.base, self.best):
            self.offer(ledger)

    def _penalty(self, program: Program) -> int:
        """What the base's value already counts for floors that the columns u count again."""
        floors = self.base.index.problem.policy.floors
        short = sum(int(program.upper[column]) for kind, _, column in program.steps if kind == "u")
        return self.base.index.problem.policy.shortfall_penalty * short if floors else 0

    def _whole(self, program: Program, cuts: Any, own: int) -> None:
        """The whole model from the best plan there is."""
        self._hold(program)
        given = (self.key[0], self.key[1])

        def hear(frame: Frame) -> None:
            if frame["kind"] == "bound":
                self.lower_bound("value", own + frame["bound"], given)
            elif frame["kind"] == "incumbent":
                self.offer(settle(program, frame["x"], self.base))
            self.report("exact")

        start = start_of(program, self.best, self.base)
        answer = self.ask(program, "value", self.left(), cuts=cuts, start=start, hear=hear)
        if answer["x"] is not None:
            self.offer(settle(program, answer["x"], self.base))
        if answer["bound"] is not None and answer["status"] in _BOUNDING:
            self.lower_bound("value", own + answer["bound"], given)
        self.report("exact")

    def _search_near(self, guide: Guide) -> None:
        """One neighbourhood after another until the time for it is up."""
        near = Neighbourhoods(self, guide)
        better = near.core(self.left() * 0.3)
        self.report("core")
        end = self.deadline - (0.35 * self.left() if near.columns <= WHOLE else 0.0)
        ahead = [] if better else near.windows()
        while not self.stopped() and not self.trouble and near.hopeful() and (self.now() < end or near.gaining()):
            near.step(self.left(), ahead.pop(0) if ahead else None)
            self.report("neighbourhoods")

    def _finer(self, program: Program) -> None:
        """Cost, then fewest changes, with everything above held."""
        self._hold(program)
        program.row_lower[program.level_rows["value"]] = self.key[2] - levels(self.base)[2] - self._penalty(program)
        for level in ("cost", "changed"):
            if self.stopped() or not program.gains[level].any():
                continue
            start = start_of(program, self.best, self.base)
            answer = self.ask(program, level, self.left(), start=start)
            if answer["x"] is not None:
                self.offer(settle(program, answer["x"], self.base))
            program.row_lower[program.level_rows["cost"]] = self.key[3] + self.base.cost()
            self.report(level)


_BOUNDING = ("Optimal", "Time limit reached", "Interrupted by user", "Solution limit reached", "optimal")


def _too_large(program: Program) -> bool:
    largest = max((float(np.abs(part).max(initial=0.0)) for part in (program.values, *program.gains.values())), default=0.0)
    total = max(float(np.abs(gain).sum()) for gain in program.gains.values())
    finite = program.row_upper[np.isfinite(program.row_upper)]
    return max(largest, total, float(np.abs(finite).max(initial=0.0))) > LARGEST
