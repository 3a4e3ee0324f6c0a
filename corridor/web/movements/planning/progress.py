"""The work on a plan as its panel shows it: how far, how good, how close to the best, and what stopped it. Pure."""

from typing import Any

from django.utils.translation import gettext as _

from corridor.movements.lifecycle import PLAN_AT_WORK
from corridor.movements.lifecycle import Plan as PlanState
from corridor.movements.queries import Because, PlanWork, SearchRow
from corridor.movements.words import Happening, Phase
from corridor.web.shell import formats

KINDS = {"making": "wait", "proposed": "info", "publishing": "wait", "published": "ok", "failed": "stop"}


def shown(one: PlanWork | None) -> dict[str, Any] | None:
    """What the page and its polled part say about the work on the newest plan."""
    if one is None:
        return None
    return {
        "one": one,
        "kind": KINDS[one.state],
        "word": _(PlanState(one.state).label),
        "running": one.state in PLAN_AT_WORK,
        "making": one.state == PlanState.MAKING,
        "in_force": one.state == PlanState.PUBLISHED,
        "may_go_on": one.state == PlanState.FAILED and one.proposed,
        "stopped": formats.said(one.stopped) if one.stopped else "",
        "because": because_said(one.because),
        "search": search_shown(one.search) if one.search else None,
        "why": " ".join(formats.said(reason) for reason in one.why[:5]),
    }


def because_said(because: Because | None) -> str:
    """What the plan answers: Flight cancelled: CR-0229."""
    if because is None:
        return ""
    if not because.happening:
        return because.subject
    word = _(Happening(because.happening).label)
    return f"{word}: {because.subject}" if because.subject else word


def search_shown(one: SearchRow) -> dict[str, Any]:
    """The best plan so far in numbers, and how much better any plan could be at most."""
    gap = "" if one.gap is None else formats.share(one.gap, 1 if one.gap < 0.1 else 0)
    facts = [
        (_("People for whom life or time presses, placed"), one.tier2_persons),
        (_("People with a last chance, placed"), one.expiring_persons),
        (_("Value of the plan"), one.value),
        (_("No plan can be worth more than"), one.bound),
    ]
    return {
        "phase": _(Phase(one.phase).label),
        "facts": [(label, formats.count(value)) for label, value in facts if value is not None],
        "gap": gap,
        "gap_said": _("At most %(gap)s below the best possible") % {"gap": gap} if gap else "",
        "seconds": formats.count(round(one.seconds)),
        "done": round(one.seconds),
        "limit": one.limit,
    }
