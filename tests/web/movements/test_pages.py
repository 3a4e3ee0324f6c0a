"""Every page of movement opens for whom it is meant, and for nobody else."""

import pytest
from django.urls import reverse

from corridor.movements import queries
from tests.movements.ground import prepared

MINE = {
    "movements.flights": {"movement_officer", "caseworker", "medical_officer", "transit_officer", "reintegration_officer", "supervisor"},
    "movements.add": {"movement_officer", "supervisor"},
    "movements.flight": {"movement_officer", "caseworker", "medical_officer", "transit_officer", "reintegration_officer", "supervisor"},
    "movements.change": {"movement_officer", "supervisor"},
    "movements.gate": {"movement_officer", "supervisor"},
    "movements.manifest": {"movement_officer", "supervisor"},
    "movements.passes": {"movement_officer", "supervisor"},
    "movements.arrival": {"movement_officer", "transit_officer", "reintegration_officer", "supervisor"},
    "movements.planning": {"movement_officer", "supervisor"},
    "movements.exits": {"movement_officer", "supervisor"},
    "movements.person": {"movement_officer", "caseworker", "medical_officer", "transit_officer", "reintegration_officer", "supervisor"},
    "movements.health": {"medical_officer"},
}  # fmt: skip
ROLES = ("movement_officer", "caseworker", "medical_officer", "transit_officer", "reintegration_officer", "supervisor", "analyst")


def _stage(ground, mover):
    """A flight at the gate with one family on board's list."""
    flight_id, mother = ground.flight(code="CR-0800"), ground.ready()
    child = ground.ready(family_of=mother, role="sibling")
    ground.booked(flight_id, mother, child)
    return {"flight_id": flight_id, "person_id": mother}


BEGINS = prepared(_stage)


@pytest.fixture
def stage(begun):
    return begun[1]


def address(name, stage):
    wanted = {"movements.person": "person_id", "movements.health": "person_id"}
    plain = ("movements.flights", "movements.add", "movements.planning", "movements.exits")
    return reverse(name) if name in plain else reverse(name, args=[stage[wanted.get(name, "flight_id")]])


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_its_roles_and_does_not_exist_for_others(role, stage, signed_in):
    client = signed_in(role)
    opened = {name for name in MINE if client.get(address(name, stage)).status_code == 200}

    assert opened == {name for name, roles in MINE.items() if role in roles}


def test_a_consular_officer_and_nobody_find_no_flight(stage, signed_in, client):
    for name in MINE:
        assert signed_in("consular_officer", "CON-NGA").get(address(name, stage)).status_code == 404
        assert client.get(address(name, stage)).status_code == 302


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_open_in_other_languages(language, stage, signed_in, ground):
    client = signed_in("supervisor")
    ground.world.someone("supervisor").__class__.objects.update(language=language)

    for name in (
        "movements.flights",
        "movements.flight",
        "movements.gate",
        "movements.manifest",
        "movements.planning",
        "movements.passes",
    ):
        assert client.get(address(name, stage)).status_code == 200, name


def test_only_those_who_may_see_a_button(stage, signed_in):
    officer = signed_in("movement_officer").get(address("movements.flight", stage)).content.decode()
    caseworker = signed_in("caseworker").get(address("movements.flight", stage)).content.decode()

    for words in ("Record departure", "Cancel the flight", "Record a clearance", "Was told the date", "Lists for recipients"):
        assert words in officer, words
        assert words not in caseworker, words


def test_a_shut_step_is_disabled_and_says_why(ground, signed_in):
    flight_id = ground.flight(code="CR-0801", cleared=False)
    page = signed_in().get(reverse("movements.flight", args=[flight_id])).content.decode()

    assert "landing right or slot is missing" in page
    assert 'disabled aria-describedby="why-depart"' in page
    assert "Not yet: the flight is in state “Boarding”." in page


def test_another_organisation_sees_who_runs_the_flight(ground, signed_in):
    flight_id = ground.flight(code="CR-0802", status="planned")
    page = signed_in("movement_officer", "UNHCR-LBY").get(reverse("movements.flight", args=[flight_id])).content.decode()

    assert "Only IOM Libya, who runs this flight, takes this step." in page


def test_a_list_of_flights_is_filtered_by_the_address(ground, signed_in):
    ground.flight(code="CR-0803", status="planned")
    ground.flight("evacuation", code="EV-0803", status="planned")
    client = signed_in()

    both = client.get(reverse("movements.flights")).content.decode()
    one = client.get(reverse("movements.flights"), {"pathway": "evacuation"}).content.decode()
    none = client.get(reverse("movements.flights"), {"status": "arrived"}).content.decode()

    assert "CR-0803" in both
    assert "EV-0803" in both
    assert "CR-0803" not in one
    assert "EV-0803" in one
    assert "No flight fits" in none


def test_a_bad_filter_is_said_and_shows_all(ground, signed_in):
    answer = signed_in().get(reverse("movements.flights"), {"since": "yesterday"})

    assert answer.status_code == 422
    assert "That is not a date" in answer.content.decode()


def test_a_flight_is_planned_changed_and_cancelled_without_scripts(ground, signed_in):
    client, sites = signed_in(), ground.world.sites
    typed = {
        "code": "cr-0810", "pathway": "vhr", "carriage": "charter", "carrier": "Buraq", "embarkation": sites["MJI"].id, "day": "2026-12-12",
        "hour": "14:00", "capacity": "120", "stop_1": sites["LOS"].id, "stop_2": sites["BJL"].id, "seats_2": "40",
    }  # fmt: skip

    made = client.post(reverse("movements.add"), typed)
    changed = client.post(
        f"{made.url}change/", {"carrier": "Buraq", "day": "2026-12-13", "hour": "09:30", "capacity": "150", "version": 1}
    )
    asked = client.post(f"{made.url}steps/cancel/", {})
    done = client.post(f"{made.url}steps/cancel/", {"reason": "Airport closed", "version": 2}, follow=True)

    assert (made.status_code, changed.status_code, asked.status_code) == (302, 302, 422)
    page = done.content.decode()
    assert "Mitiga to Lagos, Banjul, Sunday 13 December 2026" in page
    assert "150 seats, departs 09:30" in page
    assert "Cancelled" in page


def test_a_refusal_stands_at_its_field(ground, signed_in):
    ground.flight(code="CR-0811", status="planned")
    sites = ground.world.sites
    typed = {
        "code": "CR-0811", "pathway": "vhr", "carriage": "charter", "carrier": "Buraq", "embarkation": sites["MJI"].id, "day": "2026-12-12",
        "hour": "14:00", "capacity": "120", "stop_1": sites["LOS"].id,
    }  # fmt: skip

    answer = signed_in().post(reverse("movements.add"), typed)

    assert answer.status_code == 422
    assert "Another flight has this code" in answer.content.decode()


def test_two_who_change_at_once_do_not_overwrite_each_other(ground, signed_in):
    flight_id = ground.flight(code="CR-0812", status="planned")
    stale = {"carrier": "Buraq", "day": "2026-12-13", "hour": "09:30", "capacity": "150", "version": 99}

    answer = signed_in().post(reverse("movements.change", args=[flight_id]), stale)

    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile" in answer.content.decode()


def test_clearances_and_escorts_are_recorded_on_the_flight(ground, signed_in):
    flight_id, client = ground.flight(code="CR-0813", status="planned", cleared=False), signed_in()
    page = reverse("movements.flight", args=[flight_id])

    slot = {"kind": "slot", "authority": "Mitiga", "state": "granted", "reference": "S-1"}
    client.post(reverse("movements.clearance", args=[flight_id]), slot)
    client.post(reverse("movements.escort", args=[flight_id]), {"kind": "medical", "name": "G. Bello"})
    refused = client.post(reverse("movements.escort", args=[flight_id]), {"kind": "medical", "name": ""})

    text = client.get(page).content.decode()
    assert "S-1" in text
    assert "G. Bello" in text
    assert refused.status_code == 422


def test_a_list_is_frozen_and_its_differences_are_told(stage, ground, signed_in, acts):
    client, flight_id = signed_in(), stage["flight_id"]
    make = reverse("movements.make_manifest", args=[flight_id])
    client.post(make, {"state": "draft"})
    ground.booked(flight_id, ground.ready())
    client.post(make, {"state": "draft"})

    page = client.get(reverse("movements.manifest", args=[flight_id])).content.decode()

    assert "What version 2 changed" in page
    assert "not on the list – Seat held" in page


def test_a_list_that_may_not_be_frozen_says_why(stage, signed_in):
    answer = signed_in().post(reverse("movements.make_manifest", args=[stage["flight_id"]]), {"state": "reconciled"})

    assert answer.status_code == 422
    assert "reconciled after departure" in answer.content.decode()


def test_a_file_comes_with_a_name_that_names_nobody(stage, signed_in):
    answer = signed_in().get(reverse("movements.manifest_file", args=[stage["flight_id"], 0, "authorities", "xlsx"]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="CR-0800-v0.xlsx"'


def test_people_are_told_their_date_with_their_party(stage, signed_in, mover):
    seats = queries.seats(mover, stage["flight_id"])
    signed_in().post(reverse("movements.tell", args=[stage["flight_id"]]), {"seat": seats[0].id})

    assert {one.status for one in queries.seats(mover, stage["flight_id"])} == {"confirmed"}


def test_a_seat_is_given_back_for_the_whole_party(stage, signed_in, mover):
    seats = queries.seats(mover, stage["flight_id"])
    signed_in().post(reverse("movements.release", args=[stage["flight_id"]]), {"seat": seats[0].id})

    assert {one.status for one in queries.seats(mover, stage["flight_id"])} == {"released"}


def test_passes_hold_the_code_and_no_token_in_words(stage, signed_in, mover):
    page = signed_in().get(reverse("movements.passes", args=[stage["flight_id"]])).content.decode()

    assert page.count("<svg") >= 2
    assert all(one.token not in page for one in queries.seats(mover, stage["flight_id"]))


def test_a_step_that_is_none_leads_nowhere(stage, signed_in):
    assert signed_in().get(reverse("movements.step", args=[stage["flight_id"], "depart"])).status_code == 404
    assert signed_in().post(reverse("movements.step", args=[stage["flight_id"], "explode"])).status_code == 404


def test_a_party_is_called_up_from_standby_on_the_page_of_its_flight(ground, signed_in, mover):
    flight_id, person_id, client = ground.flight(code="CR-0814", status="confirmed"), ground.ready(), signed_in()
    party_id = ground.party(person_id)

    client.post(reverse("movements.book"), {"party": party_id, "flight": flight_id, "standby": "1"})
    page = client.get(reverse("movements.flight", args=[flight_id])).content.decode()
    client.post(reverse("movements.book"), {"party": party_id, "flight": flight_id})

    assert "Give the party seats" in page
    assert queries.seats_of(mover, person_id)[0].status == "held"
