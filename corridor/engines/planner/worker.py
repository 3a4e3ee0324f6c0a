"""The solver's own process: reads questions, answers with incumbents, bounds and results.

Only this file imports the solver. It can be killed at any moment without loss: whatever it found
before has already been sent. Frames are a length and a pickle, on file descriptors no one else uses.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import time
from typing import Any, BinaryIO

import highspy
import numpy as np


class Link:
    """Frames in and out."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self.source, self.target = source, target

    def receive(self) -> dict[str, Any] | None:
        head = self.source.read(8)
        if len(head) < 8:
            return None
        body = self.source.read(struct.unpack("<Q", head)[0])
        question: dict[str, Any] = pickle.loads(body)  # noqa: S301 — our own parent wrote it
        return question

    def send(self, **frame: Any) -> None:
        body = pickle.dumps(frame, protocol=5)
        self.target.write(struct.pack("<Q", len(body)) + body)
        self.target.flush()


def main() -> None:
    """Answer questions until the pipe closes."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the solver greets on stdout whatever it is told
    link = Link(sys.stdin.buffer, target)
    while (question := link.receive()) is not None:
        try:
            (_linear if question["kind"] == "lp" else _integer)(link, question)
        except Exception as error:  # whatever went wrong, the parent has a plan without us
            link.send(kind="done", status=f"failed: {type(error).__name__}", x=None, bound=None)


def _solver(question: dict[str, Any], seconds: float) -> Any:
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", int(question["seed"]) % 2_000_000_000)
    solver.setOptionValue("time_limit", max(0.05, seconds))
    for name, value in question.get("options", {}).items():
        solver.setOptionValue(name, value)
    return solver


def _model(question: dict[str, Any], integral: bool) -> Any:
    """A HiGHS model, rows with their links, to be made as large as possible."""
    lp = highspy.HighsLp()
    starts, columns, values = question["starts"], question["columns"], question["values"]
    lower, upper = question["row_lower"], question["row_upper"]
    links = question["cuts"]
    if len(links):
        count = len(links)
        starts = np.concatenate((starts, starts[-1] + 2 * np.arange(1, count + 1, dtype=np.int32)))
        columns = np.concatenate((columns, links.reshape(-1)))
        values = np.concatenate((values, np.tile([1.0, -1.0], count)))
        lower = np.concatenate((lower, np.full(count, -np.inf)))
        upper = np.concatenate((upper, np.zeros(count)))
    width = len(question["gain"])
    lp.num_col_, lp.num_row_ = width, len(lower)
    lp.col_cost_ = question["gain"]
    lp.col_lower_ = question["col_lower"]
    lp.col_upper_ = question["col_upper"]
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts.astype(np.int32)
    lp.a_matrix_.index_ = columns.astype(np.int32)
    lp.a_matrix_.value_ = values
    lp.sense_ = highspy.ObjSense.kMaximize
    if integral:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[one] for one in question["integral"].astype(int)]
    return lp


def _linear(link: Link, question: dict[str, Any]) -> None:
    """The relaxation, with violated links added until none or the time is up."""
    end = time.monotonic() + question["seconds"]
    solver = _solver(question, question["seconds"])
    solver.setOptionValue("solver", "simplex")
    solver.passModel(_model(question, integral=False))
    links, added = question["links"], np.zeros(len(question["links"]), dtype=bool)
    answer = None
    for _ in range(question["rounds"] + 1):
        solver.setOptionValue("time_limit", max(0.05, solver.getRunTime() + end - time.monotonic()))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        solution = solver.getSolution()
        x = np.array(solution.col_value)
        answer = (x, np.array(solution.row_dual), np.array(solution.col_dual), solver.getObjectiveValue())
        link.send(kind="relaxed", x=x, objective=answer[3])
        if not len(links) or time.monotonic() > end:
            break
        excess = x[links[:, 0]] - x[links[:, 1]]
        excess[added] = 0
        fresh = np.flatnonzero(excess > 0.02)
        if len(fresh) > question["batch"]:
            fresh = np.sort(fresh[np.argsort(-excess[fresh], kind="stable")[: question["batch"]]])
        if not len(fresh):
            break
        added[fresh] = True
        pairs = links[fresh]
        solver.addRows(
            len(fresh),
            np.full(len(fresh), -np.inf),
            np.zeros(len(fresh)),
            2 * len(fresh),
            (2 * np.arange(len(fresh))).astype(np.int32),
            pairs.reshape(-1).astype(np.int32),
            np.tile([1.0, -1.0], len(fresh)),
        )
    if answer is None:
        link.send(kind="done", status=solver.modelStatusToString(solver.getModelStatus()), x=None, bound=None)
        return
    x, row_dual, column_dual, objective = answer
    link.send(
        kind="done",
        status="optimal",
        x=x,
        bound=objective,
        row_dual=row_dual[: len(question["row_lower"])],
        column_dual=column_dual,
        cuts=links[added],
    )


def _integer(link: Link, question: dict[str, Any]) -> None:
    """The integer program; every better incumbent and bound is sent as it is found."""
    end = time.monotonic() + question["seconds"]
    answer = _search(link, question, question["start"], question["seconds"])
    if answer.pop("misreported") and question["start"] is not None:
        # HiGHS 1.16 can improve a start inside presolve and then hand back the start as it was
        again = _search(link, question, None, end - time.monotonic())
        answer = again if again["x"] is not None else answer
        answer.pop("misreported", None)
    link.send(kind="done", **answer)


def _search(link: Link, question: dict[str, Any], start: Any, seconds: float) -> dict[str, Any]:
    solver, gain = _solver(question, seconds), question["gain"]
    solver.setOptionValue("mip_rel_gap", question["gap"])
    solver.passModel(_model(question, integral=True))
    if start is not None:
        point = highspy.HighsSolution()
        point.col_value = start
        point.value_valid = True
        solver.setSolution(point)
    seen = {"bound": float("inf"), "sent": 0.0}

    def better(event: Any) -> None:
        link.send(kind="incumbent", x=np.flatnonzero(np.array(event.data_out.mip_solution) > 0.5))

    def news(event: Any) -> None:
        bound, now = event.data_out.mip_dual_bound, time.monotonic()
        if bound < seen["bound"] and now - seen["sent"] > 0.1:
            seen["bound"], seen["sent"] = bound, now
            link.send(kind="bound", bound=bound)

    solver.cbMipImprovingSolution += better
    solver.cbMipLogging += news
    solver.cbMipInterrupt += news
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    x = np.array(solver.getSolution().col_value) if info.primal_solution_status == 2 else None
    told = info.objective_function_value
    return {
        "status": solver.modelStatusToString(status),
        "x": None if x is None else np.flatnonzero(x > 0.5),
        "bound": info.mip_dual_bound,
        "misreported": x is not None and abs(float(gain @ x) - told) > 1e-6 * max(1.0, abs(told)),
    }


if __name__ == "__main__":
    main()
