"""A change of mind, a child alone, an evacuation: what each person decides, and what waits for whom."""

from tests.journeys import clicks, given
from tests.journeys.officer import PHONE


def test_one_press_takes_a_person_off_the_manifest_at_once(officer, world):
    flight, _day = given.flight(world, "CR-0231")
    goes, stays, leaves = (given.ready(world, name) for name in ("Blessing Imasuen", "Grace Nwosu", "Faith Aigbe"))
    for person in (goes, stays, leaves):
        given.booked(world, flight, person)
    gate = officer("movement_officer", width=PHONE).opens("movements.gate", flight).counts("to board", 3)

    officer("caseworker").opens("people.overview", stays).presses("Withdraw consent to travel")
    gate.opens("movements.gate", flight).counts("to board", 2).sees_not("Grace Nwosu")
    gate.not_boarding("Faith Aigbe", "Stays, by choice")

    gate.opens("movements.gate", flight).counts("to board", 1).sees_not("Faith Aigbe").sees("Blessing Imasuen")
    officer("movement_officer").opens("movements.manifest", flight).sees("Blessing Imasuen").sees_not("Grace Nwosu")


def test_a_child_alone_has_no_seat_before_its_best_interests_and_guardian_are_written_down(officer, world):
    given.flight(world, "CR-0231")
    child = given.ready(world, "Osasu Imasuen", born=given.date(2013, 4, 1), child_alone="unaccompanied")
    mover = officer("movement_officer")

    mover.opens("movements.person", child).presses("Book").sees("A child alone needs a named guardian")
    mover.opens("movements.person", child).sees("No seat yet")
    clicks.cares_for_child(officer("protection_officer"), child)

    mover.opens("movements.person", child).presses("Book").sees("Recorded for one person.").sees("Osasu Imasuen")


def test_an_evacuation_from_identification_to_the_transit_site(officer, world):
    person = given.someone(world, "Selam Ghebremeskel", nationality="ER")
    given.protected(world, person, code="UNHCR-LBY", chosen="evacuation", fear=False)
    flight, _day = given.flight(world, "EV-0012", pathway="evacuation", to="TRANSIT-RW", operator="UNHCR-LBY")
    caseworker, mover = officer("caseworker", "UNHCR-LBY"), officer("movement_officer", "UNHCR-LBY")
    transit = officer("transit_officer", "UNHCR-LBY", signs_in=True)

    caseworker.opens("evacuation.identify", person).answers({"Transit site": "Gashora"}).presses("Identify")
    clicks.consents_to_travel(caseworker, person, clicks.EVACUATION)
    caseworker.opens("evacuation.gather", person).answers({"Site": "Gathering and departure facility"}).presses("Record the stay")
    given.permit_and_fitness(world, person, "UNHCR-LBY")
    clicks.makes_party(mover, person, "Gashora", clicks.EVACUATION)
    clicks.tells_the_date(mover, person, "EV-0012")
    mover.opens("movements.flight", flight).presses("Open the gate")
    clicks.boards_by_pass(mover, flight, given.boarding_pass(world, person, "UNHCR-LBY"), "Selam Ghebremeskel")
    mover.opens("movements.flight", flight).presses("Record departure").presses("Record arrival")
    clicks.receives(transit, flight)

    caseworker.opens("evacuation.person", person).sees("Arrived").sees("Gashora")
