"""Finding places. Nobody's whereabouts are here; sites and capacities are known to every partner."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound

from .models import Capacity, Site
from .words import DETENTION, SiteKind


@dataclass(frozen=True)
class SiteRow:
    id: UUID
    code: str
    name: str
    kind: str
    country: str
    area: str
    iata: str

    @property
    def is_detention(self) -> bool:
        return self.kind in DETENTION


def sites(actor: Actor, *kinds: SiteKind, country: str = "") -> list[SiteRow]:
    rows = Site.objects.filter(is_open=True)
    rows = rows.filter(kind__in=[str(kind) for kind in kinds]) if kinds else rows
    rows = rows.filter(country=country) if country else rows
    return [_row(site) for site in rows.order_by("name", "code")]


def site(actor: Actor, site_id: UUID) -> SiteRow:
    found = Site.objects.filter(id=site_id).first()
    if found is None:
        raise NotFound("site")
    return _row(found)


def sites_by_id(actor: Actor, ids: set[UUID]) -> dict[UUID, SiteRow]:
    return {site.id: _row(site) for site in Site.objects.filter(id__in=ids).order_by("id")}


def capacity_on(actor: Actor, site_id: UUID, day: date) -> int | None:
    """People the site may hold that day; None when no agreement covers the day: then nobody may be planned there."""
    return Capacity.objects.filter(site_id=site_id, days__contains=day).order_by("id").values_list("persons", flat=True).first()


def _row(site: Site) -> SiteRow:
    return SiteRow(site.id, site.code, site.name, site.kind, site.country, site.area, site.iata)
