"""The API of returns says the same sentences, and a consulate gets exactly its facts."""

import json
from datetime import timedelta

import pytest

from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.protection import actions as protection
from tests.returns.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)


@pytest.fixture
def inside(client, world):
    client.force_login(world.someone("caseworker"))
    return client


def post(client, address, **body):
    return client.post(address, json.dumps(body, default=str), content_type="application/json")


def test_readiness_of_a_person_on_a_day(inside, ground):
    person_id = ground.ready()

    answer = inside.get(f"/api/returns/readiness/{person_id}", {"on": clock.today() + timedelta(days=1)}).json()
    far = inside.get(f"/api/returns/readiness/{person_id}", {"on": clock.today() + timedelta(days=20)}).json()

    assert answer["ready"] is True
    assert len(answer["requirements"]) == 17
    assert [item["code"] for item in far["requirements"] if item["state"] == "under_way"] == ["fitness"]
    assert "%(" not in json.dumps(far)


def test_cases_open_move_and_are_refused_in_sentences(inside, ground):
    person_id = ground.person()
    made = post(inside, "/api/returns/cases", person_id=person_id).json()["id"]

    assert post(inside, f"/api/returns/cases/{made}/steps/register", version=1).status_code == 200
    assert post(inside, f"/api/returns/cases/{made}/steps/register", version=1).status_code == 409
    refused = post(inside, f"/api/returns/cases/{made}/steps/screen")
    said = {"language": "en", "interpreter": "x", "private": False, "asylum_explained": True, "wishes_unhcr": False}
    counsel = post(inside, f"/api/returns/cases/{made}/counselling", **said)

    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (422, "returns.case.status")
    assert (counsel.status_code, counsel.json()["reasons"][0]["field"]) == (422, "private")
    assert inside.get(f"/api/returns/cases/{made}").json()["status"] == "registered"
    assert [row["verb"] for row in inside.get(f"/api/returns/cases/{made}/steps").json()] == ["counsel", "hold", "withdraw"]
    assert inside.get("/api/returns/cases", {"status": "registered"}).json()["count"] == 1
    assert post(inside, f"/api/returns/cases/{made}/withdraw").status_code == 200


def test_inv_16_a_consulate_gets_its_facts_and_nothing_of_a_protected_person(client, ground):
    person_id, _case, request_id = ground.asked()
    client.force_login(ground.world.someone("consular_officer", "CON-NGA"))
    row = client.get("/api/returns/requests").json()[0]

    assert set(row) == {
        "id", "reference", "asked_on", "name", "other_names", "sex", "birth_date", "birth_precision", "origin", "nationality",
        "photo", "status", "interview_at", "interview_mode", "version",
    }  # fmt: skip
    for address in (f"/api/returns/readiness/{person_id}", "/api/returns/cases", f"/api/evacuation/readiness/{person_id}"):
        assert client.get(address).status_code == 404
    with acting(ground.caseworker) as actor:
        protection.ask_fear(actor, person_id, answer="fear", private=True, language="en")

    assert client.get("/api/returns/requests").json() == []
    gone = client.get(f"/api/returns/requests/{request_id}")
    never = client.get(f"/api/returns/requests/{person_id}")
    assert (gone.status_code, gone.content) == (404, never.content)
    assert post(client, f"/api/returns/requests/{request_id}/confirm").status_code == 404


def test_a_consulate_answers(client, ground):
    person_id, _case, request_id = ground.asked()
    client.force_login(ground.world.someone("consular_officer", "CON-NGA"))
    base = f"/api/returns/requests/{request_id}"

    assert post(client, f"{base}/interview", at=clock.now() + timedelta(days=1), mode="remote").status_code == 200
    assert post(client, f"{base}/confirm").status_code == 200
    assert client.get(base).json()["status"] == "confirmed"
    expires = clock.today() + timedelta(days=90)
    assert post(client, f"{base}/issue", kind="emergency_certificate", number="N1", expires_on=expires).status_code == 200
    assert client.get(base).status_code == 404
    assert ground.status(person_id) == "documented"


def test_a_consulate_may_say_not_confirmed(client, ground):
    person_id, _case, request_id = ground.asked()
    client.force_login(ground.world.someone("consular_officer", "CON-NGA"))

    assert post(client, f"/api/returns/requests/{request_id}/not-confirm").status_code == 200
    assert ground.status(person_id) == "not_confirmed"
