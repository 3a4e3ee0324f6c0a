"""Advice about countries, sign-off, override by two, and the pathway a person chooses."""

from datetime import timedelta

import pytest

from corridor.kernel import clock
from corridor.kernel.actor import system
from corridor.kernel.events import _listeners
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions as people
from corridor.protection import actions, queries
from corridor.protection.events import PathwayDecided
from corridor.protection.models import Override, PathwayDecision
from tests.refusing import table_refuses


def facts(actor, person, on=None):
    return queries.facts(actor, [person], on or clock.today())[person]


def code_of(caught):
    return {reason.code for reason in caught.value.reasons}


def test_the_newest_advice_that_covers_the_day_counts(head, ada, acts):
    today = clock.today()
    with acts(head):
        actions.set_advisory(head, country="ng", level="no_return", source="Old", since=today - timedelta(days=900))
        actions.set_advisory(head, country="NG", level="caution", source="New", since=today, until=today + timedelta(days=5))
        days = {-901: "none", -1: "no_return", 0: "caution", 5: "caution", 6: "no_return"}

        assert {shift: facts(head, ada, today + timedelta(days=shift)).advisory for shift in days} == days


def test_the_confirmed_nationality_counts_before_the_claimed(head, officer, someone, acts, world):
    person = someone("GM")
    with acts(head):
        actions.set_advisory(head, country="NG", level="no_return", source="Position")
        assert facts(head, person).advisory == "none"
    with acts(officer):
        people.confirm_nationality(officer, person, country="NG", by_id=world.organisations["CON-NGA"].id, on=clock.today())
        assert facts(officer, person).advisory == "no_return"


def test_advice_ends_on_its_day_and_is_never_removed(head, ada, acts):
    with acts(head):
        advice = actions.set_advisory(head, country="NG", level="no_return", source="Position")
        actions.end_advisory(head, advice, until=clock.today())

        assert facts(head, ada, clock.today() + timedelta(days=1)).advisory == "none"
        assert [row.id for row in queries.advisories(head)] == [advice]
        with pytest.raises(Refused):
            actions.end_advisory(head, advice, until=clock.today() - timedelta(days=1))


def test_who_manages_no_advice_finds_none_to_manage(officer, acts):
    with acts(officer), pytest.raises(NotFound):
        actions.set_advisory(officer, country="NG", level="none", source="x")


def test_a_sign_off_is_for_one_person_under_this_advice(head, ada, someone, acts):
    other = someone()
    with acts(head):
        with pytest.raises(Refused) as caught:
            actions.sign_off(head, ada, reason="Calm")
        assert code_of(caught) == {"protection.sign_off.nothing"}
        actions.set_advisory(head, country="NG", level="caution", source="Position")
        actions.sign_off(head, ada, reason="Calm")
        assert facts(head, ada).signed_off
        assert not facts(head, other).signed_off

        actions.set_advisory(head, country="NG", level="caution", source="Newer position")
        assert not facts(head, ada).signed_off


def test_no_return_cannot_be_signed_off_and_only_the_head_signs(head, officer, ada, acts):
    with acts(head):
        actions.set_advisory(head, country="NG", level="no_return", source="Position")
        with pytest.raises(Refused) as caught:
            actions.sign_off(head, ada, reason="Calm")
    assert code_of(caught) == {"protection.sign_off.no_return"}
    with acts(officer), pytest.raises(NotFound):
        actions.sign_off(officer, ada, reason="Calm")


def test_inv_04_an_override_takes_two_named_persons(head, world, ada, acts):
    other = world.actor("head_of_protection", number=2)
    with acts(head):
        asked = actions.request_override(head, ada, reason="His mother is dying", person_insists=True)
        assert not facts(head, ada).override
        with pytest.raises(Refused) as caught:
            actions.approve_override(head, asked)
        assert code_of(caught) == {"protection.override.same_person"}
    with acts(other):
        assert actions.approve_override(other, asked) == ada
        assert facts(other, ada).override
        assert not facts(other, ada, clock.today() + timedelta(days=31)).override
        with pytest.raises(Refused) as caught:
            actions.approve_override(other, asked)
    assert code_of(caught) == {"protection.override.not_open"}


def test_inv_04_nobody_but_the_person_insists(head, officer, ada, acts):
    with acts(officer):
        for given in ({"person_insists": False, "reason": "x"}, {"person_insists": True, "reason": " "}):
            with pytest.raises(Refused):
                actions.request_override(officer, ada, **given)
        asked = actions.request_override(officer, ada, person_insists=True, reason="x")
        with pytest.raises(NotFound):
            actions.approve_override(officer, asked)


def test_inv_04_the_table_wants_two_and_edits_nothing(head, world, ada, acts):
    other = world.actor("head_of_protection", number=2)
    with acts(head):
        asked = actions.request_override(head, ada, reason="x", person_insists=True)
        row = Override.objects.filter(id=asked)
        with table_refuses("protection_override_two_persons"):
            row.update(approved_by=head.staff_id, approved_at=clock.now())
        with table_refuses("protection_override_approved_once"):
            row.update(reason="another")
        with table_refuses("protection_override_approval_has_moment"):
            row.update(approved_by=other.staff_id)
        with table_refuses("protection_override_approved_once"):
            row.delete()
        with table_refuses("protection_override_person_insists"):
            asked_by = {"requested_by_id": head.staff_id, "requested_at": clock.now(), "valid_until": clock.today()}
            Override.objects.create(person_id=ada, person_insists=False, reason="x", **asked_by)


def test_inv_17_a_person_chooses_and_a_named_human_writes_it_down(officer, ada, acts, monkeypatch):
    heard = []
    monkeypatch.setitem(_listeners, PathwayDecided, [heard.append])
    with acts(officer):
        actions.decide_pathway(
            officer, ada, offered=["vhr", "asylum", "stay"], chosen="vhr", persons_words="I want to see my mother"
        )
        assert facts(officer, ada).pathway == "vhr"
        actions.decide_pathway(officer, ada, offered=["vhr", "asylum"], chosen="undecided")
        assert facts(officer, ada).pathway == "undecided"
        newest, first = queries.pathways_of(officer, ada)

    assert (newest.chosen, first.offered, first.officer_id) == ("undecided", ("asylum", "stay", "vhr"), officer.staff_id)
    assert [event.chosen for event in heard] == ["vhr", "undecided"]


def test_inv_17_a_system_decides_nothing(officer, ada, acts):
    job = system("scorer", officer.organisation_id, *officer.permissions)
    with acts(job), pytest.raises(Refused) as caught:
        actions.decide_pathway(job, ada, offered=["vhr", "asylum"], chosen="vhr")

    assert code_of(caught) == {"protection.pathway.nobody"}


@pytest.mark.parametrize(
    ("offered", "chosen", "code"),
    [
        (["vhr", "stay"], "vhr", "protection.pathway.asylum_not_offered"),
        (["asylum"], "asylum", "protection.pathway.asylum_not_offered"),
        (["asylum", "stay"], "vhr", "protection.pathway.not_offered"),
        (["asylum", "moon"], "asylum", "protection.pathway.unknown"),
    ],
)
def test_inv_17_every_option_is_offered(officer, ada, acts, offered, chosen, code):
    with acts(officer), pytest.raises(Refused) as caught:
        actions.decide_pathway(officer, ada, offered=offered, chosen=chosen)

    assert code_of(caught) == {code}


@pytest.mark.parametrize(
    ("offered", "chosen", "constraint"),
    [
        (["vhr", "stay"], "vhr", "protection_pathwaydecision_always_offers_asylum"),
        (["asylum"], "asylum", "protection_pathwaydecision_offers_a_choice"),
        (["asylum", "stay"], "vhr", "protection_pathwaydecision_chosen_was_offered"),
    ],
)
def test_inv_17_the_table_says_the_same(officer, ada, acts, offered, chosen, constraint):
    with acts(officer), table_refuses(constraint):
        PathwayDecision.objects.create(person_id=ada, officer_id=officer.staff_id, at=clock.now(), offered=offered, chosen=chosen)
