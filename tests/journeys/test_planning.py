"""Planning, clicked: a plan is asked for and watched, a scenario laid beside it, the version put in force, people called."""

from datetime import timedelta

from corridor.kernel import clock
from tests.journeys import given


def test_from_a_plan_to_the_calls(officer, world):
    mover = officer("movement_officer", signs_in=True)
    for number in range(3):
        given.ready(world, f"Planned Traveller {number}")
    given.charter(world, "CR-0260", 1)

    mover.opens("movements.planning").sees("No proposal was made yet").presses("Make a plan")
    mover.sees("The proposal is being worked out").sees("Good enough: stop here")
    given.the_planner_ran()
    mover.looks_again().sees("A new proposal is ready").sees("newly placed on CR-0260").sees("To commission")

    mover.follows("Add a charter")
    day = str(clock.today() + timedelta(days=5))
    mover.answers({"Code": "CR-0270", "From": "Mitiga", "To": "Lagos", "Departs on": day, "Seats": "40", "Cost, EUR": "80000"})
    mover.presses("Work it out").sees("One more charter")
    given.the_planner_ran()
    mover.looks_again().sees("B. One more charter").sees("Open as draft")

    mover.follows("Review and put in force").sees("Your name stands on this version")
    mover.presses("Put version 1 in force")
    given.the_planner_ran()
    mover.looks_again().sees("In force: 3 parties booked")

    mover.follows("Call list").sees("There is a seat for you on CR-0260").follows("Confirm CR-0260 first")
    mover.presses("Confirm the flight").follows("Call list").presses("Was told the date")
    mover.sees("Recorded: told the date.").sees("Parties to call: 2")


def test_a_flight_is_cancelled_without_scripts_on_a_phone(officer, world):
    mover = officer("movement_officer", width=390, scripts=False)
    flight, _day = given.flight(world, "CR-0261")
    given.booked(world, flight, given.ready(world, "Called Back"))
    given.charter(world, "CR-0262", 1)

    mover.opens("movements.planning").follows("Something happened").answers({"What": "The flight is cancelled"})
    mover.presses("Go on").sees("lose their seat").answers({"Why, in a sentence others will read": "The runway is flooded"})
    mover.presses("Cancel the flight")

    mover.sees("Forced changes").sees("from CR-0261 to CR-0262").sees("The flight is cancelled")
    mover.opens("movements.planning").sees("CR-0261 (Mitiga to Lagos").sees("cannot fly").sees("What version 1 changes")
