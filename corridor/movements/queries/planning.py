"""Plans as people read them: who goes where, who waits and why, who stands by, what changed. The plan itself is frozen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.readiness import State, requirements_of
from corridor.kernel.refusals import NotFound
from corridor.movements import rules
from corridor.movements.lifecycle import BEFORE_DEPARTURE, TRAVELLED
from corridor.movements.lifecycle import Plan as PlanState
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.models import PartyMember, Plan, Seat, TravelParty
from corridor.movements.words import Happening, PlanKind

from .charters import PlannedFlight, planned_flights


@dataclass(frozen=True)
class Because:
    """What happened: a word of ours (words.Happening) and the code it concerns; with no such word, what somebody wrote."""

    happening: str
    subject: str


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
    kind: str = "plan"  # words.PlanKind
    because: Because | None = None  # what a replan answers
    policy_id: UUID | None = None
    days: int = 28
    first: date | None = None  # of the days it looks at
    last: date | None = None


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
    flights: tuple[PlannedFlight, ...] = ()  # every option of the file with its fill, in order of departure
    bounds: Mapping[str, int] = field(default_factory=dict)  # level (tier2, expiring, value): nothing valid exceeds it
    scenario_of_id: UUID | None = None


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
    """Those worked out, newest first; scenarios stand beside theirs."""
    actor.need(Permission.FLIGHT_READ)
    rows = plans_of(actor).exclude(plan={}).defer("explanations", "prices").order_by("-version")
    return [head(row) for row in rows[:limit]]


def plans_of(actor: Actor) -> QuerySet[Plan]:
    return Plan.objects.filter(organisation_id=actor.organisation_id).exclude(kind=str(PlanKind.SCENARIO))


def in_force(actor: Actor) -> PlanRow | None:
    """The plan that was put in force last."""
    actor.need(Permission.FLIGHT_READ)
    rows = plans_of(actor).filter(state=str(PlanState.PUBLISHED))
    found = rows.order_by("-version").values_list("id", flat=True).first()
    return plan(actor, found) if found else None


def worked_out(actor: Actor, plan_id: UUID | None) -> Plan:
    """This plan or scenario, or the newest plan, with its answer; row security besides."""
    actor.need(Permission.FLIGHT_READ)
    made = Plan.objects.filter(organisation_id=actor.organisation_id).exclude(plan={}).defer("explanations", "prices")
    row = made.filter(id=plan_id).first() if plan_id else made.exclude(kind="scenario").order_by("-version").first()
    if row is None:
        raise NotFound("plan")
    return row


def plan(actor: Actor, plan_id: UUID | None = None) -> PlanRow:
    """This plan or scenario, or the newest plan that is worked out. `newest`: no other was asked for since."""
    row = worked_out(actor, plan_id)
    newest = plans_of(actor).order_by("-version").values_list("version", flat=True).first()
    answer = row.plan
    known = _known(row.problem["parties"])
    lines = {name: _line(name, party, known.get(name), answer) for name, party in _by_id(row.problem).items()}
    return PlanRow(
        head=head(row),
        newest=row.kind != PlanKind.SCENARIO and row.version == newest,
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
        flights=planned_flights(actor, row.problem, answer),
        bounds={one["level"]: one["bound"] for one in answer["bounds"]},
        scenario_of_id=row.scenario_of_id,
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


def head(row: Plan) -> PlanHead:
    numbers, span = row.plan["metrics"], row.problem["horizon"]
    return PlanHead(
        id=row.id,
        version=row.version,
        state=row.state,
        made_at=row.made_at,
        made_by_id=row.made_by_id,
        published_at=row.published_at,
        published_by_id=row.published_by_id,
        persons=numbers["persons"],
        parties=numbers["parties"],
        waiting=len(row.plan["reasons"]),
        kind=row.kind,
        because=because(row.because),
        policy_id=row.policy_id,
        days=row.days,
        first=date.fromisoformat(span["from"]),
        last=date.fromisoformat(span["to"]),
    )


def because(written: str) -> Because | None:
    if not written:
        return None
    word, _, rest = written.partition(" ")
    return Because(word, rest) if word in set(Happening) else Because("", written)


def _longest_wait(line: PlannedParty) -> tuple[int, int, str]:
    return (-line.tier, -(line.waits_days or 0), line.reference)
