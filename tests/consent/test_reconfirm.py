"""Asking again: another officer, alone, outside detention, about a consent that stands."""

from datetime import timedelta

import pytest

from corridor.consent import actions, queries
from corridor.consent.models import Reconfirmation
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound, Refused
from tests.refusing import table_refuses

from .giving import said

ALONE = {"setting": "transit", "private": True, "language": "en", "interpreter": "none needed"}


@pytest.fixture
def other(world):
    return world.actor("caseworker", number=2)


@pytest.fixture
def detained(officer, ada, acts):
    with acts(officer):
        return actions.give(officer, ada, said(setting="detention", guards_present=True))


def test_inv_03_another_officer_asks_again_in_private(other, ada, detained, acts):
    with acts(other):
        assert ada in queries.waiting_to_be_asked_again(other, [ada])

        actions.reconfirm(other, detained, **ALONE)

        row = queries.current(other, ada, "travel")
        assert row.reconfirmed_within(clock.now() - timedelta(hours=72), clock.now())
        assert not row.reconfirmed_within(clock.now() - timedelta(hours=72), clock.now() - timedelta(hours=1))
        assert ada not in queries.waiting_to_be_asked_again(other, [ada])


@pytest.mark.parametrize("more", [{"setting": "detention"}, {"private": False}, {"guards_present": True}, {"interpreter": " "}])
def test_inv_03_not_in_detention_not_before_others(other, detained, acts, more):
    with acts(other), pytest.raises(Refused):
        actions.reconfirm(other, detained, **{**ALONE, **more})


def test_inv_03_never_by_the_same_officer(officer, detained, acts):
    with acts(officer), pytest.raises(Refused) as caught:
        actions.reconfirm(officer, detained, **ALONE)

    assert caught.value.reasons[0].code == "consent.reconfirm.same_officer"


def test_a_withdrawn_consent_is_not_confirmed(officer, other, detained, acts):
    with acts(officer):
        actions.withdraw(officer, detained)
    with acts(other), pytest.raises(Refused) as caught:
        actions.reconfirm(other, detained, **ALONE)

    assert caught.value.reasons[0].code == "consent.reconfirm.not_standing"


@pytest.mark.parametrize("hours", [-1, 1])
def test_the_moment_lies_between_the_consent_and_now(other, detained, acts, hours):
    with acts(other), pytest.raises(Refused):
        actions.reconfirm(other, detained, **ALONE, at=clock.now() + timedelta(hours=hours))


def test_a_stranger_finds_nothing_to_confirm(world, detained, acts):
    for stranger in (world.actor("caseworker", "UNHCR-LBY"), world.actor("registrar")):
        with acts(stranger), pytest.raises(NotFound):
            actions.reconfirm(stranger, detained, **ALONE)


@pytest.mark.parametrize(
    ("more", "constraint"),
    [
        ({"setting": "detention"}, "consent_reconfirmation_outside_detention"),
        ({"private": False}, "consent_reconfirmation_is_private"),
        ({"interpreter": ""}, "consent_reconfirmation_says_language_and_interpreter"),
    ],
)
def test_inv_03_the_table_says_the_same(other, ada, detained, acts, more, constraint):
    with acts(other), table_refuses(constraint):
        Reconfirmation.objects.create(
            consent_id=detained, person_id=ada, at=clock.now(), officer_id=other.staff_id, **{**ALONE, **more}
        )


def test_inv_03_the_table_wants_another_officer_and_a_standing_consent(officer, other, ada, detained, acts):
    fields = {"consent_id": detained, "person_id": ada, "at": clock.now(), **ALONE}
    with acts(officer):
        with table_refuses("consent_reconfirmation_by_another_officer"):
            Reconfirmation.objects.create(officer_id=officer.staff_id, **fields)
        actions.withdraw(officer, detained)
        with table_refuses("consent_reconfirmation_of_live_consent"):
            Reconfirmation.objects.create(officer_id=other.staff_id, **fields)
