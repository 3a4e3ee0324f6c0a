"""`bin/corridor partner add CODE NAME KIND [--state ISO2] --supervisor LOGIN NAME`: a partner and its first supervisor.

How a real installation begins: every further colleague is added by a supervisor on the screen. The password is printed once.
"""

import argparse
import sys
from collections.abc import Sequence

from django.db import transaction

from corridor.access import actions
from corridor.access.words import OrganisationKind
from corridor.kernel.actor import acting, system


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/corridor partner", description=__doc__)
    parser.add_argument("deed", choices=["add"])
    parser.add_argument("code")
    parser.add_argument("name")
    parser.add_argument("kind", choices=[str(kind) for kind in OrganisationKind])
    parser.add_argument("--state", default="", metavar="ISO2", help="the State a consulate or government acts for")
    parser.add_argument("--time-zone", default="UTC")
    parser.add_argument("--supervisor", nargs=2, metavar=("LOGIN", "NAME"), required=True)
    wanted = parser.parse_args(argv)
    actor = system("command partner")
    with acting(actor), transaction.atomic():
        login, name = wanted.supervisor
        new = actions.NewPartner(wanted.code, wanted.name, wanted.kind, wanted.state.upper(), wanted.time_zone)
        password = actions.add_partner(actor, new, login=login, name=name)
    print(
        f"{wanted.code} is a partner now. {login} signs in with this first password, shown only now: {password}", file=sys.stdout
    )
    return 0
