"""Flights, clearances, fitness, exit permits and manifests: each refusal by name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from corridor.kernel import clock
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions, lifecycle, queries, rules
from corridor.movements.words import ExitState, Fitness
from tests.movements.ground import sql


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_flight_goes_through_its_life_and_no_step_is_skipped(ground, mover):
    flight_id = ground.flight(status="planned")
    with pytest.raises(Refused) as refused:
        actions.open_gate(mover, flight_id)
    assert codes(refused) == {"movements.flight.status"}

    for step, status in (
        (actions.confirm, "confirmed"),
        (actions.open_gate, "boarding"),
        (actions.depart, "departed"),
        (actions.arrive, "arrived"),
    ):
        step(mover, flight_id)
        assert queries.flight(mover, flight_id).status == status


def test_two_people_changing_one_flight_learn_of_each_other(ground, mover):
    flight_id = ground.flight()
    seen = queries.flight(mover, flight_id).version
    actions.change_flight(mover, flight_id, {"aircraft": "A320"}, seen)

    with pytest.raises(Conflict):
        actions.change_flight(mover, flight_id, {"aircraft": "B737"}, seen)


def test_a_new_day_moves_the_seats_along(ground, mover):
    flight_id = ground.flight()
    (seat_id,) = ground.booked(flight_id, ground.ready())
    later = queries.flight(mover, flight_id).departs_at + timedelta(days=3)

    actions.change_flight(mover, flight_id, {"departs_at": later}, version=None)

    assert queries.seat(mover, seat_id).departs_on == actions.flights.local_day(later)


def test_a_departed_flight_stays_as_it_was(ground, mover):
    flight_id = ground.flight()
    actions.depart(mover, flight_id)

    with pytest.raises(Refused) as refused:
        actions.change_flight(mover, flight_id, {"capacity": 300}, version=None)

    assert codes(refused) == {"movements.flight.over"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": " "}, "movements.flight.code"),
        ({"stops": []}, "movements.flight.stops"),
        ({"capacity": 0}, "movements.flight.capacity"),
        ({"capacity": 601}, "movements.flight.capacity"),
    ],
)
def test_a_flight_is_entered_sensibly(ground, mover, wrong, code):
    sites = ground.world.sites
    plain = {
        "code": "CR-1", "pathway": "vhr", "embarkation_id": sites["MJI"].id, "departs_at": clock.now(), "capacity": 10,
        "stops": [actions.NewStop(sites["LOS"].id)],
    }  # fmt: skip

    with pytest.raises(Refused) as refused:
        actions.add_flight(mover, actions.NewFlight(**{**plain, **wrong}))

    assert codes(refused) == {code}


def test_a_code_is_given_once(ground, mover):
    ground.flight(code="CR-0231")

    with pytest.raises(Refused) as refused:
        ground.flight(code="cr-0231")

    assert codes(refused) == {"movements.flight_code_key"}


def test_only_who_runs_a_flight_changes_it(ground, mover, acts):
    flight_id = ground.flight()
    stranger = ground.world.actor("movement_officer", "UNHCR-LBY")

    with acts(stranger), pytest.raises(NotFound):
        actions.set_clearance(stranger, flight_id, kind="slot", authority="Mitiga", state="granted")


def test_an_escort_is_named(ground, mover):
    with pytest.raises(Refused) as refused:
        actions.add_escort(mover, ground.flight(), kind="medical", name=" ")

    assert codes(refused) == {"movements.escort.name"}


def test_a_check_of_fitness_holds_72_hours(ground, mover, acts):
    person_id = ground.registered()
    ground.fit(person_id)

    with acts(ground.medic) as medic:
        (row,) = queries.fitness_of(medic, person_id)

    assert row.valid_until - row.checked_at == timedelta(hours=rules.FITNESS_HOURS)


def test_inv_15_the_medical_note_is_for_medical_officers(ground, mover, acts):
    person_id = ground.registered()
    ground.fit(person_id, "fit_with_assistance", service="wheelchair", note="Fracture of the left ankle")

    with acts(ground.medic) as medic:
        assert queries.fitness_of(medic, person_id)[0].note == "Fracture of the left ankle"
    assert queries.fitness_of(mover, person_id)[0].note == ""
    assert not hasattr(queries.travel_facts(mover, [person_id], clock.today())[person_id], "note")


def test_a_check_lies_in_the_past_and_names_the_service_when_help_is_needed(ground, mover):
    person_id = ground.registered()
    with pytest.raises(Refused) as refused:
        ground.fit(person_id, checked_at=clock.now() + timedelta(hours=3))
    assert codes(refused) == {"movements.fit_to_travel.future"}

    with pytest.raises(Refused) as refused:
        ground.fit(person_id, Fitness.FIT_WITH_ASSISTANCE)
    assert codes(refused) == {"movements.fit_to_travel.service"}


def test_checks_are_added_never_changed(ground, mover):
    ground.fit(ground.registered())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql("UPDATE movements_fittotravel SET category = 'unfit'")


def test_a_granted_exit_permit_says_its_days(ground, mover):
    person_id = ground.registered()
    with pytest.raises(Refused) as refused:
        actions.record_exit_clearance(mover, person_id, state="granted")
    assert codes(refused) == {"movements.exit_clearance.days"}

    with pytest.raises(IntegrityError, match="movements_exitclearance_granted_has_days"), transaction.atomic():
        sql(
            "INSERT INTO movements_exitclearance (id, person_id, state, batch, number, asked_on)"
            " VALUES (gen_random_uuid(), %s, 'granted', '', '', current_date)",
            person_id,
        )


def test_a_batch_is_asked_for_and_answered_for_all_or_nobody(ground, mover):
    people = [ground.registered() for _ in range(3)]
    actions.record_exit_batch(mover, people, batch="EP-118", state="requested")
    assert queries.exit_batches(mover) == [("EP-118", 0, 3)]

    days = {"valid_from": clock.today(), "valid_until": clock.today() + timedelta(days=20)}
    actions.record_exit_batch(mover, people, batch="EP-118", state="granted", **days)

    assert queries.exit_batches(mover) == [("EP-118", 3, 3)]
    with pytest.raises(NotFound):
        actions.record_exit_batch(mover, [*people, ground.mover.staff_id], batch="EP-119", state="requested")
    with pytest.raises(Refused) as refused:
        actions.record_exit_batch(mover, people, batch=" ", state="requested")
    assert codes(refused) == {"movements.exit_clearance.batch"}


def test_asking_again_does_not_undo_a_permit_that_still_holds(ground, mover):
    person_id = ground.ready()
    ground.cleared(person_id, "requested")

    facts = queries.travel_facts(mover, [person_id], clock.today() + timedelta(days=2))[person_id]

    assert facts.exit_state == ExitState.GRANTED


def test_the_same_help_is_written_once_a_day(ground, mover):
    person_id = ground.registered()
    actions.give_assistance(mover, person_id, "food")

    with pytest.raises(Refused) as refused:
        actions.give_assistance(mover, person_id, "food")

    assert codes(refused) == {"movements.assistance.twice"}


def test_three_manifests_and_what_changed_between_them(ground, mover):
    flight_id, stays, goes = ground.flight(), ground.ready(), ground.ready()
    (staying,) = ground.booked(flight_id, stays)
    (going,) = ground.booked(flight_id, goes)
    actions.draft_manifest(mover, flight_id)
    actions.board(mover, going)
    actions.withdraw_seat(mover, staying)
    actions.validate_manifest(mover, flight_id)
    actions.depart(mover, flight_id)
    actions.record_reception(mover, going, received=True)
    actions.reconcile_manifest(mover, flight_id)

    states = [head.state for head in queries.manifests(mover, flight_id)]
    changed = queries.differences(mover, flight_id, 1, 2)

    assert states == ["draft", "validated", "reconciled"]
    assert {(one.person_id, one.before, one.after) for one in changed} == {(stays, "held", ""), (goes, "held", "boarded")}
    assert [line.status for line in queries.manifest_of(mover, flight_id).lines] == ["arrived"]


def test_a_manifest_is_reconciled_when_everybody_is_accounted_for(ground, mover):
    flight_id = ground.flight()
    ground.boarded(flight_id, ground.ready())
    with pytest.raises(Refused) as refused:
        actions.reconcile_manifest(mover, flight_id)
    assert codes(refused) == {"movements.manifest.away"}
    actions.depart(mover, flight_id)

    with pytest.raises(Refused) as refused:
        actions.reconcile_manifest(mover, flight_id)

    assert codes(refused) == {"movements.manifest.reception"}


def test_a_manifest_is_validated_at_the_gate_only(ground, mover):
    with pytest.raises(Refused) as refused:
        actions.validate_manifest(mover, ground.flight(status="confirmed"))

    assert codes(refused) == {"movements.manifest.gate"}


def test_manifests_are_never_edited(ground, mover):
    flight_id = ground.flight()
    ground.booked(flight_id, ground.ready())
    actions.draft_manifest(mover, flight_id)

    for statement in ("UPDATE movements_manifestline SET status = 'boarded'", "DELETE FROM movements_manifest"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            sql(statement)


def test_every_way_the_database_ends_a_seat_is_a_step_of_its_life():
    moves = {"withdrew": ("withdraw", lifecycle.BEFORE_DEPARTURE), "offloaded": ("offload", {lifecycle.Seat.BOARDED})}
    moves["released"] = ("release", lifecycle.BEFORE_DEPARTURE - {lifecycle.Seat.BOARDED})

    for target, (verb, sources) in moves.items():
        step = lifecycle.SEAT.steps[verb]
        assert step.target == target
        assert sources <= set(step.source)


def test_every_verb_of_a_life_has_an_action():
    flight = {verb for verb in lifecycle.FLIGHT.steps if hasattr(actions, verb)}
    seat = {"call_up": "book", "withdraw": "withdraw_seat", "arrive": "record_reception"}

    assert flight == set(lifecycle.FLIGHT.steps)
    assert all(hasattr(actions, seat.get(verb, verb)) for verb in lifecycle.SEAT.steps)


def test_every_wall_and_fault_has_a_sentence():
    (source,) = sql_free("FAULTS")
    for code in ("INV-01", "INV-02", "INV-03", "INV-04", "INV-08", "INV-09", "INV-10", "INV-11", "INV-12", "INV-13", "INV-33"):
        assert f"'{code}'" in source
        assert rules.faults([code])[0].text.endswith(".")


def sql_free(name):
    from importlib import import_module

    return [getattr(import_module("corridor.movements.migrations.0005_boarding"), name)]
