"""Reading JSON values one field at a time, with a sentence that names the field when it is wrong.

Values that could hold somebody's name by mistake are never repeated in the sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NoReturn, TypeVar

from corridor.engines.planner.model import BadInput, Range

Json = Any
T = TypeVar("T")
_ID = re.compile(r"[A-Za-z0-9_.\-]{1,40}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def refusal(where: str, what: str) -> BadInput:
    return BadInput(f"{where}: {what}" if where else what)


def bad(where: str, what: str) -> NoReturn:
    raise refusal(where, what)


def parse(text: str | bytes) -> Json:
    """JSON without the leniences of Python's reader: no NaN, no key twice, UTF-8 only."""

    def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        whole = dict(pairs)
        if len(whole) != len(pairs):
            raise BadInput("the file: an object names the same field twice")
        return whole

    def constant(_: str) -> NoReturn:
        raise BadInput("the file: NaN and Infinity are not numbers here")

    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(plain, object_pairs_hook=once, parse_constant=constant)
    except UnicodeDecodeError:
        raise BadInput("the file: is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise BadInput(f"the file: is not JSON (line {error.lineno}, column {error.colno})") from None
    except BadInput:
        raise
    except (ValueError, RecursionError):
        raise BadInput("the file: holds a number or a nesting too large to read") from None


def fields(value: Json, where: str, names: Iterable[str]) -> dict[str, Json]:
    """An object with exactly these fields."""
    if not isinstance(value, dict):
        bad(where, "must be an object")
    wanted = tuple(names)
    for name in wanted:
        if name not in value:
            bad(f"{where}.{name}" if where else name, "is missing")
    if len(value) != len(wanted):
        extra = next(name for name in value if name not in wanted)
        known = extra if _ID.fullmatch(extra) else "a field"
        bad(f"{where}.{known}" if where else known, "is not a field of this format")
    return value


def integer(value: Json, where: str, least: int | None = 0, most: int | None = None) -> int:
    if type(value) is not int:
        bad(where, "must be a whole number")
    if least is not None and value < least:
        bad(where, f"must be at least {least}")
    if most is not None and value > most:
        bad(where, f"must be at most {most}")
    return value


def label(value: Json, where: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        bad(where, "must be 1 to 40 characters of A–Z a–z 0–9 _ . -")
    return value


def text(value: Json, where: str) -> str:
    """Free text that can be printed and is not empty."""
    if not isinstance(value, str) or not value:
        bad(where, "must be text and not empty")
    try:
        value.encode()
    except UnicodeEncodeError:
        bad(where, "holds half a character")
    return value


_seen: dict[str, date] = {}


def day(value: Json, where: str) -> date:
    known = _seen.get(value) if isinstance(value, str) else None
    if known is not None:
        return known
    if not isinstance(value, str):
        bad(where, "must be a date, YYYY-MM-DD")
    if not _DATE.fullmatch(value):
        bad(where, "is not a date, YYYY-MM-DD")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        bad(where, f"{value} is not a date")
    if len(_seen) < 20_000:
        _seen[value] = found
    return found


def choice(value: Json, where: str, allowed: tuple[T, ...]) -> T:
    if type(value) is bool or value not in allowed or type(value) is float:
        bad(where, "must be one of " + ", ".join(str(one) for one in allowed))
    return value  # type: ignore[no-any-return]


def listing(value: Json, where: str, read: Callable[[Json, str], T], least: int = 0) -> tuple[T, ...]:
    if not isinstance(value, list):
        bad(where, "must be a list")
    if len(value) < least:
        bad(where, f"must name at least {least}")
    return tuple([read(item, f"{where}[{number}]") for number, item in enumerate(value)])


def labels(value: Json, where: str, least: int = 0) -> tuple[str, ...]:
    """A list of labels, none of them twice."""
    found = listing(value, where, label, least)
    return distinct(found, where)


def distinct(found: tuple[str, ...], where: str, part: str = "") -> tuple[str, ...]:
    if len(set(found)) == len(found):
        return found
    seen: set[str] = set()
    for number, one in enumerate(found):
        if one in seen:
            bad(f"{where}[{number}]{part}", f"{one} is named twice")
        seen.add(one)
    return found


def optional(value: Json, where: str, read: Callable[[Json, str], T]) -> T | None:
    return None if value is None else read(value, where)


def dates(value: Json, where: str) -> Range:
    """A range `{from, to}`."""
    whole = fields(value, where, ("from", "to"))
    return ordered(whole, where)


def ordered(whole: dict[str, Json], where: str) -> Range:
    first = day(whole["from"], f"{where}.from")
    last = day(whole["to"], f"{where}.to")
    if first > last:
        bad(f"{where}.from", f"{first} is after {where}.to {last}")
    return Range(first, last)
