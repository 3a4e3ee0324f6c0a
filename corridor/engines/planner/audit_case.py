"""What check() knows before it judges: who has departed, who is held, who must be kept, the loads.

Counted here from the problem and the plan alone; the planner's own index, ledger and keep set are
not used, so that check() can find them wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from corridor.engines.planner.eligibility import Terms, eligibility
from corridor.engines.planner.model import Option, Party, Plan, Problem
from corridor.engines.planner.tally import Key, Tally

Standing = tuple[int, Fraction]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule the plan breaks, and how."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule} {self.text}"


class Case:
    """One plan beside one problem. The plan names only what the problem has."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.parties = {party.id: party for party in problem.parties}
        self.options = {option.id: option for option in problem.options}
        self.terms = Terms.of(problem)
        self.commissioned = frozenset(plan.commissioned)
        self.standing = {name: _standing(party) for name, party in self.parties.items()}
        self._codes: dict[str, dict[str, tuple[str, ...]]] = {}
        self.gone: dict[str, Party] = {}
        self.held: dict[str, Party] = {}
        self._promised()
        self.floor = self._departed_loads()
        self.kept = self._kept()
        self.tally = Tally(problem)
        self.tally.floor = self.floor
        self.aboard: dict[str, list[Party]] = defaultdict(list)
        for name, place in plan.assigned.items():
            self.tally.add(self.parties[name], self.options[place])
            self.aboard[place].append(self.parties[name])
        for place in plan.commissioned:
            self.tally.spent[self.options[place].fund] += self.options[place].fixed_cost

    def prior(self, party: Party) -> Option:
        """The option of the party's prior; asked only of parties that have one."""
        return self.options[party.prior.option if party.prior else ""]

    def turn(self, party: Party) -> tuple[int, Fraction, date, str]:
        """Where the party comes in the priority order."""
        tier, share = self.standing[party.id]
        return (-tier, -share, party.ready or date.max, party.id)

    def codes(self, name: str) -> dict[str, tuple[str, ...]]:
        """Eligibility codes for every option that stops at the party's destination."""
        if name not in self._codes:
            found = {o.id: eligibility(self.parties[name], o, self.terms) for o in self.problem.options}
            self._codes[name] = {o: codes for o, codes in found.items() if codes != ("DESTINATION",)}
        return self._codes[name]

    def open(self, option: Option) -> bool:
        return option.status == "committed" or option.id in self.commissioned

    def _promised(self) -> None:
        """Departed and held parties; the held in the order they enter the keep set."""
        as_of, policy = self.problem.as_of, self.problem.policy
        told, planned = [], []
        for party in self.problem.parties:
            prior = party.prior
            if prior is None or prior.status not in ("planned", "told") or self.prior(party).status != "committed":
                continue
            days = (self.prior(party).day - as_of).days
            if days < 0:
                self.gone[party.id] = party
            elif prior.status == "told":
                told.append(party)
            elif policy.freeze == "all" or days < policy.freeze_days:
                planned.append(party)
        for party in sorted(told, key=self.turn) + sorted(planned, key=self.turn):
            self.held[party.id] = party

    def _departed_loads(self) -> dict[Key, int]:
        start = Tally(self.problem)
        for party in self.gone.values():
            start.add(party, self.prior(party))
        return start.loads()

    def _kept(self) -> set[str]:
        start, kept = Tally(self.problem), set(self.gone)
        start.floor = self.floor
        for party in self.gone.values():
            start.add(party, self.prior(party))
        for party in self.held.values():
            option = self.prior(party)
            if not eligibility(party, option, self.terms) and not start.broken(party, option):
                start.add(party, option)
                kept.add(party.id)
        return kept


def _standing(party: Party) -> Standing:
    return (party.tier, Fraction(party.weight, party.persons))
