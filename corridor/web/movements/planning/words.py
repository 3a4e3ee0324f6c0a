"""What the planner's codes mean to an officer: the reason in a few words, and who can do something about it. Never a diagnosis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from corridor.kernel.refusals import N_
from corridor.web.shell import formats

# Why a party has no seat at all.
WHY: Mapping[str, str] = {
    "WAITLISTED": N_("Ready; every flight there is full"),
    "NOT_ELIGIBLE": N_("Not ready for any flight in these weeks"),
    "NO_OPTION": N_("No flight goes there in these weeks"),
}

_OFFICER, _CASEWORKER = N_("Movement officer"), N_("Caseworker")
_PERMIT, _MEDICAL = N_("Exit permit authority"), N_("Medical officer")
_MONEY, _HOSTS = N_("Whoever holds the funds"), N_("Reception at the destination")
_NOBODY = ""


@dataclass(frozen=True)
class Cause:
    """A reason in words, and who can fix it; nobody can for what only time or the person decides."""

    words: str
    fixer: str


_CAUSES: Mapping[str, tuple[str, str]] = {
    "NO_OPTION": (N_("no flight goes there in these weeks"), _OFFICER),
    "DESTINATION": (N_("the flight does not go there"), _OFFICER),
    "CANCELLED": (N_("the flight is cancelled"), _OFFICER),
    "CLOSED": (N_("the flight is closed or gone"), _NOBODY),
    "ORIGIN": (N_("no way to that airport"), _OFFICER),
    "CARRIER": (N_("the carrier does not take them"), _OFFICER),
    "DOCUMENTS": (N_("the travel document is not ready by then"), _CASEWORKER),
    "EXIT_CLEARANCE": (N_("the exit permit does not hold on that day"), _PERMIT),
    "FIT_TO_TRAVEL": (N_("the fit-to-travel check does not hold on that day"), _MEDICAL),
    "CONSENT": (N_("no consent to travel that holds on that day"), _CASEWORKER),
    "FUND": (N_("the money of that flight is not for this destination or pathway"), _MONEY),
    "NO_SHOW": (N_("they did not come to that flight"), _NOBODY),
    "NOT_ELIGIBLE": (N_("not ready for the flight any more"), _CASEWORKER),
    "TOO_LARGE": (N_("the party is larger than the aircraft takes"), _OFFICER),
    "NO_WHEELCHAIR": (N_("the flight has no wheelchair place"), _OFFICER),
    "NO_STRETCHER": (N_("the flight takes no stretcher"), _OFFICER),
    "NO_UASC_ESCORT": (N_("too few escorts for children"), _OFFICER),
    "NO_MEDICAL_ESCORT": (N_("too few medical escorts"), _MEDICAL),
    "NOT_COMMISSIONED": (N_("the charter is not commissioned"), _OFFICER),
    "NO_ROOM": (N_("the flight has fewer places than were given"), _OFFICER),
    "SEATS": (N_("not enough seats left"), _OFFICER),
    "STOP_SEATS": (N_("not enough seats left to this destination"), _OFFICER),
    "WHEELCHAIR": (N_("the wheelchair places are taken"), _OFFICER),
    "STRETCHER": (N_("the stretcher places are taken"), _OFFICER),
    "UASC_ESCORT": (N_("the escorts for children are taken"), _OFFICER),
    "MEDICAL_ESCORT": (N_("the medical escorts are taken"), _MEDICAL),
    "RECEPTION": (N_("reception at the destination has no room"), _HOSTS),
    "TRANSIT": (N_("the transit site has no room"), _HOSTS),
    "AIRPORT": (N_("the airport can take no more people that day"), _OFFICER),
    "BUSES": (N_("no vehicle is left to the airport"), _OFFICER),
    "BUDGET": (N_("the fund is spent"), _MONEY),
    "RELEASED": (N_("the place was given back"), _NOBODY),
    "REPLANNED": (N_("the plan as a whole does more this way"), _NOBODY),
}


def cause(code: str) -> Cause:
    """In the reader's language. A code that is not known here is shown as it is: better strange than silent."""
    words, fixer = _CAUSES.get(code, (code.replace("_", " ").lower(), _NOBODY))
    return Cause(_(words), _(fixer) if fixer else "")


def causes(codes: Iterable[str]) -> tuple[str, str]:
    """All of them as one line, and all who can fix something, each once."""
    found = [cause(code) for code in codes]
    said = dict.fromkeys(one.words for one in found)
    fixers = dict.fromkeys(one.fixer for one in found if one.fixer)
    line = "; ".join(said)
    return line[:1].upper() + line[1:], ", ".join(fixers)


def money(amount: int, currency: str = "EUR") -> str:
    """EUR 1.86 million, EUR 248k, EUR 1,770: as exact as a board can be read."""
    return f"{currency}{formats.HARD}{rounded(amount)}"


def rounded(amount: int) -> str:
    """The same without the currency, where a heading names it."""
    if amount >= 999_500:
        return _("%(number)s million") % {"number": formats.count(amount / 1_000_000, 2)}
    if amount >= 10_000:
        return _("%(number)sk") % {"number": formats.count(round(amount / 1000))}
    return formats.count(amount)
