"""`bin/corridor link …`: lists in, proposals with reasons out. Answers on stdout, everything else on stderr.

Exit 0 done, 1 (prepare only) the list would be refused, 2 bad input or a missing part in one sentence, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from .lists import People
from .model import BadModel, Model, load, shipped
from .reading import BadInput, Missing


class _Words(argparse.ArgumentParser):
    """An argument parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Missing(f"{self.prog}: {message}. Say {self.prog} --help for its use.")


def _parser() -> argparse.ArgumentParser:
    parser = _Words(prog="bin/corridor link", description="Find the same person across lists. Nothing is merged: people decide.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="prepare|dedupe|match|score|keys")
    prepare = commands.add_parser("prepare", help="what of a list would be understood")
    prepare.add_argument("people", type=Path)
    prepare.add_argument("--report", action="store_true", required=True)
    prepare.add_argument("--json", action="store_true")
    dedupe = commands.add_parser("dedupe", help="the same person within one list")
    dedupe.add_argument("people", type=Path)
    dedupe.add_argument("--out", type=Path, required=True, metavar="CLUSTERS.csv")
    dedupe.add_argument("--pairs", type=Path, metavar="PAIRS.csv")
    match = commands.add_parser("match", help="the same person across two lists")
    match.add_argument("left", type=Path)
    match.add_argument("right", type=Path)
    match.add_argument("--out", type=Path, required=True, metavar="PAIRS.csv")
    match.add_argument("--one-to-one", action="store_true")
    for command in (dedupe, match):
        command.add_argument("--labels", type=Path, metavar="LABELS.csv")
        command.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
        command.add_argument("--model", type=Path, metavar="FILE")
        command.add_argument("--save-model", type=Path, metavar="FILE")
        command.add_argument("--min-weight", type=_weight, default=0.0, metavar="W")
        command.add_argument(
            "--resume", type=Path, metavar="FOLDER", help="keep the work here until it is done; the same command goes on"
        )
    for command in (prepare, dedupe, match):
        command.add_argument("--encoding", metavar="NAME")
        command.add_argument("--ignore-unknown", action="store_true")
    score = commands.add_parser("score", help="the evidence for one pair")
    score.add_argument("a", type=Path)
    score.add_argument("b", type=Path)
    score.add_argument("--model", type=Path, metavar="FILE")
    keys = commands.add_parser("keys", help="what sounds alike")
    keys.add_argument("names", nargs="+", metavar="NAME")
    return parser


def _today() -> date:
    return datetime.now(UTC).date()


def _weight(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError
    return value


def main(argv: Sequence[str]) -> int:
    """Runs one command; see the module's words for the exit codes."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for number in before:
            signal.signal(number, _interrupt)
        options = _parser().parse_args(list(argv))
        return {"prepare": _prepare, "dedupe": _link, "match": _link, "score": _score, "keys": _keys}[options.command](options)
    except KeyboardInterrupt:
        return 130
    except (BadInput, BadModel) as refusal:
        print(f"{refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except OSError as error:
        print(
            f"The file system refused: {error.strerror or 'no reason given'}. Check free space and permissions.", file=sys.stderr
        )
        return 2
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _answer(text: str) -> None:
    print(text)


_weight.__name__ = "number"  # argparse names the type in its sentence


def _model(options: argparse.Namespace) -> Model | None:
    return load(options.model) if options.model else None


def _prepare(options: argparse.Namespace) -> int:
    from .reporting import in_words, report

    found, learnt = report(options.people, encoding=options.encoding, lenient=options.ignore_unknown, today=_today())
    _answer(json.dumps(found, ensure_ascii=False) if options.json else "\n".join(in_words(found, learnt)))
    return 1 if any(problem["fatal"] for problem in found["problems"]) else 0


def _link(options: argparse.Namespace) -> int:
    from .linking import Linking, Options
    from .saying import Run
    from .store import Store
    from .writing import Outputs, write_clusters, write_pairs

    run = Run()
    between = options.command == "match"
    paths = [options.left, options.right] if between else [options.people]
    lists = [People(path, encoding=options.encoding, lenient=options.ignore_unknown) for path in paths]
    _refuse_overwriting(options, paths)
    if options.engine == "spark":
        from .engine_spark import refuse_if_missing

        refuse_if_missing()
    asked = Options(
        encoding=options.encoding, lenient=options.ignore_unknown, engine=options.engine, model=_model(options),
        min_weight=options.min_weight, labels=options.labels, one_to_one=between and options.one_to_one,
    )  # fmt: skip
    with (
        Outputs(options.out, None if between else options.pairs, options.save_model) as outputs,
        Store(keep=options.resume) as store,
    ):
        linking = Linking(store, lists, asked, run)
        linking.work()
        with run.phase("write"):
            if between:
                write_pairs(linking, outputs, options.out)
            else:
                write_clusters(linking, outputs, options.out)
                if options.pairs:
                    write_pairs(linking, outputs, options.pairs)
            if options.save_model:
                linking.model.save(outputs.new(options.save_model))
            outputs.put_in_place()
        run.close(linking.counts(), linking.learnt.not_understood())
    return 0


def _refuse_overwriting(options: argparse.Namespace, read: list[Path]) -> None:
    written = [path for path in (options.out, getattr(options, "pairs", None), options.save_model) if path]
    resolved = [path.resolve() for path in written]
    if len(set(resolved)) < len(resolved):
        raise Missing("Two outputs have the same name; give each its own file.")
    if set(resolved) & {path.resolve() for path in [*read, *filter(None, (options.labels, options.model))]}:
        raise Missing("An output has the name of an input; give it another name.")


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file: one, or one a line for .jsonl."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Missing(f"There is no file {path.name}; check the path.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path.name} is not UTF-8; save it as UTF-8.") from None
    pieces = text.splitlines() if path.suffix == ".jsonl" else [text]
    for number, piece in enumerate(pieces, 1):
        if not piece.strip() and path.suffix == ".jsonl":
            continue
        try:
            found = json.loads(piece)
        except ValueError:
            raise BadInput(
                f"{path.name}, line {number}: not a JSON object; write one object with the contract's columns."
            ) from None
        yield _columns_of(found, path.name, number)


def _columns_of(found: Any, name: str, number: int) -> dict[str, Any]:
    from .columns import PEOPLE, nearest

    if not isinstance(found, dict):
        raise BadInput(f"{name}, line {number}: not a JSON object; write one object with the contract's columns.")
    for key, value in found.items():
        if key not in PEOPLE:
            near = nearest(key, PEOPLE)
            meant = f"; did you mean {near}?" if near else "."
            raise BadInput(f"{name}, line {number}: the column {key[:40]!r} is not known{meant}")
        if value is not None and not isinstance(value, str):
            raise BadInput(f"{name}, line {number}: {key} is not text; write cells as text or null.")
    return found


def _score(options: argparse.Namespace) -> int:
    from itertools import zip_longest

    from .explaining import explain

    model = _model(options) or shipped()
    for number, (left, right) in enumerate(zip_longest(_records(options.a), _records(options.b)), 1):
        if left is None or right is None:
            raise BadInput(f"{options.a.name} and {options.b.name} have different numbers of lines; line {number} stands alone.")
        _answer(json.dumps(explain(left, right, model, _today()), ensure_ascii=False))
    return 0


def _keys(options: argparse.Namespace) -> int:
    from corridor.engines.names import keys

    for name in _names(options.names):
        tokens = [{"text": token.text, "keys": list(token.keys)} for token in keys(name).tokens]
        _answer(json.dumps({"name": name, "tokens": tokens}, ensure_ascii=False))
    return 0


def _names(asked: list[str]) -> Iterator[str]:
    for name in asked:
        if name != "-":
            yield name
            continue
        stream = sys.stdin.buffer
        for number, line in enumerate(stream, 1):
            try:
                yield line.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError:
                raise BadInput(f"Line {number} of the names is not UTF-8; send the names as UTF-8.") from None
