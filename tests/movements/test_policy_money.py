"""Funds, limits of places and closed airports: written down by people, and what each plan makes of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions, adapters, queries
from corridor.movements.adapters import policy as decided
from corridor.movements.models import Closure
from tests.movements.ground import sql
from tests.movements.test_policy import approved, codes, supervisor  # noqa: F401 the supervisor is a fixture


def days(number: int):
    return clock.today() + timedelta(days=number)


def new_fund(code="EUTF", amount=100_000, first=-5, last=60, **more):
    return actions.NewFund(code, "Trust fund", amount, days(first), days(last), **more)


def the_flights(mover):
    return queries.flights(mover, since=clock.today(), until=days(27), statuses=["planned", "confirmed", "boarding"], mine=True)


def funds_of(mover):
    return {one.id: one for one in decided.funds_of(mover, the_flights(mover), days(0), days(27))}


def resources_of(mover):
    return decided.resources_of(mover, the_flights(mover), days(0), days(27))


def test_without_a_fund_money_is_what_the_flights_cost(ground, mover):
    ground.flight(status="planned", fund="EUTF", cost=70_000)
    ground.flight(status="planned", fund="EUTF", cost=20_000)

    assert {name: fund.amount for name, fund in funds_of(mover).items()} == {"EUTF": 90_000}


def test_what_is_contracted_is_taken_off_and_never_below_nothing(ground, mover):
    actions.add_fund(mover, new_fund(amount=100_000))
    actions.add_fund(mover, new_fund("SMALL", amount=10_000))
    ground.flight(status="confirmed", fund="EUTF", cost=70_000)
    ground.flight(status="planned", fund="EUTF", cost=50_000)
    ground.flight(status="confirmed", fund="SMALL", cost=70_000)

    assert {name: fund.amount for name, fund in funds_of(mover).items()} == {"EUTF": 30_000, "SMALL": 0}
    row = next(one for one in queries.funds(mover) if one.code == "EUTF")
    assert (row.contracted, row.planned, row.left) == (70_000, 50_000, 30_000)


def test_a_flight_outside_the_funds_days_or_of_no_fund_is_paid_by_nothing(ground, mover):
    actions.add_fund(mover, new_fund(amount=100_000, last=5))
    ground.flight(status="planned", fund="EUTF", cost=1, hours=24 * 3)
    late = ground.flight(status="planned", fund="EUTF", cost=1, hours=24 * 9)
    other = ground.flight(status="planned", fund="ELSE", cost=1, hours=24 * 9)

    paid_by = decided.fund_labels(mover, the_flights(mover))
    found = funds_of(mover)

    assert (paid_by[late], paid_by[other]) == ("EUTF.none", "ELSE.none")
    assert (found["EUTF"].amount, found["EUTF.none"].amount, found["ELSE.none"].amount) == (100_000, 0, 0)


def test_a_fund_for_some_destinations_or_one_pathway_says_so_in_the_file(ground, mover):
    actions.add_fund(mover, new_fund(destinations=["LOS"], pathways=["vhr"]))

    assert (funds_of(mover)["EUTF"].destinations, funds_of(mover)["EUTF"].pathways) == (("LOS",), ("vhr",))


def test_a_fund_is_changed_by_whoever_looked_at_it_last(ground, mover):
    fund_id = actions.add_fund(mover, new_fund())

    actions.change_fund(mover, fund_id, new_fund(amount=5), version=1)
    with pytest.raises(Conflict):
        actions.change_fund(mover, fund_id, new_fund(amount=6), version=1)

    assert queries.fund(mover, fund_id).amount == 5


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": " "}, "movements.fund.code"),
        ({"amount": -1}, "movements.fund.amount"),
        ({"first": 9, "last": 3}, "movements.days"),
        ({"destinations": ["DC-SIKKA"]}, "movements.fund.destinations"),
        ({"pathways": ["asylum"]}, "movements.fund.pathways"),
    ],
)
def test_what_a_fund_cannot_be_is_refused(ground, mover, more, code):
    with pytest.raises(Refused) as refused:
        actions.add_fund(mover, new_fund(**more))

    assert codes(refused) == {code}


def test_one_fund_has_a_code(ground, mover):
    actions.add_fund(mover, new_fund())
    with pytest.raises(Refused) as refused:
        actions.add_fund(mover, new_fund())

    assert codes(refused) == {"movements.fund_code_once"}


def test_a_limit_of_departures_holds_on_its_days_and_others_are_free(ground, mover):
    ground.flight(hours=24 * 3)
    actions.set_limit(mover, "airport", ground.world.sites["MJI"].id, days(2), days(4), 30)

    _reception, airports, _buses = resources_of(mover)

    assert [(one.start, one.end, one.persons) for one in airports] == [
        (days(0), days(1), 100_000),
        (days(2), days(4), 30),
        (days(5), days(27), 100_000),
    ]


def test_from_a_closed_airport_nobody_leaves_until_it_is_opened(ground, mover):
    ground.flight(hours=24 * 3)
    row = Closure.objects.create(
        organisation_id=mover.organisation_id, site=ground.world.sites["MJI"], first=days(1), last=days(6), because="Shelling",
        made_at=clock.now(), made_by_id=mover.staff_id,
    )  # fmt: skip

    closed = resources_of(mover)[1]
    shown = queries.closures(mover)[0]
    Closure.objects.filter(id=row.id).update(lifted_at=clock.now(), lifted_by_id=mover.staff_id)

    assert [one.persons for one in closed if one.start == days(1)] == [0]
    assert (shown.because, shown.flights) == ("Shelling", 1)
    assert resources_of(mover)[1] == ()


def test_reception_is_for_the_whole_range_less_who_came_already_and_who_is_booked_by_others(ground, mover):
    ground.flight(hours=24 * 3)
    site = ground.world.sites["LOS"]
    flight_id = ground.flight(hours=2)
    ground.boarded(flight_id, ground.ready())
    actions.draft_manifest(mover, flight_id)
    actions.validate_manifest(mover, flight_id)
    actions.depart(mover, flight_id)
    actions.set_limit(mover, "reception", site.id, days(-3), days(10), 50)

    reception, _airports, _buses = resources_of(mover)

    assert [(one.destination, one.start, one.end, one.persons) for one in reception] == [
        ("LOS", days(0), days(10), 49),
        ("LOS", days(11), days(27), 100_000),
    ]


def test_vehicles_are_planned_once_the_policy_says_how_many_seats_one_has(ground, mover, supervisor):  # noqa: F811
    ground.flight(hours=24 * 3)
    actions.set_limit(mover, "vehicles", ground.world.sites["MJI"].id, days(0), days(27), 4)
    assert resources_of(mover)[2] is None

    approved(mover, supervisor, vehicle_seats=48)
    buses = resources_of(mover)[2]

    assert (buses.vehicle_seats, [one.vehicles for one in buses.fleet]) == (48, [4])
    assert buses.fund in funds_of(mover)


def test_a_charter_is_commissioned_from_the_share_of_its_seats_that_the_policy_names(ground, mover, supervisor):  # noqa: F811
    ground.flight(status="planned", seats=11)
    ground.flight(status="confirmed", seats=11)
    ground.party(ground.ready())
    assert {one.min_load for one in adapters.problem(mover, days(0)).options} == {0}

    approved(mover, supervisor, least_fill=50)
    problem = adapters.problem(mover, days(0))

    assert {one.status: one.min_load for one in problem.options} == {"optional": 6, "committed": 0}
    assert set(planner.solve(problem, method="greedy").assigned.values()) <= {
        one.id for one in problem.options if one.status == "committed"
    }


@pytest.mark.parametrize(
    ("kind", "site", "first", "number", "code"),
    [
        ("seats", "MJI", 0, 5, "movements.limit.kind"),
        ("airport", "LOS", 0, 5, "movements.limit.site"),
        ("reception", "DC-SIKKA", 0, 5, "movements.limit.site"),
        ("airport", "MJI", 20, 5, "movements.days"),
        ("airport", "MJI", 0, -5, "movements.limit.number"),
    ],
)
def test_what_a_limit_cannot_be_is_refused(ground, mover, kind, site, first, number, code):
    with pytest.raises(Refused) as refused:
        actions.set_limit(mover, kind, ground.world.sites[site].id, days(first), days(9), number)

    assert codes(refused) == {code}


def test_one_limit_a_day_for_a_place_until_it_is_ended(ground, mover):
    site = ground.world.sites["MJI"].id
    limit_id = actions.set_limit(mover, "airport", site, days(0), days(9), 5)
    with pytest.raises(Refused) as refused:
        actions.set_limit(mover, "airport", site, days(9), days(12), 5)
    actions.end_limit(mover, limit_id)
    actions.set_limit(mover, "airport", site, days(9), days(12), 7)
    with pytest.raises(Refused) as again:
        actions.end_limit(mover, limit_id)

    assert codes(refused) == {"movements.limit_one_for_a_day"}
    assert codes(again) == {"movements.limit.ended"}
    assert [row.number for row in queries.limits(mover)] == [7]
    with pytest.raises(IntegrityError, match="movements_limit_one_for_a_day"), transaction.atomic():
        sql("UPDATE movements_limit SET ended_at = NULL")


def test_money_and_limits_are_the_organisations_own(ground, mover):
    fund_id = actions.add_fund(mover, new_fund())
    limit_id = actions.set_limit(mover, "airport", ground.world.sites["MJI"].id, days(0), days(9), 5)
    for other in (ground.world.actor("movement_officer", "UNHCR-LBY"), ground.caseworker):
        with acting(other):
            for deed in (
                lambda other=other: actions.change_fund(other, fund_id, new_fund()),
                lambda other=other: actions.end_limit(other, limit_id),
                lambda other=other: queries.fund(other, fund_id),
            ):
                with pytest.raises(NotFound):
                    deed()


def test_a_limit_below_what_was_told_takes_seats_away_with_a_reason_and_only_in_a_plan(ground, mover):
    flight_id = ground.flight(hours=40, status="confirmed")
    told = [ground.booked(flight_id, ground.ready()) for _number in range(2)]
    for seats in told:
        actions.tell(mover, seats)
    day = queries.flight(mover, flight_id).departs_on
    actions.set_limit(mover, "airport", ground.world.sites["MJI"].id, day, day, 1)

    plan = planner.solve(adapters.problem(mover, clock.today()), seconds=1, method="greedy")

    assert [change.reasons for change in plan.changes] == [("NO_ROOM",)]
    assert plan.metrics.kept_persons == 1
    assert {queries.seat(mover, seats[0]).status for seats in told} == {"confirmed"}


def test_a_fund_that_is_spent_commissions_nothing(ground, mover):
    ground.flight(status="planned", fund="EUTF", cost=50_000, code="CR-0777")
    ground.party(ground.ready())
    actions.add_fund(mover, new_fund(amount=49_999))

    poor = planner.solve(adapters.problem(mover, clock.today()), seconds=1, method="greedy")
    actions.change_fund(mover, queries.funds(mover)[0].id, new_fund(amount=50_000))
    rich = planner.solve(adapters.problem(mover, clock.today()), seconds=1, method="greedy")

    assert (poor.commissioned, rich.commissioned) == ((), ("CR-0777",))


def test_reading_takes_the_same_number_of_statements_however_many_rows(ground, mover, django_assert_num_queries):
    site = ground.world.sites["MJI"]
    for number in range(3):
        actions.add_fund(mover, new_fund(f"FUND-{number}"))
        closed = {"because": "Shelling", "made_at": clock.now(), "made_by_id": mover.staff_id, "site": site}
        day = days(10 * number)
        Closure.objects.create(organisation_id=mover.organisation_id, first=day, last=day, **closed)
        actions.set_limit(mover, "airport", site.id, day, day, 5)

    with django_assert_num_queries(5):
        assert [len(read(mover)) for read in (queries.funds, queries.limits, queries.closures)] == [3, 3, 3]
