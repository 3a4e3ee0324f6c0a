"""For everybody without a place: what blocks, who could be swapped, who stands by.

Answers depend on a party's shape, not on who it is, so each is worked out once per shape and
option. That keeps a reason for everybody well under a millisecond each.
"""

from __future__ import annotations

from corridor.engines.planner.eligibility import eligibility
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.model import Behind, ReasonCode

Codes = dict[str, tuple[str, ...]]


class Waiting:
    """Questions about the unplaced of one finished ledger."""

    def __init__(self, ledger: Ledger, kept: frozenset[int]) -> None:
        self.ledger, self.index, self.kept = ledger, ledger.index, kept
        self._blockers: dict[tuple[int, int], tuple[str, ...]] = {}
        self._weakest: dict[tuple[int, int], int] = {}
        self._standby: dict[tuple[int, int], bool] = {}
        self._movable: dict[int, list[int]] = {}
        self._aboard: dict[int, list[int]] = {}

    def unplaced(self) -> list[int]:
        return [number for number, option in enumerate(self.ledger.at) if option < 0]

    def codes(self, party: int) -> tuple[ReasonCode, Codes]:
        """Why not: the reason code, and all codes for each option that matters."""
        index = self.index
        if index.eligible[party]:
            found = {index.options[o].id: self.blockers(party, o) for o in index.eligible[party]}
            return "WAITLISTED", found
        one = index.parties[party]
        near = index.stopping.get(one.destination, ())
        if not near:
            return "NO_OPTION", {}
        return "NOT_ELIGIBLE", {index.options[o].id: eligibility(one, index.options[o], index.terms) for o in near}

    def blockers(self, party: int, option: int) -> tuple[str, ...]:
        if not self.ledger.open[option]:
            return ("NOT_COMMISSIONED",)
        key = (self.index.shape[party], option)
        if key not in self._blockers:
            self._blockers[key] = self.ledger.blockers(self.index.usage(party, option), option)
        return self._blockers[key]

    def behind(self, party: int) -> Behind | None:
        """Somebody aboard whom the party outranks and could replace, if there is one."""
        index = self.index
        for option in index.eligible[party]:
            if self.ledger.open[option]:
                other = self.weakest(party, option)
                if other >= 0 and index.standing[party] > index.standing[other]:
                    return Behind(index.options[option].id, index.parties[other].id)
        return None

    def weakest(self, party: int, option: int) -> int:
        """Whoever has least priority of those the party could replace; -1 if nobody."""
        key = (self.index.shape[party], option)
        if key not in self._weakest:
            groups = self._groups_movable(option)
            self._weakest[key] = next((q for q in groups if self.replaces(party, q, option)), -1)
        return self._weakest[key]

    def standby(self, option: int) -> tuple[str, ...]:
        """First in line for a place that falls free."""
        index, depth = self.index, self.index.problem.policy.standby_depth
        found: list[str] = []
        for party in index.takers[option] if depth else ():
            if self.ledger.at[party] < 0 and self._stands_by(party, option):
                found.append(index.parties[party].id)
                if len(found) == depth:
                    break
        return tuple(found)

    def _stands_by(self, party: int, option: int) -> bool:
        key = (self.index.shape[party], option)
        if key not in self._standby:
            newcomer = self.index.usage(party, option)
            self._standby[key] = any(
                self.ledger.swappable(option, newcomer, self.index.usage(other, option)) for other in self._groups_aboard(option)
            )
        return self._standby[key]

    def replaces(self, party: int, other: int, option: int) -> bool:
        """Could the party take the other's place, every limit and the least load kept?"""
        ledger, index = self.ledger, self.index
        newcomer, leaver = index.usage(party, option), index.usage(other, option)
        if not ledger.swappable(option, newcomer, leaver):
            return False
        flight = index.options[option]
        if flight.status != "optional":
            return True
        seats = ledger.consumption.aboard[option].seats
        return ledger.load[seats] + ledger.net(option, newcomer, leaver)[seats] >= flight.min_load

    def movable(self, option: int) -> list[int]:
        """Everybody aboard who is not in the keep set, least in priority first."""
        aboard = self.ledger.aboard[option] - self.kept
        return sorted(aboard, key=lambda party: (self.index.standing[party], party))

    def _groups_aboard(self, option: int) -> list[int]:
        """One party of each shape aboard."""
        if option not in self._aboard:
            shapes = {self.index.shape[party]: party for party in sorted(self.ledger.aboard[option])}
            self._aboard[option] = list(shapes.values())
        return self._aboard[option]

    def _groups_movable(self, option: int) -> list[int]:
        """Of each shape aboard, whoever not in the keep set has least priority; least first."""
        if option not in self._movable:
            standing = self.index.standing
            shapes: dict[int, int] = {}
            for party in sorted(self.ledger.aboard[option] - self.kept):
                shape = self.index.shape[party]
                if shape not in shapes or standing[party] < standing[shapes[shape]]:
                    shapes[shape] = party
            self._movable[option] = sorted(shapes.values(), key=lambda party: (standing[party], party))
        return self._movable[option]
