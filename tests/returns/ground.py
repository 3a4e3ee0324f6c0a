"""Ground for tests of returns: people at every stage of the way, made by the real actions of every context."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from corridor.consent import actions as consents
from corridor.consent.rules import NewConsent
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.movements import actions as movements
from corridor.people import actions as people
from corridor.people.rules import Birth, NewDocument, NewName, NewPerson
from corridor.protection import actions as protection
from corridor.returns import actions, queries
from tests.world import World

SPOKEN = {"language": "en", "interpreter": "none needed"}
COUNSEL = {**SPOKEN, "private": True, "asylum_explained": True, "wishes_unhcr": False}


@dataclass
class Ground:
    world: World
    count: int = 0

    @property
    def caseworker(self) -> Actor:
        return self.world.actor("caseworker")

    @property
    def protector(self) -> Actor:
        return self.world.actor("protection_officer")

    @property
    def mover(self) -> Actor:
        return self.world.actor("movement_officer")

    @property
    def consul(self) -> Actor:
        return self.world.actor("consular_officer", "CON-NGA")

    def person(self, *, born: date | None = date(1994, 5, 17), nationality: str = "NG", **more) -> UUID:
        self.count += 1
        birth = Birth(born, "day") if born else Birth()
        new = NewPerson(
            names=(NewName(f"Invented Person {self.count}"),), sex="male", birth=birth, nationality=nationality, **more
        )
        with acting(self.caseworker) as actor:
            return people.register(actor, new)

    def consent(self, person_id: UUID, purpose: str = "travel", **more) -> UUID:
        plain = {**SPOKEN, "form": "explicit_written", "setting": "office", "guards_present": False, "options_explained": True}
        plain |= {"pathway": "vhr"} if purpose == "travel" else {"recipient_id": self.world.organisations["CON-NGA"].id}
        with acting(self.caseworker) as actor:
            return consents.give(actor, person_id, NewConsent(purpose, **{**plain, **more}))

    def protect(self, person_id: UUID, chosen: str = "vhr") -> None:
        with acting(self.protector) as officer:
            protection.record_screening(officer, person_id, risk_factors=[])
            protection.ask_fear(officer, person_id, answer="no_fear", private=True, language="en")
            protection.assess_trafficking(officer, person_id, state="no_indicator")
            protection.decide_pathway(officer, person_id, offered=["vhr", "evacuation", "asylum", "stay"], chosen=chosen)

    def case(self, person_id: UUID) -> UUID:
        with acting(self.caseworker) as actor:
            return actions.open_case(actor, person_id, destination_id=self.world.sites["LOS"].id)

    def counselled(self, **about) -> tuple[UUID, UUID]:
        """(person, case): registered, counselled and screened."""
        person_id = self.person(**about)
        case_id = self.case(person_id)
        with acting(self.caseworker) as actor:
            actions.register(actor, case_id)
            actions.counsel(actor, case_id, actions.NewCounselling(**COUNSEL))
        self.protect(person_id)
        with acting(self.caseworker) as actor:
            actions.screen(actor, case_id)
        return person_id, case_id

    def consented(self, **about) -> tuple[UUID, UUID]:
        person_id, case_id = self.counselled(**about)
        self.consent(person_id)
        return person_id, case_id

    def asked(self, **more) -> tuple[UUID, UUID, UUID]:
        """(person, case, request): the consulate of Nigeria has been asked."""
        person_id, case_id = self.consented()
        self.consent(person_id, "contact_consulate")
        with acting(self.caseworker) as actor:
            consulate = self.world.organisations["CON-NGA"].id
            return person_id, case_id, actions.ask_consulate(actor, case_id, consulate_id=consulate, **more)

    def ready(self, **about) -> UUID:
        """Everything on record for a journey in the next days."""
        person_id, case_id = self.consented(**about)
        with acting(self.caseworker) as actor:
            people.add_document(
                actor, person_id, NewDocument("passport", f"A{self.count:07}", "NG", date(2024, 1, 1), date(2034, 1, 1))
            )
            actions.document(actor, case_id)
        day = clock.today()
        with acting(self.mover) as mover:
            movements.record_exit_clearance(
                mover, person_id, state="granted", valid_from=day - timedelta(days=1), valid_until=day + timedelta(days=60)
            )
        with acting(self.world.actor("medical_officer")) as medic:
            movements.record_fitness(medic, person_id, category="fit")
        return person_id

    def status(self, person_id: UUID) -> str:
        with acting(self.caseworker) as actor:
            return queries.case_of(actor, person_id).status

    def blocking(self, person_id: UUID, on: date | None = None) -> list[str]:
        with acting(self.mover) as mover:
            return [
                item.code
                for item in queries.readiness(mover, [person_id], on or clock.today() + timedelta(days=1))[person_id].blocking
            ]
