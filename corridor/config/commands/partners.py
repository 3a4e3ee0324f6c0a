"""`bin/corridor partner add CODE NAME KIND [--state ISO2] --supervisor LOGIN NAME`, `deactivate CODE`, `activate CODE`.

How a real installation begins: every further colleague is added by a supervisor on the screen. The password is printed once.
Nobody of a deactivated partner signs in or goes on working; its records, and the lines about its deeds, stay.
"""

import argparse
import sys
from collections.abc import Sequence

from django.db import transaction

from corridor.access import actions
from corridor.access.words import OrganisationKind
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.refusals import Refused


def main(argv: Sequence[str]) -> int:
    wanted = _parser().parse_args(argv)
    actor = system("command partner")
    try:
        with acting(actor), transaction.atomic():
            return _add(actor, wanted) if wanted.deed == "add" else _set_active(actor, wanted)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/corridor partner", description=__doc__)
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="add|deactivate|activate")
    add = deeds.add_parser("add", help="a partner and its first login")
    add.add_argument("code")
    add.add_argument("name")
    add.add_argument("kind", choices=[str(kind) for kind in OrganisationKind])
    add.add_argument("--state", default="", metavar="ISO2", help="the State a consulate or government acts for")
    add.add_argument("--time-zone", default="UTC")
    add.add_argument("--supervisor", nargs=2, metavar=("LOGIN", "NAME"), required=True)
    deeds.add_parser("deactivate", help="nobody of it signs in or goes on working").add_argument("code")
    deeds.add_parser("activate", help="its staff may sign in again").add_argument("code")
    return parser


def _add(actor: Actor, wanted: argparse.Namespace) -> int:
    login, name = wanted.supervisor
    new = actions.NewPartner(wanted.code, wanted.name, wanted.kind, wanted.state.upper(), wanted.time_zone)
    password = actions.add_partner(actor, new, login=login, name=name)
    print(f"{wanted.code} is a partner now. {login} signs in with this first password, shown only now: {password}")
    return 0


def _set_active(actor: Actor, wanted: argparse.Namespace) -> int:
    active = wanted.deed == "activate"
    actions.set_partner_active(actor, wanted.code, active)
    print(f"{wanted.code} is {'active again: its staff may sign in' if active else 'not active: nobody of it may sign in'}.")
    return 0
