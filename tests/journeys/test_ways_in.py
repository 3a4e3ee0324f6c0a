"""Other ways to the same work: Arabic and French on a phone, no JavaScript, and a screen that rested."""

import pytest

from tests.journeys import clicks, given
from tests.journeys.officer import PHONE

ABOUT = ("people.overview", "people.facts", "consent.person", "protection.person", "returns.person", "movements.person")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_same_pages_in_every_language_on_a_phone(officer, world, language, direction):
    flight, _day = given.flight(world, "CR-0231")
    person = given.ready(world, "Blessing Imasuen")
    given.booked(world, flight, person)
    caseworker = officer("caseworker", width=PHONE, language=language)

    for page in ABOUT:
        caseworker.opens(page, person)
        assert (caseworker.attribute("dir"), caseworker.attribute("lang")) == (direction, language)
    gate = officer("movement_officer", width=PHONE, language=language).opens("movements.gate", flight)
    assert gate.attribute("dir") == direction
    officer("registrar", width=PHONE, language=language).opens("home").opens("people.register")


def test_registration_consent_and_boarding_without_javascript(officer, world):
    flight, _day = given.flight(world, "CR-0231")
    traveller = given.ready(world, "Grace Nwosu")
    given.booked(world, flight, traveller)

    person = clicks.registers(officer("registrar", scripts=False, signs_in=True), "Blessing Imasuen")
    clicks.consents(officer("caseworker", scripts=False), person, "process_data")
    gate = officer("movement_officer", scripts=False).opens("movements.gate", flight)

    gate.presses("Says yes: board").sees("Recorded.").counts("boarded", 1)


def test_a_screen_that_rested_is_locked_and_goes_on_where_it_was(officer, world):
    person = given.someone(world, "Blessing Imasuen")
    registrar = officer("registrar", signs_in=True)
    registrar.page.clock.install()
    registrar.opens("people.facts", person)

    registrar.page.clock.fast_forward("11:00")
    registrar.sees("This screen is resting.")
    registrar.page.wait_for_timeout(300)
    assert registrar.opens("people.facts", person).path() == "/unlock/"
    registrar.answers({"Your unlock number or password": "wrong"}).presses("Unlock").sees("Try again")
    registrar.answers({"Your unlock number or password": "correct horse battery"}).presses("Unlock")

    assert clicks.person_of(registrar) == person
    registrar.sees("Blessing Imasuen")
