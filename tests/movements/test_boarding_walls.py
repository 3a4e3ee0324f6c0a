"""Boarding refused by the table itself: every test goes round Python, straight at the seat, as the application role."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from corridor.consent import actions as consents
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.people.models import Shield
from corridor.protection.models import (
    Advisory,
    BestInterests,
    ChildCare,
    FearAnswer,
    Override,
    SignOff,
    TraffickingAssessment,
)
from tests.movements.ground import prepared, sql

BOARD = (
    "UPDATE movements_seat s SET status = 'boarded', consent_id = c.id, consent_valid_until = c.valid_until, boarded_at = %s"
    " FROM consent_consent c WHERE s.id = %s AND c.id = %s"
)
CHILD = date(2014, 3, 2)


def board_past_python(ground, seat_id, person_id, consent_id=None):
    sql(BOARD, clock.now(), seat_id, consent_id or ground.consents[person_id])


def refusal(ground, seat_id, person_id, **more) -> list[str]:
    """The codes the table names."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        board_past_python(ground, seat_id, person_id, **more)
    diag = refused.value.__cause__.diag
    assert diag.constraint_name == "movements_seat_may_board"
    return diag.message_detail.split(",")


def _seat(ground, mover):
    """(flight, person, seat) of somebody who may board."""
    flight_id, person_id = ground.flight(), ground.ready()
    return flight_id, person_id, ground.booked(flight_id, person_id)[0]


BEGINS = prepared(_seat)


@pytest.fixture
def seat(begun, mover):
    return begun[1]


def protection(ground):
    return {"officer": ground.world.someone("protection_officer"), "at": clock.now()}


def test_whoever_has_everything_boards_past_python_too(ground, seat):
    _, person_id, seat_id = seat

    board_past_python(ground, seat_id, person_id)

    assert sql("SELECT status FROM movements_seat WHERE id = %s", seat_id) == [("boarded",)]


def test_inv_01_no_boarding_without_any_consent(ground, seat):
    with pytest.raises(IntegrityError, match="movements_seat_boarded_only_with_valid_consent"), transaction.atomic():
        sql("UPDATE movements_seat SET status = 'boarded', boarded_at = now() WHERE id = %s", seat[2])


def test_inv_01_no_boarding_on_consent_to_another_pathway(ground, seat):
    _, person_id, seat_id = seat
    other = ground.consent(person_id, "evacuation")

    assert refusal(ground, seat_id, person_id, consent_id=other) == ["INV-01"]


def test_inv_01_the_copied_day_of_consent_must_be_the_consents_own(ground, seat):
    _, person_id, seat_id = seat
    statement = BOARD.replace("c.valid_until,", "c.valid_until + 1,")

    with pytest.raises(IntegrityError, match="movements_seat_consent_copied_truly"), transaction.atomic():
        sql(statement, clock.now(), seat_id, ground.consents[person_id])


def test_inv_02_no_boarding_on_a_withdrawn_consent(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    consents.withdraw(mover, ground.consents[person_id])
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # the withdrawal is over and done
    seat_id = _held(ground, flight_id, person_id)

    assert refusal(ground, seat_id, person_id) == ["INV-02"]


def withdraw_past_python(ground, person_id):
    """A row of withdrawal and nothing else, to the end of its transaction."""
    row = (
        "INSERT INTO consent_withdrawal (id, consent_id, person_id, at, told_to_id) VALUES (gen_random_uuid(), %s, %s, now(), %s)"
    )
    with transaction.atomic():
        sql(row, ground.consents[person_id], person_id, ground.mover.staff_id)
        sql("SET CONSTRAINTS consent_withdrawal_leaves_no_seat IMMEDIATE")


def test_inv_02_a_withdrawal_leaves_no_live_seat(ground, seat):
    _, person_id, seat_id = seat

    with pytest.raises(IntegrityError, match="a seat is still held"):
        withdraw_past_python(ground, person_id)

    sql("UPDATE movements_seat SET status = 'withdrew' WHERE id = %s", seat_id)
    withdraw_past_python(ground, person_id)


def test_inv_03_a_consent_given_before_guards_needs_confirming_in_private_by_another(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    ground.consent(person_id, guards_present=True, setting="detention", in_detention=True)
    seat_id = _held(ground, flight_id, person_id)
    assert refusal(ground, seat_id, person_id) == ["INV-03"]

    with acting(ground.world.actor("caseworker", number=2)) as other:
        consents.reconfirm(
            other, ground.consents[person_id], setting="office", private=True, language="en", interpreter="none needed"
        )

    board_past_python(ground, seat_id, person_id)


def test_inv_03_a_confirmation_earlier_than_72_hours_before_departure_is_too_early(ground, mover):
    person_id = ground.ready()
    ground.consent(person_id, guards_present=True)
    with acting(ground.world.actor("caseworker", number=2)) as other:
        consents.reconfirm(
            other, ground.consents[person_id], setting="office", private=True, language="en", interpreter="none needed"
        )
    flight_id = ground.flight(hours=80)
    ground.fit(person_id, hours=100)

    assert refusal(ground, _held(ground, flight_id, person_id), person_id) == ["INV-03"]


@pytest.mark.parametrize("answer", ["fear", "unsure", "not_asked"])
def test_inv_04_no_return_unless_the_newest_answer_is_no_fear(ground, seat, answer):
    _, person_id, seat_id = seat
    Shield.objects.create(person_id=person_id, kind="fear", since=clock.now())
    FearAnswer.objects.create(person_id=person_id, answer=answer, private=True, language="en", **protection(ground))

    assert refusal(ground, seat_id, person_id) == ["INV-04"]


def test_inv_04_no_return_during_an_open_referral(ground, seat):
    _, person_id, seat_id = seat
    Shield.objects.create(person_id=person_id, kind="referral", since=clock.now())
    sql(
        "INSERT INTO protection_referral (id, person_id, sender_id, receiver_id, status, opened_at, opened_by_id, urgent,"
        " answer_reason, version)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'proposed', now(), %s, false, '', 1)",
        person_id, ground.mover.organisation_id, ground.world.organisations["UNHCR-LBY"].id, ground.mover.staff_id,
    )  # fmt: skip

    assert refusal(ground, seat_id, person_id) == ["INV-04"]


def test_inv_04_no_return_of_somebody_who_claims_asylum(ground, seat):
    _, person_id, seat_id = seat
    Shield.objects.create(person_id=person_id, kind="asylum", since=clock.now())

    assert refusal(ground, seat_id, person_id) == ["INV-04"]


def test_inv_04_no_return_against_a_no_return_advisory_but_by_two_named_persons(ground, seat):
    _, person_id, seat_id = seat
    head = ground.world.someone("head_of_protection")
    Advisory.objects.create(country="NG", level="no_return", source="Position paper", since=date(2020, 1, 1), recorded_by=head)
    assert refusal(ground, seat_id, person_id) == ["INV-04"]
    asked = {"requested_by": ground.world.someone("protection_officer"), "requested_at": clock.now(), "person_insists": True}
    override = Override.objects.create(
        person_id=person_id, **asked, reason="Insists, informed.", valid_until=clock.today() + timedelta(days=9)
    )
    assert refusal(ground, seat_id, person_id) == ["INV-04"]

    sql("UPDATE protection_override SET approved_by_id = %s, approved_at = now() WHERE id = %s", head.id, override.id)

    board_past_python(ground, seat_id, person_id)


def test_inv_04_under_caution_the_head_of_protection_signs(ground, seat):
    _, person_id, seat_id = seat
    head = ground.world.someone("head_of_protection")
    advisory = Advisory.objects.create(country="NG", level="caution", source="Paper", since=date(2020, 1, 1), recorded_by=head)
    assert refusal(ground, seat_id, person_id) == ["INV-04"]

    SignOff.objects.create(person_id=person_id, officer=head, at=clock.now(), advisory=advisory, reason="Family awaits.")

    board_past_python(ground, seat_id, person_id)


def test_inv_04_is_about_returns_an_evacuation_goes_on(ground, mover):
    flight_id, person_id = ground.flight("evacuation"), ground.ready("evacuation")
    Shield.objects.create(person_id=person_id, kind="asylum", since=clock.now())
    (seat_id,) = ground.booked(flight_id, person_id)

    board_past_python(ground, seat_id, person_id)


def _child_alone(ground, flight_id, **about):
    person_id = ground.ready(born=CHILD, **about)
    sql(
        "INSERT INTO people_childstatus (id, person_id, kind, since)"
        " VALUES (gen_random_uuid(), %s, 'unaccompanied', current_date)",
        person_id,
    )
    return person_id, _held(ground, flight_id, person_id)


def test_inv_08_a_child_alone_needs_assessment_determination_guardian_tracing_escort_and_receiver(ground, mover):
    person_id, seat_id = _child_alone(ground, ground.flight())
    until = clock.today() + timedelta(days=30)
    assert refusal(ground, seat_id, person_id) == ["INV-08"]

    BestInterests.objects.create(
        person_id=person_id, kind="assessment", finding="positive", valid_until=until, **protection(ground)
    )
    assert refusal(ground, seat_id, person_id) == ["INV-08"]
    decided = {
        "person_id": person_id,
        "kind": "determination",
        "finding": "positive",
        "panel": "Three members",
        "valid_until": until,
    }
    BestInterests.objects.create(**decided, solution="evacuation", **protection(ground))
    assert refusal(ground, seat_id, person_id) == ["INV-08"]
    BestInterests.objects.create(**decided, solution="vhr", **protection(ground))
    assert refusal(ground, seat_id, person_id) == ["INV-08"]
    care = {"person_id": person_id, "guardian": "Named", "tracing": "found", "receiver": "An aunt"}
    ChildCare.objects.create(**care, escort="", **protection(ground))
    assert refusal(ground, seat_id, person_id) == ["INV-08"]

    ChildCare.objects.create(**care, escort="Named escort", **protection(ground))

    board_past_python(ground, seat_id, person_id)


def test_inv_08_a_child_with_no_grown_up_of_the_family_on_board_is_alone_whatever_was_ticked(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready(born=CHILD)

    assert refusal(ground, _held(ground, flight_id, person_id), person_id) == ["INV-08"]


def test_inv_08_a_child_beside_mother_or_father_is_not_alone(ground, mover):
    flight_id, parent = ground.flight(), ground.ready()
    child = ground.ready(born=CHILD, family_of=parent, role="child")
    seats = ground.booked(flight_id, parent, child)

    board_past_python(ground, seats[1], child)


def test_inv_09_whoever_says_to_be_a_child_is_one_while_the_age_is_disputed(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    seat_id = _held(ground, flight_id, person_id)
    sql("UPDATE people_person SET age_disputed = true WHERE id = %s", person_id)

    assert refusal(ground, seat_id, person_id) == ["INV-09"]


def test_inv_10_no_one_of_a_family_leaves_alone_without_the_familys_recorded_consent(ground, mover):
    flight_id, parent = ground.flight(), ground.ready()
    other = ground.ready(family_of=parent)
    seat_id = _held(ground, flight_id, parent)
    assert refusal(ground, seat_id, parent) == ["INV-10"]

    party_id = ground.party(parent, split_agreed=True, split_reason="Both adults agreed on 2 November, asked apart.")
    sql("UPDATE movements_seat SET party_id = %s WHERE id = %s", party_id, seat_id)

    board_past_python(ground, seat_id, parent)
    assert other


@pytest.mark.parametrize("state", ["presumed", "confirmed"])
def test_inv_11_a_victim_of_trafficking_returns_only_with_risk_assessment_and_reception_plan(ground, seat, state):
    _, person_id, seat_id = seat
    row = {"person_id": person_id, "state": state, **protection(ground)}
    TraffickingAssessment.objects.create(**row, risk_assessed_on=clock.today())
    assert refusal(ground, seat_id, person_id) == ["INV-11"]

    TraffickingAssessment.objects.create(**row, risk_assessed_on=clock.today(), reception_planned_on=clock.today())

    board_past_python(ground, seat_id, person_id)


@pytest.mark.parametrize("category", ["unfit", "deferred"])
def test_inv_12_the_newest_check_counts(ground, seat, category):
    _, person_id, seat_id = seat
    ground.fit(person_id, category)

    assert refusal(ground, seat_id, person_id) == ["INV-12"]


def test_inv_12_a_check_that_lapses_before_departure_does_not_count(ground, seat):
    _, person_id, seat_id = seat
    ground.fit(person_id, hours=39)

    assert refusal(ground, seat_id, person_id) == ["INV-12"]


def test_inv_12_fit_with_an_escort_means_an_escort_on_this_flight(ground, seat):
    flight_id, person_id, seat_id = seat
    ground.fit(person_id, "fit_with_escort")
    assert refusal(ground, seat_id, person_id) == ["INV-12"]

    sql("INSERT INTO movements_escort (id, flight_id, kind, name) VALUES (gen_random_uuid(), %s, 'medical', 'Nurse')", flight_id)

    board_past_python(ground, seat_id, person_id)


@pytest.mark.parametrize("state", ["refused", "expired"])
def test_inv_13_the_exit_permit_must_hold_on_the_day(ground, seat, state):
    _, person_id, seat_id = seat
    ground.cleared(person_id, state)

    assert refusal(ground, seat_id, person_id) == ["INV-13"]


def test_inv_13_an_exit_permit_that_ends_before_the_day_does_not_hold(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()
    ground.cleared(person_id, valid_until=clock.today())

    assert refusal(ground, _held(ground, flight_id, person_id), person_id) == ["INV-13"]


@pytest.mark.parametrize("state", ["requested", "refused"])
def test_inv_13_the_flight_itself_must_be_cleared(ground, seat, state):
    flight_id, person_id, seat_id = seat
    sql(
        "INSERT INTO movements_clearance (id, flight_id, kind, authority, state, reference, asked_on)"
        " VALUES (gen_random_uuid(), %s, 'overflight', 'Niger', %s, '', current_date)",
        flight_id, state,
    )  # fmt: skip

    assert refusal(ground, seat_id, person_id) == ["INV-13"]


def test_inv_13_a_flight_without_landing_right_or_slot_takes_nobody(ground, seat):
    flight_id, person_id, seat_id = seat
    sql("DELETE FROM movements_clearance WHERE flight_id = %s AND kind = 'slot'", flight_id)

    assert refusal(ground, seat_id, person_id) == ["INV-13"]


def test_inv_33_nobody_who_has_died_departs(ground, seat):
    _, person_id, seat_id = seat
    sql(
        'INSERT INTO people_outcome (id, person_id, kind, "on", source)'
        " VALUES (gen_random_uuid(), %s, 'deceased', current_date, 'Hospital')",
        person_id,
    )

    assert refusal(ground, seat_id, person_id) == ["INV-33"]


def test_nobody_starts_aboard(ground, mover):
    flight_id, person_id = ground.flight(), ground.ready()

    with pytest.raises(IntegrityError, match="nobody starts aboard"), transaction.atomic():
        _insert(flight_id, person_id, "boarded", ground.consents[person_id])


@pytest.mark.parametrize("status", ["no_show", "withdrew", "offloaded", "released"])
def test_a_seat_that_has_ended_stays_ended(ground, seat, status):
    _, _, seat_id = seat
    sql("UPDATE movements_seat SET status = %s WHERE id = %s", status, seat_id)

    with pytest.raises(IntegrityError, match="stays as it ended"), transaction.atomic():
        sql("UPDATE movements_seat SET status = 'held' WHERE id = %s", seat_id)


def test_departing_is_judged_again(ground, seat):
    _, person_id, seat_id = seat
    board_past_python(ground, seat_id, person_id)
    ground.fit(person_id, "unfit")

    with pytest.raises(IntegrityError, match="may not board"), transaction.atomic():
        sql("UPDATE movements_seat SET status = 'departed' WHERE id = %s", seat_id)


def test_all_boarded_seats_are_judged_as_of_the_moment_of_boarding(ground, seat):
    _, person_id, seat_id = seat
    board_past_python(ground, seat_id, person_id)
    ground.fit(person_id, "unfit")

    assert sql(
        "SELECT movements_boarding_faults(id, boarded_at), movements_boarding_faults(id, 'infinity') FROM movements_seat WHERE id = %s",
        seat_id,
    ) == [([], ["INV-12"])]


def _insert(flight_id, person_id, status, consent_id=None):
    return sql(
        "INSERT INTO movements_seat (id, flight_id, stop_id, person_id, pathway, departs_on, status, lap_infant, service, consent_id,"
        " consent_valid_until, token, boarded_at, board_key, ended_because, version)"
        " SELECT gen_random_uuid(), f.id, t.id, %s, f.pathway, f.departs_on, %s, false, '', c.id, c.valid_until,"
        " left(gen_random_uuid()::text, 32), CASE WHEN c.id IS NULL THEN NULL ELSE now() END, '', '', 1"
        " FROM movements_flight f JOIN movements_stop t ON t.flight_id = f.id LEFT JOIN consent_consent c ON c.id = %s"
        " WHERE f.id = %s RETURNING id",
        person_id, status, consent_id, flight_id,
    )  # fmt: skip


def _held(ground, flight_id, person_id):
    """A seat written straight into the table."""
    return _insert(flight_id, person_id, "held")[0][0]
