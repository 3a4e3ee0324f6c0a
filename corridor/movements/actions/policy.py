"""What the programme decides about plans: somebody writes a version, somebody else approves or refuses it, one is in force."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, refuse_if
from corridor.movements import queries, rules
from corridor.movements.lifecycle import POLICY
from corridor.movements.lifecycle import Policy as State
from corridor.movements.models import Policy
from corridor.movements.rules.policy import NOTHING_CHANGED, STANDARD, differences, plain, weights_of_draft

OWN = Reason("movements.policy.own", N_("You wrote this version. Another person approves it."))
OVERTAKEN = Reason(
    "movements.policy.overtaken", N_("Another version came into force after this one was written. Write it again from that one.")
)
NOTE = Reason("movements.policy.note", N_("Say what changes and why, in one sentence."), {}, "note")
WHY = Reason("movements.policy.why", N_("Say why, in one sentence."), {}, "reason")


@transaction.atomic
def propose_policy(actor: Actor, changes: Mapping[str, Any], note: str) -> UUID:
    """A draft: the version in force with these changes. Nothing is planned by it until another person approves."""
    actor.need(Permission.POLICY_PROPOSE)
    refuse_if([] if note.strip() else [NOTE])
    _one_at_a_time(actor)
    last = queries.policy_in_force(actor)
    before = queries.policy_values(actor)
    values = {**before, **changes}
    refuse_if(rules.policy_faults(values, queries.towns(actor)))
    refuse_if([NOTHING_CHANGED] if last and not differences(before, values) else [])
    mine = Policy.objects.filter(organisation_id=actor.organisation_id)
    row = Policy(
        organisation_id=actor.organisation_id,
        version=(mine.aggregate(last=Max("version"))["last"] or 0) + 1,
        weights=plain(weights_of_draft(values)),
        note=note.strip()[:300],
        made_at=clock.now(),
        made_by_id=actor.staff_id,
        **{name: values[name] for name in STANDARD},
    )
    row.save(force_insert=True)
    audit.record(actor, "movements.policy.propose", row, version=row.version)
    return row.id


@transaction.atomic
def approve_policy(actor: Actor, policy_id: UUID) -> None:
    """By another person than its writer. From now on plans are made by it; plans made before keep theirs."""
    actor.need(Permission.POLICY_APPROVE)
    _one_at_a_time(actor)
    row = _to_change(actor, policy_id)
    state = POLICY.check("approve", row.state)
    refuse_if([OWN] if row.made_by_id == actor.staff_id else [])
    last = Policy.objects.filter(organisation_id=actor.organisation_id, state=str(State.IN_FORCE)).order_by("id").first()
    if last and last.approved_at and last.approved_at > row.made_at:
        raise Conflict(OVERTAKEN)
    refuse_if(rules.policy_faults(queries.policy(actor, row.id).values, queries.towns(actor)))
    if last:
        last.state = POLICY.check("replace", last.state)
        last.save(update_fields=["state"])
    row.state, row.approved_at, row.approved_by_id = state, clock.now(), actor.staff_id
    row.save(update_fields=["state", "approved_at", "approved_by_id"])
    audit.record(actor, "movements.policy.approve", row, version=row.version, replaced=last.version if last else None)


@transaction.atomic
def refuse_policy(actor: Actor, policy_id: UUID, reason: str) -> None:
    """It stays among the versions, refused. Its writer may take it back the same way."""
    row = _to_change(actor, policy_id)
    if row.made_by_id != actor.staff_id:
        actor.need(Permission.POLICY_APPROVE)
    refuse_if([] if reason.strip() else [WHY])
    row.state = POLICY.check("refuse", row.state)
    row.save(update_fields=["state"])
    audit.record(actor, "movements.policy.refuse", row, reason=reason.strip()[:300], version=row.version)


def _to_change(actor: Actor, policy_id: UUID) -> Policy:
    rows = Policy.objects.select_for_update(of=("self",)).filter(organisation_id=actor.organisation_id, id=policy_id)
    row = rows.order_by("id").first()
    if row is None or not (actor.may(Permission.POLICY_PROPOSE) or actor.may(Permission.POLICY_APPROVE)):
        raise NotFound("policy")
    return row


def _one_at_a_time(actor: Actor) -> None:
    """Versions are numbered, and come into force, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4720))", [f"policy {actor.organisation_id}"])


__all__ = ["approve_policy", "propose_policy", "refuse_policy"]
