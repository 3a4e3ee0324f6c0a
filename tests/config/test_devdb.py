"""The embedded PostgreSQL, with real servers in folders of their own: made once, found by all, durable, closed to others."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from corridor.config import devdb

pytestmark = pytest.mark.slow  # each test makes a server of its own: about a second each

IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from corridor.config.devdb import Server
print(Server(Path(sys.argv[1]), sys.argv[2]).ensure())
"""
NO_OVERRIDE = {"DATABASE_URL", "DATABASE_OWNER_URL", "CORRIDOR_DEVDB", "CORRIDOR_VAR"}


@pytest.fixture
def server(tmp_path):
    """A server in a project folder whose name has a space and is far too long for a socket."""
    made = devdb.Server(tmp_path / "a project with spaces" / ("long" * 20) / "var", "dev")
    yield made
    remove(made)


@pytest.fixture
def test_server(tmp_path):
    made = devdb.Server(tmp_path / "var", "test")
    yield made
    remove(made)


@pytest.fixture(autouse=True)
def no_override(monkeypatch):
    for name in NO_OVERRIDE:
        monkeypatch.delenv(name, raising=False)


def remove(made):
    made.stop()
    for folder in (made.base, made.socket_dir):
        shutil.rmtree(folder, ignore_errors=True)


def ask(url, sql, *values):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def postmaster(made):
    return int((made.data / "postmaster.pid").read_text().split()[0])


def test_addresses_are_computed_without_starting_anything(tmp_path):
    made = devdb.Server(tmp_path / "var")

    owner, app = made.urls()

    assert owner.startswith("postgresql://corridor_owner@/corridor?host=")
    assert app.startswith("postgresql://corridor_app@/corridor?host=")
    assert not made.home.exists()


def test_two_clones_and_two_names_have_different_servers(tmp_path):
    addresses = {devdb.Server(tmp_path / clone / "var", name).urls() for clone in "ab" for name in ("dev", "test")}

    assert len(addresses) == 4


def test_an_own_server_overrides_the_embedded_one(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/corridor")

    assert devdb.ensure() == ("postgresql://app@db/corridor", "postgresql://app@db/corridor")

    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/corridor")
    assert devdb.urls("test") == ("postgresql://owner@db/corridor", "postgresql://app@db/corridor")


def test_an_own_server_is_never_reset(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/corridor")

    assert devdb.main(["reset"]) == 1
    assert "looked after elsewhere" in capsys.readouterr().err


def test_an_owner_without_an_application_role_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/corridor")

    with pytest.raises(devdb.NoDatabase, match="set both, or neither"):
        devdb.urls()


@pytest.mark.parametrize("name", ["../elsewhere", "Dev", "a b", "x" * 30])
def test_a_name_that_is_no_name_is_refused(name):
    with pytest.raises(devdb.NoDatabase, match="small letters"):
        devdb.urls(name)


def test_the_environment_names_the_server(monkeypatch):
    monkeypatch.setenv("CORRIDOR_DEVDB", "test")

    assert devdb.urls() == devdb.urls("test") != devdb.urls("dev")


def test_neither_role_is_above_the_walls(server):
    owner, app = server.ensure()

    for url, may_create_databases in ((owner, True), (app, False)):
        rights = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert ask(url, rights) == [(False, False, False, may_create_databases)]
    ask(owner, "CREATE TABLE mine (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(app, "CREATE TABLE not_mine (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(app, "SELECT * FROM mine")


def test_every_database_has_the_extensions_and_knows_all_scripts(server):
    owner, _app = server.ensure()

    ask(owner, "CREATE DATABASE test_one")

    for url in (owner, server.url(devdb.OWNER, "test_one")):
        found = {name for (name,) in ask(url, "SELECT extname FROM pg_extension")}
        assert found >= set(devdb.EXTENSIONS)
        assert ask(url, "SELECT similarity('محمد علي', 'محمد علي حسن') > 0.4, lower('É') = 'é', unaccent('é')") == [
            (True, True, "e")
        ]


def test_sorting_is_the_same_on_every_machine(server):
    owner, _app = server.ensure()

    assert ask(owner, "SELECT name FROM (VALUES ('b'), ('A'), ('a'), ('É')) AS t(name) ORDER BY name") == [
        ("A",),
        ("a",),
        ("b",),
        ("É",),
    ]


def test_only_the_test_server_gives_up_durability(server, test_server):
    durable, fast = server.ensure(), test_server.ensure()

    settings = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
    assert ask(durable[1], settings) == [("on", "on", "on")]
    assert ask(fast[1], settings) == [("off", "off", "off")]


def test_six_processes_at_once_make_one_server(server):
    words = [sys.executable, "-c", IN_ANOTHER_PROCESS, str(server.var), "dev"]

    started = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    answers = {process.communicate(timeout=60)[0] for process in started}

    assert {process.returncode for process in started} == {0}
    assert answers == {f"{server.urls()}\n"}
    assert ask(server.urls()[1], "SELECT 1") == [(1,)]


def test_a_commit_survives_kill_9(server):
    owner, _app = server.ensure()
    ask(owner, "CREATE TABLE kept (word text)")
    ask(owner, "INSERT INTO kept VALUES ('here')")

    os.kill(postmaster(server), signal.SIGKILL)
    server.ensure()

    assert ask(owner, "SELECT word FROM kept") == [("here",)]


def test_a_pid_that_now_belongs_to_somebody_else_is_not_believed(server):
    owner, _app = server.ensure()
    written = (server.data / "postmaster.pid").read_text()
    server.stop()
    lines = written.splitlines()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    server.ensure()

    assert ask(owner, "SELECT 1") == [(1,)]
    assert postmaster(server) != os.getpid()


def test_a_server_whose_socket_was_swept_away_is_started_again(server):
    owner, _app = server.ensure()
    first = postmaster(server)
    for trace in server.socket_dir.glob(".s.PGSQL.*"):
        trace.unlink()

    server.ensure()

    assert ask(owner, "SELECT 1") == [(1,)]
    assert postmaster(server) != first


def test_an_interrupted_creation_is_begun_again(server):
    server._make_folders()
    server.data.mkdir(mode=0o700)
    (server.data / "half").write_text("made")
    if server.run_as:
        os.chown(server.data, server.uid, -1)

    owner, _app = server.ensure()

    assert ask(owner, "SELECT 1") == [(1,)]


def test_a_running_server_is_found_at_once(server):
    server.ensure()

    pid = postmaster(server)
    server.ensure()

    assert postmaster(server) == pid
    assert server.running()


def test_reset_forgets_and_the_next_start_is_new(server):
    owner, _app = server.ensure()
    ask(owner, "CREATE TABLE gone (id int)")

    server.reset()
    assert not server.running()
    server.ensure()

    assert ask(owner, "SELECT to_regclass('gone')") == [(None,)]


def test_stopping_what_does_not_run_is_no_error(server):
    assert server.stop() is False
    server.reset()
    server.ensure()
    assert server.stop() is True
    assert server.stop() is False


def test_nobody_else_reaches_the_folders_and_nothing_listens_on_the_network(server):
    _owner, app = server.ensure()

    for folder in (server.base, server.home, server.socket_dir, server.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert ask(app, "SHOW listen_addresses") == [("",)]


def test_the_log_holds_no_values(server):
    owner, _app = server.ensure()
    ask(owner, "CREATE TABLE person (name text PRIMARY KEY)")
    ask(owner, "INSERT INTO person VALUES (%s)", "Amina")

    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(owner, "INSERT INTO person VALUES (%s)", "Amina")
    with pytest.raises(psycopg.errors.UndefinedColumn):
        ask(owner, "SELECT amina FROM person WHERE name = 'Amina'")

    log = server.log.read_text()
    assert "violates unique constraint" in log
    assert "Amina" not in log


def test_a_folder_that_somebody_else_put_there_is_refused(server, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    server.base.parent.mkdir(parents=True, exist_ok=True)
    server.base.symlink_to(other)

    with pytest.raises(devdb.NoDatabase, match="belongs to somebody else"):
        server.ensure()

    server.base.unlink()


def test_every_postgresql_of_this_machine_will_do(tmp_path, monkeypatch):
    usable = [folder for folder in dict.fromkeys(devdb._candidates()) if usable_here(folder)]

    for number, folder in enumerate(usable):
        monkeypatch.setattr(devdb, "_candidates", lambda folder=folder: iter([folder]))
        made = devdb.Server(tmp_path / str(number) / "var", "test")
        try:
            assert ask(made.ensure()[1], "SELECT similarity('علي', 'علي')") == [(1.0,)]
        finally:
            remove(made)

    assert usable


def usable_here(folder):
    version = devdb._version(folder)
    return version is not None and int(version[0]) >= devdb.MIN_MAJOR and (folder / "psql").exists()


def test_without_any_postgresql_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(devdb, "_candidates", lambda: iter([Path("/nowhere")]))

    with pytest.raises(devdb.NoDatabase, match="No PostgreSQL 15 or later can be had here") as refused:
        devdb.find_binaries()

    assert "DATABASE_URL" in str(refused.value)


def test_binaries_behind_a_closed_folder_are_copied_for_the_server_only_as_root(server, monkeypatch):
    monkeypatch.setattr(devdb, "_open_to_others", lambda path: False)
    found, _major = devdb.find_binaries()

    owner, _app = server.ensure()

    assert ask(owner, "SELECT 1") == [(1,)]
    assert server.bin.is_relative_to(server.base) == (os.geteuid() == 0)
    assert (server.bin == found) == (os.geteuid() != 0)


def test_the_signing_key_is_made_once_and_for_one_user(tmp_path):
    program = "from corridor.config import devdb; print(devdb.local_secret())"
    environment = os.environ | {"CORRIDOR_VAR": str(tmp_path / "var")}

    started = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment) for _ in range(4)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}

    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var").iterdir()] == [0o600]


def test_the_command_says_where_the_server_is(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key not in NO_OVERRIDE} | {
        "CORRIDOR_VAR": str(tmp_path / "var")
    }

    def run(verb):
        words = [sys.executable, "-m", "corridor.config.devdb", verb, "test"]
        return subprocess.run(words, capture_output=True, text=True, env=environment, timeout=60)

    try:
        assert run("status").returncode == 3
        started = run("start")
        assert (started.returncode, "test: running" in started.stdout, "no password" in started.stdout) == (0, True, True)
        assert run("status").returncode == 0
        assert "test: stopped" in run("stop").stdout
        assert run("restart").returncode == 2
    finally:
        remove(devdb.Server(tmp_path / "var", "test"))


def test_a_server_outlives_the_process_that_started_it(test_server):

    subprocess.run([sys.executable, "-c", IN_ANOTHER_PROCESS, str(test_server.var), "test"], check=True, timeout=60)
    time.sleep(0.3)

    assert ask(test_server.urls()[1], "SELECT 1") == [(1,)]
