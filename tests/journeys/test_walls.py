"""By the right logins and by no other: what the wrong ones type, and what a consulate never learns."""

import pytest

from tests.journeys import clicks, given

PAGES = (
    "people.overview", "people.facts", "people.family", "people.events", "consent.person", "protection.person", "returns.person",
    "evacuation.person", "movements.person", "movements.health",
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "code", "opened"),
    [
        ("consular_officer", "CON-NGA", ()),
        ("analyst", "TASKFORCE", ()),
        ("analyst", "GOV-NGA", ()),
        ("caseworker", "UNHCR-LBY", ()),
        ("protection_officer", "UNHCR-LBY", ()),
        ("caseworker", "IOM-NGA", ()),
        ("medical_officer", "IOM-LBY", ("people.overview", "people.facts", "people.family", "people.events", "protection.person",
                                        "movements.person", "movements.health")),
        ("movement_officer", "IOM-LBY", tuple(page for page in PAGES if page != "movements.health")),
    ],
)  # fmt: skip
def test_addresses_typed_by_hand_open_only_for_whom_they_are(officer, world, role, code, opened):
    person = given.someone(world, "Blessing Imasuen")

    window = officer(role, code, signs_in=True)

    assert {page: window.is_answered(page, person) for page in PAGES} == {page: 200 if page in opened else 404 for page in PAGES}


def test_a_medical_officer_reads_no_protection_note_and_a_movement_officer_no_illness(officer, world):
    person = given.someone(world, "Blessing Imasuen")
    given.protected(world, person, note="threatened by her uncle")

    medic = officer("medical_officer").opens("protection.person", person).sees("restricted to the protection team")

    medic.sees_not("threatened by her uncle")
    assert officer("movement_officer").is_answered("movements.health", person) == 404


def test_fear_of_return_keeps_the_consulate_away_and_brings_unhcr(officer, world):
    caseworker, protection, consul = officer("caseworker"), officer("protection_officer"), officer("consular_officer", "CON-NGA")
    person = given.counselled(world, "Faith Aigbe")

    clicks.asks_about_fear(protection, person, "Fears return")
    caseworker.opens("returns.person", person).sees("On hold for protection")
    caseworker.opens("returns.ask_consulate", person).presses("Send to the consulate").sees("The consulate was not contacted")
    clicks.refers(protection, person, "UNHCR Libya")
    clicks.answers_referral(officer("protection_officer", "UNHCR-LBY", signs_in=True), "Faith Aigbe")

    caseworker.opens("returns.person", person).sees("On hold for protection")
    consul.opens("returns.consular_queue").sees("No request waits for you").sees_not("Faith Aigbe")
