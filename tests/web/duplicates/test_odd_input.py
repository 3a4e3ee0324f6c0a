"""Forms and addresses of likely duplicates that are sent odd values: refused in sentences or not found, never a fault of ours."""

from uuid import uuid4

import pytest
from django.urls import reverse

from corridor.duplicates import actions, queries
from corridor.duplicates.rules import reviewing
from tests.duplicates.joining import said_same
from tests.duplicates.pairs import pair_of, somebody
from tests.web.odd import sent_odd

REFUSED = {302, 400, 404, 409, 422}
WHY = "Same scar, noted by both officers"


@pytest.fixture(autouse=True)
def nobody_looks_twice(monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (0,))


@pytest.fixture
def pair(world):
    home = world.actor("caseworker")
    return pair_of(home, somebody(home), somebody(home, "Osarugue Imassuen Aigbe"))


@pytest.fixture
def chief(world, client):
    client.force_login(world.someone("supervisor"))
    return world.actor("supervisor")


def test_an_answer_of_odd_values_is_refused(client, chief, pair):
    found = sent_odd(client, "duplicates.pair", pair, form={"answer": "different", "version": "1", "why": WHY})

    assert set(found) <= REFUSED
    assert found[0] == 422


def test_odd_values_join_nobody_and_take_nothing_apart(client, chief, pair, acts):
    with acts(chief):
        row = queries.pair(chief, pair)
    said_same(chief, row.first_id, row.second_id)
    form = {"keeper": str(row.first_id), "version": "1", "because": WHY, "name": "keeper"}
    assert set(sent_odd(client, "duplicates.join", pair, form=form)) <= {200} | REFUSED
    with acts(chief):
        merge = actions.join(chief, pair, row.first_id, {})

    for name, form in (("agree", {"decline": "1", "because": WHY}), ("take_apart", {"because": WHY})):
        assert set(sent_odd(client, f"duplicates.{name}", merge, form=form)) <= {200} | REFUSED


def test_agreeing_to_what_is_answered_already_is_refused_in_a_sentence(client, chief, pair, acts):
    with acts(chief):
        row = queries.pair(chief, pair)
    said_same(chief, row.first_id, row.second_id)
    with acts(chief):
        merge = actions.join(chief, pair, row.first_id, {})
        actions.take_apart(chief, merge, "Two brothers after all")

    answer = client.post(reverse("duplicates.agree", args=[merge]), {"agree": "1"})

    assert answer.status_code == 422
    assert "cannot be taken from the present status" in answer.content.decode()


def test_a_request_to_compare_is_not_answered_by_odd_values(world, client, acts):
    home, ours = world.actor("caseworker"), world.organisations["UNHCR-LBY"].id
    mine, _theirs = somebody(home), somebody(world.actor("caseworker", "UNHCR-LBY"))
    with acts(home):
        ask = actions.ask_to_compare(home, mine, ours)
    client.force_login(world.someone("supervisor", "UNHCR-LBY"))

    found = sent_odd(client, "duplicates.answer", ask, form={"decline": "1", "version": "1", "because": WHY})

    assert set(found) <= REFUSED
    assert client.post(reverse("duplicates.answer", args=[ask]), {"open": "1", "version": "9" * 5000}).status_code == 302


def test_an_opening_of_an_answered_request_is_refused_in_a_sentence(world, client, acts):
    home, ours = world.actor("caseworker"), world.organisations["UNHCR-LBY"].id
    mine, _theirs = somebody(home), somebody(world.actor("caseworker", "UNHCR-LBY"))
    with acts(home):
        ask = actions.ask_to_compare(home, mine, ours)
    client.force_login(world.someone("supervisor", "UNHCR-LBY"))
    client.post(reverse("duplicates.answer", args=[ask]), {"open": "1", "version": "1"})

    again = client.post(reverse("duplicates.answer", args=[ask]), {"open": "1", "version": "1"})

    assert again.status_code in (409, 422)
    assert "answered already" in again.content.decode()


def test_odd_addresses_show_the_queue_or_nothing(client, chief, pair):
    for name, form in (("queue", {"view": "open", "page": "1"}), ("joined", {"page": "1"})):
        assert set(sent_odd(client, f"duplicates.{name}", form=form, method="get")) <= {200, 400}
    assert set(sent_odd(client, "duplicates.join", pair, form={"keeper": str(pair)}, method="get")) <= {200, 400}
    for name in ("pair", "join", "agree", "take_apart", "answer", "progress", "look"):
        assert client.post(reverse(f"duplicates.{name}", args=[uuid4()])).status_code in (404, 405)


def test_odd_numbers_and_letters_are_refused_by_the_api(client, chief, pair):
    assert client.get(f"/api/duplicates/queue?limit={10**30}&offset={10**30}").status_code == 422
    body = '{"answer": "different", "why": "a\\u0000b", "version": 1}'

    answer = client.post(f"/api/duplicates/pairs/{pair}/decide", body, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["text"]
