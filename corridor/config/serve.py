"""Web server and worker side by side until Ctrl-C: `python -m corridor.config.serve`, or `bin/run`.

The socket is taken here and handed on, so that two clones starting at once never race for a port. When one of the two
processes ends, the other is stopped: half a service is worse than none.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from corridor.config import devdb

GRACE = 15.0  # seconds for a running request or job to finish


def listen(host: str, wish: int) -> socket.socket:
    """A listening socket on the wished port, or on the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (*range(wish, wish + 50), 0):
        taken = socket.socket(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, port))
            taken.listen(256)
        except OSError:
            taken.close()
            continue
        taken.set_inheritable(True)
        return taken
    raise SystemExit(f"No port can be had on {host}.")


def start(words: list[str], environment: dict[str, str], keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only this process, which then ends the others in order.
    return subprocess.Popen(
        [sys.executable, *words],
        env=os.environ | environment,
        pass_fds=keep,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """Even after kill -9 of this process no server stays behind (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def main() -> int:
    devdb.ensure()
    # The role, the settings, the migrations' promise: what is wrong is said here, before anybody is served.
    checked = subprocess.run(
        [sys.executable, "-m", "corridor.config.manage", "check", "--database", "default"], stdout=subprocess.DEVNULL, check=False
    )
    if checked.returncode:
        return checked.returncode
    host, wish = os.environ.get("CORRIDOR_ADDRESS", "127.0.0.1"), int(os.environ.get("PORT") or 8000)
    opened = listen(host, wish)
    port = opened.getsockname()[1]
    # PYTHONSAFEPATH is for the commands; gunicorn imports the project from PYTHONPATH.
    web = ["-m", "gunicorn", "corridor.config.wsgi", "--bind", f"fd://{opened.fileno()}", "--worker-class", "gthread"]
    web += ["--workers", os.environ.get("WEB_CONCURRENCY", "2"), "--threads", "4", "--log-level", "warning"]
    web += ["--timeout", "60", "--graceful-timeout", "10", "--no-control-socket"]
    children = [
        start(web, {"CORRIDOR_POOL": "1"}, (opened.fileno(),)),
        start(["-m", "corridor.config.manage", "procrastinate", "worker"], {}),
    ]
    opened.close()
    asked: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    if port != wish:
        print(f"Port {wish} is taken; using {port}.")
    shown = f"[{host}]" if ":" in host else host
    print(f"Corridor: http://{shown}:{port}/   (Ctrl-C stops it)", flush=True)
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.3)
    stop(children)
    if not asked:
        print("The web server or the worker ended by itself; its last lines are above.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
