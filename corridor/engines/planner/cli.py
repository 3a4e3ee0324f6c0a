"""`bin/corridor plan solve|check|explain|replan`: files in, files out, one sentence when refused."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from corridor.engines.planner.model import BadInput, Plan, Problem

T = TypeVar("T")
DONE, BROKEN, REFUSED = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """The exit code: 0 done, 1 the plan breaks a rule, 2 bad input."""
    try:
        arguments = _parser().parse_args(list(argv))
        return int(arguments.run(arguments))
    except BadInput as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"command line: {message}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="bin/corridor plan", description="Plan who travels when.")
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=_Parser)

    solve = verbs.add_parser("solve", help="make a plan for a problem")
    solve.add_argument("problem", help="file of the problem (JSON)")
    solve.add_argument("--out", required=True, metavar="FILE", help="where the plan is written")
    solve.add_argument("--seconds", type=_seconds, default=60.0, help="how long it may search; 60 unless told")
    solve.add_argument("--seed", type=int, default=0, help="another seed, perhaps another plan of the same worth")
    solve.add_argument("--method", choices=("auto", "greedy"), default="auto", help="greedy: priority order only, no search")
    solve.set_defaults(run=_solve)

    check = verbs.add_parser("check", help="say which rules a plan breaks")
    check.add_argument("problem", help="file of the problem (JSON)")
    check.add_argument("plan", help="file of the plan (JSON)")
    check.set_defaults(run=_check)

    explain = verbs.add_parser("explain", help="say why one party has its place, or none")
    explain.add_argument("problem", help="file of the problem (JSON)")
    explain.add_argument("plan", help="file of the plan (JSON)")
    explain.add_argument("party", help="the party's id in the problem")
    explain.add_argument("--language", choices=("en", "fr", "ar"), default="en", help="of the sentence")
    explain.set_defaults(run=_explain)

    replan = verbs.add_parser("replan", help="apply events to a plan")
    replan.add_argument("problem", help="file of the problem (JSON)")
    replan.add_argument("plan", help="file of the plan (JSON)")
    replan.add_argument("events", help="file of what happened (JSON)")
    replan.add_argument("--out", required=True, metavar="FILE", help="where the plan is written")
    replan.add_argument("--problem-out", metavar="FILE", help="where the problem after the events is written")
    replan.add_argument("--seconds", type=_seconds, default=5.0, help="how long it may search; 5 unless told")
    replan.add_argument("--seed", type=int, default=0, help="another seed, perhaps another plan of the same worth")
    replan.set_defaults(run=_replan)
    return parser


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1e6:
        raise argparse.ArgumentTypeError("must be between 0 and 1000000")
    return value


def _solve(arguments: argparse.Namespace) -> int:
    from corridor.engines.planner import reading, solving, writing

    problem = _read(arguments.problem, reading.read_problem)
    plan = solving.solve(problem, seconds=arguments.seconds, seed=arguments.seed, method=arguments.method)
    _write({arguments.out: writing.to_text(writing.plan_to_json(plan))})
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from corridor.engines.planner import auditing, fields, reading, reading_plan

    problem = _read(arguments.problem, reading.read_problem)
    raw = _read(arguments.plan, fields.parse)
    try:
        plan = reading_plan.read_plan(raw)
    except BadInput as fault:
        sys.stdout.write(f"V1 {fault}\n")
        return BROKEN
    violations = auditing.check(problem, plan)
    for violation in violations:
        sys.stdout.write(f"{violation}\n")
    return BROKEN if violations else DONE


def _explain(arguments: argparse.Namespace) -> int:
    from corridor.engines.planner import explaining

    problem, plan = _pair(arguments)
    answer = explaining.explain(problem, plan, arguments.party, arguments.language)
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return DONE


def _replan(arguments: argparse.Namespace) -> int:
    from corridor.engines.planner import events, reading_events, solving, writing

    problem, plan = _pair(arguments)
    happened = _read(arguments.events, reading_events.read_events)
    changed = _named(arguments.events, lambda: events.apply_events(problem, plan, happened))
    result = solving.replan_changed(problem, plan, happened, changed, seconds=arguments.seconds, seed=arguments.seed)
    files = {arguments.out: writing.to_text(writing.plan_to_json(result))}
    if arguments.problem_out:
        files[arguments.problem_out] = writing.to_text(writing.problem_to_json(changed))
    _write(files)
    return DONE


def _pair(arguments: argparse.Namespace) -> tuple[Problem, Plan]:
    """A problem and a well-formed plan made for it."""
    from corridor.engines.planner import reading, reading_plan, writing
    from corridor.engines.planner.events import require_known

    problem = _read(arguments.problem, reading.read_problem)
    plan = _read(arguments.plan, reading_plan.read_plan)
    if plan.input_hash != writing.input_hash(problem):
        raise BadInput(f"{arguments.plan}: input_hash: is not that of this problem")
    _named(arguments.plan, lambda: require_known(problem, plan))
    return problem, plan


def _read(path: str, reader: Callable[[bytes], T]) -> T:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    return _named(path, lambda: reader(content))


def _named(path: str, work: Callable[[], T]) -> T:
    """A refusal with the file's name in front."""
    try:
        return work()
    except BadInput as refusal:
        raise BadInput(f"{path}: {refusal}") from None


def _write(files: dict[str, str]) -> None:
    """Each file whole or not at all: written beside its place, then moved there."""
    ready: list[tuple[str, str]] = []
    try:
        for path, content in files.items():
            folder = os.path.dirname(os.path.abspath(path))
            handle, name = tempfile.mkstemp(prefix=".plan-", dir=folder)
            ready.append((name, path))
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
            os.chmod(name, 0o644)
        for name, path in ready:
            os.replace(name, path)
    except OSError as error:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)
        raise BadInput(f"{path}: cannot be written ({(error.strerror or 'unknown').lower()})") from None
