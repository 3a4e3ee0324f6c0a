"""Withdrawal: one press, at any time, no reason, all effects at once; and what it leaves alone."""

import pytest

from corridor.consent import actions, queries
from corridor.consent.events import ConsentWithdrawn
from corridor.consent.models import Withdrawal
from corridor.kernel import clock, events
from corridor.kernel.actor import system
from corridor.kernel.refusals import NotFound
from corridor.people import actions as people
from corridor.people import queries as people_queries
from corridor.protection import actions as protection
from tests.refusing import table_refuses

from .giving import said


@pytest.fixture
def heard():
    told = []
    listener = told.append
    events._listeners[ConsentWithdrawn].append(listener)
    yield told
    events._listeners[ConsentWithdrawn].remove(listener)


def test_inv_02_one_press_and_it_is_gone(officer, ada, acts, heard):
    with acts(officer):
        given = actions.give(officer, ada, said())

        assert actions.withdraw(officer, given) == ada
        assert queries.current(officer, ada, "travel") is None
        assert queries.consent(officer, given).withdrawn_at is not None
    assert [(event.consent_id, event.purpose, event.pathway) for event in heard] == [(given, "travel", "vhr")]


def test_inv_02_a_second_press_does_nothing_more(officer, ada, acts, heard):
    with acts(officer):
        given = actions.give(officer, ada, said())
        for _press in range(3):
            actions.withdraw(officer, given)

        assert Withdrawal.objects.count() == 1
        assert actions.withdraw_travel(officer, ada) == []
    assert len(heard) == 1


@pytest.mark.parametrize("state", ["plain", "detention", "reconfirmed", "given twice", "ended"])
def test_inv_02_it_can_be_withdrawn_in_every_state(officer, world, ada, acts, state):
    with acts(officer):
        given = actions.give(officer, ada, said(setting="detention" if state in ("detention", "reconfirmed") else "office"))
        if state == "given twice":
            actions.give(officer, ada, said())
    if state == "reconfirmed":
        other = world.actor("caseworker", number=2)
        with acts(other):
            actions.reconfirm(other, given, setting="transit", private=True, language="en", interpreter="none needed")
    with acts(officer):
        actions.withdraw(officer, given)

        assert queries.current(officer, ada, "travel") is None


def test_an_older_yes_to_the_same_thing_does_not_live_on(officer, ada, acts):
    with acts(officer):
        actions.give(officer, ada, said())
        newer = actions.give(officer, ada, said())

        actions.withdraw(officer, newer)

        assert queries.current(officer, ada, "travel", pathway="vhr") is None


def test_a_new_yes_may_follow(officer, ada, acts):
    with acts(officer):
        actions.withdraw(officer, actions.give(officer, ada, said()))
        again = actions.give(officer, ada, said())

        assert queries.current(officer, ada, "travel").id == again


def test_withdrawing_ends_what_the_consent_opened(officer, ada, world, acts):
    partner = world.actor("caseworker", "UNHCR-LBY")
    with acts(officer):
        given = actions.give(officer, ada, said(purpose="share", pathway="", recipient_id=partner.organisation_id))
        actions.withdraw(officer, given)
        assert people_queries.shares_of(officer, ada) == []
    with acts(partner), pytest.raises(NotFound):
        people_queries.person(partner, ada)


def test_inv_02_whoever_hears_it_can_act_also_at_another_organisation(officer, ada, world, acts):
    partner = world.actor("protection_officer", "UNHCR-LBY")
    consul = world.actor("consular_officer", "CON-NGA")
    with acts(officer):
        protection.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
        actions.give(officer, ada, said(purpose="contact_consulate", pathway="", recipient_id=world.organisations["CON-NGA"].id))
        people.open_share(
            officer,
            ada,
            organisation_id=partner.organisation_id,
            purpose="service",
            categories=("consent",),
            because="t",
            because_id=None,
        )
    with acts(partner):
        assert len(actions.withdraw_travel(partner, ada)) == 1
    with acts(consul), pytest.raises(NotFound):
        people_queries.person(consul, ada)


def test_withdraw_travel_takes_every_pathway_and_the_consular_contact(officer, ada, world, acts):
    with acts(officer):
        protection.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
        given = [
            actions.give(officer, ada, said()),
            actions.give(officer, ada, said(pathway="evacuation")),
            actions.give(officer, ada, said(purpose="contact_consulate", recipient_id=world.organisations["CON-NGA"].id)),
        ]

        assert set(actions.withdraw_travel(officer, ada)) == set(given)


def test_inv_29_saying_no_to_travel_takes_no_help_away(officer, ada, world, acts):
    unhcr = world.organisations["UNHCR-LBY"].id
    with acts(officer):
        data = actions.give(officer, ada, said(purpose="process_data", pathway=""))
        share = actions.give(officer, ada, said(purpose="share", pathway="", recipient_id=unhcr))
        people.add_need(officer, ada, "SM-DP", "medical_escort")
        referral = protection.propose_referral(officer, ada, receiver_id=unhcr)
        actions.give(officer, ada, said())

        actions.withdraw_travel(officer, ada)

        assert queries.current(officer, ada, "process_data").id == data
        assert queries.current(officer, ada, "share").id == share
        assert [need.code for need in people_queries.needs_of(officer, [ada])[ada]] == ["SM-DP"]
        assert [one.organisation_id for one in people_queries.shares_of(officer, ada)] == [unhcr]
        from corridor.protection import queries as protected

        assert protected.referral(officer, referral).status == "proposed"
        assert actions.give(officer, ada, said())


def test_no_data_kept_means_none_shown(officer, ada, world, acts):
    with acts(officer):
        data = actions.give(officer, ada, said(purpose="process_data", pathway=""))
        actions.give(officer, ada, said(purpose="share", pathway="", recipient_id=world.organisations["UNHCR-LBY"].id))
        journey = actions.give(officer, ada, said())

        actions.withdraw(officer, data)

        assert queries.current(officer, ada, "share") is None
        assert people_queries.shares_of(officer, ada) == []
        assert queries.current(officer, ada, "travel").id == journey


def test_a_stranger_cannot_withdraw_for_somebody_unseen(officer, ada, world, acts):
    with acts(officer):
        given = actions.give(officer, ada, said())
    stranger = world.actor("caseworker", "UNHCR-LBY")
    with acts(stranger):
        with pytest.raises(NotFound):
            actions.withdraw(stranger, given)
        with pytest.raises(NotFound):
            actions.withdraw_travel(stranger, ada)


def test_a_job_withdraws_for_nobody(officer, ada, acts):
    job = system("nightly", officer.organisation_id)
    with acts(officer):
        given = actions.give(officer, ada, said())
    with acts(job), pytest.raises(NotFound):
        actions.withdraw(job, given)


def test_the_table_keeps_withdrawals_and_to_one_person(officer, ada, adult, acts):
    with acts(officer):
        given = actions.give(officer, ada, said())
        with table_refuses("consent_withdrawal_same_person"):
            Withdrawal.objects.create(consent_id=given, person_id=adult, at=clock.now(), told_to_id=officer.staff_id)
        actions.withdraw(officer, given)
        with table_refuses("consent_withdrawal_append_only"):
            Withdrawal.objects.all().delete()
