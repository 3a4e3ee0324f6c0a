"""How fair it came out: counted by group over the right people, small groups protected, who waits longest and why, floors, envy."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from corridor.consent import actions as consents
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound
from corridor.movements import actions
from corridor.movements.models import Plan
from corridor.movements.queries import fairness as queries
from corridor.movements.rules.fairness import Counted, shown, stands_out
from corridor.people import actions as people
from corridor.people.models import Person
from corridor.people.rules import NewName, NewPerson
from tests.movements.test_policy import approved, supervisor  # noqa: F401 the supervisor is a fixture

YEAR_AGO = timedelta(days=365)


def fairness(actor, pathway="vhr"):
    return queries.fairness(actor, pathway, clock.today() - YEAR_AGO)


def groups(found, cut):
    return {one.key: one for one in found.cuts[cut]}


def waits_since(person_id, days):
    Person.objects.filter(id=person_id).update(registered_on=clock.today() - timedelta(days=days))


def gone(ground, mover, person_id):
    flight_id = ground.flight(hours=2)
    ground.boarded(flight_id, person_id)
    actions.draft_manifest(mover, flight_id)
    actions.validate_manifest(mover, flight_id)
    actions.depart(mover, flight_id)


def test_waiting_and_travelled_with_days_and_share(ground, mover):
    for days in (10, 20, 90):
        waits_since(ground.ready(), days)
    went = ground.ready()
    waits_since(went, 30)
    gone(ground, mover, went)

    whole = fairness(mover).whole

    assert (whole.waiting, whole.travelled, whole.share) == (3, 1, 0.25)
    assert (whole.median, whole.p90, whole.longest) == (20, 90, 90)
    assert whole.travel_median in (30, 31)  # near midnight the airport has the next day


def test_who_withdrew_who_was_never_asked_and_who_died_do_not_wait(ground, mover):
    ground.registered()
    stays, lost, detained = ground.ready(), ground.ready(), ground.ready()
    with acting(ground.caseworker):
        consents.withdraw_travel(ground.caseworker, stays)
        people.record_outcome(ground.caseworker, lost, kind="deceased", on=clock.today(), source="Hospital")
        people.record_outcome(ground.caseworker, detained, kind="detained_again", on=clock.today(), source="Family")

    assert fairness(mover).whole.waiting == 1  # who is detained again still waits


def test_pathways_are_counted_apart(ground, mover):
    ground.ready()
    ground.ready("evacuation")

    assert (fairness(mover).whole.waiting, fairness(mover, "evacuation").whole.waiting) == (1, 1)


def test_groups_by_who_people_are_and_a_centre_counts_for_its_town(ground, mover):
    world = ground.world
    type(world.sites["DC-SIKKA"]).objects.filter(code="DC-SIKKA").update(area="Tripoli")
    for kind, site in (("urban", "URB-TIP"), ("detention", "DC-SIKKA")):
        person_id = ground.ready()
        with acting(ground.caseworker):
            people.set_location(ground.caseworker, person_id, kind, world.sites[site].id, clock.today())

    found = fairness(mover)

    assert {key: one.waiting for key, one in groups(found, "town").items()} == {"Tripoli": 2}
    assert {key: one.waiting for key, one in groups(found, "place").items()} == {"urban": 1, "detention": 1}
    assert set(groups(found, "nationality")) == {"NG"}
    assert sum(one.waiting for one in found.cuts["sex"]) == 2


def test_own_records_are_shown_in_full_and_another_organisations_not_at_all(ground, mover):
    ground.ready()
    other = ground.world.actor("movement_officer", "UNHCR-LBY")
    with acting(ground.world.actor("registrar", "UNHCR-LBY")) as registrar:
        people.register(registrar, NewPerson(names=(NewName("Invented Other"),), sex="female"))

    with acting(other):
        theirs = fairness(other)

    assert (fairness(mover).own, fairness(mover).whole.waiting) == (True, 1)
    assert (theirs.own, theirs.whole.waiting) == (True, 0)


def test_who_holds_no_record_reads_about_everybody_with_small_groups_withheld(ground, mover):
    for number in range(9):
        person_id = ground.ready()
        if number < 3:
            Person.objects.filter(id=person_id).update(nationality="GM")
    analyst = ground.world.actor("analyst", "TASKFORCE")

    with acting(analyst):
        found = fairness(analyst)
        longest = queries.longest_waiting(analyst, "vhr")

    assert (found.own, found.whole.waiting, found.whole.longest) == (False, 9, None)
    assert all(one.waiting is None and one.median is None and one.withheld for one in found.cuts["nationality"])
    assert longest == []


def test_governments_and_donors_do_not_read_it_whatever_role_they_were_given(ground, mover):
    for role, code in (("analyst", "DONOR"), ("supervisor", "GOV-NGA"), ("caseworker", "IOM-LBY")):
        actor = ground.world.actor(role, code)
        with acting(actor), pytest.raises(NotFound):
            fairness(actor)


def test_who_waits_longest_stands_first_with_what_is_in_the_way(ground, mover):
    ready, unready = ground.ready(), ground.registered()
    ground.consent(unready)
    waits_since(ready, 20)
    waits_since(unready, 80)

    first, second = queries.longest_waiting(mover, "vhr")

    assert (first.person_id, first.days, second.person_id, second.days) == (unready, 80, ready, 20)
    assert first.code != "ready"
    assert second.code == "ready"


def test_the_reason_of_record_is_the_one_the_plan_wrote(ground, mover):
    ground.flight(seats=1, status="confirmed")
    for _number in range(2):
        ground.party(ground.ready())
    actions.make_plan(mover)
    row = Plan.objects.get()
    (waiting,) = row.plan["reasons"]

    said = {one.party: one.words for one in queries.longest_waiting(mover, "vhr")}

    assert said[waiting]
    assert str(person_name_in(said[waiting])) == "None"


def person_name_in(text):
    return next((row.name for row in Person.objects.all() if row.name in text), None)


def test_floors_of_the_plan_in_force_and_who_was_passed_over(ground, mover, supervisor):  # noqa: F811
    world = ground.world
    approved(mover, supervisor, floors=[{"group": "Tripoli", "persons": 3}], shortfall_penalty=10)
    ground.flight(seats=2, status="confirmed")
    for _number in range(3):
        person_id = ground.ready()
        with acting(ground.caseworker):
            people.set_location(ground.caseworker, person_id, "urban", world.sites["URB-TIP"].id, clock.today())
        ground.party(person_id)
    assert queries.plan_fairness(mover) is None
    plan_id = actions.make_plan(mover)
    actions.publish_plan(mover, plan_id, 1)

    found = queries.plan_fairness(mover)

    (floor,) = found.floors
    assert (floor.town, floor.persons, floor.placed, floor.waiting, floor.met) == ("Tripoli", 3, 2, 1, False)
    assert (found.parties, found.passed_over) == (1, 0)


def test_the_number_of_statements_does_not_grow_with_people(ground, mover):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            fairness(mover)
            queries.longest_waiting(mover, "vhr")
            queries.plan_fairness(mover)
        return len(caught)

    ground.party(ground.ready())
    few = counted()
    for _number in range(3):
        ground.party(ground.ready())

    assert counted() == few


# --- pure


counted = st.builds(
    Counted,
    key=st.text("abcdefgh", min_size=1, max_size=3),
    waiting=st.integers(0, 30),
    travelled=st.integers(0, 30),
    median=st.integers(0, 400),
    p90=st.integers(0, 400),
    longest=st.integers(0, 400),
    travel_median=st.integers(0, 400),
)  # fmt: skip


@given(st.lists(counted, max_size=8, unique_by=lambda one: one.key))
def test_nothing_withheld_can_be_worked_out_and_no_single_persons_wait_is_shown(rows):
    whole = Counted("", sum(one.waiting for one in rows), sum(one.travelled for one in rows), 10)
    by_key = {one.key: one for one in rows}

    closed = shown(rows, whole, 5)

    for name in ("waiting", "travelled"):
        hidden = [getattr(by_key[one.key], name) for one in closed if getattr(one, name) is None]
        left = [one for one in closed if getattr(one, name)]
        assert all(value > 0 for value in hidden)
        assert not hidden or not left or (len(hidden) > 1 and sum(hidden) >= 5)
        assert all(getattr(one, name) >= 5 for one in left)
    for one in closed:
        assert one.longest is None
        assert one.share is None or (one.waiting is not None and one.travelled is not None)
        assert one.median is None or one.waiting
    assert all(not one.withheld and one.longest is not None for one in shown(rows, whole, None))


@given(counted, counted)
def test_a_group_stands_out_only_with_enough_people_and_a_real_difference(one, whole):
    if stands_out(one, whole):
        assert one.waiting >= 20
        assert one.median - whole.median >= 14
