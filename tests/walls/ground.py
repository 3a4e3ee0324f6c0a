"""The walls' ground: two protected persons with everything on record, and logins that hold every role at once.

`Marked` is what must never come out: names, references, numbers, codes. The first person belongs to the mission (asked about at
the consulate, booked, then afraid, referred, registered with UNHCR); the second to UNHCR (evacuation, seat, stay).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client

from corridor.access.models import Grant, Organisation, Staff
from corridor.access.roles import Role
from corridor.evacuation import actions as evacuation
from corridor.exchange import actions as exchange
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.movements import actions as movements
from corridor.people import actions as people
from corridor.people.rules import Birth, NewDocument, NewName, NewPerson
from corridor.protection import actions as protection
from corridor.returns import actions as returns
from tests.evacuation.ground import Ground as Evacuation
from tests.movements.ground import Ground as Movement
from tests.returns.ground import COUNSEL
from tests.returns.ground import Ground as Return
from tests.world import World

NAME = "Zerubabel Unmistakable"
REFUGEE = "Keturah Neverspoken"
WORDS = ("Zerubabel", "Unmistakable", "زربابل", "ZQ7788991", "218917788991", "UNH-7788991", "Auchi-of-the-marker")
REFUGEE_WORDS = ("Keturah", "Neverspoken", "ZR6655441", "218916655441")


@dataclass
class Marked:
    """Ids to put into addresses and bodies, and the words that must never come back, by the person they belong to."""

    ids: dict[str, UUID] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=lambda: {"person": set(WORDS), "refugee": set(REFUGEE_WORDS)})


def stronger(world: World, code: str) -> Staff:
    """One login with every role: whatever it cannot reach, no role of that organisation can."""
    staff = world.someone("analyst", code, 9)
    held = set(staff.grants.values_list("role", flat=True))
    Grant.objects.bulk_create(
        [Grant(staff=staff, role=str(role), since=date(2015, 1, 1)) for role in Role if str(role) not in held]
    )
    return staff


def signed_in(staff: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    return client


def more_partners(world: World) -> None:
    for code, name, kind in (("NGO-X", "A partner", "ngo_partner"), ("AIR-X", "A carrier", "carrier")):
        world.organisations[code] = Organisation.objects.create(code=code, name=name, kind=kind, state="", colour="sand-700")


def begins() -> tuple[Movement, Marked]:
    """For files of which every test begins with it."""
    world = World.build()
    return Movement(world), build(world)


def build(world: World) -> Marked:
    more_partners(world)
    marked = Marked()
    _returning(world, marked)
    _evacuated(world, marked)
    with connection.cursor() as cursor:  # what waits for the end of the transaction happens now
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    _words(world, marked)
    return marked


def _new(**more: Any) -> NewPerson:
    plain: dict[str, Any] = {
        "names": (NewName(NAME), NewName("زربابل", kind="alias")), "sex": "male", "birth": Birth(date(1994, 5, 17), "day"), "nationality": "NG",
        "phones": ("+218917788991",),
        "documents": (NewDocument("passport", "ZQ7788991", "NG", date(2024, 1, 1), date(2034, 1, 1)),),
    }  # fmt: skip
    return NewPerson(**{**plain, **more})


def protected(world: World, marked: Marked) -> None:
    """Consent to the consulate came first; then the person says what she or he fears."""
    person = marked.ids["person"]
    home, officer = world.actor("caseworker"), world.actor("protection_officer")
    with acting(officer):
        protection.ask_fear(officer, person, answer="fear", private=True, language="en")
        marked.ids["referral"] = protection.propose_referral(officer, person, receiver_id=world.organisations["UNHCR-LBY"].id)
    with acting(home):
        unhcr = world.organisations["UNHCR-LBY"].id
        people.add_registration(home, person, organisation_id=unhcr, external_id="UNH-7788991", on=clock.today())


def asked(world: World, ids: dict[str, UUID], new: NewPerson) -> None:
    """Registered, counselled, consented, asked about at the consulate of the person's own State."""
    ground, home = Return(world), world.actor("caseworker")
    with acting(home):
        person = ids["person"] = people.register(home, new)
        ids["need"] = people.add_need(home, person, "SM")
    ids["case"] = ground.case(person)
    with acting(home):
        returns.register(home, ids["case"])
        returns.counsel(home, ids["case"], returns.NewCounselling(**COUNSEL))
    ground.protect(person)
    with acting(home):
        returns.screen(home, ids["case"])
    ids["consent"] = ground.consent(person)
    ground.consent(person, "contact_consulate")
    with acting(home):
        nigeria = world.organisations["CON-NGA"].id
        ids["request"] = returns.ask_consulate(home, ids["case"], consulate_id=nigeria, origin="Auchi-of-the-marker")


def _returning(world: World, marked: Marked) -> None:
    ids, flights, mover = marked.ids, Movement(world), world.actor("movement_officer")
    asked(world, ids, _new())
    flights.fit(ids["person"])
    flights.cleared(ids["person"])
    ids["flight"] = flights.flight(code="CR-MARK", hours=40)
    with acting(mover):
        ids["party"] = movements.make_party(mover, [ids["person"]], pathway="vhr", destination_id=world.sites["LOS"].id)
        ids["plan"] = movements.make_plan(mover)
    with acting(world.actor("registrar")) as registrar:
        ids["list"] = exchange.receive(registrar, f"Name,Sex,Nationality,Phone\n{NAME},male,NG,+218917788991\n".encode())
    protected(world, marked)


def _evacuated(world: World, marked: Marked) -> None:
    """A refugee of UNHCR's with a stay, a seat, a pass and a line on a manifest."""
    ids, ground = marked.ids, Evacuation(world)
    with acting(ground.caseworker) as home:
        paper = NewDocument("passport", "ZR6655441", "ER", date(2024, 1, 1), date(2034, 1, 1))
        new = _new(names=(NewName(REFUGEE),), nationality="ER", phones=("+218916655441",), documents=(paper,))
        refugee = ids["refugee"] = people.register(home, new)
        ids["evacuation_case"] = _identified(ground, home, refugee)
    day = clock.today()
    with acting(ground.mover) as mover:
        days = {"valid_from": day, "valid_until": day + timedelta(days=60)}
        movements.record_exit_clearance(mover, refugee, state="granted", **days)
    with acting(world.actor("medical_officer", "UNHCR-LBY")) as medic:
        movements.record_fitness(medic, refugee, category="fit")
    ids["evacuation_flight"] = ground.flight(code="EV-MARK")
    ids["seat"] = ground.booked(ids["evacuation_flight"], refugee)[0]
    with acting(ground.mover) as mover:
        movements.draft_manifest(mover, ids["evacuation_flight"])


def _identified(ground: Evacuation, home: Actor, refugee: UUID) -> UUID:
    ground.protect(refugee)
    with acting(home):
        case_id = evacuation.identify(home, refugee, transit_site_id=ground.transit)
    ground.agreement(refugee)
    return case_id


def _words(world: World, marked: Marked) -> None:
    """References, numbers and codes that were given while all this was recorded."""
    asks = (
        ("people_person", "reference", "person", "person"),
        ("people_person", "reference", "refugee", "refugee"),
        ("movements_travelparty", "reference", "party", "person"),
        ("movements_seat", "token", "seat", "refugee"),
    )
    for table, column, name, whose in asks:
        code = "IOM-LBY" if whose == "person" else "UNHCR-LBY"
        with acting(world.actor("movement_officer", code)), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [marked.ids[name]])
            marked.words[whose].add(cursor.fetchone()[0])
    marked.words["person"].add(f"CN-{marked.ids['request'].hex[-6:].upper()}")
