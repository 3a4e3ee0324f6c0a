"""What officers do on the way from registration to arrival, by clicking; each returns when the page has said it is done."""

from datetime import date, timedelta
from uuid import UUID

from django.urls import resolve

from corridor.kernel import clock
from tests.journeys.officer import Officer

HEARD = {"Explained in": "English", "Was an interpreter needed?": "None needed", "How it was given": "In writing"}
SETTING = {"Where the person was asked": "Office", "Is the person detained?": "No", "Were guards present?": "No"}
EXPLAINED = "Were the other options explained: asylum and UNHCR, staying, other journeys?"
RETURN, EVACUATION = "Voluntary humanitarian return", "Evacuation"
OPTIONS = [RETURN, "Asylum claim with UNHCR", "Stay, with the services available"]


def parts(day: date) -> tuple[int, int, int]:
    """A day as the three fields of a date ask for it."""
    return day.day, day.month, day.year


def registers(officer: Officer, name: str, *, sex: str = "Woman or girl", born: tuple = ("", "", 1998), **more: str) -> UUID:
    officer.opens("people.register").answers({"Name, reference or number": name}).presses("Search")
    officer.presses("Register a person").answers({"Sex": sex, "Born": born, "Nationality, as stated": "Nigeria"})
    officer.answers({"Given names": name, "Speaks": "English", "Where the person is": "In town", "Place": "Tripoli", **more})
    officer.presses("Register")
    return person_of(officer)


def person_of(officer: Officer) -> UUID:
    officer.page.wait_for_url("**/people/*-*-*-*-*/**")
    return resolve(officer.path()).kwargs["person_id"]


def opens_return(officer: Officer, person: UUID) -> None:
    officer.opens("returns.person", person).follows("The person asks for return")
    officer.answers({"Arrives in": "Lagos", "Goes on to": "Benin City"}).presses("Open the case").presses("Register")


def counsels(officer: Officer, person: UUID) -> None:
    officer.opens("returns.person", person).follows("Record counselling")
    officer.answers({"Language spoken": "en", "Were you alone with the person, and the interpreter?": "Yes"})
    officer.answers({"Did you explain asylum, UNHCR": "Yes", "“Do you wish to speak with UNHCR?”": "No"})
    officer.presses("Record counselling").sees("Recorded.")


def chooses(officer: Officer, person: UUID, pathway: str = RETURN) -> None:
    options = [*OPTIONS, *({pathway} - set(OPTIONS))]
    officer.opens("protection.pathway", person).answers({"Options explained to the person": options})
    officer.answers({"What the person chooses": pathway}).presses("Write down the choice")


def asks_about_fear(officer: Officer, person: UUID, answer: str = "No fear of return") -> None:
    officer.opens("protection.fear", person).answers({"The answer": answer, "Asked in": "English"})
    officer.answers({"Were you alone with the person and the interpreter?": "Yes"}).presses("Write down the answer").sees(answer)


def screens(officer: Officer, person: UUID) -> None:
    officer.opens("protection.screening", person).presses("Save the screening")
    officer.opens("protection.trafficking", person).answers({"State of the question": "No indicator"})
    officer.presses("Save the assessment").sees("Saved.")


def consents(officer: Officer, person: UUID, purpose: str, **more: str) -> None:
    officer.opens("consent.give", person, purpose).answers({**HEARD, **SETTING, **more})
    officer.presses("The person says yes: write it down").sees("Consents in force")


def consents_to_travel(officer: Officer, person: UUID, pathway: str = RETURN) -> None:
    consents(officer, person, "travel", **{"Which journey": pathway, EXPLAINED: "Yes"})


def asks_consulate(officer: Officer, person: UUID) -> None:
    officer.opens("returns.person", person).follows("Ask the consulate")
    officer.answers({"Place of origin": "Benin City"}).presses("Send to the consulate").sees("Consular section of Nigeria")


def issues_document(consul: Officer, name: str, number: str) -> None:
    consul.opens("returns.consular_queue").sees(name).follows("Answer")
    consul.presses("Confirm the nationality")
    consul.answers({"Document": "Emergency travel certificate", "Number": number})
    consul.answers({"Valid until": parts(clock.today() + timedelta(days=90))}).presses("Record the travel document")


def permits_exit(officer: Officer, person: UUID) -> None:
    today = clock.today()
    officer.opens("movements.person", person).unfolds("Record an exit permit")
    officer.answers({"State": "Granted", "List": "EP-118", "Asked on": str(today), "Holds from": str(today)})
    officer.answers({"Holds until": str(today + timedelta(days=30))}).presses("Save", within=officer.page.locator("#part-exit"))
    officer.sees("EP-118")


def makes_party(officer: Officer, person: UUID, to: str = "Lagos", pathway: str = RETURN) -> None:
    officer.opens("movements.person", person).unfolds("Make a travel party")
    within = officer.page.locator("#part-party")
    officer.answers({"Pathway": pathway, "To": to}, within=within).presses("Save", within=within).sees("End this party")


def finds_fit(officer: Officer, person: UUID) -> None:
    officer.opens("movements.health", person).answers({"Result": "Fit to travel"}).presses("Save the check").sees("Holds until")


def tells_the_date(officer: Officer, person: UUID, code: str) -> None:
    officer.opens("movements.person", person).presses("Book").presses("Was told the date").sees("Recorded: told the date.")


def boards_by_pass(officer: Officer, flight: UUID, token: str, name: str) -> None:
    officer.opens("movements.gate", flight).answers({"Number, name or boarding pass": token}).presses("Find").sees(name)
    officer.presses("Says yes: board").counts("boarded", 1)


def receives(officer: Officer, flight: UUID) -> None:
    officer.opens("movements.arrival", flight).page.get_by_label("Number 1 is here").check()
    officer.presses("Received").sees("Recorded for one person.")


def reads_figure(officer: Officer, label: str, day: date) -> int:
    officer.opens("reporting.figures", query=f"?as_of={day}")
    card = officer.page.locator(".c-fig", has=officer.page.get_by_role("heading", name=label))
    return int(card.locator(".v bdi").inner_text().replace(",", ""))


def refers(officer: Officer, person: UUID, receiver: str) -> None:
    officer.opens("protection.propose", person).answers({"Refer to": receiver, "Is it urgent?": "Yes"})
    officer.answers({"Does the person ask for it?": "Yes"}).presses("Propose it")
    officer.presses("The person agrees").presses("Send").sees("Sent")


def answers_referral(officer: Officer, name: str) -> None:
    officer.opens("protection.referrals").follows(name)
    officer.presses("Confirm receipt").presses("Accept").sees("Accepted")


def cares_for_child(officer: Officer, person: UUID) -> None:
    """Assessment, determination by a panel, guardian, tracing, escort, receiver."""
    for kind, more in (("assessment", {}), ("determination", {"Solution": RETURN, "Panel": "Three named colleagues"})):
        officer.opens("protection.best_interests", person).answers({"What it is": f"Best-interests {kind}", **more})
        officer.answers({"Finding": "In the child's best interests", "What the child said": "Wants to be with grandmother"})
        officer.presses("Save the finding").sees("Saved.")
    officer.opens("protection.child_care", person).answers({"Guardian": "An aunt", "Family tracing": "Family found"})
    officer.answers({"Escort on the journey": "A nurse", "Who receives the child": "Grandmother"}).presses("Save").sees("Saved.")
