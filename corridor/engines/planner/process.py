"""The solver's process seen from outside: ask, listen, and kill it when its time is up."""

from __future__ import annotations

import os
import pickle
import resource
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Frame = dict[str, Any]
_ROOT = str(Path(__file__).resolve().parents[3])
_GRACE = 1.0  # seconds past its own limit before it is killed


def cpu_seconds() -> float:
    """Of this process and the children it has seen end."""
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime


class SolverGone(Exception):
    """The process is not there: missing solver, killed, or out of memory."""


class SolverProcess:
    """One worker, started when first asked; started again if it had to be killed."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self.failures = 0

    def __enter__(self) -> SolverProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def cpu(self) -> float:
        """CPU seconds of the live worker, where the system tells (Linux)."""
        try:
            times = Path(f"/proc/{self._child.pid}/stat").read_text(encoding="ascii") if self._child else ""
        except OSError:
            return 0.0
        fields = times.rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:13]) / os.sysconf("SC_CLK_TCK") if fields else 0.0

    def kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    stream.close()
            child.wait()

    def ask(
        self,
        question: Frame,
        *,
        until: float,
        hear: Callable[[Frame], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Frame:
        """The answer. `until` is a moment of the monotonic clock; past it the process is killed."""
        body = pickle.dumps(question, protocol=5)
        try:
            child = self._start()
            assert child.stdin is not None  # noqa: S101 — opened as a pipe just above
            child.stdin.write(struct.pack("<Q", len(body)) + body)
            child.stdin.flush()
            return self._listen(child, until, hear, stop)
        except (OSError, EOFError) as error:
            self.failures += 1
            self.kill()
            raise SolverGone(type(error).__name__) from None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._child = subprocess.Popen(
                [sys.executable, "-m", "corridor.engines.planner.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._child

    def _listen(
        self,
        child: subprocess.Popen[bytes],
        until: float,
        hear: Callable[[Frame], None] | None,
        stop: Callable[[], bool] | None,
    ) -> Frame:
        assert child.stdout is not None  # noqa: S101 — opened as a pipe
        inbox, descriptor = bytearray(), child.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while True:
                if time.monotonic() > until + _GRACE or (stop is not None and stop()):
                    self.kill()
                    return {"kind": "done", "status": "stopped", "x": None, "bound": None}
                if not selector.select(0.1):
                    continue
                chunk = os.read(descriptor, 1 << 20)
                if not chunk:
                    raise EOFError
                inbox += chunk
                for frame in _frames(inbox):
                    if frame["kind"] == "done":
                        return frame
                    if hear is not None:
                        hear(frame)


def _frames(inbox: bytearray) -> list[Frame]:
    """Whole frames at the front of the inbox, taken out."""
    found = []
    while len(inbox) >= 8:
        size = struct.unpack("<Q", inbox[:8])[0]
        if len(inbox) < 8 + size:
            break
        found.append(pickle.loads(bytes(inbox[8 : 8 + size])))  # noqa: S301 — our own child wrote it
        del inbox[: 8 + size]
    return found
