"""Cells read one by one: what a text means, that it means nothing, or that we do not understand it.

A reader returns the value, `UNKNOWN`, or raises `NotUnderstood` with a sentence that never repeats the cell.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corridor.engines.names import fold

from .columns import ISO3, NOT_ISO3, SEXES, TRUTHS, UNKNOWN_DATE, UNKNOWN_WORDS

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class NotUnderstood(Exception):
    """A cell that says something we cannot read; the message is a sentence without the cell's content."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date as precisely as it was given: month and day are 0 when not given."""

    year: int
    month: int
    day: int

    def latest(self) -> tuple[int, int, int]:
        return (self.year, self.month or 12, self.day or 31)

    def earliest(self) -> tuple[int, int, int]:
        return (self.year, self.month or 1, self.day or 1)


def is_unknown(text: str) -> bool:
    return text in UNKNOWN_WORDS or text.casefold() in UNKNOWN_WORDS


@lru_cache(maxsize=100_000)
def ascii_digits(text: str) -> str:
    """The digits of any script as 0-9, everything else as it is."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char for char in text)


@lru_cache(maxsize=100_000)
def read_date(text: str) -> Date | None:
    """YYYY, YYYY-MM or YYYY-MM-DD in digits of any script; None for 1900-01-01, which means unknown."""
    text = ascii_digits(text)
    if text == UNKNOWN_DATE:
        return None
    found = _DATE.match(text)
    if not found:
        raise NotUnderstood("is not a date as YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        date(year, month if found[2] else 1, day if found[3] else 1)
    except ValueError:
        raise NotUnderstood("is not a day of the calendar") from None
    return Date(year, month, day)


def read_past_date(text: str, today: date) -> Date | None:
    found = read_date(text)
    if found and found.earliest() > (today.year, today.month, today.day):
        raise NotUnderstood("lies in the future")
    return found


def read_full_date(text: str, today: date) -> date | None:
    found = read_past_date(text, today)
    if found is None:
        return None
    if not found.day:
        raise NotUnderstood("is not a full date as YYYY-MM-DD")
    return date(found.year, found.month, found.day)


def read_age(text: str) -> int:
    text = ascii_digits(text)
    if not text.isascii() or not text.isdigit() or len(text) > 3 or int(text) > 120:
        raise NotUnderstood("is not an age in whole years from 0 to 120")
    return int(text)


def read_sex(text: str) -> str:
    found = SEXES.get(fold(text))
    if not found:
        raise NotUnderstood("is not M, F or X, male or female, homme or femme")
    return found


def read_truth(text: str) -> bool:
    found = TRUTHS.get(ascii_digits(text).casefold())
    if found is None:
        raise NotUnderstood("is neither true nor false")
    return found


def read_nationality(text: str) -> str:
    code = text.upper()
    if code in ISO3:
        return code
    if code in NOT_ISO3:
        raise NotUnderstood(f"is a code of another system; ISO 3166-1 writes {NOT_ISO3[code]}")
    raise NotUnderstood("is not a country code of ISO 3166-1 alpha-3")


@lru_cache(maxsize=100_000)
def read_phone(text: str) -> str:
    """The number without the ways of dialling it; "" when too short to be one or one digit over and over."""
    digits = "".join(char for char in ascii_digits(text) if char in "0123456789")
    if len(digits) < 7:
        return ""
    number = digits.lstrip("0") if digits.startswith("0") else digits
    if number.startswith("218") and len(number) >= 10:
        number = number[3:].lstrip("0")
    return number if len(number) >= 6 and len(set(number)) > 1 else ""


@lru_cache(maxsize=100_000)
def read_document(text: str) -> str:
    """Letters and digits only, folded: LBY-19C 00077 and lby19c00077 are one number.

    "" for what only fills the cell: a word without a digit, one sign over and over.
    """
    read = "".join(char for char in ascii_digits(fold(text)) if char.isalnum())
    return read if len(set(read)) > 1 and any(char.isdigit() for char in read) else ""
