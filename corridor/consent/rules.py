"""What makes a consent one: who may give it, for what, how long, and how sure we can be that it is free and informed.

Pure checks over what was said. Every doubt about voluntariness is counted and named (domain notes 3.6).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from corridor.kernel.refusals import N_, Reason

from .words import Confidence, Form, LegalBasis, Pathway, Purpose, Setting

# Longest validity in days: a decision grows old, and is asked for again.
LONGEST = {Purpose.PROCESS_DATA: 1095, Purpose.SHARE: 365, Purpose.CONTACT_CONSULATE: 180, Purpose.TRAVEL: 180}
NO_INTERPRETER = N_("none needed")
FOR_ADULTS = frozenset({LegalBasis.GUARDIAN, LegalBasis.COURT})
STATES = frozenset({"consulate", "government"})
SHARED_BY_CONSENT = (
    "contact",
    "family",
    "case",
    "travel",
)  # what a consent to share may open beside identity, unless more is named


@dataclass(frozen=True)
class NewConsent:
    """A consent as it is being given. `interpreter` says 'none needed' or who; `valid_until` empty: the longest allowed."""

    purpose: str
    language: str
    interpreter: str
    form: str
    setting: str
    guards_present: bool
    options_explained: bool
    pathway: str = ""
    recipient_id: UUID | None = None
    text_language: str = "en"
    text_version: str = ""
    legal_basis: str = ""
    representative: str = ""
    place_id: UUID | None = None
    in_detention: bool = False
    others_present: str = ""
    valid_until: date | None = None
    given_at: datetime | None = None
    categories: Collection[str] = ("contact",)


@dataclass(frozen=True)
class Giver:
    """What must be known about the person who consents. Unknown age is neither child nor adult."""

    is_child: bool
    is_adult: bool
    nationalities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Recipient:
    kind: str
    state: str = ""


def faults(new: NewConsent, giver: Giver, recipient: Recipient | None, moment: datetime) -> list[Reason]:
    """Everything that keeps this from being a consent; empty when it is one."""
    return [*_said(new), *_scope(new, giver, recipient), *_who(new, giver), *_when(new, moment)]


def _said(new: NewConsent) -> list[Reason]:
    found = []
    for name, words in (("purpose", Purpose), ("pathway", Pathway), ("setting", Setting), ("legal_basis", LegalBasis)):
        if getattr(new, name) not in list(words):
            found.append(Reason(f"consent.{name}.unknown", N_("Choose one of the values in the list."), field=name))
    if new.form not in list(Form):
        text = N_(
            "A consent is given in words or in writing, by the person or by a legal representative. Silence is not consent."
        )
        found.append(Reason("consent.form.implicit", text, field="form"))
    if not new.language.strip():
        found.append(Reason("consent.language.missing", N_("Say in which language it was explained."), field="language"))
    if not new.interpreter.strip():
        text = N_("Say who interpreted, or that no interpreter was needed.")
        found.append(Reason("consent.interpreter.missing", text, field="interpreter"))
    return found


def _scope(new: NewConsent, giver: Giver, recipient: Recipient | None) -> list[Reason]:
    if new.purpose == Purpose.TRAVEL and not new.pathway:
        return [Reason("consent.pathway.missing", N_("Say which journey the person agrees to."), field="pathway")]
    if new.purpose == Purpose.SHARE and (recipient is None or recipient.kind in STATES or recipient.kind == "donor"):
        text = N_(
            "Name the organisation that will see the record. Consulates have a consent of their own; donors see figures only."
        )
        return [Reason("consent.recipient.share", text, field="recipient")]
    if new.purpose == Purpose.CONTACT_CONSULATE:
        if recipient is None or recipient.kind != "consulate":
            return [Reason("consent.recipient.consulate", N_("Name the one consulate that may be contacted."), field="recipient")]
        if giver.nationalities and recipient.state not in giver.nationalities:
            text = N_("This consulate acts for another State than the nationality written down. Check the nationality first.")
            return [Reason("consent.recipient.other_state", text, field="recipient")]
    return []


def _who(new: NewConsent, giver: Giver) -> list[Reason]:
    if new.form != Form.PROXY:
        if giver.is_child:
            text = N_("A child does not consent alone. Record who consents for the child, and on what ground.")
            return [Reason("consent.form.child", text, field="form")]
        if new.legal_basis:
            text = N_("A legal ground belongs to a representative only. Choose 'By a legal representative' or leave it out.")
            return [Reason("consent.legal_basis.without_proxy", text, field="legal_basis")]
        return []
    found = []
    if not new.legal_basis:
        text = N_("Say on what legal ground somebody else consents for this person.")
        found.append(Reason("consent.legal_basis.missing", text, field="legal_basis"))
    if not new.representative.strip():
        found.append(Reason("consent.representative.missing", N_("Name the representative."), field="representative"))
    if giver.is_adult and new.legal_basis and new.legal_basis not in FOR_ADULTS:
        text = N_("An adult decides alone. Only an appointed guardian or a court may consent for an adult.")
        found.append(Reason("consent.legal_basis.adult", text, field="legal_basis"))
    return found


def _when(new: NewConsent, moment: datetime) -> list[Reason]:
    given = new.given_at or moment
    if given > moment:
        return [Reason("consent.given_at.future", N_("The time of the consent lies in the future. Check it."), field="given_at")]
    if new.purpose not in LONGEST or new.valid_until is None:
        return []
    latest = last_day(new.purpose, given.date())
    if not given.date() <= new.valid_until <= latest:
        text = N_("This consent may be valid from the day it is given until %(latest)s.")
        return [Reason("consent.valid_until.range", text, {"latest": latest}, field="valid_until")]
    return []


def last_day(purpose: str, given: date) -> date:
    """The last day a consent for this purpose may be valid."""
    return given + timedelta(days=LONGEST[Purpose(purpose)])


@dataclass(frozen=True)
class Circumstances:
    """How it was asked. `understood`: in a language of the person's, or through an interpreter."""

    in_detention: bool = False
    guards_present: bool = False
    options_explained: bool = True
    understood: bool = True
    others_present: bool = False
    setting: str = Setting.OFFICE


# Each doubt, its weight and its sentence. Detention or guards alone are enough to keep it from being high.
DOUBTS = (
    ("in_detention", 1, N_("The person was in detention.")),
    ("guards_present", 1, N_("Guards were present.")),
    ("others_present", 1, N_("Somebody else was there.")),
    ("arrival", 1, N_("It was asked on disembarkation or at the airport, with little time to think.")),
    ("options", 2, N_("The other options were not explained.")),
    ("understood", 3, N_("No interpreter helped, and the language is not one the person speaks.")),
)
CANNOT_BE_ESTABLISHED_FROM = 3


def doubts(asked: Circumstances) -> list[Reason]:
    """The reasons why the confidence is not high, for the people who look at the record."""
    holds = _holding(asked)
    return [Reason(f"consent.doubt.{code}", text) for code, _weight, text in DOUBTS if holds[code]]


def confidence(asked: Circumstances) -> Confidence:
    """Derived, never chosen; each doubt can only lower it."""
    holds = _holding(asked)
    weight = sum(weight for code, weight, _text in DOUBTS if holds[code])
    if weight == 0:
        return Confidence.HIGH
    return Confidence.LIMITED if weight < CANNOT_BE_ESTABLISHED_FROM else Confidence.CANNOT_BE_ESTABLISHED


def _holding(asked: Circumstances) -> dict[str, bool]:
    return {
        "in_detention": asked.in_detention,
        "guards_present": asked.guards_present,
        "others_present": asked.others_present,
        "arrival": asked.setting in (Setting.DISEMBARKATION, Setting.AIRPORT),
        "options": not asked.options_explained,
        "understood": not asked.understood,
    }


def understood(language: str, interpreter: str, spoken: Collection[str]) -> bool:
    """Whether the person can have understood; nothing known about languages is not held against the consent."""
    return not spoken or language in spoken or interpreter.strip().lower() != NO_INTERPRETER


def reconfirmation_faults(
    *, same_officer: bool, setting: str, private: bool, guards_present: bool, language: str, interpreter: str
) -> list[Reason]:
    """Asked again by another officer, alone, outside detention, without guards (INV-03)."""
    found = []
    if same_officer:
        text = N_("The officer who took the consent cannot confirm it. Ask another officer.")
        found.append(Reason("consent.reconfirm.same_officer", text))
    if setting not in list(Setting):
        found.append(Reason("consent.setting.unknown", N_("Choose one of the values in the list."), field="setting"))
    if setting == Setting.DETENTION:
        text = N_("This cannot be confirmed inside a place of detention. Ask again outside it.")
        found.append(Reason("consent.reconfirm.detention", text, field="setting"))
    if not private or guards_present:
        text = N_("This can only be confirmed in private, without guards or anybody else. Find a room first.")
        found.append(Reason("consent.reconfirm.not_private", text, field="private"))
    if not language.strip():
        found.append(Reason("consent.language.missing", N_("Say in which language it was explained."), field="language"))
    if not interpreter.strip():
        text = N_("Say who interpreted, or that no interpreter was needed.")
        found.append(Reason("consent.interpreter.missing", text, field="interpreter"))
    return found


class Given(Protocol):
    """As much of a recorded consent as tells whether it stands on a day."""

    @property
    def pathway(self) -> str: ...
    @property
    def recipient_id(self) -> UUID | None: ...
    @property
    def given_at(self) -> datetime: ...
    @property
    def valid_until(self) -> date: ...


G = TypeVar("G", bound=Given)


def newest_standing(given: Iterable[G], pathway: str, day: date, *, recipient_id: UUID | None = None) -> G | None:
    """The newest of these that stands on the day. Days are counted as the clock counts them, wherever the reader's office is."""
    found = None
    for row in given:
        fits = row.pathway == str(pathway) or not pathway
        fits = fits and (row.recipient_id == recipient_id or not recipient_id)
        if fits and row.valid_until >= day >= row.given_at.astimezone(UTC).date():
            found = row
    return found
