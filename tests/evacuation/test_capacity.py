"""INV-14: no site above its dated capacity on any day, booked arrivals counted, by the action, by the rule and by the table."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from corridor.evacuation import actions, queries
from corridor.evacuation.models import Stay
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound, Refused
from corridor.places.models import Capacity

NAME = "evacuation_stay_within_capacity"


def stays(ground, site, *spans):
    """Stays of new people past Python; each span is (since, until) in days from today."""
    day = clock.today()
    people = [ground.person() for _ in spans]
    moved = [(day + timedelta(days=a), day + timedelta(days=b) if b is not None else None) for a, b in spans]
    with acting(ground.caseworker), transaction.atomic():
        Stay.objects.bulk_create(
            [
                Stay(person_id=one, site=ground.world.sites[site], since=a, until=b)
                for one, (a, b) in zip(people, moved, strict=True)
            ]
        )
    return people


def refused(ground, site, *spans):
    with pytest.raises(IntegrityError) as error:
        stays(ground, site, *spans)
    return error.value.__cause__.diag.constraint_name


def test_inv_14_a_full_facility_takes_nobody_and_says_so(ground):
    ground.capacity("GDF-TIP", 1)
    _first, first_case = ground.agreed()
    second, second_case = ground.agreed()

    with acting(ground.caseworker) as actor:
        actions.gather(actor, first_case, site_id=ground.gathering)
        with pytest.raises(Refused) as refusal, transaction.atomic():
            actions.gather(actor, second_case, site_id=ground.gathering)

    assert [reason.code for reason in refusal.value.reasons] == ["evacuation.stay.full"]
    assert ground.status(second) == "agreed"


def test_inv_14_the_table_counts_every_day(ground):
    ground.capacity("TRANSIT-RW", 2)

    stays(ground, "TRANSIT-RW", (0, 5), (3, 9), (5, None))  # the first leaves on the day the third comes

    assert refused(ground, "TRANSIT-RW", (6, 8)) == NAME
    stays(ground, "TRANSIT-RW", (-9, 0))
    assert refused(ground, "TRANSIT-RW", (-9, 4)) == NAME


def test_inv_14_a_stay_that_is_made_longer_is_counted_again(ground):
    ground.capacity("TRANSIT-RW", 1)
    first, _second = stays(ground, "TRANSIT-RW", (0, 5), (5, 9))

    with acting(ground.caseworker), pytest.raises(IntegrityError) as error, transaction.atomic():
        Stay.objects.filter(person_id=first).update(until=clock.today() + timedelta(days=7))

    assert error.value.__cause__.diag.constraint_name == NAME


def test_inv_14_a_site_without_an_agreement_holds_nobody(ground):
    Capacity.objects.all().delete()

    assert refused(ground, "TRANSIT-RW", (0, 1)) == NAME


def test_inv_14_a_smaller_agreement_ahead_counts_today(ground):
    day = clock.today()
    site = ground.world.sites["TRANSIT-RW"]
    ground.capacity("TRANSIT-RW", 2, last=day + timedelta(days=10))
    Capacity.objects.create(site=site, days=(day + timedelta(days=10), date(2035, 1, 1)), persons=1, because="smaller")

    stays(ground, "TRANSIT-RW", (0, None), (0, 10))

    assert refused(ground, "TRANSIT-RW", (11, 12)) == NAME


def test_a_stay_ends_after_it_starts_and_a_person_lives_in_one_place(ground):
    one = ground.person()
    site, day = ground.world.sites["TRANSIT-RW"], clock.today()

    with acting(ground.caseworker):
        with pytest.raises(IntegrityError, match="evacuation_stay_ends_after_it_starts"), transaction.atomic():
            Stay.objects.create(person_id=one, site=site, since=day, until=day - timedelta(days=1))
        Stay.objects.create(person_id=one, site=site, since=day)
        with pytest.raises(IntegrityError, match="evacuation_stay_one_at_a_time"), transaction.atomic():
            Stay.objects.create(person_id=one, site=site, since=day)


def test_inv_14_booked_people_count_as_there(ground):
    ground.capacity("TRANSIT-RW", 2)
    first, second, third = (ground.ready() for _ in range(3))
    flight_id = ground.flight()
    ground.booked(flight_id, first, second)

    assert ground.blocking(third) == ["transit_room"]  # also the day before: the places ahead are taken
    assert ground.blocking(first) == []
    with pytest.raises(Refused):
        ground.booked(flight_id, third)
    assert refused(ground, "TRANSIT-RW", (5, None)) == NAME
    with acting(ground.mover) as mover:
        departs = clock.today() + timedelta(days=2)
        day = next(row for row in queries.days(mover, ground.transit, departs, departs))
    assert (day.staying, day.booked, day.capacity, day.free) == (0, 2, 2, 0)


def test_inv_14_who_lives_there_leaves_less_room_for_a_flight(ground):
    ground.capacity("TRANSIT-RW", 2)
    stays(ground, "TRANSIT-RW", (0, None))
    first, second = ground.ready(), ground.ready()

    with pytest.raises(Refused) as refusal:
        ground.booked(ground.flight(), first, second)

    assert refusal.value.reasons


def test_occupancy_counts_all_organisations_and_names_nobody(ground):
    stays(ground, "TRANSIT-RW", (0, None), (1, 3))
    day = clock.today()

    with acting(ground.world.actor("transit_officer")) as actor:
        rows = queries.occupancy(actor, ground.transit, day, day + timedelta(days=3))
        assert queries.residents(actor, ground.transit) == []

    assert rows == [(day + timedelta(days=n), people, 500) for n, people in enumerate((1, 2, 2, 1))]


def test_occupancy_is_for_those_who_run_sites(ground):
    for role, code in (("analyst", "UNHCR-LBY"), ("consular_officer", "CON-NGA"), ("registrar", "IOM-LBY")):
        with acting(ground.world.actor(role, code)) as actor, pytest.raises(NotFound):
            queries.occupancy(actor, ground.transit, clock.today(), clock.today())


def test_moving_to_another_site_ends_the_stay_before(ground):
    person_id, case_id = ground.agreed()
    with acting(ground.caseworker) as actor:
        actions.gather(actor, case_id, site_id=ground.gathering)

    with acting(ground.world.actor("transit_officer", "UNHCR-LBY")) as officer:
        actions.move_in(officer, person_id, site_id=ground.transit)
        found = queries.stays_of(officer, person_id)

    assert {(stay.site_id, stay.until is None) for stay in found} == {(ground.transit, True), (ground.gathering, False)}
