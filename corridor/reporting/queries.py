"""The joint figures, computed from case records on a day: each with since, as of, source, status and definition.

Two indicators that are never added: returns (since 2015) and evacuations (since September 2017). Only numbers leave the
database; small cells are withheld before anybody sees them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from corridor.access.roles import Permission
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.refusals import N_

from .rules import Cell, protect, publishable_total
from .words import Dimension, FigureStatus

RETURNS_SINCE = date(2015, 1, 1)
EVACUATIONS_SINCE = date(2017, 9, 1)


@dataclass(frozen=True)
class Definition:
    code: str
    pathway: str
    label: str
    since: date
    source: str
    text: str
    dimensions: tuple[Dimension, ...]


D = Dimension
_CUTS = (D.YEAR, D.MONTH, D.NATIONALITY, D.SEX, D.AGE_GROUP, D.EMBARKATION, D.DESTINATION, D.CARRIAGE)
DEFINITIONS = (
    Definition(
        "RETURNS",
        "vhr",
        N_("People assisted to return voluntarily"),
        RETURNS_SINCE,
        "IOM",
        N_(
            "Persons who departed on a voluntary humanitarian return, each counted once, on the first departure. Not added to evacuations."
        ),
        (*_CUTS, D.CONFIDENCE),
    ),
    Definition(
        "EVACUATIONS",
        "evacuation",
        N_("Refugees evacuated"),
        EVACUATIONS_SINCE,
        "UNHCR",
        N_(
            "Persons who departed on an evacuation out of the country, each counted once. Resettlement from a transit site is not added."
        ),
        _CUTS,
    ),
)


@dataclass(frozen=True)
class Indicator:
    """One published number and its breakdowns. `value` None: withheld."""

    code: str
    label: str
    value: int | None
    unit: str
    since: date
    as_of: date
    source: str
    status: FigureStatus
    definition: str
    breakdowns: Mapping[str, tuple[Cell, ...]]
    synthetic: bool

    def plain(self) -> dict[str, Any]:
        """For JSON: dates as text, withheld cells as null and named so."""
        cells = {
            name: [{"key": c.key, "value": c.value, "withheld": c.withheld} for c in cut] for name, cut in self.breakdowns.items()
        }
        return asdict(self) | {
            "breakdowns": cells,
            "since": self.since.isoformat(),
            "as_of": self.as_of.isoformat(),
            "status": str(self.status),
        }


def figures(actor: Actor, as_of: date) -> list[Indicator]:
    """All joint figures as of a day, safe to publish."""
    actor.need(Permission.FIGURES_READ)
    with acting(system("reporting.figures")):  # raw counts are for the report alone, whoever reads it
        return [_indicator(definition, as_of) for definition in DEFINITIONS]


def _indicator(definition: Definition, as_of: date) -> Indicator:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        sql = "SELECT dimension, cell, persons FROM reporting_departures(%s, %s) WHERE pathway = %s ORDER BY dimension, cell"
        cursor.execute(sql, [definition.since, as_of, definition.pathway])
        for dimension, cell, persons in cursor.fetchall():
            counts[dimension][cell] = persons
    total = counts["total"].get("", 0)
    threshold = settings.PUBLICATION_THRESHOLD
    synthetic = " (SYNTHETIC)" if settings.SYNTHETIC else ""
    return Indicator(
        code=definition.code,
        label=definition.label,
        value=publishable_total(total, threshold),
        unit="persons",
        since=definition.since,
        as_of=as_of,
        source=f"{definition.source}, case records{synthetic}",
        status=FigureStatus.PRELIMINARY if counts["status"].get("departed") else FigureStatus.RECONCILED,
        definition=definition.text,
        breakdowns={str(cut): protect(_ordered(cut, counts[cut]), threshold) for cut in definition.dimensions},
        synthetic=settings.SYNTHETIC,
    )


def _ordered(cut: Dimension, counts: Mapping[str, int]) -> dict[str, int]:
    """Time and age run forward; everything else from the largest; unknown last."""
    if cut == D.AGE_GROUP:
        keys = sorted(counts, key=lambda key: (key == "unknown", int(key.rstrip("+").split("-")[0]) if key != "unknown" else 0))
        return {key: counts[key] for key in keys}
    forward = cut in (D.YEAR, D.MONTH)
    keys = sorted(counts, key=lambda key: (key == "unknown", key if forward else "", -counts[key], key))
    return {key: counts[key] for key in keys}
