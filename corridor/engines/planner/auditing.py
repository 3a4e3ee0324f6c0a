"""check(): is a plan valid? Rule by rule (V1 to V12), in integers, apart from the planner's own books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from corridor.engines.planner.eligibility import Terms, eligibility
from corridor.engines.planner.model import Change, Metrics, Option, Party, Plan, Problem, Reason
from corridor.engines.planner.tally import Tally
from corridor.engines.planner.writing import input_hash

Standing = tuple[int, Fraction]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule the plan breaks, and how."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule} {self.text}"


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """All violations; an empty list means the plan is valid."""
    audit = _Audit(problem, plan)
    found = list(audit.form())
    if audit.unknown:
        return found
    for rule in (
        audit.assignments,
        audit.commissions,
        audit.limits,
        audit.promises,
        audit.waiting,
        audit.standby,
        audit.changes,
        audit.numbers,
        audit.bounds,
    ):
        found += rule()
    return sorted(found, key=lambda violation: int(violation.rule[1:]))


class _Audit:
    """One plan beside one problem."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.parties = {party.id: party for party in problem.parties}
        self.options = {option.id: option for option in problem.options}
        self.terms = Terms.of(problem)
        self._commissioned = frozenset(plan.commissioned)
        self.unknown = False
        self.tally = Tally(problem)
        self.kept: set[str] = set()
        self.held: dict[str, Party] = {}
        self.gone: dict[str, Party] = {}
        self._codes: dict[str, dict[str, tuple[str, ...]]] = {}
        self._swap: dict[tuple[object, ...], bool] = {}
        self._blocked: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._weakest: dict[tuple[object, ...], Standing | None] = {}
        self._standing = {name: _standing(party) for name, party in self.parties.items()}

    def form(self) -> Iterator[Violation]:
        """V1."""
        plan = self.plan
        if plan.version != self.problem.plan_version + 1:
            yield Violation("V1", f"version is {plan.version}, not {self.problem.plan_version + 1}")
        if plan.input_hash != input_hash(self.problem):
            yield Violation("V1", "input_hash is not that of this problem")
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
        for kind, names, known in (("a party", parties, self.parties), ("an option", options, self.options)):
            for name in dict.fromkeys(names):
                if name not in known:
                    self.unknown = True
                    yield Violation("V1", f"{name} is not {kind} of the problem")
        if not self.unknown:
            self._count()

    def _count(self) -> None:
        """Departed, held, kept, and the loads of the plan."""
        as_of, policy = self.problem.as_of, self.problem.policy
        told, planned = [], []
        for party in self.problem.parties:
            prior = party.prior
            if prior is None or prior.status not in ("planned", "told"):
                continue
            option = self.options[prior.option]
            if option.status != "committed":
                continue
            if option.day < as_of:
                self.gone[party.id] = party
            elif prior.status == "told":
                told.append(party)
            elif policy.freeze == "all" or (option.day - as_of).days < policy.freeze_days:
                planned.append(party)
        start = Tally(self.problem)
        for party in self.gone.values():
            start.add(party, self._prior_option(party))
        raised = {key: load for key, load in start.loads().items() if load}
        start.floor = raised
        for party in sorted(told, key=self._turn) + sorted(planned, key=self._turn):
            self.held[party.id] = party
            option = self._prior_option(party)
            if not eligibility(party, option, self.terms) and not start.broken(party, option):
                start.add(party, option)
                self.kept.add(party.id)
        self.kept |= self.gone.keys()
        self.tally.floor = raised
        for name, place in self.plan.assigned.items():
            self.tally.add(self.parties[name], self.options[place])
        for place in self.plan.commissioned:
            self.tally.spent[self.options[place].fund] += self.options[place].fixed_cost

    def _prior_option(self, party: Party) -> Option:
        return self.options[party.prior.option] if party.prior else self.options[""]

    def _turn(self, party: Party) -> tuple[int, Fraction, date, str]:
        tier, share = self._standing[party.id]
        return (-tier, -share, party.ready or date.max, party.id)

    def codes(self, name: str) -> dict[str, tuple[str, ...]]:
        """Eligibility codes for every option that stops at the party's destination."""
        if name not in self._codes:
            found = {o.id: eligibility(self.parties[name], o, self.terms) for o in self.problem.options}
            self._codes[name] = {o: codes for o, codes in found.items() if codes != ("DESTINATION",)}
        return self._codes[name]

    def open(self, option: Option) -> bool:
        return option.status == "committed" or option.id in self._commissioned

    def assignments(self) -> Iterator[Violation]:
        """V2, and the open part of V3."""
        for name, place in self.plan.assigned.items():
            if name in self.gone:
                if place != self._prior_option(self.gone[name]).id:
                    yield Violation("V2", f"{name} has departed on another option than {place}")
                continue
            codes = eligibility(self.parties[name], self.options[place], self.terms)
            if codes:
                yield Violation("V2", f"{name} is not eligible for {place}: {', '.join(codes)}")
            if not self.open(self.options[place]):
                yield Violation("V3", f"{name} is on {place}, which is not open")

    def commissions(self) -> Iterator[Violation]:
        """V3 and V4."""
        if list(self.plan.commissioned) != sorted(self.plan.commissioned):
            yield Violation("V3", "commissioned is not in order")
        for place in self.plan.commissioned:
            option = self.options[place]
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
        for name in sorted(self.kept):
            place = self._prior_option(self.parties[name]).id
            if self.plan.assigned.get(name) != place:
                yield Violation("V6", f"{name} must keep {place}")

    def waiting(self) -> Iterator[Violation]:
        """V7 and V8."""
        for name, party in self.parties.items():
            if name in self.plan.assigned:
                if name in self.plan.reasons:
                    yield Violation("V8", f"{name} has a place and a reason for having none")
                continue
            near = self.codes(name)
            free = [place for place, codes in near.items() if not codes]
            blocked = {place: self._blockers(party, self.options[place]) for place in free}
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
        passed = [place for place in blocked if self._passed_over(party, self.options[place])]
        if reason.behind is None:
            if passed:
                yield Violation("V8", f"{party.id} is passed over on {passed[0]} and behind is null")
            return
        option, other = self.options[reason.behind.option], self.parties[reason.behind.party]
        if option.id not in blocked or not self.open(option) or not self._could_replace(party, other, option):
            yield Violation("V8", f"{party.id} is not behind {other.id} on {option.id}")

    def _blockers(self, party: Party, option: Option) -> tuple[str, ...]:
        if not self.open(option):
            return ("NOT_COMMISSIONED",)
        key = (option.id, _mould(party))
        if key not in self._blocked:
            self._blocked[key] = self.tally.broken(party, option)
        return self._blocked[key]

    def _could_replace(self, party: Party, other: Party, option: Option) -> bool:
        """Does the party outrank this one aboard, and could it take its place?"""
        return (
            self.plan.assigned.get(other.id) == option.id
            and other.id not in self.kept
            and self._standing[party.id] > self._standing[other.id]
            and self._swappable(party, other, option)
            and self._loaded(party, other, option)
        )

    def _passed_over(self, party: Party, option: Option) -> bool:
        if not self.open(option):
            return False
        key = (option.id, _mould(party))
        if key not in self._weakest:
            movable = (other for other in self.aboard[option.id] if other.id not in self.kept)
            able = [
                self._standing[other.id]
                for other in movable
                if self._swappable(party, other, option) and self._loaded(party, other, option)
            ]
            self._weakest[key] = min(able, default=None)
        least = self._weakest[key]
        return least is not None and self._standing[party.id] > least

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
        cases = self.problem.policy.cases_per_escort
        seats = self.tally.seats[option.id] + party.seats - other.seats + (medical + cases - 1) // cases
        return seats >= option.min_load

    @property
    def aboard(self) -> dict[str, list[Party]]:
        if not hasattr(self, "_aboard"):
            self._aboard: dict[str, list[Party]] = defaultdict(list)
            for name, place in self.plan.assigned.items():
                self._aboard[place].append(self.parties[name])
        return self._aboard

    def standby(self) -> Iterator[Violation]:
        """V9."""
        current = [o for o in self.problem.options if self.open(o) and o.day >= self.problem.as_of]
        if {option.id for option in current} != set(self.plan.standby):
            yield Violation("V9", "standby does not have exactly the open options still to come")
        depth = self.problem.policy.standby_depth
        waiting = [p for p in self.problem.parties if p.id not in self.plan.assigned]
        waiting.sort(key=self._turn)
        for option in current:
            line: list[str] = []
            for party in waiting if depth else ():
                if self.codes(party.id).get(option.id) == () and any(
                    self._swappable(party, other, option) for other in self.aboard[option.id]
                ):
                    line.append(party.id)
                    if len(line) == depth:
                        break
            if list(self.plan.standby.get(option.id, line)) != line:
                yield Violation("V9", f"the standby list of {option.id} is not {line}")

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
        for name, party in self.parties.items():
            now = self.plan.assigned.get(name)
            if party.prior is None or now == party.prior.option:
                continue
            reasons = eligibility(party, self._prior_option(party), self.terms)
            if not reasons:
                if name in self.held and name not in self.kept:
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
        placed = [(self.parties[p], self.options[o]) for p, o in plan.assigned.items()]
        days = (problem.horizon.end - problem.horizon.start).days + 1
        value, groups = 0, defaultdict[str | None, int](int)
        for party, option in placed:
            passed = (option.day - problem.horizon.start).days
            value += party.weight * (100 - policy.timeliness_drop * passed // days)
            groups[party.group] += party.persons
        short = sum(max(0, floor.persons - groups[floor.group]) for floor in policy.floors)
        expiring = [party for party, _ in placed if self._expiring(party)]
        promised = {**self.gone, **self.held}
        changed = [self.parties[c.party] for c in self._changes().values() if c.reasons == ("REPLANNED",)]
        return Metrics(
            parties=len(placed),
            persons=_persons(party for party, _ in placed),
            tier2_persons=_persons(party for party, _ in placed if party.tier == 2),
            expiring_persons=_persons(iter(expiring)),
            shortfall=short,
            value=value - policy.shortfall_penalty * short,
            cost=sum(self.tally.spent.values()),
            promised_persons=_persons(iter(promised.values())),
            kept_persons=_persons(self.parties[name] for name in self.kept),
            changed_persons=_persons(iter(changed)),
        )

    def _expiring(self, party: Party) -> bool:
        if party.id in self.gone:
            return False
        days = [self.options[o].day for o, codes in self.codes(party.id).items() if not codes]
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


def _standing(party: Party) -> Standing:
    return (party.tier, Fraction(party.weight, party.persons))


def _persons(parties: Iterator[Party]) -> int:
    return sum(party.persons for party in parties)


def _mould(party: Party) -> tuple[object, ...]:
    """What of a party can matter to a limit."""
    return (party.destination, party.corridor, party.persons, party.seats, party.needs)
