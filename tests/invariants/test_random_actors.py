"""Random officers of all partners do random things to a few people, in any order; after each step the constitution holds.

Whatever is refused is refused with a sentence (`Refused`) or does not exist (`NotFound`); anything else fails. The invariants
are counted by the database's owner, past row security, on what was really committed.
"""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule, run_state_machine_as_test

from corridor.consent import actions as consent
from corridor.consent import queries as consents
from corridor.consent.rules import NewConsent
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound, Refused
from corridor.movements import actions as movements
from corridor.movements import queries as seats
from corridor.movements.actions.flights import NewFlight, NewStop
from corridor.people import actions as people
from corridor.people import queries as persons
from corridor.people.rules import NewDocument, NewName, NewPerson, birth
from corridor.protection import actions as protection
from corridor.reporting import invariants
from corridor.returns import actions as returns
from corridor.returns import queries as cases
from corridor.returns.actions.cases import NewCounselling
from tests.database import as_owner
from tests.world import World

TALK = {"language": "en", "interpreter": "none needed"}
MOVERS = st.sampled_from([("movement_officer", "IOM-LBY", 1), ("movement_officer", "IOM-LBY", 2), ("supervisor", "IOM-LBY", 1)])
OFFICERS = st.sampled_from(
    [
        *[
            (role, "IOM-LBY", number)
            for role in ("registrar", "caseworker", "protection_officer", "movement_officer", "supervisor")
            for number in (1, 2)
        ],
        ("medical_officer", "IOM-LBY", 1),
        ("head_of_protection", "IOM-LBY", 1),
        ("caseworker", "UNHCR-LBY", 1),
        ("protection_officer", "UNHCR-LBY", 1),
        ("consular_officer", "CON-NGA", 1),
        ("analyst", "TASKFORCE", 1),
    ]
)
IOM = st.sampled_from(
    [
        ("caseworker", "IOM-LBY", 1),
        ("caseworker", "IOM-LBY", 2),
        ("protection_officer", "IOM-LBY", 1),
        ("protection_officer", "IOM-LBY", 2),
    ]
)


class Programme(RuleBasedStateMachine):
    people = Bundle("people")
    flights = Bundle("flights")

    def __init__(self):
        super().__init__()
        self.opened = ExitStack()

    def teardown(self):
        self.opened.close()

    @initialize(target=flights)
    def a_world(self):
        return multiple(*self._begin())

    @initialize(target=people)
    def some_who_are_ready(self):
        """Three who could board as things stand: what happens to them next is left to chance."""
        first, _second = self._begin()
        ready = []
        for _person in range(3):
            new = NewPerson(
                names=(NewName("Someone Ready"),),
                sex="male",
                birth=birth(year=1990, on=clock.today()),
                nationality="NG",
                languages=("en",),
                location="urban",
            )
            with self.as_(("registrar", "IOM-LBY", 1)) as actor:
                ready.append(people.register(actor, new))
            self.bring_on_the_way(ready[-1])
            self.book(ready[-1], first, ("movement_officer", "IOM-LBY", 1), False)
        self.open_gate(first, ("movement_officer", "IOM-LBY", 2))
        return multiple(*ready)

    def _begin(self):
        if hasattr(self, "both"):
            return self.both
        connection.ops.execute_sql_flush()
        self.owner = self.opened.enter_context(as_owner())
        with transaction.atomic():
            self.world = World.build()
        self.done = []
        with self.as_(("movement_officer", "IOM-LBY", 1)) as actor:
            lagos, mitiga = self.world.sites["LOS"].id, self.world.sites["MJI"].id
            ids = [
                movements.add_flight(
                    actor,
                    NewFlight(
                        f"T-{number}",
                        "vhr",
                        mitiga,
                        clock.now() + timedelta(hours=3 + number),
                        2,
                        [NewStop(lagos)],
                        carrier="Carrier",
                        medical_escort_slots=1,
                    ),
                )
                for number in range(2)
            ]
            for kind in ("landing", "slot"):
                movements.set_clearance(actor, ids[0], kind=kind, authority="CAA", state="granted")
            movements.confirm(actor, ids[0])
        self.both = ids
        return ids

    def as_(self, officer):
        return _Acting(self.world.actor(*officer) if officer in self._known() else self._new(officer))

    def _known(self):
        return set(self.world.staff)

    def _new(self, officer):
        with transaction.atomic():
            return self.world.actor(*officer)

    def try_(self, officer, deed):
        """A deed by an officer, in its own transaction: done, or refused in a sentence."""
        try:
            with self.as_(officer) as actor:
                return deed(actor)
        except Refused as refusal:
            said = str(refusal).strip()
        except NotFound:
            return None
        assert said, "a refusal says why"
        return None

    # --- what officers do

    @rule(
        target=people,
        officer=OFFICERS,
        year=st.sampled_from([None, 1990, 2012, 2025]),
        nationality=st.sampled_from(["NG", "ER", ""]),
        detained=st.booleans(),
    )
    def register(self, officer, year, nationality, detained):
        new = NewPerson(
            names=(NewName("Someone Invented"),), sex="female", birth=birth(year=year, on=clock.today()), nationality=nationality, languages=("en",),
            location="detention" if detained else "urban",
        )  # fmt: skip
        person = self.try_(officer, lambda actor: people.register(actor, new))
        return multiple(person) if person else multiple()

    @rule(person=people)
    def bring_on_the_way(self, person):
        """Everything in its order, as far as rules allow: without it chance would hardly ever lead to a gate."""
        caseworker, protects, moves = (
            ("caseworker", "IOM-LBY", 1),
            ("protection_officer", "IOM-LBY", 1),
            ("movement_officer", "IOM-LBY", 1),
        )
        today = clock.today()
        self.ask_for_return(person, caseworker)
        self.counsel(person, caseworker, False)
        self.decide(person, caseworker, "vhr")
        self.ask_fear(person, protects, "no_fear", True)
        self.assess(person, protects, "no_indicator")
        self.try_(caseworker, lambda actor: returns.screen(actor, cases.case_of(actor, person).id))
        self.give_consent(person, caseworker, "travel", False, False, False)
        self.try_(
            caseworker,
            lambda actor: people.confirm_nationality(actor, person, country="NG", by_id=actor.organisation_id, on=today),
        )
        self.clear_exit(person, moves, True)
        self.try_(caseworker, lambda actor: returns.document(actor, cases.case_of(actor, person).id))
        self.check_health(person, "fit")

    @rule(person=people, flight=flights)
    def fly(self, person, flight):
        """Booked, told and called to the gate, if she or he is ready."""
        moves = ("movement_officer", "IOM-LBY", 1)
        self.book(person, flight, moves, False)
        self.open_gate(flight, moves)

        def board(actor):
            for row in seats.seats(actor, flight):
                if row.person_id == person:
                    movements.board(actor, row.id)

        self.try_(moves, board)

    @rule(person=people, officer=OFFICERS)
    def ask_for_return(self, person, officer):
        self.try_(officer, lambda actor: returns.open_case(actor, person, destination_id=self.world.sites["LOS"].id))

    @rule(person=people, officer=IOM, unhcr=st.booleans())
    def counsel(self, person, officer, unhcr):
        def deed(actor):
            case = cases.case_of(actor, person)
            if case and case.status == "requested":
                returns.register(actor, case.id)
            if case:
                returns.counsel(actor, case.id, NewCounselling(**TALK, private=True, asylum_explained=True, wishes_unhcr=unhcr))

        self.try_(officer, deed)

    @rule(person=people, officer=OFFICERS, chosen=st.sampled_from(["vhr", "evacuation", "stay"]))
    def decide(self, person, officer, chosen):
        self.try_(
            officer,
            lambda actor: protection.decide_pathway(
                actor, person, offered=["vhr", "evacuation", "stay", "asylum"], chosen=chosen
            ),
        )

    @rule(
        person=people, officer=OFFICERS, answer=st.sampled_from(["no_fear", "no_fear", "fear", "unsure"]), private=st.booleans()
    )
    def ask_fear(self, person, officer, answer, private):
        self.try_(officer, lambda actor: protection.ask_fear(actor, person, answer=answer, private=private, language="en"))

    @rule(person=people, officer=OFFICERS, state=st.sampled_from(["no_indicator", "no_indicator", "presumed"]))
    def assess(self, person, officer, state):
        def deed(actor):
            protection.record_screening(actor, person, risk_factors=[], protective_factors=[])
            protection.assess_trafficking(actor, person, state=state)

        self.try_(officer, deed)

    @rule(
        person=people,
        officer=IOM,
        purpose=st.sampled_from(["travel", "travel", "contact_consulate"]),
        detained=st.booleans(),
        guards=st.booleans(),
        proxy=st.booleans(),
    )
    def give_consent(self, person, officer, purpose, detained, guards, proxy):
        form = (
            {"form": "proxy", "legal_basis": "guardian", "representative": "A guardian"} if proxy else {"form": "explicit_oral"}
        )
        new = NewConsent(
            purpose=purpose, **TALK, **form, setting="detention" if detained else "office", in_detention=detained, guards_present=guards and detained,
            options_explained=True, pathway="vhr" if purpose == "travel" else "",
            recipient_id=self.world.organisations["CON-NGA"].id if purpose == "contact_consulate" else None,
        )  # fmt: skip
        self.try_(officer, lambda actor: consent.give(actor, person, new))

    @rule(person=people, officer=IOM)
    def reconfirm(self, person, officer):
        def deed(actor):
            row = consents.current(actor, person, "travel", pathway="vhr")
            if row:
                consent.reconfirm(actor, row.id, setting="transit", private=True, **TALK)

        self.try_(officer, deed)

    @rule(person=people, officer=OFFICERS)
    def withdraw(self, person, officer):
        self.try_(officer, lambda actor: consent.withdraw_travel(actor, person))

    @rule(person=people, officer=OFFICERS)
    def refer(self, person, officer):
        def deed(actor):
            referral = protection.propose_referral(actor, person, receiver_id=self.world.organisations["UNHCR-LBY"].id)
            protection.consent(actor, referral, **TALK)
            protection.send(actor, referral)

        self.try_(officer, deed)

    @rule(person=people, officer=OFFICERS)
    def ask_consulate(self, person, officer):
        def deed(actor):
            case = cases.case_of(actor, person)
            if case:
                returns.ask_consulate(actor, case.id, consulate_id=self.world.organisations["CON-NGA"].id)

        self.try_(officer, deed)

    @rule(data=st.data())
    def the_consulate_answers(self, data):
        def deed(actor):
            queue = cases.consular_queue(actor)
            if queue:
                returns.confirm(actor, data.draw(st.sampled_from(queue)).id)

        self.try_(("consular_officer", "CON-NGA", 1), deed)

    @rule(person=people, category=st.sampled_from(["fit", "fit", "fit_with_escort", "unfit"]))
    def check_health(self, person, category):
        self.try_(("medical_officer", "IOM-LBY", 1), lambda actor: movements.record_fitness(actor, person, category=category))

    @rule(person=people, officer=OFFICERS, granted=st.booleans())
    def clear_exit(self, person, officer, granted):
        today = clock.today()
        days = {"valid_from": today, "valid_until": today + timedelta(days=10)} if granted else {}

        def deed(actor):
            people.add_document(actor, person, NewDocument("passport", "A1234567", "NG", None, today + timedelta(days=400)))

        self.try_(("caseworker", "IOM-LBY", 1), deed)
        self.try_(
            officer,
            lambda actor: movements.record_exit_clearance(actor, person, state="granted" if granted else "requested", **days),
        )

    @rule(person=people, flight=flights, officer=OFFICERS, standby=st.booleans())
    def book(self, person, flight, officer, standby):
        def deed(actor):
            party = movements.make_party(
                actor, [person], pathway="vhr", destination_id=self.world.sites["LOS"].id, ready_from=clock.today()
            )
            held = movements.book(actor, flight, party, standby=standby)
            if not standby:
                movements.tell(actor, held)

        self.try_(officer, deed)

    @rule(flight=flights, officer=OFFICERS)
    def open_gate(self, flight, officer):
        self.try_(officer, lambda actor: movements.open_gate(actor, flight))

    @rule(
        flight=flights,
        officer=MOVERS,
        data=st.data(),
        deed=st.sampled_from(["board", "board", "no_show", "withdraw_seat", "release"]),
    )
    def at_the_gate(self, flight, officer, data, deed):
        def act(actor):
            rows = seats.seats(actor, flight)
            if rows:
                getattr(movements, deed)(actor, data.draw(st.sampled_from(rows)).id)

        self.try_(officer, act)

    @rule(flight=flights, officer=OFFICERS, deed=st.sampled_from(["depart", "arrive", "cancel"]))
    def end_flight(self, flight, officer, deed):
        self.try_(officer, lambda actor: getattr(movements, deed)(actor, flight))

    # --- what must hold after each of it

    @invariant()
    def the_constitution_holds(self):
        if hasattr(self, "world"):
            assert {one.code: count for one, count in invariants.verify(self.owner) if count} == {}

    @invariant()
    def no_consulate_sees_a_shielded_person(self):
        if not hasattr(self, "world"):
            return
        rows = self.owner.execute("SELECT person_id FROM people_shield WHERE until IS NULL OR until > now()").fetchall()
        shielded = [row[0] for row in rows]
        with self.as_(("consular_officer", "CON-NGA", 1)) as actor:
            assert persons.people_by_id(actor, shielded) == {}


class _Acting:
    """One deed: its actor and its transaction."""

    def __init__(self, actor):
        self.actor, self.inner = actor, None

    def __enter__(self):
        self.context = acting(self.actor)
        self.context.__enter__()
        self.inner = transaction.atomic()
        self.inner.__enter__()
        return self.actor

    def __exit__(self, *error):
        try:
            return self.inner.__exit__(*error)
        finally:
            self.context.__exit__(None, None, None)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_random_actors_never_break_the_constitution():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Programme,
        settings=settings(max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=checks, derandomize=True),
    )
