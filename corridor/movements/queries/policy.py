"""Reading what people decided: versions of the policy, funds with what is left, limits of places, closed airports, towns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from corridor.access.roles import Permission
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.movements import rules
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Policy as State
from corridor.movements.models import Closure, Flight, Fund, Limit, Plan, Policy
from corridor.movements.rules.policy import STANDARD, Differs, differences, draft, weights
from corridor.places import queries as places
from corridor.places.words import DETENTION, SiteKind

WAITING_PLACES = (SiteKind.URBAN, SiteKind.SHELTER, SiteKind.GATHERING, *sorted(DETENTION))
READERS = (Permission.PLAN_MAKE, Permission.POLICY_PROPOSE, Permission.POLICY_APPROVE)


@dataclass(frozen=True)
class PolicyRow:
    """One version. `values`: every field of a draft by its name (rules.policy)."""

    id: UUID
    version: int
    state: str
    values: Mapping[str, Any]
    note: str
    made_at: datetime
    made_by_id: UUID
    approved_at: datetime | None
    approved_by_id: UUID | None
    plans: int = 0  # made by it


@dataclass(frozen=True)
class FundRow:
    id: UUID
    code: str
    name: str
    amount: int
    first: date
    last: date
    destinations: tuple[str, ...]
    pathways: tuple[str, ...]
    version: int
    contracted: int  # EUR of flights confirmed or gone in the fund's days
    planned: int  # EUR of flights that could still be contracted

    @property
    def left(self) -> int:
        return self.amount - self.contracted


@dataclass(frozen=True)
class LimitRow:
    id: UUID
    kind: str
    site: places.SiteRow
    first: date
    last: date
    number: int
    note: str


@dataclass(frozen=True)
class ClosureRow:
    id: UUID
    site: places.SiteRow
    first: date
    last: date
    because: str
    made_at: datetime
    made_by_id: UUID
    lifted_at: datetime | None
    flights: int  # of ours there in these days that are not cancelled


def policies(actor: Actor, limit: int = 30) -> list[PolicyRow]:
    """Newest first."""
    _need(actor)
    mine = Policy.objects.filter(organisation_id=actor.organisation_id).order_by("-version")[:limit]
    rows = list(mine)
    made = Plan.objects.filter(policy__in=rows).order_by().values_list("policy_id").annotate(n=Count("id"))
    plans: dict[UUID, int] = {policy_id: number for policy_id, number in made if policy_id}
    return [_row(row, plans.get(row.id, 0)) for row in rows]


def policy(actor: Actor, policy_id: UUID) -> PolicyRow:
    _need(actor)
    row = Policy.objects.filter(organisation_id=actor.organisation_id, id=policy_id).order_by("id").first()
    if row is None:
        raise NotFound("policy")
    return _row(row, Plan.objects.filter(policy=row).count())


def policy_in_force(actor: Actor) -> PolicyRow | None:
    _need(actor)
    mine = Policy.objects.filter(organisation_id=actor.organisation_id, state=str(State.IN_FORCE))
    row = mine.order_by("-version").first()
    return _row(row) if row else None


def policy_values(actor: Actor) -> Mapping[str, Any]:
    """What plans are made by now: the version in force, or the planner's own numbers where none was ever approved."""
    found = policy_in_force(actor)
    return found.values if found else draft()


def policy_differences(actor: Actor, policy_id: UUID) -> tuple[Differs, ...]:
    """Against what it replaces: for a draft the version in force, else the last one approved before it."""
    row = policy(actor, policy_id)
    earlier = Policy.objects.filter(organisation_id=actor.organisation_id, approved_at__isnull=False).exclude(id=row.id)
    if row.approved_at:
        earlier = earlier.filter(approved_at__lt=row.approved_at)
    last = earlier.order_by("-approved_at").first()
    return differences(_row(last).values if last else draft(), row.values)


def _row(row: Policy, plans: int = 0) -> PolicyRow:
    return PolicyRow(
        row.id,
        row.version,
        row.state,
        draft(weights(row.weights), **{name: getattr(row, name) for name in STANDARD}),
        row.note,
        row.made_at,
        row.made_by_id,
        row.approved_at,
        row.approved_by_id,
        plans,
    )


def towns(actor: Actor) -> dict[str, str]:
    """Towns where people can wait, by their label in plans. A centre or shelter counts for its town."""
    found = (rules.town(site.kind, site.name, site.area) for site in places.sites(actor, *WAITING_PLACES))
    return {rules.label(name): name for name in sorted(filter(None, found))}


def funds(actor: Actor) -> list[FundRow]:
    """With what is contracted and what planned flights would cost: one statement."""
    actor.need(Permission.PLAN_MAKE)
    return [_fund(row) for row in _with_flights(actor).order_by("-last", "code")[:100]]


def fund(actor: Actor, fund_id: UUID) -> FundRow:
    actor.need(Permission.PLAN_MAKE)
    row = _with_flights(actor).filter(id=fund_id).order_by("id").first()
    if row is None:
        raise NotFound("fund")
    return _fund(row)


def _with_flights(actor: Actor) -> QuerySet[Fund]:
    """Each fund with the cost of its flights: contracted (confirmed or gone), and planned ahead."""
    planned = Q(status=str(FlightStatus.PLANNED))
    mine = Flight.objects.filter(operator_id=actor.organisation_id, fund=OuterRef("code"))
    mine = mine.filter(departs_on__gte=OuterRef("first"), departs_on__lte=OuterRef("last"))
    mine = mine.exclude(status=str(FlightStatus.CANCELLED)).order_by().values("fund")
    ahead = planned & Q(departs_on__gte=clock.today())
    return Fund.objects.filter(organisation_id=actor.organisation_id).annotate(
        contracted=Subquery(mine.annotate(eur=Sum("cost", filter=~planned)).values("eur")),
        planned=Subquery(mine.annotate(eur=Sum("cost", filter=ahead)).values("eur")),
    )


def _fund(row: Any) -> FundRow:
    return FundRow(
        row.id,
        row.code,
        row.name,
        row.amount,
        row.first,
        row.last,
        tuple(row.destinations or ()),
        tuple(row.pathways or ()),
        row.version,
        row.contracted or 0,
        row.planned or 0,
    )


def limits(actor: Actor) -> list[LimitRow]:
    """Those that hold today or later."""
    actor.need(Permission.PLAN_MAKE)
    mine = Limit.objects.filter(organisation_id=actor.organisation_id, ended_at__isnull=True, last__gte=clock.today())
    rows = list(mine.order_by("kind", "first", "id")[:500])
    sites = places.sites_by_id(actor, {row.site_id for row in rows})
    return [LimitRow(row.id, row.kind, sites[row.site_id], row.first, row.last, row.number, row.note) for row in rows]


def closures(actor: Actor, limit: int = 50) -> list[ClosureRow]:
    """Closed airports, newest first, those that are over or lifted too. Two statements."""
    actor.need(Permission.PLAN_MAKE)
    there = Flight.objects.filter(operator_id=actor.organisation_id, embarkation_id=OuterRef("site_id"))
    there = there.filter(departs_on__gte=OuterRef("first"), departs_on__lte=OuterRef("last"))
    there = there.exclude(status=str(FlightStatus.CANCELLED)).order_by().values("embarkation_id")
    mine = Closure.objects.filter(organisation_id=actor.organisation_id).annotate(
        flights=Subquery(there.annotate(n=Count("id")).values("n"))
    )
    rows: list[Any] = list(mine.order_by("-last", "-id")[:limit])
    sites = places.sites_by_id(actor, {row.site_id for row in rows})
    return [
        ClosureRow(
            row.id,
            sites[row.site_id],
            row.first,
            row.last,
            row.because,
            row.made_at,
            row.made_by_id,
            row.lifted_at,
            row.flights or 0,
        )
        for row in rows
    ]


def _need(actor: Actor) -> None:
    if not any(actor.may(one) for one in READERS):
        raise NotFound("policy")
