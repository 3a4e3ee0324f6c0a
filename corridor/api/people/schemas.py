"""What goes in and out. A birth is written as exactly as it is known: "2007", "2007-05" or "2007-05-12"."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from corridor.kernel import clock
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people import queries, rules


class NameIn(Schema):
    full: str = Field(min_length=1, max_length=200)
    kind: str = "main"
    given: str = Field("", max_length=100)
    father: str = Field("", max_length=100)
    family: str = Field("", max_length=100)


class DocumentIn(Schema):
    kind: str
    number: str = Field("", max_length=60)
    issuing_state: str = Field("", max_length=2)
    issued_on: date | None = None
    expires_on: date | None = None


class PersonIn(Schema):
    names: list[NameIn] = Field(min_length=1, max_length=10)
    sex: str = "unknown"
    born: str = Field("", description="Year, year-month or year-month-day; empty when not known")
    age: int | None = Field(None, description="About, when the year is not known")
    age_disputed: bool = False
    nationality: str = Field("", max_length=2)
    languages: list[str] = []
    phones: list[str] = Field([], max_length=5)
    documents: list[DocumentIn] = Field([], max_length=10)
    external_id: str = Field("", max_length=60)
    with_person: UUID | None = Field(None, description="Joins the family of this person")
    family_role: str = ""

    def new(self) -> rules.NewPerson:
        return rules.NewPerson(
            names=tuple(rules.NewName(**name.dict()) for name in self.names),
            sex=self.sex,
            birth=born(self.born, self.age),
            age_disputed=self.age_disputed,
            nationality=self.nationality,
            languages=tuple(self.languages),
            phones=tuple(self.phones),
            documents=tuple(rules.NewDocument(**document.dict()) for document in self.documents),
            external_id=self.external_id,
            registered_on=clock.today(),
            with_person_id=self.with_person,
            family_role=self.family_role,
        )


class SearchIn(Schema):
    text: str = Field(min_length=1, max_length=200)


class CandidateIn(Schema):
    names: list[str] = []
    born: str = ""
    phones: list[str] = []
    documents: list[str] = []
    nationality: str = Field("", max_length=2)
    sex: str = ""

    def candidate(self) -> queries.Candidate:
        known = born(self.born, None)
        return queries.Candidate(
            tuple(self.names),
            known.first,
            tuple(self.phones),
            tuple(self.documents),
            self.nationality,
            birth_precision=known.precision,
            sex=self.sex,
        )


class NameOut(Schema):
    kind: str
    script: str
    full: str


class PersonOut(Schema):
    id: UUID
    reference: str
    organisation: UUID
    names: list[NameOut]
    sex: str
    born: str
    age: int | None
    age_disputed: bool
    nationality: str
    nationality_confirmed: str
    languages: list[str]
    synthetic: bool
    registered_on: date
    version: int


class FoundOut(Schema):
    how: str
    score: float
    person: PersonOut


class LikelyOut(Schema):
    """`words`: likely the same, could be the same; `relative`: another given name in one family, perhaps a relative.

    `person` is empty behind another organisation's wall: then there is only that it exists, and whom to ask.
    """

    score: float
    words: str
    reasons: list[str]
    ask: str
    person: UUID | None
    relative: bool


def person_out(row: queries.PersonRow) -> dict[str, Any]:
    length = {"day": 10, "month": 7}.get(row.birth_precision, 4)
    return {
        "id": row.id,
        "reference": row.reference,
        "organisation": row.organisation_id,
        "names": [{"kind": name.kind, "script": name.script, "full": name.full} for name in row.names],
        "sex": row.sex,
        "born": row.birth_date.isoformat()[:length] if row.birth_date else "",
        "age": row.age_on(clock.today()),
        "age_disputed": row.age_disputed,
        "nationality": row.nationality,
        "nationality_confirmed": row.nationality_confirmed,
        "languages": list(row.languages),
        "synthetic": row.synthetic,
        "registered_on": row.registered_on,
        "version": row.version,
    }


def born(text: str, age: int | None) -> rules.Birth:
    try:
        parts = [int(part) for part in text.split("-")] if text else []
    except ValueError:
        parts = [0, 0, 0, 0]
    if len(parts) > 3:
        sentence = N_("Write the birth date as a year, a year and a month, or a whole date: 2007, 2007-05 or 2007-05-12.")
        raise Refused(Reason("people.birth.unreadable", sentence, field="born"))
    year, month, day = [*parts, None, None, None][:3]
    return rules.birth(year=year, month=month, day=day, age=age, on=clock.today())
