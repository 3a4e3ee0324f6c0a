"""The API of evacuation: readiness, cases, sites."""

import json
from datetime import timedelta

import pytest

from corridor.kernel import clock
from tests.evacuation.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)


@pytest.fixture
def inside(client, world):
    client.force_login(world.someone("caseworker", "UNHCR-LBY"))
    return client


def post(client, address, **body):
    return client.post(address, json.dumps(body, default=str), content_type="application/json")


def test_readiness_of_a_person_on_a_day(inside, ground):
    person_id = ground.ready()

    answer = inside.get(f"/api/evacuation/readiness/{person_id}", {"on": clock.today() + timedelta(days=1)}).json()

    assert answer["ready"] is True
    assert len(answer["requirements"]) == 13


def test_cases_move_and_are_refused_in_sentences(inside, ground):
    person_id = ground.person()
    refused = post(inside, "/api/evacuation/cases", person_id=person_id)
    ground.protect(person_id)
    made = post(inside, "/api/evacuation/cases", person_id=person_id, transit_site_id=ground.transit).json()["id"]

    assert refused.json()["reasons"][0]["code"] == "evacuation.case.not_screened"
    assert post(inside, f"/api/evacuation/cases/{made}/steps/agree").status_code == 422
    ground.agreement(person_id)
    assert inside.get(f"/api/evacuation/cases/{made}").json()["status"] == "agreed"
    assert post(inside, f"/api/evacuation/cases/{made}/gather", site_id=ground.gathering).status_code == 200
    assert {row["verb"] for row in inside.get(f"/api/evacuation/cases/{made}/steps").json()} == {"decline", "clear_exit", "book"}
    assert post(inside, f"/api/evacuation/cases/{made}/decline").status_code == 200
    assert inside.get("/api/evacuation/cases", {"status": "declined"}).json()["count"] == 1
    assert post(inside, f"/api/evacuation/cases/{made}/steps/nonsense").status_code == 404


def test_days_of_a_site_are_numbers(inside, ground):
    rows = inside.get(f"/api/evacuation/sites/{ground.transit}/days").json()

    assert len(rows) == 31
    assert rows[0] == {"day": str(clock.today()), "staying": 0, "booked": 0, "capacity": 500, "free": 500}
