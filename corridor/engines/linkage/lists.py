"""Lists of people and of decisions, read and checked as the contract says, in pieces that fit in memory."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from .columns import LABELS, PEOPLE
from .features import Features, features
from .person import Problem, read_person
from .reading import BadInput, Table

Rows = list[tuple[int, list[str]]]
AT_ONCE = 5_000


@dataclass
class Understanding:
    """What became of the cells of a list: per column how many, and the first sentences."""

    columns: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    examples: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def add(self, other: Understanding, keep: int = 1_000_000) -> None:
        for column, counts in other.columns.items():
            self.columns.setdefault(column, Counter()).update(counts)
        self.problems += other.problems[: max(0, keep - len(self.problems))]
        for column, kinds in other.examples.items():
            for kind, rows in kinds.items():
                known = self.examples.setdefault(column, {}).setdefault(kind, [])
                known += rows[: 5 - len(known)]

    def note(self, number: int, status: dict[str, str]) -> None:
        for column, kind in status.items():
            self.columns.setdefault(column, Counter())[kind] += 1
            rows = self.examples.setdefault(column, {}).setdefault(kind, [])
            if len(rows) < 5:
                rows.append(number)

    def not_understood(self) -> dict[str, int]:
        return {column: counts["not_understood"] for column, counts in self.columns.items() if counts["not_understood"]}


class People:
    """One list: `check` reads it through once and refuses what the contract refuses; `pieces` gives its rows again."""

    def __init__(self, path: Path, *, encoding: str | None, lenient: bool) -> None:
        self.path, self.encoding, self.lenient = path, encoding, lenient
        self.rows = 0
        self.columns: list[str] = []

    def table(self) -> Table:
        return Table(self.path, PEOPLE, ("record_id",), encoding=self.encoding, lenient=self.lenient)

    def check(self, report: list[BadInput] | None = None) -> dict[str, int]:
        """record_id → row. Refuses the first bad row, or adds every one to `report` and goes on."""
        table = self.table()
        self.columns = list(table.kept)
        seen: dict[str, int] = {}

        def bad(refusal: BadInput) -> None:
            if report is None:
                raise refusal
            report.append(refusal)

        table.forgive = bad
        try:
            place = table.kept["record_id"]
            for number, cells in table.rows():
                self.rows += 1
                ident = cells[place]
                wrong = _wrong_id(ident) or (
                    ident in seen and f"stands in row {seen[ident]} and again in row {number}; make it unique"
                )
                if wrong:
                    bad(BadInput(f"{table.name}, row {number}: record_id {wrong}.", number, "record_id"))
                seen.setdefault(ident, number)
        finally:
            table.close()
        return seen

    def pieces(self) -> Iterator[tuple[list[str], Rows]]:
        """(the columns kept, some rows with only those cells), bad rows left out."""
        table = self.table()
        table.forgive = lambda refusal: None
        try:
            columns, places = list(table.kept), list(table.kept.values())
            rows = ((number, [cells[place] for place in places]) for number, cells in table.rows())
            while piece := list(islice(rows, AT_ONCE)):
                yield columns, piece
        finally:
            table.close()


def _wrong_id(ident: str) -> str:
    if not ident.strip():
        return "is empty; every record needs one"
    if len(ident) > 80:
        return "has more than 80 characters; use a shorter one"
    if ident != ident.strip() or any(unicodedata.category(char) == "Cc" for char in ident):
        return "has control characters or spaces at its ends; take them out"
    return ""


def understand(columns: list[str], rows: Rows, today: date, source: str = "") -> tuple[list[Features], Understanding]:
    """The features of some rows, and what was understood of them; `source` stands for a list that names none."""
    found, learnt = [], Understanding()
    for number, cells in rows:
        person = read_person(dict(zip(columns, cells, strict=True)), number, today, learnt.problems)
        person.source = person.source or source
        learnt.note(number, person.status)
        found.append(features(person))
    return found, learnt


@dataclass(frozen=True, slots=True)
class Label:
    """A person's decision about two records."""

    left: str
    right: str
    decision: str


def read_labels(path: Path, known: dict[str, int], other: dict[str, int] | None, **how: object) -> tuple[list[Label], int]:
    """The last decision on every pair, ids in the order of the outputs, and how many rows name an id not in the lists."""
    table = Table(path, LABELS, LABELS[:3], encoding=how.get("encoding"), lenient=bool(how.get("lenient")))  # type: ignore[arg-type]
    last: dict[tuple[str, str], str] = {}
    skipped = 0
    try:
        places = [table.kept[column] for column in LABELS[:3]]
        for number, cells in table.rows():
            left, right, decision = (cells[place].strip() for place in places)
            if decision not in ("same", "different", "unsure"):
                words = "decision is not same, different or unsure; correct it."
                raise BadInput(f"{table.name}, row {number}: {words}", number, "decision")
            pair = _ordered(left, right, known, other)
            if pair is None or left == right:
                skipped += 1
                continue
            last.pop(pair, None)
            last[pair] = decision
    finally:
        table.close()
    return [Label(*pair, decision) for pair, decision in last.items()], skipped


def _ordered(left: str, right: str, known: dict[str, int], other: dict[str, int] | None) -> tuple[str, str] | None:
    if other is None:
        return (min(left, right), max(left, right)) if left in known and right in known else None
    if left in known and right in other:
        return left, right
    return (right, left) if right in known and left in other else None


def contradiction(labels: list[Label]) -> tuple[str, str, str] | None:
    """Three records a, b, c with a and b joined to c by "same" while a and b are decided different; None when there are none."""
    joined: dict[str, dict[str, None]] = {}
    for label in labels:
        if label.decision == "same":
            joined.setdefault(label.left, {})[label.right] = None
            joined.setdefault(label.right, {})[label.left] = None
    for label in labels:
        if label.decision == "different":
            way = _way(joined, label.left, label.right)
            if way:
                return way[0], way[-1], way[len(way) // 2]
    return None


def _way(joined: dict[str, dict[str, None]], start: str, goal: str) -> list[str]:
    """The shortest chain of "same" from start to goal, [] when there is none."""
    before: dict[str, str] = {start: ""}
    queue = [start]
    for place in queue:
        if place == goal:
            way = [place]
            while before[way[-1]]:
                way.append(before[way[-1]])
            return way[::-1]
        for near in joined.get(place, ()):
            if near not in before:
                before[near] = place
                queue.append(near)
    return []
