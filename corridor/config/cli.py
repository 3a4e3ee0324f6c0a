"""The product's command line, `bin/corridor …`: one module per command, loaded only when called.

Exit 0 done, 1 done but something is wrong (said on stdout), 2 bad input (one sentence on stderr; nothing was changed).
"""

import sys
from collections.abc import Sequence
from importlib import import_module

PURE = {"plan": "corridor.engines.planner.cli", "link": "corridor.engines.linkage.cli"}
WITH_DATABASE = {
    "import": "corridor.config.commands.lists",
    "duplicates": "corridor.config.commands.duplicates",
    "figures": "corridor.config.commands.figures",
    "invariants": "corridor.config.commands.invariants",
    "audit": "corridor.config.commands.audit",
    "manifest": "corridor.config.commands.manifest",
    "partner": "corridor.config.commands.partners",
    "match": "corridor.config.commands.match",
    "demo": "corridor.config.commands.demo",
}
USAGE = """usage: bin/corridor COMMAND …

  plan solve|check|explain|replan    plan movements from files
  link …                             find the same person across lists
  match rebuild [--all]              bring the store of the duplicate check up to date
  import people FILE                 bring a list of people in
  duplicates compare|calibrate       compare all records; a new model from decisions
  figures --as-of DATE [--json]      the joint figures from case records
  invariants                         verify the constitution over the whole database
  audit verify|seal                  verify or seal the record of deeds
  manifest FLIGHT --format … --out   a flight's list of people for a recipient
  partner add CODE NAME KIND …       a partner organisation and its first supervisor
  demo load|journey|logins           the synthetic caseload
"""


def main(argv: Sequence[str]) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0 if argv else 2
    name, rest = argv[0], list(argv[1:])
    if name in PURE:
        return int(import_module(PURE[name]).main(rest) or 0)
    if name not in WITH_DATABASE:
        print(f"bin/corridor: there is no command {name!r}. Say bin/corridor --help for the list.", file=sys.stderr)
        return 2
    return _with_django(WITH_DATABASE[name], rest)


def _with_django(module: str, argv: list[str]) -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    from corridor.config import devdb

    devdb.ensure()
    import django
    from django.db import OperationalError

    django.setup()
    from corridor.engines.linkage.model import BadModel
    from corridor.kernel.refusals import NotFound, Refused

    try:
        return int(import_module(module).main(argv) or 0)
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
    except NotFound as missing:
        print(f"There is no such {missing}.", file=sys.stderr)
    except BadModel as refusal:
        print(f"CORRIDOR_LINKAGE_MODEL: {refusal}", file=sys.stderr)
    except OperationalError:
        print("The database cannot be reached. Start it with bin/demo or bin/run, or check DATABASE_URL.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:
        sys.exit(1)
