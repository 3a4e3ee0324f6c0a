"""Planning for machines: the same doors, refusals and walls as the screens; parties by reference, nobody by name."""

from functools import partial

import pytest

from corridor.movements import actions, jobs, queries


@pytest.fixture
def machine(machine):
    """The same, under plans."""
    return partial(machine, under="/api/movements/plans")


@pytest.fixture
def two(ground, acts):
    """A flight of one seat and two parties, planned."""
    with acts(ground.mover) as mover:
        ground.flight(seats=1, status="confirmed", code="CR-ONE")
        people = [ground.ready() for _ in range(2)]
        for person_id in people:
            ground.party(person_id)
        return actions.make_plan(mover), people


def test_a_plan_is_asked_for_watched_and_stopped(machine, ground, acts, two):
    call = machine()

    asked = call("post", "", {"days": 14, "seconds": 5})
    again = call("post", "", {"days": 14, "seconds": 5})
    plan_id = asked.json()["plan_id"]
    work = call("get", "/work").json()
    stopped = call("post", f"/{plan_id}/stop", {})

    assert (asked.status_code, stopped.status_code, again.json()) == (202, 204, asked.json())
    assert (work["state"], work["stoppable"], work["search"]["limit"]) == ("making", True, 5)
    assert call("get", "/work").json()["stopping"] is True
    with acts(ground.mover) as mover:
        jobs.make_plan(plan_id, str(mover.staff_id))
    assert [row["version"] for row in call("get", "").json()] == [2, 1]
    assert call("post", f"/{plan_id}/stop", {}).json()["reasons"][0]["code"] == "movements.plan.not_searching"


def test_a_plan_says_for_each_party_where_or_why_not_and_names_nobody(machine, ground, acts, two):
    plan_id, people = two

    answer = machine()("get", f"/{plan_id}?language=fr")

    said = answer.json()
    assert {party["flight"] for party in said["parties"]} == {"CR-ONE", ""}
    assert all(party["words"] for party in said["parties"])
    assert (said["metrics"]["persons"], said["flights"][0]["people"]) == (1, 1)
    with acts(ground.mover) as mover:
        rows = [queries.seats_of(mover, one) for one in people]
    assert rows == [[], []]
    assert "Invented Person" not in answer.content.decode()


def test_the_version_on_the_screen_is_put_in_force_or_nothing(machine, two):
    plan_id, _ = two
    call = machine()

    stale = call("post", f"/{plan_id}/publish", {"version": 9})
    begun = call("post", f"/{plan_id}/publish", {"version": 1})

    assert (stale.status_code, stale.json()["reasons"][0]["code"]) == (409, "movements.plan.stale")
    assert (begun.status_code, begun.json()["state"]) == (202, "publishing")


def test_an_event_is_answered_and_differences_are_told_apart(machine, two):
    call = machine()

    plan_id = call("post", "/replan", {"because": "records"}).json()["plan_id"]
    found = call("get", f"/{plan_id}/differences").json()

    assert found["families_separated"] == 0
    assert {(row["kind"], row["after"], row["people"]) for row in found["rows"]} == {("new", "CR-ONE", 1), ("without", "", 1)} - {
        ("without", "", 1)
    }
    assert call("get", f"/{plan_id}").json()["head"]["because"] == {"happening": "records", "subject": ""}


def test_scenarios_are_asked_for_compared_and_opened(machine, ground, acts, two):
    plan_id, _ = two
    call = machine()
    edits = [{"edit": "change_capacity", "option": "CR-ONE", "seats": 2}]

    asked = call("post", f"/{plan_id}/scenarios", {"title": "Larger aircraft", "edits": edits})
    scenario_id = asked.json()["plan_id"]
    with acts(ground.mover) as mover:
        jobs.make_plan(scenario_id, str(mover.staff_id))
    plan, larger = call("get", f"/{plan_id}/scenarios").json()
    opened = call("post", f"/{scenario_id}/adopt", {"version": 1})

    assert (plan["letter"], plan["people"], larger["letter"], larger["people"]) == ("A", 1, "B", 2)
    assert opened.status_code == 202
    assert call("post", f"/{scenario_id}/publish", {"version": 1}).status_code == 422


@pytest.mark.parametrize(
    ("edits", "field"),
    [
        ([{"edit": "marry"}], "body.edits.0"),
        ([{"edit": "change_capacity", "option": "CR-ONE", "seats": 0}], "body.edits.0.change_capacity.seats"),
        ([{"edit": "commit", "option": "CR-ONE"}], "option"),
    ],
)
def test_a_scenario_that_cannot_be_names_the_field(machine, two, edits, field):
    plan_id, _ = two

    answer = machine()("post", f"/{plan_id}/scenarios", {"title": "Odd", "edits": edits})

    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["field"].endswith(field.removeprefix("body."))


def test_no_plan_yet_is_no_content(machine):
    assert machine()("get", "/work").status_code == 204


ROUTES = ["", "/work", "/{}", "/{}/differences", "/{}/scenarios", "/{}/prices"]


@pytest.mark.parametrize("path", ROUTES)
def test_who_has_no_part_in_movements_finds_nothing(machine, two, path):
    plan_id, _ = two

    assert machine("analyst")("get", path.format(plan_id)).status_code == 404


@pytest.mark.parametrize("path", ROUTES[2:])
def test_another_organisations_plan_is_not_there(machine, two, path):
    plan_id, _ = two

    assert machine(code="UNHCR-LBY")("get", path.format(plan_id)).status_code == 404
