"""`bin/corridor import people FILE`: a list comes in; rows that cannot come in are written to a file beside it, to correct.

Exit 0 every row is in, 1 some rows were rejected (they are in the file named), 2 bad file or usage; nothing comes in twice.
"""

import argparse
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.access.words import OrganisationKind
from corridor.exchange import actions, jobs, queries
from corridor.exchange.adapters.kinds import LARGEST
from corridor.exchange.lifecycle import Upload
from corridor.exchange.queries import ListDetail
from corridor.exchange.words import DateOrder, FirstOfJanuary
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.refusals import NotFound

from .operator import operator

PERMISSIONS = (P.LIST_IMPORT, P.PERSON_REGISTER, P.PERSON_READ, P.PERSON_SEARCH)


def main(argv: Sequence[str]) -> int:
    wanted = _parser().parse_args(argv)
    path = Path(wanted.file)
    raw = _bytes(path)
    if raw is None:
        return 2
    code = wanted.organisation or _usual_organisation()
    if not code:
        print("Say for which organisation the list comes in: --organisation CODE.", file=sys.stderr)
        return 2
    try:
        actor = operator("import people", code, *PERMISSIONS)
    except NotFound:
        print(f"There is no organisation with the code {code!r}.", file=sys.stderr)
        return 2
    with acting(actor):
        if wanted.dry_run:
            return _rehearse(actor, raw, path, wanted)
        return _report(actor, _through(actor, raw, wanted), _rejects(path, wanted), wanted)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/corridor import", description=__doc__)
    parser.add_argument("kind", choices=["people"])
    parser.add_argument("file", metavar="FILE", help="an Excel workbook (.xlsx) or a CSV file")
    parser.add_argument(
        "--organisation", default="", metavar="CODE", help="whose list it is; default: the mission of this operation"
    )
    parser.add_argument("--dry-run", action="store_true", help="check every row and import nothing")
    parser.add_argument("--rejects", metavar="PATH", help="where rejected rows go (.csv or .xlsx); default: beside FILE")
    parser.add_argument("--dates", choices=[str(one) for one in DateOrder], default="", help="what 03/04/1990 means in this file")
    parser.add_argument(
        "--first-of-january", choices=[str(one) for one in FirstOfJanuary], default="", help="what 1 January means"
    )
    parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="en", help="of the faults")
    return parser


def _bytes(path: Path) -> bytes | None:
    try:
        if path.stat().st_size > LARGEST:
            print(f"The file is larger than {LARGEST // 1024 // 1024} MB. Split the list.", file=sys.stderr)
            return None
        return path.read_bytes()
    except OSError as error:
        print(f"The file cannot be read: {error.strerror or 'unknown reason'}.", file=sys.stderr)
        return None


def _usual_organisation() -> str:
    """The mission of this operation; else the only mission there is."""
    with transaction.atomic():
        missions = access.organisations(system("command import people"), OrganisationKind.IOM_MISSION)
    own = [one.code for one in missions if one.code.endswith(f"-{settings.OPERATION_CODE}")]
    codes = own or [one.code for one in missions]
    return codes[0] if len(codes) == 1 else ""


def _through(actor: Actor, raw: bytes, wanted: argparse.Namespace) -> ListDetail:
    """From the first step that is not done: a file that fell in the middle goes on, one that is done only reports."""
    with transaction.atomic():
        list_id = queries.same_file(actor, sha256(raw).hexdigest())
    with transaction.atomic():  # a file whose columns say nothing is not kept
        list_id = list_id or actions.receive(actor, raw)
        one = queries.people_list(actor, list_id)
        chosen = one.status in (Upload.MAPPED, Upload.CHECKED) and (wanted.dates or wanted.first_of_january)
        if one.status == Upload.RECEIVED or chosen:
            order, january = wanted.dates or one.order or DateOrder.AUTO, wanted.first_of_january or one.first_of_january
            actions.match(actor, list_id, one.mapping, order=order, first_of_january=january or FirstOfJanuary.DAY)
    if _now(actor, list_id).status == Upload.MAPPED:
        jobs.check(actor, list_id, look_for_duplicates=False)
    if not wanted.dry_run and _now(actor, list_id).status == Upload.CHECKED:
        actions.start_import(actor, list_id)
    jobs.bring_in(actor, list_id)
    return _now(actor, list_id)


def _rehearse(actor: Actor, raw: bytes, path: Path, wanted: argparse.Namespace) -> int:
    """Everything but the import, in one transaction that is taken back."""
    with transaction.atomic():
        code = _report(actor, _through(actor, raw, wanted), _rejects(path, wanted), wanted)
        transaction.set_rollback(True)
    return code


@transaction.atomic
def _now(actor: Actor, list_id: UUID) -> ListDetail:
    return queries.people_list(actor, list_id)


def _rejects(path: Path, wanted: argparse.Namespace) -> Path:
    kind = ".csv" if path.suffix.lower() == ".csv" else ".xlsx"
    return Path(wanted.rejects) if wanted.rejects else path.with_name(f"{path.stem}.rejected{kind}")


def _report(actor: Actor, one: ListDetail, rejects: Path, wanted: argparse.Namespace) -> int:
    if one.status == Upload.REFUSED:
        refusal = one.reading["refusal"]
        print(refusal["text"] % refusal["params"] if refusal["params"] else refusal["text"], file=sys.stderr)
        return 2
    verb, number = ("would be imported", one.good) if wanted.dry_run else ("imported", one.imported)
    print(
        f"{one.rows} rows: {number} {verb}, {one.already_known} known from before, {one.twice} twice in the file, {one.bad} rejected."
    )
    if not one.bad:
        return 0
    raw = actions.export_rejected(actor, one.id, "csv" if rejects.suffix.lower() == ".csv" else "xlsx", wanted.language)
    try:
        rejects.write_bytes(raw)
    except OSError as error:
        print(f"The rejected rows could not be written: {error.strerror or 'unknown reason'}.", file=sys.stderr)
        return 2
    print(f"Rejected rows with what to correct: {rejects}")
    return 1
