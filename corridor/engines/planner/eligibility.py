"""The one place that says whether a party may travel on an option, and why not.

Every rule is a fact of the party and the option alone; capacity that others use up is not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corridor.engines.planner.model import Fund, Needs, Option, Party, Problem

ELIGIBILITY_CODES = (
    "DESTINATION",
    "CANCELLED",
    "CLOSED",
    "ORIGIN",
    "CARRIER",
    "DOCUMENTS",
    "EXIT_CLEARANCE",
    "FIT_TO_TRAVEL",
    "CONSENT",
    "FUND",
    "NO_SHOW",
    "TOO_LARGE",
    "NO_WHEELCHAIR",
    "NO_STRETCHER",
    "NO_UASC_ESCORT",
    "NO_MEDICAL_ESCORT",
)
_NONE = Needs()
CHANGE_CODES = ("NO_ROOM", "RELEASED", "REPLANNED")


@dataclass(frozen=True, slots=True)
class Terms:
    """What eligibility reads besides the party and the option."""

    as_of: date
    cases_per_escort: int
    funds: Mapping[str, Fund]

    @classmethod
    def of(cls, problem: Problem) -> Terms:
        funds = {fund.id: fund for fund in problem.funds}
        return cls(problem.as_of, problem.policy.cases_per_escort, funds)


def eligibility(party: Party, option: Option, terms: Terms) -> tuple[str, ...]:
    """The codes that hold; none means eligible."""
    for stop in option.stops:
        if stop.destination == party.destination:
            limit = option.capacity if stop.seats is None else stop.seats
            break
    else:
        return ("DESTINATION",)
    codes = _flight(party, option, terms)
    codes += _papers(party, option)
    codes += _room(party, option, terms, limit)
    return tuple(codes)


def _flight(party: Party, option: Option, terms: Terms) -> list[str]:
    """Is it flown, still to come, from where and by whom the party may travel?"""
    codes = []
    if option.status == "cancelled":
        codes.append("CANCELLED")
    if option.day < terms.as_of:
        codes.append("CLOSED")
    if option.airport not in party.origins:
        codes.append("ORIGIN")
    if party.carriers is not None and option.carrier not in party.carriers:
        codes.append("CARRIER")
    prior = party.prior
    if prior is not None and prior.status == "no_show" and prior.option == option.id:
        codes.append("NO_SHOW")
    return codes


def _papers(party: Party, option: Option) -> list[str]:
    """Documents, clearance, fitness and consent, always judged on the day of travel (INV-01, 12, 13)."""
    codes, day = [], option.day
    clearance, fitness = party.exit_clearance, party.fit_to_travel
    if party.ready is None or day < party.ready:
        codes.append("DOCUMENTS")
    if clearance is None or not clearance.start <= day <= clearance.end:
        codes.append("EXIT_CLEARANCE")
    if fitness is None or not fitness.start <= day <= fitness.end:
        codes.append("FIT_TO_TRAVEL")
    if party.consent_until is None or day > party.consent_until:
        codes.append("CONSENT")
    return codes


def _room(party: Party, option: Option, terms: Terms, limit: int) -> list[str]:
    """Money that may pay for the party, and services the empty aircraft would have for it."""
    codes, needs, slots = [], party.needs, option.slots
    fund = terms.funds[option.fund]
    allowed = fund.destinations is None or party.destination in fund.destinations
    if not allowed or (fund.pathways is not None and party.pathway not in fund.pathways):
        codes.append("FUND")
    escorts = -(-needs.medical // terms.cases_per_escort)
    if party.seats + escorts > option.capacity or party.seats > limit:
        codes.append("TOO_LARGE")
    if needs != _NONE:
        lacking = (
            ("NO_WHEELCHAIR", needs.wheelchair > slots.wheelchair),
            ("NO_STRETCHER", needs.stretcher > slots.stretcher),
            ("NO_UASC_ESCORT", needs.uasc_escort > slots.uasc_escort),
            ("NO_MEDICAL_ESCORT", escorts > slots.medical_escort),
        )
        codes += [code for code, lacks in lacking if lacks]
    return codes
