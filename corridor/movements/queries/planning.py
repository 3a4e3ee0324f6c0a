"""Plans as people read them: who goes where, who waits and why, who stands by, what changed. The plan itself is frozen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.readiness import State, requirements_of
from corridor.kernel.refusals import NotFound, Reason
from corridor.movements import rules
from corridor.movements.lifecycle import BEFORE_DEPARTURE, TRAVELLED
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import PartyMember, Plan, Seat, TravelParty


@dataclass(frozen=True)
class PlanHead:
    id: UUID
    version: int
    state: str
    made_at: datetime
    made_by_id: UUID
    published_at: datetime | None
    published_by_id: UUID | None
    persons: int
    parties: int
    waiting: int


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


@dataclass(frozen=True)
class PlannedParty:
    """One party in a plan. `option` is the code of its flight; `words` say why it has none."""

    party_id: UUID | None
    reference: str
    people: int
    tier: int
    destination: str
    waits_days: int | None
    option: str = ""
    code: str = ""
    words: str = ""
    standby: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanChange:
    reference: str
    people: int
    before: str
    after: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PlanRow:
    head: PlanHead
    newest: bool
    engine: str
    gap: float | None
    metrics: Mapping[str, int]
    commissioned: tuple[str, ...]
    placed: tuple[PlannedParty, ...]
    waiting: tuple[PlannedParty, ...]
    standby: Mapping[str, tuple[PlannedParty, ...]]
    changes: tuple[PlanChange, ...]


@dataclass(frozen=True)
class WhyNot:
    """How many people wait for the same thing; each person once, under what takes longest to lift."""

    code: str
    label: str
    people: int


@dataclass(frozen=True)
class WaitingParty:
    party_id: UUID
    reference: str
    pathway: str
    destination: str
    people: int
    tier: int
    weight: int
    since: date
    waits_days: int
    standby_on: tuple[str, ...]


def plans(actor: Actor, limit: int = 20) -> list[PlanHead]:
    actor.need(Permission.FLIGHT_READ)
    rows = Plan.objects.filter(organisation_id=actor.organisation_id).exclude(plan={}).order_by("-version")
    return [_head(row) for row in rows[:limit]]


def plan_work(actor: Actor) -> PlanWork | None:
    """Whatever its state; None when there never was a plan. Cheap: it is asked every two seconds."""
    actor.need(Permission.FLIGHT_READ)
    mine = Plan.objects.filter(organisation_id=actor.organisation_id).defer("problem", "plan").order_by("-version")
    row = mine.annotate(blank=ExpressionWrapper(Q(plan={}), output_field=BooleanField())).first()
    if row is None:
        return None
    result = row.result
    refused, stopped = result.get("refused", {}), result.get("stopped")
    counts = {key: result.get(key, 0) for key in ("booked", "kept", "released", "standby")}
    why = {str(one): one for reasons in refused.values() for one in map(_reason, reasons)}
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
        **counts,
    )


def _reason(written: Mapping[str, Any]) -> Reason:
    return Reason(written["code"], written["text"], written["params"])


def plan(actor: Actor, plan_id: UUID | None = None) -> PlanRow:
    """This plan, or the newest that is worked out. `newest`: no other was asked for since."""
    actor.need(Permission.FLIGHT_READ)
    mine = Plan.objects.filter(organisation_id=actor.organisation_id).order_by("-version")
    newest = mine.values_list("version", flat=True).first()
    made = mine.exclude(plan={})
    row = made.filter(id=plan_id).first() if plan_id else made.first()
    if row is None:
        raise NotFound("plan")
    answer = row.plan
    known = _known(row.problem["parties"])
    lines = {name: _line(name, party, known.get(name), answer) for name, party in _by_id(row.problem).items()}
    return PlanRow(
        head=_head(row),
        newest=row.version == newest,
        engine=answer["engine"],
        gap=answer["gap"],
        metrics=answer["metrics"],
        commissioned=tuple(answer["commissioned"]),
        placed=tuple(lines[name] for name in sorted(answer["assigned"])),
        waiting=tuple(sorted((lines[name] for name in answer["reasons"]), key=_longest_wait)),
        standby={option: tuple(lines[name] for name in line) for option, line in answer["standby"].items()},
        changes=tuple(
            PlanChange(one["party"], lines[one["party"]].people, one["from"], one["to"] or "", tuple(one["reasons"]))
            for one in answer["changes"]
        ),
    )


def _by_id(problem: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {party["id"]: party for party in problem["parties"]}


def waiting_parties(actor: Actor, *, limit: int = 200, offset: int = 0) -> list[WaitingParty]:
    """Parties without a seat, longest wait first, each with the flights it stands by for."""
    actor.need(Permission.FLIGHT_READ)
    held = [str(one) for one in (BEFORE_DEPARTURE | TRAVELLED) - {Status.STANDBY}]
    rows = TravelParty.objects.filter(organisation_id=actor.organisation_id, ended_on__isnull=True)
    rows = rows.exclude(id__in=Seat.objects.filter(status__in=held, party__isnull=False).values("party_id"))
    rows = rows.annotate(people=Count("members", filter=Q(members__until__isnull=True))).select_related("destination")
    found = list(rows.order_by("since", "reference")[offset : offset + limit])
    lines: dict[UUID, list[str]] = {}
    standby = Seat.objects.filter(party__in=found, status=str(Status.STANDBY)).order_by("departs_on", "id")
    for party_id, code in standby.values_list("party_id", "flight__code"):
        if code not in lines.setdefault(party_id, []):
            lines[party_id].append(code)
    today = clock.today()
    return [
        WaitingParty(
            row.id,
            row.reference,
            row.pathway,
            row.destination.name,
            row.people,
            row.tier,
            row.weight,
            row.since,
            (today - row.since).days,
            tuple(lines.get(row.id, ())),
        )
        for row in found
    ]


def why_not_yet(actor: Actor, pathway: str, on: date, person_ids: Collection[UUID] | None = None) -> list[WhyNot]:
    """What those without a seat wait for on that day. Without ids: everybody in a party of the organisation."""
    actor.need(Permission.FLIGHT_READ)
    ids = list(person_ids) if person_ids is not None else _without_seat(actor, pathway)
    counts: dict[str, int] = {}
    labels: dict[str, str] = {rules.READY: rules.READY_LABEL}
    for readiness in requirements_of(pathway)(actor, ids, on).values():
        stops = [item for item in readiness.requirements if item.state in (State.UNMET, State.UNDER_WAY)]
        stops = [item for item in stops if item.state is State.UNMET] or [
            item for item in stops if item.code not in rules.LAST_DAYS
        ]
        first = min(stops, key=lambda item: rules.slowness(item.code), default=None)
        code = first.code if first else rules.READY
        counts[code] = counts.get(code, 0) + 1
        if first:
            labels[code] = first.label
    return [WhyNot(code, labels[code], number) for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _without_seat(actor: Actor, pathway: str) -> list[UUID]:
    members = PartyMember.objects.filter(until__isnull=True, party__organisation_id=actor.organisation_id, party__pathway=pathway)
    live = [str(one) for one in (BEFORE_DEPARTURE | TRAVELLED) - {Status.STANDBY}]
    members = members.exclude(person_id__in=Seat.objects.filter(status__in=live, pathway=pathway).values("person_id"))
    return list(members.order_by("id").values_list("person_id", flat=True)[:10_000])


def _known(parties: list[Mapping[str, Any]]) -> dict[str, TravelParty]:
    names = [party["id"] for party in parties]
    return {row.reference: row for row in TravelParty.objects.filter(reference__in=names).order_by("id")}


def _line(name: str, party: Mapping[str, Any], row: TravelParty | None, answer: Mapping[str, Any]) -> PlannedParty:
    reason = answer["reasons"].get(name, {})
    return PlannedParty(
        party_id=row.id if row else None,
        reference=name,
        people=party["persons"],
        tier=party["tier"],
        destination=party["destination"],
        waits_days=(clock.today() - row.since).days if row else None,
        option=answer["assigned"].get(name, ""),
        code=reason.get("code", ""),
        words=reason.get("words", ""),
        standby=tuple(option for option, line in answer["standby"].items() if name in line),
    )


def _head(row: Plan) -> PlanHead:
    numbers = row.plan["metrics"]
    return PlanHead(
        row.id,
        row.version,
        row.state,
        row.made_at,
        row.made_by_id,
        row.published_at,
        row.published_by_id,
        numbers["persons"],
        numbers["parties"],
        len(row.plan["reasons"]),
    )


def _longest_wait(line: PlannedParty) -> tuple[int, int, str]:
    return (-line.tier, -(line.waits_days or 0), line.reference)
