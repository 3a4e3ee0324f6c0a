"""Who may do what, as a table: a change of rights is a change of this file."""

from datetime import date, timedelta

import pytest

from corridor.access import actions, queries
from corridor.access.models import Grant
from corridor.access.roles import ROLES, Permission, Role
from corridor.kernel import clock
from corridor.kernel.refusals import NotFound, Refused

P, R = Permission, Role

# permission: the roles that hold it, and no others
TABLE = {
    P.PERSON_SEARCH: set(R) - {R.CONSULAR_OFFICER, R.ANALYST},
    P.PERSON_READ: set(R) - {R.CONSULAR_OFFICER, R.ANALYST},
    P.PERSON_REGISTER: {R.REGISTRAR, R.CASEWORKER, R.PROTECTION_OFFICER, R.HEAD_OF_PROTECTION, R.SUPERVISOR},
    P.CONSENT_WITHDRAW: set(R) - {R.CONSULAR_OFFICER, R.ANALYST, R.REINTEGRATION_OFFICER},
    P.PROTECTION_READ: {R.PROTECTION_OFFICER, R.HEAD_OF_PROTECTION},
    P.HEALTH_READ: {R.MEDICAL_OFFICER},
    P.HEALTH_RECORD: {R.MEDICAL_OFFICER},
    P.OVERRIDE_APPROVE: {R.HEAD_OF_PROTECTION},
    P.ADVISORY_SIGN_OFF: {R.HEAD_OF_PROTECTION},
    P.CONSULAR_ANSWER: {R.CONSULAR_OFFICER},
    P.SEAT_BOARD: {R.MOVEMENT_OFFICER, R.SUPERVISOR},
    P.PLAN_PUBLISH: {R.MOVEMENT_OFFICER, R.SUPERVISOR},
    P.STAFF_MANAGE: {R.SUPERVISOR},
    P.AUDIT_READ: {R.SUPERVISOR, R.HEAD_OF_PROTECTION},
}


@pytest.mark.parametrize("permission", TABLE, ids=str)
def test_exactly_these_roles_hold_the_permission(permission):
    assert {role for role, verbs in ROLES.items() if permission in verbs} == TABLE[permission]


def test_every_role_has_verbs_and_every_verb_a_role():
    assert set(ROLES) == set(Role)
    assert all(ROLES.values())
    assert set(Permission) == frozenset().union(*ROLES.values())


def test_a_consular_officer_and_an_analyst_reach_no_person():
    for role in (R.CONSULAR_OFFICER, R.ANALYST):
        assert not [verb for verb in ROLES[role] if verb.startswith("people.")]


def test_nobody_both_asks_for_and_publishes_everything_alone():
    """Two keys: who requests an override of a stop need not be who may grant it."""
    assert P.OVERRIDE_APPROVE not in ROLES[R.SUPERVISOR]
    assert P.ADVISORY_SIGN_OFF not in ROLES[R.CASEWORKER]


def test_an_actor_has_the_verbs_of_the_roles_held_today(world):
    actor = world.actor("registrar")

    assert actor.may(P.PERSON_REGISTER)
    assert not actor.may(P.PROTECTION_READ)
    with pytest.raises(NotFound):
        actor.need(P.PROTECTION_READ)


@pytest.mark.parametrize(("since", "until", "held"), [(-10, None, True), (-10, 0, True), (-10, -1, False), (1, None, False)])
def test_a_role_holds_from_its_first_to_its_last_day(world, since, until, held):
    staff = world.someone("registrar")
    Grant.objects.all().update(until=date(2016, 1, 1))
    last = clock.today() + timedelta(days=until) if until is not None else None
    Grant.objects.create(staff=staff, role="medical_officer", since=clock.today() + timedelta(days=since), until=last)

    assert queries.actor_for(staff).may(P.HEALTH_RECORD) is held


def test_a_supervisor_gives_a_role_to_a_colleague_and_never_to_oneself(world, acts):
    supervisor, colleague = world.actor("supervisor"), world.someone("registrar")
    with acts(supervisor):
        actions.grant_role(supervisor, colleague.id, Role.CASEWORKER)
        with pytest.raises(Refused, match="your own access"):
            actions.grant_role(supervisor, supervisor.staff_id, Role.CASEWORKER)

    assert set(queries.roles_of(colleague)) == {Role.REGISTRAR, Role.CASEWORKER}


def test_only_a_supervisor_gives_roles(world, acts):
    caseworker, colleague = world.actor("caseworker"), world.someone("registrar")
    with acts(caseworker), pytest.raises(NotFound):
        actions.grant_role(caseworker, colleague.id, Role.SUPERVISOR)


def test_a_token_acts_as_its_maker_until_it_ends(world, acts):
    actor = world.actor("registrar")
    with acts(actor):
        token = actions.make_token(actor, name="list sender", days=1)

    assert queries.actor_by_token(token).staff_id == actor.staff_id
    assert queries.actor_by_token(token + "x") is None
    with clock.at(clock.now() + timedelta(days=2)):
        assert queries.actor_by_token(token) is None


OUTSIDE = {
    "CON-NGA": {P.CONSULAR_ANSWER},
    "GOV-NGA": set(),
    "DONOR": set(),
    "TASKFORCE": {P.FAIRNESS_READ},
}  # counts of groups, small ones withheld


@pytest.mark.parametrize("code", OUTSIDE)
def test_whatever_role_is_given_there_a_consulate_a_state_and_a_donor_reach_figures_only(world, code):
    allowed = OUTSIDE[code] | {P.FIGURES_READ, P.STAFF_MANAGE, P.AUDIT_READ}

    for role in R:
        assert set(world.actor(role, code).permissions) <= {str(verb) for verb in allowed}
