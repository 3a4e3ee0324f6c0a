"""The main job, clicked: from registration to a boarded flight and one more in the joint figure, each step by the right login."""

from tests.journeys import clicks, given

RETURNED = "People assisted to return voluntarily"


def test_from_registration_to_arrival_and_the_joint_figure(officer, world):
    registrar, caseworker, protection = officer("registrar", signs_in=True), officer("caseworker"), officer("protection_officer")
    consul, medic = officer("consular_officer", "CON-NGA", signs_in=True), officer("medical_officer")
    mover, analyst = officer("movement_officer"), officer("analyst", signs_in=True)
    given.departed(world, "CR-0230", 10)
    flight, day = given.flight(world, "CR-0231")
    before = clicks.reads_figure(analyst, RETURNED, day)

    person = clicks.registers(registrar, "Blessing Imasuen")
    clicks.opens_return(caseworker, person)
    clicks.counsels(caseworker, person)
    clicks.chooses(caseworker, person)
    clicks.asks_about_fear(protection, person)
    clicks.screens(protection, person)
    caseworker.opens("returns.person", person).presses("Record screening")
    clicks.consents_to_travel(caseworker, person)
    clicks.consents(caseworker, person, "contact_consulate", **{"To whom": "Consular section of Nigeria"})
    clicks.asks_consulate(caseworker, person)
    clicks.issues_document(consul, "Blessing Imasuen", "ETC0001")
    clicks.permits_exit(mover, person)
    clicks.finds_fit(medic, person)
    clicks.makes_party(mover, person)
    clicks.tells_the_date(mover, person, "CR-0231")
    mover.opens("movements.flight", flight).presses("Open the gate")
    clicks.boards_by_pass(mover, flight, given.boarding_pass(world, person), "Blessing Imasuen")
    mover.opens("movements.flight", flight).presses("Record departure").presses("Record arrival")
    clicks.receives(mover, flight)

    assert clicks.reads_figure(analyst, RETURNED, day) == before + 1
