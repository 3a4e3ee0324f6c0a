"""`bin/corridor duplicates compare|calibrate`: all records against each other in the foreground; a new model from decisions.

`calibrate` writes a proposed model to a file and says what it changes; the one in use stays until somebody names the file in
CORRIDOR_LINKAGE_MODEL and runs `bin/corridor match rebuild`.
Exit 0 done, 1 too few decisions to learn from, 2 bad usage.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from corridor.access.roles import Permission as P
from corridor.duplicates import actions, adapters, jobs, queries
from corridor.engines.linkage.model import in_use
from corridor.kernel.actor import Actor, acting
from corridor.kernel.refusals import NotFound

from .operator import operator

PERMISSIONS = (P.LINKING_START, P.PAIR_REVIEW, P.PAIR_SUPERVISE, P.PERSON_READ)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/corridor duplicates", description=__doc__)
    parser.add_argument("deed", choices=["compare", "calibrate"])
    parser.add_argument("--organisation", required=True, metavar="CODE", help="whose records, or whose decisions")
    parser.add_argument("--out", type=Path, metavar="FILE", help="calibrate: where the proposed model goes (JSON)")
    wanted = parser.parse_args(argv)
    try:
        actor = operator(f"duplicates {wanted.deed}", wanted.organisation, *PERMISSIONS)
    except NotFound:
        print(f"There is no organisation with the code {wanted.organisation!r}.", file=sys.stderr)
        return 2
    with acting(actor):
        return _compare(actor) if wanted.deed == "compare" else _calibrate(actor, wanted.out)


def _compare(actor: Actor) -> int:
    linking_id = actions.start_linking(actor)
    jobs.link(actor, linking_id)
    with transaction.atomic():
        row = queries.linking(actor, linking_id)
    print(f"{row.done:,} records compared: {row.opened:,} pairs to decide, {row.known:,} known before.")
    return 0


def _calibrate(actor: Actor, out: Path | None) -> int:
    if out is None:
        print("Say where the proposed model goes: --out FILE.", file=sys.stderr)
        return 2
    if not out.parent.is_dir() or out.is_dir():
        print(f"{out.name} cannot be written there; name a file in a folder that exists.", file=sys.stderr)
        return 2
    with transaction.atomic():
        labels = queries.settled(actor)
        found = adapters.learn(actor, labels)
    if found is None:
        print(f"{len(labels)} decided pairs: too few to learn from, or all of one answer ({adapters.FEWEST} are needed).")
        return 1
    found.model.save(out)
    print(
        f"Proposed model {found.model.version} from {found.used} decided pairs, written to {out.name}. The present one stays in use."
    )
    print(f"  how far off, before {found.before:.4f}, after {found.after:.4f} (mean squared distance, on pairs left out in turn)")
    print(f"  prior {in_use().prior:+.2f} -> {found.model.prior:+.2f}")
    for name, label, was, becomes in found.moved[:12]:
        print(f"  {name}.{label} {was:+.2f} -> {becomes:+.2f}")
    return 0
