"""What is there already when a journey begins: made by the real actions, not by clicking."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.consent import actions as consents
from corridor.consent.rules import NewConsent
from corridor.exchange import jobs
from corridor.exchange import queries as lists
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.movements import actions as movements
from corridor.movements import jobs as plans
from corridor.movements import queries
from corridor.people import actions as people
from corridor.people.rules import Birth, NewDocument, NewName, NewPerson
from corridor.protection import actions as protection
from corridor.returns import actions as returns
from tests.returns.ground import COUNSEL, SPOKEN
from tests.world import World


def someone(world: World, name: str, *, born: date = date(1996, 3, 2), nationality: str = "NG", **more) -> UUID:
    code = "UNHCR-LBY" if nationality == "ER" else "IOM-LBY"
    actor = world.actor("registrar", code)
    town = world.sites["URB-TIP"].id
    with acting(actor), transaction.atomic():
        new = NewPerson(
            (NewName(name),),
            sex="female",
            birth=Birth(born, "day"),
            nationality=nationality,
            location="urban",
            site_id=town,
            **more,
        )
        return people.register(actor, new)


def protected(
    world: World, person: UUID, *, code: str = "IOM-LBY", chosen: str = "vhr", fear: bool = True, note: str = ""
) -> None:
    officer = world.actor("protection_officer", code)
    with acting(officer), transaction.atomic():
        protection.record_screening(officer, person, risk_factors=[], note=note)
        protection.assess_trafficking(officer, person, state="no_indicator")
        protection.decide_pathway(officer, person, offered=["asylum", "stay", chosen], chosen=chosen)
        if fear:
            protection.ask_fear(officer, person, answer="no_fear", private=True, language="en")


def counselled(world: World, name: str, *, fear: bool = False, **about) -> UUID:
    """A return is asked for; counselled and screened, and not asked about fear unless it is said."""
    person = someone(world, name, **about)
    actor = world.actor("caseworker")
    with acting(actor), transaction.atomic():
        case = returns.open_case(actor, person, destination_id=world.sites["LOS"].id)
        returns.register(actor, case)
        returns.counsel(actor, case, returns.NewCounselling(**COUNSEL))
    protected(world, person, fear=fear)
    return person


def ready(world: World, name: str, **about) -> UUID:
    """Everything on record for a return today, and a party to Lagos; a child through a guardian."""
    person = counselled(world, name, fear=True, **about)
    actor, mover, medic = (world.actor(role) for role in ("caseworker", "movement_officer", "medical_officer"))
    today = clock.today()
    guardian = {"form": "proxy", "legal_basis": "guardian", "representative": "An aunt"}
    how = guardian if about.get("child_alone") else {"form": "explicit_written"}
    with acting(actor), transaction.atomic():
        said = NewConsent(
            "travel", pathway="vhr", setting="office", guards_present=False, options_explained=True, **SPOKEN, **how
        )
        consents.give(actor, person, said)
        people.add_document(
            actor, person, NewDocument("passport", f"A{person.hex[-7:]}", "NG", date(2024, 1, 1), date(2034, 1, 1))
        )
    with acting(mover), transaction.atomic():
        until = today + timedelta(days=30)
        movements.record_exit_clearance(mover, person, state="granted", valid_from=today, valid_until=until)
        movements.make_party(mover, [person], pathway="vhr", destination_id=world.sites["LOS"].id, ready_from=today)
    with acting(medic), transaction.atomic():
        movements.record_fitness(medic, person, category="fit")
    return person


def booked(world: World, flight: UUID, person: UUID) -> None:
    """A seat, the date told, and the gate open."""
    mover = world.actor("movement_officer")
    with acting(mover), transaction.atomic():
        party = queries.screens.party_of(mover, person)
        movements.tell(mover, movements.book(mover, flight, party.id))
        if queries.flight(mover, flight).status == "confirmed":
            movements.open_gate(mover, flight)


def flight(world: World, code: str, *, pathway: str = "vhr", to: str = "LOS", operator: str = "IOM-LBY") -> tuple[UUID, date]:
    """Confirmed and cleared, leaving now, so that today counts who departs; and that day."""
    actor = world.actor("movement_officer", operator)
    new = movements.NewFlight(
        code=code, pathway=pathway, embarkation_id=world.sites["MJI"].id, departs_at=clock.now() + timedelta(minutes=1),
        capacity=120, stops=[movements.NewStop(world.sites[to].id)], carrier="Charter carrier", child_escort_slots=2,
    )  # fmt: skip
    with acting(actor), transaction.atomic():
        made = movements.add_flight(actor, new)
        for kind in ("landing", "overflight", "slot"):
            movements.set_clearance(actor, made, kind=kind, authority="Authority", state="granted")
        movements.confirm(actor, made)
        return made, queries.flight(actor, made).departs_on


def departed(world: World, code: str, number: int) -> None:
    """So many returned on an earlier flight: below a threshold a figure is not shown."""
    early, _day = flight(world, code)
    mover = world.actor("movement_officer")
    for count in range(number):
        booked(world, early, ready(world, f"Early Traveller {count}"))
    with acting(mover), transaction.atomic():
        for seat in queries.seats(mover, early):
            movements.board(mover, seat.id)
        movements.depart(mover, early)


def boarding_pass(world: World, person: UUID, operator: str = "IOM-LBY") -> str:
    """The letters under the code on the printed pass: what a scanner types."""
    with acting(world.actor("movement_officer", operator)) as actor, transaction.atomic():
        return next(seat.token for seat in queries.seats_of(actor, person) if seat.token)


def permit_and_fitness(world: World, person: UUID, code: str) -> None:
    mover, medic, today = world.actor("movement_officer", code), world.actor("medical_officer", code), clock.today()
    with acting(mover), transaction.atomic():
        movements.record_exit_clearance(mover, person, state="granted", valid_from=today, valid_until=today + timedelta(days=30))
    with acting(medic), transaction.atomic():
        movements.record_fitness(medic, person, category="fit")


def the_worker_ran(world: World, job: str) -> None:
    """The background's next job of the newest list, as the worker does it."""
    actor = world.actor("registrar")
    with acting(actor), transaction.atomic():
        newest = lists.people_lists(actor)[0].id
    with acting(actor):
        getattr(jobs, job)(actor, newest)


def charter(
    world: World, code: str, days: int, *, seats: int = 30, cost: int = 90_000, to: str = "LOS", out_of: str = "MJI"
) -> UUID:
    """Planned and not contracted yet, so many days from now."""
    mover = world.actor("movement_officer")
    new = movements.NewFlight(
        code=code, pathway="vhr", embarkation_id=world.sites[out_of].id, departs_at=clock.now() + timedelta(days=days),
        capacity=seats, stops=[movements.NewStop(world.sites[to].id)], carrier="Charter carrier", fund="F-1", cost=cost,
    )  # fmt: skip
    with acting(mover), transaction.atomic():
        return movements.add_flight(mover, new)


def the_planner_ran() -> None:
    """What was asked of the background for plans, as the worker does it."""
    waiting = ProcrastinateJob.objects.filter(task_name__startswith="movements.", status="todo").order_by("id")
    for job_id, task, args in list(waiting.values_list("id", "task_name", "args")):
        getattr(plans, task.removeprefix("movements."))(**args)
        finished(job_id)


def finished(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job_id])
