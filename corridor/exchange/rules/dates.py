"""Dates as lists write them: ISO, day or month first, names of months in three languages, a year alone, Arabic digits.

What can mean two days is refused, never guessed; 1 January 1900 and the like mean "not known" and stay so.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale

from corridor.engines.names import fold
from corridor.exchange.words import DateOrder
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people.rules import DIGITS
from corridor.people.words import BirthPrecision

# Month names of the Maghreb and the Levant that CLDR's Arabic does not list.
MORE_MONTHS = {
    "جانفي": 1, "كانون الثاني": 1, "يناير": 1, "فيفري": 2, "شباط": 2, "فبراير": 2, "مارس": 3, "آذار": 3, "اذار": 3, "أفريل": 4,
    "نيسان": 4, "أبريل": 4, "ابريل": 4, "ماي": 5, "أيار": 5, "مايو": 5, "جوان": 6, "حزيران": 6, "يونيو": 6, "جويلية": 7, "تموز": 7,
    "يوليو": 7, "أوت": 8, "آب": 8, "أغسطس": 8, "سبتمبر": 9, "أيلول": 9, "أكتوبر": 10, "تشرين الأول": 10, "نوفمبر": 11,
    "تشرين الثاني": 11, "ديسمبر": 12, "كانون الأول": 12, "sept": 9,
}  # fmt: skip
UNKNOWN_DAYS = frozenset({date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31)})
HIJRI = range(1300, 1501)


@dataclass(frozen=True)
class Said:
    """A day as far as it was said; `first` None: not known."""

    first: date | None = None
    precision: str = BirthPrecision.UNKNOWN


def _reason(code: str, text: str, **params: object) -> Refused:
    return Refused(Reason(f"exchange.date.{code}", text, dict(params)))


def unreadable() -> Refused:
    return _reason("unreadable", N_("This is no date we can read. Write it like 1990-04-25, or the year alone."))


def read(text: str, order: str) -> Said:
    """The date said by the text; `order` is dmy, mdy, or auto when the file does not show it."""
    text = " ".join(text.translate(DIGITS).replace("\u200f", "").replace("\u200e", "").split())
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm]|Z)?$", "", text)
    if re.fullmatch(r"\d+", text):
        return _digits(text)
    parts = [part for part in re.split(r"[\s/.\-,،]+", text) if part]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    if len(numbers) == len(parts) and len(parts) in (2, 3):
        return _whole(*_placed(parts, order)) if len(parts) == 3 else _month_and_year(parts)
    return _named(parts)


def evidence(text: str) -> str:
    """What this date shows about the file's order: dmy, mdy, or nothing."""
    found = re.fullmatch(r"\s*(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4})(?:[ T].*)?\s*", text.translate(DIGITS))
    if not found:
        return ""
    first, second = int(found[1]), int(found[2])
    if 12 < first <= 31 and 1 <= second <= 12:
        return DateOrder.DMY.value
    return DateOrder.MDY.value if 12 < second <= 31 and 1 <= first <= 12 else ""


def _digits(text: str) -> Said:
    if len(text) == 4:
        return _year(int(text))
    if len(text) == 8 and int(text[:4]) in range(1850, 2200):
        return _whole(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 5:
        sentence = N_("Excel turned this date into a number. Format the column as a date, or write it like 1990-04-25.")
        raise _reason("serial", sentence)
    raise unreadable()


def _placed(parts: list[str], order: str) -> tuple[int, int, int]:
    """Year, month, day out of three numbers."""
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return first, second, third
    if len(parts[2]) != 4:
        raise _reason("short_year", N_("Write the year with four digits."))
    if order == DateOrder.DMY or (order == DateOrder.AUTO and (first > 12 or first == second)):
        return third, second, first
    if order == DateOrder.MDY or (order == DateOrder.AUTO and second > 12):
        return third, first, second
    sentence = N_("A date like 03/04/1990 can be two days: choose the order of day and month for this file.")
    raise _reason("ambiguous", sentence)


def _month_and_year(parts: list[str]) -> Said:
    year, month = (parts[0], parts[1]) if len(parts[0]) == 4 else (parts[1], parts[0])
    if len(year) != 4 or not 1 <= int(month) <= 12:
        raise unreadable()
    return Said(_whole(int(year), int(month), 1).first, BirthPrecision.MONTH)


def _named(parts: list[str]) -> Said:
    """12 May 1990, May 1990, 12-mai-1990, ١٢ مايو ١٩٩٠."""
    numbers = [part for part in parts if part.isdecimal()]
    month = months().get(fold(" ".join(part for part in parts if not part.isdecimal())))
    years = [part for part in numbers if len(part) == 4]
    days = [int(part) for part in numbers if len(part) <= 2]
    if month and not years and len(numbers) == 2:
        raise _reason("short_year", N_("Write the year with four digits."))
    if not month or len(years) != 1 or len(numbers) - len(years) != len(days) or len(days) > 1:
        raise unreadable()
    if days:
        return _whole(int(years[0]), month, days[0])
    return Said(_whole(int(years[0]), month, 1).first, BirthPrecision.MONTH)


def _whole(year: int, month: int, day: int) -> Said:
    _gregorian(year)
    try:
        found = date(year, month, day)
    except ValueError:
        sentence = N_("There is no such day, or day and month stand in another order than the one chosen for this file.")
        raise _reason("no_such_day", sentence) from None
    return Said() if found in UNKNOWN_DAYS else Said(found, BirthPrecision.DAY)


def _year(year: int) -> Said:
    _gregorian(year)
    if not 1850 <= year < 2200:
        raise unreadable()
    return Said() if year == 1900 else Said(date(year, 1, 1), BirthPrecision.YEAR)


def _gregorian(year: int) -> None:
    if year in HIJRI:
        raise _reason("hijri", N_("This seems to be a year of the Islamic calendar. Write the date by the Gregorian calendar."))


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Folded names of months in English, French and Arabic, long and short."""
    found = {fold(name): number for name, number in MORE_MONTHS.items()}
    for language in ("en", "fr", "ar", "ar_TN", "ar_SY"):
        named = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in named[context][width].items():
                    found.setdefault(fold(name), number)
    return found
