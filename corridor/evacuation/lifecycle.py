"""The life of an evacuation until arrival at the transit site (domain notes 2.3)."""

from dataclasses import dataclass

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_, Reason
from corridor.kernel.words import Word


class Evacuation(Word):
    IDENTIFIED = "identified", N_("Identified")
    AGREED = "agreed", N_("Agreed to leave")
    DECLINED = "declined", N_("Declined, stays registered")
    GATHERED = "gathered", N_("At the gathering facility")
    CLEARED = "cleared", N_("Exit cleared")
    BOOKED = "booked", N_("Booked")
    DEPARTED = "departed", N_("Departed")
    ARRIVED = "arrived", N_("Arrived at the transit site")
    CLOSED = "closed", N_("Closed")


@dataclass(frozen=True)
class Evidence:
    """What is on record about the person now, as far as a step asks for it."""

    agreed: bool = False
    chosen: bool = False
    exit_permit: bool = False


E = Evacuation
LIVE = frozenset({E.IDENTIFIED, E.AGREED, E.GATHERED, E.CLEARED, E.BOOKED})

NO_AGREEMENT = Reason(
    "evacuation.case.no_agreement",
    N_("No agreement to evacuation is in force. Ask in private, and record it on the page Consents; the person may refuse."),
)
NOT_CHOSEN = Reason(
    "evacuation.case.not_chosen",
    N_("No decision for evacuation is recorded. Explain all options, and record which one the person chooses."),
)
NO_EXIT_PERMIT = Reason(
    "evacuation.case.no_exit_permit", N_("No exit permit is in force. The movement officer records it first.")
)

EVACUATION = Lifecycle(
    name="evacuation.case",
    statuses=Evacuation,
    initial=E.IDENTIFIED,
    final=frozenset({E.ARRIVED, E.CLOSED}),
    steps={
        "agree": Step(
            {E.IDENTIFIED, E.DECLINED},
            E.AGREED,
            {NO_AGREEMENT: lambda facts: facts.agreed, NOT_CHOSEN: lambda facts: facts.chosen},
            N_("Record the voluntary agreement"),
        ),
        "decline": Step(LIVE, E.DECLINED, label=N_("The person declines")),
        "gather": Step({E.AGREED, E.CLEARED}, E.GATHERED, label=N_("Record arrival at the gathering facility")),
        "clear_exit": Step(
            {E.AGREED, E.GATHERED}, E.CLEARED, {NO_EXIT_PERMIT: lambda facts: facts.exit_permit}, N_("Record exit clearance")
        ),
        # Readiness decides about seats: not everybody passes the gathering facility, and a permit may come after the seat.
        "book": Step({E.AGREED, E.GATHERED, E.CLEARED}, E.BOOKED, label=N_("Book")),
        "unbook": Step({E.BOOKED}, E.AGREED, label=N_("Seat released")),  # gathering and exit permit are looked at again
        "depart": Step({E.BOOKED}, E.DEPARTED, label=N_("Departed")),
        "arrive": Step({E.DEPARTED}, E.ARRIVED, label=N_("Arrived")),
        "close": Step({E.IDENTIFIED, E.DECLINED}, E.CLOSED, label=N_("Close the case")),
    },
)
