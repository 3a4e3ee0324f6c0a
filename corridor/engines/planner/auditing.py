"""check(): is a plan valid? Rule by rule (V1 to V12), in integers, apart from the planner's own books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from corridor.engines.planner.audit_case import Case, Violation
from corridor.engines.planner.audit_queue import Queue
from corridor.engines.planner.eligibility import eligibility
from corridor.engines.planner.model import Change, Metrics, Party, Plan, Problem
from corridor.engines.planner.writing import input_hash


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """All violations; an empty list means the plan is valid."""
    found, unknown = list(_identity(problem, plan)), list(_unknown(problem, plan))
    found += unknown
    if unknown:
        return found
    audit = _Audit(Case(problem, plan))
    queue = Queue(audit.case)
    for rule in (
        audit.assignments,
        audit.commissions,
        audit.limits,
        audit.promises,
        queue.waiting,
        queue.standby,
        audit.changes,
        audit.numbers,
        audit.bounds,
    ):
        found += rule()
    return sorted(found, key=lambda violation: int(violation.rule[1:]))


def _identity(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """V1: made for this problem."""
    if plan.version != problem.plan_version + 1:
        yield Violation("V1", f"version is {plan.version}, not {problem.plan_version + 1}")
    if plan.input_hash != input_hash(problem):
        yield Violation("V1", "input_hash is not that of this problem")


def _unknown(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """V1: every party and option named is the problem's."""
    parties = [*plan.assigned, *plan.reasons, *(change.party for change in plan.changes)]
    options = [*plan.assigned.values(), *plan.commissioned, *plan.standby]
    for line in plan.standby.values():
        parties += line
    for reason in plan.reasons.values():
        options += reason.options
        if reason.behind:
            parties.append(reason.behind.party)
            options.append(reason.behind.option)
    for change in plan.changes:
        options += [change.origin] if change.to is None else [change.origin, change.to]
    known = {party.id for party in problem.parties}
    flights = {option.id for option in problem.options}
    for name in dict.fromkeys(parties):
        if name not in known:
            yield Violation("V1", f"{name} is not a party of the problem")
    for name in dict.fromkeys(options):
        if name not in flights:
            yield Violation("V1", f"{name} is not an option of the problem")


class _Audit:
    """One plan beside one problem."""

    def __init__(self, case: Case) -> None:
        self.case, self.problem, self.plan, self.tally = case, case.problem, case.plan, case.tally

    def assignments(self) -> Iterator[Violation]:
        """V2, and the open part of V3."""
        for name, place in self.plan.assigned.items():
            if name in self.case.gone:
                if place != self.case.prior(self.case.gone[name]).id:
                    yield Violation("V2", f"{name} has departed on another option than {place}")
                continue
            codes = eligibility(self.case.parties[name], self.case.options[place], self.case.terms)
            if codes:
                yield Violation("V2", f"{name} is not eligible for {place}: {', '.join(codes)}")
            if not self.case.open(self.case.options[place]):
                yield Violation("V3", f"{name} is on {place}, which is not open")

    def commissions(self) -> Iterator[Violation]:
        """V3 and V4."""
        if list(self.plan.commissioned) != sorted(self.plan.commissioned):
            yield Violation("V3", "commissioned is not in order")
        for place in self.plan.commissioned:
            option = self.case.options[place]
            if option.status != "optional" or option.day < self.problem.as_of:
                yield Violation("V3", f"{place} cannot be commissioned")
            used = self.tally.seats_used(option)
            if used < option.min_load:
                yield Violation("V4", f"{place} has {used} seats used, fewer than {option.min_load}")

    def limits(self) -> Iterator[Violation]:
        """V5."""
        for key, load in self.tally.loads().items():
            limit = self.tally.limit(key)
            if limit is not None and load > limit:
                code, place, part = key
                yield Violation("V5", f"{code} {place} {part or ''}: {load} is over {limit}".replace(" :", ":"))

    def promises(self) -> Iterator[Violation]:
        """V6."""
        for name in sorted(self.case.kept):
            place = self.case.prior(self.case.parties[name]).id
            if self.plan.assigned.get(name) != place:
                yield Violation("V6", f"{name} must keep {place}")

    def changes(self) -> Iterator[Violation]:
        """V10."""
        given = {change.party: change for change in self.plan.changes}
        names = [change.party for change in self.plan.changes]
        if names != sorted(set(names)):
            yield Violation("V10", "changes are not in order of party, each once")
        wanted = self._changes()
        for name in sorted(given.keys() | wanted.keys()):
            one, other = given.get(name), wanted.get(name)
            if one is None or other is None:
                yield Violation("V10", f"{name} {'is missing from' if one is None else 'is not among'} the changes")
            elif (one.origin, one.to, set(one.reasons)) != (other.origin, other.to, set(other.reasons)):
                yield Violation("V10", f"the change of {name} is not {other.origin} to {other.to}: {other.reasons}")

    def _changes(self) -> dict[str, Change]:
        found = {}
        for name, party in self.case.parties.items():
            now = self.plan.assigned.get(name)
            if party.prior is None or now == party.prior.option:
                continue
            reasons = eligibility(party, self.case.prior(party), self.case.terms)
            if not reasons:
                if name in self.case.held and name not in self.case.kept:
                    reasons = ("NO_ROOM",)
                else:
                    reasons = ("RELEASED",) if party.prior.status == "released" else ("REPLANNED",)
            found[name] = Change(name, party.prior.option, now, reasons)
        return found

    def numbers(self) -> Iterator[Violation]:
        """V11."""
        wanted = self.measured()
        for name in Metrics.__dataclass_fields__:
            if getattr(self.plan.metrics, name) != getattr(wanted, name):
                yield Violation("V11", f"metrics.{name} is not {getattr(wanted, name)}")
        if tuple(self.plan.objective) != wanted.objective:
            yield Violation("V11", f"objective is not {list(wanted.objective)}")

    def measured(self) -> Metrics:
        """The metrics, from the assignment alone."""
        problem, policy, plan = self.problem, self.problem.policy, self.plan
        placed = [(self.case.parties[p], self.case.options[o]) for p, o in plan.assigned.items()]
        days = (problem.horizon.end - problem.horizon.start).days + 1
        value, groups = 0, defaultdict[str | None, int](int)
        for party, option in placed:
            passed = (option.day - problem.horizon.start).days
            value += party.weight * (100 - policy.timeliness_drop * passed // days)
            groups[party.group] += party.persons
        short = sum(max(0, floor.persons - groups[floor.group]) for floor in policy.floors)
        expiring = [party for party, _ in placed if self._expiring(party)]
        promised = {**self.case.gone, **self.case.held}
        changed = [self.case.parties[c.party] for c in self._changes().values() if c.reasons == ("REPLANNED",)]
        return Metrics(
            parties=len(placed),
            persons=_persons(party for party, _ in placed),
            tier2_persons=_persons(party for party, _ in placed if party.tier == 2),
            expiring_persons=_persons(iter(expiring)),
            shortfall=short,
            value=value - policy.shortfall_penalty * short,
            cost=sum(self.tally.spent.values()),
            promised_persons=_persons(iter(promised.values())),
            kept_persons=_persons(self.case.parties[name] for name in self.case.kept),
            changed_persons=_persons(iter(changed)),
        )

    def _expiring(self, party: Party) -> bool:
        if party.id in self.case.gone:
            return False
        days = [self.case.options[o].day for o, codes in self.case.codes(party.id).items() if not codes]
        return bool(days) and (max(days) - self.problem.as_of).days < self.problem.policy.expiring_days

    def bounds(self) -> Iterator[Violation]:
        """V12, as far as a plan can show it: no bound below the plan's own number, the right gap."""
        wanted = self.measured()
        own = {"tier2": wanted.tier2_persons, "expiring": wanted.expiring_persons, "value": wanted.value}
        for bound in self.plan.bounds:
            if bound.bound < own[bound.level]:
                yield Violation("V12", f"the bound of {bound.level} is below the plan's own {own[bound.level]}")
        value = {bound.level: bound.bound for bound in self.plan.bounds}.get("value")
        if value is None or self.plan.gap is None:
            if value is not None or self.plan.gap is not None:
                yield Violation("V12", "gap must be given exactly when there is a bound on the value")
            return
        gap = Fraction(value - wanted.value, max(1, abs(value)))
        if abs(Fraction(self.plan.gap) - gap) > Fraction(1, 1_000_000):
            yield Violation("V12", f"gap is not {float(gap):.6f}")


def _persons(parties: Iterator[Party]) -> int:
    return sum(party.persons for party in parties)
