"""Working a plan out: the question is frozen first, the search runs outside any transaction, the answer is kept at the end.

A worker that was killed leaves the frozen question; the next one asks the same. While it runs, how far it is stands on the plan
about once a second, and whoever has seen enough stops it there: the best plan so far is kept.
"""

import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.movements import adapters
from corridor.movements.lifecycle import PLAN
from corridor.movements.lifecycle import Plan as State
from corridor.movements.models import Plan, TravelParty
from corridor.movements.words import Phase, PlanKind

from .publishing import plan_to_change, size

EVERY = 1.0  # seconds between two looks at the plan's row
NOT_SEARCHING = Reason("movements.plan.not_searching", N_("This plan is not being worked out any more."))


@dataclass
class Watch:
    """How far the search is, written down; and whether somebody has seen enough."""

    actor: Actor
    plan_id: UUID
    said: dict[str, Any] = field(default_factory=lambda: {"phase": str(Phase.GREEDY)})
    looked: float = 0.0
    began: float = field(default_factory=time.monotonic)
    stop: bool = False

    def hear(self, progress: Any) -> None:
        self.said = {
            "phase": progress.phase,
            "objective": list(progress.objective),
            "bound": progress.bound,
            "gap": None if progress.gap is None else round(progress.gap, 6),
        }
        self.look()

    def should_stop(self) -> bool:
        self.look()
        return self.stop

    def look(self, phase: str = "") -> None:
        if phase:
            self.said = {**self.said, "phase": phase}
        elif time.monotonic() - self.looked < EVERY:
            return
        self.looked = time.monotonic()
        said = {**self.said, "seconds": round(self.looked - self.began, 1)}
        with transaction.atomic():
            mine = Plan.objects.filter(id=self.plan_id, organisation_id=self.actor.organisation_id, state=str(State.MAKING))
            mine.update(progress=said)
            asked = mine.order_by("id").values_list("stop_asked", flat=True).first()
        self.stop = asked is None or asked  # gone or overtaken: nobody waits for it


def work_out_plan(
    actor: Actor, plan_id: UUID, *, as_of: date | None = None, seconds: float | None = None, method: str = "auto"
) -> None:
    """The planner's answer; a plan that is worked out already stays as it is."""
    frozen = freeze_problem(actor, plan_id, as_of)
    if frozen is None:
        return
    problem, row = frozen
    watch = Watch(actor, plan_id)
    plain = method == "greedy" or row.kind == PlanKind.REPLAN  # what is held stays, what is free goes by priority: no search
    plan = _answer(problem, "greedy" if plain else "auto", seconds or float(row.seconds), watch)
    searched = not plain and row.kind == PlanKind.PLAN
    if searched:
        watch.look(str(Phase.WRITING))
    prices = adapters.priced(planner.prices(problem, plan)) if searched and not watch.stop else {}
    _keep(actor, plan_id, problem, plan, prices)


@transaction.atomic
def freeze_problem(actor: Actor, plan_id: UUID, as_of: date | None = None) -> tuple[planner.Problem, Plan] | None:
    """The question, written down once; None when nobody waits for the answer any more."""
    actor.need(Permission.PLAN_MAKE)
    row = plan_to_change(actor, plan_id)
    if row.state != State.MAKING:
        return None
    if not row.problem:
        row.policy_id, policy = adapters.policy_of(actor)
        if row.kind == PlanKind.REPLAN:
            policy = replace(policy, freeze="all")
        problem = adapters.problem(actor, as_of or clock.today(), row.days, policy=policy, plan_version=row.version - 1)
        _note_priority(actor, problem)
        row.problem, row.progress = planner.problem_to_json(problem), {"phase": str(Phase.GREEDY), "seconds": 0}
        row.save(update_fields=["problem", "policy", "progress"])
    return planner.read_problem(row.problem), row


def _answer(problem: planner.Problem, method: planner.model.Method, seconds: float, watch: Watch) -> planner.Plan:
    """Whatever happens to the solver, a plan comes back; one that breaks a rule is never kept, and the label says what made it."""
    with suppress(ImportError):  # no solver and no arrays on this machine
        plan = planner.solve(problem, seconds=seconds, method=method, on_progress=watch.hear, should_stop=watch.should_stop)
        if not planner.check(problem, plan):
            return plan
    plan = planner.solve(problem, method="greedy")
    faults = planner.check(problem, plan)
    if faults:
        raise RuntimeError(f"the plan breaks {faults[0].rule}")
    return plan


def _note_priority(actor: Actor, problem: planner.Problem) -> None:
    """Each party keeps what the rule gave it, so that lists show the same order as the plan."""
    given = {party.id: (party.tier, party.weight) for party in problem.parties}
    rows = TravelParty.objects.filter(organisation_id=actor.organisation_id, reference__in=list(given)).order_by("id")
    changed = [row for row in rows if (row.tier, row.weight) != given[row.reference]]
    for row in changed:
        row.tier, row.weight = given[row.reference]
    TravelParty.objects.bulk_update(changed, ["tier", "weight"], batch_size=500)


@transaction.atomic
def _keep(actor: Actor, plan_id: UUID, problem: planner.Problem, plan: planner.Plan, prices: dict[str, Any]) -> None:
    """The answer, the reasons of record and the prices at once, if the plan still waits for them."""
    row = plan_to_change(actor, plan_id)
    if row.state != State.MAKING:
        return
    row.plan, row.prices, row.explanations = planner.plan_to_json(plan), prices, adapters.explained(problem, plan)
    row.state, row.made_at, row.whole = PLAN.check("make", row.state), clock.now(), size(plan)
    bound = {one.level: one.bound for one in plan.bounds}.get("value")
    row.progress = {**row.progress, "phase": str(Phase.DONE), "objective": list(plan.objective), "bound": bound, "gap": plan.gap}
    row.save(update_fields=["plan", "prices", "explanations", "state", "made_at", "whole", "progress"])
    verb = "scenario" if row.kind == PlanKind.SCENARIO else "make"
    audit.record(actor, f"movements.plan.{verb}", row, version=row.version, placed=len(plan.assigned), engine=plan.engine)


@transaction.atomic
def stop_search(actor: Actor, plan_id: UUID) -> None:
    """Enough: the best plan found so far is kept. Asked twice it is one stop."""
    actor.need(Permission.PLAN_MAKE)
    row = plan_to_change(actor, plan_id)
    if row.state != State.MAKING:
        raise Refused(NOT_SEARCHING)
    if row.stop_asked:
        return
    row.stop_asked = True
    row.save(update_fields=["stop_asked"])
    audit.record(actor, "movements.plan.stop_search", row, version=row.version)


__all__ = ["freeze_problem", "stop_search", "work_out_plan"]
