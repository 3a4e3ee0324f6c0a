"""Capacity is counted by the table: seats, stops, special places, escorts, lap infants, transit sites; also by many hands at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import IsolationLevel

from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Refused
from corridor.movements import actions, queries
from corridor.movements.models import Seat
from tests.movements.ground import Ground, sql
from tests.movements.test_boarding_walls import _insert
from tests.world import World


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_no_seat_more_than_the_aircraft_has(ground, mover):
    flight_id = ground.flight(seats=1)
    ground.booked(flight_id, ground.ready())

    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, ground.ready())

    assert codes(refused) == {"movements.seats"}


def test_the_table_refuses_one_too_many_past_python(ground, mover):
    flight_id = ground.flight(seats=1)
    ground.booked(flight_id, ground.ready())

    with pytest.raises(IntegrityError, match="cannot carry"), transaction.atomic():
        _insert(flight_id, ground.ready(), "held")


def test_the_table_refuses_to_raise_somebody_from_standby_past_capacity(ground, mover):
    flight_id = ground.flight(seats=1)
    ground.booked(flight_id, ground.ready())
    actions.book(mover, flight_id, ground.party(ground.ready()), standby=True)

    with pytest.raises(IntegrityError, match="cannot carry"), transaction.atomic():
        sql("UPDATE movements_seat SET status = 'held' WHERE status = 'standby'")


def test_no_more_to_a_stop_than_it_takes(ground, mover):
    sites = ground.world.sites
    flight_id = ground.flight(stops=[actions.NewStop(sites["LOS"].id, 1), actions.NewStop(sites["BJL"].id)])
    ground.booked(flight_id, ground.ready())

    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, ground.ready())

    assert codes(refused) == {"movements.stop_seats"}


@pytest.mark.parametrize("service", ["wheelchair", "stretcher", "medical_escort", "child_escort"])
def test_special_places_are_counted_too(ground, mover, service):
    person_id = ground.ready()
    ground.fit(person_id, "fit_with_assistance", service=service)

    with pytest.raises(Refused) as refused:
        ground.booked(ground.flight(), person_id)
    assert codes(refused) == {f"movements.{service}"}

    assert ground.booked(ground.flight(**{f"{service}_slots": 1}), person_id)


def test_an_escort_takes_a_seat(ground, mover):
    flight_id = ground.flight(seats=1, escorts={"operational": ["Named"]})

    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, ground.ready())

    assert codes(refused) == {"movements.seats"}


def test_an_infant_on_a_lap_takes_no_seat_but_counts_as_a_person(ground, mover):
    flight_id, mother = ground.flight(seats=1), ground.ready()
    infant = ground.ready(born=clock.today() - timedelta(days=200), family_of=mother, role="child")

    ground.booked(flight_id, mother, infant)

    load = queries.flight(mover, flight_id).load
    assert (load.people, load.seats, load.infants) == (2, 1, 1)


def test_one_lap_holds_one_infant(ground, mover):
    mother = ground.ready()
    twins = [ground.ready(born=clock.today() - timedelta(days=200), family_of=mother, role="child") for _ in range(2)]

    with pytest.raises(Refused):
        ground.booked(ground.flight(seats=1), mother, *twins)

    assert len(ground.booked(ground.flight(seats=2), mother, *twins)) == 3


def test_only_an_infant_may_be_said_to_have_no_seat(ground, mover):
    (seat_id,) = ground.booked(ground.flight(), ground.ready())

    with pytest.raises(IntegrityError, match="only an infant"), transaction.atomic():
        sql("UPDATE movements_seat SET lap_infant = true WHERE id = %s", seat_id)


def test_a_smaller_aircraft_is_refused_while_its_seats_are_given_away(ground, mover):
    flight_id = ground.flight(seats=2)
    ground.booked(flight_id, ground.ready())
    ground.booked(flight_id, ground.ready())

    with pytest.raises(Refused) as refused:
        actions.change_flight(mover, flight_id, {"capacity": 1}, version=None)

    assert codes(refused) == {"movements.seats"}


def one_too_many(ground, mover):
    """The readiness list says so before booking; the table says so past Python. One lock of the site stands behind both."""
    flight_id, person_id = ground.flight("evacuation"), ground.ready("evacuation")
    with pytest.raises(Refused) as refused:
        ground.booked(flight_id, person_id)
    assert "readiness.transit_room" in codes(refused)
    with pytest.raises(IntegrityError, match="transit site is full"), transaction.atomic():
        _insert(flight_id, person_id, "held")


def test_inv_14_nobody_is_booked_to_a_transit_site_above_its_dated_capacity(ground, mover):
    sql("UPDATE places_capacity SET persons = 1 WHERE site_id = %s", ground.world.sites["TRANSIT-RW"].id)
    ground.booked(ground.flight("evacuation"), ground.ready("evacuation"))

    one_too_many(ground, mover)


def test_inv_14_without_an_agreement_for_the_day_nobody_is_booked(ground, mover):
    site = ground.world.sites["TRANSIT-RW"]
    sql("UPDATE places_capacity SET days = daterange('2019-01-01', '2020-01-01') WHERE site_id = %s", site.id)

    one_too_many(ground, mover)


def test_inv_14_a_later_smaller_agreement_binds_too(ground, mover):
    """A flight already booked for a day under the smaller agreement leaves no bed before it either."""
    site, later = ground.world.sites["TRANSIT-RW"], clock.today() + timedelta(days=4)
    ground.booked(ground.flight("evacuation", hours=24 * 6), ground.ready("evacuation"))
    sql("UPDATE places_capacity SET days = daterange('2019-01-01', %s) WHERE site_id = %s", later, site.id)
    sql(
        "INSERT INTO places_capacity (id, site_id, days, persons, because)"
        " VALUES (gen_random_uuid(), %s, daterange(%s, '2035-01-01'), 1, 'Less')",
        site.id,
        later,
    )
    flight_id, person_id = ground.flight("evacuation"), ground.ready("evacuation")

    with pytest.raises(IntegrityError, match="transit site is full"), transaction.atomic():
        _insert(flight_id, person_id, "held")


def at_once(actor, *jobs):
    """Each job in its own thread, connection and transaction, as one member of staff: what came out, or the exception."""

    def run(job):
        try:
            with acting(actor), transaction.atomic():
                return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def crowd(transactional_db):
    ground = Ground(World.build())
    with acting(ground.mover), transaction.atomic():
        ground.world.actor("caseworker"), ground.world.actor("protection_officer"), ground.world.actor("medical_officer")
    return ground


def test_many_desks_at_once_never_book_more_than_the_aircraft_holds(crowd):
    with acting(crowd.mover), transaction.atomic():
        flight_id = crowd.flight(seats=3)
        parties = [crowd.party(crowd.ready()) for _ in range(8)]

    outcomes = at_once(crowd.mover, *[lambda party=party: actions.book(crowd.mover, flight_id, party) for party in parties])

    assert sum(isinstance(one, list) for one in outcomes) == 3
    assert {type(one) for one in outcomes} == {list, Refused}
    with acting(crowd.mover), transaction.atomic():
        assert queries.flight(crowd.mover, flight_id).load.seats == 3


def test_many_hands_at_the_table_itself_never_pass_capacity(crowd):
    with acting(crowd.mover), transaction.atomic():
        flight_id = crowd.flight(seats=3)
        people = [crowd.ready() for _ in range(8)]

    outcomes = at_once(crowd.mover, *[lambda one=one: _insert(flight_id, one, "held") for one in people])

    assert sum(isinstance(one, list) for one in outcomes) == 3
    assert {type(one) for one in outcomes} <= {list, IntegrityError}


def test_the_last_bed_of_a_transit_site_is_given_once_over_two_flights(crowd):
    with acting(crowd.mover), transaction.atomic():
        sql("UPDATE places_capacity SET persons = 1 WHERE site_id = %s", crowd.world.sites["TRANSIT-RW"].id)
        pairs = [
            (crowd.flight("evacuation", hours=40 + n), crowd.party(crowd.ready("evacuation"), pathway="evacuation"))
            for n in range(4)
        ]

    outcomes = at_once(crowd.mover, *[lambda f=f, p=p: actions.book(crowd.mover, f, p) for f, p in pairs])

    assert sum(isinstance(one, list) for one in outcomes) == 1


def test_two_desks_never_board_one_seat_twice(crowd):
    with acting(crowd.mover), transaction.atomic():
        (seat_id,) = crowd.booked(crowd.flight(), crowd.ready())

    outcomes = at_once(crowd.mover, *[lambda key=key: actions.board(crowd.mover, seat_id, key=key) for key in "abcdef"])

    assert sum(one == seat_id for one in outcomes) == 1
    assert sum(isinstance(one, Refused) for one in outcomes) == 5
    with acting(crowd.mover), transaction.atomic():
        assert sql("SELECT count(*) FROM audit_entry WHERE verb = 'movements.seat.board'") == [(1,)]


def test_a_withdrawal_and_a_boarding_at_the_same_moment_never_both_win(crowd):
    from corridor.consent import actions as consents

    for _ in range(5):
        with acting(crowd.mover), transaction.atomic():
            person_id = crowd.ready()
            (seat_id,) = crowd.booked(crowd.flight(), person_id)
        at_once(
            crowd.mover,
            lambda seat_id=seat_id: actions.board(crowd.mover, seat_id),
            lambda person_id=person_id: consents.withdraw(crowd.mover, crowd.consents[person_id]),
        )

        with acting(crowd.mover), transaction.atomic():
            assert Seat.objects.get(id=seat_id).status == "withdrew"


def test_repeatable_reads_may_not_add_load(crowd):
    """A count on an old snapshot would not see what others committed while it waited."""
    with acting(crowd.mover), transaction.atomic():
        flight_id, person_id = crowd.flight(), crowd.ready()
    connection.ensure_connection()
    connection.connection.isolation_level = IsolationLevel.REPEATABLE_READ

    with acting(crowd.mover), pytest.raises(IntegrityError, match="read committed"), transaction.atomic():
        _insert(flight_id, person_id, "held")

    connection.close()
