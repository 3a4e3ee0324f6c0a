"""The planner proposes, a person publishes: problems from rows, seats held, promises kept, nothing personal in the file."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions, adapters, queries, rules
from corridor.movements.models import Plan, TravelParty
from tests.movements.ground import sql


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def problem(mover):
    return adapters.problem(mover, clock.today())


def published(mover):
    plan_id = actions.make_plan(mover)
    return actions.publish_plan(mover, plan_id, Plan.objects.get(id=plan_id).version)


def test_the_problem_is_one_the_engine_reads_and_the_plan_one_it_accepts(ground, mover):
    ground.flight()
    ground.flight("evacuation")
    ground.party(ground.ready())
    ground.party(ground.ready("evacuation"), pathway="evacuation")

    actions.make_plan(mover)

    row = Plan.objects.get()
    frozen = planner.read_problem(row.problem)
    assert planner.check(frozen, planner.read_plan(row.plan)) == []
    assert len(row.plan["assigned"]) == 2


def test_the_file_says_nothing_about_anybody(ground, mover):
    person_id = ground.ready()
    ground.flight()
    ground.party(person_id)
    person = queries.seats_of  # the file is looked at as text below
    actions.make_plan(mover)

    text = json.dumps([Plan.objects.get().problem, Plan.objects.get().plan])

    known = sql("SELECT name, reference, nationality, id::text FROM people_person WHERE id = %s", person_id)[0]
    assert [word for word in known if f'"{word}"' in text] == []
    assert person


def test_publishing_holds_seats_and_standby_and_says_how_many(ground, mover):
    flight_id = ground.flight(seats=1, status="confirmed")
    parties = [ground.party(ground.ready()) for _ in range(3)]

    done = published(mover)

    assert (done.booked, done.standby, dict(done.refused)) == (1, 2, {})
    load = queries.flight(mover, flight_id).load
    assert (load.held, load.standby) == (1, 2)
    assert len(parties) == 3


def test_a_stale_plan_is_not_published(ground, mover):
    ground.flight(status="confirmed")
    ground.party(ground.ready())
    old = actions.make_plan(mover)
    new = actions.make_plan(mover)

    with pytest.raises(Conflict):
        actions.publish_plan(mover, old, 1)
    with pytest.raises(Conflict):
        actions.publish_plan(mover, new, 1)
    actions.publish_plan(mover, new, 2)
    with pytest.raises(Refused) as refused:
        actions.publish_plan(mover, new, 2)

    assert codes(refused) == {"movements.plan.published"}


def test_whoever_was_told_a_date_keeps_it_against_a_heavier_party(ground, mover):
    flight_id = ground.flight(seats=1, status="confirmed")
    seats = ground.booked(flight_id, ground.ready())
    actions.tell(mover, seats)
    urgent = ground.ready()
    ground.fit(urgent, "fit_with_assistance", service="oxygen")
    ground.party(urgent)

    done = published(mover)

    assert (done.kept, done.booked, done.released) == (1, 0, 0)
    assert queries.seat(mover, seats[0]).status == "confirmed"


def test_a_date_told_is_not_lost_to_what_the_last_days_still_have_to_bring(ground, mover):
    """Asked again in private, checked for fitness: work to do before the gate, no reason to move somebody to a later flight."""
    person_id = ground.ready()
    ground.consent(person_id, guards_present=True)
    flight_id = ground.flight(status="confirmed", hours=24 * 5)
    actions.tell(mover, ground.booked(flight_id, person_id))
    ground.flight(status="confirmed", hours=24 * 9)

    with clock.at(clock.now() + timedelta(days=3)):
        frozen = problem(mover)

    plan = planner.solve(frozen, seconds=1, method="greedy")
    assert set(plan.assigned.values()) == {adapters.label(queries.flight(mover, flight_id).code)}
    assert plan.metrics.kept_persons == 1


def test_a_seat_only_planned_gives_way_to_whom_life_presses(ground, mover):
    flight_id = ground.flight(seats=1, status="confirmed", hours=24 * 12)
    seats = ground.booked(flight_id, ground.ready())
    urgent = ground.ready()
    ground.fit(urgent, "fit_with_assistance", service="oxygen")
    ground.party(urgent)

    done = published(mover)

    assert (done.booked, done.released) == (1, 1)
    assert queries.seat(mover, seats[0]).status in ("released", "standby")


def test_a_party_that_lost_its_readiness_meanwhile_is_named_and_the_others_go_on(ground, mover):
    flight_id = ground.flight(status="confirmed")
    lost, fine = ground.ready(), ground.ready()
    party_id, _ = ground.party(lost), ground.party(fine)
    plan_id = actions.make_plan(mover)
    ground.fit(lost, "unfit")

    done = actions.publish_plan(mover, plan_id, 1)

    assert done.booked == 1
    assert {reason.code for reason in done.refused[party_id]} == {"readiness.fitness"}
    assert queries.flight(mover, flight_id).load.held == 1


def test_a_party_that_is_not_ready_waits_with_a_reason(ground, mover):
    ground.flight(status="confirmed")
    ground.party(ground.registered())
    actions.make_plan(mover)

    (line,) = queries.plan(mover).waiting

    assert line.code == "NOT_ELIGIBLE"
    assert line.words


def test_who_missed_a_flight_is_not_planned_on_it_again(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    (seat_id,) = ground.booked(flight_id, person_id)
    actions.no_show(mover, seat_id)

    (party,) = problem(mover).parties

    assert party.prior.status == "no_show"


def test_seats_of_others_and_escorts_are_taken_off_the_options_capacity(ground, mover):
    flight_id = ground.flight(seats=10, escorts={"operational": ["One", "Two"]})
    (seat_id,) = ground.booked(flight_id, ground.ready())
    ground.booked(flight_id, ground.ready())
    sql("UPDATE movements_seat SET party_id = NULL WHERE id = %s", seat_id)

    (option,) = problem(mover).options

    assert option.capacity == 10 - 2 - 1


def test_room_at_a_transit_site_is_what_is_left_without_the_parties_of_the_file(ground, mover):
    flight_id = ground.flight("evacuation")
    ground.booked(flight_id, ground.ready("evacuation"))

    (site,) = problem(mover).resources.transit

    assert {(period.base, period.capacity) for period in site.periods} == {(0, 500)}


def test_the_problem_takes_a_fixed_number_of_queries(ground, mover, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ground.flight(status="confirmed")
    ground.party(ground.ready())
    with CaptureQueriesContext(connection) as one:
        problem(mover)
    for _ in range(4):
        ground.party(ground.ready())

    with django_assert_max_num_queries(len(one)):
        problem(mover)


def test_what_no_later_day_lifts_is_asked_about_on_one_day_only(ground, mover, monkeypatch):
    """Most who wait, wait for something else than a date; those with papers are asked about for each flight."""
    from corridor.movements.adapters import parties

    asked = []
    real = parties.requirements_of

    def counting(pathway):
        def of(actor, ids, day):
            asked.extend((one, day) for one in ids)
            return real(pathway)(actor, ids, day)

        return of

    monkeypatch.setattr(parties, "requirements_of", counting)
    ground.flight(status="confirmed")
    ready, far = ground.ready(), ground.registered()
    ground.party(ready), ground.party(far)

    built = {party.persons: party for party in problem(mover).parties}

    days = {one: len({day for person_id, day in asked if person_id == one}) for one in (ready, far)}
    assert days == {ready: 3, far: 1}  # first day, the flight's, last day
    assert built


def test_a_party_can_take_its_first_flight_though_today_is_another_matter(ground, mover):
    """Ranges are chosen around flights, not around days on which nothing flies."""
    person_id = ground.ready()
    ground.cleared(person_id, valid_from=clock.today() + timedelta(days=5), valid_until=clock.today() + timedelta(days=12))
    ground.flight(status="confirmed", hours=24 * 8)
    ground.party(person_id)

    actions.make_plan(mover)

    assert queries.plan(mover).metrics["persons"] == 1


def test_waiting_parties_and_why(ground, mover):
    ready, unready = ground.ready(), ground.registered()
    ground.party(ready)
    ground.party(unready)

    rows = queries.waiting_parties(mover)
    why = {row.code: row.people for row in queries.why_not_yet(mover, "vhr", clock.today() + timedelta(days=2))}

    assert len(rows) == 2
    assert sum(why.values()) == 2
    assert why["ready"] == 1


def test_plans_are_the_organisations_own(ground, mover, acts):
    ground.flight()
    plan_id = actions.make_plan(mover)
    stranger = ground.world.actor("movement_officer", "UNHCR-LBY")

    with acts(stranger):
        assert queries.plans(stranger) == []
        with pytest.raises(NotFound):
            queries.plan(stranger, plan_id)
        with pytest.raises(NotFound):
            actions.publish_plan(stranger, plan_id, 1)


CLAIMS = st.builds(
    rules.Claim,
    waiting_days=st.integers(-5, 900),
    child=st.booleans(),
    infant=st.booleans(),
    child_alone=st.booleans(),
    service=st.sampled_from(["", "wheelchair", "stretcher", "oxygen", "medical_escort", "child_escort", "child_meal"]),
    band=st.sampled_from(["low", "medium", "high", "critical"]),
)


def test_inv_18_the_rule_is_given_nothing_it_may_not_use():
    assert set(rules.Claim.__dataclass_fields__) == {"waiting_days", "child", "infant", "child_alone", "service", "band"}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(CLAIMS, min_size=1, max_size=8))
def test_inv_18_waiting_longer_or_needing_more_never_lowers_anybody(claims):
    from dataclasses import replace

    longer = [replace(claim, waiting_days=claim.waiting_days + 10) for claim in claims]
    needing = [replace(claims[0], band="critical"), *claims[1:]]

    assert rules.weight(longer) >= rules.weight(claims)
    assert (rules.tier(needing), rules.weight(needing)) >= (rules.tier(claims), rules.weight(claims))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(CLAIMS, min_size=1, max_size=8), st.randoms())
def test_inv_18_the_order_in_which_a_party_is_named_changes_nothing(claims, chance):
    shuffled = list(claims)
    chance.shuffle(shuffled)

    assert (rules.weight(shuffled), rules.tier(shuffled)) == (rules.weight(claims), rules.tier(claims))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE people_person SET nationality = 'GM', nationality_confirmed = ''",
        "UPDATE people_person SET languages = ARRAY['ar']",
        "INSERT INTO people_location (id, person_id, kind, site_id, since) SELECT gen_random_uuid(), p.id, 'detention', s.id, current_date"
        " FROM people_person p, places_site s WHERE s.code = 'DC-SIKKA'",
        "UPDATE movements_flight SET fund = 'DONOR-2'",
    ],
)
def test_inv_18_nationality_faith_means_and_detention_change_no_ones_place(ground, mover, change):
    """Metamorphic: the same people with other attributes have the same weight and tier, in the rows and in the file."""
    ground.flight(status="confirmed")
    for days in (3, 30):
        person_id = ground.ready()
        sql("UPDATE people_person SET registered_on = current_date - %s WHERE id = %s", days, person_id)
        ground.party(person_id)
    before = {party.id: (party.tier, party.weight) for party in problem(mover).parties}

    sql(change)

    assert {party.id: (party.tier, party.weight) for party in problem(mover).parties} == before
    assert len(set(before.values())) == 2


def test_a_party_keeps_the_weight_its_plan_gave_it(ground, mover):
    ground.flight(status="confirmed")
    ground.party(ground.ready())
    actions.make_plan(mover)

    party = TravelParty.objects.get()

    assert (party.tier, party.weight) == (1, rules.weight([rules.Claim()]))
