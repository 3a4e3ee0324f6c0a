"""Lists as bytes: CSV by a line of code, Excel by openpyxl."""

import io

import openpyxl
import pytest

from corridor.exchange import actions, jobs, queries
from corridor.kernel.actor import acting


def csv_of(*rows, encoding="utf-8", separator=","):
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)


def xlsx_of(*rows, title="People"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def registrar(world):
    """A registrar of the mission, acting."""
    actor = world.actor("registrar")
    with acting(actor):
        yield actor


@pytest.fixture
def take_in():
    """Receives, matches as recognised, checks and imports: answers the list as it is then."""

    def through(actor, raw, *, import_too=True, **how):
        list_id = actions.receive(actor, raw)
        actions.match(actor, list_id, queries.people_list(actor, list_id).mapping, **how)
        jobs.check(actor, list_id)
        if import_too:
            actions.start_import(actor, list_id)
            jobs.bring_in(actor, list_id)
        return queries.people_list(actor, list_id)

    return through
