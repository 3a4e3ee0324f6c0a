"""Screens of evacuation: identification, agreement, gathering, sites; refused steps with their reasons."""

import pytest
from django.urls import reverse

from tests.evacuation.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)


@pytest.fixture
def inside(client, world):
    client.force_login(world.someone("caseworker", "UNHCR-LBY"))
    return client


def text(answer):
    return answer.content.decode()


def test_the_way_from_identification_to_the_gathering_facility(inside, ground):
    person_id = ground.person()
    page = reverse("evacuation.person", args=[person_id])
    assert "Not identified for evacuation" in text(inside.get(page))
    assert "Record the protection screening first." in text(
        inside.post(reverse("evacuation.identify", args=[person_id]), {"site": ""})
    )
    ground.protect(person_id)

    assert inside.post(reverse("evacuation.identify", args=[person_id]), {"site": ground.transit})["Location"] == page
    refused = text(inside.get(page))
    assert "disabled>Record the voluntary agreement" in refused
    assert "No agreement to evacuation is in force." in refused
    ground.agreement(person_id)
    assert inside.get(reverse("evacuation.gather", args=[person_id])).status_code == 200
    inside.post(reverse("evacuation.gather", args=[person_id]), {"site": ground.gathering})

    assert ground.status(person_id) == "gathered"
    assert "lives there" in text(inside.get(page))
    inside.post(reverse("evacuation.move_out", args=[person_id]))
    assert "lives there" not in text(inside.get(page))


def test_a_full_facility_says_so_at_its_field(inside, ground):
    ground.capacity("GDF-TIP", 0)
    person_id, _case = ground.agreed()

    answer = inside.post(reverse("evacuation.gather", args=[person_id]), {"site": ground.gathering})

    assert answer.status_code == 422
    assert "above its agreed capacity" in text(answer)


def test_one_press_declines(inside, ground):
    person_id, _case = ground.agreed()

    inside.post(reverse("evacuation.decline", args=[person_id]))

    assert ground.status(person_id) == "declined"
    page = text(inside.get(reverse("evacuation.person", args=[person_id])))
    assert "Declined, stays registered" in page


def test_presses_are_named_and_refused_in_sentences(inside, ground):
    person_id, _case = ground.identified()

    refused = inside.post(reverse("evacuation.step", args=[person_id, "agree"]))

    assert (refused.status_code, "No agreement to evacuation" in text(refused)) == (422, True)
    assert inside.post(reverse("evacuation.step", args=[person_id, "nonsense"])).status_code == 404
    assert inside.post(reverse("evacuation.step", args=[person_id, "close"])).status_code == 302


def test_the_transit_site_can_change(inside, ground):
    person_id, _case = ground.identified()
    page = reverse("evacuation.transit_site", args=[person_id])

    assert inside.get(page).status_code == 200
    assert inside.post(page, {"site": ""}).status_code == 422
    assert inside.post(page, {"site": ground.transit}).status_code == 302


def test_the_list_keeps_view_and_filters_in_the_address(inside, ground):
    ground.agreed()
    page = reverse("evacuation.cases")

    assert "Invented Person" in text(inside.get(page))
    assert "Invented Person" in text(inside.get(page, {"view": "mine", "status": "agreed", "site": ground.transit}))
    assert "Invented Person" not in text(inside.get(page, {"view": "all", "status": "booked"}))


def test_sites_show_numbers_to_all_and_people_only_to_those_who_see_them(client, ground):
    person_id, _case = ground.agreed()
    client.force_login(ground.world.someone("transit_officer", "UNHCR-LBY"))
    assert client.get(reverse("evacuation.move_in", args=[person_id])).status_code == 200
    client.post(reverse("evacuation.move_in", args=[person_id]), {"site": ground.transit})
    page = reverse("evacuation.site", args=[ground.transit])

    assert "Invented Person" in text(client.get(page))
    assert "499 places are free" in text(client.get(page))
    assert "Gashora" in text(client.get(reverse("evacuation.sites")))
    client.force_login(ground.world.someone("transit_officer", "IOM-LBY"))
    assert "499 places are free" in text(client.get(page))
    assert "Invented Person" not in text(client.get(page))


def test_pages_are_closed_to_those_without_the_right(client, ground):
    person_id, _case = ground.agreed()
    addresses = [reverse("evacuation.person", args=[person_id]), reverse("evacuation.cases"), reverse("evacuation.sites")]
    addresses += [reverse("evacuation.site", args=[ground.transit])]

    for role, code in (("consular_officer", "CON-NGA"), ("analyst", "UNHCR-LBY"), ("registrar", "UNHCR-LBY")):
        client.force_login(ground.world.someone(role, code))
        assert {client.get(address).status_code for address in addresses} == {404}, role
    client.force_login(ground.world.someone("caseworker"))
    assert client.get(addresses[0]).status_code == 404
    assert client.get(reverse("evacuation.site", args=[person_id])).status_code == 404
