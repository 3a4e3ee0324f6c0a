"""Indicators as cards, columns, bars and tables, in the reader's language. Withheld is a word of its own, never zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from corridor.consent.words import Confidence
from corridor.movements.words import Carriage
from corridor.people.words import Sex
from corridor.reporting.queries import Indicator
from corridor.reporting.rules import Cell
from corridor.reporting.words import Dimension, FigureStatus
from corridor.web.shell import charts, formats

COLOURS = {"RETURNS": "return", "EVACUATIONS": "evac"}
KINDS = {FigureStatus.RECONCILED: "ok", FigureStatus.OFFICIAL: "info", FigureStatus.PRELIMINARY: "wait"}
MONTHS_SHOWN = 24
BARS_SHOWN = 12


@dataclass(frozen=True)
class Cut:
    code: str
    title: str
    rows: list[dict[str, Any]]
    whole: int
    withheld: int
    note: str


def card(indicator: Indicator) -> dict[str, Any]:
    withheld = indicator.value is None
    return {
        "label": _(indicator.label),
        "value": indicator.value,
        "restricted": _("Fewer people than may be published.") if withheld else "",
        "since": indicator.since,
        "as_of": indicator.as_of,
        "source": indicator.source,
        "status": _(indicator.status.label),
        "kind": KINDS[indicator.status],
        "colour": COLOURS.get(indicator.code, "other"),
        "note": _(indicator.definition),
    }


def months(indicator: Indicator) -> tuple[charts.Chart | None, str]:
    """Columns of the last months with departures, and what was left out."""
    by_month = {cell.key: cell for cell in indicator.breakdowns[str(Dimension.MONTH)]}
    if not by_month:
        return None, ""
    keys = _calendar(max(by_month), MONTHS_SHOWN)
    cells = [by_month.get(key) for key in keys]
    values = [(cell.value if cell else 0) or 0 for cell in cells]
    finding = _("%(what)s by month, from %(first)s to %(last)s") % {
        "what": _(indicator.label),
        "first": _month(keys[0]),
        "last": _month(keys[-1]),
    }
    hidden = sum(1 for cell in cells if cell and cell.withheld)
    note = _("Months with fewer than five people are withheld: %(count)s here.") % {"count": hidden} if hidden else ""
    colour = COLOURS.get(indicator.code, "other")
    return charts.column_chart(values, [_tick(key) for key in keys], finding, colour=colour, width=1200), note


def cuts(indicator: Indicator) -> list[Cut]:
    """Every breakdown but the months, which are a chart."""
    return [
        _cut(indicator, Dimension(name), cells)
        for name, cells in indicator.breakdowns.items()
        if name != Dimension.MONTH and cells
    ]


def tables(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Every breakdown as a table, months included."""
    return [
        {
            "indicator": indicator,
            "title": _(indicator.label),
            "cuts": [(_(Dimension(name).label), rows(Dimension(name), cells)) for name, cells in indicator.breakdowns.items()],
        }
        for indicator in indicators
    ]


def rows(cut: Dimension, cells: Iterable[Cell]) -> list[tuple[str, str]]:
    return [(label(cut, cell.key), _("withheld") if cell.value is None else formats.count(cell.value)) for cell in cells]


def label(cut: Dimension, key: str) -> str:
    """A class in words; unknown is named."""
    if key == "unknown":
        return _("Not known")
    if cut in (Dimension.NATIONALITY, Dimension.DESTINATION):
        return formats.country(key)
    if cut == Dimension.AGE_GROUP:
        return key.replace("-", "–")
    words: Mapping[Dimension, Any] = {Dimension.SEX: Sex, Dimension.CARRIAGE: Carriage, Dimension.CONFIDENCE: Confidence}
    if cut in words:
        return _(words[cut](key).label)
    return _month(key) if cut == Dimension.MONTH else key


def _cut(indicator: Indicator, cut: Dimension, cells: tuple[Cell, ...]) -> Cut:
    shown = cells if cut in (Dimension.YEAR, Dimension.AGE_GROUP) else cells[:BARS_SHOWN]
    colour = COLOURS.get(indicator.code, "other")
    bars = [
        {
            "label": label(cut, cell.key),
            "part": cell.value or 0,
            "withheld": _("fewer than may be published, or kept back with such a group") if cell.withheld else "",
            "unknown": cell.key == "unknown",
            "colour": colour,
        }
        for cell in shown
    ]
    more = len(cells) - len(shown)
    note = _("%(count)s more in the table.") % {"count": more} if more > 0 else ""
    if cut == Dimension.CONFIDENCE:
        note = _("Rated when consent is recorded. A first consent given in detention is never rated high.")
    return Cut(
        str(cut),
        _(cut.label),
        bars,
        max([cell.value or 0 for cell in cells], default=0),
        sum(cell.withheld for cell in cells),
        note,
    )


def _calendar(last: str, count: int) -> list[str]:
    year, month = (int(part) for part in last.split("-"))
    ordinals = range(year * 12 + month - count, year * 12 + month)
    return [f"{ordinal // 12}-{ordinal % 12 + 1:02d}" for ordinal in ordinals]


def _tick(key: str) -> str:
    """Under a column: the year in January, else the month in short."""
    year, month = (int(part) for part in key.split("-"))
    return str(year) if month == 1 else formats.day(date(year, month, 1), "short").split("\u00a0")[-1].split(" ")[-1]


def _month(key: str) -> str:
    year, month = (int(part) for part in key.split("-"))
    return formats.day(date(year, month, 1), "month")
