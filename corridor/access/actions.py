"""What staff do to their own access: sign in and out (recorded), preferences, the quick unlock."""

import hashlib
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.ids import new_token
from corridor.kernel.refusals import N_, Reason, Refused

from .models import ApiToken, Grant, Staff
from .roles import Permission, Role


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


@transaction.atomic
def grant_role(actor: Actor, staff_id: object, role: Role) -> None:
    """Nobody gives a role to themselves."""
    actor.need(Permission.STAFF_MANAGE)
    staff = Staff.objects.select_for_update(of=("self",)).get(id=staff_id, organisation_id=actor.organisation_id)
    if staff.id == actor.staff_id:
        raise Refused(Reason("access.grant.self", N_("You cannot give a role to yourself. Ask another supervisor.")))
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
