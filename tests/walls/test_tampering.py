"""Sessions, tokens and presses that should no longer count: ended roles, locks, leavers, old versions, other organisations."""

import json

import pytest
from django.test import Client

from corridor.access import actions as access
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.ids import new_id
from tests.movements.ground import Ground as Movement
from tests.returns.ground import Ground as Return

ANY = "/api/people"


@pytest.fixture
def caseworker(world):
    """Signed in as a caseworker of the mission; the supervisor acts on the access behind the open session."""
    client = Client()
    client.force_login(world.someone("caseworker"))
    assert client.get(ANY).status_code == 200
    return client


def of_supervisor(world, deed, *values):
    with acting(world.actor("supervisor")) as supervisor:
        return deed(supervisor, world.someone("caseworker").id, *values)


def test_a_role_that_ends_during_a_session_gives_nothing_at_the_next_press(world, caseworker):
    of_supervisor(world, access.end_role, "caseworker")

    assert {caseworker.get(path).status_code for path in (ANY, "/people/", "/returns/", "/flights/")} == {404}


@pytest.mark.parametrize("deed", ["leaves", "new password"])
def test_who_has_left_or_has_a_new_password_is_signed_out_everywhere(world, caseworker, deed):
    of_supervisor(world, *((access.set_active, False) if deed == "leaves" else (access.new_password,)))

    assert caseworker.get(ANY).status_code == 401
    assert caseworker.get("/people/").headers["Location"].startswith("/sign-in/")


def test_the_token_of_somebody_who_has_left_opens_nothing(world):
    with acting(world.actor("caseworker")) as actor:
        token = access.make_token(actor, name="machine")
    machine = Client(headers={"Authorization": f"Bearer {token}"})
    assert machine.get(ANY).status_code == 200

    of_supervisor(world, access.set_active, False)

    assert machine.get(ANY).status_code == 401


def test_a_locked_screen_opens_neither_pages_nor_the_api(world, caseworker):
    caseworker.post("/lock/")

    for answer in (caseworker.get(ANY), caseworker.get("/people/"), caseworker.post(ANY, "{}", content_type="application/json")):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/unlock/")


def test_a_pass_read_by_another_organisation_is_like_no_pass(world):
    ground = Movement(world)
    seat_id = ground.booked(ground.flight(), ground.ready())[0]
    from corridor.movements import queries

    with acting(ground.mover):
        token = queries.seat(ground.mover, seat_id).token
    other = Client()
    other.force_login(world.someone("movement_officer", "IOM-NGA"))

    answers = [
        other.post("/api/movements/board", json.dumps({"token": one}), content_type="application/json") for one in (token, "AAAA")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    with acting(ground.mover):
        assert queries.seat(ground.mover, seat_id).status != "boarded"


def test_an_answer_on_an_old_version_or_given_twice_is_refused_and_changes_nothing(world):
    _person, _case, request_id = Return(world).asked()
    consul = Client()
    consul.force_login(world.someone("consular_officer", "CON-NGA"))
    path = f"/api/returns/requests/{request_id}/confirm"

    stale = consul.post(path, json.dumps({"version": 99}), content_type="application/json")
    first = consul.post(path, json.dumps({"version": 1}), content_type="application/json")
    again = consul.post(path, json.dumps({"version": 1}), content_type="application/json")

    assert (stale.status_code, first.status_code, again.status_code) == (409, 200, 409)


def test_another_consulate_answers_nothing_with_the_same_id(world):
    _person, _case, request_id = Return(world).asked()
    gambia = Client()
    gambia.force_login(world.someone("consular_officer", "CON-GMB"))

    for verb, body in (
        ("confirm", {}),
        ("not-confirm", {}),
        ("issue", {"kind": "laissez_passer", "number": "1", "expires_on": str(clock.today())}),
    ):
        said = [
            gambia.post(f"/api/returns/requests/{one}/{verb}", json.dumps(body), content_type="application/json")
            for one in (request_id, new_id())
        ]
        assert (said[0].status_code, said[0].content) == (said[1].status_code, said[1].content)
        assert said[0].status_code in (404, 422)
