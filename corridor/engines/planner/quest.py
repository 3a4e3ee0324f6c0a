"""What a search stands on: the best plan so far, the bounds that hold for it, its time, its questions to the solver."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corridor.engines.planner.account import objective
from corridor.engines.planner.greedy import fill
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.model import LEVELS, Bound, Level
from corridor.engines.planner.process import Frame, SolverGone, SolverProcess, cpu_seconds
from corridor.engines.planner.program import Program

NO_LINKS = np.zeros((0, 2), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a search can say while it runs."""

    phase: str
    objective: tuple[int, ...]
    bound: int | None
    gap: float | None
    seconds: float


@dataclass
class Quest:
    """The best plan so far, its bounds, the time, and the way to the solver. `best` is valid and maximal at every moment."""

    base: Ledger
    kept: frozenset[int]
    best: Ledger
    deadline: float
    seed: int = 0
    on_progress: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None
    solver: SolverProcess = field(default_factory=SolverProcess)
    found: dict[Level, dict[tuple[int, int], float]] = field(default_factory=dict)  # level → (tier 2, expiring) held → bound
    trouble: str = ""
    began: float = field(default_factory=time.monotonic)
    by_cpu: bool = False  # `deadline` and `began` are CPU seconds of this process and its solver

    def __post_init__(self) -> None:
        self.key = objective(self.best, self.kept)
        self.random = random.Random(self.seed)

    def offer(self, ledger: Ledger) -> bool:
        """Take a better plan."""
        fill(ledger)
        key = objective(ledger, self.kept)
        if key <= self.key:
            return False
        self.best, self.key = ledger, key
        return True

    def now(self) -> float:
        return cpu_seconds() + self.solver.cpu() if self.by_cpu else time.monotonic()

    def left(self) -> float:
        return self.deadline - self.now()

    def stopped(self) -> bool:
        return self.left() <= 0 or (self.stop is not None and self.stop())

    def report(self, phase: str) -> None:
        if self.on_progress is not None:
            bound = {one.level: one.bound for one in self.bounds()}.get("value")
            gap = None if bound is None else (bound - self.key[2]) / max(1, abs(bound))
            self.on_progress(Progress(phase, self.key, bound, gap, self.now() - self.began))

    def bounds(self) -> tuple[Bound, ...]:
        """The bounds that hold for the best plan: those found under no more than it reaches."""
        known = []
        own = dict(zip(LEVELS, self.key, strict=False))
        for level in LEVELS:
            held = [bound for given, bound in self.found.get(level, {}).items() if self._reaches(level, given)]
            whole = min((math.floor(bound + 1e-7 * max(100.0, abs(bound))) for bound in held), default=None)
            if whole is not None and whole >= own[level]:
                known.append(Bound(level, whole))
        return tuple(known)

    def lower_bound(self, level: Level, bound: float | None, given: tuple[int, int]) -> None:
        """Note a bound, if it is one and better than the last under the same conditions."""
        if bound is None or not math.isfinite(bound) or abs(bound) > 1e15:
            return
        known = self.found.setdefault(level, {})
        known[given] = min(bound, known.get(given, bound))

    def _reaches(self, level: Level, given: tuple[int, int]) -> bool:
        """Is the best plan at least as good on every earlier level as what the bound was found under?"""
        earlier = LEVELS.index(level)
        return all(self.key[place] >= given[place] for place in range(earlier))

    def label(self) -> str:
        """What made the plan, said openly when it is less than was asked for."""
        return f"priority greedy and search ({self.trouble})" if self.trouble else "greedy, relaxation and search with HiGHS"

    def ask(self, program: Program, level: str, seconds: float, **more: Any) -> Frame:
        """One question; an answer always comes, an empty one when the solver is gone."""
        gain = more.pop("gain", None)
        hear = more.pop("hear", None)
        question = {
            "kind": "mip",
            "gain": program.gains[level] if gain is None else gain,
            "starts": program.starts,
            "columns": program.columns,
            "values": program.values,
            "row_lower": program.row_lower,
            "row_upper": program.row_upper,
            "col_lower": np.zeros(len(program.upper)),
            "col_upper": program.upper,
            "integral": program.integral,
            "cuts": NO_LINKS,
            "links": NO_LINKS,
            "rounds": 0,
            "seconds": max(0.05, min(seconds, self.left())),
            "seed": self.seed,
            "start": None,
            "gap": 0.0,
            "by_cpu": self.by_cpu,
            **more,
        }
        nothing = {"kind": "done", "status": "gone", "x": None, "bound": None}
        if self.trouble or self.stopped():
            return nothing
        try:
            return self.solver.ask(question, until=self._until(seconds), hear=hear, stop=self.stop)
        except SolverGone:
            if self.solver.failures >= 2:
                self.trouble = "solver missing or killed"
            return nothing

    def _until(self, seconds: float) -> float:
        """The moment to kill the solver. A count of CPU seconds it keeps itself, so it is given far longer."""
        return time.monotonic() + (50 * seconds + 60 if self.by_cpu else min(seconds, self.left()))
