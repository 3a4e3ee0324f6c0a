"""The API of likely duplicates: the same order, evidence and rules as at the screens."""

import json

import pytest

from corridor.duplicates.rules import reviewing
from tests.duplicates.pairs import pair_of, somebody


@pytest.fixture(autouse=True)
def nobody_looks_twice(monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (0,))


@pytest.fixture
def pair(world):
    home = world.actor("caseworker")
    return pair_of(home, somebody(home, location="detention"), somebody(home, "Osarugue Imassuen Aigbe"))


def decide(client, pair, **said):
    return client.post(f"/api/duplicates/pairs/{pair}/decide", json.dumps(said), content_type="application/json")


def test_a_pair_is_read_with_its_evidence_and_decided(world, client, pair):
    client.force_login(world.someone("caseworker"))

    rows = client.get("/api/duplicates/queue").json()
    assert [(row["id"], row["risks"]) for row in rows] == [(str(pair), ["detention"])]
    one = client.get(f"/api/duplicates/pairs/{pair}").json()
    assert {line["field"] for line in one["lines"]} >= {"given_name", "birth_date", "phone"}
    assert one["past"] is None
    refused = decide(client, pair, answer="same", why="")
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (422, "duplicates.pair.why")
    assert decide(client, pair, answer="different", why="Spoke with both").json() == {"status": "different"}
    assert client.get("/api/duplicates/queue").json() == []


def test_nobody_else_finds_the_pair(world, client, pair):
    for role, code in (("caseworker", "UNHCR-LBY"), ("consular_officer", "CON-NGA"), ("analyst", "TASKFORCE")):
        client.force_login(world.someone(role, code))
        assert client.get(f"/api/duplicates/pairs/{pair}").status_code == 404
        assert decide(client, pair, answer="same", why="Because").status_code == 404


def test_across_the_wall_the_api_names_the_organisation_only(world, client):
    ours, theirs = somebody(world.actor("caseworker")), somebody(world.actor("caseworker", "UNHCR-LBY"))
    client.force_login(world.someone("caseworker"))

    text = client.get("/api/duplicates/elsewhere").content.decode()

    assert json.loads(text) == [{"person_id": str(ours), "organisations": [str(world.organisations["UNHCR-LBY"].id)]}]
    assert str(theirs) not in text
