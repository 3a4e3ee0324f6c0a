"""What a run says while it works: progress at least every five seconds, then time, memory and counts, all on stderr."""

from __future__ import annotations

import logging
import resource
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

PHASES = ("read", "prepare", "train", "compare", "cluster", "write")


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def hush() -> None:
    """Splink tells every step; stderr is kept for what the contract says."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("splink", "py4j", "pyspark"):
            logging.getLogger(name).setLevel(logging.ERROR)


def peak_of(process: int) -> int:
    """KiB a running process has used at most, 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="ignore").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


class Run:
    """The clock of one run. `with run.phase("compare", total): run.done(n)`."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.spent: dict[str, float] = {}
        self.workers = 0
        self.besides = 0  # KiB of programs that are not our children in the system's book-keeping

    def phase(self, name: str, total: int = 0) -> Phase:
        return Phase(self, name, total)

    def close(self, counts: dict[str, int], not_understood: dict[str, int]) -> None:
        """The last lines of the contract, exactly so."""
        if not_understood:
            say("cells not understood: " + ", ".join(f"{column} {count}" for column, count in sorted(not_understood.items())))
        for name in PHASES:
            if name in self.spent:
                say(f"time {name} {self.spent[name]:.2f} s")
        say(f"time total {time.monotonic() - self.started:.2f} s")
        own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        say(f"memory peak {(own + others * max(1, self.workers) + self.besides) // 1024} MiB")
        say("count " + " ".join(f"{name} {count}" for name, count in counts.items()))


class Phase:
    """One phase: measures its time and says how far it is while it lasts."""

    def __init__(self, run: Run, name: str, total: int) -> None:
        self.run, self.name, self.total, self.at = run, name, total, 0
        self._over = threading.Event()

    def done(self, more: int) -> None:
        self.at += more

    def __enter__(self) -> Phase:
        self._since = time.monotonic()
        self._speaker = threading.Thread(target=self._speak, daemon=True)
        self._speaker.start()
        return self

    def _speak(self) -> None:
        while not self._over.wait(4.0):
            say(f"progress {self.name} {min(self.at, self.total)}/{max(self.total, 1)}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._speaker.join(timeout=1.0)
        self.run.spent[self.name] = self.run.spent.get(self.name, 0.0) + time.monotonic() - self._since
