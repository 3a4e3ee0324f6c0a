"""Consent over HTTP: the same refusals in the same words."""

import pytest

from corridor.consent import queries
from corridor.people import actions as people
from corridor.people.actions import NewName, NewPerson
from tests.consent.giving import PLAIN


@pytest.fixture
def caseworker(world, client):
    client.force_login(world.someone("caseworker"))
    return client


@pytest.fixture
def ada(world, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        return people.register(actor, NewPerson((NewName("Ada Obi"),), nationality="NG"))


def post(client, path, body=None):
    return client.post(f"/api/consent/{path}", body or {}, content_type="application/json")


def test_give_list_withdraw(caseworker, ada):
    made = post(caseworker, f"people/{ada}", PLAIN)
    assert made.status_code == 201
    (row,) = caseworker.get(f"/api/consent/people/{ada}").json()
    assert (row["id"], row["confidence"], row["text_version"], row["withdrawn_at"]) == (made.json()["id"], "high", "1.0", None)

    assert post(caseworker, f"{row['id']}/withdraw").status_code == 204
    assert post(caseworker, f"{row['id']}/withdraw").status_code == 204
    (row,) = caseworker.get(f"/api/consent/people/{ada}").json()
    assert row["withdrawn_at"]


def test_a_refusal_is_a_sentence_with_its_field(caseworker, ada, world, acts):
    answer = post(caseworker, f"people/{ada}", {**PLAIN, "form": "implicit"})

    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["code"] == "consent.form.implicit"
    assert answer.json()["reasons"][0]["field"] == "form"
    with acts(world.actor("caseworker")):
        assert queries.consents_of(world.actor("caseworker"), ada) == []


def test_one_press_for_everything_that_carries_travel(caseworker, ada):
    made = post(caseworker, f"people/{ada}", PLAIN).json()["id"]

    assert post(caseworker, f"people/{ada}/withdraw-travel").json() == {"ended": [made]}
    assert post(caseworker, f"people/{ada}/withdraw-travel").json() == {"ended": []}


def test_confirm_again_by_another(world, client, ada):
    alone = {"setting": "transit", "private": True, "guards_present": False, "language": "en", "interpreter": "none needed"}
    client.force_login(world.someone("caseworker"))
    made = post(client, f"people/{ada}", {**PLAIN, "setting": "detention"}).json()["id"]
    assert post(client, f"{made}/confirm-again", alone).status_code == 422

    client.force_login(world.someone("caseworker", number=2))
    assert post(client, f"{made}/confirm-again", alone).status_code == 201


def test_strangers_find_nothing(world, client, ada):
    client.force_login(world.someone("caseworker", "UNHCR-LBY"))
    assert client.get(f"/api/consent/people/{ada}").status_code == 404
    assert post(client, f"people/{ada}", PLAIN).status_code == 404
    client.force_login(world.someone("consular_officer", "CON-NGA"))
    assert client.get(f"/api/consent/people/{ada}").status_code == 404
