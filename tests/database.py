"""Databases for tests: migrated once by the owner into a template, then copied for each run; tests run as the application role."""

import hashlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from corridor.config import devdb

ROOT = Path(__file__).resolve().parents[1]
LOCK = 4717002


def ensure_template(owner_url: str) -> str:
    """The name of a database migrated to exactly these migrations."""
    digest = hashlib.sha256()
    for file in [
        *sorted(ROOT.glob("corridor/*/migrations/*.py")),
        ROOT / "corridor/kernel/walls.py",
        ROOT / "corridor/config/apps.py",
    ]:
        digest.update(file.read_bytes())
    name = f"corridor_template_{digest.hexdigest()[:12]}"
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            building = sql.Identifier(name + "_new")
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(building))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(building))
            _migrate(make_conninfo(owner_url, dbname=name + "_new"))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(building, sql.Identifier(name)))
    return name


def copy(owner_url: str, template: str, name: str) -> None:
    drop(owner_url, name)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # two copies of one template at once would refuse each other
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop(owner_url: str, name: str) -> None:
    """Waits for the server's own vacuum to leave: it belongs to nobody we may end."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for attempt in range(50):
            try:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
                return
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                if attempt == 49:
                    raise
                time.sleep(0.2)


@contextmanager
def as_owner():
    """A connection as the owner: past row security, for arranging and for looking; never for acting."""
    from django.conf import settings
    from django.db import connection

    url = make_conninfo(settings.DATABASE_OWNER_URL, dbname=connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as owner:
        yield owner


def _migrate(url: str) -> None:
    env = os.environ | {"DATABASE_OWNER_URL": url, "CORRIDOR_AS_OWNER": "1", "DATABASE_URL": devdb.urls("test")[1]}
    command = [sys.executable, "-m", "corridor.config.manage", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
