"""The relaxation kept alive in the solver's process: solved, cut, narrowed down and opened again.

Beside `worker.py` the only file that imports the solver; it is used by no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
BATCH = 5_000  # links added in one round
SLOW = 3e-5  # of the value: a round that lowers the relaxation by less is the last
SURE = 0.9  # a charter the relaxation wants as much as this is taken without a second look
HARMLESS = 0.03  # of the value, shared by all charters: what taking one may cost before leaving it out is tried


class Relaxation:
    """One linear program whose rows grow and whose bounds move; each answer starts from the last."""

    def __init__(self, solver: Any, question: dict[str, Any], clock: Callable[[], float]) -> None:
        self.solver, self.clock = solver, clock
        self.end, self.by_cpu = clock() + question["seconds"], bool(question.get("by_cpu"))
        self.links: NDArray[np.int32] = question["links"]
        self.added = np.zeros(len(self.links), dtype=bool)
        self.lower, self.upper = question["col_lower"].copy(), question["col_upper"].copy()
        self.first = (self.lower.copy(), self.upper.copy())
        self.x: Floats = np.zeros(0)
        self.row_dual, self.column_dual = np.zeros(0), np.zeros(0)
        self.objective = -np.inf

    def run(self) -> bool:
        """Solve. False: no answer, because there is none or no time."""
        left = self.end - self.clock()
        if left <= 0:
            return False
        if not self.by_cpu:
            self.solver.setOptionValue("time_limit", max(0.05, self.solver.getRunTime() + left))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self.solver.getSolution()
        self.x = np.array(solution.col_value)
        self.row_dual, self.column_dual = np.array(solution.row_dual), np.array(solution.col_dual)
        self.objective = float(self.solver.getObjectiveValue())
        return True

    def cut(self, least: float, batch: int, among: NDArray[np.bool_] | None = None) -> int:
        """Add the links that are violated most; how many."""
        if not len(self.links):
            return 0
        excess = self.x[self.links[:, 0]] - self.x[self.links[:, 1]]
        excess[self.added] = 0
        if among is not None:
            excess[~among] = 0
        fresh = np.flatnonzero(excess > least)
        if len(fresh) > batch:
            fresh = np.sort(fresh[np.argsort(-excess[fresh], kind="stable")[:batch]])
        if len(fresh):
            self.added[fresh] = True
            self.solver.addRows(
                len(fresh),
                np.full(len(fresh), -np.inf),
                np.zeros(len(fresh)),
                2 * len(fresh),
                (2 * np.arange(len(fresh))).astype(np.int32),
                self.links[fresh].reshape(-1).astype(np.int32),
                np.tile([1.0, -1.0], len(fresh)),
            )
        return len(fresh)

    def tighten(
        self, least: float, rounds: int, among: NDArray[np.bool_] | None = None, news: Callable[[], None] | None = None
    ) -> bool:
        """Round after round of links while they help. False: a round had no answer."""
        for _ in range(rounds):
            before = self.objective
            if not self.cut(least, BATCH, among):
                break
            if not self.run():
                return False
            if news is not None:
                news()
            if before - self.objective < SLOW * abs(before):
                break
        return True

    def fix(self, columns: Any, value: float) -> None:
        chosen = np.asarray(columns, dtype=np.int32)
        self.lower[chosen] = self.upper[chosen] = value
        self._move(chosen)

    def release(self, columns: Any) -> None:
        """Back to the bounds of the beginning."""
        chosen = np.asarray(columns, dtype=np.int32)
        self.lower[chosen], self.upper[chosen] = self.first[0][chosen], self.first[1][chosen]
        self._move(chosen)

    def _move(self, columns: NDArray[np.int32]) -> None:
        if len(columns):
            self.solver.changeColsBounds(len(columns), columns, self.lower[columns], self.upper[columns])


class CharterChoice:
    """Which charters to commission: the relaxation's favourite next, the other side tried when it costs."""

    def __init__(self, relaxation: Relaxation, charters: Numbers, own: NDArray[np.bool_]) -> None:
        self.lp, self.charters, self.own = relaxation, charters, own
        self.harmless = HARMLESS * abs(relaxation.objective) / len(charters)

    def make(self) -> bool:
        """Fix every charter. False: out of time, some are still open."""
        while True:
            if not self.lp.tighten(0.1, 8, self.own):
                return False
            open_ = self.charters[self.lp.upper[self.charters] > self.lp.lower[self.charters]]
            self.lp.fix(open_[self.lp.x[open_] > 0.995], 1.0)
            doubtful = open_[(self.lp.x[open_] > 0.005) & (self.lp.x[open_] <= 0.995)]
            if not len(doubtful):
                self.lp.fix(open_[self.lp.x[open_] <= 0.005], 0.0)
                return True
            if not (self._several(doubtful) or self._one(doubtful)):
                return False

    def _several(self, doubtful: Numbers) -> bool:
        """Those nearly sure at once, if that is possible."""
        sure = doubtful[self.lp.x[doubtful] > SURE]
        if len(sure) < 2:
            return False
        before = self.lp.objective
        self.lp.fix(sure, 1.0)
        if self.lp.run() and self.lp.objective > before - len(sure) * self.harmless:
            return True
        self.lp.release(sure)
        return False

    def _one(self, doubtful: Numbers) -> bool:
        """The favourite in, or out if that is worth more."""
        lp = self.lp
        favourite = [doubtful[np.argmax(lp.x[doubtful])]]
        before = lp.objective
        lp.fix(favourite, 1.0)
        with_it = lp.objective if lp.run() else -np.inf
        if with_it > before - self.harmless:
            return True
        lp.fix(favourite, 0.0)
        if lp.run() and lp.objective >= with_it:
            return True
        lp.fix(favourite, 1.0)
        return lp.run()
