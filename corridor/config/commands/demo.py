"""`bin/corridor demo load|journey|logins`: the synthetic caseload, the main job once, and who can sign in."""

import argparse
import sys
import time
from collections.abc import Sequence

from corridor.kernel import clock
from corridor.synthetic import journey, likely, load, stagehands


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/corridor demo", description=__doc__)
    parser.add_argument("deed", choices=["load", "journey", "logins"])
    parser.add_argument("--persons", type=int, help="load: at least so many people (for measuring)")
    wanted = parser.parse_args(argv)
    return {"load": _load, "journey": _journey, "logins": _logins}[wanted.deed](wanted)


def _load(wanted: argparse.Namespace) -> int:
    if load.is_loaded():
        print("The synthetic caseload is there. bin/demo --reset starts over with fresh dates.")
        return 0
    start = time.perf_counter()
    rows = load.load(persons=wanted.persons, say=lambda text: print(f"SYNTHETIC: {text} …", flush=True))
    if not wanted.persons:
        print(f"SYNTHETIC: {likely.run(clock.today())} pairs of records that may be one person wait for a reviewer", flush=True)
    seconds = time.perf_counter() - start
    print(f"SYNTHETIC: {rows.persons():,} invented people in {rows.total():,} rows, {seconds:.0f} s. No real person is meant.")
    return 0


def _journey(wanted: argparse.Namespace) -> int:
    """The main job once; a second time it says what the first did."""
    for line in journey.run(clock.today()):
        print(line, flush=True)
    return 0


def _logins(wanted: argparse.Namespace) -> int:
    width = max(len(login) for login, *_rest in stagehands.STAFF)
    print(
        f"\nOne login per role, password {stagehands.PASSWORD} (invented staff; unlock number {stagehands.UNLOCK}):",
        file=sys.stdout,
    )
    for login, name, organisation, roles, _language in stagehands.STAFF:
        print(f"  {login:<{width}}  {organisation:<10}  {', '.join(role.replace('_', ' ') for role in roles):<22}  {name}")
    return 0
