"""The page of facts in rows and words: names, documents, numbers, needs, who else sees the record; two versions side by side."""

from typing import Any

from django.utils.translation import gettext as _

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.kernel import clock
from corridor.people import queries
from corridor.people.words import Category, DocumentKind, NameKind, SharePurpose, SpecificNeedCode
from corridor.web.shell import formats

from .presenters import birth_written, nationality, sex_and_age, speaks

POSTED = {
    "name", "sex", "born_day", "born_month", "born_year", "age", "age_disputed", "nationality", "language", "second_language",
    "interpreter_needed",
}  # fmt: skip


def of_person(actor: Any, row: queries.PersonRow) -> dict[str, Any]:
    """Everything on the page besides the forms."""
    return {
        "facts_list": _facts(row),
        "names_list": [(_(NameKind(name.kind).label), name) for name in row.names],
        "documents": [_document(one) for one in queries.documents_of(actor, row.id)],
        "phones": queries.phones_of(actor, row.id),
        "registrations": _registrations(actor, row),
        "needs": _needs(actor, row),
        "shares": _shares(actor, row),
    }


def both(row: queries.PersonRow, form: Any) -> list[dict[str, Any]]:
    """Each fact that was written differently by two people: what stands now, what was written here."""
    rows = []
    for name in form.changed_data:
        if name != "version":
            field = form[name]
            theirs, mine = _value(field, form.initial.get(name)), _value(field, field.data)
            rows.append({"name": name, "label": field.label, "theirs": theirs, "mine": mine})
    return rows


def _value(field: Any, value: Any) -> str:
    """A form's value as people read it."""
    if isinstance(value, list):
        value = "-".join(part.zfill(2) for part in reversed(value) if part)
    words = dict(getattr(field.field, "choices", ()) or ())
    if str(value or "") in words:
        return str(words[str(value or "")])
    if isinstance(value, bool) or value in ("on", "true"):
        return _("Yes") if value else _("No")
    if field.name == "born":
        return formats.day(value) or _("Not known")
    return str(value) if value not in (None, "") else _("Not known")


def _facts(row: queries.PersonRow) -> list[tuple[str, Any]]:
    tongue = formats.tongue(row.interpreter_needed) if row.interpreter_needed else _("no")
    return [
        (_("Sex and age"), sex_and_age(row)),
        (_("Born"), birth_written(row)),
        (_("Nationality"), nationality(row)),
        (_("Languages"), speaks(row)),
        (_("Interpreter"), tongue),
        (_("Registered"), formats.day(row.registered_on)),
    ]


def _document(one: queries.DocumentRow) -> dict[str, Any]:
    today = clock.today()
    state = ("ok", _("Valid")) if one.valid_on(today) else ("stop", _("No longer valid"))
    state = ("idle", _("No end date")) if one.expires_on is None else state
    return {"row": one, "kind": _(DocumentKind(one.kind).label), "state": state[0], "word": state[1]}


def _registrations(actor: Any, row: queries.PersonRow) -> list[tuple[str, str]]:
    names = {partner.id: partner.name for partner in access.organisations(actor)}
    return [(names.get(one.organisation_id, _("Unknown")), one.external_id) for one in queries.registrations_of(actor, row.id)]


def _needs(actor: Any, row: queries.PersonRow) -> list[dict[str, Any]]:
    """The code only for protection and health; everybody else sees the service (INV-15)."""
    knows = actor.may(P.PROTECTION_READ) or actor.may(P.HEALTH_READ)
    codes = {str(code): _(code.label) for code in SpecificNeedCode}
    rows = []
    for need in queries.needs_of(actor, [row.id]).get(row.id, []):
        words = codes.get(need.code[:2], need.code) if knows else need.service or _("restricted")
        rows.append({"id": need.id, "words": words, "service": need.service, "since": need.since})
    return rows


def _shares(actor: Any, row: queries.PersonRow) -> list[tuple[str, str]]:
    """Which organisations see this record now, why, and what of it."""
    names = {partner.id: partner.name for partner in access.organisations(actor)}
    rows = [(names.get(row.organisation_id, _("Unknown")), _("Holds the record"))]
    for share in queries.shares_of(actor, row.id):
        kinds = formats.listed(_(Category(one).label) for one in share.categories)
        rows.append((names.get(share.organisation_id, _("Unknown")), f"{_(SharePurpose(share.purpose).label)}: {kinds}"))
    return rows
