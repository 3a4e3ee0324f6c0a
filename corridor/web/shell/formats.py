"""How dates, numbers, names and countries are written: in the person's language and time zone, digits always Latin.

Day month year, 24-hour time. A date may be partly known ("2007", "2007-05"). Nothing given is an empty string: the page
says in words what the absence means.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from corridor.kernel import clock

THIN = "\u202f"  # narrow no-break space
HARD = "\u00a0"  # no-break space

# What a day looks like. Patterns are Babel's; the written month comes from CLDR.
DAY_FORMS = {
    "": "d MMM y",
    "short": "d MMM",
    "weekday": "EEE d MMM",
    "long": "EEEE d MMMM y",
    "month": "MMMM y",
    "year": "y",
    "month_name": "LLLL",
}

OWN_TONGUES = {"bin": "Edo"}  # CLDR says Bini; the field says Edo, as its speakers do

SCRIPTS = {
    "ARABIC": "ar",
    "ETHIOPIC": "und-Ethi",
    "BENGALI": "und-Beng",
    "LATIN": "und-Latn",
    "TIFINAGH": "und-Tfng",
    "DEVANAGARI": "und-Deva",
    "CYRILLIC": "und-Cyrl",
    "NKO": "nqo",
}


def listed(parts: Iterable[object]) -> str:
    """What is there of these, one after the other, with the comma of the page's language."""
    return ("، " if language() == "ar" else ", ").join(text for part in parts if (text := str(part or "")))


def language() -> str:
    """The active language as two letters; English when none is active."""
    return (get_language() or "en")[:2]


@lru_cache(maxsize=16)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code)
    except ValueError:
        return Locale.parse("en")


def day(value: Any, form: str = "") -> str:
    """17 Nov 2026. Takes dates, moments (in the person's time zone) and partly known dates as text."""
    if value in (None, ""):
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    pattern = DAY_FORMS[form]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        parts = [int(part) for part in value[:10].split("-")]
        pattern = pattern if len(parts) == 3 else ("MMM y", "y")[len(parts) == 1]
        value = date(*[*parts, 1, 1][:3])
    return format_date(value, pattern, locale=_locale(language()))


def moment(value: datetime | None, form: str = "") -> str:
    """17 Nov 2026, 14:00 in the person's time zone; form `time` gives the hour alone."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    hour = f"{local:%H:%M}"
    if form == "time":
        return hour
    comma = "،" if language() == "ar" else ","
    return f"{day(local, form)}{comma} {hour}"


def stamp(value: date | datetime) -> str:
    """The time of an event in a list: 16 Nov 16:40; the year only when it is not the present one."""
    if not isinstance(value, datetime):
        return day(value, "short" if value.year == clock.today().year else "")
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{stamp(local.date())} {local:%H:%M}"


def count(value: Any, places: int | str | None = None) -> str:
    """1,038 in English and Arabic, 1 038 in French; Latin digits everywhere."""
    if value in (None, ""):
        return ""
    number = Decimal(str(value))
    if places not in (None, ""):
        number = number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    text = f"{abs(number):,f}"
    if language() == "fr":
        text = text.replace(",", THIN).replace(".", ",")
    return ("−" if number < 0 else "") + text


def figure(value: Any) -> str:
    """A number is grouped; a finished text stays as it is."""
    return value if isinstance(value, str) else count(value)


def counted(text: Any, number: int, most: int) -> dict[str, Any]:
    """A tab's words and number; where counting stopped at `most`, the words say "1,000+" instead of a number that is not true."""
    return {"text": f"{text} {count(most)}+", "number": None} if number >= most else {"text": text, "number": number}


def share(value: Any, places: int | str = 0) -> str:
    """0.72 as 72 %: the share of a whole, with a hard space before the sign."""
    if value in (None, ""):
        return ""
    return f"{count(Decimal(str(value)) * 100, places)}{HARD}%"


def money(value: Any, currency: str) -> str:
    """The currency code stands before the figure: EUR 171,000."""
    return f"{currency}{HARD}{count(value, 0)}" if value not in (None, "") else ""


def country(code: str | None) -> str:
    """ISO 3166 two-letter code as a name in the active language; anything else is Unknown, never blank."""
    known = _locale(language()).territories.get((code or "").upper()) if code not in ("ZZ", "zz") else None
    return known or gettext("Unknown")


def tongue(code: str | None) -> str:
    """ISO 639 code as a name in the active language; anything else is Unknown."""
    known = OWN_TONGUES.get(code or "") or _locale(language()).languages.get((code or "").lower())
    return known[0].upper() + known[1:] if known else gettext("Unknown")


def script_language(text: str) -> str:
    """A `lang` for a name in a script that the page may not be written in: by its first letter."""
    for letter in text:
        if letter.isalpha():
            return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].rstrip("-"), "und")
    return ""


def name(text: Any, lang: str = "") -> SafeString | str:
    """A name in its own direction and script: `<bdi lang dir=auto>`, so that the line around it keeps its order."""
    if not text:
        return ""
    spoken = lang or script_language(str(text))
    return format_html('<bdi lang="{}" dir="auto">{}</bdi>', spoken or "und", text)


def said(thing: Any) -> str:
    """A kernel Reason or Requirement as a sentence in the active language; its dates and counts written out."""
    get = thing.get if isinstance(thing, dict) else lambda key: getattr(thing, key, None)
    text = str(get("text") or get("why") or ("" if isinstance(thing, dict) else thing))
    params: Mapping[str, Any] = get("params") or {}
    written = gettext(text) if text else ""
    return written % {key: _written(value) for key, value in params.items()} if params else written


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return count(value)
    return gettext(str(value)) if value else ""
