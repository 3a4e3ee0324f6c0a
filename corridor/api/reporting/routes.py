"""GET /api/reporting/figures?as_of=2019-09-25: the joint figures, as bin/corridor figures --json prints them."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from corridor.access.roles import Permission
from corridor.api.door import needs
from corridor.audit import actions as audit
from corridor.kernel import clock
from corridor.reporting import queries

router = Router()


@router.get("figures")
@needs(Permission.FIGURES_READ)
def figures(request: HttpRequest, as_of: date | None = None) -> list[dict[str, Any]]:
    day = as_of or clock.today()
    indicators = queries.figures(request.actor, day)
    audit.record(request.actor, "reporting.figures.export", as_of=day.isoformat())
    return [one.plain() for one in indicators]
