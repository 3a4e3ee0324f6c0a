"""`prepare --report`: what a list would look like to the engine, before anything is compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .lists import People, Understanding, understand
from .reading import BadInput, Missing

KINDS = ("understood", "unknown", "not_understood")
PROBLEMS_KEPT = 200_000


def report(path: Path, *, encoding: str | None, lenient: bool, today: date) -> tuple[dict[str, Any], Understanding]:
    """The object of the contract, and the understanding with example rows behind it."""
    people = People(path, encoding=encoding, lenient=lenient)
    refusals: list[BadInput] = []
    learnt = Understanding()
    columns: list[str] = []
    try:
        people.check(refusals)
        for kept, rows in people.pieces():
            columns = kept
            learnt.add(understand(kept, rows, today)[1], PROBLEMS_KEPT)
        columns = columns or people.columns
    except Missing:
        raise
    except BadInput as refusal:
        if not any(str(refusal) == str(known) for known in refusals):
            refusals.append(refusal)
    problems = [{"row": r.row, "column": r.column, "words": str(r), "fatal": True} for r in refusals]
    problems += [{"row": p.row, "column": p.column, "words": p.words, "fatal": False} for p in learnt.problems]
    counts = {}
    for column in columns:
        found: Mapping[str, int] = learnt.columns.get(column, {})
        counts[column] = {"filled": sum(found.get(kind, 0) for kind in KINDS), **{kind: found.get(kind, 0) for kind in KINDS}}
    if "record_id" in counts:
        counts["record_id"] = {"filled": people.rows, "understood": people.rows, "unknown": 0, "not_understood": 0}
    return {"rows": people.rows, "columns": counts, "problems": sorted(problems, key=lambda p: (p["row"], p["column"]))}, learnt


def in_words(found: dict[str, Any], learnt: Understanding) -> list[str]:
    """The report as lines for a person."""
    lines = [f"{found['rows']} rows"]
    for column, counts in found["columns"].items():
        line = f"{column}: {counts['filled']} filled, {counts['understood']} understood, "
        line += f"{counts['unknown']} read as unknown{_rows(learnt, column, 'unknown')}, "
        lines.append(line + f"{counts['not_understood']} not understood{_rows(learnt, column, 'not_understood')}")
    for problem in found["problems"]:
        place = "" if problem["fatal"] else f"row {problem['row']}, {problem['column']}: "
        lines.append(place + problem["words"] + (" The list would be refused." if problem["fatal"] else ""))
    return lines


def _rows(learnt: Understanding, column: str, kind: str) -> str:
    rows = learnt.examples.get(column, {}).get(kind, [])
    return f" (rows {', '.join(map(str, rows))})" if rows else ""
