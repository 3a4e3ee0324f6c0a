"""The life of an evacuation until arrival at the transit site (domain notes 2.3)."""

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_
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


E = Evacuation
LIVE = frozenset({E.IDENTIFIED, E.AGREED, E.GATHERED, E.CLEARED, E.BOOKED})

EVACUATION = Lifecycle(
    name="evacuation.case",
    statuses=Evacuation,
    initial=E.IDENTIFIED,
    final=frozenset({E.ARRIVED, E.CLOSED}),
    steps={
        "agree": Step({E.IDENTIFIED, E.DECLINED}, E.AGREED, label=N_("Record the voluntary agreement")),
        "decline": Step(LIVE, E.DECLINED, label=N_("The person declines")),
        "gather": Step({E.AGREED, E.CLEARED}, E.GATHERED, label=N_("Record arrival at the gathering facility")),
        "clear_exit": Step({E.AGREED, E.GATHERED}, E.CLEARED, label=N_("Record exit clearance")),
        "book": Step({E.AGREED, E.GATHERED, E.CLEARED}, E.BOOKED, label=N_("Book")),
        "unbook": Step({E.BOOKED}, E.AGREED, label=N_("Seat released")),  # gathering and exit permit are looked at again
        "depart": Step({E.BOOKED}, E.DEPARTED, label=N_("Departed")),
        "arrive": Step({E.DEPARTED}, E.ARRIVED, label=N_("Arrived")),
        "close": Step({E.IDENTIFIED, E.DECLINED}, E.CLOSED, label=N_("Close the case")),
    },
)
