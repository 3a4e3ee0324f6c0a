"""How lists and their rows are shown: counts in words, faults with their cell, only the columns that are taken over."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from corridor.access.roles import Permission as P
from corridor.exchange import queries
from corridor.exchange.adapters.writing import sentence
from corridor.exchange.lifecycle import Upload
from corridor.exchange.queries import ListDetail, ListSummary, RowView
from corridor.exchange.rules import letter
from corridor.exchange.words import Field, RowState
from corridor.web.shell import formats

PAGE = 50
SHOWN = 7  # columns of the preview
KINDS = {
    "received": "wait",
    "mapped": "wait",
    "checked": "info",
    "importing": "wait",
    "done": "ok",
    "refused": "stop",
    "abandoned": "idle",
}
ROW_KINDS = {"read": "wait", "good": "info", "bad": "stop", "known": "idle", "twice": "idle", "imported": "ok"}
VIEWS = {
    "bad": (RowState.BAD,),
    "good": (RowState.GOOD,),
    "before": (RowState.KNOWN, RowState.TWICE),
    "imported": (RowState.IMPORTED,),
}


class Rows:
    """A sequence that fetches only the page asked for."""

    def __init__(self, length: int, fetch: Callable[[int, int], Sequence[Any]]) -> None:
        self.length, self.fetch = length, fetch

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self.fetch(part.stop - part.start, part.start)


def lists_page(request: HttpRequest) -> Page:
    actor = request.actor
    rows = Rows(queries.count(actor), lambda limit, offset: [listed(one) for one in queries.people_lists(actor, limit, offset)])
    return Paginator(rows, 25).get_page(request.GET.get("page"))


def listed(one: ListSummary) -> dict[str, Any]:
    return {
        "url": reverse("exchange.columns" if one.status == Upload.RECEIVED else "exchange.list", args=[one.id]),
        "when": formats.moment(one.uploaded_at),
        "who": one.uploaded_by or gettext("Command line"),
        "kind": KINDS[one.status],
        "word": gettext(Upload(one.status).label),
        "counts": counts(one),
    }


def counts(one: ListSummary) -> str:
    """In words, only what there is."""
    said = [
        (one.imported, ngettext("%(n)s person imported", "%(n)s people imported", one.imported)),
        (one.good, ngettext("%(n)s row ready", "%(n)s rows ready", one.good)),
        (one.bad, ngettext("%(n)s row to correct", "%(n)s rows to correct", one.bad)),
        (one.already_known, ngettext("%(n)s imported before", "%(n)s imported before", one.already_known)),
        (one.twice, ngettext("%(n)s twice in the list", "%(n)s twice in the list", one.twice)),
    ]
    return formats.listed(text % {"n": formats.count(number)} for number, text in said if number) or gettext(
        "no rows looked at yet"
    )


def state_of(one: ListDetail) -> dict[str, Any]:
    """What the page and its polled part say about the work under way."""
    importing = one.status == Upload.IMPORTING
    whole = one.good + one.imported if importing else one.rows
    done = one.imported if importing else one.judged
    return {
        "one": one,
        "kind": KINDS[one.status],
        "word": gettext(Upload(one.status).label),
        "running": one.status in (Upload.MAPPED, Upload.IMPORTING),
        "importing": importing,
        "reading": one.status == Upload.MAPPED and not one.read_whole,
        "done": done,
        "whole": whole,
        "counts": counts(one),
    }


def list_page(request: HttpRequest, one: ListDetail) -> dict[str, Any]:
    actor, view = request.actor, request.GET.get("rows", "")
    numbers = {"": one.rows, "bad": one.bad, "good": one.good, "before": one.already_known + one.twice, "imported": one.imported}
    numbers["likely"] = one.likely
    view = view if view in numbers else ""
    shown = _columns(one)

    def fetch(limit: int, offset: int) -> list[dict[str, Any]]:
        found = queries.likely_rows if view == "likely" else queries.rows
        more = {} if view == "likely" else {"states": [str(state) for state in VIEWS.get(view, ())]}
        return [_row(row, one, shown) for row in found(actor, one.id, limit=limit, offset=offset, **more)]

    return {
        "page": Paginator(Rows(numbers[view], fetch), PAGE).get_page(request.GET.get("page")),
        "heads": [label for _, label in shown],
        "views": _views(one.id, numbers, view),
        "may_import": one.status == Upload.CHECKED and bool(one.good) and actor.may(P.PERSON_REGISTER),
        "may_go_on": one.status == Upload.IMPORTING and actor.may(P.PERSON_REGISTER),
        "may_match": one.status in (Upload.RECEIVED, Upload.MAPPED, Upload.CHECKED),
        "refusal": _refusal(one),
        "ambiguous": one.status == Upload.CHECKED and bool(one.bad) and one.order in ("", "auto") and one.order_shown == "auto",
    }


def _columns(one: ListDetail) -> list[tuple[int, str]]:
    """The columns that are taken over, the most telling ones first."""
    taken = sorted(((list(Field).index(Field(field)), int(index)) for field, index in one.mapping.items()))
    return [(index, one.columns[index] or letter(index)) for _, index in taken if index < len(one.columns)][:SHOWN]


def _views(list_id: UUID, numbers: dict[str, int], active: str) -> list[dict[str, Any]]:
    words = {
        "": gettext("All rows"),
        "bad": gettext("To be corrected"),
        "good": gettext("Ready to import"),
        "before": gettext("Here before, or twice"),
        "imported": gettext("Imported"),
        "likely": gettext("Resemble somebody registered"),
    }
    base = reverse("exchange.list", args=[list_id])
    return [
        {"text": text, "url": f"{base}?rows={key}" if key else base, "active": key == active, "number": numbers[key]}
        for key, text in words.items()
        if numbers[key] or key in ("", active)
    ]


def _row(row: RowView, one: ListDetail, shown: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "number": row.number,
        "cells": [(label, row.cells[index] if index < len(row.cells) else "") for index, label in shown] if row.cells else [],
        "kind": ROW_KINDS[row.state],
        "word": gettext(RowState(row.state).label),
        "faults": [_fault(fault, row.number, one.columns) for fault in row.faults],
        "likely": row.likely,
        "person": row.person,
        "url": reverse("people.overview", args=[row.person.id]) if row.person else "",
    }


def _fault(fault: dict[str, Any], number: int, columns: Sequence[str]) -> dict[str, str]:
    column = fault["column"]
    if column is None:
        return {"cell": "", "label": "", "text": sentence(fault)}
    label = columns[column] if column < len(columns) else ""
    return {"cell": f"{letter(column)}{number}", "label": label, "text": sentence(fault)}


def _refusal(one: ListDetail) -> str:
    said = one.reading.get("refusal")
    return sentence(said) if said else ""
