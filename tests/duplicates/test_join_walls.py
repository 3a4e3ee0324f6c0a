"""Two organisations, protected people, States, and whoever goes round the code: the second word, and walls that stay."""

import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from corridor.access.roles import Permission, Role, verbs
from corridor.duplicates import actions, queries
from corridor.duplicates.models import Merge
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions as people
from corridor.people import queries as registry
from tests.duplicates.joining import count, join, said_same, settle
from tests.duplicates.pairs import somebody
from tests.movements.ground import Ground
from tests.world import World


@pytest.fixture
def boss(world):
    return world.actor("supervisor")


@pytest.fixture
def partner(world):
    return world.actor("supervisor", "UNHCR-LBY")


def shared(world, person, holder, code, *categories):
    with acting(holder):
        people.open_share(
            holder, person, organisation_id=world.organisations[code].id, purpose="matching", categories=categories,
            because="compare", because_id=None,
        )  # fmt: skip


@pytest.fixture
def across(world, boss, partner):
    """One record of the mission, one of UNHCR, each shown to the other for comparing."""
    ours, theirs = somebody(boss), somebody(partner, "Osarugue Imassuen Aigbe", phones=("+218922222222",))
    shared(world, ours, boss, "UNHCR-LBY", "contact")
    shared(world, theirs, partner, "IOM-LBY", "contact")
    settle()
    return ours, theirs


# --- the second word


def test_two_organisations_join_when_a_supervisor_of_each_said_so(world, boss, partner, across):
    ours, theirs = across
    pair = said_same(boss, ours, theirs)

    with acting(boss):
        merge = actions.join(boss, pair, ours, {})
        assert queries.merge(boss, merge).status == "proposed"
        assert registry.person(boss, ours).id == ours
    second = world.actor("supervisor", number=2)
    with acting(second), pytest.raises(Refused, match="somebody else"):
        actions.agree(second, merge)
    with acting(partner):
        assert [row.id for row in queries.waiting(partner)] == [merge]
        actions.agree(partner, merge)
    settle()

    with acting(boss):
        assert queries.merge(boss, merge).status == "joined"
        assert len(registry.phones_of(boss, ours)) == 2
    with acting(partner):
        assert registry.person(partner, theirs).id == ours, "UNHCR still sees the person it registered"
        assert len(registry.phones_of(partner, ours)) == 2


def test_taken_apart_each_organisation_sees_what_it_saw(world, boss, partner, across):
    ours, theirs = across
    pair = said_same(boss, ours, theirs)
    with acting(boss):
        merge = actions.join(boss, pair, ours, {})
    with acting(partner):
        actions.agree(partner, merge)
        actions.take_apart(partner, merge, "Another person by her own word")
    settle()

    with acting(partner):
        assert registry.person(partner, theirs).id == theirs
        assert [one.number for one in registry.phones_of(partner, theirs)] == ["+218922222222"]
        assert {share.because for share in registry.shares_of(partner, ours)} == {"compare"}


def test_the_other_organisation_may_decline(world, boss, partner, across):
    ours, theirs = across
    pair = said_same(boss, ours, theirs)
    with acting(boss):
        merge = actions.join(boss, pair, ours, {})

    with acting(partner):
        actions.decline(partner, merge, "We met both last week")

    with acting(boss):
        assert queries.merge(boss, merge).status == "declined"
        with pytest.raises(Refused):
            actions.agree(boss, merge)


def test_protection_matter_is_shown_to_nobody_who_could_not_read_it(world, boss, partner, across):
    ours, theirs = across
    with acting(partner):
        people.add_need(partner, theirs, "SV")
    pair = said_same(boss, ours, theirs)
    with acting(boss):
        shown = queries.conflicts(boss, pair, ours).obstacles
        assert [reason.code for reason in shown] == ["duplicates.merge.hidden"], "not even that it is about protection"
        merge = actions.join(boss, pair, ours, {})

    with acting(partner), pytest.raises(Refused, match="Protection or health"):  # its own matter: it may be named
        actions.agree(partner, merge)
    shared(world, theirs, partner, "IOM-LBY", "protection")
    with acting(partner):
        actions.agree(partner, merge)

    with acting(partner):
        assert [row.code for row in registry.needs_of(partner, [ours])[ours]] == ["SV"]


def test_a_protected_person_is_joined_by_two_supervisors(world, boss):
    ours, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    with acting(boss):
        unhcr = world.organisations["UNHCR-LBY"].id
        people.add_registration(boss, other, organisation_id=unhcr, external_id="UNH-1", on=clock.today())
    settle()
    pair = said_same(boss, ours, other)

    with acting(boss):
        merge = actions.join(boss, pair, ours, {})
        assert queries.merge(boss, merge).agreement == "second"
        with pytest.raises(Refused, match="somebody else"):
            actions.agree(boss, merge)
    second = world.actor("supervisor", number=2)
    with acting(second):
        actions.agree(second, merge)
        assert registry.is_shielded(second, ours)


def test_a_partner_that_holds_neither_record_joins_nothing(world, boss):
    ours, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    for one in (ours, other):
        shared(world, one, boss, "IOM-NGA")
    pair, stranger = said_same(boss, ours, other), world.actor("supervisor", "IOM-NGA")

    with acting(stranger), pytest.raises(Refused, match="Neither record"):
        actions.join(stranger, pair, ours, {})


# --- States


@pytest.mark.parametrize("code", ["CON-NGA", "GOV-NGA", "DONOR", "TASKFORCE"])
def test_no_role_at_a_state_or_donor_may_join_or_review(world, code):
    held = verbs(list(Role), world.organisations[code].kind)

    assert held & {Permission.MERGE_JOIN, Permission.PAIR_REVIEW, Permission.PAIR_SUPERVISE} == set()


def test_a_consulate_reads_no_merge_and_follows_no_sign(world, boss):
    ours, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    merge, consul = join(world, ours, other), world.actor("consular_officer", "CON-NGA")

    with acting(consul), connection.cursor() as cursor:
        for table in ("duplicates_pair", "duplicates_merge", "duplicates_move", "duplicates_decision"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("SELECT authz.joined_person(%s, '')", [other])
        assert cursor.fetchone()[0] is None
        cursor.execute("SELECT authz.join_rehearse(pair_id, %s, '{}') FROM (SELECT %s::uuid AS pair_id) x", [ours, merge])
        assert cursor.fetchone()[0] == ["joined"]


# --- going round the code


def attack(statement, *values):
    """Straight at the database, as the application role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


FORGED = "SELECT set_config('corridor.carrying', 'on', true)"


def test_the_setting_alone_opens_no_guard(world, boss):
    ground = Ground(world)
    person, other = ground.ready(), ground.registered()

    with acting(boss), connection.cursor() as cursor:
        cursor.execute(FORGED)
        with pytest.raises(DatabaseError, match="append-only"):
            attack("UPDATE consent_consent SET person_id = %s WHERE person_id = %s", other, person)
        with pytest.raises(DatabaseError, match="by its own function"):
            attack("UPDATE people_person SET joined_into_id = %s WHERE id = %s", person, other)


def test_a_merge_cannot_say_that_it_carries_or_that_it_is_done(world, boss, partner, across):
    pair = said_same(boss, *across)
    with acting(boss):
        merge = actions.join(boss, pair, across[0], {})
        for change in (
            "carrying = true",
            "status = 'joined', joined_at = now()",
            'fields = \'{"sex": "other"}\'',
            "agreement = ''",
        ):
            with pytest.raises(DatabaseError, match="its own function"):
                attack(f"UPDATE duplicates_merge SET {change} WHERE id = %s", merge)
        with pytest.raises(DatabaseError, match="its own function"):
            attack("UPDATE duplicates_merge SET agreed_by_id = %s, agreed_at = now() WHERE id = %s", partner.staff_id, merge)
        with pytest.raises(DatabaseError, match="stands in the way"):
            attack("SELECT authz.join_records(%s, now())", merge)
        assert attack("DELETE FROM duplicates_move") == 0


def test_the_parts_of_joining_are_closed_to_the_application(world, boss):
    one, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    with acting(boss):
        for call in (
            "SELECT authz.join_all(gen_random_uuid(), %s, %s, '{}', now())",
            "SELECT authz.join_carry(gen_random_uuid(), %s, %s, '{}', current_date)",
            "SELECT authz.join_survivors(%s, %s, '{}')",
            "SELECT authz.join_names(gen_random_uuid(), %s, %s, true)",
        ):
            with pytest.raises(DatabaseError, match="permission denied"):
                attack(call, other, one)
        with pytest.raises(DatabaseError, match="permission denied"):
            attack('SELECT authz.join_write(%s, \'{"sex": "female"}\')', one)


def test_an_empty_second_word_is_refused_by_the_table(world, boss, across):
    pair = said_same(boss, *across)
    with acting(boss):
        row = Merge(pair_id=pair, keeper_id=across[0], other_id=across[1], by_id=boss.staff_id)
        row.organisation_id, row.at, row.agreement = boss.organisation_id, clock.now(), ""  # as if nobody else were needed
        row.save(force_insert=True)
        with pytest.raises(DatabaseError, match="stands in the way"):
            attack("SELECT authz.join_records(%s, now())", row.id)


# --- at the same moment


def test_two_who_join_the_same_people_at_once_join_them_once(transactional_db):
    with transaction.atomic():
        world = World.build()
        one, two = world.actor("supervisor"), world.actor("supervisor", number=2)
    with acting(one), transaction.atomic():
        first, second = somebody(one), somebody(one, "Osarugue Imassuen Aigbe")
    with transaction.atomic():
        pair = said_same(one, first, second)
    gate, said = threading.Barrier(2), []

    def joins(actor, keeper):
        try:
            with acting(actor):
                gate.wait(10)
                said.append(actions.join(actor, pair, keeper, {}))
        except (Refused, NotFound) as refusal:
            said.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=joins, args=args) for args in ((one, first), (two, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    refusals = [one for one in said if isinstance(one, Exception)]
    assert len(said) == 2
    assert len(refusals) == 1
    assert "quicker" in str(refusals[0])


def test_whoever_writes_about_the_record_while_it_is_joined_loses_nothing(transactional_db):
    """A telephone number comes in while the record is being carried: it is on the keeper, or it was refused; never lost."""
    with transaction.atomic():
        world = World.build()
        boss, desk = world.actor("supervisor"), world.actor("caseworker")
    with acting(boss), transaction.atomic():
        keeper, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    with transaction.atomic():
        pair = said_same(boss, keeper, other)
    gate, kept = threading.Barrier(2), []

    def writes():
        with suppress(NotFound, Refused, DatabaseError), acting(desk):
            gate.wait(10)
            people.add_phone(desk, other, "+218933333333")
            kept.append(True)
        connection.close()

    def joins():
        with suppress(Refused), acting(boss):
            gate.wait(10)
            actions.join(boss, pair, keeper, {})
        connection.close()

    threads = [threading.Thread(target=writes), threading.Thread(target=joins)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with acting(desk), transaction.atomic():
        assert registry.person(desk, other).id == keeper
        assert len([one for one in registry.phones_of(desk, keeper) if one.number == "+218933333333"]) == len(kept)
    with transaction.atomic():
        assert count(desk, "people_phone", other, "number = '+218933333333'") == 0


def test_a_joined_record_is_no_longer_a_likely_match_of_anybody(world, boss, partner):
    keeper, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    somebody(partner)
    with acting(boss):
        assert other in queries.held_elsewhere(boss, [other, keeper])

    join(world, keeper, other)

    with acting(boss):
        assert other not in queries.held_elsewhere(boss, [other, keeper])
