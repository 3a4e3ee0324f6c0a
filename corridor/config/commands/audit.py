"""`bin/corridor audit verify` recomputes every digest and block; `seal` seals what is not sealed yet."""

import argparse
import sys
from collections.abc import Sequence

from django.db import ProgrammingError, transaction

from corridor.audit import actions
from corridor.kernel.actor import acting

from .operator import UNMIGRATED, operator


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/corridor audit", description=__doc__)
    parser.add_argument("deed", choices=["verify", "seal"])
    wanted = parser.parse_args(argv)
    try:
        with acting(operator("audit")), transaction.atomic():
            if wanted.deed == "seal":
                print(f"{actions.seal()} entries sealed.")
                return 0
            faults = actions.verify()
            last = actions.last_seal()
    except ProgrammingError:
        print(UNMIGRATED, file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    print(
        f"{last.entries} entries in {last.blocks} blocks verified, {last.open} not sealed yet. Newest seal {last.hash or 'none'}."
    )
    return 1 if faults else 0
