"""An evacuation moves by recorded facts: identification by a named human, free agreement, gathering, seat, arrival."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from corridor.consent import actions as consents
from corridor.evacuation import actions, queries
from corridor.evacuation.models import EvacuationCase, Stay
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import actions as movements
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.returns.models import ReturnCase


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def name_of(error):
    return error.value.__cause__.diag.constraint_name


def test_the_way_from_identification_to_the_transit_site(ground):
    person_id = ground.ready()
    assert ground.blocking(person_id) == []

    flight_id = ground.flight()
    seats = ground.booked(flight_id, person_id)
    assert ground.status(person_id) == "booked"
    with acting(ground.mover) as mover:
        movements.tell(mover, seats)
        movements.board(mover, seats[0])
        movements.depart(mover, flight_id)
    assert ground.status(person_id) == "departed"
    with acting(ground.mover) as mover:
        movements.arrive(mover, flight_id)
        movements.record_reception(mover, seats[0], received=True)

    with acting(ground.caseworker) as actor:
        assert ground.status(person_id) == "arrived"
        assert [(stay.site_id, stay.until) for stay in queries.stays_of(actor, person_id)] == [(ground.transit, None)]
        assert registry.locations(actor, [person_id])[person_id].kind == "transit"


def test_identification_is_by_vulnerability_and_a_named_human(ground):
    person_id = ground.person()

    with acting(ground.caseworker) as actor:
        with pytest.raises(Refused) as no_screening:
            actions.identify(actor, person_id)
        with pytest.raises(Refused) as nobody:
            actions.identify(replace(actor, staff_id=None, job="scores"), person_id)

    assert codes(no_screening) == {"evacuation.case.not_screened"}
    assert codes(nobody) == {"evacuation.case.named_human"}


def test_one_person_has_one_open_case(ground):
    person_id, _case = ground.identified()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.identify(actor, person_id)

    assert codes(refusal) == {"evacuation.case.open_already"}


def test_inv_07_agreement_is_recorded_or_the_case_does_not_move(ground):
    person_id, case_id = ground.identified()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.agree(actor, case_id)

    assert codes(refusal) == {"evacuation.case.no_agreement"}
    assert ground.status(person_id) == "identified"


def test_inv_07_refusing_keeps_the_registration_and_the_way_to_ask_again(ground):
    person_id, case_id = ground.agreed()
    with acting(ground.caseworker) as actor:
        people.add_registration(actor, person_id, organisation_id=actor.organisation_id, external_id="LBY-77", on=clock.today())

        actions.decline(actor, case_id)

        assert registry.registrations_of(actor, person_id)[0].external_id == "LBY-77"
    assert ground.status(person_id) == "declined"
    assert "agreement" in ground.blocking(person_id)
    ground.agreement(person_id)
    assert ground.status(person_id) == "agreed"


def test_inv_02_withdrawing_the_agreement_declines_in_every_status_before_departure(ground):
    person_id, case_id = ground.agreed()

    for status in ("agreed", "gathered", "cleared", "booked"):
        consent_id = ground.agreement(person_id)
        with acting(ground.caseworker) as actor:
            EvacuationCase.objects.filter(id=case_id).update(status=status, agreement_id=consent_id)
            consents.withdraw(actor, consent_id)

        assert ground.status(person_id) == "declined", status


def test_inv_17_an_agreement_without_the_recorded_choice_does_not_move_the_case(ground):
    person_id, case_id = ground.identified()
    ground.protect(person_id, chosen="stay")
    ground.agreement(person_id)

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.agree(actor, case_id)

    assert codes(refusal) == {"evacuation.case.not_chosen"}
    assert ground.status(person_id) == "identified"


def test_inv_19_nobody_prepares_two_journeys(ground):
    person_id, case_id = ground.identified()
    ground.agreement(person_id, pathway="vhr")

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.agree(actor, case_id)

    assert codes(refusal) == {"evacuation.case.one_way_at_a_time"}
    assert "pathway" in ground.blocking(person_id)


def test_inv_19_the_table_keeps_one_way_at_a_time_from_both_sides(ground):
    person_id, case_id = ground.agreed()
    row = {"person_id": person_id, "organisation": ground.world.organisations["UNHCR-LBY"], "requested_on": clock.today()}

    with acting(ground.caseworker):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            ReturnCase.objects.create(**row, status="consented", status_since=clock.now())
        assert name_of(error) == "returns_returncase_one_way_at_a_time"
        EvacuationCase.objects.filter(id=case_id).update(status="identified")
        ReturnCase.objects.create(**row, status="consented", status_since=clock.now())
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            EvacuationCase.objects.filter(id=case_id).update(status="agreed")
        assert name_of(error) == "evacuation_evacuationcase_one_way_at_a_time"


def test_the_table_wants_the_persons_own_agreement_in_force(ground):
    person_id, case_id = ground.agreed()
    other, _case = ground.agreed()
    consent_id = ground.agreement(other)

    with acting(ground.caseworker) as actor:
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            EvacuationCase.objects.filter(id=case_id).update(agreement_id=consent_id)
        assert name_of(error) == "evacuation_evacuationcase_own_agreement"
        actions.decline(actor, case_id)
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            EvacuationCase.objects.filter(id=case_id).update(status="agreed")
        assert name_of(error) == "evacuation_evacuationcase_agreement_in_force"
        with pytest.raises(IntegrityError, match="evacuation_evacuationcase_agreement_first"), transaction.atomic():
            EvacuationCase.objects.filter(id=case_id).update(status="gathered", agreement_id=None)
    assert ground.status(person_id) == "declined"


def test_gathering_opens_a_stay_and_leaving_takes_nobody_off_the_list(ground):
    person_id, case_id = ground.agreed()

    with acting(ground.caseworker) as actor:
        actions.gather(actor, case_id, site_id=ground.gathering)
        assert ground.status(person_id) == "gathered"
        assert registry.locations(actor, [person_id])[person_id].kind == "gathering"
        actions.move_out(actor, person_id)
        with pytest.raises(Refused) as refusal:
            actions.move_out(actor, person_id)

    assert codes(refusal) == {"evacuation.stay.none"}
    assert ground.status(person_id) == "gathered"


@pytest.mark.parametrize(
    ("site", "days", "code"), [("TRANSIT-RW", 0, "evacuation.stay.not_gathering"), ("GDF-TIP", 1, "evacuation.stay.future")]
)
def test_people_gather_at_a_gathering_facility_from_today(ground, site, days, code):
    _person, case_id = ground.agreed()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.gather(actor, case_id, site_id=ground.world.sites[site].id, on=clock.today() + timedelta(days=days))

    assert codes(refusal) == {code}


def test_a_released_seat_brings_the_case_back(ground):
    person_id = ground.ready()
    seats = ground.booked(ground.flight(), person_id)

    with acting(ground.mover) as mover:
        movements.release(mover, seats[0])

    assert ground.status(person_id) == "agreed"


def test_who_is_not_identified_gets_no_seat(ground):
    person_id = ground.person()

    with pytest.raises(Refused):
        ground.booked(ground.flight(), person_id)


def test_two_officers_at_once_lose_nothing(ground):
    _person, case_id = ground.identified()

    with acting(ground.caseworker) as actor:
        actions.choose_transit_site(actor, case_id, transit_site_id=ground.transit, version=1)
        with pytest.raises(Conflict):
            actions.close(actor, case_id, version=1)


def test_a_transit_site_is_one(ground):
    _person, case_id = ground.identified()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.choose_transit_site(actor, case_id, transit_site_id=ground.gathering)

    assert codes(refusal) == {"evacuation.case.not_transit"}


def test_another_organisation_finds_nobody(ground):
    person_id, case_id = ground.identified()

    with acting(ground.world.actor("caseworker")) as stranger:
        assert queries.cases(stranger) == []
        assert queries.count_cases(stranger) == 0
        assert not Stay.objects.exists()
        for ask in (lambda: queries.case_of(stranger, person_id), lambda: actions.agree(stranger, case_id)):
            with pytest.raises(NotFound):
                ask()


def test_lists_filter_and_take_the_same_number_of_statements_for_many(ground, django_assert_max_num_queries):
    few = [ground.agreed()[0] for _ in range(2)]
    with acting(ground.mover) as mover, django_assert_max_num_queries(60) as small:
        queries.readiness(mover, few, clock.today())
        queries.cases(mover, status="agreed")
    many = few + [ground.agreed()[0] for _ in range(4)]
    ground.identified()

    with acting(ground.mover) as mover, django_assert_max_num_queries(len(small)):
        assert len(queries.readiness(mover, many, clock.today())) == 6
        assert len(queries.cases(mover, status="agreed")) == 6
    with acting(ground.mover) as mover:
        assert queries.counts(mover) == {"agreed": 6, "identified": 1}
        assert queries.count_cases(mover, site_id=ground.transit, needs_step=True) == 7
