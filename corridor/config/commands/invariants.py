"""`bin/corridor invariants`: the count of violations of each rule of the constitution, over the whole database."""

import argparse
import sys
from collections.abc import Sequence

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from corridor.reporting import invariants

from .operator import UNMIGRATED


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="bin/corridor invariants", description=__doc__).parse_args(argv)
    violations = 0
    try:
        with psycopg.connect(make_conninfo(settings.DATABASE_OWNER_URL), autocommit=True) as owner:
            for one, count in invariants.verify(owner):
                violations += count
                said = f"proven by {one.proof}" if not one.sql else f"{count} violations"
                print(f"{one.code}  {said:<24}  {one.rule}")
    except psycopg.OperationalError:
        print("The invariants are verified by the database's owner: set DATABASE_OWNER_URL.", file=sys.stderr)
        return 2
    except psycopg.ProgrammingError:
        print(UNMIGRATED, file=sys.stderr)
        return 2
    print(f"{len(invariants.INVARIANTS)} invariants, {violations} violations.")
    return 1 if violations else 0
