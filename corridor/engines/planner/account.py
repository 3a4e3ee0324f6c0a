"""Metrics and changes of a plan in a ledger."""

from __future__ import annotations

from collections import defaultdict

from corridor.engines.planner.eligibility import eligibility
from corridor.engines.planner.index import Index
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.model import Change, Metrics


def grouped(ledger: Ledger) -> dict[str, int]:
    """Persons placed of each group."""
    placed: dict[str, int] = defaultdict(int)
    for party, option in zip(ledger.index.parties, ledger.at, strict=True):
        if option >= 0 and party.group is not None:
            placed[party.group] += party.persons
    return placed


def levels(ledger: Ledger) -> tuple[int, int, int]:
    """The first three numbers of the objective."""
    index = ledger.index
    tier2 = expiring = value = 0
    for number, option in enumerate(ledger.at):
        if option < 0:
            continue
        party = index.parties[number]
        if party.tier == 2:
            tier2 += party.persons
        if index.expiring[number]:
            expiring += party.persons
        value += party.weight * index.gamma[option]
    return tier2, expiring, value - index.problem.policy.shortfall_penalty * _short(index, grouped(ledger))


def _short(index: Index, groups: dict[str, int]) -> int:
    floors = index.problem.policy.floors
    return sum(max(0, floor.persons - groups.get(floor.group, 0)) for floor in floors)


def objective(ledger: Ledger, kept: frozenset[int]) -> tuple[int, int, int, int, int]:
    """All five levels."""
    changed = sum(
        ledger.index.party(change.party).persons for change in changes(ledger, kept) if change.reasons == ("REPLANNED",)
    )
    return (*levels(ledger), -ledger.cost(), -changed)


def changes(ledger: Ledger, kept: frozenset[int]) -> tuple[Change, ...]:
    """Everybody whose option is not the prior one, and why."""
    index = ledger.index
    held = {party for party, _ in index.held}
    found = []
    for number, party in enumerate(index.parties):
        if party.prior is None:
            continue
        option = ledger.at[number]
        now = index.options[option].id if option >= 0 else None
        if now == party.prior.option:
            continue
        before = index.options[index.option_number[party.prior.option]]
        reasons = eligibility(party, before, index.terms)
        if not reasons and number in held and number not in kept:
            reasons = ("NO_ROOM",)
        if not reasons:
            reasons = ("RELEASED",) if party.prior.status == "released" else ("REPLANNED",)
        found.append(Change(party.id, party.prior.option, now, reasons))
    return tuple(found)


def metrics(ledger: Ledger, kept: frozenset[int], changed: tuple[Change, ...]) -> Metrics:
    index = ledger.index
    parties = index.parties
    placed = [number for number, option in enumerate(ledger.at) if option >= 0]
    tier2, expiring, value = levels(ledger)
    promised = {*index.departed, *(party for party, _ in index.held)}
    return Metrics(
        parties=len(placed),
        persons=sum(parties[number].persons for number in placed),
        tier2_persons=tier2,
        expiring_persons=expiring,
        shortfall=_short(index, grouped(ledger)),
        value=value,
        cost=ledger.cost(),
        promised_persons=sum(parties[number].persons for number in promised),
        kept_persons=sum(parties[number].persons for number in kept),
        changed_persons=sum(index.party(change.party).persons for change in changed if change.reasons == ("REPLANNED",)),
    )
