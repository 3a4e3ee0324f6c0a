"""Funds for movements, and limits of places: written down by the movement officer, read by each plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_, NotFound, Reason, refuse_if
from corridor.movements.models import Fund, Limit
from corridor.movements.words import LimitKind
from corridor.places import queries as places
from corridor.places.words import SiteKind

from ._common import expect, the_tables_word

MOST_EUR, MOST_PEOPLE = 100_000_000, 100_000
CODE = Reason("movements.fund.code", N_("Give the fund the code that flights carry, without spaces at the ends."), {}, "code")
NAME = Reason("movements.fund.name", N_("Say whose money it is."), {}, "name")
AMOUNT = Reason("movements.fund.amount", N_("Choose an amount from 0 to 100 million EUR."), {}, "amount")
DAYS = Reason("movements.days", N_("The last day cannot be before the first."), {}, "last")
PLACES = Reason("movements.fund.destinations", N_("Choose destinations from the list."), {}, "destinations")
PATHWAYS = Reason("movements.fund.pathways", N_("Choose returns, evacuations, or neither for both."), {}, "pathways")
KIND = Reason("movements.limit.kind", N_("Choose what is limited."), {}, "kind")
SITE = Reason(
    "movements.limit.site", N_("Reception is limited at a destination, departures and vehicles at an airport."), {}, "site"
)
NUMBER = Reason("movements.limit.number", N_("Choose a number from 0 to 100,000."), {}, "number")
ENDED = Reason("movements.limit.ended", N_("This limit has ended already."))
KINDS_OF_SITE = {
    LimitKind.RECEPTION: (SiteKind.CITY, SiteKind.TRANSIT),
    LimitKind.AIRPORT: (SiteKind.AIRPORT,),
    LimitKind.VEHICLES: (SiteKind.AIRPORT,),
}


@dataclass(frozen=True)
class NewFund:
    """`destinations`: codes of sites; none of them means any, as for pathways."""

    code: str
    name: str
    amount: int
    first: date
    last: date
    destinations: Sequence[str] = ()
    pathways: Sequence[str] = ()


@transaction.atomic
def add_fund(actor: Actor, new: NewFund) -> UUID:
    actor.need(Permission.LIMITS_MANAGE)
    row = Fund(organisation_id=actor.organisation_id, code=new.code.strip())
    _write(actor, row, new)
    with the_tables_word():
        row.save(force_insert=True)
    audit.record(actor, "movements.fund.add", row, amount=row.amount)
    return row.id


@transaction.atomic
def change_fund(actor: Actor, fund_id: UUID, new: NewFund, version: int | None = None) -> None:
    """Everything but the code: flights carry it."""
    actor.need(Permission.LIMITS_MANAGE)
    mine = Fund.objects.select_for_update(of=("self",)).filter(organisation_id=actor.organisation_id, id=fund_id)
    row = mine.order_by("id").first()
    if row is None:
        raise NotFound("fund")
    expect(row, version)
    before = row.amount
    _write(actor, row, new)
    row.version += 1
    row.save()
    audit.record(actor, "movements.fund.change", row, before=before, amount=row.amount)


def _write(actor: Actor, row: Fund, new: NewFund) -> None:
    known = {site.code for site in places.sites(actor, SiteKind.CITY, SiteKind.TRANSIT)}
    found = [CODE] if not row.code or len(row.code) > 40 else []
    found += [NAME] if not new.name.strip() else []
    found += [AMOUNT] if not 0 <= new.amount <= MOST_EUR else []
    found += [DAYS] if new.last < new.first else []
    found += [PLACES] if not set(new.destinations) <= known else []
    found += [PATHWAYS] if not set(new.pathways) <= {str(one) for one in Pathway if one} else []
    refuse_if(found)
    row.name, row.amount, row.first, row.last = new.name.strip()[:120], new.amount, new.first, new.last
    row.destinations, row.pathways = sorted(new.destinations) or None, sorted(new.pathways) or None


@transaction.atomic
def set_limit(actor: Actor, kind: str, site_id: UUID, first: date, last: date, number: int, note: str = "") -> UUID:
    """Of one kind, for one place, there is one limit a day; to change it, end it and set another."""
    actor.need(Permission.LIMITS_MANAGE)
    refuse_if([KIND] if kind not in set(LimitKind) else [])
    fits = places.site(actor, site_id).kind in KINDS_OF_SITE[LimitKind(kind)]
    found = [SITE] if not fits else []
    found += [DAYS] if last < first else []
    found += [NUMBER] if not 0 <= number <= MOST_PEOPLE else []
    refuse_if(found)
    row = Limit(organisation_id=actor.organisation_id, kind=kind, site_id=site_id, first=first, last=last, number=number)
    row.note = note.strip()[:120]
    with the_tables_word():
        row.save(force_insert=True)
    audit.record(actor, "movements.limit.set", row, kind=kind, site=site_id, number=number)
    return row.id


@transaction.atomic
def end_limit(actor: Actor, limit_id: UUID) -> None:
    """Plans made from now on do not know it. It stays as a record."""
    actor.need(Permission.LIMITS_MANAGE)
    mine = Limit.objects.select_for_update(of=("self",)).filter(organisation_id=actor.organisation_id, id=limit_id)
    row = mine.order_by("id").first()
    if row is None:
        raise NotFound("limit")
    refuse_if([ENDED] if row.ended_at else [])
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    audit.record(actor, "movements.limit.end", row, kind=row.kind, site=row.site_id)


__all__ = ["MOST_EUR", "MOST_PEOPLE", "NewFund", "add_fund", "change_fund", "end_limit", "set_limit"]
