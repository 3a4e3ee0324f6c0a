"""Who may propose, agree, decline, take apart and answer: asked by the tables and functions themselves, of whoever goes round Python."""

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.access.models import Grant
from corridor.access.roles import ROLES, Permission
from corridor.duplicates import actions, queries
from corridor.duplicates.models import Merge
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.people import actions as people
from tests.duplicates.joining import join, said_same, settle
from tests.duplicates.pairs import somebody

UNASKED = ["registrar", "caseworker", "protection_officer", "movement_officer"]
AGREE = "UPDATE duplicates_merge SET agreed_by_id = %s, agreed_at = now() WHERE id = %s"
DECLINE = "UPDATE duplicates_merge SET status = 'declined' WHERE id = %s"
JOIN = "SELECT authz.join_records(%s, now())"
APART = "SELECT authz.join_take_apart(%s, now(), 'because I say so')"


def raw(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refused(actor, statement, *values, says):
    with acting(actor), pytest.raises(DatabaseError) as said:
        raw(statement, *values)
    assert says in f"{said.value} {said.value.__cause__.diag.message_detail}"


@pytest.fixture
def boss(world):
    return world.actor("supervisor")


@pytest.fixture
def two(world, boss):
    return somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")


@pytest.fixture
def protected(world, boss, two):
    """Proposed for two records of which one is registered with UNHCR: a second supervisor must agree."""
    with acting(boss):
        unhcr = world.organisations["UNHCR-LBY"].id
        people.add_registration(boss, two[1], organisation_id=unhcr, external_id="UNH-1", on=clock.today())
    settle()
    pair = said_same(boss, *two)
    with acting(boss):
        return actions.join(boss, pair, two[0], {})


def proposal(actor, pair, two, agreement=""):
    row = Merge(pair_id=pair, keeper_id=two[0], other_id=two[1], by_id=actor.staff_id, organisation_id=actor.organisation_id)
    row.at, row.agreement = clock.now(), agreement
    return row


def test_the_database_knows_the_roles_that_the_code_gives_these_rights(world):
    def named(function):
        with connection.cursor() as cursor:
            cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
            (body,) = cursor.fetchone()
        return set(body.split("ARRAY[")[1].split("]")[0].replace("'", "").split(", "))

    for function, right in (("may_join", Permission.MERGE_JOIN), ("may_supervise_pairs", Permission.PAIR_SUPERVISE)):
        assert named(function) == {str(role) for role, held in ROLES.items() if right in held}, function


@pytest.mark.parametrize("role", UNASKED)
def test_nobody_else_proposes_a_join(world, boss, two, role):
    pair, actor = said_same(boss, *two), world.actor(role)

    with acting(actor), pytest.raises(DatabaseError, match="for supervisors"), transaction.atomic():
        proposal(actor, pair, two).save(force_insert=True)


@pytest.mark.parametrize("role", UNASKED)
def test_nobody_else_agrees_declines_joins_or_takes_apart(world, boss, two, protected, role):
    actor, second = world.actor(role), world.actor("supervisor", number=2)
    refused(actor, AGREE, actor.staff_id, protected, says="for supervisors")
    refused(actor, DECLINE, protected, says="for supervisors")
    refused(actor, JOIN, protected, says="role")

    with acting(second):
        actions.agree(second, protected)
    settle()
    refused(actor, APART, protected, says="role")


def test_the_first_person_is_not_the_second(world, boss, protected):
    refused(boss, AGREE, boss.staff_id, protected, says="for supervisors")
    refused(boss, JOIN, protected, says="agreement")


def test_a_second_word_where_one_of_the_own_is_needed_does_not_come_from_elsewhere(world, boss, two, protected):
    """A partner that sees both records and holds neither."""
    partner = world.actor("supervisor", "IOM-NGA")
    for one in two:
        with acting(boss):
            people.open_share(
                boss, one, organisation_id=partner.organisation_id, purpose="service", categories=("case",), because="seat",
                because_id=None,
            )  # fmt: skip

    with acting(partner):
        assert raw(AGREE, partner.staff_id, protected) == 0
        assert raw(DECLINE, protected) == 0
    refused(partner, JOIN, protected, says="role")


def test_a_supervisor_of_another_organisation_takes_nothing_apart(world, boss, two):
    merge = join(world, *two)

    for code in ("UNHCR-LBY", "IOM-NGA", "CON-NGA", "GOV-NGA", "DONOR", "TASKFORCE"):
        refused(world.actor("supervisor", code), APART, merge, says="role")
    with acting(boss):
        assert queries.merge(boss, merge).status == "joined"


def test_a_role_that_has_ended_or_an_account_that_is_closed_opens_no_door(world, boss, protected):
    second = world.actor("supervisor", number=2)
    staff = world.someone("supervisor", number=2)
    Grant.objects.filter(staff=staff).update(until="2020-01-01")
    refused(second, AGREE, second.staff_id, protected, says="for supervisors")

    Grant.objects.filter(staff=staff).update(until=None)
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    refused(second, AGREE, second.staff_id, protected, says="for supervisors")


def test_a_role_at_one_organisation_is_none_at_another(world, boss, two, protected):
    """A session that names an organisation of which its member of staff is not."""
    from dataclasses import replace

    stranger = replace(
        world.actor("supervisor", "IOM-NGA"), organisation_id=boss.organisation_id, organisation_kind="iom_mission"
    )

    refused(stranger, AGREE, stranger.staff_id, protected, says="for supervisors")
    refused(stranger, JOIN, protected, says="role")


def test_a_declined_proposal_is_not_taken_up_again(world, boss, protected):
    with acting(boss):
        actions.decline(boss, protected, "Looked again")

    second = world.actor("supervisor", number=2)
    refused(second, AGREE, second.staff_id, protected, says="own function")
    refused(second, "UPDATE duplicates_merge SET status = 'proposed' WHERE id = %s", protected, says="own function")


@pytest.mark.parametrize("role", ["registrar", "caseworker", "head_of_protection"])
def test_a_request_to_compare_is_answered_by_a_supervisor_once(world, boss, role):
    partner = world.actor("supervisor", "UNHCR-LBY")
    ours = somebody(boss)
    somebody(partner)
    with acting(boss):
        ask = actions.ask_to_compare(boss, ours, partner.organisation_id)
    answer = "UPDATE duplicates_ask SET status = 'opened', answered_by_id = %s, answered_at = now() WHERE id = %s"

    other = world.actor(role, "UNHCR-LBY")
    refused(other, answer, other.staff_id, ask, says="by a supervisor")
    refused(partner, answer, other.staff_id, ask, says="by a supervisor")
    with acting(partner):
        actions.decline_to_compare(partner, ask, "She asked us not to")
    refused(partner, answer, partner.staff_id, ask, says="answered once")
