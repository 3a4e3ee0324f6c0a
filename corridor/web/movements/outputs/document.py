"""A flight's list as one object, with exactly the fields its recipient may have (INV-15, INV-16). Every format writes this object.

What is not named in COLUMNS cannot leave: no specific need, referral, faith, telephone, address, diagnosis or detail of consent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.consent.words import Pathway
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import N_
from corridor.kernel.words import Word
from corridor.movements.lifecycle import Seat as Status
from corridor.movements.queries import LineRow, ManifestRow, screens
from corridor.movements.words import EscortKind, ManifestState, Service
from corridor.people.words import DocumentKind, Sex
from corridor.web.shell import formats


class Recipient(Word):
    AUTHORITIES = "authorities", N_("Authorities of departure")
    CARRIER = "carrier", N_("Carrier")
    RECEPTION = "reception", N_("Receiving mission")
    OPERATIONS = "operations", N_("Own operations")


class AgeClass(Word):
    ADULT = "adult", N_("Adult")
    CHILD = "child", N_("Child")
    INFANT = "infant", N_("Infant")
    UNKNOWN = "unknown", N_("Not known")


class Place(Word):
    SEAT = "seat", N_("Own seat")
    LAP = "lap", N_("On a lap")


def _worded(words: Any) -> Callable[[Any], str]:
    return lambda code: _(words(code).label) if code else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Column:
    label: Any
    show: Callable[[Any], str] = _text


COLUMNS: Mapping[str, Column] = {
    "no": Column(gettext_lazy("No.")),
    "reference": Column(gettext_lazy("Reference")),
    "party": Column(gettext_lazy("Party")),
    "name": Column(gettext_lazy("Name")),
    "name_document": Column(gettext_lazy("Name as in the document")),
    "sex": Column(gettext_lazy("Sex"), lambda code: _SEX[code]()),
    "age": Column(gettext_lazy("Age")),
    "age_class": Column(gettext_lazy("Adult or child"), _worded(AgeClass)),
    "birth_date": Column(gettext_lazy("Born")),
    "nationality": Column(gettext_lazy("Nationality"), lambda code: formats.country(code)),
    "document_kind": Column(gettext_lazy("Document"), _worded(DocumentKind)),
    "document_number": Column(gettext_lazy("Document number")),
    "exit_permit": Column(gettext_lazy("Exit permit")),
    "seat": Column(gettext_lazy("Seat"), _worded(Place)),
    "destination": Column(gettext_lazy("To")),
    "family": Column(gettext_lazy("Travels with")),
    "service": Column(gettext_lazy("Service needed"), lambda code: _(Service(code).label) if code else ""),
    "onward": Column(gettext_lazy("Goes on to")),
    "status": Column(gettext_lazy("State"), _worded(Status)),
}

_SEX: Mapping[str, Callable[[], str]] = {
    Sex.FEMALE: lambda: _("F"),
    Sex.MALE: lambda: _("M"),
    Sex.OTHER: lambda: _("X"),
    Sex.UNKNOWN: lambda: _("not known"),
}

FIELDS: Mapping[Recipient, tuple[str, ...]] = {
    Recipient.AUTHORITIES: (
        "no", "name", "name_document", "sex", "birth_date", "nationality", "document_kind", "document_number", "exit_permit",
        "destination", "seat",
    ),
    Recipient.CARRIER: ("no", "name", "sex", "age_class", "document_number", "seat", "destination", "service"),
    Recipient.RECEPTION: ("no", "name", "sex", "age", "family", "destination", "service", "onward"),
    Recipient.OPERATIONS: (
        "no", "reference", "party", "name", "sex", "age", "nationality", "document_number", "exit_permit", "destination", "seat",
        "service", "status",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Document:
    """`rows` hold codes for machines; `texts()` the same in the reader's language. `persons` are for the record only."""

    manifest_id: UUID
    recipient: Recipient
    flight: Mapping[str, str]
    number: int
    state: str
    made_at: str
    rows: tuple[Mapping[str, Any], ...]
    escorts: tuple[Mapping[str, str], ...]
    persons: tuple[UUID, ...] = field(repr=False)
    synthetic: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        return FIELDS[self.recipient]

    @property
    def name(self) -> str:
        """Of the file: flight and version, nothing else (INV-21)."""
        return f"{self.flight['code']}-v{self.number}"

    @property
    def title(self) -> str:
        return _("List of people, flight %(code)s") % {"code": self.flight["code"]}

    @property
    def version(self) -> str:
        if not self.number:
            return _("As it stands, not frozen yet")
        return _("Version %(number)s: %(state)s") % {"number": self.number, "state": _(ManifestState(self.state).label)}

    def headings(self) -> list[str]:
        return [str(COLUMNS[key].label) for key in self.columns]

    def texts(self) -> list[list[str]]:
        return [[COLUMNS[key].show(row[key]) for key in self.columns] for row in self.rows]

    def facts(self) -> list[tuple[str, str]]:
        """The head of the document, in words."""
        said = self.flight
        return [
            (_("Flight"), f"{said['code']}, {said['carrier']}" if said["carrier"] else said["code"]),
            (_("From"), said["from"]),
            (_("To"), said["to"]),
            (_("Departs"), said["departs_local"]),
            (_("People"), str(len(self.rows))),
            (_("For"), _(self.recipient.label)),
            (_("List"), self.version),
        ]

    def travelling_along(self) -> list[tuple[str, str]]:
        return [(_(EscortKind(one["kind"]).label), one["name"]) for one in self.escorts]

    def plain(self) -> dict[str, Any]:
        """The machine's form."""
        return {
            "schema": "corridor.manifest/1",
            "synthetic": self.synthetic,
            "recipient": str(self.recipient),
            "flight": {key: value for key, value in self.flight.items() if key != "departs_local"},
            "version": self.number,
            "state": self.state,
            "made_at": self.made_at,
            "people": [dict(row) for row in self.rows],
            "escorts": [dict(one) for one in self.escorts],
        }


def document(actor: Actor, flight_id: UUID, recipient: Recipient, number: int | None = None) -> Document:
    """The one object of a flight's list."""
    found = screens.list_of(actor, flight_id, number)
    ids = [line.person_id for line in found.lines]
    more = screens.line_facts(actor, flight_id, ids, found.flight.departs_on)
    lines = _in_order(found.lines, more)
    groups: dict[str, list[int]] = {}
    for line in lines:
        groups.setdefault(more[line.person_id].party or str(line.person_id), []).append(line.number)
    rows = []
    for line in lines:
        facts = more[line.person_id]
        whole = _line(line, facts, [one for one in groups[facts.party or str(line.person_id)] if one != line.number])
        rows.append({key: whole[key] for key in FIELDS[recipient]})
    return Document(
        manifest_id=found.id,
        recipient=recipient,
        flight=_flight(found),
        number=found.number,
        state=found.state,
        made_at=found.made_at.isoformat(timespec="seconds"),
        rows=tuple(rows),
        escorts=tuple({"kind": one.kind, "name": one.name} for one in found.flight.escorts),
        persons=tuple(line.person_id for line in lines),
        synthetic=settings.SYNTHETIC,
    )


def _in_order(lines: tuple[LineRow, ...], more: Mapping[UUID, screens.LineFacts]) -> list[LineRow]:
    """Parties together, in the order of the gate and of the boarding passes."""

    def place(line: LineRow) -> tuple[bool, str, str]:
        facts = more[line.person_id]
        return (not facts.party, facts.party, str(facts.seat_id))

    return [replace(line, number=number) for number, line in enumerate(sorted(lines, key=place), start=1)]


def _line(line: LineRow, facts: screens.LineFacts, others: list[int]) -> dict[str, Any]:
    latin = next((name.full for name in facts.names if name.kind == "main" and name.script == "latn"), line.name)
    on_paper = next((name.full for name in facts.names if name.kind == "document"), line.name)
    return {
        "no": line.number,
        "reference": line.reference,
        "party": facts.party,
        "name": latin,
        "name_document": on_paper,
        "sex": line.sex,
        "age": line.age,
        "age_class": str(_age_class(line)),
        "birth_date": _born(line),
        "nationality": line.nationality,
        "document_kind": line.document_kind,
        "document_number": line.document,
        "exit_permit": facts.exit_permit,
        "seat": str(Place.LAP if line.lap_infant else Place.SEAT),
        "destination": line.destination,
        "family": ", ".join(str(one) for one in others),
        "service": line.service,
        "onward": facts.onward,
        "status": line.status,
    }


def _age_class(line: LineRow) -> AgeClass:
    if line.lap_infant or (line.age is not None and line.age < 2):
        return AgeClass.INFANT
    if line.child:
        return AgeClass.CHILD
    return AgeClass.UNKNOWN if line.age is None else AgeClass.ADULT


def _born(line: LineRow) -> str:
    """As exactly as it is known and no more: 2002, 2002-05, 2002-05-12."""
    if line.birth_date is None:
        return ""
    return line.birth_date.isoformat()[: {"day": 10, "month": 7}.get(line.birth_precision, 4)]


def _flight(found: ManifestRow) -> dict[str, str]:
    row = found.flight
    return {
        "code": row.code,
        "pathway": str(Pathway(row.pathway)),
        "carrier": row.carrier,
        "aircraft": row.aircraft,
        "from": row.embarkation.name,
        "to": ", ".join(stop.site.name for stop in row.stops),
        "departs_at": row.departs_at.isoformat(timespec="minutes"),
        "departs_on": row.departs_on.isoformat(),
        "departs_local": formats.moment(row.departs_at),
    }
