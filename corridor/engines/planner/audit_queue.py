"""The part of check() about those who wait: fits, reasons, who is passed over, standby (V7 to V9)."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.engines.planner.audit_case import Case, Standing, Violation
from corridor.engines.planner.model import Option, Party, Reason

Mould = tuple[object, ...]


class Queue:
    """Everybody without a place. Answers are remembered by what of a party can matter to a limit."""

    def __init__(self, case: Case) -> None:
        self.case, self.plan, self.tally = case, case.plan, case.tally
        self._swap: dict[tuple[object, ...], bool] = {}
        self._blocked: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._weakest: dict[tuple[object, ...], Standing | None] = {}

    def waiting(self) -> Iterator[Violation]:
        """V7 and V8."""
        for name, party in self.case.parties.items():
            if name in self.plan.assigned:
                if name in self.plan.reasons:
                    yield Violation("V8", f"{name} has a place and a reason for having none")
                continue
            near = self.case.codes(name)
            free = [place for place, codes in near.items() if not codes]
            blocked = {place: self._blockers(party, self.case.options[place]) for place in free}
            for place, codes in blocked.items():
                if not codes:
                    yield Violation("V7", f"{name} fits {place}")
            reason = self.plan.reasons.get(name)
            if reason is None:
                yield Violation("V8", f"{name} has no place and no reason")
                continue
            yield from self._reason(party, reason, near, blocked)

    def _reason(
        self,
        party: Party,
        reason: Reason,
        near: dict[str, tuple[str, ...]],
        blocked: dict[str, tuple[str, ...]],
    ) -> Iterator[Violation]:
        code = "WAITLISTED" if blocked else "NOT_ELIGIBLE" if near else "NO_OPTION"
        if reason.code != code:
            yield Violation("V8", f"{party.id} is {code}, not {reason.code}")
            return
        wanted = {place: set(codes) for place, codes in (blocked or near).items()}
        if {place: set(codes) for place, codes in reason.options.items()} != wanted:
            yield Violation("V8", f"the options and codes of {party.id} are not those that hold")
        passed = [place for place in blocked if self._passed_over(party, self.case.options[place])]
        if reason.behind is None:
            if passed:
                yield Violation("V8", f"{party.id} is passed over on {passed[0]} and behind is null")
            return
        option, other = self.case.options[reason.behind.option], self.case.parties[reason.behind.party]
        if option.id not in blocked or not self.case.open(option) or not self._could_replace(party, other, option):
            yield Violation("V8", f"{party.id} is not behind {other.id} on {option.id}")

    def _blockers(self, party: Party, option: Option) -> tuple[str, ...]:
        if not self.case.open(option):
            return ("NOT_COMMISSIONED",)
        key = (option.id, _mould(party))
        if key not in self._blocked:
            self._blocked[key] = self.tally.broken(party, option)
        return self._blocked[key]

    def _could_replace(self, party: Party, other: Party, option: Option) -> bool:
        """Does the party outrank this one aboard, and could it take its place?"""
        return (
            self.plan.assigned.get(other.id) == option.id
            and other.id not in self.case.kept
            and self.case.standing[party.id] > self.case.standing[other.id]
            and self._swappable(party, other, option)
            and self._loaded(party, other, option)
        )

    def _passed_over(self, party: Party, option: Option) -> bool:
        if not self.case.open(option):
            return False
        key = (option.id, _mould(party))
        if key not in self._weakest:
            movable = (other for other in self.case.aboard[option.id] if other.id not in self.case.kept)
            able = [
                self.case.standing[other.id]
                for other in movable
                if self._swappable(party, other, option) and self._loaded(party, other, option)
            ]
            self._weakest[key] = min(able, default=None)
        least = self._weakest[key]
        return least is not None and self.case.standing[party.id] > least

    def _swappable(self, party: Party, other: Party, option: Option) -> bool:
        key = (option.id, _mould(party), _mould(other))
        if key not in self._swap:
            self._swap[key] = not self.tally.broken(party, option, other)
        return self._swap[key]

    def _loaded(self, party: Party, other: Party, option: Option) -> bool:
        """Is the least load of a commissioned option still met after the swap?"""
        if option.status == "committed":
            return True
        medical = self.tally.medical[option.id] + party.needs.medical - other.needs.medical
        cases = self.case.problem.policy.cases_per_escort
        seats = self.tally.seats[option.id] + party.seats - other.seats + (medical + cases - 1) // cases
        return seats >= option.min_load

    def standby(self) -> Iterator[Violation]:
        """V9."""
        current = [o for o in self.case.problem.options if self.case.open(o) and o.day >= self.case.problem.as_of]
        if {option.id for option in current} != set(self.plan.standby):
            yield Violation("V9", "standby does not have exactly the open options still to come")
        depth = self.case.problem.policy.standby_depth
        waiting = [p for p in self.case.problem.parties if p.id not in self.plan.assigned]
        waiting.sort(key=self.case.turn)
        for option in current:
            line: list[str] = []
            for party in waiting if depth else ():
                if self.case.codes(party.id).get(option.id) == () and any(
                    self._swappable(party, other, option) for other in self.case.aboard[option.id]
                ):
                    line.append(party.id)
                    if len(line) == depth:
                        break
            if list(self.plan.standby.get(option.id, line)) != line:
                yield Violation("V9", f"the standby list of {option.id} is not {line}")


def _mould(party: Party) -> tuple[object, ...]:
    """What of a party can matter to a limit."""
    return (party.destination, party.corridor, party.persons, party.seats, party.needs)
