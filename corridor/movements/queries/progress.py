"""How far the newest plan is: the search while it runs, the rounds while it is put in force, what stopped it. Asked every two seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import Reason
from corridor.movements.lifecycle import Plan as State
from corridor.movements.models import Plan

from .planning import Because, because, plans_of


@dataclass(frozen=True)
class SearchRow:
    """The best plan so far in numbers. `gap` is a share: 0.02 means that no plan can be more than about 2 per cent better."""

    phase: str  # words.Phase
    seconds: float
    limit: int  # seconds it may take
    tier2_persons: int | None = None
    expiring_persons: int | None = None
    value: int | None = None
    cost: int | None = None
    changed_persons: int | None = None
    bound: int | None = None
    gap: float | None = None


@dataclass(frozen=True)
class PlanWork:
    """How far the newest plan is. `why`: the reasons of today for which parties did not get their seat, each once."""

    plan_id: UUID
    version: int
    state: str
    proposed: bool  # there is something to put in force
    done: int
    whole: int
    booked: int
    kept: int
    released: int
    standby: int
    refused: int
    why: tuple[Reason, ...]
    stopped: Reason | None
    forced: int = 0  # of the released: had to give back a seat
    kind: str = "plan"
    because: Because | None = None
    search: SearchRow | None = None
    stoppable: bool = False  # is searched, and nobody has asked to stop
    stopping: bool = False


def plan_work(actor: Actor) -> PlanWork | None:
    """Whatever its state; None when there never was a plan. Cheap: it is asked every two seconds."""
    actor.need(Permission.FLIGHT_READ)
    mine = plans_of(actor).defer("problem", "plan", "explanations", "prices").order_by("-version")
    row = mine.annotate(blank=ExpressionWrapper(Q(plan={}), output_field=BooleanField())).first()
    if row is None:
        return None
    result = row.result
    refused, stopped = result.get("refused", {}), result.get("stopped")
    counts = {key: result.get(key, 0) for key in ("booked", "kept", "released", "standby", "forced")}
    why = {str(one): one for reasons in refused.values() for one in map(_reason, reasons)}
    making = row.state == State.MAKING
    return PlanWork(
        plan_id=row.id,
        version=row.version,
        state=row.state,
        proposed=not row.blank,
        done=row.done,
        whole=row.whole,
        refused=len(refused),
        why=tuple(why.values()),
        stopped=_reason(stopped) if stopped else None,
        kind=row.kind,
        because=because(row.because),
        search=search_row(row),
        stoppable=making and not row.stop_asked,
        stopping=making and row.stop_asked,
        **counts,
    )


def search_row(row: Plan) -> SearchRow | None:
    said = row.progress
    if not said:
        return None
    tier2, expiring, value, cost, changed = said.get("objective") or (None, None, None, None, None)
    return SearchRow(
        phase=said["phase"],
        seconds=said.get("seconds", 0.0),
        limit=row.seconds,
        tier2_persons=tier2,
        expiring_persons=expiring,
        value=value,
        cost=None if cost is None else -cost,
        changed_persons=None if changed is None else -changed,
        bound=said.get("bound"),
        gap=said.get("gap"),
    )


def _reason(written: Mapping[str, Any]) -> Reason:
    return Reason(written["code"], written["text"], written["params"])
