"""A policy in plain words: what each number means, grouped as people ask; two versions side by side."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from corridor.kernel.refusals import N_
from corridor.movements.lifecycle import Policy as State
from corridor.movements.rules.policy import NUMBERS, Differs
from corridor.movements.words import Freeze, Service
from corridor.protection.words import Band
from corridor.web.shell import formats

KINDS = {"draft": "wait", "in_force": "ok", "replaced": "idle", "refused": "stop"}
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        N_("Who goes before everybody"),
        N_("Life or time presses. Among them, and among everybody else, points decide."),
        ("pressing_bands", "pressing_services"),
    ),
    (
        N_("Points for each person"),
        N_("A party’s points are the sum over its people. Nothing else gives points."),
        ("base", "waiting_day", "waiting_most", "child", "infant", "child_alone"),
    ),
    (
        N_("Points by protection band"),
        N_("From the protection screening. A higher band never counts less."),
        ("band_low", "band_medium", "band_high", "band_critical"),
    ),
    (
        N_("Points by service needed on the way"),
        N_("What is needed, never why."),
        ("service_stretcher", "service_medical_escort", "service_oxygen", "service_wheelchair", "service_child_escort"),
    ),
    (
        N_("Promises and time"),
        N_("Whoever was told a date keeps it while it is possible, under any policy."),
        ("freeze", "freeze_days", "expiring_days", "timeliness_drop", "standby_depth"),
    ),
    (
        N_("Floors by town"),
        N_("How many people of a town should travel in a plan. Centres and shelters count for their town."),
        ("floors", "shortfall_penalty"),
    ),
    (
        N_("Charters, escorts and vehicles"),
        N_("With no seats in a vehicle, vehicles are not planned."),
        ("least_fill", "cases_per_escort", "vehicle_seats", "vehicle_cost", "vehicle_fund"),
    ),
)
LISTS = {
    "pressing_bands": N_("Protection bands"),
    "pressing_services": N_("Services needed on the way"),
    "freeze": N_("What stays as it is when plans are made"),
    "floors": N_("People who should travel"),
    "vehicle_fund": N_("Fund that pays for vehicles"),
}


def label(field: str) -> str:
    if field.startswith("band_"):
        return _("Protection band: %(band)s") % {"band": _(Band(field.removeprefix("band_")).label)}
    if field.startswith("service_"):
        return _(Service(field.removeprefix("service_")).label)
    return _(LISTS[field] if field in LISTS else NUMBERS[field][0])


def said(field: str, value: Any, towns: Mapping[str, str]) -> str:
    """One value as people read it."""
    if field == "pressing_bands":
        return ", ".join(_(band.label) for band in reversed(Band) if band in value)
    if field == "pressing_services":
        return ", ".join(_(service.label) for service in Service if service in value) or _("None")
    if field == "freeze":
        return _(Freeze(value).label)
    if field == "floors":
        parts = [
            _("%(town)s %(people)s") % {"town": towns.get(one["group"], one["group"]), "people": formats.count(one["persons"])}
            for one in value
        ]
        return ", ".join(sorted(parts)) or _("None")
    if field == "vehicle_fund":
        return value or _("None")
    if field == "vehicle_seats" and not value:
        return _("Vehicles are not planned")
    return formats.count(value)


def groups(
    values: Mapping[str, Any], towns: Mapping[str, str], changed: Mapping[str, Differs] | None = None
) -> list[dict[str, Any]]:
    """Every field in words; with what it was before where it differs."""
    changed = changed or {}
    return [
        {
            "title": _(title),
            "sub": _(sub),
            "rows": [
                {
                    "label": label(field),
                    "value": said(field, values[field], towns),
                    "before": said(field, changed[field].before, towns) if field in changed else "",
                    "differs": field in changed,
                    "number": isinstance(values[field], int),
                }
                for field in fields
            ],
        }
        for title, sub, fields in GROUPS
    ]


def state(row: Any) -> dict[str, str]:
    return {"kind": KINDS[row.state], "text": _(State(row.state).label)}
