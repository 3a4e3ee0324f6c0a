"""A return case moves by recorded facts: each step, each refusal, and the news that moves it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from corridor.consent import actions as consents
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions as movements
from corridor.people import actions as people
from corridor.people.rules import NewDocument
from corridor.protection import actions as protection
from corridor.protection import queries as protection_queries
from corridor.returns import actions, queries
from corridor.returns.models import Counselling, ReturnCase
from tests.returns.ground import COUNSEL


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def test_the_way_from_request_to_exit_clearance(ground):
    person_id = ground.ready()

    assert ground.status(person_id) == "exit_cleared"
    assert ground.blocking(person_id) == []


def test_one_person_has_one_open_case(ground):
    person_id = ground.person()
    ground.case(person_id)

    with pytest.raises(Refused) as refusal, acting(ground.caseworker):
        ground.case(person_id)

    assert codes(refusal) == {"returns.case.open_already"}


def test_the_table_too_keeps_one_open_case(ground):
    person_id = ground.person()
    ground.case(person_id)
    row = {"person_id": person_id, "organisation": ground.world.organisations["IOM-LBY"], "requested_on": clock.today()}

    with pytest.raises(IntegrityError, match="returns_returncase_one_open"), acting(ground.caseworker), transaction.atomic():
        ReturnCase.objects.create(**row, status_since=clock.now())


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"private": False}, "returns.counselling.private"),
        ({"asylum_explained": False}, "returns.counselling.asylum"),
        ({"language": " "}, "returns.counselling.language"),
        ({"interpreter": ""}, "returns.counselling.interpreter"),
    ],
)
def test_counselling_is_private_complete_and_understood(ground, missing, code):
    person_id = ground.person()
    case_id = ground.case(person_id)

    with acting(ground.caseworker) as actor:
        actions.register(actor, case_id)
        with pytest.raises(Refused) as refusal:
            actions.counsel(actor, case_id, actions.NewCounselling(**{**COUNSEL, **missing}))

    assert code in codes(refusal)
    assert ground.status(person_id) == "registered"


def test_the_table_keeps_counselling_private(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)
    row = {
        "case_id": case_id,
        "person_id": person_id,
        "officer_id": ground.caseworker.staff_id,
        "at": clock.now(),
        "language": "en",
    }

    with pytest.raises(IntegrityError, match="returns_counselling_private"), acting(ground.caseworker), transaction.atomic():
        Counselling.objects.create(**row, interpreter="none needed", private=False, asylum_explained=True, wishes_unhcr=False)


def test_who_wishes_to_speak_with_unhcr_is_proposed_for_referral_and_the_return_waits(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)

    with acting(ground.caseworker) as actor:
        actions.register(actor, case_id)
        actions.counsel(actor, case_id, actions.NewCounselling(**{**COUNSEL, "wishes_unhcr": True}))
        facts = protection_queries.facts(actor, [person_id], clock.today())[person_id]

    assert facts.referral_open
    assert ground.status(person_id) == "on_hold"


def test_screening_needs_its_record_and_the_question_about_fear(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)

    with acting(ground.caseworker) as actor:
        actions.register(actor, case_id)
        actions.counsel(actor, case_id, actions.NewCounselling(**COUNSEL))
        with pytest.raises(Refused) as refusal:
            actions.screen(actor, case_id)

    assert codes(refusal) == {"returns.case.not_screened", "returns.case.fear_not_asked"}


def test_consent_to_return_moves_the_case_and_its_withdrawal_ends_it_at_once(ground):
    person_id, _case_id = ground.counselled()
    consent_id = ground.consent(person_id)
    assert ground.status(person_id) == "consented"

    with acting(ground.mover) as mover:  # whoever the person tells can act on it
        consents.withdraw(mover, consent_id)

    assert ground.status(person_id) == "withdrawn"
    assert "consent" in ground.blocking(person_id)


def test_a_consent_given_early_is_taken_up_later_and_never_invented(ground):
    _person_id, case_id = ground.counselled()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.take_consent(actor, case_id)

    assert codes(refusal) == {"returns.case.no_consent"}


def test_inv_02_the_person_withdraws_in_every_status_before_departure(ground):
    person_id, case_id = ground.counselled()

    for status in ("requested", "registered", "counselled", "screened", "documented", "not_confirmed", "exit_cleared", "on_hold"):
        with acting(ground.caseworker) as actor:
            ReturnCase.objects.filter(id=case_id).update(status=status)
            actions.withdraw(actor, case_id)

        assert ground.status(person_id) == "withdrawn", status


def test_a_withdrawn_person_may_be_counselled_again(ground):
    person_id, case_id = ground.consented()

    with acting(ground.caseworker) as actor:
        actions.withdraw(actor, case_id)
        actions.counsel(actor, case_id, actions.NewCounselling(**COUNSEL))

    assert ground.status(person_id) == "counselled"


def test_inv_04_fear_of_return_holds_the_case_until_it_is_gone_and_the_person_confirms(ground):
    person_id, case_id = ground.consented()

    with acting(ground.protector) as officer:
        protection.ask_fear(officer, person_id, answer="fear", private=True, language="en")
    assert ground.status(person_id) == "on_hold"

    with acting(ground.caseworker) as actor:
        with pytest.raises(Refused) as open_still:
            actions.resume(actor, case_id, person_confirms=True)
        protection.ask_fear(actor, person_id, answer="no_fear", private=True, language="en")
        with pytest.raises(Refused) as not_asked:
            actions.resume(actor, case_id, person_confirms=False)
        assert ground.status(person_id) == "on_hold"
        actions.resume(actor, case_id, person_confirms=True)
        actions.take_consent(actor, case_id)

    assert codes(open_still) == {"returns.case.protection_open"}
    assert codes(not_asked) == {"returns.case.not_confirmed_again"}
    assert ground.status(person_id) == "consented"


def test_inv_04_a_referral_freezes_the_case_and_its_end_moves_nothing(ground):
    person_id, case_id = ground.consented()

    with acting(ground.caseworker) as actor:
        unhcr = ground.world.organisations["UNHCR-LBY"].id
        referral_id = protection.propose_referral(actor, person_id, receiver_id=unhcr)
        assert ground.status(person_id) == "on_hold"
        protection.decline(actor, referral_id)

    assert ground.status(person_id) == "on_hold"
    assert "referral" in ground.blocking(person_id)
    with acting(ground.caseworker) as actor:
        actions.resume(actor, case_id, person_confirms=True)
    assert ground.status(person_id) == "counselled"


def test_a_document_is_recorded_only_when_one_is_valid(ground):
    person_id, case_id = ground.consented()

    with acting(ground.caseworker) as actor:
        with pytest.raises(Refused) as refusal:
            actions.document(actor, case_id)
        yesterday = clock.today() - timedelta(days=1)
        people.add_document(actor, person_id, NewDocument("passport", "A1", "NG", date(2019, 1, 1), yesterday))
        with pytest.raises(Refused):
            actions.document(actor, case_id)

    assert codes(refusal) == {"returns.case.no_document"}


def test_an_exit_permit_moves_the_case_when_it_is_answered(ground):
    person_id, case_id = ground.consented()
    day = clock.today()
    with acting(ground.caseworker) as actor:
        people.add_document(actor, person_id, NewDocument("passport", "A1", "NG", date(2024, 1, 1), date(2034, 1, 1)))
        actions.document(actor, case_id)
        with pytest.raises(Refused) as refusal:
            actions.clear_exit(actor, case_id)

    with acting(ground.mover) as mover:
        movements.record_exit_clearance(mover, person_id, state="granted", valid_from=day, valid_until=day + timedelta(days=9))

    assert codes(refusal) == {"returns.case.no_exit_permit"}
    assert ground.status(person_id) == "exit_cleared"


def test_two_officers_at_once_lose_nothing(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)

    with acting(ground.caseworker) as actor:
        actions.register(actor, case_id, version=1)
        with pytest.raises(Conflict):
            actions.register(actor, case_id, version=1)


def test_destinations_are_towns_not_places_of_detention(ground):
    person_id = ground.person()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.open_case(actor, person_id, destination_id=ground.world.sites["DC-SIKKA"].id)

    assert codes(refusal) == {"returns.case.destination"}


def test_missing_rights_and_missing_people_look_the_same(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)
    analyst, stranger = ground.world.actor("analyst"), ground.world.actor("caseworker", "UNHCR-LBY")

    for actor in (analyst, stranger):
        with acting(actor):
            for ask, about in ((actions.open_case, person_id), (actions.register, case_id), (queries.case_of, person_id)):
                with pytest.raises(NotFound):
                    ask(actor, about)


def test_lists_filter_and_never_show_another_organisations_people(ground):
    person_id, _case = ground.consented()
    other = ground.person()
    ground.case(other)

    with acting(ground.caseworker) as actor:
        assert [row.case.person_id for row in queries.cases(actor, status="consented")] == [person_id]
        assert {row.case.person_id for row in queries.cases(actor, needs_step=True)} == {person_id, other}
        assert queries.count_cases(actor, destination_id=ground.world.sites["BJL"].id) == 0
        assert queries.counts(actor) == {"consented": 1, "requested": 1}
        assert {"Lagos", "Banjul"} == {site.name for site in queries.destinations(actor)}
    with acting(ground.world.actor("caseworker", "UNHCR-LBY")) as stranger:
        assert queries.cases(stranger) == []
        assert queries.count_cases(stranger) == 0


def test_lists_and_readiness_take_the_same_number_of_statements_for_many(ground, django_assert_max_num_queries):
    few = [ground.consented()[0] for _ in range(2)]
    with acting(ground.mover) as mover, django_assert_max_num_queries(60) as small:
        queries.readiness(mover, few, clock.today())
        queries.cases(mover)
    many = few + [ground.consented()[0] for _ in range(5)]

    with acting(ground.mover) as mover, django_assert_max_num_queries(len(small)):
        assert len(queries.readiness(mover, many, clock.today())) == 7
        assert len(queries.cases(mover)) == 7


def test_steps_are_shown_with_their_reasons(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)

    with acting(ground.caseworker) as actor:
        actions.register(actor, case_id)
        actions.counsel(actor, case_id, actions.NewCounselling(**COUNSEL))
        steps = queries.steps(actor, person_id)

    assert {reason.code for reason in steps["screen"]} == {"returns.case.not_screened", "returns.case.fear_not_asked"}
    assert steps["withdraw"] == []


def test_readiness_is_the_same_for_a_partner_who_sees_the_person(ground):
    person_id = ground.ready()
    partner = ground.world.actor("movement_officer", "UNHCR-LBY")
    with acting(ground.caseworker) as actor:
        people.open_share(
            actor,
            person_id,
            organisation_id=partner.organisation_id,
            purpose="movement",
            categories=["travel"],
            because="seat",
            because_id=None,
        )
    day = clock.today() + timedelta(days=1)

    with acting(ground.mover) as mover:
        ours = queries.readiness(mover, [person_id], day)
    with acting(partner):
        theirs = queries.readiness(partner, [person_id], day)

    assert ours == theirs


def test_readiness_tells_states_and_donors_nothing(ground):
    person_id = ground.ready()

    for role, code in (("consular_officer", "CON-NGA"), ("caseworker", "GOV-NGA"), ("caseworker", "DONOR")):
        with acting(ground.world.actor(role, code)) as actor, pytest.raises(NotFound):
            queries.readiness(actor, [person_id], clock.today())


def test_a_job_counsels_nobody(ground):
    person_id = ground.person()
    case_id = ground.case(person_id)

    with acting(ground.caseworker) as actor:
        actions.register(actor, case_id)
        with pytest.raises(Refused) as refusal:
            actions.counsel(replace(actor, staff_id=None, job="x"), case_id, actions.NewCounselling(**COUNSEL))

    assert codes(refusal) == {"returns.counselling.officer"}


def test_inv_09_whose_age_is_disputed_is_treated_as_a_child_alone(ground):
    person_id = ground.person(born=date(1994, 5, 17), age_disputed=True)

    blocking = ground.blocking(person_id)

    assert {"best_interests", "child_care"} <= set(blocking)
    grown_up = ground.person(born=date(1994, 5, 17))
    assert not {"best_interests", "child_care"} & set(ground.blocking(grown_up))


def test_inv_08_a_child_with_a_grown_up_of_the_family_on_the_way_is_not_alone(ground):
    mother = ground.ready()
    child = ground.person(born=clock.today() - timedelta(days=2000), with_person_id=mother, family_role="child")
    assert not {"best_interests", "child_care"} & set(ground.blocking(child))

    with acting(ground.caseworker) as actor:
        actions.withdraw(actor, queries.case_of(actor, mother).id)

    assert {"best_interests", "child_care"} <= set(ground.blocking(child))


def test_inv_13_no_exit_permit_no_journey_and_a_permit_counts_on_its_days_only(ground):
    person_id = ground.ready()

    assert ground.blocking(person_id, on=clock.today() + timedelta(days=1)) == []
    assert "exit_clearance" in ground.blocking(person_id, on=clock.today() + timedelta(days=61))


def test_inv_35_every_step_leaves_its_line_with_actor_and_statuses(ground):
    _person_id, case_id = ground.consented()

    with acting(ground.caseworker), connection.cursor() as cursor:
        cursor.execute("SELECT verb, staff_id IS NOT NULL FROM audit_entry WHERE thing_id = %s ORDER BY id", [case_id])
        lines = cursor.fetchall()

    verbs = ["open", "register", "counsel", "screen", "consent"]
    assert lines == [(f"returns.case.{verb}", True) for verb in verbs]
