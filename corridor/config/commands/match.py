"""`bin/corridor match rebuild`: brings the store of the duplicate check up to date; killed, it goes on where it stopped."""

import argparse
import sys
import time
from collections.abc import Sequence

import psycopg
from django.conf import settings

from corridor.people.jobs import rebuild
from corridor.people.rules import model_version


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/corridor match", description=__doc__)
    parser.add_argument("what", choices=["rebuild"])
    parser.add_argument("--all", action="store_true", help="every record, not only those missing, behind or of another model")
    parser.add_argument(
        "--workers", type=int, default=2, metavar="N", help="processes that write at the same time; 2 unless told"
    )
    wanted = parser.parse_args(argv)
    if wanted.workers < 1:
        print("--workers: at least 1.", file=sys.stderr)
        return 2
    version = model_version()
    said = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= 4:
            said = time.monotonic()
            print(f"progress match {done}/{total}", file=sys.stderr, flush=True)

    try:
        count = rebuild(settings.DATABASE_OWNER_URL, every=wanted.all, workers=wanted.workers, done=progress)
    except psycopg.OperationalError:
        print("The store is rebuilt by the database's owner: set DATABASE_OWNER_URL.", file=sys.stderr)
        return 2
    print(f"{count} records written for model {version}.")
    return 0
