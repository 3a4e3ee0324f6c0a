"""People for machines: the same doors, walls and sentences as the screens."""

import pytest

from corridor.access import actions as access
from corridor.audit import queries as audit

NEW = {
    "names": [{"full": "Amina Osman Ali"}, {"full": "أمينة عثمان علي"}],
    "sex": "female",
    "born": "1994-05",
    "nationality": "so",
}


@pytest.fixture
def machine(world, acts, client):
    """A caller with the token of somebody in this role."""

    def of(role="registrar", code="IOM-LBY"):
        actor = world.actor(role, code)
        with acts(actor):
            token = access.make_token(actor, name="test")

        def call(method, path, body=None):
            send = getattr(client, method)
            extra = {"data": body, "content_type": "application/json"} if body is not None else {}
            return send(f"/api/people{path}", headers={"authorization": f"Bearer {token}"}, **extra)

        return call

    return of


def test_a_person_is_registered_read_and_found(machine, world, acts):
    call = machine()

    made = call("post", "", NEW)
    read = call("get", f"/{made.json()['id']}")
    found = call("post", "/search", {"text": "عثمان أمينة"})

    assert made.status_code == 201
    assert (read.json()["born"], read.json()["nationality"]) == ("1994-05", "SO")
    assert [row["person"]["id"] for row in found.json()] == [made.json()["id"]]
    actor = world.actor("registrar")
    with acts(actor):
        assert [line.verb for line in audit.by_organisation(actor, ["people.person.read", "people.person.search"])] == [
            "people.person.search",
            "people.person.read",
        ]


def test_a_refusal_is_a_sentence_at_its_field(machine):
    answer = machine()("post", "", NEW | {"phones": ["12"]})

    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["field"] == "phone"
    assert "country code" in answer.json()["reasons"][0]["text"]


@pytest.mark.parametrize(
    "body",
    [{}, {"names": []}, NEW | {"born": "soon"}, NEW | {"born": "2007-13"}, NEW | {"sex": "x"}, NEW | {"nationality": "Somalia"}],
)
def test_bad_input_is_refused_and_never_repeated(machine, body):
    answer = machine()("post", "", body)

    assert answer.status_code == 422
    assert answer.json()["reasons"]
    assert "Amina" not in answer.content.decode()


def test_another_organisation_gets_not_found(machine):
    person_id = machine()("post", "", NEW).json()["id"]
    stranger = machine("caseworker", "IOM-NGA")

    assert stranger("get", f"/{person_id}").status_code == 404
    assert stranger("post", "/search", {"text": "Amina"}).json() == []


def test_the_list_holds_own_people_and_each_reading_is_written_down(machine, world, acts):
    call = machine()
    made = call("post", "", NEW).json()["id"]

    assert [row["id"] for row in call("get", "").json()] == [made]
    assert machine("caseworker", "IOM-NGA")("get", "").json() == []
    actor = world.actor("registrar")
    with acts(actor):
        assert len(audit.by_organisation(actor, ["people.person.read"])) == 1


def test_behind_the_wall_a_machine_learns_whom_to_ask_and_nothing_else(machine):
    machine()("post", "", NEW)

    answer = machine("registrar", "UNHCR-LBY")("post", "/likely", {"names": ["Amina Osman Ali"], "born": "1994"})

    assert answer.json() == [{"score": 0.0, "words": "", "relative": False, "reasons": [], "ask": "IOM Libya", "person": None}]


@pytest.mark.parametrize(("role", "code"), [("consular_officer", "CON-NGA"), ("analyst", "GOV-NGA"), ("analyst", "DONOR")])
def test_consulates_governments_and_donors_have_no_people(machine, role, code):
    person_id = machine()("post", "", NEW).json()["id"]
    call = machine(role, code)

    answers = [
        call("get", ""),
        call("get", f"/{person_id}"),
        call("post", "/search", {"text": "Amina"}),
        call("post", "/likely", {"names": ["Amina"]}),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_without_a_token_there_is_no_answer(client, db):
    assert client.get("/api/people").status_code == 401
