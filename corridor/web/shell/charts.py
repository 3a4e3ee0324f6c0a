"""Geometry of server-made charts: lines, columns, occupancy. Each gives a `Chart` that c/chart.html draws as SVG.

Time runs left to right in every language. Columns start at zero. Lines are labelled at their last point, never by a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, floor, log10
from typing import Any

from django.utils.translation import gettext

from corridor.web.shell import formats

COLOURS = frozenset({"return", "evac", "resettle", "release", "other", "unknown", "place"})
LEFT, TOP, BOTTOM = 44, 18, 26


@dataclass(frozen=True)
class Shape:
    """One SVG path. Colours are tokens, never values."""

    d: str
    css: str = ""
    stroke: str = ""
    fill: str = ""
    faint: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    anchor: str = ""
    css: str = ""


@dataclass
class Chart:
    """`finding`: what the picture shows, in a sentence (said instead of the picture)."""

    width: int
    height: int
    finding: str
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    wide: bool = True
    hatch: str = ""


@dataclass(frozen=True)
class Series:
    """Values in order of time (None: not known, the line breaks)."""

    label: str
    values: Sequence[float | None]
    colour: str = "return"


@dataclass(frozen=True)
class Scale:
    """Values to the height of the plot; round numbers on the axis."""

    low: float
    high: float
    step: float
    height: float

    def y(self, value: float) -> float:
        return round(TOP + self.height * (1 - (value - self.low) / (self.high - self.low)), 1)

    def ticks(self) -> list[float]:
        return [self.low + n * self.step for n in range(round((self.high - self.low) / self.step) + 1)]


def scale_for(values: Sequence[float], height: float, *, from_zero: bool = True) -> Scale:
    """About four round steps round the values."""
    low, high = (0.0 if from_zero else min(values, default=0.0)), max(values, default=0.0)
    spread = (high - low) or 1
    raw = spread / 4
    power = 10 ** floor(log10(raw))
    step = next((n * power for n in (1, 2, 2.5, 5, 10) if n * power >= raw), 10 * power)
    step = max(step, 1.0) if spread >= 4 else step
    bottom = 0.0 if from_zero else floor(low / step) * step
    top = max(ceil(high / step), round(bottom / step) + 1) * step
    return Scale(bottom, top, step, height)


def line_chart(
    series: Sequence[Series], labels: Sequence[str], finding: str, *, width: int = 700, height: int = 220, from_zero: bool = True
) -> Chart:
    """At most four lines, each named at its last point."""
    known = [value for one in series for value in one.values if value is not None]
    chart, right = Chart(width, height, finding), width - 110
    scale = _grid(chart, known, right, from_zero)
    step = (right - LEFT) / max(1, len(labels) - 1)
    taken: list[float] = []
    for one in series:
        points = [None if value is None else (round(LEFT + n * step, 1), scale.y(value)) for n, value in enumerate(one.values)]
        chart.shapes.append(Shape(_path(points), f"ln of-line {_of(one.colour)}"))
        last = next((point for point in reversed(points) if point), None)
        if last:
            y = _apart(last[1] + 4, taken)
            chart.texts.append(Text(round(last[0] + 8, 1), y, one.label, css="lab"))
    _months(chart, labels, [LEFT + n * step for n in range(len(labels))])
    return chart


def column_chart(
    values: Sequence[float], labels: Sequence[str], finding: str, *, colour: str = "return", width: int = 700, height: int = 180
) -> Chart:
    """Columns from zero; the lowest and the last carry their numbers."""
    chart = Chart(width, height, finding)
    scale = _grid(chart, values, width, True)
    step = (width - LEFT) / max(1, len(values))
    told = {len(values) - 1, min(range(len(values)), key=lambda n: values[n])} if values else set()
    for n, value in enumerate(values):
        x, y = round(LEFT + n * step + step * 0.16, 1), scale.y(value)
        base = scale.y(0)
        chart.shapes.append(Shape(f"M{x} {base}V{y}h{round(step * 0.68, 1)}V{base}z", f"of-fill {_of(colour)}"))
        if n in told:
            chart.texts.append(Text(round(LEFT + (n + 0.5) * step, 1), y - 4, formats.count(value), "middle", "lab"))
    _months(chart, labels, [LEFT + (n + 0.5) * step for n in range(len(labels))])
    return chart


def occupancy(
    levels: Sequence[tuple[date, int]],
    today: date,
    capacity: int,
    finding: str,
    *,
    width: int = 900,
    height: int = 268,
    hatch: str = "over",
) -> Chart:
    """People present by day: past solid, booked dashed, capacity a line, anything above it hatched and said in words."""
    chart, right = Chart(width, height, finding, hatch=hatch), width - 96
    scale = _grid(chart, [n for _, n in levels] + [capacity], right, False)
    first, last = levels[0][0], levels[-1][0]
    days = max(1, (last - first).days)

    def x(day: date) -> float:
        return round(LEFT + (right - LEFT) * (day - first).days / days, 1)

    past = [(day, n) for day, n in levels if day <= today]
    ahead = [(today, past[-1][1] if past else levels[0][1]), *((day, n) for day, n in levels if day > today)]
    base = scale.y(scale.low)
    if past:
        steps = _steps([*past, (today, past[-1][1])], x, scale)
        chart.shapes.append(Shape(f"{steps}V{base}H{x(first)}z", "of-fill of-evac", faint=True))
        chart.shapes.append(Shape(steps, "ln of-line of-evac"))
    chart.shapes.append(Shape(_steps(ahead, x, scale), "ln of-line of-evac", dashed=True))
    line = scale.y(capacity)
    for (day, n), (until, _) in zip(levels, [*levels[1:], levels[-1]], strict=True):
        if n > capacity:
            box = f"M{x(day)} {line}V{scale.y(n)}H{max(x(until), x(day) + 4)}V{line}z"
            chart.shapes.append(Shape(box, fill=f"url(#{hatch})"))
            chart.shapes.append(Shape(f"M{x(day)} {scale.y(n)}H{x(until)}", "ln", stroke="var(--stop-ink)"))
    chart.shapes.append(Shape(f"M{LEFT} {line}H{right}", "cap"))
    chart.shapes.append(Shape(f"M{x(today)} {TOP - 6}V{base}", stroke="var(--ch-ink)"))
    capacity_text = gettext("capacity %(n)s") % {"n": formats.count(capacity)}
    chart.texts.append(Text(right + 8, line + 4, capacity_text, css="is-cap"))
    chart.texts.append(Text(x(today) + 6, base - 8, gettext("%(n)s today") % {"n": formats.count(ahead[0][1])}, css="lab"))
    worst_day, worst = max(levels, key=lambda level: level[1])
    if worst > capacity:
        words = gettext("%(day)s: %(n)s, %(over)s too many") % {
            "day": formats.day(worst_day, "short"),
            "n": formats.count(worst),
            "over": formats.count(worst - capacity),
        }
        left = x(worst_day) < right - 180
        chart.texts.append(Text(x(worst_day), scale.y(worst) - 6, words, "start" if left else "end", "is-over"))
    marks = [first.fromordinal(first.toordinal() + days * n // 5) for n in range(6)]
    _months(chart, [formats.day(day, "short") for day in marks], [x(day) for day in marks])
    return chart


def _grid(chart: Chart, values: Sequence[float], right: float, from_zero: bool) -> Scale:
    scale = scale_for(values, chart.height - TOP - BOTTOM, from_zero=from_zero)
    for tick in scale.ticks():
        y = scale.y(tick)
        css = "axis" if tick == 0 else "grid"
        chart.shapes.append(Shape(f"M{LEFT} {y}H{right}", css))
        chart.texts.append(Text(LEFT - 8, y + 4, formats.count(tick, None if tick % 1 else 0), "end"))
    return scale


def _months(chart: Chart, labels: Sequence[str], places: Sequence[float]) -> None:
    """Labels under the plot; only as many as fit."""
    every = max(1, ceil(len(labels) * 46 / (chart.width - LEFT)))
    for n, (label, x) in enumerate(zip(labels, places, strict=False)):
        if n % every == 0:
            anchor = "start" if x <= LEFT else "middle"
            chart.texts.append(Text(round(x, 1), chart.height - 8, label, anchor))


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]} {point[1]}")
        pen = "L"
    return "".join(parts)


def _steps(levels: Sequence[tuple[date, int]], x: Any, scale: Scale) -> str:
    (day, n), rest = levels[0], levels[1:]
    return f"M{x(day)} {scale.y(n)}" + "".join(f"H{x(day)}V{scale.y(n)}" for day, n in rest)


def _apart(y: float, taken: list[float]) -> float:
    """A label moves down until it covers no other."""
    while any(abs(y - other) < 14 for other in taken):
        y += 14
    taken.append(y)
    return round(y, 1)


def _of(colour: str) -> str:
    if colour not in COLOURS:
        raise ValueError(f"no chart colour called {colour!r}")
    return f"of-{colour}"
