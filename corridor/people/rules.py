"""Pure rules about persons: births that keep their precision, telephone numbers, document numbers, what a registration must hold.

Unknown stays unknown: nothing here ever fills in a day, a month or a sex.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from corridor.engines.linkage.model import digest, in_use
from corridor.kernel.refusals import N_, Reason, Refused

from .words import BirthPrecision, ChildAlone, DocumentKind, FamilyRole, LocationKind, NameKind, Sex

OLDEST = 120  # years
ADULT = 18
INFANT = 2

# A country's calling code, for numbers written as people write them at home (ITU-T E.164 list).
CALLING_CODES: Mapping[str, str] = {
    "BD": "880", "BF": "226", "BJ": "229", "CF": "236", "CI": "225", "CM": "237", "DZ": "213", "EG": "20", "ER": "291",
    "ET": "251", "GH": "233", "GM": "220", "GN": "224", "IQ": "964", "IT": "39", "LY": "218", "MA": "212", "ML": "223",
    "MR": "222", "NE": "227", "NG": "234", "PK": "92", "PS": "970", "RW": "250", "SD": "249", "SL": "232", "SN": "221",
    "SO": "252", "SS": "211", "SY": "963", "TD": "235", "TG": "228", "TN": "216", "TR": "90", "YE": "967",
}  # fmt: skip

# The database's word for it is people_person_is_joined, said when a transaction ends.
JUST_JOINED = Reason(
    "people.person.just_joined",
    N_("This record was just joined to another. Nothing was saved. Open the person again and enter it there."),
)


@dataclass(frozen=True)
class Birth:
    """`first` is the first day of what is known: 1 January for a year; None when nothing is known."""

    first: date | None = None
    precision: str = BirthPrecision.UNKNOWN


@dataclass(frozen=True)
class NewName:
    full: str
    kind: str = NameKind.MAIN
    given: str = ""
    father: str = ""
    family: str = ""


@dataclass(frozen=True)
class NewDocument:
    kind: str
    number: str = ""
    issuing_state: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class NewNeed:
    code: str
    service: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Everything a registration may say. Only a name is compulsory; the first name is the main one."""

    names: tuple[NewName, ...]
    sex: str = Sex.UNKNOWN
    birth: Birth = field(default_factory=Birth)
    age_disputed: bool = False
    nationality: str = ""
    languages: tuple[str, ...] = ()
    interpreter_needed: str = ""
    phones: tuple[str, ...] = ()
    documents: tuple[NewDocument, ...] = ()
    external_id: str = ""
    location: str = ""
    site_id: UUID | None = None
    child_alone: str = ""
    caregiver_id: UUID | None = None
    needs: tuple[NewNeed, ...] = ()
    registered_on: date | None = None
    with_person_id: UUID | None = None  # joins this person's family, or makes one with her or him
    family_role: str = ""


def birth(
    *, year: int | None = None, month: int | None = None, day: int | None = None, age: int | None = None, on: date
) -> Birth:
    """What was said, no more: a year alone stays a year; an age on the day `on` becomes an estimate; nothing stays nothing."""
    if year is None:
        if month or day:
            raise Refused(
                Reason("people.birth.no_year", N_("Give the year of birth too, or leave all three empty."), field="birth_year")
            )
        return _estimated(age, on) if age is not None else Birth()
    if day and not month:
        raise Refused(
            Reason("people.birth.no_month", N_("Give the month of birth too, or leave the day empty."), field="birth_month")
        )
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        text = N_("There is no such day. Check day, month and year of birth.")
        raise Refused(Reason("people.birth.no_such_day", text, field="birth_year")) from None
    if first > on or first.year < on.year - OLDEST:
        text = N_("The birth date must lie between %(first)s and today.")
        raise Refused(Reason("people.birth.out_of_range", text, {"first": on.year - OLDEST}, field="birth_year"))
    return Birth(first, BirthPrecision.DAY if day else BirthPrecision.MONTH if month else BirthPrecision.YEAR)


def _estimated(age: int, on: date) -> Birth:
    if not 0 <= age <= OLDEST:
        text = N_("The estimated age must lie between 0 and %(most)s.")
        raise Refused(Reason("people.birth.age_out_of_range", text, {"most": OLDEST}, field="age"))
    year = on.year - age
    return Birth(date(year, on.month, min(on.day, 28)), BirthPrecision.ESTIMATED)


def latest_birth(born: date, precision: str) -> date:
    """The last day somebody may have been born on, given what is known."""
    if precision == BirthPrecision.YEAR:
        return date(born.year, 12, 31)
    if precision == BirthPrecision.MONTH:
        return (born.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return born


def completed_years(born: date, day: date) -> int:
    return max(day.year - born.year - ((day.month, day.day) < (born.month, born.day)), 0)


def age_on(born: date | None, precision: str, day: date) -> int | None:
    """Completed years on that day, counted from the last day possible: nobody becomes adult by a missing month."""
    return completed_years(latest_birth(born, precision), day) if born else None


DIGITS = {ord(char): str(number % 10) for number, char in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def e164(text: str, calling_code: str) -> str:
    """A telephone number as +218911234567.

    With + or 00 it is international already; with a single 0 it is a number of the country of work, whose `calling_code`
    takes the zero's place; anything else lacks its country code and is refused. 8 to 15 digits (E.164).
    """
    written = text.translate(DIGITS).strip()
    digits = re.sub(r"[\s().\-/\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", written)
    if digits.startswith("+"):
        number = digits[1:]
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("0"):
        number = calling_code + digits[1:]
    else:
        number = ""
    if not re.fullmatch(r"[1-9][0-9]{7,14}", number):
        sentence = N_(
            "This is no telephone number we can dial. Write it with + and the country code, or with 0 for a local number."
        )
        raise Refused(Reason("people.phone.unreadable", sentence, field="phone"))
    return f"+{number}"


def number_key(text: str) -> str:
    """A document's number for comparing: capital letters and digits only."""
    return "".join(char for char in text.translate(DIGITS).upper() if char.isalnum())[:60]


def country(code: str, name: str = "nationality") -> str:
    """ISO 3166-1 alpha-2, or empty for not known."""
    code = code.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise Refused(Reason("people.country.unknown", N_("Choose a country from the list, or leave it empty."), field=name))
    return code


def faults(new: NewPerson) -> list[Reason]:
    """Why this cannot be registered as it stands."""
    found: list[Reason] = []
    if not new.names or not new.names[0].full.strip():
        found.append(Reason("people.name.missing", N_("Write the name as the person says it, in any script."), field="name"))
    if any(len(name.full) > 200 for name in new.names):
        found.append(Reason("people.name.too_long", N_("The name is longer than 200 letters. Shorten it."), field="name"))
    found += _unknown_words(new)
    if new.child_alone and new.birth.first and not new.age_disputed:
        age = age_on(new.birth.first, new.birth.precision, new.registered_on or new.birth.first)
        if new.registered_on and age is not None and age >= ADULT:
            text = N_(
                "By the birth date given this is an adult. Correct the date, mark the age as disputed, or clear 'child alone'."
            )
            found.append(Reason("people.child.adult", text, field="child_alone"))
    for document in new.documents:
        found += document_faults(document)
    return found


def _unknown_words(new: NewPerson) -> list[Reason]:
    checks: tuple[tuple[str, str, type], ...] = (
        ("sex", new.sex, Sex),
        ("location", new.location, LocationKind),
        ("child_alone", new.child_alone, ChildAlone),
        ("family_role", new.family_role, FamilyRole),
    )
    text = N_("Choose one of the values in the list.")
    return [
        Reason(f"people.{name}.unknown", text, field=name)
        for name, value, words in checks
        if value and value not in [str(word) for word in words]  # type: ignore[attr-defined]
    ]


def document_faults(document: NewDocument) -> list[Reason]:
    found: list[Reason] = []
    if document.kind not in list(DocumentKind):
        found.append(Reason("people.document.kind", N_("Choose the kind of document."), field="document_kind"))
    if document.issued_on and document.expires_on and document.expires_on < document.issued_on:
        text = N_("The document ends before it was issued. Check both dates.")
        found.append(Reason("people.document.dates", text, field="document_expires"))
    if len(document.number) > 60:
        found.append(
            Reason("people.document.number", N_("The number is longer than 60 signs. Check it."), field="document_number")
        )
    return found


LIKELY, POSSIBLE, UNLIKELY = N_("likely the same"), N_("could be the same"), N_("unlikely")


@cache
def model_version() -> str:
    """The model whose weights count now: its number and a sign of what its file holds."""
    model = in_use()
    return f"{model.version}-{digest(model.document())[:8]}"


def weight_words(weight: float) -> str:
    """What a weight says, by the model's own thresholds. A reason to look, never a finding."""
    model = in_use()
    return LIKELY if weight >= model.link_at else POSSIBLE if weight >= model.review_at else UNLIKELY


def words_of(weight: float, *, certain: bool, possible: bool = False) -> str:
    """The same for a pair with what rules say of it: namesakes are never likely; one document is always possible."""
    said = weight_words(weight)
    if said == LIKELY and not certain:
        return POSSIBLE
    return POSSIBLE if said == UNLIKELY and possible else said
