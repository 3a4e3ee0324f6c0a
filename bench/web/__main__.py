"""Screens under load: p50, p95, p99 and requests/s at 1, 8 and 32 users, with audit and row security on.

`bin/bench web [--persons 50000 200000] [--users 1 8 32] [--seconds 8]`: a database server of its own (normal durability),
the synthetic caseload, gunicorn as bin/run starts it, and clients on this machine that sign in and keep their connection.
"""

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
NAME = "bench"
PASSWORD = "corridor-demo-2026"
TOKEN = re.compile(rb'data-csrf="([^"]+)"|name="csrfmiddlewaretoken" value="([^"]+)"')


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench web", description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[50_000, 200_000], help="sizes of the caseload")
    parser.add_argument("--users", type=int, nargs="+", default=[1, 8, 32], help="users at the same time")
    parser.add_argument("--seconds", type=float, default=8.0, help="of measuring for each screen")
    wanted = parser.parse_args()
    print(f"cores {os.cpu_count()}, load before {os.getloadavg()[0]:.1f}")
    for persons in wanted.persons:
        prepare(persons)
        port, server = serve()
        try:
            measure(port, persons, wanted.users, wanted.seconds)
        finally:
            server.terminate()
            server.wait(20)
    return 0


def environment() -> dict[str, str]:
    from corridor.config import devdb

    owner, app = devdb.ensure(NAME)
    return os.environ | {
        "CORRIDOR_DEVDB": NAME,
        "DATABASE_OWNER_URL": owner,
        "DATABASE_URL": app,
        "CORRIDOR_POOL": "1",
        "DJANGO_SETTINGS_MODULE": "corridor.config.settings",
    }


def prepare(persons: int) -> None:
    """A fresh database with at least so many people; flights with seats that may be boarded."""
    from corridor.config import devdb

    subprocess.run(
        [sys.executable, "-m", "corridor.config.devdb", "reset", NAME], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    devdb.ensure(NAME)
    start = time.perf_counter()
    for words, extra in (
        (["corridor.config.manage", "migrate", "--no-input", "--verbosity", "0"], {"CORRIDOR_AS_OWNER": "1"}),
        (["bench.web.stage", str(persons)], {}),
        (["corridor.config.manage", "collectstatic", "--no-input", "--verbosity", "0"], {}),
    ):
        subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, env=environment() | extra)
    print(f"\n{persons:,} people asked for; database made and loaded in {time.perf_counter() - start:.0f} s")


def serve() -> tuple[int, subprocess.Popen]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        "-m",
        "gunicorn",
        "corridor.config.wsgi",
        "-w",
        "2",
        "-k",
        "gthread",
        "--threads",
        "4",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment())
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return port, server
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


class User:
    """A browser as far as the server can tell: cookies, CSRF token, one kept connection."""

    def __init__(self, port: int, login: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.get("/sign-in/")
        status, _body = self.post("/sign-in/", {"username": login, "password": PASSWORD})
        if status != 302:
            raise SystemExit(f"{login} could not sign in: {status}")
        self.get("/profile/")

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):  # the server closes connections that rested
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        found = TOKEN.search(text)
        if found:
            self.token = (found[1] or found[2]).decode()
        return answer.status, text


def measure(port: int, persons: int, users: list[int], seconds: float) -> None:
    from bench.web.stage import scenes

    print(f"{'screen':<34}{'users':>6}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'req/s':>8}{'failed':>8}")
    for scene in scenes(environment()):
        for count in users:
            times, failed, spent = run(port, scene, count, seconds)
            if not times:
                print(f"{scene.name:<34}{count:>6}   nothing left to do")
                continue
            ordered = sorted(times)
            p50, p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 for part in (0.5, 0.95, 0.99))
            print(f"{scene.name:<34}{count:>6}{p50:>9.0f}{p95:>9.0f}{p99:>9.0f}{len(times) / spent:>8.1f}{failed:>8}", flush=True)
    print(f"load after {os.getloadavg()[0]:.1f}")


def run(port: int, scene, count: int, seconds: float) -> tuple[list[float], int, float]:
    """`count` users at once, each one request after the other, for so many seconds or until the scene has nothing left."""
    times: list[float] = []
    failed = 0
    lock = threading.Lock()
    people = [User(port, scene.login) for _user in range(count)]
    for user in people:
        scene.begin(user)
    until = time.perf_counter() + seconds

    def work(user: User) -> None:
        nonlocal failed
        while time.perf_counter() < until:
            request = scene.next()
            if request is None:
                return
            start = time.perf_counter()
            status, _body = scene.ask(user, request)
            spent = time.perf_counter() - start
            with lock:
                times.append(spent)
                failed += status not in scene.good

    start = time.perf_counter()
    threads = [threading.Thread(target=work, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failed, time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
