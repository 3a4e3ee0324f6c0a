"""Functions that read or write past the walls, called in raw SQL: who has no business there gets nothing and changes nothing."""

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.kernel import clock
from corridor.kernel.actor import acting, system
from corridor.kernel.events import _listeners
from corridor.movements.models import Seat
from corridor.protection import actions as protection
from corridor.protection.events import FearRecorded
from corridor.reporting import queries as reporting
from tests.movements.conftest import *  # noqa: F403
from tests.movements.ground import prepared
from tests.walls import ground as walls

OUTSIDE = [("consular_officer", "CON-NGA"), ("analyst", "GOV-NGA"), ("analyst", "DONOR")]
COUNTS = (
    "SELECT * FROM movements_load(ARRAY[%(flight)s]::uuid[])",
    "SELECT * FROM movements_stop_load(%(flight)s)",
    "SELECT 1 WHERE movements_people_coming(%(site)s, current_date + 900) IS NOT NULL",
    "SELECT 1 WHERE movements_people_staying(%(site)s, current_date) IS NOT NULL",
    "SELECT * FROM evacuation_occupancy(%(site)s, current_date, current_date + 3)",
    "SELECT 1 WHERE evacuation_room(%(site)s, current_date) IS NOT NULL",
)
FAULTS = "SELECT 1 WHERE movements_boarding_faults(%(seat)s, now()) IS NOT NULL"
DEPARTED = "SELECT * FROM reporting_departures('2015-01-01', current_date)"


def raw(statement, **values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _seat(ground, mover):
    walls.more_partners(ground.world)
    flight_id = ground.flight(code="CR-0901", status="confirmed")
    person_id = ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)
    return {"flight": flight_id, "seat": seat_id, "person": person_id, "site": ground.world.sites["TRANSIT-RW"].id}


BEGINS = prepared(_seat)


@pytest.fixture
def seat(begun):
    return begun[1]


def test_the_desk_that_runs_the_flight_gets_its_answers(ground, seat):
    with acting(ground.mover):
        assert len(raw(COUNTS[0], **seat)) == 1
        assert raw(COUNTS[2], **seat)
        assert raw(FAULTS, **seat)


@pytest.mark.parametrize(("role", "code"), OUTSIDE)
def test_states_and_donors_count_nobody(ground, seat, role, code):
    with acting(ground.world.actor(role, code)):
        assert [raw(ask, **seat) for ask in COUNTS] == [[]] * len(COUNTS)


@pytest.mark.parametrize(("role", "code"), [*OUTSIDE, ("caseworker", "NGO-X")])
def test_nobody_else_learns_why_a_seat_would_not_board(ground, seat, role, code):
    with acting(ground.world.actor(role, code)):
        assert raw(FAULTS, **seat) == []


@pytest.mark.parametrize(("role", "code"), [*OUTSIDE, ("caseworker", "NGO-X"), ("caseworker", "IOM-LBY")])
def test_raw_counts_with_their_small_cells_are_for_the_report_alone(ground, seat, role, code):
    with acting(ground.world.actor(role, code)):
        assert raw(DEPARTED) == []


def test_the_report_itself_still_counts(ground, seat):
    with acting(system("command figures")):
        assert isinstance(raw(DEPARTED), list)
    with acting(ground.world.actor("analyst", "DONOR")) as analyst:
        assert [one.code for one in reporting.figures(analyst, clock.today())] == ["RETURNS", "EVACUATIONS"]


def test_nobody_ends_the_seat_of_a_person_they_do_not_know(ground, seat, monkeypatch):
    monkeypatch.setitem(_listeners, FearRecorded, [])  # nobody has told the flights yet
    with acting(ground.world.actor("protection_officer")) as officer:
        protection.ask_fear(officer, seat["person"], answer="fear", private=True, language="en")
    end = "SELECT seat FROM movements_end_seats(%(person)s)"

    for role, code in [*OUTSIDE, ("caseworker", "NGO-X")]:
        with acting(ground.world.actor(role, code)):
            assert raw(end, **seat) == [], code

    with acting(ground.mover):
        assert Seat.objects.get(id=seat["seat"]).status == "held"
        assert raw(end, **seat) == [(seat["seat"],)]


@pytest.mark.parametrize(
    "call",
    [
        "movements_boarding_faults_unasked(NULL, now())",
        "movements_end_seats_unasked(NULL)",
        "movements_load_unasked(NULL)",
        "movements_faults_of_all()",
        "movements_child_alone(NULL)",
        "evacuation_changes(NULL)",
        "reporting_departures_unasked('2015-01-01', current_date)",
    ],
)
def test_the_application_may_not_call_what_asks_nobody(ground, call):
    with acting(ground.mover), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        raw(f"SELECT * FROM {call}")
