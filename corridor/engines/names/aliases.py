"""Names that are one name although no rule can hear it, each with where the knowledge comes from.

The table `aliases.csv` has one row per spelling: `spelling,same_as,language,source`. It is small on purpose: a wrong row makes
strangers look alike. Rows are added by people who know the language, never learnt from the lists that are being matched.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .folding import fold

_FILE = Path(__file__).with_name("aliases.csv")


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of the table, both spellings folded."""

    spelling: str
    same_as: str
    language: str
    source: str


@cache
def table() -> tuple[Alias, ...]:
    """All rows in the file's order."""
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return tuple(Alias(fold(r["spelling"]), fold(r["same_as"]), r["language"], r["source"]) for r in csv.DictReader(rows))


@cache
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for row in table():
        index[row.spelling] = (*index.get(row.spelling, ()), row.same_as)
    return index


def canonical(word: str) -> tuple[str, ...]:
    """The spellings this folded word is another form of; () for most words."""
    return _index().get(word, ())
