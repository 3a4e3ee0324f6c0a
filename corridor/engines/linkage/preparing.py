"""Rows of a list made ready to compare, here or in as many processes as there are cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

from .lists import Understanding, understand
from .saying import Run
from .store import batch_of

WORKERS_FROM = 30_000


def ready(work: tuple[int, list[str], Any, date]) -> tuple[Any, Understanding, int]:
    side, columns, rows, today = work
    found, learnt = understand(columns, rows, today, f"list {side}")
    learnt.problems.clear()
    return batch_of((side, record) for record in found), learnt, len(rows)


def _quiet_worker() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def in_workers(work: Iterator[Any], run: Run) -> Iterator[Any]:
    """The same in as many processes as there are cores, never more than a few pieces ahead, results in order."""
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    run.workers = min(4, os.cpu_count() or 1)
    with ProcessPoolExecutor(run.workers, mp_context=get_context("forkserver"), initializer=_quiet_worker) as pool:
        waiting: deque[Future[Any]] = deque()
        for piece in work:
            waiting.append(pool.submit(ready, piece))
            if len(waiting) > run.workers * 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
