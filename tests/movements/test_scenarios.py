"""Scenarios: the same people and rules, other flights. Edits are pure; none is ever put in force; opened, one becomes a draft."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions, adapters, jobs, queries
from corridor.movements.actions import AddFlight, AddMoney, CancelOption, ChangeCapacity, Commit, MoveOption
from corridor.movements.models import Flight, Plan
from tests.movements.ground import prepared, sql


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


# --- edits of a frozen problem

NAMES = st.text("ABCxyz019_.-", min_size=1, max_size=12)
DAYS = st.dates(date(2026, 11, 23), date(2026, 12, 20))
ANY_EDIT = st.one_of(
    st.builds(
        AddFlight,
        code=NAMES, day=DAYS, airport=NAMES, destinations=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
        capacity=st.integers(1, 600), cost=st.integers(0, 10**6), fund=NAMES, wheelchair=st.integers(0, 5),
    ),
    st.builds(ChangeCapacity, option=NAMES, seats=st.integers(1, 600), before=st.integers(0, 600), cost=st.integers(0, 10**5)),
    st.builds(CancelOption, option=NAMES),
    st.builds(MoveOption, option=NAMES, day=DAYS, status=st.sampled_from(["", "optional", "committed"])),
    st.builds(AddMoney, fund=NAMES, amount=st.integers(-(10**6), 10**6)),
    st.builds(Commit, option=NAMES),
)  # fmt: skip


@given(ANY_EDIT)
def test_an_edit_is_the_same_after_it_was_kept(edit):
    import json

    assert adapters.edit_from_json(json.loads(json.dumps(adapters.edit_to_json(edit)))) == edit


def _base(ground, mover):
    """A contracted flight of two seats, a charter of two, five people; told: one. A plan that is worked out."""
    first = ground.flight(seats=2, status="confirmed", hours=100, code="CR-ONE", cost=4000)
    actions.tell(mover, ground.booked(first, ground.ready()))
    ground.flight(seats=2, status="planned", hours=24 * 8, code="CR-TWO", cost=6000)
    for _ in range(4):
        ground.party(ground.ready())
    return actions.make_plan(mover)


BEGINS = prepared(_base)


@pytest.fixture
def base(begun):
    return begun[1]


def frozen(plan_id):
    return planner.read_problem(Plan.objects.get(id=plan_id).problem)


def test_each_edit_changes_what_it_names_and_nothing_else(ground, mover, base):
    problem = frozen(base)
    one, two = (next(o for o in problem.options if o.id == name) for name in ("CR-ONE", "CR-TWO"))

    more = adapters.edited(problem, [ChangeCapacity("CR-ONE", 10, before=2)])
    off = adapters.edited(problem, [CancelOption("CR-TWO")])
    moved = adapters.edited(problem, [MoveOption("CR-TWO", days(12))])
    rich = adapters.edited(problem, [AddMoney(two.fund, 900)])
    new = adapters.edited(problem, [AddFlight("CR-NEW", days(5), "MRA", ("LOS",), 9, cost=100, fund="NEW-FUND")])

    assert {o.id: o.capacity for o in more.options} == {"CR-ONE": 10, "CR-TWO": 2}
    assert {o.id: o.status for o in off.options} == {"CR-ONE": "committed", "CR-TWO": "cancelled"}
    assert {o.id: o.day for o in moved.options} == {"CR-ONE": one.day, "CR-TWO": days(12)}
    assert sum(f.amount for f in rich.funds) - sum(f.amount for f in problem.funds) == 900
    assert (len(new.options), {f.id for f in new.funds} - {f.id for f in problem.funds}) == (3, {"NEW-FUND"})
    assert {"MRA" in party.origins for party in new.parties} == {True}
    assert [p.parties == problem.parties for p in (more, off, moved, rich)] == [True] * 4
    assert {p.policy for p in (more, off, moved, rich, new)} == {problem.policy}


def test_a_charter_that_is_flown_whatever_comes_takes_its_money(ground, mover, base):
    problem = frozen(base)

    committed = adapters.edited(problem, [Commit("CR-TWO")])

    assert {o.status for o in committed.options} == {"committed"}
    assert sum(f.amount for f in problem.funds) - sum(f.amount for f in committed.funds) == 6000
    with pytest.raises(Refused) as refused:
        adapters.edited(
            problem, [AddMoney(problem.options[1].fund, -6000), AddMoney(problem.options[0].fund, -6000), Commit("CR-TWO")]
        )
    assert codes(refused) == {"movements.scenario.money"}


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda: CancelOption("CR-NONE"), "unknown"),
        (lambda: Commit("CR-ONE"), "not_optional"),
        (lambda: AddFlight("CR-ONE", days(5), "MJI", ("LOS",), 9), "taken"),
        (lambda: AddFlight("CR-NEW", days(90), "MJI", ("LOS",), 9), "day"),
        (lambda: AddFlight("CR-NEW", days(5), "MJI", ("LOS",), 0), "seats"),
        (lambda: AddFlight("CR-NEW", days(5), "MJI", (), 9), "destination"),
        (lambda: ChangeCapacity("CR-ONE", 0), "seats"),
        (lambda: MoveOption("CR-ONE", days(-1)), "day"),
        (lambda: MoveOption("CR-ONE", days(5), status="optional"), "contradict"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_searched(ground, mover, base, edit, code):
    with pytest.raises(Refused) as refused:
        adapters.edited(frozen(base), [edit()])

    assert codes(refused) == {f"movements.scenario.{code}"}


# --- asked for, compared


def asked(mover, base, title, *edits):
    plan_id = actions.ask_scenario(mover, base, title, edits)
    jobs.make_plan(str(plan_id), str(mover.staff_id))
    return plan_id


def test_scenarios_stand_beside_their_plan_in_numbers(ground, mover, base):
    asked(mover, base, "Larger aircraft", ChangeCapacity("CR-ONE", 4, cost=1000))
    asked(mover, base, "One more charter", AddFlight("CR-NEW", days(6), "MJI", ("LOS",), 3, cost=3000, fund="DONOR-9"))

    plan, larger, more = queries.scenarios(mover, base)

    assert [one.letter for one in (plan, larger, more)] == ["A", "B", "C"]
    assert [one.title for one in (plan, larger, more)] == ["", "Larger aircraft", "One more charter"]
    assert [one.people for one in (plan, larger, more)] == [4, 5, 5]
    assert [one.cost for one in (plan, larger, more)] == [
        10_000,
        11_000,
        7_000,
    ]  # the new one serves all, so the second is not needed
    assert [one.flights for one in (plan, larger, more)] == [2, 2, 2]
    assert [one.empty_seats for one in (plan, larger, more)] == [0, 1, 0]
    assert {one.families_separated for one in (plan, larger, more)} == {0}
    assert [edit["edit"] for edit in more.edits] == ["add_money", "add_flight"]
    assert more.cost_a_person == 1400
    for row in Plan.objects.all():
        assert planner.check(planner.read_problem(row.problem), planner.read_plan(row.plan)) == []


def test_how_many_of_a_cancelled_flights_people_travel_is_counted(ground, mover, base):
    plan_id = actions.cancel_flight(mover, Flight.objects.get(code="CR-ONE").id)
    asked(mover, plan_id, "Wait for it", MoveOption("CR-ONE", days(10), status="committed"))

    plan, waits = queries.scenarios(mover, plan_id)

    # Five equals for the two seats that are left: whoever lost the seat may be one of the two, and is counted exactly then.
    sat = {
        one["id"]
        for one in Plan.objects.get(id=plan_id).problem["parties"]
        if one["prior"] and one["prior"]["option"] == "CR-ONE"
    }
    travels = {one.reference for one in queries.plan(mover, plan_id).placed}
    assert (plan.lost, plan.people, len(sat)) == (1, 2, 1)
    assert plan.of_lost == len(sat & travels)
    assert (waits.lost, waits.of_lost, waits.people) == (1, 1, 4)


def test_the_frozen_question_is_the_plans_own_people_and_rules(ground, mover, base):
    ground.party(ground.ready())  # comes later, belongs to neither

    scenario = Plan.objects.get(id=asked(mover, base, "Without the second", CancelOption("CR-TWO")))

    assert scenario.problem["parties"] == Plan.objects.get(id=base).problem["parties"]
    assert scenario.problem["policy"] == Plan.objects.get(id=base).problem["policy"]
    assert queries.plan(mover, scenario.id).metrics["persons"] == 2


def test_a_scenario_changes_nothing_about_plans(ground, mover, base):
    before = queries.plan_work(mover)
    scenario_id = asked(mover, base, "Without the second", CancelOption("CR-TWO"))

    assert queries.plan_work(mover) == before
    assert [head.id for head in queries.plans(mover)] == [base]
    assert queries.plan(mover).newest
    assert queries.plan(mover, scenario_id).newest is False
    actions.publish_plan(mover, base, 1)


def test_a_scenario_is_made_in_the_background_with_ids_only_and_can_be_stopped(ground, mover, base):
    plan_id = actions.ask_scenario(mover, base, "Another", [CancelOption("CR-TWO")])

    assert ProcrastinateJob.objects.order_by("-id").values_list("args", flat=True)[0] == {
        "plan_id": str(plan_id), "staff_id": str(mover.staff_id),
    }  # fmt: skip
    assert queries.scenarios(mover, base)[1].people is None
    actions.stop_search(mover, plan_id)
    jobs.make_plan(str(plan_id), str(mover.staff_id))
    assert queries.scenarios(mover, base)[1].state == "proposed"


@pytest.mark.parametrize(
    ("title", "edits", "code"),
    [(" ", [CancelOption("CR-TWO")], "title"), ("Nothing", [], "no_edits"), ("Odd", [CancelOption("CR-NONE")], "unknown")],
)
def test_a_scenario_needs_a_name_and_a_change_that_can_be(ground, mover, base, title, edits, code):
    with pytest.raises(Refused) as refused:
        actions.ask_scenario(mover, base, title, edits)

    assert codes(refused) == {f"movements.scenario.{code}"}


def test_no_scenario_of_a_scenario_and_not_more_than_eight(ground, mover, base):
    first = asked(mover, base, "First", CancelOption("CR-TWO"))
    for number in range(7):
        actions.ask_scenario(mover, base, f"More {number}", [CancelOption("CR-TWO")])

    with pytest.raises(Refused) as refused:
        actions.ask_scenario(mover, first, "Of it", [CancelOption("CR-ONE")])
    assert codes(refused) == {"movements.scenario.not_a_plan"}
    with pytest.raises(Refused) as refused:
        actions.ask_scenario(mover, base, "Ninth", [CancelOption("CR-TWO")])
    assert codes(refused) == {"movements.scenario.too_many"}


def test_a_scenario_is_never_put_in_force(ground, mover, base):
    scenario_id = asked(mover, base, "Without the second", CancelOption("CR-TWO"))

    with pytest.raises(Refused) as refused:
        actions.ask_publish(mover, scenario_id, 1)

    assert codes(refused) == {"movements.plan.scenario"}


@pytest.mark.parametrize(
    ("wall", "statement"),
    [
        ("movements_plan_scenario_never_in_force", "UPDATE movements_plan SET state = 'publishing' WHERE kind = 'scenario'"),
        (
            "movements_plan_scenario_never_in_force",
            "UPDATE movements_plan SET state = 'published', published_at = now(), published_by_id = made_by_id"
            " WHERE kind = 'scenario'",
        ),
        ("movements_plan_scenario_has_a_plan", "UPDATE movements_plan SET scenario_of_id = NULL WHERE kind = 'scenario'"),
        ("movements_plan_scenario_has_a_plan", "UPDATE movements_plan SET scenario_of_id = id WHERE kind = 'plan'"),
        ("movements_plan_kind_known", "UPDATE movements_plan SET kind = 'dream'"),
        (
            "movements_plan_scenario_once",
            "INSERT INTO movements_plan SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*"
            " FROM movements_plan p WHERE kind = 'scenario'",
        ),
        (
            "movements_plan_version_once",
            "INSERT INTO movements_plan SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*"
            " FROM movements_plan p WHERE kind = 'plan'",
        ),
    ],
)
def test_the_table_keeps_scenarios_beside_their_plan(ground, mover, base, wall, statement):
    asked(mover, base, "Without the second", CancelOption("CR-TWO"))

    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        sql(statement)


# --- opened as a draft


def test_opened_as_a_draft_it_becomes_planned_flights_and_a_plan_is_asked_for(ground, mover, base):
    scenario_id = asked(
        mover, base, "More of both",
        AddFlight("CR-NEW", days(6), "MRA", ("LOS", "BJL"), 30, cost=3000, fund="DONOR-9", wheelchair=2),
        ChangeCapacity("CR-ONE", 4, cost=500),
        Commit("CR-TWO"),
    )  # fmt: skip

    plan_id = actions.adopt_scenario(mover, scenario_id, 1)

    new = queries.flight_by_code(mover, "CR-NEW")
    assert (new.status, new.departs_on, new.capacity, new.fund, new.cost) == ("planned", days(6), 30, "DONOR-9", 3000)
    assert (new.embarkation.code, [stop.site.code for stop in new.stops], new.wheelchair_slots) == ("MRA", ["LOS", "BJL"], 2)
    assert (queries.flight_by_code(mover, "CR-ONE").capacity, queries.flight_by_code(mover, "CR-ONE").cost) == (4, 4500)
    assert queries.flight_by_code(mover, "CR-TWO").status == "confirmed"
    row = Plan.objects.get(id=plan_id)
    assert (row.kind, row.version, row.state) == ("plan", 2, "making")
    assert sql("SELECT count(*) FROM audit_entry WHERE verb = 'movements.plan.adopt_scenario'") == [(1,)]


def test_a_draft_takes_no_seat_from_anybody_at_once(ground, mover, base):
    cancels = asked(mover, base, "Without the first", CancelOption("CR-ONE"))
    moves = asked(mover, base, "Later", MoveOption("CR-ONE", days(9)))

    for scenario_id in (cancels, moves):
        with pytest.raises(Refused) as refused:
            actions.adopt_scenario(mover, scenario_id, 1)
        assert codes(refused) == {"movements.scenario.held"}
    assert queries.flight_by_code(mover, "CR-ONE").load.confirmed == 1


def test_a_draft_moves_or_cancels_a_flight_nobody_sits_on(ground, mover, base):
    actions.adopt_scenario(mover, asked(mover, base, "Later", MoveOption("CR-TWO", days(9))), 1)

    assert queries.flight_by_code(mover, "CR-TWO").departs_on == days(9)


def test_a_draft_of_a_plan_that_is_not_the_newest_is_stale(ground, mover, base):
    scenario_id = asked(mover, base, "Without the second", CancelOption("CR-TWO"))
    with pytest.raises(Conflict):
        actions.adopt_scenario(mover, scenario_id, 7)
    actions.make_plan(mover)

    with pytest.raises(Conflict):
        actions.adopt_scenario(mover, scenario_id, 1)


def test_a_scenario_that_is_still_worked_out_is_not_opened(ground, mover, base):
    scenario_id = actions.ask_scenario(mover, base, "Without the second", [CancelOption("CR-TWO")])

    with pytest.raises(Refused) as refused:
        actions.adopt_scenario(mover, scenario_id, 1)

    assert codes(refused) == {"movements.scenario.not_ready"}


def test_scenarios_are_the_organisations_own(ground, mover, base, acts):
    scenario_id = asked(mover, base, "Without the second", CancelOption("CR-TWO"))

    with acts(ground.world.actor("movement_officer", "UNHCR-LBY")) as stranger:
        for call in (
            lambda: queries.scenarios(stranger, base),
            lambda: queries.plan(stranger, scenario_id),
            lambda: queries.plan_differences(stranger, base),
            lambda: actions.ask_scenario(stranger, base, "Mine", [CancelOption("CR-TWO")]),
            lambda: actions.adopt_scenario(stranger, scenario_id, 1),
            lambda: actions.stop_search(stranger, scenario_id),
        ):
            with pytest.raises(NotFound):
                call()
    with acts(ground.caseworker) as caseworker:
        for call in (
            lambda: actions.ask_scenario(caseworker, base, "Mine", [CancelOption("CR-TWO")]),
            lambda: actions.adopt_scenario(caseworker, scenario_id, 1),
            lambda: actions.ask_replan(caseworker),
        ):
            with pytest.raises(NotFound):
                call()
