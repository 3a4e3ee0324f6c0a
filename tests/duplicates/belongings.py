"""Something of everything that can belong to a person, written as rows: for each column that points to a person, how to add one.

Random records get random belongings; a house-like test asks that no column of the catalog is missing here.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from corridor.access.models import Staff
from corridor.consent.models import Consent, Reconfirmation, Withdrawal
from corridor.duplicates import actions as duplicates
from corridor.duplicates.models import Pair
from corridor.evacuation.models import EvacuationCase, Stay
from corridor.exchange.models import ListRow, PeopleList
from corridor.movements.models import (
    Assistance,
    ExitClearance,
    FitToTravel,
    Flight,
    HealthNote,
    Manifest,
    ManifestLine,
    PartyMember,
    Reception,
    Seat,
    Stop,
    TravelParty,
)
from corridor.people.models import (
    ChildStatus,
    Document,
    Family,
    FamilyMember,
    Location,
    Outcome,
    Person,
    PersonName,
    Phone,
    Photo,
    Registration,
    Share,
    Shield,
    SpecificNeed,
)
from corridor.protection.models import (
    Advisory,
    BestInterests,
    ChildCare,
    FearAnswer,
    Override,
    PathwayDecision,
    Referral,
    Screening,
    SignOff,
    TraffickingAssessment,
)
from corridor.returns.models import ConsularRequest, Counselling, ReturnCase
from tests.world import World

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass
class Belongings:
    """One giver for each column; `number` makes each row a little different."""

    world: World
    code: str = "IOM-LBY"
    number: int = 0
    made: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.organisation = self.world.organisations[self.code]
        self.officer: Staff = self.world.someone("protection_officer", self.code)
        self.second: Staff = self.world.someone("protection_officer", self.code, 2)
        self.partner = self.world.organisations["UNHCR-LBY" if self.code == "IOM-LBY" else "IOM-LBY"]
        self.site = self.world.sites["URB-TIP"]

    def give(self, column: str, person: UUID, number: int) -> None:
        self.number = number
        GIVERS[column](self, person)

    def day(self) -> date:
        return DAY + timedelta(days=self.number)

    def at(self) -> datetime:
        return AT + timedelta(days=self.number)

    def someone_else(self) -> UUID:
        other = Person(reference=f"X-{uuid4().hex[:16]}", organisation=self.organisation, name="Somebody Else")
        other.registered_on, other.synthetic = DAY, True
        other.save(force_insert=True)
        return other.id

    def matter(self, person: UUID) -> dict:
        return {"person_id": person, "officer": self.officer, "at": self.at()}

    def consent(self, person: UUID, purpose: str = "process_data", pathway: str = "") -> Consent:
        row = Consent(person_id=person, purpose=purpose, pathway=pathway, text=self.world.texts[purpose], language="en")
        row.interpreter, row.form, row.setting = "none needed", "explicit_oral", "office"
        row.in_detention = row.guards_present = False
        row.options_explained, row.officer, row.given_at = True, self.officer, self.at()
        row.valid_until, row.confidence = self.day() + timedelta(days=600), "high"
        row.save(force_insert=True)
        return row

    def withdrawal(self, person: UUID) -> None:
        consent = self.consent(person)
        Withdrawal.objects.create(consent=consent, person_id=person, at=self.at(), told_to=self.officer)

    def reconfirmation(self, person: UUID) -> None:
        row = Reconfirmation(consent=self.consent(person), person_id=person, officer=self.second, at=self.at())
        row.setting, row.private, row.language, row.interpreter = "office", True, "en", "none needed"
        row.save(force_insert=True)

    def case(self, person: UUID, closed: bool = True) -> ReturnCase:
        row = ReturnCase(person_id=person, organisation=self.organisation, status="closed" if closed else "requested")
        row.requested_on, row.status_since, row.closed_on = self.day(), self.at(), self.day() if closed else None
        row.save(force_insert=True)
        return row

    def open_case(self, person: UUID) -> None:
        self.case(person, closed=self.number % 2 == 0)

    def counselling(self, person: UUID) -> None:
        row = Counselling(case=self.case(person), person_id=person, officer=self.officer, at=self.at(), language="en")
        row.interpreter, row.private, row.asylum_explained, row.wishes_unhcr = "none needed", True, True, False
        row.save(force_insert=True)

    def question(self, person: UUID) -> None:
        case = self.case(person)
        consulate = self.world.organisations["CON-NGA"]
        agreed = _consular_consent(self, person, consulate)
        row = ConsularRequest(case=case, person_id=person, consulate=consulate, consent=agreed, status="ended")
        row.asked_at, row.asked_by, row.ended_at = self.at(), self.officer, self.at()
        row.save(force_insert=True)

    def evacuation(self, person: UUID) -> None:
        agreement = self.consent(person, "travel", "evacuation") if self.number % 2 else None
        row = EvacuationCase(person_id=person, organisation=self.organisation, status="closed", agreement=agreement)
        row.identified_on, row.status_since, row.closed_on = self.day(), self.at(), self.day()
        row.save(force_insert=True)

    def seat(self, person: UUID, status: str = "released") -> Seat:
        flight = Flight(code=f"B{uuid4().hex[:12]}", pathway="vhr", operator=self.organisation, carriage="charter", carrier="C")
        flight.embarkation, flight.departs_at, flight.departs_on = self.world.sites["MJI"], self.at(), self.day()
        flight.capacity, flight.synthetic = 50, True
        flight.save(force_insert=True)
        stop = Stop.objects.create(flight=flight, order=1, destination=self.world.sites["LOS"])
        consent = self.consent(person, "travel", "vhr") if self.number % 2 else None
        row = Seat(flight=flight, stop=stop, person_id=person, pathway="vhr", departs_on=flight.departs_on, status=status)
        row.consent, row.consent_valid_until = consent, consent.valid_until if consent else None
        row.token = uuid4().hex[:24]
        row.save(force_insert=True)
        return row

    def live_seat(self, person: UUID) -> None:
        self.seat(person, ("released", "standby", "held", "no_show")[self.number % 4])

    def line(self, person: UUID) -> None:
        seat = self.seat(person)
        head = Manifest.objects.create(flight=seat.flight, number=1, state="draft", made_at=self.at(), made_by=self.officer)
        ManifestLine.objects.create(manifest=head, seat=seat, person_id=person, status="released")

    def reception(self, person: UUID) -> None:
        seat = self.seat(person)
        Reception.objects.create(seat=seat, person_id=person, received=False, at=self.at(), officer=self.officer)

    def fitness(self, person: UUID) -> FitToTravel:
        ends = self.at() + timedelta(days=2)
        return FitToTravel.objects.create(
            person_id=person, category="fit", checked_at=self.at(), valid_until=ends, officer=self.officer
        )

    def note(self, person: UUID) -> None:
        HealthNote.objects.create(person_id=person, fitness=self.fitness(person), note="rested")

    def party(self, person: UUID) -> None:
        party = TravelParty(reference=f"P{uuid4().hex[:16]}", organisation=self.organisation, pathway="vhr")
        party.destination, party.since = self.world.sites["LOS"], DAY
        party.save(force_insert=True)
        PartyMember.objects.create(party=party, person_id=person, until=None if self.number % 2 else self.day())

    def name(self, person: UUID) -> None:
        kind = ("main", "alias", "former", "document")[self.number % 4]
        full = ("Amina Diallo", "Aminata Diallo", "Amina Jallow")[self.number % 3]
        row = PersonName(person_id=person, kind=kind, script="latn", full=full, folded=full.lower(), keys=["AMN"])
        if not PersonName.objects.filter(person_id=person, kind=kind, full=full).exists():
            row.save(force_insert=True)

    def phone(self, person: UUID) -> None:
        Phone.objects.get_or_create(person_id=person, number=f"+21891000000{self.number % 3}")

    def photo(self, person: UUID) -> None:
        if not Photo.objects.filter(person_id=person).exists():
            Photo.objects.create(person_id=person, jpeg=bytes([self.number]), taken_on=self.day())

    def family(self, person: UUID) -> None:
        family = Family.objects.create(reference=f"F{uuid4().hex[:16]}", organisation=self.organisation)
        FamilyMember.objects.create(family=family, person_id=person, role="principal", since=DAY, until=self.until(person))

    def until(self, person: UUID) -> date | None:
        """Still so for one row of the person, ended for the others."""
        return self.day() if self.number % 2 else None

    def child(self, person: UUID) -> None:
        ends = self.day() if self.number % 2 else None
        ChildStatus.objects.create(person_id=person, kind="separated", caregiver_id=self.someone_else(), since=DAY, until=ends)

    def caregiver(self, person: UUID) -> None:
        ChildStatus.objects.create(person_id=self.someone_else(), kind="separated", caregiver_id=person, since=DAY)

    def need(self, person: UUID) -> None:
        code = ("SM", "DS", "WR")[self.number % 3]
        SpecificNeed.objects.get_or_create(person_id=person, code=code, until=None, defaults={"since": self.day()})

    def location(self, person: UUID) -> None:
        open_one = not Location.objects.filter(person_id=person, until__isnull=True).exists()
        Location.objects.create(
            person_id=person, kind="urban", site=self.site, since=self.day(), until=None if open_one else self.day()
        )

    def share(self, person: UUID) -> None:
        row = Share(person_id=person, organisation=self.partner, granted_by=self.organisation, purpose="referral")
        row.categories, row.since, row.because = ["identity"], self.at(), "referral"
        row.save(force_insert=True)

    def shield(self, person: UUID) -> None:
        since = AT + timedelta(days=200)  # long after anybody was asked about a consulate
        Shield.objects.create(person_id=person, kind="asylum", since=since, until=None if self.number % 2 else since)

    def referral(self, person: UUID) -> None:
        row = Referral(person_id=person, sender=self.organisation, receiver=self.partner, status="closed", own_request=True)
        row.opened_at, row.opened_by, row.closed_at = self.at(), self.officer, self.at()
        row.save(force_insert=True)

    def override(self, person: UUID) -> None:
        approved = {"approved_by": self.second, "approved_at": self.at()} if self.number % 2 else {}
        Override.objects.create(
            person_id=person, requested_by=self.officer, requested_at=self.at(), person_insists=True, reason="insists",
            valid_until=self.day(), **approved,
        )  # fmt: skip

    def sign_off(self, person: UUID) -> None:
        advisory = Advisory.objects.create(country="NG", level="caution", source="s", since=self.day(), recorded_by=self.officer)
        SignOff.objects.create(**self.matter(person), advisory=advisory, reason="looked at")

    def row_of_list(self, person: UUID) -> None:
        head = PeopleList(organisation=self.organisation, uploaded_at=self.at(), kind="csv", sha256=uuid4().hex)
        head.save(force_insert=True)
        row = ListRow(people_list=head, organisation=self.organisation, number=1, cells=[], state="imported", person_id=person)
        row.fingerprint = uuid4().hex
        row.save(force_insert=True)

    def joined(self, person: UUID) -> None:
        """Another record joined into this one before."""
        supervisor, other = self.world.actor("supervisor", self.code), self.someone_else()
        first, second = sorted((person, other))
        pair = Pair(first_id=first, second_id=second, weight=12.0, model_version="test", source="search", status="same")
        pair.opened_at = AT
        pair.save(force_insert=True)
        duplicates.join(supervisor, pair.id, person, {})


def _consular_consent(given: Belongings, person: UUID, consulate: object) -> Consent:
    """Agreed to long ago, when the person had said in private that there is nothing to fear."""
    FearAnswer.objects.create(
        person_id=person, officer=given.officer, at=given.at() - timedelta(hours=1), answer="no_fear", private=True, language="en"
    )
    row = Consent(person_id=person, purpose="contact_consulate", recipient=consulate, text=given.world.texts["contact_consulate"])
    row.language, row.interpreter, row.form, row.setting = "en", "none needed", "explicit_oral", "office"
    row.in_detention = row.guards_present = False
    row.options_explained, row.officer, row.given_at = True, given.officer, given.at()
    row.valid_until, row.confidence = given.day() + timedelta(days=600), "high"
    row.save(force_insert=True)
    return row


B = Belongings
GIVERS = {
    "consent_consent.person_id": lambda b, p: b.consent(p),
    "consent_reconfirmation.person_id": B.reconfirmation,
    "consent_withdrawal.person_id": B.withdrawal,
    "evacuation_evacuationcase.person_id": B.evacuation,
    "evacuation_stay.person_id": lambda b, p: Stay.objects.create(
        person_id=p, site=b.world.sites["GDF-TIP"], since=b.day(), until=b.day()
    ),
    "exchange_listrow.person_id": B.row_of_list,
    "movements_assistance.person_id": lambda b, p: Assistance.objects.get_or_create(
        person_id=p, kind="food", given_on=b.day(), defaults={"given_by": b.officer}
    ),
    "movements_exitclearance.person_id": lambda b, p: ExitClearance.objects.create(
        person_id=p, state="requested", asked_on=b.day()
    ),
    "movements_fittotravel.person_id": lambda b, p: b.fitness(p),
    "movements_healthnote.person_id": B.note,
    "movements_manifestline.person_id": B.line,
    "movements_partymember.person_id": B.party,
    "movements_reception.person_id": B.reception,
    "movements_seat.person_id": B.live_seat,
    "people_childstatus.caregiver_id": B.caregiver,
    "people_childstatus.person_id": B.child,
    "people_document.person_id": lambda b, p: Document.objects.create(person_id=p, kind="passport", number=f"N{b.number}"),
    "people_familymember.person_id": B.family,
    "people_location.person_id": B.location,
    "people_outcome.person_id": lambda b, p: Outcome.objects.create(person_id=p, kind="unreachable", on=b.day(), source="s"),
    "people_person.joined_into_id": B.joined,
    "people_personname.person_id": B.name,
    "people_phone.person_id": B.phone,
    "people_photo.person_id": B.photo,
    "people_registration.person_id": lambda b, p: Registration.objects.create(
        person_id=p, organisation=b.organisation, external_id=uuid4().hex, registered_on=b.day()
    ),
    "people_share.person_id": B.share,
    "people_shield.person_id": B.shield,
    "people_specificneed.person_id": B.need,
    "protection_bestinterests.person_id": lambda b, p: BestInterests.objects.create(
        **b.matter(p), kind="assessment", finding="positive", valid_until=b.day()
    ),
    "protection_childcare.person_id": lambda b, p: ChildCare.objects.create(
        **b.matter(p), guardian="An aunt", tracing="not_started"
    ),
    "protection_fearanswer.person_id": lambda b, p: FearAnswer.objects.create(
        **b.matter(p), answer="no_fear", private=True, language="en"
    ),
    "protection_override.person_id": B.override,
    "protection_pathwaydecision.person_id": lambda b, p: PathwayDecision.objects.create(
        **b.matter(p), offered=["asylum", "vhr"], chosen="vhr"
    ),
    "protection_referral.person_id": B.referral,
    "protection_screening.person_id": lambda b, p: Screening.objects.create(
        **b.matter(p), individual="low", household="low", community="low", structural="low", band="low"
    ),
    "protection_signoff.person_id": B.sign_off,
    "protection_traffickingassessment.person_id": lambda b, p: TraffickingAssessment.objects.create(
        **b.matter(p), state="no_indicator"
    ),
    "returns_consularrequest.person_id": B.question,
    "returns_counselling.person_id": B.counselling,
    "returns_returncase.person_id": B.open_case,
}
