"""The rules of the file format once more, as naively as they can be written.

Nothing of the engine but its frozen values is used: loads are recounted from nothing for every
question, so that the ledger, check() and this can be held against each other.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from datetime import timedelta
from fractions import Fraction
from math import ceil

from corridor.engines.planner.model import Metrics, Option, Party, Plan, Problem
from corridor.engines.planner.writing import problem_to_json


def eligible(problem: Problem, p: Party, o: Option) -> set[str]:
    stops = {stop.destination: stop.seats for stop in o.stops}
    if p.destination not in stops:
        return {"DESTINATION"}
    fund = next(fund for fund in problem.funds if fund.id == o.fund)
    escorts = ceil(Fraction(p.needs.medical, problem.policy.cases_per_escort))
    limit = stops[p.destination]
    holds = {
        "CANCELLED": o.status == "cancelled",
        "CLOSED": o.day < problem.as_of,
        "ORIGIN": o.airport not in p.origins,
        "CARRIER": p.carriers is not None and o.carrier not in p.carriers,
        "DOCUMENTS": p.ready is None or o.day < p.ready,
        "EXIT_CLEARANCE": p.exit_clearance is None or not p.exit_clearance.start <= o.day <= p.exit_clearance.end,
        "FIT_TO_TRAVEL": p.fit_to_travel is None or not p.fit_to_travel.start <= o.day <= p.fit_to_travel.end,
        "CONSENT": p.consent_until is None or o.day > p.consent_until,
        "FUND": (fund.destinations is not None and p.destination not in fund.destinations)
        or (fund.pathways is not None and p.pathway not in fund.pathways),
        "NO_SHOW": p.prior is not None and p.prior.status == "no_show" and p.prior.option == o.id,
        "TOO_LARGE": p.seats + escorts > o.capacity or (limit is not None and p.seats > limit),
        "NO_WHEELCHAIR": p.needs.wheelchair > o.slots.wheelchair,
        "NO_STRETCHER": p.needs.stretcher > o.slots.stretcher,
        "NO_UASC_ESCORT": p.needs.uasc_escort > o.slots.uasc_escort,
        "NO_MEDICAL_ESCORT": escorts > o.slots.medical_escort,
    }
    return {code for code, true in holds.items() if true}


class World:
    """A problem with lookups."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.p = {party.id: party for party in problem.parties}
        self.o = {option.id: option for option in problem.options}
        self.eligible = {(p, o): eligible(problem, self.p[p], self.o[o]) for p in self.p for o in self.o}
        self.departed = {
            p.id: p.prior.option
            for p in problem.parties
            if p.prior
            and p.prior.status in ("planned", "told")
            and self.o[p.prior.option].status == "committed"
            and self.o[p.prior.option].day < problem.as_of
        }
        self.limits = self.limits_of(self.loads(self.departed, ()))
        self.held = self._held()
        self.kept = self._kept()

    def loads(self, assigned: dict[str, str], commissioned: tuple[str, ...]) -> Counter:
        problem, loads, riders = self.problem, Counter(), Counter()
        for o in self.o.values():
            aboard = [self.p[p] for p, place in assigned.items() if place == o.id]
            escorts = ceil(Fraction(sum(p.needs.medical for p in aboard), problem.policy.cases_per_escort))
            used = sum(p.seats for p in aboard) + escorts
            loads["SEATS", o.id] = used
            loads["MEDICAL_ESCORT", o.id] = escorts
            loads["WHEELCHAIR", o.id] = sum(p.needs.wheelchair for p in aboard)
            loads["STRETCHER", o.id] = sum(p.needs.stretcher for p in aboard)
            loads["UASC_ESCORT", o.id] = sum(p.needs.uasc_escort for p in aboard)
            loads["BUDGET", o.fund] += o.seat_cost * used + (o.fixed_cost if o.id in commissioned else 0)
            for p in aboard:
                loads["STOP_SEATS", o.id, p.destination] += p.seats
                loads["AIRPORT", o.airport, o.day] += p.persons
                if p.corridor is not None:
                    riders[o.airport, o.day, p.corridor] += p.persons
                rows = [r for r in problem.resources.reception if r.destination == p.destination]
                row = next((r.start for r in rows if r.start <= o.day <= r.end), o.day)
                loads["RECEPTION", p.destination, row] += p.persons
                for site in problem.resources.transit:
                    t = problem.horizon.start
                    while site.destination == p.destination and t <= problem.horizon.end:
                        if o.day <= t < o.day + timedelta(days=site.stay_days):
                            loads["TRANSIT", p.destination, t] += p.persons
                        t += timedelta(days=1)
        buses = problem.resources.buses
        for (airport, day, _), persons in riders.items() if buses else ():
            vehicles = ceil(Fraction(persons, buses.vehicle_seats))
            loads["BUSES", airport, day] += vehicles
            loads["BUDGET", buses.fund] += buses.vehicle_cost * vehicles
        return loads

    def limits_of(self, departed: Counter):
        def limit(key):
            found = self._limit(key)
            return None if found is None else max(found, departed[key])

        return limit

    def _limit(self, key) -> int | None:
        code, name, *rest = key
        resources = self.problem.resources
        if code == "BUDGET":
            return next(f.amount for f in self.problem.funds if f.id == name)
        if code in ("RECEPTION", "AIRPORT", "BUSES"):
            rows = {
                "RECEPTION": [(r.destination, r.start, r.end, r.persons) for r in resources.reception],
                "AIRPORT": [(r.airport, r.start, r.end, r.persons) for r in resources.airports],
                "BUSES": [(r.airport, r.start, r.end, r.vehicles) for r in resources.buses.fleet] if resources.buses else [],
            }[code]
            mine = [row for row in rows if row[0] == name]
            return next((row[3] for row in mine if row[1] <= rest[0] <= row[2]), 0) if mine else None
        if code == "TRANSIT":
            site = next(s for s in resources.transit if s.destination == name)
            return next((max(0, r.capacity - r.base) for r in site.periods if r.start <= rest[0] <= r.end), 0)
        o = self.o[name]
        if code == "STOP_SEATS":
            return next((s.seats for s in o.stops if s.destination == rest[0]), None)
        return o.capacity if code == "SEATS" else getattr(o.slots, code.lower())

    def broken(self, assigned: dict[str, str], commissioned: tuple[str, ...]) -> set[str]:
        loads = self.loads(assigned, commissioned)
        return {key[0] for key, load in loads.items() if (limit := self.limits(key)) is not None and load > limit}

    def turn(self, p: str):
        party = self.p[p]
        late = (party.ready is None, party.ready)
        return (-party.tier, -Fraction(party.weight, party.persons), late[0], late[1] if party.ready else 0, p)

    def outranks(self, p: str, q: str) -> bool:
        one, other = self.p[p], self.p[q]
        if one.tier != other.tier:
            return one.tier > other.tier
        return one.weight * other.persons > other.weight * one.persons

    def _held(self) -> dict[str, str]:
        problem, found = self.problem, {}
        for status in ("told", "planned"):
            for p in sorted(self.p, key=self.turn):
                prior = self.p[p].prior
                if p in self.departed or not prior or prior.status != status:
                    continue
                o = self.o[prior.option]
                soon = o.day < problem.as_of + timedelta(days=problem.policy.freeze_days)
                if o.status == "committed" and (status == "told" or problem.policy.freeze == "all" or soon):
                    found[p] = o.id
        return found

    def _kept(self) -> dict[str, str]:
        kept = dict(self.departed)
        for p, o in self.held.items():
            if not self.eligible[p, o] and not self.broken({**kept, p: o}, ()):
                kept[p] = o
        return kept

    def open(self, commissioned: tuple[str, ...]) -> list[str]:
        return [o for o in self.o if self.o[o].status == "committed" or o in commissioned]

    def seats_used(self, assigned: dict[str, str], o: str) -> int:
        return self.loads(assigned, ())["SEATS", o]

    def basic(self, assigned: dict[str, str], commissioned: tuple[str, ...]) -> set[str]:
        """Broken rules of V2 to V7."""
        found = set()
        for p, o in assigned.items():
            if p in self.departed:
                found |= {"V2"} if o != self.departed[p] else set()
            elif self.eligible[p, o]:
                found.add("V2")
            if p not in self.departed and o not in self.open(commissioned):
                found.add("V3")
        for o in commissioned:
            if self.o[o].status != "optional" or self.o[o].day < self.problem.as_of:
                found.add("V3")
            if self.seats_used(assigned, o) < self.o[o].min_load:
                found.add("V4")
        if list(commissioned) != sorted(commissioned):
            found.add("V3")
        if self.broken(assigned, commissioned):
            found.add("V5")
        if any(assigned.get(p) != o for p, o in self.kept.items()):
            found.add("V6")
        if any(self.fits(p, o, assigned, commissioned) for p in self.p if p not in assigned for o in self.o):
            found.add("V7")
        return found

    def fits(self, p: str, o: str, assigned: dict[str, str], commissioned: tuple[str, ...]) -> bool:
        if self.eligible[p, o] or o not in self.open(commissioned):
            return False
        return not self.broken({**assigned, p: o}, commissioned)

    def expiring(self, p: str) -> bool:
        days = [self.o[o].day for o in self.o if not self.eligible[p, o]]
        soon = self.problem.as_of + timedelta(days=self.problem.policy.expiring_days)
        return p not in self.departed and bool(days) and max(days) < soon

    def changes(self, assigned: dict[str, str]) -> dict[str, tuple]:
        found = {}
        for p, party in self.p.items():
            if not party.prior or assigned.get(p) == party.prior.option:
                continue
            reasons = self.eligible[p, party.prior.option]
            if not reasons:
                lost = p in self.held and p not in self.kept
                reasons = {"NO_ROOM"} if lost else {"RELEASED" if party.prior.status == "released" else "REPLANNED"}
            found[p] = (party.prior.option, assigned.get(p), frozenset(reasons))
        return found

    def metrics(self, assigned: dict[str, str], commissioned: tuple[str, ...]) -> Metrics:
        problem, policy = self.problem, self.problem.policy
        length = (problem.horizon.end - problem.horizon.start).days + 1
        value = 0
        for p, o in assigned.items():
            gone = (self.o[o].day - problem.horizon.start).days
            value += self.p[p].weight * (100 - policy.timeliness_drop * gone // length)
        short = 0
        for floor in policy.floors:
            moved = sum(self.p[p].persons for p in assigned if self.p[p].group == floor.group)
            short += max(0, floor.persons - moved)
        loads = self.loads(assigned, commissioned)
        changed = [p for p, change in self.changes(assigned).items() if change[2] == {"REPLANNED"}]

        def persons(names) -> int:
            return sum(self.p[name].persons for name in names)

        return Metrics(
            len(assigned),
            persons(assigned),
            persons(p for p in assigned if self.p[p].tier == 2),
            persons(p for p in assigned if self.expiring(p)),
            short,
            value - policy.shortfall_penalty * short,
            sum(load for key, load in loads.items() if key[0] == "BUDGET"),
            persons({**self.departed, **self.held}),
            persons(self.kept),
            persons(changed),
        )

    def best(self) -> tuple[int, ...]:
        """The best objective of all valid plans, by trying every one."""
        optional = [o for o in self.o if self.o[o].status == "optional" and self.o[o].day >= self.problem.as_of]
        free = [p for p in self.p if p not in self.kept]
        ways = [[None, *(o for o in self.o if not self.eligible[p, o])] for p in free]
        found = None
        for count in range(len(optional) + 1):
            for commissioned in itertools.combinations(sorted(optional), count):
                for choice in itertools.product(*ways):
                    assigned = {**self.kept, **{p: o for p, o in zip(free, choice, strict=True) if o}}
                    if self.basic(assigned, commissioned):
                        continue
                    objective = self.metrics(assigned, commissioned).objective
                    found = objective if found is None else max(found, objective)
        return found

    def reasons(self, assigned: dict[str, str], commissioned: tuple[str, ...]) -> dict[str, tuple]:
        """Code and codes by option of everybody unplaced."""
        found = {}
        for p in self.p:
            if p in assigned:
                continue
            near = [o for o in self.o if self.eligible[p, o] != {"DESTINATION"}]
            free = [o for o in near if not self.eligible[p, o]]
            if free:
                found[p] = ("WAITLISTED", {o: self._blockers(p, o, assigned, commissioned) for o in free})
            elif near:
                found[p] = ("NOT_ELIGIBLE", {o: self.eligible[p, o] for o in near})
            else:
                found[p] = ("NO_OPTION", {})
        return found

    def _blockers(self, p: str, o: str, assigned: dict[str, str], commissioned: tuple[str, ...]) -> set[str]:
        if o not in self.open(commissioned):
            return {"NOT_COMMISSIONED"}
        return self.broken({**assigned, p: o}, commissioned)

    def ahead(self, p: str, assigned: dict[str, str], commissioned: tuple[str, ...]) -> set[tuple[str, str]]:
        """Everybody the party is passed over for."""
        found = set()
        for q, o in assigned.items():
            if q in self.kept or self.eligible[p, o] or o not in self.open(commissioned) or not self.outranks(p, q):
                continue
            after = {name: place for name, place in assigned.items() if name != q} | {p: o}
            light = self.o[o].status == "optional" and self.seats_used(after, o) < self.o[o].min_load
            if not light and not self.broken(after, commissioned):
                found.add((o, q))
        return found

    def standby(self, assigned: dict[str, str], commissioned: tuple[str, ...]) -> dict[str, list[str]]:
        lists = {}
        for o in self.open(commissioned):
            if self.o[o].day < self.problem.as_of:
                continue
            line = []
            for p in sorted(self.p, key=self.turn):
                if p in assigned or self.eligible[p, o]:
                    continue
                aboard = [q for q, place in assigned.items() if place == o]
                swaps = ({n: place for n, place in assigned.items() if n != q} | {p: o} for q in aboard)
                if any(not self.broken(swap, commissioned) for swap in swaps):
                    line.append(p)
            lists[o] = line[: self.problem.policy.standby_depth]
        return lists

    def violations(self, plan: Plan) -> set[str]:
        """Numbers of the rules the plan breaks."""
        assigned, commissioned = dict(plan.assigned), plan.commissioned
        found = self.basic(assigned, commissioned)
        text = json.dumps(problem_to_json(self.problem), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if plan.input_hash != "sha256:" + hashlib.sha256(text.encode()).hexdigest():
            found.add("V1")
        if plan.version != self.problem.plan_version + 1:
            found.add("V1")
        wanted = self.reasons(assigned, commissioned)
        given = {p: (r.code, {o: set(c) for o, c in r.options.items()}) for p, r in plan.reasons.items()}
        if given != wanted:
            found.add("V8")
        for p, reason in plan.reasons.items():
            ahead = self.ahead(p, assigned, commissioned) if p not in assigned else set()
            behind = (reason.behind.option, reason.behind.party) if reason.behind else None
            if (behind is None and ahead) or (behind is not None and behind not in ahead):
                found.add("V8")
        if {o: list(line) for o, line in plan.standby.items()} != self.standby(assigned, commissioned):
            found.add("V9")
        given_changes = {c.party: (c.origin, c.to, frozenset(c.reasons)) for c in plan.changes}
        order = [c.party for c in plan.changes]
        if given_changes != self.changes(assigned) or order != sorted(set(order)):
            found.add("V10")
        metrics = self.metrics(assigned, commissioned)
        if plan.metrics != metrics or tuple(plan.objective) != metrics.objective:
            found.add("V11")
        own = {"tier2": metrics.tier2_persons, "expiring": metrics.expiring_persons, "value": metrics.value}
        if any(bound.bound < own[bound.level] for bound in plan.bounds):
            found.add("V12")
        value = next((b.bound for b in plan.bounds if b.level == "value"), None)
        if (value is None) != (plan.gap is None) or (
            value is not None and abs(plan.gap - (value - metrics.value) / max(1, abs(value))) > 1e-6
        ):
            found.add("V12")
        return found
