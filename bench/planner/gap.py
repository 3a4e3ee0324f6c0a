"""Published generalised-assignment instances put to the planner's solver process."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import numpy as np

from corridor.engines.planner.process import SolverProcess

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "7_assignment" / "gap"


def bounds() -> dict[str, tuple[int, int]]:
    """Best known lower and upper bounds of the least-cost instances."""
    with (FOLDER / "bounds.csv").open(encoding="utf-8") as file:
        return {
            row["instance"]: (int(row["lower_bound"]), int(row["upper_bound"]))
            for row in csv.DictReader(file)
            if row["sense"] == "Min"
        }


def question(path: Path, seconds: float) -> dict[str, Any]:
    """The instance as the arrays the solver process takes: each job once, each agent within its capacity."""
    numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=float)
    agents, jobs = int(numbers[0]), int(numbers[1])
    size = agents * jobs
    cost = numbers[2 : 2 + size]
    use = numbers[2 + size : 2 + 2 * size].reshape(agents, jobs)
    capacity = numbers[2 + 2 * size : 2 + 2 * size + agents]
    column = np.arange(size, dtype=np.int32).reshape(agents, jobs)
    return {
        "kind": "mip",
        "gain": -cost,
        "starts": np.concatenate((np.arange(jobs) * agents, size + np.arange(agents + 1) * jobs)).astype(np.int32),
        "columns": np.concatenate((column.T.reshape(-1), column.reshape(-1))),
        "values": np.concatenate((np.ones(size), use.reshape(-1))),
        "row_lower": np.concatenate((np.ones(jobs), np.full(agents, -np.inf))),
        "row_upper": np.concatenate((np.ones(jobs), capacity)),
        "col_lower": np.zeros(size),
        "col_upper": np.ones(size),
        "integral": np.ones(size, dtype=bool),
        "cuts": np.zeros((0, 2), dtype=np.int32),
        "links": np.zeros((0, 2), dtype=np.int32),
        "rounds": 0,
        "seconds": seconds,
        "seed": 0,
        "start": None,
        "gap": 0.0,
    }


def solve(path: Path, seconds: float) -> tuple[float | None, float, float]:
    """Cost reached, the solver's own bound, wall seconds."""
    asked = question(path, seconds)
    begun = time.monotonic()
    with SolverProcess() as solver:
        answer = solver.ask(asked, until=begun + seconds + 5)
    cost = None if answer["x"] is None else float(-asked["gain"][answer["x"]].sum())
    return cost, -answer["bound"], time.monotonic() - begun
