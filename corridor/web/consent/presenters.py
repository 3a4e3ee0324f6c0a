"""How consents are shown: one card for each, with how sure we can be and why, and what may be consented to next."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.consent import queries, rules
from corridor.consent.queries import ConsentRow, TextRow
from corridor.consent.rules import Circumstances
from corridor.consent.words import Confidence, Form, LegalBasis, Pathway, Purpose, Setting
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound
from corridor.people import queries as people
from corridor.people.queries import PersonRow
from corridor.people.words import Category
from corridor.protection import rules as protection_rules
from corridor.web.shell import formats
from corridor.web.shell.errors import sentence

FALLBACK = "en"


def cards(actor: Actor, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Consents that stand first, then those that ended; a newer one to the same thing replaces an older. `frame`: person_frame's."""
    person: PersonRow = frame["person"]
    rows = queries.consents_of(actor, person.id)
    names = _names(actor, rows)
    standing, ended, seen = [], [], set()
    for row in rows:
        key = (row.purpose, row.pathway, row.recipient_id)
        stands = row.stands_on(clock.today()) and key not in seen
        seen.add(key)
        (standing if stands else ended).append(card(actor, row, person, names, replaced=not stands))
    return {"standing": standing, "ended": ended, "giving": _giving(actor, frame)}


def card(
    actor: Actor, row: ConsentRow, person: PersonRow, names: dict[Any, str] | None = None, *, replaced: bool = False
) -> dict[str, Any]:
    """One card. Withdrawing is offered as long as anything stands."""
    names = _names(actor, [row]) if names is None else names
    live = row.withdrawn_at is None and row.valid_until >= clock.today()
    again = live and row.needs_reconfirmation() and row.purpose == Purpose.TRAVEL
    links = [{"url": reverse("consent.text", args=[row.id]), "text": _("Read the text")}]
    if again and actor.may(Permission.CONSENT_RECONFIRM):
        links.append({"url": reverse("consent.reconfirm", args=[row.id]), "text": _("Confirm again in private")})
    shut = row.purpose in (Purpose.SHARE, Purpose.CONTACT_CONSULATE) and not names.get(row.id)
    kind, state = _state(row, live, again, replaced) if not (live and shut) else ("hold", _("Shut"))
    withdraw = reverse("consent.withdraw", args=[row.id]) if live and actor.may(Permission.CONSENT_WITHDRAW) else ""
    return {
        "kind": kind,
        "state": state,
        "title": _title(row, names),
        "facts": _facts(row, person, names),
        "links": links,
        "url": withdraw,
    }


def read_out(actor: Actor, purpose: str, wanted: str) -> dict[str, Any]:
    """The words in the language asked for, else in the reader's, else in English; with the others to choose from."""
    languages = queries.text_languages(actor, purpose)
    language = next((code for code in (wanted, formats.language(), FALLBACK, *languages) if code in languages), "")
    if not language:
        raise NotFound("text")
    text: TextRow = queries.text_of(actor, purpose, language)
    tabs = [{"text": formats.tongue(code), "url": f"?read={code}", "active": code == language} for code in languages]
    return {"text": text, "read_tabs": tabs, "purpose_label": _(Purpose(purpose).label)}


def _state(row: ConsentRow, live: bool, again: bool, replaced: bool) -> tuple[str, str]:
    if row.withdrawn_at:
        return "idle", _("Withdrawn")
    if not live:
        return "idle", _("Ended")
    if replaced:
        return "idle", _("Replaced by a newer one")
    last = max((one.at for one in row.reconfirmed), default=None)
    if again and last is None:
        return "wait", _("Confirm again")
    return "ok", _("In force")


def _title(row: ConsentRow, names: dict[Any, str]) -> str:
    recipient = names.get(row.recipient_id, "")
    if row.purpose == Purpose.TRAVEL:
        return _("To travel: %(pathway)s") % {"pathway": _(Pathway(row.pathway).label)}
    if row.purpose == Purpose.SHARE:
        return _("To share with %(who)s") % {"who": recipient}
    if row.purpose == Purpose.CONTACT_CONSULATE:
        return _("Contact with one consulate: %(who)s") % {"who": recipient}
    return _(Purpose(row.purpose).label)


def _facts(row: ConsentRow, person: PersonRow, names: dict[Any, str]) -> list[tuple[str, str]]:
    given = [formats.moment(row.given_at), _(Form(row.form).label).lower(), formats.tongue(row.language)]
    facts = [(_("Given"), formats.listed(given)), (_("Heard by"), names.get(row.officer_id, ""))]
    if row.form == Form.PROXY:
        facts.append((_("By"), f"{row.representative}, {_(LegalBasis(row.legal_basis).label).lower()}"))
    facts += [(_("Interpreter"), _(row.interpreter)), (_("Setting"), _setting(row)), (_("Covers"), _covers(row, names))]
    facts.append((_("Voluntariness"), _sure(row, person)))
    if row.reconfirmed:
        facts.append((_("Confirmed again"), formats.moment(max(one.at for one in row.reconfirmed))))
    ends = formats.moment(row.withdrawn_at) if row.withdrawn_at else formats.day(row.valid_until)
    return [
        *facts,
        (_("Withdrawn") if row.withdrawn_at else _("Ends"), ends),
        (_("Text"), _("Version %(v)s") % {"v": row.text_version}),
    ]


def _setting(row: ConsentRow) -> str:
    parts = [_(Setting(row.setting).label)]
    if row.in_detention and row.setting != Setting.DETENTION:
        parts.append(_("detained"))
    parts.append(_("guards present") if row.guards_present else _("no guards"))
    if row.others_present:
        parts.append(_("also present: %(who)s") % {"who": row.others_present})
    return formats.listed(parts)


def _covers(row: ConsentRow, names: dict[Any, str]) -> str:
    if row.purpose == Purpose.CONTACT_CONSULATE and names.get(row.id):
        return _("Identity only, for a travel document, until departure")
    if row.purpose == Purpose.CONTACT_CONSULATE:
        return _("Nothing now: the consulate does not see this person")
    if row.purpose == Purpose.SHARE:
        return names.get(row.id, "") or _("Nothing any more")
    if row.purpose == Purpose.TRAVEL:
        return _("The journey; asked again before boarding")
    return _("Her or his own record here")


def _sure(row: ConsentRow, person: PersonRow) -> str:
    """The level, and each doubt in a sentence."""
    asked = Circumstances(
        in_detention=row.in_detention,
        guards_present=row.guards_present,
        options_explained=row.options_explained or row.purpose != Purpose.TRAVEL,
        understood=rules.understood(row.language, row.interpreter, person.languages),
        others_present=bool(row.others_present),
        setting=row.setting,
    )
    why = " ".join(sentence(doubt) for doubt in rules.doubts(asked))
    level = _(Confidence(row.confidence).label)
    return f"{level}. {why}" if why else level


def _names(actor: Actor, rows: list[ConsentRow]) -> dict[Any, str]:
    """Organisations and officers by id, and for each consent to share what it opens now, by the consent's id."""
    known: dict[Any, str] = {row.id: row.name for row in access.organisations(actor)}
    known |= access.staff_names(actor, {row.officer_id for row in rows})
    for person_id in {row.person_id for row in rows}:
        opened = {share.organisation_id: share for share in people.shares_of(actor, person_id) if share.because == "consent"}
        for row in rows:
            share = opened.get(row.recipient_id) if row.recipient_id and row.withdrawn_at is None else None
            known[row.id] = formats.listed(_(Category(one).label) for one in share.categories) if share else ""
    return known


def _giving(actor: Actor, frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What may be asked now; a purpose that may not is shown with its reason, never hidden."""
    if not actor.may(Permission.CONSENT_RECORD):
        return []
    facts, shielded = frame["person_matter"], frame["person_standing"].shielded
    contact = protection_rules.consular_contact(facts.fear, private=facts.fear_private, shielded=shielded)
    reasons = {Purpose.CONTACT_CONSULATE: contact}
    return [
        {
            "label": _(purpose.label),
            "url": reverse("consent.give", args=[frame["person"].id, str(purpose)]),
            "reasons": [sentence(reason) for reason in reasons.get(purpose, [])],
        }
        for purpose in Purpose
    ]
