"""Rows for COPY: each table's columns once, values as PostgreSQL's text format, ids that grow with the day they belong to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

COLUMNS = {
    "people_person": "id reference organisation_id sex birth_date birth_precision age_disputed nationality nationality_confirmed"
    " nationality_confirmed_by_id nationality_confirmed_on languages interpreter_needed name synthetic registered_on version",
    "people_personname": "id person_id kind script full given father family folded keys",
    "people_phone": "id person_id number note",
    "people_document": "id person_id kind number number_key issuing_state issued_on expires_on",
    "people_registration": "id person_id organisation_id external_id registered_on",
    "people_family": "id reference organisation_id",
    "people_familymember": "id family_id person_id role since until",
    "people_childstatus": "id person_id kind caregiver_id since until",
    "people_specificneed": "id person_id code service since until",
    "people_location": "id person_id kind site_id since until",
    "people_share": "id person_id organisation_id granted_by_id purpose categories since until because because_id",
    "people_shield": "id person_id kind since until because_id",
    "consent_consent": "id person_id purpose pathway recipient_id text_id language interpreter form legal_basis representative setting place_id"
    " in_detention guards_present others_present options_explained officer_id given_at valid_until confidence",
    "consent_withdrawal": "id consent_id person_id at told_to_id",
    "consent_reconfirmation": "id consent_id person_id at officer_id setting private language interpreter",
    "protection_screening": "id person_id officer_id at individual household community structural red_flags band note",
    "protection_fearanswer": "id person_id officer_id at answer private language note",
    "protection_bestinterests": "id person_id officer_id at kind solution finding childs_views panel emergency valid_until",
    "protection_childcare": "id person_id officer_id at guardian tracing escort receiver",
    "protection_traffickingassessment": "id person_id officer_id at state risk_assessed_on reception_planned_on",
    "protection_referral": "id person_id sender_id receiver_id status opened_at opened_by_id urgent sent_at answer_due answered_at answer_reason closed_at version",
    "protection_pathwaydecision": "id person_id officer_id at offered chosen persons_words",
    "movements_flight": "id code pathway operator_id carriage carrier aircraft embarkation_id departs_at departs_on capacity wheelchair_slots"
    " stretcher_slots medical_escort_slots child_escort_slots fund cost status synthetic version",
    "movements_stop": 'id flight_id "order" destination_id seats',
    "movements_clearance": "id flight_id kind authority state reference asked_on answered_on",
    "movements_escort": "id flight_id kind name",
    "movements_travelparty": "id reference organisation_id pathway destination_id tier weight ready_from since ended_on",
    "movements_partymember": "id party_id person_id until",
    "movements_seat": "id flight_id stop_id person_id party_id pathway departs_on status lap_infant service consent_id consent_valid_until token"
    " told_at boarded_at boarded_by_id ended_because standby_rank version",
    "movements_exitclearance": "id person_id state batch number asked_on valid_from valid_until",
    "movements_fittotravel": "id person_id category service checked_at valid_until officer_id",
    "movements_assistance": "id person_id kind given_on given_by_id",
    "movements_reception": "id seat_id person_id received at officer_id needs_now onward",
    "returns_returncase": "id person_id organisation_id caseworker_id status requested_on destination_id final_town status_since closed_on version",
    "returns_counselling": "id case_id person_id officer_id at language interpreter private asylum_explained wishes_unhcr",
    "returns_consularrequest": "id case_id person_id consulate_id consent_id status asked_at asked_by_id interview_at interview_mode answered_at document_id"
    " ended_at version",
    "evacuation_evacuationcase": "id person_id organisation_id caseworker_id status identified_on agreement_id transit_site_id status_since closed_on version",
    "evacuation_stay": "id person_id site_id since until",
    "audit_entry": "at organisation_id staff_id job verb thing_id person_id category reason source purpose detail",
}
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Rows:
    """Collects lines per table in the order in which foreign keys want them."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self._widths = {table: len(columns.split()) for table, columns in COLUMNS.items()}
        self._count = 0

    def new_id(self, on: date) -> UUID:
        """Grows with the day, then with the count: the same seed gives the same ids."""
        self._count += 1
        moment = int(datetime.combine(on, time(), UTC).timestamp() * 1000)
        return UUID(int=moment << 80 | 0x7 << 76 | 0x8 << 60 | self._count)

    def add(self, table: str, *values: Any) -> None:
        if len(values) != self._widths[table]:
            raise ValueError(f"{table} has {self._widths[table]} columns, not {len(values)}")
        self.lines[table].append("\t".join(map(text, values)))

    def persons(self) -> int:
        return len(self.lines["people_person"])

    def total(self) -> int:
        return sum(map(len, self.lines.values()))


def text(value: Any) -> str:
    """One value as COPY's text format has it."""
    kind = type(value)
    if value is None:
        return "\\N"
    if kind is str:
        return value.translate(ESCAPES) if ("\\" in value or "\t" in value or "\n" in value) else value
    if kind is bool:
        return "t" if value else "f"
    if kind is datetime:
        return value.isoformat(" ")
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        return _array(sorted(value) if isinstance(value, set | frozenset) else value)
    return str(value)


def _array(items: Iterable[Any]) -> str:
    return (
        "{" + ",".join('"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items).translate(ESCAPES) + "}"
    )
