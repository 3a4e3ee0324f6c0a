"""What a plan changes, counted in people: from where to where, why, and who can do something about it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.movements.queries import DifferenceRow, LostFlight, PlanDifferences
from corridor.web.shell import formats

from .words import causes

Names = Mapping[str, str]  # of places, by their label in plans


def lines(found: PlanDifferences, names: Names) -> list[dict[str, Any]]:
    """As the list is drawn: sign, number, sentence; below it why, and who can fix it. What never happens is said at the end."""
    rows = [_lost(one, names) for one in found.lost] + [line(one) for one in found.rows]
    return [*rows, _never(found)]


def forced(found: PlanDifferences) -> list[dict[str, Any]]:
    """What something took away, and the plan did not choose."""
    return [line(one) for one in found.rows if one.forced]


def line(one: DifferenceRow) -> dict[str, Any]:
    why, fixer = causes((*one.reasons, *one.why) if one.kind == "without" else one.reasons)
    shape = _SHAPES[one.kind](one)
    notes = [why] if why and one.kind != "new" else []
    notes += [told_said(one.told)] if one.told and one.kind != "new" else []
    fixer = fixer if one.kind == "without" else ""
    return {**shape, "people": one.people, "why": ". ".join(notes), "fixer": fixer, "forced": one.forced}


def _new(one: DifferenceRow) -> dict[str, str]:
    return {"css": "plus", "sign": "+", "text": _("newly placed on %(after)s") % {"after": one.after}}


def _moved(one: DifferenceRow) -> dict[str, str]:
    said = {"before": one.before, "after": one.after, "shift": shift(one.days)}
    return {"css": "move", "sign": "»", "text": _("from %(before)s to %(after)s, %(shift)s") % said}


def _without(one: DifferenceRow) -> dict[str, str]:
    return {"css": "minus", "sign": "−", "text": _("without a seat, from %(before)s") % {"before": one.before}}


_SHAPES = {"new": _new, "moved": _moved, "without": _without}


def _lost(one: LostFlight, names: Names) -> dict[str, Any]:
    said = {
        "code": one.code,
        "origin": names.get(one.airport, one.airport),
        "to": ", ".join(names.get(each, each) for each in one.destinations),
    }
    text = _("%(code)s %(origin)s to %(to)s, cancelled") % said
    return {"css": "minus", "sign": "−", "people": one.people, "text": text, "why": placed_said(one), "fixer": "", "forced": True}


def placed_said(one: LostFlight) -> str:
    """How many of a lost flight's people have a seat again."""
    if one.placed >= one.people:
        return _("All of them have a seat on another flight.")
    said = {"placed": formats.count(one.placed), "rest": formats.count(one.people - one.placed)}
    return _("%(placed)s of them have a seat on another flight; %(rest)s do not.") % said


def cannot_fly(one: LostFlight, version: int, names: Names) -> dict[str, str]:
    """The line on top of the page: which flight, and what the draft finds for its people."""
    said = {
        "code": one.code,
        "origin": names.get(one.airport, one.airport),
        "to": ", ".join(names.get(each, each) for each in one.destinations),
        "day": formats.day(one.day, "short"),
        "version": formats.count(version),
        "placed": formats.count(one.placed),
        "people": formats.count(one.people),
    }
    title = _("%(code)s (%(origin)s to %(to)s, %(day)s) cannot fly") % said
    text = _(
        "Version %(version)s finds a seat for %(placed)s of its %(people)s people. The others are listed below, with the reason."
    )
    return {"title": title, "text": text % said}


def told_said(people: int) -> str:
    said = {"n": formats.count(people)}
    return ngettext("%(n)s person had been told a date", "%(n)s people had been told a date", people) % said


def shift(days: int | None) -> str:
    """5 days later; without a known day, nothing."""
    if not days:
        return _("the same day")
    said = {"n": formats.count(abs(days))}
    if days > 0:
        return ngettext("%(n)s day later", "%(n)s days later", days) % said
    return ngettext("%(n)s day earlier", "%(n)s days earlier", -days) % said


def _never(found: PlanDifferences) -> dict[str, Any]:
    text = _("families separated, and no one moved to an earlier day") if not found.earlier else _("families separated")
    note = _("A party travels together.")
    if found.earlier:
        said = {"n": formats.count(found.earlier)}
        moved = ngettext("%(n)s person moves to an earlier day.", "%(n)s people move to an earlier day.", found.earlier) % said
        note = f"{note} {moved}"
    return {"css": "same", "sign": "=", "people": found.families_separated, "text": text, "why": note, "fixer": ""}


def summary(rows: Iterable[DifferenceRow]) -> dict[str, int]:
    """Who is new, moved, or without a seat, and how many of those were forced."""
    found = list(rows)
    by_kind = {kind: sum(one.people for one in found if one.kind == kind) for kind in _SHAPES}
    return by_kind | {"forced": sum(one.people for one in found if one.forced)}


def sentence(numbers: Mapping[str, int]) -> str:
    """The whole plan in one line, for the head of the review."""
    said = {key: formats.count(number) for key, number in numbers.items()}
    text = _("People who get a seat: %(new)s, who move to another flight: %(moved)s, who lose theirs: %(without)s.") % said
    return f"{text} {_('%(forced)s of these changes are forced.') % said}" if numbers["forced"] else text


def codes(rows: Sequence[DifferenceRow]) -> dict[str, int]:
    """People newly placed, by flight: what the board draws hatched."""
    counts: dict[str, int] = {}
    for one in rows:
        if one.after:
            counts[one.after] = counts.get(one.after, 0) + one.people
    return counts
