"""Why this party travels then, or not yet: the reason of record, in the language of whoever reads it to them.

Read from the plan and never worked out again. No price, no other party, no name but the party's own members.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from corridor.movements import queries
from corridor.movements.queries import screens
from corridor.web.shell import formats

from . import shown

LANGUAGES = ("en", "fr", "ar")
RTL = frozenset({"ar"})


def reason(request: HttpRequest, plan_id: UUID, party_id: UUID) -> HttpResponse:
    actor, plan = request.actor, queries.plan(request.actor, plan_id)
    party = next((one for one in (*plan.placed, *plan.waiting) if one.party_id == party_id), None)
    if party is None:
        raise Http404
    chosen = language(request.GET.get("language", ""))
    context = {
        "head": plan.head,
        "said": shown.said(plan.head),
        "party": party,
        "destination": shown.names_of(actor).get(party.destination, party.destination),
        "members": screens.members_of(actor, [party_id]).get(party_id, []),
        "sentences": queries.explanation(actor, plan_id, party_id, chosen),
        "language": chosen,
        "direction": "rtl" if chosen in RTL else "ltr",
        "languages": languages(chosen),
    }
    return render(request, "movements/planning/reason.html", context)


def language(asked: str) -> str:
    """The one asked for, else the reader's own."""
    return asked if asked in LANGUAGES else formats.language() if get_language() in LANGUAGES else LANGUAGES[0]


def languages(chosen: str) -> list[dict[str, Any]]:
    return [{"text": formats.tongue(one), "url": f"?language={one}", "active": one == chosen} for one in LANGUAGES]
