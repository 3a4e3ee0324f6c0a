"""What stops whom at which desk, and the sentences of every refusal."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from corridor.kernel.readiness import Readiness, Requirement, State
from corridor.kernel.refusals import N_, Reason

FITNESS_HOURS = 72  # a fit-to-travel check holds this long (domain notes 1.3)

# The rules of the table, in words for the person at the desk. They never say more than the readiness list says.
FAULTS: Mapping[str, str] = {
    "INV-01": N_("No valid consent to this journey. Ask the person, and record the consent; without it nobody boards."),
    "INV-02": N_("The consent to this journey was withdrawn. The person stays."),
    "INV-03": N_("The consent must be confirmed again in private, by another officer, within 72 hours before departure."),
    "INV-04": N_("A protection matter stands in the way of this return. Ask the protection officer."),
    "INV-08": N_("A child alone travels only with a best-interests decision, guardian, tracing, escort and receiver."),
    "INV-09": N_("The age is disputed, so the rules for a child alone apply. Ask the protection officer."),
    "INV-10": N_("The family would be split. Board all together, or record the family's consent to travel apart."),
    "INV-11": N_("A protection matter stands in the way of this return. Ask the protection officer."),
    "INV-12": N_("No valid fit-to-travel check at departure, or the medical escort is missing. Ask the medical officer."),
    "INV-13": N_("Exit permit, landing right or slot is missing for this day. Ask the movement officer."),
    "INV-33": N_("This person cannot travel. Ask the caseworker."),
}

CAPACITY: Mapping[str, str] = {
    "SEATS": N_("The flight has not enough seats left."),
    "STOP_SEATS": N_("Not enough seats are left to this destination."),
    "WHEELCHAIR": N_("No wheelchair place is left on this flight."),
    "STRETCHER": N_("No stretcher place is left on this flight."),
    "MEDICAL_ESCORT": N_("No medical escort is free on this flight."),
    "CHILD_ESCORT": N_("No escort for children is free on this flight."),
    "TRANSIT": N_("The transit site would be over its agreed capacity. Choose a later flight."),
}

# Names of the table's own constraints, and what they say.
WALLS: Mapping[str, str] = {
    "movements_seat_boarded_only_with_valid_consent": FAULTS["INV-01"],
    "movements_seat_one_for_a_person": N_("This person already has a place on this flight."),
    "movements_seat_one_flight_at_a_time": N_("This person already has a seat on another flight. Release it first."),
    "movements_seat_within_cut": N_("This flight has lost places. Plan again and put that plan in force, then book."),
    "movements_seat_ended_stays_ended": N_("This seat has ended and stays as it ended. Book a new one."),
    "movements_seat_starts_before_boarding": N_("Nobody starts aboard. Book a seat, then board at the gate."),
    "movements_seat_stop_of_its_flight": N_("The flight does not stop there."),
    "movements_seat_lap_only_under_two": N_("Only an infant under two travels without a seat."),
    "movements_partymember_one_party": N_("This person already belongs to another travel party. End that first."),
    "movements_limit_one_for_a_day": N_("This place has such a limit on some of these days. End that one first."),
    "movements_fund_code_once": N_("Another fund has this code. Change that one."),
    "movements_flight_code_key": N_("Another flight has this code. Choose another."),
}


class Stage(StrEnum):
    """At which desk somebody asks: the seat is given, the date is told, the gate is passed."""

    BOOK = "book"
    TELL = "tell"
    BOARD = "board"


def in_the_way(stage: Stage, readiness: Readiness) -> list[Requirement]:
    """Before the gate, what is under way may still come in time; at the gate nothing may be open."""
    if stage is Stage.BOARD:
        return list(readiness.blocking)
    return [item for item in readiness.requirements if item.state is State.UNMET]


def reasons(stage: Stage, readiness: Readiness) -> list[Reason]:
    return [Reason(f"readiness.{item.code}", item.why, dict(item.params)) for item in in_the_way(stage, readiness)]


def faults(codes: Iterable[str]) -> list[Reason]:
    """The sentences for codes of the table, each once; what is protection content is not told apart."""
    return [Reason(name, text) for name, text in dict.fromkeys((_name(code), _words(code)) for code in codes)]


def _name(code: str) -> str:
    return "movements.protection" if code in ("INV-04", "INV-11") else f"movements.{code.lower()}"


def _words(code: str) -> str:
    return FAULTS.get(code) or CAPACITY.get(code) or N_("The rules of the house do not allow this.")


# What takes longest to lift comes first, so that each person who waits is counted once and under one heading.
SLOWEST_FIRST = (
    "contact", "referral", "fear", "advisory", "trafficking", "best_interests", "child_care", "pathway", "nationality",
    "travel_document", "consent", "agreement", "family_unity", "exit_clearance", "gathering", "transit_room", "reconfirmation",
    "fitness", "escort", "pre_departure",
)  # fmt: skip
LAST_DAYS = frozenset({"reconfirmation", "fitness"})
READY, READY_LABEL = "ready", N_("Ready, no seat yet")


def slowness(code: str) -> int:
    return SLOWEST_FIRST.index(code) if code in SLOWEST_FIRST else len(SLOWEST_FIRST)


def splits_family(party: Collection[object], families: Iterable[Collection[object]]) -> bool:
    """Whether somebody's family is only partly in the party (INV-10)."""
    inside = set(party)
    return any(inside & set(family) and set(family) - inside for family in families)
