"""Scenarios side by side: one row a question, the best answer in it in bold. Pure: rows in, a table out.

A stands for the plan itself; B, C, D are copies with one thing changed. Nobody's numbers are compared while they are worked out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from corridor.web.shell import formats

from .words import rounded

Numbers = Sequence[int | float | None]


@dataclass(frozen=True)
class Column:
    """What one plan or scenario comes to. None: not worked out, or nothing to say."""

    people: int | None = None
    tier2: int | None = None
    of_lost: int | None = None
    median_days: int | None = None
    empty_seats: int | None = None
    cost: int | None = None
    each: int | None = None
    separated: int | None = None
    gap: float | None = None  # how far below the best possible, at most


@dataclass(frozen=True)
class Question:
    label: str
    values: Numbers
    best: Callable[[Sequence[float]], float] | None  # which answer is the best one; None: none is
    written: Callable[[Any], str] = formats.count


def table(columns: Sequence[Column], lost: int = 0, flights: str = "") -> list[dict[str, Any]]:
    """The rows as the page draws them."""
    asked = [
        Question(_("People travelling"), [one.people for one in columns], max),
        Question(_("People for whom life or time presses"), [one.tier2 for one in columns], max),
        Question(_("Median days from request to travel"), [one.median_days for one in columns], min),
        Question(_("Empty seats"), [one.empty_seats for one in columns], min),
        Question(_("Cost, EUR"), [one.cost for one in columns], min, rounded),
        Question(_("Cost a person, EUR"), [one.each for one in columns], min),
        Question(_("Families separated"), [one.separated for one in columns], min),
        Question(_("Below the best possible, at most"), [one.gap for one in columns], None, _share),
    ]
    if lost:
        said = {"people": formats.count(lost), "flights": flights}
        asked.insert(1, Question(_("Of the %(people)s on %(flights)s") % said, [one.of_lost for one in columns], max))
    return [_row(one) for one in asked]


def _row(one: Question) -> dict[str, Any]:
    """Bold only where answers differ: a best of equals is no best."""
    known = [float(value) for value in one.values if value is not None]
    best = one.best(known) if one.best and len(set(known)) > 1 else None
    cells = [
        {"text": "–" if value is None else one.written(value), "best": value is not None and float(value) == best}
        for value in one.values
    ]
    return {"label": one.label, "cells": cells}


def _share(value: float) -> str:
    return formats.share(value, 1)
