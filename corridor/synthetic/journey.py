"""The main job once, with the real actions and the right officers: from registration to a boarded flight and a joint figure.

Seven invented people for Lagos: a mother with her daughter, two men who asked in detention, one who is afraid to return, one
who changes her mind at the gate, one whose fitness lapsed. What is refused is said in the sentence the officer would read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from corridor.access import queries as access
from corridor.access.models import Organisation, Staff
from corridor.access.roles import Permission
from corridor.consent import actions as consent
from corridor.consent.rules import NewConsent
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.readiness import requirements_of
from corridor.kernel.refusals import Refused
from corridor.movements import actions as movements
from corridor.movements import queries as movement_queries
from corridor.movements.actions.flights import NewFlight, NewStop
from corridor.people import actions as people
from corridor.people.rules import NewName, NewPerson, birth
from corridor.places.models import Site
from corridor.protection import actions as protection
from corridor.reporting import queries as reporting
from corridor.returns import actions as returns
from corridor.returns.actions.cases import NewCounselling
from corridor.returns.actions.consular import NewPaper

TALK = {"language": "en", "interpreter": "none needed"}
# (name, woman, year of birth, asked in detention)
PEOPLE = (
    ("Blessing Imasuen", True, 1998, False),
    ("Osasu Imasuen", True, 2021, False),
    ("Emeka Okonkwo", False, 1995, True),
    ("Sunday Okojie", False, 1992, True),
    ("Faith Aigbe", True, 2000, False),
    ("Grace Nwosu", True, 1997, False),
    ("Tunde Adebayo", False, 1990, False),
)


@dataclass
class Told:
    """What the summary says, line by line."""

    lines: list[str] = field(default_factory=list)

    def say(self, text: str) -> str:
        self.lines.append(text)
        return text


def run(today: date) -> Iterator[str]:
    """Yields the summary while it happens. A second run says what the first one did."""
    earlier = _flights_of(today)
    if any(row.status == "arrived" for row in earlier):
        yield f"The main job was done once today: flight {earlier[-1].code}. Sign in as movement to see it."
        return
    code = f"DEMO-{today:%y%m%d}" + (f"-{len(earlier) + 1}" if earlier else "")
    yield "SYNTHETIC: the main job once, from registration to a joint figure"
    before = _returned(today + timedelta(days=1))
    ids = _registered()
    yield f"  registered       {len(ids)} people for Lagos, one family of two"
    cases = _counselled_and_screened(ids)
    afraid, stays, unfit = ids[4], ids[5], ids[6]
    yield "  screened         7 counselled alone and asked about fear of return; 1 is afraid: her return is frozen, UNHCR is asked"
    yield f"  the wall         {_refusal(lambda: _ask_consulate(cases[afraid], afraid))}"
    travellers = [one for one in ids if one != afraid]
    _documented(travellers, cases)
    yield f"  consular check   {len(travellers)} travel certificates issued on the people's own consent; the consulate never saw the one who is afraid"
    _cleared(travellers, unfit)
    flight = _flight(code, today)
    seats = _booked(flight, travellers, unfit)
    yield f"  seats            {len(seats)} held on {code}; {_why_not(unfit, today)}"
    with _as("movement2"):
        movements.draft_manifest(_who(), flight)
    yield f"  at the gate      {_boarded(flight, seats, stays)}"
    with _as("movement2") as actor:
        movements.validate_manifest(actor, flight)
        movements.depart(actor, flight)
        manifest = movement_queries.manifest_of(actor, flight)
    yield f"  departed         manifest validated with {len(manifest.lines)} people"
    _received(flight)
    day = next(row.departs_on for row in _flights_of(today) if row.code == code)  # near midnight the airport has the next day
    after = _returned(day)
    yield f"  arrived          and counted once each: {before:,} + {after - before} = {after:,} returns as of {day}"


# --- who acts


_stack: list[Actor] = []


def _who() -> Actor:
    return _stack[-1]


@contextmanager
def _as(login: str) -> Iterator[Actor]:
    actor = access.actor_for(Staff.objects.select_related("organisation").get(login=login)).through("command")
    _stack.append(actor)
    try:
        with acting(actor), transaction.atomic():
            yield actor
    finally:
        _stack.pop()


def _refusal(deed: Callable[[], Any]) -> str:
    try:
        with transaction.atomic():
            deed()
    except Refused as refusal:
        return f"refused: {refusal}"
    raise AssertionError("what must never happen has happened")


def _flights_of(today: date) -> list[Any]:
    """Today's flights of this demonstration: more than one when a run was cut off before arrival."""
    actor = system("demo", None, Permission.FLIGHT_READ)
    with acting(actor), transaction.atomic():
        found = movement_queries.flights(actor, since=today - timedelta(days=1), until=today + timedelta(days=2), limit=500)
        return [row for row in found if row.code.startswith(f"DEMO-{today:%y%m%d}")]


def _returned(today: date) -> int:
    actor = system("demo", None, Permission.FIGURES_READ)
    with acting(actor), transaction.atomic():
        return next(one.value or 0 for one in reporting.figures(actor, today) if one.code == "RETURNS")


# --- the steps


def _registered() -> list[UUID]:
    ids = []
    today = clock.today()
    centre, town = Site.objects.get(code="DC-SIKKA").id, Site.objects.get(code="URB-TIP").id
    for name, woman, year, detained in PEOPLE:
        with _as("registrar") as actor:
            new = NewPerson(
                names=(NewName(name),), sex="female" if woman else "male", birth=birth(year=year, on=today), nationality="NG", languages=("en",),
                location="detention" if detained else "urban", site_id=centre if detained else town,
            )  # fmt: skip
            ids.append(people.register(actor, new))
    with _as("registrar") as actor:
        family = people.make_family(actor, ids[0])
        people.join_family(actor, family, ids[1], role="child")
    return ids


def _counselled_and_screened(ids: list[UUID]) -> dict[UUID, UUID]:
    lagos = Site.objects.get(code="LOS").id
    cases: dict[UUID, UUID] = {}
    for number, person in enumerate(ids):
        with _as("caseworker") as actor:
            case = cases[person] = returns.open_case(actor, person, destination_id=lagos)
            returns.register(actor, case)
            returns.counsel(actor, case, NewCounselling(**TALK, private=True, asylum_explained=True, wishes_unhcr=False))
            protection.decide_pathway(actor, person, offered=["asylum", "stay", "vhr"], chosen="vhr")
        with _as("protection") as actor:
            protection.ask_fear(actor, person, answer="fear" if number == 4 else "no_fear", private=True, language="en")
            protection.record_screening(actor, person, risk_factors=[], protective_factors=[])
            protection.assess_trafficking(actor, person, state="no_indicator")
        if number != 4:
            with _as("caseworker") as actor:
                returns.screen(actor, case)
                _consent(actor, person, "travel", detained=PEOPLE[number][3], child=number == 1, pathway="vhr")
        else:
            with _as("protection") as actor:
                unhcr = Organisation.objects.get(code="UNHCR-LBY").id
                referral = protection.propose_referral(actor, person, receiver_id=unhcr)
                protection.consent(actor, referral, **TALK)
                protection.send(actor, referral)
    return cases


def _consent(
    actor: Actor,
    person: UUID,
    purpose: str,
    *,
    detained: bool = False,
    child: bool = False,
    pathway: str = "",
    recipient: UUID | None = None,
) -> UUID:
    proxy = (
        {"form": "proxy", "legal_basis": "parent", "representative": "Blessing Imasuen"}
        if child
        else {"form": "explicit_written"}
    )
    return consent.give(
        actor, person,
        NewConsent(
            purpose=purpose, **TALK, **proxy, setting="detention" if detained else "office", guards_present=False, options_explained=True, pathway=pathway,
            recipient_id=recipient, in_detention=detained,
        ),
    )  # fmt: skip


def _ask_consulate(case: UUID, person: UUID) -> None:
    with _as("caseworker") as actor:
        _consent(actor, person, "contact_consulate", recipient=Organisation.objects.get(code="CON-NG").id)
        returns.ask_consulate(actor, case, consulate_id=Organisation.objects.get(code="CON-NG").id)


def _documented(ids: list[UUID], cases: dict[UUID, UUID]) -> None:
    today = clock.today()
    consulate = Organisation.objects.get(code="CON-NG").id
    requests = []
    for number, person in enumerate(ids):
        with _as("caseworker") as actor:
            _consent(actor, person, "contact_consulate", child=number == 1, recipient=consulate)
            requests.append(returns.ask_consulate(actor, cases[person], consulate_id=consulate))
    for number, request in enumerate(requests):
        with _as("consul-ng") as actor:
            returns.confirm(actor, request)
            returns.issue(
                actor, request, NewPaper("emergency_certificate", f"ETC{today:%y%m%d}{number}", today, today + timedelta(days=90))
            )


def _cleared(ids: list[UUID], unfit: UUID) -> None:
    today = clock.today()
    with _as("movement2") as actor:
        movements.record_exit_batch(
            actor,
            ids,
            batch=f"EP-D{today:%y%m%d}",
            state="granted",
            asked_on=today - timedelta(days=5),
            valid_from=today,
            valid_until=today + timedelta(days=30),
        )
        for person in ids:
            movements.give_assistance(actor, person, "nfi_kit")
    with _as("medical") as actor:
        for person in ids:
            movements.record_fitness(actor, person, category="deferred" if person == unfit else "fit")
    for person in ids:  # asked again in private by another officer, out of detention (INV-03)
        with _as("caseworker2") as actor:
            for row in _standing(actor, person):
                consent.reconfirm(actor, row, setting="transit", private=True, **TALK)


def _standing(actor: Actor, person: UUID) -> list[UUID]:
    from corridor.consent import queries

    row = queries.current(actor, person, "travel", pathway="vhr")
    return [row.id] if row and row.needs_reconfirmation() else []


def _flight(code: str, today: date) -> UUID:
    lagos, mitiga = Site.objects.get(code="LOS").id, Site.objects.get(code="MJI").id
    with _as("movement2") as actor:
        flight = movements.add_flight(
            actor,
            NewFlight(
                code,
                "vhr",
                mitiga,
                clock.now() + timedelta(hours=2),
                120,
                [NewStop(lagos)],
                carrier="Charter carrier",
                medical_escort_slots=2,
            ),
        )
        for kind, authority in (("landing", "Nigeria CAA"), ("overflight", "Niger, Algeria"), ("slot", "Mitiga")):
            movements.set_clearance(actor, flight, kind=kind, authority=authority, state="granted")
        movements.confirm(actor, flight)
    return flight


def _booked(flight: UUID, ids: list[UUID], unfit: UUID) -> list[UUID]:
    lagos = Site.objects.get(code="LOS").id
    groups = [ids[:2], *[[one] for one in ids[2:]]]
    seats: list[UUID] = []
    for group in groups:
        with _as("movement2") as actor:
            party = movements.make_party(actor, group, pathway="vhr", destination_id=lagos, ready_from=clock.today())
            if unfit not in group:
                held = movements.book(actor, flight, party)
                movements.tell(actor, held)
                seats += held
    return seats


def _why_not(person: UUID, today: date) -> str:
    with _as("caseworker") as actor:
        found = requirements_of("vhr")(actor, [person], today)[person]
    return "one waits: " + " ".join(str(reason) for reason in found.reasons()[:1])


def _boarded(flight: UUID, seats: list[UUID], stays: UUID) -> str:
    with _as("movement2") as actor:
        movements.open_gate(actor, flight)
        rows = {row.id: row for row in movement_queries.seats(actor, flight)}
    boarded = 0
    refused = ""
    for seat in seats:
        row = rows[seat]
        if row.person_id == stays:
            with _as("caseworker") as actor:
                consent.withdraw_travel(actor, stays)
            with _as("movement2") as actor:
                refused = _refusal(lambda actor=actor, seat=seat: movements.board(actor, seat))  # type: ignore[misc]
            continue
        with _as("movement2") as actor:
            movements.board_by_token(actor, row.token, key=f"demo-{seat}")
            boarded += 1
    return f"{boarded} said yes and boarded; 1 withdrew, which took her off the manifest at once ({refused})"


def _received(flight: UUID) -> None:
    with _as("movement2") as actor:
        movements.arrive(actor, flight)
        for row in movement_queries.seats(actor, flight):
            if row.status in ("departed", "arrived"):
                movements.record_reception(actor, row.id, received=True, onward="Benin City")
        movements.reconcile_manifest(actor, flight)
