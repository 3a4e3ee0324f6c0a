"""Fairness in words and tables: groups with their denominators, bars of shares, the same rows for a file."""

from typing import Any

from django.utils.translation import gettext as _

from corridor.kernel.refusals import N_
from corridor.movements.queries.fairness import Cut, Fairness
from corridor.movements.rules.fairness import Group
from corridor.movements.words import Service
from corridor.people.words import LocationKind, Sex
from corridor.web.shell import formats

HEADINGS = (
    N_("Group"),
    N_("Waiting"),
    N_("Travelled"),
    N_("Share travelled"),
    N_("Middle wait"),
    N_("9 in 10 wait under"),
    N_("Longest wait"),
    N_("Middle time to travel"),
)
BARS = 12


def label(cut: Cut, key: str) -> str:
    if key == "unknown":
        return _("Not checked yet") if cut is Cut.NEED else _("Not known")
    if cut is Cut.NATIONALITY:
        return formats.country(key)
    if cut is Cut.AGE_GROUP:
        return key.replace("-", "–")
    words: dict[Cut, Any] = {Cut.SEX: Sex, Cut.PLACE: LocationKind, Cut.NEED: Service}
    if cut is Cut.NEED and key == "none":
        return _(Service.NONE.label)
    return _(words[cut](key).label) if cut in words else key


def cells(group: Group, name: str) -> list[str]:
    """One row as texts, in the order of the headings."""
    small = _("withheld")
    share = "" if group.share is None else formats.share(group.share)
    days = [_days(value) for value in (group.median, group.p90, group.longest, group.travel_median)]
    return [
        name,
        small if group.waiting is None else formats.count(group.waiting),
        small if group.travelled is None else formats.count(group.travelled),
        share or "–",
        *days,
    ]


def _days(value: int | None) -> str:
    return "–" if value is None else formats.count(value)


def cuts(found: Fairness) -> list[dict[str, Any]]:
    shown = []
    for cut in Cut:
        groups = found.cuts[str(cut)]
        rows = [{"cells": cells(one, label(cut, one.key)), "stands_out": one.stands_out, "group": one} for one in groups]
        shown.append(
            {
                "code": str(cut),
                "title": _(cut.label),
                "rows": rows,
                "bars": [_bar(cut, one) for one in groups[:BARS]],
                "shares": [_share(cut, one) for one in groups[:BARS]],
                "whole": max([one.median or 0 for one in groups], default=0),
                "more": max(len(groups) - BARS, 0),
                "withheld": sum(one.withheld for one in groups),
            }
        )
    return shown


def _bar(cut: Cut, group: Group) -> dict[str, Any]:
    """Days of the one in the middle: what a group is compared by."""
    few = _("fewer than 5, or kept back with such a group") if group.waiting is None else _("nobody waits")
    return {
        "label": label(cut, group.key),
        "part": group.median or 0,
        "withheld": few if group.median is None else "",
        "unknown": group.key == "unknown",
        "colour": "other",
    }


def _share(cut: Cut, group: Group) -> dict[str, Any]:
    """Per cent of those who travelled or still wait."""
    few = group.share is None
    return {
        "label": label(cut, group.key),
        "part": round(100 * (group.share or 0)),
        "text": "" if few else formats.share(group.share),
        "withheld": _("fewer than 5, or kept back with such a group") if few else "",
        "unknown": group.key == "unknown",
        "colour": "return",
    }


def table(found: Fairness) -> list[list[str | int]]:
    """All groups in one table, for a file: what they are grouped by stands first, numbers stay numbers."""
    rows = [_plain(_("Everybody"), _("Everybody"), found.whole)]
    for cut in Cut:
        rows += [_plain(_(cut.label), label(cut, one.key), one) for one in found.cuts[str(cut)]]
    return rows


def _plain(cut: str, name: str, group: Group) -> list[str | int]:
    small = _("withheld")
    counts = [small if number is None else number for number in (group.waiting, group.travelled)]
    share = "" if group.share is None else f"{group.share:.3f}"
    days = ["" if number is None else number for number in (group.median, group.p90, group.longest, group.travel_median)]
    return [cut, name, *counts, share, *days]


def headings() -> list[str]:
    return [_("Grouped by"), *[_(text) for text in HEADINGS]]
