"""Ground for tests of evacuation: people at every stage of the way, made by the real actions of every context."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from corridor.consent import actions as consents
from corridor.consent.rules import NewConsent
from corridor.evacuation import actions, queries
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.movements import actions as movements
from corridor.people import actions as people
from corridor.people.rules import Birth, NewName, NewPerson
from corridor.places.models import Capacity
from corridor.protection import actions as protection
from tests.world import World

SPOKEN = {"language": "en", "interpreter": "none needed"}


@dataclass
class Ground:
    """Of UNHCR: its own people, its own officers."""

    world: World
    count: int = 0
    home: str = "UNHCR-LBY"

    @property
    def caseworker(self) -> Actor:
        return self.world.actor("caseworker", self.home)

    @property
    def protector(self) -> Actor:
        return self.world.actor("protection_officer", self.home)

    @property
    def mover(self) -> Actor:
        return self.world.actor("movement_officer", self.home)

    @property
    def transit(self) -> UUID:
        return self.world.sites["TRANSIT-RW"].id

    @property
    def gathering(self) -> UUID:
        return self.world.sites["GDF-TIP"].id

    def capacity(self, site: str, persons: int, first: date = date(2019, 1, 1), last: date = date(2030, 1, 1)) -> None:
        place = self.world.sites[site]
        Capacity.objects.filter(site=place).delete()
        Capacity.objects.create(site=place, days=(first, last), persons=persons, because="test")

    def person(self, *, born: date | None = date(1996, 3, 2), nationality: str = "ER", **more) -> UUID:
        self.count += 1
        birth = Birth(born, "day") if born else Birth()
        new = NewPerson(
            names=(NewName(f"Invented Person {self.count}"),), sex="female", birth=birth, nationality=nationality, **more
        )
        with acting(self.caseworker) as actor:
            return people.register(actor, new)

    def agreement(self, person_id: UUID, pathway: str = "evacuation", **more) -> UUID:
        plain = {**SPOKEN, "form": "explicit_written", "setting": "office", "guards_present": False, "options_explained": True}
        with acting(self.caseworker) as actor:
            return consents.give(actor, person_id, NewConsent("travel", pathway=pathway, **{**plain, **more}))

    def protect(self, person_id: UUID, chosen: str = "evacuation") -> None:
        with acting(self.protector) as officer:
            protection.record_screening(officer, person_id, risk_factors=[])
            protection.decide_pathway(officer, person_id, offered=["vhr", "evacuation", "asylum", "stay"], chosen=chosen)

    def identified(self, **about) -> tuple[UUID, UUID]:
        person_id = self.person(**about)
        self.protect(person_id)
        with acting(self.caseworker) as actor:
            return person_id, actions.identify(actor, person_id, transit_site_id=self.transit)

    def agreed(self, **about) -> tuple[UUID, UUID]:
        person_id, case_id = self.identified(**about)
        self.agreement(person_id)
        return person_id, case_id

    def ready(self, **about) -> UUID:
        person_id, _case = self.agreed(**about)
        day = clock.today()
        with acting(self.mover) as mover:
            movements.record_exit_clearance(
                mover, person_id, state="granted", valid_from=day, valid_until=day + timedelta(days=60)
            )
        with acting(self.world.actor("medical_officer", self.home)) as medic:
            movements.record_fitness(medic, person_id, category="fit")
        return person_id

    def status(self, person_id: UUID) -> str:
        with acting(self.caseworker) as actor:
            return queries.case_of(actor, person_id).status

    def blocking(self, person_id: UUID, on: date | None = None) -> list[str]:
        day = on or clock.today() + timedelta(days=1)
        with acting(self.mover) as mover:
            return [item.code for item in queries.readiness(mover, [person_id], day)[person_id].blocking]

    def flight(self, *, code: str = "EV-0001", seats: int = 20, hours: float = 40) -> UUID:
        new = movements.NewFlight(
            code=code, pathway="evacuation", embarkation_id=self.world.sites["MJI"].id, departs_at=clock.now() + timedelta(hours=hours),
            capacity=seats, stops=[movements.NewStop(self.transit)], carrier="Charter",
        )  # fmt: skip
        with acting(self.mover) as mover:
            flight_id = movements.add_flight(mover, new)
            for kind in ("landing", "slot"):
                movements.set_clearance(mover, flight_id, kind=kind, authority="Authority", state="granted")
            movements.confirm(mover, flight_id)
            movements.open_gate(mover, flight_id)
        return flight_id

    def booked(self, flight_id: UUID, *persons: UUID) -> list[UUID]:
        with acting(self.mover) as mover:
            party = movements.make_party(mover, persons, pathway="evacuation", destination_id=self.transit)
            return movements.book(mover, flight_id, party)
