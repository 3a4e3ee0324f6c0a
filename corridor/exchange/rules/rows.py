"""One row of a list judged: a person ready to register, or every fault with its cell. Pure; the same row gives the same answer.

A fault is kept as data (column, code, sentence, parameters) so that each reader gets it in her or his own language.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.engines.names import fold, script_of
from corridor.exchange.words import DateOrder, Field, FirstOfJanuary
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people import rules as people
from corridor.people.rules import Birth, NewDocument, NewName, NewPerson
from corridor.people.words import BirthPrecision, DocumentKind, NameKind

from . import dates, values

Fault = dict[str, Any]  # {"column": index or None, "code", "text", "params"}
FORMULA = ("=", "+", "-", "@")
TOO_LONG = 1000


@dataclass(frozen=True)
class Plan:
    """How this file is to be read: which column is what, and how dates are meant."""

    columns: Mapping[Field, int]
    order: str = DateOrder.AUTO
    first_of_january: str = FirstOfJanuary.DAY
    today: date = date.max
    calling_code: str = ""

    @classmethod
    def of(cls, mapping: Mapping[str, str], **more: Any) -> "Plan":
        return cls({Field(name): int(index) for name, index in mapping.items()}, **more)


@dataclass(frozen=True)
class Judged:
    person: NewPerson | None
    faults: list[Fault] = field(default_factory=list)
    fingerprint: str = ""
    distinct: bool = False  # holds something that tells two people of one name apart


class _Row:
    """The cells of one row by field, collecting faults while they are read."""

    def __init__(self, cells: Sequence[str], plan: Plan) -> None:
        self.cells, self.plan, self.faults = cells, plan, []  # type: tuple[Sequence[str], Plan, list[Fault]]

    def text(self, name: Field) -> str:
        index = self.plan.columns.get(name)
        text = self.cells[index] if index is not None and index < len(self.cells) else ""
        if len(text) > TOO_LONG:
            self.fault(name, Reason("exchange.value.too_long", N_("This cell is far too long for a list of people. Shorten it.")))
            return ""
        return values.known(_plain(text))

    def read(self, name: Field, how: Callable[[str], Any], nothing: Any) -> Any:
        """The cell's value; a fault, and nothing, when it cannot be read."""
        text = self.text(name)
        if not text:
            return nothing
        if text.startswith("#") and text.rstrip("!?").isupper():
            text = N_("Excel shows an error in this cell, or a formula without its result. Write the value itself.")
            self.fault(name, Reason("exchange.value.error", text))
            return nothing
        try:
            return how(text)
        except Refused as refusal:
            for reason in refusal.reasons:
                self.fault(name, reason)
            return nothing

    def fault(self, name: Field | None, reason: Reason) -> None:
        column = self.plan.columns.get(name) if name else None
        self.faults.append({"column": column, "code": reason.code, "text": reason.text, "params": plain(reason.params)})


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int | str) else str(value) for key, value in params.items()}


def _plain(text: str) -> str:
    """Without invisible signs, and without the apostrophe that marks text in a spreadsheet."""
    if not text.isprintable():
        text = "".join(char for char in text if char.isprintable() or char in "\n\t\u200c\u200d")
    text = " ".join(text.split())
    return text[1:] if text.startswith("'") and text[1:2] in FORMULA else text


def judge(cells: Sequence[str], plan: Plan) -> Judged:
    row = _Row(cells, plan)
    names = _names(row)
    born = _birth(row)
    documents = _documents(row)
    new = NewPerson(
        names=names,
        sex=row.read(Field.SEX, values.sex, "unknown"),
        birth=born,
        nationality=row.read(Field.NATIONALITY, values.country, ""),
        languages=row.read(Field.LANGUAGES, values.spoken, ()),
        phones=tuple(dict.fromkeys(number for name in (Field.PHONE, Field.PHONE_2) for number in _phones(row, name))),
        documents=documents,
        external_id=row.read(Field.EXTERNAL_ID, _number, ""),
        location=row.read(Field.LOCATION, values.location, ""),
        child_alone=row.read(Field.CHILD_ALONE, values.child_alone, ""),
        registered_on=row.read(Field.REGISTERED_ON, lambda text: _day(text, plan, past=True), None),
    )
    if not row.faults:
        for reason in people.faults(new):
            row.fault(_FIELD_OF.get(reason.field), reason)
    if row.faults:
        return Judged(None, row.faults)
    return Judged(new, [], fingerprint(new), _distinct(new))


_FIELD_OF = {"name": Field.NAME, "child_alone": Field.CHILD_ALONE, "document_expires": Field.DOCUMENT_EXPIRES, "sex": Field.SEX,
             "document_kind": Field.DOCUMENT_KIND, "document_number": Field.DOCUMENT_NUMBER}  # fmt: skip


def fingerprint(new: NewPerson) -> str:
    """The same for the same person in any file of the organisation: by its number for the person, else by all that is said."""
    if new.external_id:
        said = ["id", new.external_id.upper()]
    else:
        born = f"{new.birth.first or ''}" if new.birth.precision != BirthPrecision.ESTIMATED else f"{new.birth.first:%Y}"
        said = ["all", *sorted(fold(name.full) for name in new.names), new.sex, born, new.birth.precision, new.nationality]
        said += [*sorted(new.phones), *sorted(people.number_key(one.number) for one in new.documents)]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def _distinct(new: NewPerson) -> bool:
    exact = new.birth.precision == BirthPrecision.DAY and new.birth.first is not None
    return bool(new.external_id or new.phones or exact or any(one.number for one in new.documents))


def _names(row: _Row) -> tuple[NewName, ...]:
    parts = [row.read(name, _name, "") for name in (Field.GIVEN_NAME, Field.FATHER_NAME, Field.FAMILY_NAME)]
    whole = row.read(Field.NAME, _name, "") or " ".join(part for part in parts if part)
    if not whole and not row.faults:
        first = next((name for name in (Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME) if name in row.plan.columns), None)
        row.fault(first, Reason("exchange.value.name", N_("The name is missing. Write it as the person says it, in any script.")))
    names = [NewName(whole, given=parts[0], father=parts[1], family=parts[2])] if whole else []
    if other := row.read(Field.OTHER_NAME, _name, ""):
        same = bool(names) and script_of(other) == script_of(whole)
        names.append(NewName(other, kind=NameKind.ALIAS if same else NameKind.MAIN))
    if alias := row.read(Field.ALIAS, _name, ""):
        names.append(NewName(alias, kind=NameKind.ALIAS))
    seen: dict[str, NewName] = {}
    for name in names:
        seen.setdefault(name.full, name)
    return tuple(seen.values())


def _name(text: str) -> str:
    if text.startswith(("=", "@", "+", "-")):
        raise Refused(Reason("exchange.value.formula", N_("This begins like a formula and is no name. Write the name itself.")))
    if not any(char.isalpha() for char in text):
        raise Refused(
            Reason("exchange.value.name_letters", N_("A name has letters. Check that the columns are matched rightly."))
        )
    if len(text) > 200:
        raise Refused(Reason("exchange.value.name_long", N_("The name is longer than 200 letters. Shorten it.")))
    return text


def _number(text: str) -> str:
    if len(text) > 60:
        raise Refused(Reason("exchange.value.number_long", N_("The number is longer than 60 signs. Check it.")))
    return text.translate(people.DIGITS)


def _birth(row: _Row) -> Birth:
    """What was said: the date, else the parts, else the age on the day of registration or today."""
    plan = row.plan
    said = row.read(Field.BIRTH_DATE, lambda text: _said(text, plan), None)
    if said and said.first:
        return Birth(said.first, said.precision)
    on = (
        row.read(Field.REGISTERED_ON, lambda text: _day(text, plan, past=True), None)
        if plan.columns.get(Field.AGE) is not None
        else None
    )
    year, month, day = (row.read(name, _whole, None) for name in (Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY))
    age = row.read(Field.AGE, _age, None)
    if said is None and row.text(Field.BIRTH_DATE):  # unreadable: the fault is written down already
        return Birth()
    try:
        born = people.birth(year=year, month=month, day=day, age=age, on=plan.today if year else (on or plan.today))
    except Refused as refusal:
        for reason in refusal.reasons:
            row.fault({"birth_month": Field.BIRTH_MONTH, "age": Field.AGE}.get(reason.field, Field.BIRTH_YEAR), reason)
        return Birth()
    return _without_day(born, plan)


def _said(text: str, plan: Plan) -> dates.Said:
    found = dates.read(text, plan.order)
    if found.first is None:
        return found
    if found.first > plan.today or found.first.year < plan.today.year - people.OLDEST:
        sentence = N_("The birth date must lie between %(first)s and today.")
        raise Refused(Reason("exchange.date.out_of_range", sentence, {"first": plan.today.year - people.OLDEST}))
    born = _without_day(Birth(found.first, found.precision), plan)
    return dates.Said(born.first, born.precision)


def _without_day(born: Birth, plan: Plan) -> Birth:
    first = born.first
    whole = born.precision == BirthPrecision.DAY and first is not None and (first.month, first.day) == (1, 1)
    return Birth(first, BirthPrecision.YEAR) if whole and plan.first_of_january == FirstOfJanuary.YEAR else born


def _day(text: str, plan: Plan, past: bool = False) -> date | None:
    found = dates.read(text, plan.order)
    if found.first is None:
        return None
    if found.precision != BirthPrecision.DAY:
        raise Refused(Reason("exchange.date.whole", N_("Give the day, the month and the year.")))
    if past and found.first > plan.today:
        raise Refused(Reason("exchange.date.future", N_("This day lies in the future. Check it.")))
    return found.first


def _whole(text: str) -> int:
    number = text.translate(people.DIGITS).removesuffix(".0")
    if not number.isdecimal() or len(number) > 4:
        raise Refused(Reason("exchange.value.whole", N_("Write a whole number in digits.")))
    return int(number)


def _age(text: str) -> int:
    words = text.translate(people.DIGITS).replace("~", "").split()
    number = words[0].removesuffix(".0") if words else ""
    units = {"", "y", "yr", "yrs", "year", "years", "ans", "an", "old", "سنه", "عام", "سنوات"}
    if not number.isdecimal() or len(number) > 3 or {fold(word) for word in words[1:]} - units:
        sentence = N_("Write the age in whole years, in digits. For a child under one year write 0.")
        raise Refused(Reason("exchange.value.age", sentence))
    return int(number)


def _phones(row: _Row, name: Field) -> tuple[str, ...]:
    """Several in one cell are parted by ; / , or 'or'. Digits without a country code that begin like one of ours are read so."""
    return row.read(name, lambda text: _numbers(text, row.plan.calling_code), ()) or ()


def _numbers(text: str, calling_code: str) -> tuple[str, ...]:
    text = text.replace(" or ", ";").replace(" ou ", ";").replace(" أو ", ";").replace("،", ";")
    found = []
    for part in text.replace("/", ";").replace(",", ";").replace("\n", ";").split(";"):
        number = part.translate(people.DIGITS).strip().removesuffix(".0")
        if not number:
            continue
        bare = number.replace(" ", "").replace("-", "")
        if calling_code and bare.isdecimal() and bare.startswith(calling_code) and len(bare) >= 11:
            number = f"+{bare}"
        elif calling_code and bare.isdecimal() and len(bare) == 9 and bare[0] == "9":  # Excel dropped the zero of 091…
            number = f"0{bare}"
        found.append(people.e164(number, calling_code))
    return tuple(found)


def _documents(row: _Row) -> tuple[NewDocument, ...]:
    kind = row.read(Field.DOCUMENT_KIND, values.document_kind, "")
    number = row.read(Field.DOCUMENT_NUMBER, _number, "")
    issued_by = row.read(Field.DOCUMENT_COUNTRY, values.country, "")
    expires = row.read(Field.DOCUMENT_EXPIRES, lambda text: _day(text, row.plan), None)
    passport, national = row.read(Field.PASSPORT, _number, ""), row.read(Field.NATIONAL_ID, _number, "")
    found = []
    if kind or number:
        found.append(NewDocument(kind or DocumentKind.OTHER.value, number, issued_by, None, expires))
    if passport:
        found.append(
            NewDocument(DocumentKind.PASSPORT.value, passport, "" if found else issued_by, None, None if found else expires)
        )
    if national:
        found.append(NewDocument(DocumentKind.NATIONAL_ID.value, national))
    return tuple({(one.kind, people.number_key(one.number)): one for one in found}.values())
