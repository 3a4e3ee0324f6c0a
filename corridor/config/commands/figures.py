"""`bin/corridor figures --as-of DATE [--json]`: the joint figures, computed from case records, safe to publish."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import acting, system
from corridor.reporting import queries


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/corridor figures", description=__doc__)
    parser.add_argument("--as-of", default=clock.today().isoformat(), metavar="DATE", help="last day counted, YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="all breakdowns, as JSON")
    wanted = parser.parse_args(argv)
    try:
        as_of = date.fromisoformat(wanted.as_of)
    except ValueError:
        print(f"--as-of: {wanted.as_of!r} is not a date. Write it like 2019-09-25.", file=sys.stderr)
        return 2
    actor = system("command figures", None, Permission.FIGURES_READ)
    with acting(actor), transaction.atomic():
        indicators = queries.figures(actor, as_of)
        audit.record(actor, "reporting.figures.export", as_of=as_of.isoformat())
    if wanted.json:
        print(json.dumps([one.plain() for one in indicators], ensure_ascii=False, indent=2))
        return 0
    for one in indicators:
        value = "withheld" if one.value is None else f"{one.value:,}"
        print(f"{one.code:12} {value:>10} {one.unit}  since {one.since}  as of {one.as_of}  {one.source}  {one.status}")
        print(f"{'':12} {one.definition}")
    return 0
