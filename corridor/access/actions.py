"""Access: signing in and out (recorded), preferences, colleagues and their roles; partners, by the operator."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.kernel.ids import new_token
from corridor.kernel.refusals import N_, NotFound, Reason, Refused

from .models import ApiToken, Grant, Office, Organisation, Staff
from .roles import Permission, Role
from .words import Language, OrganisationKind


@transaction.atomic
def record_sign_in(actor: Actor) -> None:
    audit.record(actor, "access.staff.sign_in", actor.staff_id)


@transaction.atomic
def record_sign_out(actor: Actor) -> None:
    audit.record(actor, "access.staff.sign_out", actor.staff_id)


@transaction.atomic
def set_preferences(actor: Actor, *, language: str, theme: str, single_keys: bool, pin: str = "") -> None:
    staff = Staff.objects.select_for_update(of=("self",)).get(id=actor.staff_id)
    staff.language, staff.theme, staff.single_keys = language, theme, single_keys
    if pin:
        staff.unlock_hash = make_password(pin)
    staff.save(update_fields=["language", "theme", "single_keys", "unlock_hash"])
    audit.record(actor, "access.staff.set_preferences", staff, language=language, pin_changed=bool(pin))


def unlocks(actor: Actor, secret: str) -> bool:
    """Whether this is the unlock number, or the password, of the one who locked the screen."""
    staff = Staff.objects.get(id=actor.staff_id)
    return bool(staff.unlock_hash and check_password(secret, staff.unlock_hash)) or staff.check_password(secret)


@dataclass(frozen=True)
class NewStaff:
    login: str
    name: str
    role: str
    language: str = "en"
    office_id: UUID | None = None


@dataclass(frozen=True)
class NewPartner:
    code: str
    name: str
    kind: str
    state: str = ""
    time_zone: str = "UTC"


@transaction.atomic
def add_partner(actor: Actor, new: NewPartner, *, login: str, name: str) -> str:
    """A partner organisation with its first supervisor, by the installation's operator only; gives back the first password."""
    if not actor.job:
        raise NotFound("partner")
    kind = OrganisationKind(new.kind)
    if kind in (OrganisationKind.CONSULATE, OrganisationKind.GOVERNMENT) and not re.fullmatch(r"[A-Z]{2}", new.state):
        raise Refused(
            Reason("access.partner.state", N_("Say which State this partner acts for: --state NG, for example."), field="state")
        )
    if Organisation.objects.filter(code__iexact=new.code).exists():
        raise Refused(
            Reason("access.partner.known", N_("There is a partner with this code already. Choose another code."), field="code")
        )
    partner = Organisation.objects.create(code=new.code, name=new.name, kind=kind, state=new.state)
    office = Office.objects.create(organisation=partner, name=new.name, time_zone=new.time_zone)
    audit.record(actor, "access.partner.add", partner, kind=str(kind))
    role = Role.CONSULAR_OFFICER if kind == OrganisationKind.CONSULATE else Role.SUPERVISOR
    founder = replace(actor, organisation_id=partner.id, permissions=frozenset({str(Permission.STAFF_MANAGE)}))
    with acting(founder):
        first, password = add_staff(founder, NewStaff(login, name, str(role), office_id=office.id))
        if role != Role.SUPERVISOR:  # answers requests, and adds the colleague who answers when she is away
            grant_role(founder, first, str(Role.SUPERVISOR))
    return password


@transaction.atomic
def set_partner_active(actor: Actor, code: str, active: bool) -> None:
    """By the installation's operator only. Nobody of a partner that is not active signs in or goes on; what it recorded stays."""
    if not actor.job:
        raise NotFound("partner")
    partner = Organisation.objects.select_for_update(of=("self",)).filter(code__iexact=code).order_by("id").first()
    if partner is None:
        raise Refused(Reason("access.partner.unknown", N_("There is no partner with this code. Check the code."), field="code"))
    if partner.is_active == active:
        return
    partner.is_active = active
    partner.save(update_fields=["is_active"])
    audit.record(actor, "access.partner.set_active", partner, active=active)


@transaction.atomic
def add_staff(actor: Actor, new: NewStaff) -> tuple[UUID, str]:
    """A colleague of the actor's own organisation with one role; the first password is given back once and kept nowhere."""
    actor.need(Permission.STAFF_MANAGE)
    login = new.login.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,79}", login):
        text = N_("Use 3 to 80 small letters, digits, dots or dashes for the login.")
        raise Refused(Reason("access.staff.login", text, field="login"))
    if Staff.objects.filter(login__iexact=login).exists():
        raise Refused(Reason("access.staff.login_taken", N_("This login is taken. Choose another."), field="login"))
    password = new_token()
    staff = Staff(login=login, name=new.name.strip(), organisation_id=actor.organisation_id, language=Language(new.language))
    staff.office_id, staff.synthetic = new.office_id, settings.SYNTHETIC
    staff.set_password(password)
    staff.save(force_insert=True)
    audit.record(actor, "access.staff.add", staff)
    _grant(actor, staff, Role(new.role))
    return staff.id, password


@transaction.atomic
def grant_role(actor: Actor, staff_id: UUID, role: str) -> None:
    """Nobody gives a role to themselves."""
    staff = _colleague(actor, staff_id)
    if not Grant.objects.filter(staff=staff, role=role, until__isnull=True).exists():
        _grant(actor, staff, Role(role))


@transaction.atomic
def end_role(actor: Actor, staff_id: UUID, role: str) -> None:
    """Ends with yesterday: a role ended now gives nothing any more, not even today.

    One given today and ended today has no last day; its row goes, and the record of deeds keeps both lines.
    """
    staff = _colleague(actor, staff_id)
    yesterday = clock.today() - timedelta(days=1)
    for grant in Grant.objects.select_for_update(of=("self",)).filter(staff=staff, role=role, until__isnull=True).order_by("id"):
        audit.record(actor, "access.staff.end_role", grant, role=role, staff=staff.id)
        if grant.since > yesterday:
            grant.delete()
        else:
            grant.until = yesterday
            grant.save(update_fields=["until"])


@transaction.atomic
def set_active(actor: Actor, staff_id: UUID, active: bool) -> None:
    """Who has left can no longer sign in; what they recorded stays theirs."""
    staff = _colleague(actor, staff_id)
    staff.is_active = active
    staff.save(update_fields=["is_active"])
    audit.record(actor, "access.staff.set_active", staff, active=active)


@transaction.atomic
def new_password(actor: Actor, staff_id: UUID) -> str:
    staff = _colleague(actor, staff_id)
    password = new_token()
    staff.set_password(password)
    staff.unlock_hash = ""
    staff.save(update_fields=["password", "unlock_hash"])
    audit.record(actor, "access.staff.new_password", staff)
    return password


def _colleague(actor: Actor, staff_id: UUID) -> Staff:
    actor.need(Permission.STAFF_MANAGE)
    mine = Staff.objects.select_for_update(of=("self",)).filter(id=staff_id, organisation_id=actor.organisation_id)
    staff = mine.order_by("id").first()
    if staff is None:
        raise NotFound("staff")
    if staff.id == actor.staff_id:
        raise Refused(Reason("access.grant.self", N_("You cannot change your own access. Ask another supervisor.")))
    return staff


def _grant(actor: Actor, staff: Staff, role: Role) -> None:
    grant = Grant.objects.create(staff=staff, role=role, since=clock.today(), given_by_id=actor.staff_id)
    audit.record(actor, "access.staff.grant_role", grant, role=str(role), staff=staff.id)


@transaction.atomic
def make_token(actor: Actor, *, name: str, days: int = 90) -> str:
    """A token for a machine that acts as this member of staff; shown once, kept as a digest."""
    token = new_token() + new_token()
    digest = hashlib.sha256(token.encode()).hexdigest()
    row = ApiToken.objects.create(staff_id=actor.staff_id, name=name, digest=digest, until=clock.today() + timedelta(days=days))
    audit.record(actor, "access.token.make", row, days=days)
    return token
