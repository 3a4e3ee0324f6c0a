"""What people decided: a version is written by one person, approved by another, and nothing else orders or limits a plan."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions, adapters, queries, rules
from corridor.movements.adapters.policy import weights_of
from corridor.movements.models import Policy
from corridor.movements.rules.policy import NUMBERS, differences, draft, plain, weights, weights_of_draft
from tests.movements.ground import sql

TOWNS = ["Tripoli", "Misrata"]


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def supervisor(ground):
    return ground.world.actor("supervisor")


def approved(mover, supervisor, note="First version", **changes):
    policy_id = actions.propose_policy(mover, changes, note)
    with acting(supervisor):
        actions.approve_policy(supervisor, policy_id)
    return policy_id


def test_another_person_approves_and_plans_are_made_by_it(ground, mover, supervisor):
    assert adapters.policy_of(mover)[0] is None

    policy_id = approved(mover, supervisor, band_high=60, timeliness_drop=10, standby_depth=3)

    row_id, policy = adapters.policy_of(mover)
    assert (row_id, policy.timeliness_drop, policy.standby_depth) == (policy_id, 10, 3)
    assert weights_of(mover).bands["high"] == 60
    row = queries.policy_in_force(mover)
    assert (row.version, row.made_by_id, row.approved_by_id) == (1, mover.staff_id, supervisor.staff_id)


def test_nobody_approves_what_they_wrote(ground, supervisor, acts):
    with acts(supervisor):
        policy_id = actions.propose_policy(supervisor, {"base": 12}, "I write and I approve")
        with pytest.raises(Refused) as refused:
            actions.approve_policy(supervisor, policy_id)

        assert codes(refused) == {"movements.policy.own"}
        with pytest.raises(IntegrityError, match="movements_policy_approved_by_another"), transaction.atomic():
            sql("UPDATE movements_policy SET state = 'in_force', approved_at = now(), approved_by_id = made_by_id")


def test_who_may_only_write_does_not_approve_and_who_may_neither_sees_nothing(ground, mover):
    policy_id = actions.propose_policy(mover, {"base": 12}, "More for everybody")
    second = ground.world.actor("movement_officer", number=2)
    caseworker = ground.caseworker

    with acting(second), pytest.raises(NotFound):
        actions.approve_policy(second, policy_id)
    with acting(caseworker):
        for deed in (
            lambda: actions.propose_policy(caseworker, {}, "x"),
            lambda: actions.refuse_policy(caseworker, policy_id, "x"),
            lambda: queries.policies(caseworker),
        ):
            with pytest.raises(NotFound):
                deed()


def test_the_head_of_protection_approves_and_another_organisation_does_not_see_it(ground, mover):
    policy_id = actions.propose_policy(mover, {"base": 12}, "More for everybody")
    other = ground.world.actor("supervisor", "UNHCR-LBY")
    with acting(other):
        assert queries.policies(other) == []
        with pytest.raises(NotFound):
            actions.approve_policy(other, policy_id)

    head = ground.world.actor("head_of_protection")
    with acting(head):
        actions.approve_policy(head, policy_id)

    assert queries.policy(mover, policy_id).state == "in_force"


def test_a_newer_version_replaces_the_one_in_force_and_says_what_differs(ground, mover, supervisor):
    first = approved(mover, supervisor, band_high=60)
    second = approved(mover, supervisor, "Less for the late days", timeliness_drop=50)

    assert [(row.version, row.state) for row in queries.policies(mover)] == [(2, "in_force"), (1, "replaced")]
    assert queries.policy_in_force(mover).values["band_high"] == 60
    assert [(one.field, one.before, one.after) for one in queries.policy_differences(mover, second)] == [
        ("timeliness_drop", 30, 50)
    ]
    assert [(one.field, one.before, one.after) for one in queries.policy_differences(mover, first)] == [("band_high", 40, 60)]


def test_a_draft_written_before_another_came_into_force_is_written_again(ground, mover, supervisor):
    old = actions.propose_policy(mover, {"base": 11}, "Slow")
    with clock.at(clock.now() + timedelta(minutes=1)):
        approved(mover, supervisor, "Quick", base=12)

        with acting(supervisor), pytest.raises(Conflict) as refused:
            actions.approve_policy(supervisor, old)

    assert codes(refused) == {"movements.policy.overtaken"}
    assert queries.policy_in_force(mover).values["base"] == 12


def test_a_refused_version_stays_refused_and_its_writer_may_take_it_back(ground, mover, supervisor):
    refused_id = actions.propose_policy(mover, {"base": 11}, "No")
    with acting(supervisor):
        with pytest.raises(Refused) as nothing_said:
            actions.refuse_policy(supervisor, refused_id, " ")
        actions.refuse_policy(supervisor, refused_id, "Waiting would count for too little")
        with pytest.raises(Refused):
            actions.approve_policy(supervisor, refused_id)
    own = actions.propose_policy(mover, {"base": 12}, "Mistake")
    actions.refuse_policy(mover, own, "I took the wrong number")

    assert codes(nothing_said) == {"movements.policy.why"}
    assert [row.state for row in queries.policies(mover)] == ["refused", "refused"]
    assert queries.policy_in_force(mover) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nationality_NG": 5}, "unknown"),
        ({"service_detention": 5}, "unknown"),
        ({"base": 0}, "range"),
        ({"base": 1_000}, "range"),
        ({"waiting_day": 0}, "range"),
        ({"base": "10"}, "number"),
        ({"base": True}, "number"),
        ({"band_critical": 10}, "bands"),
        ({"pressing_bands": ["high"]}, "critical"),
        ({"pressing_bands": ["critical", "low"]}, "presses"),
        ({"pressing_services": ["donor"]}, "presses"),
        ({"floors": [{"group": "DC-SIKKA", "persons": 5}], "shortfall_penalty": 1}, "floor_town"),
        ({"floors": [{"group": "Tripoli", "persons": 0}], "shortfall_penalty": 1}, "floor_number"),
        ({"floors": [{"group": "Tripoli", "persons": 5}]}, "floor_penalty"),
        ({"freeze": "nobody"}, "freeze"),
        ({"vehicle_cost": 500}, "vehicle_fund"),
    ],
)
def test_what_a_policy_cannot_say_is_refused_in_a_sentence_at_its_field(ground, mover, changes, code):
    with pytest.raises(Refused) as refused:
        actions.propose_policy(mover, changes, "Why not")

    assert codes(refused) == {f"movements.policy.{code}"}
    assert all(str(reason).endswith(".") and reason.field for reason in refused.value.reasons)
    assert not Policy.objects.exists()


def test_a_note_and_a_difference_are_asked_for(ground, mover, supervisor):
    with pytest.raises(Refused) as silent:
        actions.propose_policy(mover, {"base": 11}, "  ")
    approved(mover, supervisor, base=11)
    with pytest.raises(Refused) as same:
        actions.propose_policy(mover, {"base": 11}, "The same again")

    assert codes(silent) == {"movements.policy.note"}
    assert codes(same) == {"movements.policy.nothing_changed"}


@pytest.mark.parametrize(
    "change",
    [
        'weights = weights || \'{"nationality": {"NG": 5}}\'',
        "weights = jsonb_set(weights, '{service,detention}', '5')",
        "weights = jsonb_set(weights, '{age,faith}', '5')",
        'floors = \'[{"group": "Tripoli", "persons": 1, "nationality": "NG"}]\'',
    ],
)
def test_the_table_knows_no_name_for_who_somebody_is(ground, mover, change):
    actions.propose_policy(mover, {"base": 11}, "Draft")
    row = 'id, organisation_id, version, state, weights, floors, timeliness_drop, cases_per_escort, shortfall_penalty, expiring_days, "freeze"'
    rest = "freeze_days, standby_depth, least_fill, vehicle_seats, vehicle_cost, vehicle_fund, note, made_at, made_by_id"
    name, value = change.split(" = ", 1)
    columns = f"{row}, {rest}"
    values = columns.replace("id, organisation_id, version", "gen_random_uuid(), organisation_id, version + 1", 1)

    with pytest.raises(IntegrityError, match="movements_policy_weighs_only_claims"), transaction.atomic():
        sql(
            f"INSERT INTO movements_policy ({columns}) SELECT {values.replace(f' {name},', f' {value},', 1)} FROM movements_policy"
        )


def test_the_table_keeps_every_version_as_it_was_written(ground, mover, supervisor):
    approved(mover, supervisor, base=11)

    for statement in (
        "UPDATE movements_policy SET timeliness_drop = 90",
        "UPDATE movements_policy SET approved_at = approved_at + interval '1 day'",
        "DELETE FROM movements_policy",
    ):
        with pytest.raises(IntegrityError, match="movements_policy_stays"), transaction.atomic():
            sql(statement)


def test_one_escort_looks_after_as_many_as_the_policy_says_and_never_more_than_the_flight_takes(ground, mover, supervisor):
    """A flight says how many cases it takes: five make two escorts of two, and both take a seat."""
    ground.flight(seats=10, status="confirmed", medical_escort_slots=5)
    for _number in range(5):
        person_id = ground.ready()
        ground.fit(person_id, "fit_with_escort", service="medical_escort")
        ground.party(person_id)
    approved(mover, supervisor, cases_per_escort=2)

    frozen = adapters.problem(mover, clock.today())
    plan = planner.solve(frozen, seconds=1, method="greedy")

    assert (frozen.policy.cases_per_escort, frozen.options[0].slots.medical_escort) == (2, 2)
    assert len(plan.assigned) == 4


# --- pure


numbers = st.fixed_dictionaries({name: st.integers(least, most) for name, (_label, least, most) in NUMBERS.items()})


@given(numbers)
def test_whatever_is_accepted_reads_back_as_it_was_written(given_numbers):
    values = draft(**{}) | given_numbers
    kept = draft(weights(plain(weights_of_draft(values))), **{name: values[name] for name in values})

    assert differences(values, kept) == ()


@given(numbers, st.text(min_size=1, max_size=20))
def test_no_other_name_is_ever_accepted(given_numbers, name):
    values = draft() | given_numbers
    if name not in values:
        assert {reason.code for reason in rules.policy_faults(values | {name: 1}, TOWNS)} == {"movements.policy.unknown"}


@given(
    numbers,
    st.builds(rules.Claim, waiting_days=st.integers(0, 900), child=st.booleans(), band=st.sampled_from(list(rules.BANDS))),
)
def test_under_any_policy_everybody_counts_and_waiting_or_a_higher_band_never_costs(given_numbers, claim):
    values = draft() | given_numbers
    if rules.policy_faults(values | {"vehicle_cost": 0}, TOWNS):
        return
    by = weights_of_draft(values)
    longer = rules.Claim(waiting_days=claim.waiting_days + 30, child=claim.child, band=claim.band)
    graver = rules.Claim(waiting_days=claim.waiting_days, child=claim.child, band="critical")

    assert rules.weight([claim], by) >= 1
    assert rules.weight([longer], by) >= rules.weight([claim], by)
    assert rules.weight([graver], by) >= rules.weight([claim], by)
    assert rules.tier([graver], by) == 2
