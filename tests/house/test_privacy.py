"""INV-21: no personal data in logs, addresses, error texts or file names."""

import io
import logging
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from corridor.config.logs import Line
from corridor.kernel.actor import acting
from corridor.people import actions as people
from corridor.people.rules import NewName, NewPerson

SECRET = "Zerubabel Unmistakable"


@pytest.fixture
def log():
    """Everything that any logger writes, as the server would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    root = logging.getLogger()
    names = ["", "django.request", "django.security", "django.db.backends"]
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).propagate) for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).propagate = True
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    for name, (level, propagate) in before.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).propagate = propagate


def addresses(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        elif isinstance(entry, URLPattern):
            yield entry


WORDS_OF_OURS = {
    "lists/template-<str:language>.xlsx": "a language of the screens",
    "lists/<uuid:list_id>/rejected.<str:kind>": "xlsx or csv",
    "exits/lists/<path:batch>/": "the number of a list sent to the authorities",
}


def test_inv_21_addresses_carry_ids_and_words_of_ours_only():
    loose = [
        str(entry.pattern)
        for entry in addresses(get_resolver())
        if re.search(r"<(str:|path:)?[a-z_]*name[a-z_]*>|<str:|<path:", str(entry.pattern))
    ]

    assert [route for route in loose if route not in WORDS_OF_OURS] == []


def test_inv_21_a_search_leaves_no_trace_in_logs_or_addresses(world, client, log):
    client.force_login(world.someone("caseworker"))

    answer = client.post("/people/", {"q": SECRET})

    assert answer.status_code == 200
    assert SECRET not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    assert SECRET.split()[0] not in log.getvalue()


def test_inv_21_an_error_in_a_page_is_logged_without_what_was_typed(world, client, log, monkeypatch):
    client.force_login(world.someone("registrar"))
    client.raise_request_exception = False

    def fails(*args, **kwargs):
        raise ValueError(f"cannot handle {SECRET}")

    monkeypatch.setattr("corridor.people.actions.search", fails)
    answer = client.post("/people/", {"q": SECRET})

    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()
    assert "ValueError" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_inv_21_the_record_of_deeds_holds_no_names(world):
    from corridor.audit.models import Entry

    actor = world.actor("registrar")
    with acting(actor):
        people.register(actor, NewPerson(names=(NewName(SECRET),), nationality="NG", phones=("+218911234567",)))
        lines = list(Entry.objects.values_list("detail", "reason"))

    assert lines
    assert [line for line in lines if "Zerubabel" in str(line) or "911234567" in str(line)] == []


def test_inv_21_the_titles_of_pages_name_nobody(world, client):
    actor = world.actor("registrar")
    with acting(actor):
        person = people.register(actor, NewPerson(names=(NewName(SECRET),), nationality="NG"))
    client.force_login(world.someone("registrar"))

    page = client.get(f"/people/{person}/facts/").content.decode()

    title = re.search(r"<title>(.*?)</title>", page, re.S)
    assert title is not None
    assert SECRET in page
    assert SECRET not in title[1]
