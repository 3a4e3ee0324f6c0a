"""Published generalised-assignment instances put to the planner's solver process."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import numpy as np

from corridor.engines.planner.process import SolverProcess

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "7_assignment" / "gap"

CORE = 0.6  # of the time for the program over nearly wanted pairs
NEAREST = 4  # agents kept for each job in it


def bounds() -> dict[str, tuple[int, int]]:
    """Best known lower and upper bounds of the least-cost instances."""
    with (FOLDER / "bounds.csv").open(encoding="utf-8") as file:
        return {
            row["instance"]: (int(row["lower_bound"]), int(row["upper_bound"]))
            for row in csv.DictReader(file)
            if row["sense"] == "Min"
        }


def question(path: Path, seconds: float, by_cpu: bool) -> dict[str, Any]:
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
        "by_cpu": by_cpu,
    }


def solve(path: Path, seconds: float, by_cpu: bool) -> tuple[float | None, float, float]:
    """Cost reached, the solver's own bound, wall seconds.

    As the search does it: the relaxation, a program over the pairs it nearly wants, then the whole from what that found.
    """
    asked = question(path, seconds, by_cpu)
    begun, now = time.monotonic(), time.monotonic
    with SolverProcess() as solver:
        clock = solver.cpu if by_cpu else now
        end = clock() + seconds

        def ask(share: float, **more: Any) -> dict[str, Any]:
            left = share * (end - clock())
            return solver.ask({**asked, **more, "seconds": left}, until=now() + (50 if by_cpu else 1) * left + 5)

        relaxed = ask(1.0, kind="lp")
        core = ask(CORE, col_upper=_wanted(relaxed["column_dual"], len(asked["row_lower"]) - _jobs(path)))
        start = None
        if core["x"] is not None:
            start = np.zeros(len(asked["gain"]))
            start[core["x"]] = 1.0
        whole = ask(1.0, start=start)
    found = [float(-asked["gain"][one["x"]].sum()) for one in (core, whole) if one["x"] is not None]
    bound = max(-relaxed["bound"], -whole["bound"] if whole["bound"] is not None else -np.inf)
    return min(found, default=None), bound, time.monotonic() - begun


def _jobs(path: Path) -> int:
    return int(path.read_text(encoding="utf-8").split()[1])


def _wanted(dual: Any, agents: int) -> Any:
    """For each job the agents of least reduced cost."""
    order = np.argsort(-dual.reshape(agents, -1), axis=0, kind="stable")
    keep = np.zeros_like(order, dtype=float)
    np.put_along_axis(keep, order[:NEAREST], 1.0, axis=0)
    return keep.reshape(-1)
