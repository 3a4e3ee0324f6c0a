"""Charts say what the numbers say: from zero, unknown left open, what is above capacity named."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from corridor.web.shell import charts

MONTHS = ["Nov", "Dec", "Jan", "Feb"]


def test_columns_start_at_zero_and_the_last_is_named():
    chart = charts.column_chart([868, 931, 412, 1038], MONTHS, "finding")

    columns = [shape for shape in chart.shapes if "of-fill" in shape.css]
    base = chart.height - charts.BOTTOM
    assert len(columns) == 4
    assert all(shape.d.startswith("M") and f" {float(base)}V" in shape.d for shape in columns)
    assert {"412", "1,038"} <= {text.text for text in chart.texts}


def test_a_line_breaks_where_nothing_is_known():
    chart = charts.line_chart([charts.Series("Returns", [10, None, 30, 40])], MONTHS, "finding")

    line = next(shape for shape in chart.shapes if shape.css.startswith("ln"))
    assert line.d.count("M") == 2
    assert "Returns" in {text.text for text in chart.texts}


def test_labels_of_lines_that_end_together_do_not_cover_each_other():
    chart = charts.line_chart([charts.Series("One", [1, 5]), charts.Series("Two", [2, 5], "evac")], ["a", "b"], "finding")

    one, two = (text.y for text in chart.texts if text.css == "lab")
    assert abs(one - two) >= 14


def test_what_is_above_capacity_is_hatched_and_said():
    levels = [(date(2026, 10, 20), 598), (date(2026, 12, 2), 742), (date(2026, 12, 10), 680)]

    with translation.override("en"):
        chart = charts.occupancy(levels, date(2026, 11, 17), 700, "finding")

    assert any(shape.fill == "url(#over)" for shape in chart.shapes)
    assert "2 Dec: 742, 42 too many" in {text.text for text in chart.texts}


def test_below_capacity_nothing_is_hatched():
    levels = [(date(2026, 12, 1), 100), (date(2026, 12, 9), 120)]

    chart = charts.occupancy(levels, date(2026, 11, 17), 700, "finding")

    assert not any(shape.fill for shape in chart.shapes)


def test_an_empty_chart_is_still_a_chart():
    assert charts.column_chart([], [], "nothing yet").shapes
    assert charts.line_chart([charts.Series("None", [None])], ["Nov"], "nothing yet").shapes


def test_a_colour_without_meaning_is_refused():
    with pytest.raises(ValueError, match="no chart colour"):
        charts.column_chart([1], ["a"], "finding", colour="pink")


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=40), st.booleans())
def test_every_value_lies_inside_the_plot(values, from_zero):
    scale = charts.scale_for(values, 100, from_zero=from_zero)

    assert all(charts.TOP - 0.1 <= scale.y(value) <= charts.TOP + 100.1 for value in values)
    assert 2 <= len(scale.ticks()) <= 8
    assert not from_zero or scale.low == 0
