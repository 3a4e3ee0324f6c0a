"""A return as people read it: the line with its gates, what may be done now and why not, rows of lists, requests."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.kernel import clock
from corridor.people.words import Sex
from corridor.returns import queries
from corridor.returns.lifecycle import RETURN, Consular, Return
from corridor.returns.words import InterviewMode
from corridor.web.people import presenters as people
from corridor.web.shell import formats

R = Return
LINE = (R.REQUESTED, R.REGISTERED, R.COUNSELLED, R.SCREENED, R.CONSENTED, R.CONSULAR_PENDING, R.DOCUMENTED, R.EXIT_CLEARED)
LINE += (R.BOOKED, R.DEPARTED, R.ARRIVED)
SHUT = {R.ON_HOLD: R.COUNSELLED, R.WITHDRAWN: R.CONSENTED, R.NOT_CONFIRMED: R.CONSULAR_PENDING}
# verb: (address, permission); a step with a form of its own is a link, the others are one press.
STEPS = {
    "register": ("returns.step", P.RETURN_MANAGE),
    "counsel": ("returns.counsel", P.RETURN_MANAGE),
    "screen": ("returns.step", P.RETURN_MANAGE),
    "consent": ("returns.step", P.RETURN_MANAGE),
    "ask_consulate": ("returns.ask_consulate", P.CONSULAR_REQUEST),
    "document": ("returns.step", P.RETURN_MANAGE),
    "clear_exit": ("returns.step", P.RETURN_MANAGE),
    "resume": ("returns.resume", P.RETURN_MANAGE),
    "hold": ("returns.step", P.RETURN_MANAGE),
    "withdraw": ("returns.withdraw", P.CONSENT_WITHDRAW),
    "close": ("returns.step", P.RETURN_MANAGE),
}
PRESSED = frozenset({"returns.step", "returns.withdraw"})
ENDS = frozenset({"hold", "withdraw", "close"})
KINDS = {R.ON_HOLD: "hold", R.WITHDRAWN: "idle", R.CLOSED: "idle", R.NOT_CONFIRMED: "stop", R.ARRIVED: "ok", R.DEPARTED: "ok"}
REQUEST_KINDS = {Consular.ISSUED: "ok", Consular.CONFIRMED: "ok", Consular.NOT_CONFIRMED: "stop", Consular.ENDED: "idle"}
VIEWS = (("step", gettext_lazy("Needs a step from us")), ("mine", gettext_lazy("Mine")), ("all", gettext_lazy("All")))
PAGE = 25


def person_page(actor: Any, person_id: UUID) -> dict[str, Any]:
    """Everything of the return panel of one person."""
    row = queries.case_of(actor, person_id)
    if row is None:
        return {"case": None, "may_open": actor.may(P.RETURN_MANAGE)}
    requests = [_request(one, actor, person_id) for one in queries.requests_of(actor, person_id)]
    names = access.staff_names(actor, {one for one in (row.caseworker_id,) if one})
    return {
        "case": row,
        "line": line(row.status),
        "status": _(Return(row.status).label),
        "kind": KINDS.get(Return(row.status), "info"),
        "facts": [
            (_("Asked on"), formats.day(row.requested_on)),
            (_("Arrives in"), row.destination_name),
            (_("Goes on to"), row.final_town),
            (_("Caseworker"), names.get(row.caseworker_id, "")),
            (_("Stands there since"), formats.moment(row.status_since)),
        ],
        "steps": doings(actor, row, person_id),
        "requests": requests,
        "counsellings": queries.counsellings(actor, person_id),
        "may_open": bool(row.closed_on) and actor.may(P.RETURN_MANAGE),
        "may_change": row.closed_on is None and actor.may(P.RETURN_MANAGE),
    }


def line(status: str) -> list[dict[str, str]]:
    """Gates passed are open; the line stops at a shut one, or stands where the case is."""
    word = Return(status)
    shut = SHUT.get(word)
    here = LINE.index(shut or word) if (shut or word) in LINE else -1
    gates = []
    for number, step in enumerate(LINE):
        state = "open" if number < here or word is R.ARRIVED else "ahead"
        if number == here and word is not R.ARRIVED:
            state = "shut" if shut else "here"
        gates.append({"name": _(step.label), "state": state, "note": _(word.label) if state == "shut" else ""})
    return gates


def doings(actor: Any, row: queries.ReturnRow, person_id: UUID) -> list[dict[str, Any]]:
    """Open steps; refused ones stay in sight, with the reasons."""
    found = []
    for verb, reasons in queries.steps(actor, person_id).items():
        if verb not in STEPS or not actor.may(STEPS[verb][1]):
            continue
        name = STEPS[verb][0]
        address = reverse(name, args=[person_id, verb] if name == "returns.step" else [person_id])
        found.append(
            {
                "label": _(RETURN.steps[verb].label),
                "url": address,
                "press": name in PRESSED,
                "reasons": reasons,
                "ends": verb in ENDS,
            }
        )
    return found


def list_page(actor: Any, view: str, filters: dict[str, Any], number: str) -> dict[str, Any]:
    """Rows of the list, its views with their counts, and the pages."""
    chosen = {**filters, "needs_step": view == "step", "mine": view == "mine"}
    page: Page = Paginator(range(queries.count_cases(actor, **chosen, most=queries.MOST)), PAGE).get_page(number)
    rows = queries.cases(actor, **chosen, limit=PAGE, offset=(page.number - 1) * PAGE)
    return {"rows": [_listed(row) for row in rows], "page": page}


def views(actor: Any, view: str) -> list[dict[str, Any]]:
    counts = {
        "step": queries.count_cases(actor, needs_step=True, most=queries.MOST),
        "mine": queries.count_cases(actor, mine=True, most=queries.MOST),
        "all": queries.count_cases(actor, most=queries.MOST),
    }
    return [
        {"url": f"?view={key}", "active": key == view} | formats.counted(text, counts[key], queries.MOST) for key, text in VIEWS
    ]


def _listed(row: queries.ListedRow) -> dict[str, Any]:
    days = (clock.today() - row.case.requested_on).days
    age = formats.count(row.age) if row.age is not None else _("age not known")
    word = Return(row.case.status)
    return {
        "url": reverse("returns.person", args=[row.case.person_id]),
        "name": row.name,
        "ref": row.reference,
        "facts": f"{_(Sex(row.sex).label)}, {age}, {formats.country(row.nationality) if row.nationality else _('nationality not known')}",
        "step": _(word.label),
        "step_note": row.case.destination_name,
        "due": ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.count(days)},
        "due_note": _("asked %(day)s") % {"day": formats.day(row.case.requested_on)},
        "flags": [{"kind": KINDS[word], "text": _(word.label)}] if word in (R.ON_HOLD, R.NOT_CONFIRMED) else [],
    }


def _request(row: queries.RequestRow, actor: Any, person_id: UUID) -> dict[str, Any]:
    word = Consular(row.status)
    live = row.ended_at is None and actor.may(P.CONSULAR_REQUEST)
    return {
        "consulate": row.consulate_name,
        "reference": row.reference,
        "status": _(word.label),
        "kind": REQUEST_KINDS.get(word, "wait"),
        "asked_at": row.asked_at,
        "interview": interview(row),
        "ended_at": row.ended_at,
        "end_url": reverse("returns.end_request", args=[person_id, row.id]) if live else "",
    }


def consular(row: queries.ConsularRow) -> dict[str, Any]:
    """One request as the consulate reads it."""
    return {
        "row": row,
        "url": reverse("returns.consular_request", args=[row.id]),
        "sex": _(Sex(row.sex).label),
        "born": _born(row),
        "nationality": formats.country(row.nationality) if row.nationality else "",
        "interview": interview(row),
        "status": _(Consular(row.status).label),
        "kind": REQUEST_KINDS.get(Consular(row.status), "wait"),
    }


def interview(row: Any) -> str:
    if not row.interview_at:
        return ""
    return _("%(how)s, %(when)s") % {"how": _(InterviewMode(row.interview_mode).label), "when": formats.moment(row.interview_at)}


def _born(row: queries.ConsularRow) -> str:
    written = people.birth_written(row)  # type: ignore[arg-type]  # the same two fields
    return _("%(when)s, estimated") % {"when": written} if row.birth_precision == "estimated" else written
