"""Who is who. `actor_for(staff)` turns somebody signed in into an Actor with the verbs of the roles held today."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q

from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound

from .models import ApiToken, Grant, Office, Organisation, Staff
from .roles import Permission, Role, verbs
from .words import OrganisationKind


@dataclass(frozen=True)
class OrganisationRow:
    id: UUID
    code: str
    name: str
    kind: str
    state: str
    colour: str


def actor_for(staff: Staff, *, source: str = "screen", purpose: str = "casework", roles: Iterable[Role] | None = None) -> Actor:
    """Only for the doors (sign-in, API, command line): everybody else is handed an actor. `roles`: when they were read already.

    Who is no longer active, or whose organisation is not, may do nothing, whatever door was forgotten.
    """
    kind = staff.organisation.kind
    held = (roles_of(staff) if roles is None else roles) if staff.is_active and staff.organisation.is_active else ()
    permissions = frozenset(str(verb) for verb in verbs(held, kind))
    return Actor(
        staff.organisation_id, kind, permissions, staff_id=staff.id, office_id=staff.office_id, purpose=purpose, source=source
    )


def actor_by_token(token: str) -> Actor | None:
    """The member of staff a machine acts for; None for unknown, ended or idle tokens alike."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    live = ApiToken.objects.filter(digest=digest, until__gte=clock.today())
    live = live.filter(staff__is_active=True, staff__organisation__is_active=True).select_related("staff__organisation")
    row = live.order_by("id").first()
    return actor_for(row.staff, source="api") if row else None


def roles_of(staff: Staff) -> list[Role]:
    day = clock.today()
    grants = staff.grants.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day)).order_by("role")
    return [Role(grant.role) for grant in grants]


def organisation(actor: Actor, *, id: UUID | None = None, code: str = "") -> OrganisationRow:
    row = Organisation.objects.filter(Q(id=id) if id else Q(code__iexact=code)).order_by("code").first()
    if row is None:
        raise NotFound("organisation")
    return _row(row)


def organisations(actor: Actor, *kinds: OrganisationKind, state: str = "") -> list[OrganisationRow]:
    """Partners by kind, in order of their codes."""
    rows = Organisation.objects.filter(is_active=True)
    rows = rows.filter(kind__in=[str(kind) for kind in kinds]) if kinds else rows
    rows = rows.filter(state=state) if state else rows
    return [_row(row) for row in rows.order_by("code")]


@dataclass(frozen=True)
class StaffRow:
    id: UUID
    login: str
    name: str
    office: str
    is_active: bool
    roles: tuple[Role, ...]


def colleagues(actor: Actor) -> list[StaffRow]:
    """Staff of the actor's own organisation with the roles they hold today."""
    actor.need(Permission.STAFF_MANAGE)
    day = clock.today()
    held = Grant.objects.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day)).order_by("role")
    rows = Staff.objects.filter(organisation_id=actor.organisation_id).select_related("office")
    rows = rows.prefetch_related(Prefetch("grants", queryset=held, to_attr="held")).order_by("-is_active", "name", "id")
    return [
        StaffRow(
            row.id,
            row.login,
            row.name,
            row.office.name if row.office else "",
            row.is_active,
            tuple(Role(one.role) for one in row.held),
        )
        for row in rows[:500]
    ]


def offices(actor: Actor) -> list[tuple[UUID, str]]:
    return list(Office.objects.filter(organisation_id=actor.organisation_id).order_by("name").values_list("id", "name"))


def staff_names(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """Names of colleagues and of partners' officers, for lines like 'T. Ben Salem, movement'."""
    return dict(Staff.objects.filter(id__in=ids).order_by("id").values_list("id", "name"))


def staff_in_roles(actor: Actor, *roles: Role) -> list[tuple[UUID, str]]:
    """Active colleagues of the actor's own organisation who hold one of the roles today."""
    day = clock.today()
    held = Q(grants__role__in=[str(role) for role in roles], grants__since__lte=day)
    rows = Staff.objects.filter(held, Q(grants__until__isnull=True) | Q(grants__until__gte=day), is_active=True)
    return list(rows.filter(organisation_id=actor.organisation_id).order_by("name", "id").values_list("id", "name").distinct())


def _row(row: Organisation) -> OrganisationRow:
    return OrganisationRow(row.id, row.code, row.name, row.kind, row.state, row.colour)
