"""Ground to stand on for movement tests: people ready to travel, flights ready to leave, made by the real actions.

What protection and the return case say is written as rows, so that each test can leave out exactly one of them.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection

import corridor.evacuation.queries  # noqa: F401 registers the readiness of evacuations
from corridor.consent import actions as consents
from corridor.consent.rules import NewConsent
from corridor.evacuation.models import EvacuationCase
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.movements import actions, queries
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.people.rules import Birth, NewDocument, NewName, NewPerson
from corridor.protection.models import FearAnswer, PathwayDecision, TraffickingAssessment
from corridor.returns.models import ReturnCase
from tests.world import World

ADULT = date(1994, 5, 17)


@dataclass
class Ground:
    world: World
    count: int = 0
    consents: dict[UUID, UUID] = field(default_factory=dict)
    parties: dict[tuple[UUID, ...], UUID] = field(default_factory=dict)

    @property
    def mover(self) -> Actor:
        return self.world.actor("movement_officer")

    @property
    def medic(self) -> Actor:
        return self.world.actor("medical_officer")

    @property
    def caseworker(self) -> Actor:
        return self.world.actor("caseworker")

    def registered(self, *, born: date | None = ADULT, family_of: UUID | None = None, role: str = "spouse", **more) -> UUID:
        """A person nobody has spoken to yet."""
        self.count += 1
        birth = Birth(born, "day") if born else Birth()
        new = NewPerson(
            names=(NewName(f"Invented Person {self.count}"),),
            sex=("female", "male")[self.count % 2],
            birth=birth,
            nationality="NG",
            documents=(NewDocument("passport", f"A{self.count:07}", "NG", date(2024, 1, 1), date(2034, 1, 1)),),
            with_person_id=family_of,
            family_role=role if family_of else "",
            **more,
        )
        with acting(self.caseworker):
            return people.register(self.caseworker, new)

    def ready(self, pathway: str = "vhr", **about) -> UUID:
        """Everything recorded that a journey in the next three days needs."""
        person_id = self.registered(**about)
        self.consent(person_id, pathway)
        self.protection(person_id, pathway)
        self.case(person_id, pathway)
        self.fit(person_id)
        self.cleared(person_id)
        return person_id

    def consent(self, person_id: UUID, pathway: str = "vhr", **more) -> UUID:
        with acting(self.caseworker):
            born = registry.person(self.caseworker, person_id)
            child = born.is_child_on(clock.today())
            proxy = (
                {"form": "proxy", "legal_basis": "parent", "representative": "A parent"}
                if child
                else {"form": "explicit_written"}
            )
            plain = {
                "purpose": "travel", "pathway": pathway, "language": "en", "interpreter": "none needed", "setting": "office",
                "guards_present": False, "options_explained": True, **proxy,
            }  # fmt: skip
            self.consents[person_id] = consents.give(self.caseworker, person_id, NewConsent(**{**plain, **more}))
            return self.consents[person_id]

    def protection(self, person_id: UUID, pathway: str = "vhr") -> None:
        officer = self.world.someone("protection_officer")
        with acting(self.world.actor("protection_officer")):
            same = {"person_id": person_id, "officer": officer, "at": clock.now()}
            FearAnswer.objects.create(**same, answer="no_fear", private=True, language="en")
            TraffickingAssessment.objects.create(**same, state="no_indicator")
            PathwayDecision.objects.create(**same, offered=[pathway, "asylum", "stay"], chosen=pathway)

    def case(self, person_id: UUID, pathway: str = "vhr") -> None:
        organisation = self.world.organisations["IOM-LBY"]
        with acting(self.caseworker):
            same = {"person_id": person_id, "organisation": organisation, "status_since": clock.now()}
            if pathway == "vhr":
                site = self.world.sites["LOS"]
                ReturnCase.objects.create(**same, status="exit_cleared", requested_on=clock.today(), destination=site)
            else:
                same |= {"agreement_id": self.consents[person_id], "transit_site": self.world.sites["TRANSIT-RW"]}
                EvacuationCase.objects.create(**same, status="cleared", identified_on=clock.today())

    def fit(self, person_id: UUID, category: str = "fit", **more) -> UUID:
        with acting(self.medic):
            return actions.record_fitness(self.medic, person_id, category=category, **more)

    def cleared(self, person_id: UUID, state: str = "granted", **more) -> UUID:
        days = (
            {"valid_from": clock.today() - timedelta(days=1), "valid_until": clock.today() + timedelta(days=30)}
            if state == "granted"
            else {}
        )
        with acting(self.mover):
            return actions.record_exit_clearance(self.mover, person_id, state=state, **{**days, **more})

    def flight(
        self,
        pathway: str = "vhr",
        *,
        code: str = "",
        hours: float = 40,
        seats: int = 20,
        to: str = "",
        status: str = "boarding",
        **more,
    ) -> UUID:
        """Confirmed, cleared and with its gate open, unless said otherwise."""
        self.count += 1
        to = to or ("LOS" if pathway == "vhr" else "TRANSIT-RW")
        stops = more.pop("stops", None) or [actions.NewStop(self.world.sites[to].id)]
        cleared = more.pop("cleared", True)
        new = actions.NewFlight(
            code=code or f"CR-{self.count:04}", pathway=pathway, embarkation_id=self.world.sites["MJI"].id,
            departs_at=clock.now() + timedelta(hours=hours), capacity=seats, stops=stops, carrier="Charter", **more,
        )  # fmt: skip
        with acting(self.mover) as mover:
            flight_id = actions.add_flight(mover, new)
            if cleared:
                for kind in ("landing", "slot"):
                    actions.set_clearance(mover, flight_id, kind=kind, authority="Authority", state="granted")
            if status in ("confirmed", "boarding"):
                actions.confirm(mover, flight_id)
            if status == "boarding":
                actions.open_gate(mover, flight_id)
        return flight_id

    def party(self, *person_ids: UUID, pathway: str = "vhr", to: str = "", **more) -> UUID:
        site = self.world.sites[to or ("LOS" if pathway == "vhr" else "TRANSIT-RW")]
        with acting(self.mover):
            made = actions.make_party(self.mover, person_ids, pathway=pathway, destination_id=site.id, **more)
        self.parties[person_ids] = made
        return made

    def booked(self, flight_id: UUID, *person_ids: UUID, **more) -> list[UUID]:
        pathway = queries.flight(self.mover, flight_id).pathway
        party_id = self.parties.get(person_ids) or self.party(*person_ids, pathway=pathway, **more)
        with acting(self.mover):
            return actions.book(self.mover, flight_id, party_id)

    def boarded(self, flight_id: UUID, *person_ids: UUID) -> list[UUID]:
        seats = self.booked(flight_id, *person_ids)
        with acting(self.mover):
            for seat_id in seats:
                actions.board(self.mover, seat_id)
        return seats


def prepared(prepare):
    """For `beginning`: a new ground and what the movement officer prepared on it."""

    def build():
        ground = Ground(World.build())
        with acting(ground.mover) as mover:
            return ground, prepare(ground, mover)

    return build


def sql(statement: str, *values):
    """Straight at the table, as the application role, past all Python."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)
