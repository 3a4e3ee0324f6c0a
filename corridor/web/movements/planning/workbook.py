"""The plan as a workbook: who goes where, who waits and why, who stands by, charters, what changes. References only, no names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.movements import queries
from corridor.web.movements.outputs import book, xlsx
from corridor.web.shell import formats

from . import shown
from .words import WHY, causes

Names = Mapping[str, str]  # of places, by their label in plans


def plan_file(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One line of the record for the file; its name holds the version and nothing else."""
    plan = queries.plan(request.actor, plan_id)
    names = shown.names_of(request.actor)
    about = shown.plan_shown(request.actor, plan, names)
    sheets = [_placed(plan, names), _waiting(plan, names), _standby(plan, names), _charters(about["charters"]), _changes(plan)]
    facts = [(_("State"), about["said"]), (_("Printed"), formats.moment(clock.now()))]
    body = book.write(_("Movement plan"), facts, sheets, settings.SYNTHETIC)
    audit.record(
        request.actor, "movements.plan.export", plan_id, version=plan.head.version, format="xlsx", people=plan.head.persons
    )
    answer = HttpResponse(body, content_type=xlsx.KIND)
    answer["Content-Disposition"] = f'attachment; filename="plan-{plan.head.version}.xlsx"'
    return answer


def _party(one: queries.PlannedParty, names: Names) -> list[str | int]:
    return [
        one.reference,
        one.people,
        names.get(one.destination, one.destination),
        one.waits_days if one.waits_days is not None else "",
    ]


def _headings() -> list[str]:
    return [_("Party"), _("People"), _("To"), _("Waits, days")]


def _placed(plan: queries.PlanRow, names: Names) -> book.Sheet:
    before = {one.reference: one.before for one in plan.changes}
    rows = [
        [one.option, *_party(one, names), before.get(one.reference, "")]
        for one in sorted(plan.placed, key=lambda each: (each.option, each.reference))
    ]
    return book.Sheet(_("Plan"), [_("Flight"), *_headings(), _("Instead of")], rows, _("Nobody has a seat in this plan."))


def _waiting(plan: queries.PlanRow, names: Names) -> book.Sheet:
    rows = [[*_party(one, names), _(WHY[one.code]), one.words] for one in plan.waiting]
    return book.Sheet(_("Waiting"), [*_headings(), _("Why no seat"), _("Reason of record")], rows, _("Nobody waits."))


def _standby(plan: queries.PlanRow, names: Names) -> book.Sheet:
    rows = [
        [option, place, *_party(one, names)] for option, line in plan.standby.items() for place, one in enumerate(line, start=1)
    ]
    return book.Sheet(_("Standby"), [_("Flight"), _("Order"), *_headings()], rows, _("Nobody stands by."))


def _charters(charters: list[Mapping[str, Any]]) -> book.Sheet:
    headings = [_("Flight"), _("To"), _("On"), _("Filled"), _("Seats"), _("Not below, seats"), _("Cost, EUR"), _("Funding line")]
    rows = [
        [one["code"], one["to"], formats.day(one["day"]), one["placed"], one["seats"], one["least"], one["amount"], one["fund"]]
        for one in charters
    ]
    return book.Sheet(_("Charters"), headings, rows, _("No charter to commission."))


def _changes(plan: queries.PlanRow) -> book.Sheet:
    rows = []
    for one in plan.changes:
        why, fixer = causes(one.reasons)
        rows.append([one.reference, one.people, one.before, one.after, why, fixer])
    headings = [_("Party"), _("People"), _("From flight"), _("To flight"), _("Why"), _("Who can fix it")]
    return book.Sheet(_("Changes"), headings, rows, _("Nobody moves."))
