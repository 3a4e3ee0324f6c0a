"""One record as the engine understands it: the cells read, nothing compared yet.

`read_person` never fails on a cell: what is not understood becomes unknown and is reported, the row is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from corridor.engines.names import Token, tokens

from . import cells
from .cells import Date, NotUnderstood

_T = TypeVar("_T")
EXACT, MONTH, YEAR, ESTIMATE = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a row or cell that its owner should know."""

    row: int
    column: str
    words: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born, as far as known: years first..last, `slack` years more on both sides, month and day or 0."""

    first: int
    last: int
    slack: int
    month: int
    day: int
    precision: int


@dataclass(slots=True)
class Person:
    """The understood cells of one record. Empty string, None and () mean unknown."""

    record_id: str
    source: str = ""
    names: tuple[tuple[Token, ...], ...] = ()
    mother: tuple[Token, ...] = ()
    sex: str = ""
    birth: Birth | None = None
    nationality: str = ""
    region: str = ""
    city: str = ""
    phone: str = ""
    document: str = ""
    household: str = ""
    present_on: tuple[int, ...] = ()
    registered_on: date | None = None
    external: str = ""  # an outside service's opaque reference for "one person" (see external.py); never from a list
    status: dict[str, str] = field(default_factory=dict)


class _Row:
    """Reads the cells of one row and remembers what became of each."""

    def __init__(self, row: Mapping[str, str | None], number: int, today: date, problems: list[Problem]) -> None:
        self.row, self.number, self.today, self.problems = row, number, today, problems
        self.status: dict[str, str] = {}

    def text(self, column: str) -> str:
        value = (self.row.get(column) or "").strip()
        if not value:
            return ""
        unknown = cells.is_unknown(value)
        self.status[column] = "unknown" if unknown else "understood"
        return "" if unknown else value

    def read(self, column: str, reader: Callable[[str], _T]) -> _T | None:
        """The cell's value; None when unknown or, with a problem noted, when not understood."""
        value = self.text(column)
        if not value:
            return None
        try:
            found = reader(value)
        except NotUnderstood as reason:
            self.refuse(column, f"{column} {reason}.")
            return None
        if found is None or found == "":
            self.status[column] = "unknown"
        return found

    def refuse(self, column: str, words: str) -> None:
        self.status[column] = "not_understood"
        self.problems.append(Problem(self.number, column, words))


def read_person(row: Mapping[str, str | None], number: int, today: date, problems: list[Problem]) -> Person:
    """The record in this row; sentences about cells not understood are added to `problems`."""
    cell = _Row(row, number, today, problems)
    registered = cell.read("registered_on", lambda text: cells.read_full_date(text, today))
    person = Person(
        record_id=(row.get("record_id") or ""),
        source=cell.text("source"),
        names=_names(cell),
        mother=tokens(cell.text("mother_name"))[:3],
        sex=cell.read("sex", cells.read_sex) or "",
        birth=_birth(cell, registered),
        nationality=cell.read("nationality", cells.read_nationality) or "",
        region=cell.text("region_of_origin"),
        city=cell.text("city"),
        phone=cell.read("phone", cells.read_phone) or "",
        document=cell.read("document_number", cells.read_document) or "",
        household=cell.text("household_id"),
        present_on=_present_on(cell),
        registered_on=registered,
    )
    person.status = cell.status
    return person


def _names(cell: _Row) -> tuple[tuple[Token, ...], ...]:
    """Every way the name was written: in parts, in full, in the person's own script."""
    parts = " | ".join(filter(None, (cell.text("given_name"), cell.text("father_name"), cell.text("family_name"))))
    in_parts = tuple(token for part in parts.split(" | ") for token in tokens(part)) if parts else ()
    written = (in_parts, tokens(cell.text("name")), tokens(cell.text("name_native")))
    return tuple(way for way in written if way)


def _present_on(cell: _Row) -> tuple[int, ...]:
    days: list[int] = []
    text = cell.text("present_on")
    for part in text.split(";") if text else ():
        if not part.strip() or cells.is_unknown(part.strip()):
            continue
        try:
            found = cells.read_full_date(part.strip(), cell.today)
        except NotUnderstood as reason:
            cell.refuse("present_on", f"One of the dates in present_on {reason}.")
            continue
        if found:
            days.append(found.toordinal())
    return tuple(sorted(set(days)))


def _birth(cell: _Row, registered: date | None) -> Birth | None:
    born = cell.read("birth_date", lambda text: cells.read_past_date(text, cell.today))
    if born and registered and born.earliest() > (registered.year, registered.month, registered.day):
        cell.refuse("birth_date", "birth_date lies after registered_on.")
        born = None
    estimated = cell.read("birth_date_estimated", cells.read_truth)
    aged = _from_age(cell, registered)
    if born is None:
        return aged
    if aged and not aged.first - aged.slack - 3 <= born.year <= aged.last + aged.slack + 3:
        cell.problems.append(Problem(cell.number, "age", "age and birth_date are more than 3 years apart; birth_date counts."))
    return _from_date(born, bool(estimated))


def _from_date(born: Date, estimated: bool) -> Birth:
    if estimated:
        return Birth(born.year, born.year, 3, 0, 0, ESTIMATE)
    if not born.month or (born.month == 1 and born.day == 1):
        return Birth(born.year, born.year, 0, 0, 0, YEAR)
    return Birth(born.year, born.year, 0, born.month, born.day, EXACT if born.day else MONTH)


def _from_age(cell: _Row, registered: date | None) -> Birth | None:
    age = cell.read("age", cells.read_age)
    on = cell.read("age_on", lambda text: cells.read_past_date(text, cell.today))
    if age is None:
        return None
    year = on.year if on else registered.year if registered else 0
    if not year:
        cell.refuse("age", "age stands without age_on and without registered_on.")
        return None
    slack = 3 if age > 20 and age % 5 == 0 else 2
    return Birth(year - age - 1, year - age, slack, 0, 0, ESTIMATE)
