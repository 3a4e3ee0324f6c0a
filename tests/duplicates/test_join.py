"""Joining: everything hangs on the keeper, fields as chosen, the other record stays as a sign; taking apart gives it all back."""

from datetime import date

import pytest
from django.db import connection

from corridor.duplicates import actions, queries
from corridor.kernel import clock
from corridor.kernel.actor import acting, system
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.movements import queries as movements
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.people.rules import Birth, NewDocument, NewName
from corridor.protection import actions as protection
from corridor.returns import queries as returns
from tests.duplicates.joining import count, departed, join, said_same, settle
from tests.duplicates.pairs import somebody
from tests.movements.ground import Ground as Movement
from tests.walls import ground as walls


@pytest.fixture
def home(world):
    return world.actor("caseworker")


@pytest.fixture
def two(world, home):
    return somebody(home, phones=("+218911111111",)), somebody(home, "Osarugue Imassuen Aigbe", phones=("+218922222222",))


# --- what is carried


def test_names_phones_and_documents_of_both_hang_on_the_keeper(world, home, two):
    keeper, other = two
    with acting(home):
        people.add_document(home, other, NewDocument("passport", "A1234567"))

    join(world, keeper, other)

    with acting(home):
        row = registry.person(home, keeper)
        assert [(name.kind, name.full) for name in row.names] == [
            ("main", "Osarugue Imasuen Aigbe"),
            ("alias", "Osarugue Imassuen Aigbe"),
        ]
        assert {phone.number for phone in registry.phones_of(home, keeper)} == {"+218911111111", "+218922222222"}
        assert [one.number for one in registry.documents_of(home, keeper)] == ["A1234567"]
        assert registry.phones_of(home, other) == []


def test_the_old_reference_and_address_find_the_person_and_lists_show_her_once(world, home, two):
    keeper, other = two
    with acting(home):
        old = registry.person(home, other).reference

    join(world, keeper, other)

    with acting(home):
        assert registry.by_reference(home, old).id == keeper
        assert registry.person(home, other).id == keeper
        assert [row.id for row in registry.newest(home)].count(keeper) == 1
        assert other not in {row.id for row in registry.newest(home)}
        assert [hit.person.id for hit in registry.search(home, old)] == [keeper]
        assert {hit.person.id for hit in registry.search(home, "Osarugue Aigbe")} == {keeper}


def test_an_old_link_opens_the_person_and_says_nothing_to_others(world, home, two, client):
    keeper, other = two
    join(world, keeper, other)

    client.force_login(world.someone("caseworker"))
    answer = client.get(f"/people/{other}/facts/")
    assert (answer.status_code, answer.url) == (302, f"/people/{keeper}/facts/")
    client.force_login(world.someone("caseworker", "UNHCR-LBY"))
    assert client.get(f"/people/{other}/facts/").status_code == 404


def test_nothing_more_can_be_written_about_the_joined_record(world, home, two):
    keeper, other = two
    join(world, keeper, other)

    with acting(home), pytest.raises(NotFound):
        people.add_phone(home, other, "+218933333333")


def test_each_field_is_taken_from_the_record_that_was_chosen(world, home):
    keeper = somebody(home, sex="male", nationality="NG", languages=("en",))
    other = somebody(home, "Osarugue Imassuen", sex="female", birth=Birth(date(1996, 1, 1), "year"), nationality="GM")

    merge = join(world, keeper, other, {"name": "other", "sex": "other", "birth": "other", "nationality": "keeper"})

    with acting(home):
        row = registry.person(home, keeper)
        assert (row.name, row.sex, row.birth_date, row.birth_precision) == (
            "Osarugue Imassuen",
            "female",
            date(1996, 1, 1),
            "year",
        )
        assert (row.nationality, row.languages) == ("NG", ("en",))
        assert [name.full for name in row.names if name.kind == "main"] == ["Osarugue Imassuen"]
        assert queries.merge(home, merge).fields["was"]["sex"] == "male"


def test_a_name_that_is_written_down_as_main_and_as_alias_goes_back_to_both(world, home):
    keeper, other = somebody(home), somebody(home, "Osarugue Imassuen")
    with acting(home):
        people.add_name(home, other, NewName("Osarugue Imassuen", kind="alias"))
        before = [(name.kind, name.full) for name in registry.person(home, other).names]
    merge = join(world, keeper, other)

    boss = world.actor("supervisor")
    with acting(boss):
        actions.take_apart(boss, merge, "Two people after all")

    with acting(home):
        assert [(name.kind, name.full) for name in registry.person(home, other).names] == before
        assert [name.full for name in registry.person(home, keeper).names] == ["Osarugue Imasuen Aigbe"]


def test_what_was_corrected_since_then_stays_corrected(world, home):
    keeper, other = somebody(home, sex="male"), somebody(home, "Osarugue Imassuen", sex="female")
    merge = join(world, keeper, other, {"sex": "other", "name": "other"})
    with acting(home):
        people.correct(home, keeper, {"sex": "other"}, registry.person(home, keeper).version)

    boss = world.actor("supervisor")
    with acting(boss):
        actions.take_apart(boss, merge, "They are brothers")

    with acting(home):
        assert registry.person(home, keeper).sex == "other"
        assert registry.person(home, keeper).name == "Osarugue Imasuen Aigbe"
        assert registry.person(home, other).sex == "female"


def test_what_comes_after_joining_stays_with_the_keeper(world, home, two):
    keeper, other = two
    merge = join(world, keeper, other)
    with acting(home):
        people.add_phone(home, keeper, "+218944444444")
        people.set_location(home, keeper, "urban", world.sites["URB-TIP"].id)

    boss = world.actor("supervisor")
    with acting(boss):
        actions.take_apart(boss, merge, "Two people after all")
    settle()

    with acting(home):
        assert {phone.number for phone in registry.phones_of(home, keeper)} == {"+218911111111", "+218944444444"}
        assert [phone.number for phone in registry.phones_of(home, other)] == ["+218922222222"]
        assert set(registry.locations(home, [keeper, other])) == {keeper}


def test_a_veto_against_a_third_record_holds_for_the_keeper(world, home, two):
    keeper, other = two
    third = somebody(home, "Osarugue Imasuen Aigbe")
    with acting(home):
        people.say_not_same(home, other, third)

    join(world, keeper, other)

    pair = said_same(world.actor("supervisor"), keeper, third)
    with acting(world.actor("supervisor")) as boss, pytest.raises(Refused) as refused:
        actions.join(boss, pair, keeper, {})
    assert "duplicates.merge.not_same" in {reason.code for reason in refused.value.reasons}


def test_the_match_store_forgets_the_joined_record_and_knows_the_keeper_by_both_names(world, home, two):
    keeper, other = two
    join(world, keeper, other)

    with acting(home):
        found = registry.likely_same(home, registry.Candidate(names=("Osarugue Imassuen Aigbe",), phones=("+218922222222",)))

    assert [row.person_id for row in found] == [keeper]


# --- what must happen at once


def test_a_referral_in_one_record_takes_the_seat_and_stops_the_return_of_the_other(world, home):
    ground = Movement(world)
    keeper = ground.ready()
    flight = ground.flight()
    ground.booked(flight, keeper)
    other, officer = ground.registered(), world.actor("protection_officer")
    with acting(officer):
        protection.propose_referral(officer, other, receiver_id=world.organisations["UNHCR-LBY"].id)

    join(world, keeper, other)

    with acting(home):
        assert [row.status for row in movements.seats_of(home, keeper)] == ["released"]
        assert returns.case_of(home, keeper).status == "on_hold"
        assert registry.is_shielded(home, keeper)


def test_protection_in_one_record_ends_the_question_at_the_consulate_of_the_other(world, home):
    ids: dict = {}
    walls.asked(world, ids, walls._new())
    other = somebody(home, "Zerubabel Unmistakeable")
    with acting(home):
        people.add_registration(
            home, other, organisation_id=world.organisations["UNHCR-LBY"].id, external_id="UNH-1", on=clock.today()
        )
    consul = world.actor("consular_officer", "CON-NGA")
    with acting(consul):
        assert [row.id for row in returns.consular_queue(consul)] == [ids["request"]]

    join(world, ids["person"], other)

    with acting(consul):
        assert returns.consular_queue(consul) == []
    assert count(home, "people_share", ids["person"], "purpose = 'consular' AND until IS NULL") == 0


def test_figures_count_a_person_once_when_two_records_departed(world, home):
    ground = Movement(world)
    keeper, other = departed(ground, days=20), departed(ground, days=40)
    before = _departures(world)

    join(world, keeper, other)

    assert (before, _departures(world)) == (2, 1)


def _departures(world):
    """As the joint figures count them: the function behind every table that is published."""
    with acting(system("command figures")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT persons FROM reporting_departures('2000-01-01', %s) WHERE pathway = 'vhr' AND dimension = 'total'",
            [clock.today()],
        )
        return cursor.fetchone()[0]


# --- what stands in the way


def stands(world, keeper, other, fields=None, **pair):
    boss = world.actor("supervisor")
    pair_id = said_same(boss, keeper, other, **pair)
    with acting(boss):
        shown = {reason.code.split(".")[-1] for reason in queries.conflicts(boss, pair_id, keeper, fields or {}).obstacles}
        with pytest.raises(Refused) as refused:
            actions.join(boss, pair_id, keeper, fields or {}, because="looked at both")
    assert {reason.code.split(".")[-1] for reason in refused.value.reasons} == shown
    return shown


def test_two_open_cases_stand_in_the_way(world):
    ground = Movement(world)

    assert stands(world, ground.ready(), ground.ready()) >= {"returns_returncase_one_open"}


def test_two_seats_stand_in_the_way(world):
    ground = Movement(world)
    keeper, other = ground.ready(), ground.ready()
    ground.booked(ground.flight(), keeper)
    ground.booked(ground.flight(), other)

    assert stands(world, keeper, other) >= {"movements_seat_one_flight_at_a_time", "movements_partymember_one_party"}


def test_return_and_evacuation_stand_in_the_way(world):
    ground = Movement(world)

    assert stands(world, ground.ready(), ground.ready("evacuation")) == {"two_ways"}


def test_two_families_stand_in_the_way(world, home, two):
    with acting(home):
        for one in two:
            people.make_family(home, one)

    assert stands(world, *two) == {"families"}


def test_two_members_of_one_family_are_joined_only_with_a_reason(world, home, two):
    keeper, other = two
    boss = world.actor("supervisor")
    with acting(home):
        people.make_family(home, keeper)
        people.join_family_of(home, keeper, other, "sibling")
    pair = said_same(boss, keeper, other, household=True)

    with acting(boss), pytest.raises(Refused, match="Say why"):
        actions.join(boss, pair, keeper, {})
    with acting(boss):
        actions.join(boss, pair, keeper, {}, because="Registered twice on one day")

    with acting(home):
        assert [member.person_id for member in registry.family_of(home, keeper).members] == [keeper]


def test_a_caregiver_is_never_joined_with_her_child(world, home, two):
    with acting(home):
        people.set_child_status(home, two[0], "separated", caregiver_id=two[1])

    assert stands(world, *two) == {"caregiver"}


def test_asking_what_stands_in_the_way_changes_nothing(world, home, two):
    boss = world.actor("supervisor")
    pair = said_same(boss, *two)

    with acting(boss):
        shown = queries.conflicts(boss, pair)

    assert shown.obstacles == ()
    assert {row.field: row.differs for row in shown.fields}["name"]
    with acting(home):
        assert registry.person(home, two[0]).id == two[0]
        assert registry.person(home, two[1]).id == two[1]
        assert len(registry.phones_of(home, two[0])) == 1
    assert count(home, "people_phone", two[1]) == 1


def test_a_journey_that_would_break_the_rules_stands_in_the_way(world):
    ground, officer = Movement(world), world.actor("protection_officer")
    keeper, other = departed(ground, days=20), ground.registered()
    with acting(officer):
        people.record_outcome(officer, other, "deceased", on=date(2025, 1, 1), source="A neighbour")

    assert stands(world, keeper, other) >= {"journey", "outcome"}


# --- never by itself, never twice


def test_nobody_joins_what_nobody_called_the_same(world, two):
    boss = world.actor("supervisor")
    pair = said_same(boss, *two, status="open")

    with acting(boss), pytest.raises(Refused, match="Nobody has said yet"):
        actions.join(boss, pair, two[0], {})


@pytest.mark.parametrize("role", ["registrar", "caseworker", "protection_officer", "movement_officer", "medical_officer"])
def test_only_supervisors_and_heads_of_protection_join(world, two, role):
    pair, actor = said_same(world.actor("supervisor"), *two), world.actor(role)

    with acting(actor), pytest.raises(NotFound):
        actions.join(actor, pair, two[0], {})


def test_a_pair_that_changed_meanwhile_is_shown_again(world, two):
    boss = world.actor("supervisor")
    pair = said_same(boss, *two)

    with acting(boss), pytest.raises(Conflict):
        actions.join(boss, pair, two[0], {}, version=0)


def test_joined_twice_is_refused_in_a_sentence(world, two):
    merge = join(world, *two)
    boss = world.actor("supervisor")

    with acting(boss), pytest.raises(Conflict, match="quicker"):
        actions.join(boss, queries.merge(boss, merge).pair_id, two[1], {})


def test_what_was_joined_later_is_taken_apart_first(world, home, two):
    a, b = two
    c, d = somebody(home, "Osarugue Imasuen"), somebody(home, "Osarugue Aigbe")
    first, second = join(world, a, b), join(world, a, c)
    third = join(world, d, a)
    boss = world.actor("supervisor")

    with acting(home):
        assert registry.person(home, b).id == d
    for early in (first, second):
        with acting(boss), pytest.raises(Refused, match="later"):
            actions.take_apart(boss, early, "Two people after all")
    for merge in (third, second, first):
        with acting(boss):
            actions.take_apart(boss, merge, "Two people after all")

    with acting(home):
        assert all(registry.person(home, one).id == one for one in (a, b, c, d))
        assert [phone.number for phone in registry.phones_of(home, b)] == ["+218922222222"]


def test_a_journey_built_on_both_records_is_not_torn_apart(world, home):
    """The seat came later and rests on the consent that the other record brought along."""
    ground = Movement(world)
    keeper, other = ground.registered(), ground.ready()
    merge = join(world, keeper, other)
    ground.boarded(ground.flight(), keeper)

    boss = world.actor("supervisor")
    with acting(boss), pytest.raises(Refused, match="rests on both"):
        actions.take_apart(boss, merge, "Two people after all")
