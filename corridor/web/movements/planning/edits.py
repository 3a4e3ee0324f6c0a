"""A scenario's changes as sentences: what differs from the plan it was copied from. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from corridor.web.shell import formats

from .words import money

Edit = Mapping[str, Any]  # as it is stored beside its plan


def said(edits: Iterable[Edit], names: Mapping[str, str]) -> list[str]:
    """One sentence for each change. `names`: of places, by their code. Money that a flight brings along is said with the flight."""
    found = list(edits)
    brought = {(edit["fund"], edit["cost"]) for edit in found if edit["edit"] == "add_flight"}
    shown = (edit for edit in found if edit["edit"] != "add_money" or (edit["fund"], edit["amount"]) not in brought)
    return [_SENTENCES[edit["edit"]](edit, names) for edit in shown]


def _add_flight(edit: Edit, names: Mapping[str, str]) -> str:
    words = {
        "code": edit["code"],
        "airport": names.get(edit["airport"], edit["airport"]),
        "to": ", ".join(names.get(one, one) for one in edit["destinations"]),
        "day": formats.day(edit["day"], "short"),
        "seats": formats.count(edit["capacity"]),
        "cost": money(edit["cost"]),
    }
    text = _("%(code)s from %(airport)s to %(to)s, %(day)s, %(seats)s seats")
    return (text + ", %(cost)s" if edit["cost"] else text) % words


def _capacity(edit: Edit, names: Mapping[str, str]) -> str:
    words = {"code": edit["option"], "seats": formats.count(edit["seats"]), "before": formats.count(edit["before"])}
    text = _("%(code)s with %(seats)s seats instead of %(before)s") if edit["before"] else _("%(code)s with %(seats)s seats")
    return text % words


def _cancel(edit: Edit, names: Mapping[str, str]) -> str:
    return _("%(code)s is not flown") % {"code": edit["option"]}


def _move(edit: Edit, names: Mapping[str, str]) -> str:
    return _("%(code)s flies on %(day)s") % {"code": edit["option"], "day": formats.day(edit["day"], "short")}


def _money(edit: Edit, names: Mapping[str, str]) -> str:
    return _("%(amount)s more in %(fund)s") % {"amount": money(edit["amount"]), "fund": edit["fund"]}


def _commit(edit: Edit, names: Mapping[str, str]) -> str:
    return _("%(code)s is flown whatever comes") % {"code": edit["option"]}


_SENTENCES = {
    "add_flight": _add_flight,
    "change_capacity": _capacity,
    "cancel_option": _cancel,
    "move_option": _move,
    "add_money": _money,
    "commit": _commit,
}
