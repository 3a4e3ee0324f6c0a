"""Protection over HTTP: the fear answer, and a referral through both sides."""

import pytest

from corridor.people import actions as people
from corridor.people.actions import NewName, NewPerson


@pytest.fixture
def ada(world, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        return people.register(actor, NewPerson((NewName("Ada Obi"),), nationality="NG"))


def post(client, path, body=None):
    return client.post(f"/api/protection/{path}", body or {}, content_type="application/json")


def test_the_fear_answer_is_recorded_or_refused(world, client, ada):
    client.force_login(world.someone("caseworker"))

    assert post(client, f"people/{ada}/fear", {"answer": "fear", "private": True, "language": "en"}).status_code == 201
    refused = post(client, f"people/{ada}/fear", {"answer": "no_fear", "private": False, "language": "en"})
    assert refused.status_code == 422
    assert refused.json()["reasons"][0]["code"] == "protection.fear.not_private"


def test_a_referral_goes_through_both_sides(world, client, ada):
    ours, theirs = world.someone("protection_officer"), world.someone("protection_officer", "UNHCR-LBY")
    client.force_login(ours)
    made = post(client, f"people/{ada}/referrals", {"receiver_id": str(world.organisations["UNHCR-LBY"].id)}).json()["id"]
    client.force_login(theirs)
    assert client.get(f"/api/protection/referrals/{made}").status_code == 404

    client.force_login(ours)
    for step in ("consent", "send"):
        answer = post(client, f"referrals/{made}/{step}")
        assert answer.status_code == 200
    assert answer.json()["status"] == "sent"
    assert post(client, f"referrals/{made}/receive").status_code == 404
    assert post(client, f"referrals/{made}/dance").status_code == 404

    client.force_login(theirs)
    assert [row["id"] for row in client.get("/api/protection/referrals").json()] == [made]
    assert post(client, f"referrals/{made}/receive").json()["status"] == "received"
    assert post(client, f"referrals/{made}/reject").status_code == 422
    assert post(client, f"referrals/{made}/accept", {"version": 1}).status_code == 409
    assert post(client, f"referrals/{made}/accept").json()["outcome"] == "accepted"


def test_a_consulate_finds_nothing(world, client, ada):
    client.force_login(world.someone("consular_officer", "CON-NGA"))

    assert client.get("/api/protection/referrals").status_code == 404
    assert post(client, f"people/{ada}/fear", {"answer": "fear", "private": True, "language": "en"}).status_code == 404
