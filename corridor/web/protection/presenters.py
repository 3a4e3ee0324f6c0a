"""How protection is shown: content for those who may read it; for others that something is open, and whom to ask."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.people import queries as people
from corridor.people.queries import PersonRow
from corridor.protection import queries, rules
from corridor.protection.lifecycle import REFERRAL
from corridor.protection.lifecycle import Referral as Status
from corridor.protection.queries import AdvisoryRow, Matters, ReferralRow
from corridor.protection.words import (
    ITEMS,
    AdvisoryLevel,
    Band,
    BestInterestsKind,
    Fear,
    Finding,
    PathwayChoice,
    RedFlag,
    Solution,
    Tracing,
    Trafficking,
)
from corridor.web.shell import formats
from corridor.web.shell.errors import sentence

from .forms import LEVEL_WORDS

WITH_REASON = frozenset({"reject", "not_registrable"})
BANDS = {Band.LOW: "ok", Band.MEDIUM: "info", Band.HIGH: "wait", Band.CRITICAL: "stop"}
FEARS = {Fear.NO_FEAR: "ok", Fear.FEAR: "hold", Fear.UNSURE: "hold", Fear.NOT_ASKED: "idle"}
LEVELS = {AdvisoryLevel.NONE: "ok", AdvisoryLevel.CAUTION: "wait", AdvisoryLevel.NO_RETURN: "stop"}
ANSWERS = {
    Status.ACCEPTED: "ok",
    Status.REJECTED: "stop",
    Status.NOT_REGISTRABLE: "stop",
    Status.DECLINED: "idle",
    Status.CLOSED: "idle",
}

# What may be done from the page: (words, address, permission).
DOINGS = (
    (gettext_lazy("Ask about fear of return"), "protection.fear", P.FEAR_ASK),
    (gettext_lazy("Options and choice"), "protection.pathway", P.PATHWAY_DECIDE),
    (gettext_lazy("Record a screening"), "protection.screening", P.SCREENING_RECORD),
    (gettext_lazy("Assess trafficking"), "protection.trafficking", P.SCREENING_RECORD),
    (gettext_lazy("Record best interests"), "protection.best_interests", P.BEST_INTERESTS_RECORD),
    (gettext_lazy("Set the care of a child alone"), "protection.child_care", P.BEST_INTERESTS_RECORD),
    (gettext_lazy("Propose a referral"), "protection.propose", P.REFERRAL_SEND),
    (gettext_lazy("Sign off a return under caution"), "protection.sign_off", P.ADVISORY_SIGN_OFF),
    (gettext_lazy("Ask for an override"), "protection.override", P.OVERRIDE_REQUEST),
)


def fear_question() -> str:
    """The sentence to read aloud, the same for everybody, in the reader's language."""
    return _(rules.FEAR_QUESTION)


def protection(actor: Actor, person: PersonRow) -> dict[str, Any]:
    """The page. `content` is None for whoever may not read it: then there is only whom to ask."""
    may_read = actor.may(P.PROTECTION_READ)
    pathways = queries.pathways_of(actor, person.id)
    referrals = queries.referrals_of(actor, person.id)
    found = queries.matters(actor, person.id) if may_read else None
    may_override = actor.may(P.OVERRIDE_REQUEST) or actor.may(P.OVERRIDE_APPROVE)
    overrides = queries.overrides_of(actor, person.id) if may_override else ()
    staff = access.staff_names(actor, _officers(found, pathways, overrides))
    organisations = {row.id: row.name for row in access.organisations(actor)}
    return {
        "matter": queries.open_matter(actor, person.id),
        "content": _content(found, staff) if found else None,
        "advisory": _advice(queries.advisory_for(actor, person.id, clock.today())),
        "pathways": [_pathway(row, staff) for row in pathways],
        "referrals": [_listed(actor, row, {person.id: person}, organisations) for row in referrals],
        "overrides": [_override(actor, row, staff) for row in overrides],
        "doings": [(label, reverse(name, args=[person.id])) for label, name, permission in DOINGS if actor.may(permission)],
    }


def _officers(found: Matters | None, pathways: Any, overrides: Any) -> set[UUID]:
    ids = {row.officer_id for row in pathways}
    for row in overrides:
        ids |= {row.requested_by_id, row.approved_by_id} - {None}
    if found:
        kinds = (found.screenings, found.answers, found.best_interests, found.child_care, found.trafficking, found.sign_offs)
        ids |= {row.officer_id for rows in kinds for row in rows}
    return ids


def _content(found: Matters, staff: dict[UUID, str]) -> dict[str, Any]:
    """Each kind as tag, sentence and facts; the newest first, the older ones below it."""
    return {
        "answers": [
            _entry(
                row, staff, FEARS[Fear(row.answer)], _(Fear(row.answer).label),
                [(_("Asked"), _("alone") if row.private else _("not alone")), (_("Language"), formats.tongue(row.language)),
                 (_("Added"), row.note or "–")],
            )
            for row in found.answers
        ],
        "screenings": [_screening(row, staff) for row in found.screenings],
        "trafficking": [
            _entry(
                row, staff, "info", _(Trafficking(row.state).label),
                [(_("Risks assessed"), formats.day(row.risk_assessed_on) or _("not yet")),
                 (_("Reception planned"), formats.day(row.reception_planned_on) or _("not yet"))],
            )
            for row in found.trafficking
        ],
        "best_interests": [_best_interests(row, staff) for row in found.best_interests],
        "child_care": [
            _entry(
                row, staff, "info", _(Tracing(row.tracing).label),
                [(_("Guardian"), row.guardian or _("not named")), (_("Escort"), row.escort or _("not named")),
                 (_("Receiver"), row.receiver or _("not named"))],
            )
            for row in found.child_care
        ],
        "sign_offs": [_entry(row, staff, "ok", _("Signed off"), [(_("Reason"), row.reason)]) for row in found.sign_offs],
    }  # fmt: skip


def _entry(row: Any, staff: dict[UUID, str], kind: str, state: str, facts: list[tuple[str, Any]]) -> dict[str, Any]:
    return {"kind": kind, "state": state, "at": row.at, "by": staff.get(row.officer_id, ""), "facts": facts}


def _screening(row: Any, staff: dict[UUID, str]) -> dict[str, Any]:
    facts = [
        (_("Red flags"), formats.listed(_(RedFlag(flag).label) for flag in row.red_flags) or _("none")),
        (_("Harms"), _items(row.risk_factors)),
        (_("Protects"), _items(row.protective_factors)),
        *((str(label), _(Band(getattr(row, level)).label)) for level, label in LEVEL_WORDS.items()),
    ]
    facts += [(_("To do"), _(rules.FOLLOW_UPS[RedFlag(flag)])) for flag in row.red_flags]
    facts += [(_("Note"), row.note)] if row.note else []
    return _entry(row, staff, BANDS[Band(row.band)], _(Band(row.band).label), facts)


def _items(codes: tuple[str, ...]) -> str:
    labels = [_(ITEMS[level][item]) for level, item in (code.split(".", 1) for code in codes) if item in ITEMS.get(level, {})]
    return formats.listed(labels) or _("none")


def _best_interests(row: Any, staff: dict[UUID, str]) -> dict[str, Any]:
    kind = {Finding.POSITIVE: "ok", Finding.NEGATIVE: "stop", Finding.DEFERRED: "wait"}[Finding(row.finding)]
    facts = [
        (_("What it is"), _(BestInterestsKind(row.kind).label)),
        (_("Child’s views"), row.childs_views or _("not written down")),
    ]
    if row.solution:
        facts.append((_("Solution"), _(Solution(row.solution).label)))
    if row.panel:
        facts.append((_("Panel"), row.panel))
    if row.emergency:
        facts.append((_("Procedure"), _("Emergency")))
    expired = row.valid_until < clock.today()
    facts.append((_("Ended") if expired else _("Holds until"), formats.day(row.valid_until)))
    return _entry(row, staff, "idle" if expired else kind, _(Finding(row.finding).label), facts)


def _advice(row: AdvisoryRow | None) -> dict[str, Any]:
    if row is None:
        return {"kind": "idle", "state": _("No advice is recorded for this nationality"), "facts": []}
    return {"kind": LEVELS[AdvisoryLevel(row.level)], "state": _(AdvisoryLevel(row.level).label), "facts": _advice_facts(row)}


def _advice_facts(row: AdvisoryRow) -> list[tuple[str, str]]:
    until = formats.day(row.until) if row.until else _("until further notice")
    return [
        (_("Country"), formats.country(row.country)),
        (_("From"), formats.day(row.since)),
        (_("Until"), until),
        (_("Source"), row.source),
    ]


def _pathway(row: Any, staff: dict[UUID, str]) -> dict[str, Any]:
    offered = formats.listed(_(PathwayChoice(one).label) for one in row.offered)
    facts = [(_("Offered"), offered), (_("In the person’s words"), row.persons_words or "–")]
    return _entry(row, staff, "info", _(PathwayChoice(row.chosen).label), facts)


def _override(actor: Actor, row: Any, staff: dict[UUID, str]) -> dict[str, Any]:
    open_ = row.approved_by_id is None and row.valid_until >= clock.today()
    facts = [
        (_("Asked by"), staff.get(row.requested_by_id, "")),
        (_("Reason"), row.reason),
        (_("Holds until"), formats.day(row.valid_until)),
        (_("Approved by"), staff.get(row.approved_by_id, "") if row.approved_by_id else _("not yet")),
    ]
    state = _("Approved") if row.approved_by_id else _("Waits for a second person") if open_ else _("Lapsed")
    kind = "ok" if row.approved_by_id else "wait" if open_ else "idle"
    may = open_ and actor.may(P.OVERRIDE_APPROVE) and row.requested_by_id != actor.staff_id
    url = reverse("protection.approve", args=[row.id]) if may else ""
    return {"kind": kind, "state": state, "at": row.requested_at, "by": "", "facts": facts, "approve_url": url}


def advisory_title(row: AdvisoryRow) -> str:
    return _("%(country)s: end this advice") % {"country": formats.country(row.country)}


def advisories(actor: Actor) -> dict[str, Any]:
    """Advice about countries, with what stands today marked."""
    today, may = clock.today(), actor.may(P.ADVISORY_MANAGE)
    rows, seen = [], set()
    for row in queries.advisories(actor):
        covers = row.since <= today and (row.until is None or row.until >= today)
        stands = covers and row.country not in seen
        if covers:
            seen.add(row.country)
        url = reverse("protection.end_advisory", args=[row.id]) if may and covers and row.until is None else ""
        kind = LEVELS[AdvisoryLevel(row.level)] if stands else "idle"
        state = _(AdvisoryLevel(row.level).label)
        rows.append({"row": row, "kind": kind, "state": state, "stands": stands, "end_url": url})
    return {"rows": rows, "new_url": reverse("protection.new_advisory") if may else ""}


def queue(request: HttpRequest, *, closed: bool) -> dict[str, Any]:
    """The organisation's referrals, sent and received, in pages."""
    actor = request.actor
    page = _page(request, queries.count_referrals(actor, closed=closed))
    rows = queries.referrals(
        actor, closed=closed, limit=page.paginator.per_page, offset=page.start_index() - 1 if page.paginator.count else 0
    )
    persons = people.people_by_id(actor, {row.person_id for row in rows})
    organisations = {row.id: row.name for row in access.organisations(actor)}
    views = [
        {"text": _("Open"), "url": "?view=open", "number": queries.count_referrals(actor), "active": not closed},
        {"text": _("Closed"), "url": "?view=closed", "number": queries.count_referrals(actor, closed=True), "active": closed},
    ]
    return {"rows": [_listed(actor, row, persons, organisations) for row in rows], "views": views, "page": page, "closed": closed}


def _page(request: HttpRequest, count: int) -> Page:
    return Paginator(range(count), 25).get_page(request.GET.get("page"))


def referral(actor: Actor, row: ReferralRow) -> dict[str, Any]:
    """One referral with every step of the reader's side; a step that cannot be taken now says why."""
    persons = people.people_by_id(actor, [row.person_id])
    organisations = {one.id: one.name for one in access.organisations(actor)}
    steps = [
        {
            "verb": verb,
            "label": _(REFERRAL.steps[verb].label),
            "reasons": [sentence(reason) for reason in reasons],
            "with_reason": verb in WITH_REASON,
            "danger": verb in WITH_REASON or verb == "decline",
        }
        for verb, reasons in row.steps(actor).items()
    ]
    taken = [step for step in steps if not step["reasons"]]
    return {
        "referral": row,
        "shown": _listed(actor, row, persons, organisations),
        "facts": _referral_facts(row, organisations, access.staff_names(actor, {row.opened_by_id})),
        "steps": taken,
        "refused_steps": [step for step in steps if step["reasons"]],
    }


def _referral_facts(row: ReferralRow, organisations: dict[UUID, str], staff: dict[UUID, str]) -> list[tuple[str, str]]:
    facts = [
        (_("From"), organisations.get(row.sender_id, "")),
        (_("To"), organisations.get(row.receiver_id, "")),
        (
            _("Proposed"),
            formats.listed(part for part in (formats.moment(row.opened_at), staff.get(row.opened_by_id, "")) if part),
        ),
        (_("Asked for by"), _("the person") if row.own_request else _("the officer, the person agreeing")),
        (_("Sent"), formats.moment(row.sent_at) or _("not yet")),
        (_("Answer due"), formats.day(row.answer_due) or _("when it is sent")),
        (_("Answered"), formats.moment(row.answered_at) or _("not yet")),
    ]
    if row.outcome:
        facts.append((_("Outcome"), _(Status(row.outcome).label)))
    if row.answer_reason:
        facts.append((_("Reason"), row.answer_reason))
    return facts


def _listed(actor: Actor, row: ReferralRow, persons: dict[UUID, PersonRow], organisations: dict[UUID, str]) -> dict[str, Any]:
    """One line of the queue. A person whom the reader may no longer see has no name here."""
    person = persons.get(row.person_id)
    outgoing = row.sender_id == actor.organisation_id
    other = organisations.get(row.receiver_id if outgoing else row.sender_id, "")
    return {
        "url": reverse("protection.referral", args=[row.id]),
        "name": person.name if person else "",
        "reference": person.reference if person else "",
        "person_url": reverse("protection.person", args=[person.id]) if person else "",
        "direction": _("to %(who)s") % {"who": other} if outgoing else _("from %(who)s") % {"who": other},
        "kind": ANSWERS.get(Status(row.status), "wait"),
        "state": _(Status(row.status).label),
        "due": row.answer_due if row.answered_at is None and row.closed_at is None else None,
        "late": row.late,
        "urgent": row.urgent,
    }
