"""`bin/corridor manifest FLIGHT --format xlsx|pdf|json --out FILE [--for RECIPIENT]`: a flight's list of people for a recipient."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.kernel.actor import acting, system
from corridor.movements import queries
from corridor.web.movements.outputs.document import Recipient
from corridor.web.movements.outputs.files import WRITERS, File, issue

from .operator import operator


def main(argv: Sequence[str]) -> int:
    wanted = _arguments(argv)
    target = Path(wanted.out)
    if target.is_dir() or not target.parent.is_dir():
        print(f"--out {wanted.out}: give the name of a file in a folder that exists.", file=sys.stderr)
        return 2
    looking = system("command manifest", None, Permission.FLIGHT_READ)
    with acting(looking), transaction.atomic():
        flight = queries.flight_by_code(looking, wanted.flight)
    made = _made(flight.id, flight.operator_id, wanted)
    try:
        target.write_bytes(made.body)
    except OSError as error:
        print(f"--out {wanted.out}: the file cannot be written ({error.strerror}).", file=sys.stderr)
        return 2
    print(f"{flight.code}: list of {made.people} for {wanted.recipient}, written as {wanted.format}.")
    return 0


def _made(flight_id: UUID, operator_id: UUID, wanted: argparse.Namespace) -> File:
    """As the organisation that runs the flight; the export is on record like everybody's."""
    nobody = system("command manifest")
    with acting(nobody), transaction.atomic():
        code = access.organisation(nobody, id=operator_id).code
    actor = operator("manifest", code, Permission.FLIGHT_READ, Permission.MANIFEST_EXPORT)
    with (
        acting(actor),
        transaction.atomic(),
        translation.override(wanted.language),
        timezone.override(settings.DEFAULT_TIME_ZONE),
    ):
        return issue(actor, flight_id, wanted.recipient, wanted.format, wanted.number)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/corridor manifest", description=__doc__)
    parser.add_argument("flight", metavar="FLIGHT", help="its code, for example CR-0231")
    parser.add_argument("--format", required=True, choices=sorted(WRITERS))
    parser.add_argument("--out", required=True, metavar="FILE")
    parser.add_argument("--for", dest="recipient", default=str(Recipient.OPERATIONS), choices=[str(one) for one in Recipient])
    parser.add_argument("--number", type=int, metavar="N", help="which frozen version; the newest when left out")
    parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
    return parser.parse_args(argv)
