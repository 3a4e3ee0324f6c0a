"""Flights, boarding and manifests for machines: the same doors, walls and sentences as the screens."""

import pytest

from corridor.movements import actions, queries

MEDICAL_WORDS = ("fit_with", "diagnos", "category", "need_code", "fear", "screening", "band")


@pytest.fixture
def booked(ground, acts):
    with acts(ground.mover) as mover:
        flight_id = ground.flight()
        (seat_id,) = ground.booked(flight_id, ground.ready())
        return flight_id, queries.seat(mover, seat_id)


def test_flights_are_listed_with_their_counts(machine, booked):
    (row,) = machine()("get", "/flights").json()

    assert (row["counts"]["held"], row["seats_left"], row["cleared"]) == (1, 19, True)


def test_a_pass_boards_once_and_the_same_press_again_changes_nothing(machine, booked):
    _, seat = booked
    call = machine()

    first = call("post", "/board", {"token": seat.token, "key": "press-1"})
    again = call("post", "/board", {"token": seat.token, "key": "press-1"})
    other = call("post", "/board", {"token": seat.token, "key": "press-2"})

    assert (first.status_code, first.json()["status"]) == (200, "boarded")
    assert again.json() == first.json()
    assert other.status_code == 422
    assert other.json()["reasons"][0]["code"] == "movements.seat.boarded"


def test_a_refusal_names_its_reasons_and_nobody(machine, ground, booked, acts):
    _, seat = booked
    with acts(ground.mover):
        ground.fit(seat.person_id, "unfit")

    answer = machine()("post", "/board", {"token": seat.token})

    assert [one["code"] for one in answer.json()["reasons"]] == ["readiness.fitness"]
    assert seat.name not in answer.content.decode()


def test_an_unknown_pass_and_somebody_elses_look_the_same(machine, booked):
    _, seat = booked
    stranger = machine(code="UNHCR-LBY")

    assert stranger("post", "/board", {"token": seat.token}).status_code == 404
    assert stranger("post", "/board", {"token": "none"}).content == stranger("post", "/board", {"token": seat.token}).content


def test_inv_15_a_manifest_says_the_service_needed_never_why(machine, ground, booked, acts):
    flight_id, seat = booked
    with acts(ground.mover) as mover:
        actions.draft_manifest(mover, flight_id)

    answer = machine()("get", f"/flights/{flight_id}/manifest")

    (line,) = answer.json()["lines"]
    assert line["reference"] == seat.reference
    assert [word for word in MEDICAL_WORDS if word in answer.content.decode().lower()] == []


def test_an_export_is_recorded(machine, ground, booked, acts):
    flight_id, seat = booked
    with acts(ground.mover) as mover:
        actions.draft_manifest(mover, flight_id)

    machine()("get", f"/flights/{flight_id}/manifest")

    from corridor.audit import queries as audit

    with acts(ground.mover) as mover:
        assert "movements.manifest.export" in [line.verb for line in audit.about_person(mover, seat.person_id)]


@pytest.mark.parametrize("role", ["consular_officer", "analyst"])
def test_who_has_no_part_in_movements_finds_nothing(machine, booked, role):
    flight_id, _ = booked
    call = machine(role)

    assert {
        call("get", path).status_code for path in ("/flights", f"/flights/{flight_id}", f"/flights/{flight_id}/manifest")
    } == {404}
