"""One person's travel and health: small forms, each for those who hold its permission; a note for medical officers only (INV-15)."""

import pytest
from django.urls import reverse

from corridor.movements import queries
from corridor.people import queries as people

NOTE = "ZEBRAFISH"


@pytest.fixture
def person_id(ground):
    return ground.registered()


def record(client, person_id, part, **typed):
    return client.post(reverse("movements.record", args=[person_id, part]), typed)


def test_a_check_is_recorded_and_others_see_the_service_only(person_id, signed_in):
    medic, officer = signed_in("medical_officer"), signed_in("movement_officer")
    health, travel = reverse("movements.health", args=[person_id]), reverse("movements.person", args=[person_id])

    done = medic.post(health, {"category": "fit_with_assistance", "service": "wheelchair", "hours": "72", "note": NOTE})

    assert done.status_code == 302
    assert NOTE in medic.get(health).content.decode()
    seen = officer.get(travel).content.decode()
    assert "Wheelchair" in seen
    assert NOTE not in seen
    assert officer.get(health).status_code == 404


def test_a_check_without_its_service_is_refused_at_the_field(person_id, signed_in):
    answer = signed_in("medical_officer").post(
        reverse("movements.health", args=[person_id]), {"category": "fit_with_assistance", "service": "", "hours": "72"}
    )

    assert answer.status_code == 422
    assert "say which service is needed" in answer.content.decode()


def test_a_day_without_its_hour_is_asked_for(person_id, signed_in):
    answer = signed_in("medical_officer").post(
        reverse("movements.health", args=[person_id]), {"category": "fit", "hours": "72", "checked_on": "2026-11-20"}
    )

    assert "Give the day and the hour" in answer.content.decode()


def test_an_exit_permit_is_recorded_and_needs_its_days(person_id, signed_in, ground, acts):
    client = signed_in()

    refused = record(client, person_id, "exit", state="granted")
    done = record(client, person_id, "exit", state="granted", number="X-77", valid_from="2026-11-01", valid_until="2026-12-31")

    assert refused.status_code == 422
    assert "Fill in both" in refused.content.decode()
    assert done.status_code == 302
    assert "X-77" in client.get(reverse("movements.person", args=[person_id])).content.decode()


def test_the_same_answer_for_a_whole_list(ground, signed_in, mover):
    ids = [ground.registered(), ground.registered()]
    references = "\n".join(row.reference for row in people.people_by_id(mover, ids).values())
    typed = {
        "batch": "EP-118",
        "state": "granted",
        "valid_from": "2026-11-01",
        "valid_until": "2026-12-31",
        "references": references,
    }
    client = signed_in()

    done = client.post(reverse("movements.exits"), typed)
    unknown = client.post(reverse("movements.exits"), typed | {"references": "LBY-0000-99999"})

    assert done.status_code == 302
    assert [row.state for row in queries.exit_batch(mover, "EP-118")] == ["granted", "granted"]
    assert unknown.status_code == 422
    assert "No person of yours has this reference" in unknown.content.decode()
    assert client.get(reverse("movements.exit_batch", args=["EP-118"])).content.decode().count("data-row") == 2


def test_help_is_recorded_once_a_day_by_a_caseworker(person_id, signed_in):
    client = signed_in("caseworker")

    first, again = (record(client, person_id, "assistance", kind="nfi_kit") for _time in range(2))

    assert (first.status_code, again.status_code) == (302, 422)
    assert "already recorded for that day" in again.content.decode()


def test_a_form_of_others_does_not_exist(person_id, signed_in):
    assert record(signed_in("caseworker"), person_id, "exit", state="requested").status_code == 404
    assert record(signed_in("movement_officer"), person_id, "explode").status_code == 404


def test_a_record_behind_the_wall_does_not_exist(person_id, signed_in):
    stranger = signed_in("movement_officer", "UNHCR-LBY")

    assert stranger.get(reverse("movements.person", args=[person_id])).status_code == 404
    assert record(stranger, person_id, "exit", state="requested").status_code == 404


def test_a_family_goes_whole_or_with_its_consent(ground, signed_in, mover):
    one = ground.registered()
    ground.registered(family_of=one)
    client, typed = signed_in(), {"pathway": "vhr", "destination": ground.world.sites["LOS"].id}

    split = record(client, one, "party", **typed)
    agreed = record(client, one, "party", **typed, split_agreed="on", split_reason="Both adults agreed")

    assert split.status_code == 422
    assert "would split a family" in split.content.decode()
    assert agreed.status_code == 302
    assert queries.party_of(mover, one).split_agreed


def test_a_party_is_booked_from_the_travel_page_and_ended_after_release(ground, signed_in, mover):
    person_id, flight_id, client = ground.ready(), ground.flight(code="CR-0600", status="confirmed"), signed_in()
    record(client, person_id, "party", pathway="vhr", destination=ground.world.sites["LOS"].id)
    party = queries.party_of(mover, person_id)

    page = client.get(reverse("movements.person", args=[person_id])).content.decode()
    booked = client.post(reverse("movements.book"), {"party": party.id, "flight": flight_id})
    ended = client.post(reverse("movements.end_party", args=[person_id]))

    assert "Give the party seats on" in page
    assert "CR-0600" in page
    assert booked.status_code == 302
    assert queries.seats_of(mover, person_id)[0].status == "held"
    assert ended.status_code == 422


def test_who_is_not_ready_is_refused_in_sentences(ground, signed_in, mover):
    person_id, flight_id, client = ground.registered(), ground.flight(code="CR-0601", status="confirmed"), signed_in()
    record(client, person_id, "party", pathway="vhr", destination=ground.world.sites["LOS"].id)

    answer = client.post(reverse("movements.book"), {"party": queries.party_of(mover, person_id).id, "flight": flight_id})

    assert answer.status_code == 422
    assert queries.seats_of(mover, person_id) == []
