"""What is handed out: frozen rows, never models."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from corridor.kernel.refusals import Reason
from corridor.people import rules


@dataclass(frozen=True)
class NameRow:
    kind: str
    script: str
    full: str
    given: str = ""
    father: str = ""
    family: str = ""


@dataclass(frozen=True)
class PersonRow:
    id: UUID
    reference: str
    organisation_id: UUID
    name: str
    name_script: str
    names: tuple[NameRow, ...]
    sex: str
    birth_date: date | None
    birth_precision: str
    age_disputed: bool
    nationality: str
    nationality_confirmed: str
    nationality_confirmed_by_id: UUID | None
    nationality_confirmed_on: date | None
    languages: tuple[str, ...]
    interpreter_needed: str
    synthetic: bool
    registered_on: date
    version: int

    @property
    def age_unknown(self) -> bool:
        return self.birth_date is None

    def age_on(self, day: date) -> int | None:
        """Completed years, counted from the last possible day of birth; None when nothing is known."""
        return rules.age_on(self.birth_date, self.birth_precision, day)

    def is_child_on(self, day: date) -> bool:
        """Under 18, or said to be while the age is disputed (INV-09). An unknown age is False: ask `age_unknown`."""
        age = self.age_on(day)
        return self.age_disputed or (age is not None and age < rules.ADULT)

    def is_infant_on(self, day: date) -> bool:
        """Surely under two: whoever may be older gets a seat."""
        return self.birth_date is not None and rules.completed_years(self.birth_date, day) < rules.INFANT


@dataclass(frozen=True)
class MemberRow:
    person_id: UUID
    reference: str
    name: str
    role: str
    since: date


@dataclass(frozen=True)
class FamilyRow:
    id: UUID
    reference: str
    members: tuple[MemberRow, ...]


@dataclass(frozen=True)
class ChildRow:
    kind: str
    caregiver_id: UUID | None
    since: date


@dataclass(frozen=True)
class DocumentRow:
    id: UUID
    person_id: UUID
    kind: str
    number: str
    issuing_state: str
    issued_on: date | None
    expires_on: date | None

    def valid_on(self, day: date) -> bool:
        """Issued by then and not ended; a document without an end date is taken at its word."""
        return (self.issued_on is None or self.issued_on <= day) and (self.expires_on is None or self.expires_on >= day)


@dataclass(frozen=True)
class PhoneRow:
    id: UUID
    number: str
    note: str


@dataclass(frozen=True)
class RegistrationRow:
    organisation_id: UUID
    external_id: str
    registered_on: date


@dataclass(frozen=True)
class NeedRow:
    id: UUID
    code: str
    service: str
    since: date
    until: date | None


@dataclass(frozen=True)
class LocationRow:
    kind: str
    site_id: UUID | None
    site_name: str
    since: date


@dataclass(frozen=True)
class OutcomeRow:
    kind: str
    on: date
    source: str


@dataclass(frozen=True)
class ShareRow:
    id: UUID
    organisation_id: UUID
    granted_by_id: UUID
    purpose: str
    categories: tuple[str, ...]
    since: datetime
    until: datetime | None
    because: str


@dataclass(frozen=True)
class FoundRow:
    """One person found, and how: by 'name', 'reference', 'external_id', 'document' or 'phone'."""

    person: PersonRow
    how: str
    score: float


@dataclass(frozen=True)
class EvidenceRow:
    """One line of evidence: what was compared (the contract's field), the level found, its weight, and words for people."""

    field: str
    level: str
    weight: float
    words: str

    @property
    def against(self) -> bool:
        """Speaks against one person. A little below nothing is still agreement: how rare the shared name is weighs apart."""
        return self.weight <= -1.0


@dataclass(frozen=True)
class LikelyRow:
    """`hidden`: behind another organisation's wall; then there is nothing but that it exists and whom to ask.

    `relative`: another given name in one family, or both on one roster: not a duplicate, perhaps a relative.
    """

    person_id: UUID | None
    score: float
    reasons: tuple[Reason, ...]
    organisation_name: str
    hidden: bool
    person: PersonRow | None = None
    weight: float | None = None
    evidence: tuple[EvidenceRow, ...] = ()
    relative: bool = False
    words: str = ""
    close: bool = False  # enough to be counted, and said across a wall


@dataclass(frozen=True)
class ComparedRow:
    """Two visible records compared: their weight is the prior and all lines together. `household`: both on one roster."""

    weight: float
    model_version: str
    lines: tuple[EvidenceRow, ...]
    household: bool
    prior: float = 0.0
    relative: bool = False
    words: str = ""


@dataclass(frozen=True)
class Candidate:
    """What a registrar has typed so far, to look for the same person. Any part may be missing."""

    names: tuple[str, ...] = ()
    birth_date: date | None = None
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    nationality: str = ""
    besides: UUID | None = None  # this person is not a duplicate of her- or himself
    birth_precision: str = ""  # how much of the birth date is known; empty: all of it, but 1 January is a year
    sex: str = ""
    registered_on: date | None = None
