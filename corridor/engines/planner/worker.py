"""The solver's own process: reads questions, answers with incumbents, bounds and results.

Only this file and `relaxing.py` import the solver. It can be killed at any moment without loss: whatever it found
before has already been sent. Frames are a length and a pickle, on file descriptors no one else uses.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

import highspy
import numpy as np

from corridor.engines.planner.relaxing import CharterChoice, Relaxation


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
    if question.get("by_cpu"):
        solver.setOptionValue("time_limit", 1e4)
        end = time.process_time() + seconds

        def late(event: Any) -> None:
            if time.process_time() > end:
                event.interrupt()

        solver.cbMipInterrupt += late
        solver.cbSimplexInterrupt += late
    return solver


def clock(question: dict[str, Any]) -> Callable[[], float]:
    """Time as the question counts it."""
    return time.process_time if question.get("by_cpu") else time.monotonic


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
    """The relaxation, with violated links added until none or the time is up.

    With `charters` it is narrowed down to one choice of charters on the way, sent as `chosen`, and opened again.
    """
    solver = _solver(question, question["seconds"])
    solver.setOptionValue("solver", "simplex")
    solver.passModel(_model(question, integral=False))
    lp = Relaxation(solver, question, clock(question))
    if not lp.run():
        link.send(kind="done", status=solver.modelStatusToString(solver.getModelStatus()), x=None, bound=None)
        return
    bound = lp.objective

    def news() -> None:
        nonlocal bound
        bound = lp.objective
        link.send(kind="relaxed", objective=bound)

    news()
    if len(question.get("charters", ())):
        _narrowed(link, lp, question, news)
    lp.tighten(0.02, question["rounds"], news=news)
    link.send(
        kind="done",
        status="optimal",
        x=lp.x,
        bound=bound,
        row_dual=lp.row_dual[: len(question["row_lower"])],
        column_dual=lp.column_dual,
        cuts=lp.links[lp.added],
    )


def _narrowed(link: Link, lp: Relaxation, question: dict[str, Any], news: Callable[[], None]) -> None:
    """The relaxation under one choice of charters, told before and after the vehicles' links; then opened again."""

    def point(kind: str) -> None:
        link.send(kind=kind, x=lp.x, column_dual=lp.column_dual)

    charters = question["charters"]
    own = np.isin(lp.links[:, 1], charters)
    lp.tighten(0.1, 8, own, news)
    point("point")
    end, lp.end = lp.end, lp.end - 0.3 * question["seconds"]
    made = CharterChoice(lp, charters, own).make()
    kind = "chosen" if made else "point"
    point(kind)
    if made and lp.tighten(0.1, 4):
        point(kind)
    lp.end = end
    lp.release(charters)
    if lp.run():
        news()


def _integer(link: Link, question: dict[str, Any]) -> None:
    """The integer program; every better incumbent and bound is sent as it is found."""
    now = clock(question)
    end = now() + question["seconds"]
    answer = _search(link, question, question["start"], question["seconds"])
    if answer.pop("misreported") and question["start"] is not None:
        # HiGHS 1.16 can improve a start inside presolve and then hand back the start as it was
        again = _search(link, question, None, end - now())
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
