"""What an organisation may learn, through linkage, of people behind another one's wall: that one exists and whom to ask."""

import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corridor.audit.models import Entry
from corridor.duplicates import actions, queries
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.people.actions import Birth, NewDocument
from tests.duplicates.joining import join, said_same, settle
from tests.duplicates.pairs import BORN, somebody
from tests.movements.ground import Ground

OUTSIDE = [("consular_officer", "CON-NGA"), ("supervisor", "GOV-NGA"), ("analyst", "DONOR"), ("supervisor", "TASKFORCE")]


@pytest.fixture
def home(world):
    return world.actor("supervisor")


@pytest.fixture
def partner(world):
    return world.actor("supervisor", "UNHCR-LBY")


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def shared(world, actor, person, code, *categories, because="seat"):
    with acting(actor):
        people.open_share(
            actor, person, organisation_id=world.organisations[code].id, purpose="matching", categories=categories,
            because=because, because_id=uuid4(),
        )  # fmt: skip


@pytest.fixture
def opened(world, home, partner):
    """The mission asked, UNHCR opened its record for comparing: (ours, theirs)."""
    ours, theirs = somebody(home), somebody(partner)
    with acting(home):
        ask = actions.ask_to_compare(home, ours, partner.organisation_id)
    with acting(partner):
        actions.open_for_comparing(partner, ask)
    settle()
    return ours, theirs


def ended(partner, theirs):
    """The two weeks are over."""
    with acting(partner):
        raw("UPDATE people_share SET until = now() WHERE person_id = %s AND because = 'comparing'", theirs)


# --- that one exists, and nothing more


def test_nobody_asks_about_a_record_by_naming_it(world, home, partner):
    ours, theirs = somebody(home, "Tarik Adhanom"), somebody(partner, "Blessing Okonkwo", phones=())

    with acting(home):
        raw("SELECT authz.duplicates_note(%s, %s, 30.0, 'x', 'search')", ours, theirs)
        raw("SELECT authz.duplicates_note(%s, %s, 30.0, 'x', 'search')", ours, uuid4())  # nor does one that is not there answer
        assert queries.held_elsewhere(home, [ours]) == {}


def test_a_brother_behind_the_wall_is_not_mentioned(world, home, partner):
    ours = somebody(home, "Hassan Osman Ali", nationality="SO")
    somebody(partner, "Bilal Osman Ali", nationality="SO")

    with acting(home):
        actions.look_at(home, ours)
        assert queries.held_elsewhere(home, [ours]) == {}


def test_a_brother_behind_the_wall_costs_no_statement_more_than_nobody(world, home, partner):
    """Neither the panel nor registering does anything for a record it does not speak of."""
    typed = registry.Candidate(("Hassan Osman Ali",), BORN.first, ("+218917788991",), nationality="SO", birth_precision="day")

    def statements():
        with acting(home), CaptureQueriesContext(connection) as panel:
            assert registry.likely_same(home, typed) == []
        with CaptureQueriesContext(connection) as look:
            one = somebody(home, "Hassan Osman Ali", nationality="SO")
        with acting(home):
            people.correct(home, one, {"nationality": "TD", "name": "Quite Another", "birth": Birth()}, None)
            raw("DELETE FROM people_phone WHERE person_id = %s", one)
            people.keep_match(home, one)
        return len(panel), len(look)

    statements()  # what is read once and kept
    before = statements()
    somebody(partner, "Bilal Osman Ali", nationality="SO")

    assert statements() == before


def test_how_many_lie_behind_the_wall_is_not_counted(world, home, partner):
    for _ in range(3):
        somebody(partner)
    ours = somebody(home)

    with acting(home):
        actions.look_at(home, ours)
        assert queries.held_elsewhere(home, [ours]) == {ours: (partner.organisation_id,)}
        line = Entry.objects.filter(verb="duplicates.person.compare").latest("id")
        assert line.detail == '{"elsewhere":1}'


@pytest.mark.parametrize(("role", "code"), OUTSIDE)
def test_the_doors_answer_a_state_the_same_about_a_protected_person_and_nobody(world, home, role, code):
    plain, protected = somebody(home, "Osaro Aigbe"), somebody(home, "Efosa Ehigie")
    with acting(home):
        people.raise_shield(home, protected, "fear")

    with acting(world.actor(role, code)):
        for ask in ("SELECT authz.join_agreement(%s, %s)", "SELECT authz.join_rehearse(%s, %s, '{}')"):
            assert raw(ask, protected, protected) == raw(ask, plain, plain) == raw(ask, uuid4(), uuid4()), ask
            assert raw(ask, plain, protected) == raw(ask, plain, uuid4()), ask


def test_of_a_record_one_does_not_see_no_door_tells_whether_it_is_protected(world, home, partner):
    plain, protected = somebody(partner, "Osaro Aigbe"), somebody(home, "Efosa Ehigie")
    stranger = world.actor("supervisor", "IOM-NGA")

    with acting(stranger):
        assert raw("SELECT authz.join_agreement(%s, %s)", plain, protected) == [("partner",)]
        assert raw("SELECT authz.join_agreement(%s, %s)", plain, plain) == [("partner",)]


@pytest.mark.parametrize(("role", "code"), OUTSIDE)
@pytest.mark.parametrize("name", ["pair", "join"])
def test_a_guessed_address_answers_like_one_that_leads_nowhere(world, home, client, role, code, name):
    one = somebody(home)
    with acting(home):
        pair = actions.open_pair(home, one, somebody(home, "Osarugue Imassuen Aigbe"), "search")
    client.force_login(world.someone(role, code))

    said = set()
    for ident in (pair, uuid4()):
        answer = client.get(reverse(f"duplicates.{name}", args=[ident]))
        said.add((answer.status_code, re.sub(r'(csrf|value)="\w{64}"', "", answer.content.decode()).replace(str(ident), "")))

    assert [status for status, _text in said] == [404]


# --- opened for comparing: to be looked at, for two weeks


def test_what_is_opened_for_comparing_is_not_passed_on(world, home, opened):
    _ours, theirs = opened
    for code, purpose in (("CON-NGA", "consular"), ("IOM-NGA", "service")):
        with acting(home), pytest.raises(Refused, match=r"comparing only|protected"):
            people.open_share(
                home, theirs, organisation_id=world.organisations[code].id, purpose=purpose, categories=(), because="consent",
                because_id=uuid4(),
            )  # fmt: skip

    with acting(home), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        raw(
            "INSERT INTO people_share (id, person_id, organisation_id, granted_by_id, purpose, categories, since, because)"
            " VALUES (%s, %s, %s, %s, 'service', '{identity}', now(), 'x')",
            uuid4(), theirs, world.organisations["IOM-NGA"].id, home.organisation_id,
        )  # fmt: skip


def test_nothing_is_added_to_what_is_opened_for_comparing(world, home, opened):
    _ours, theirs = opened
    with acting(home):
        with pytest.raises(Refused, match="for comparing only"):
            people.add_document(home, theirs, NewDocument("passport", "A1234567"))
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            raw("INSERT INTO people_phone (id, person_id, number, note) VALUES (%s, %s, '+218911111119', '')", uuid4(), theirs)
        assert raw("SELECT authz.match_document(%s, 1, 2)", theirs) == [(False,)]
        assert raw("DELETE FROM people_phone WHERE person_id = %s", theirs) == 0


def test_an_opening_that_has_ended_opens_nothing(world, home, partner, opened, client):
    ours, theirs = opened
    pair = said_same(home, ours, theirs)
    ended(partner, theirs)

    with acting(home):
        for late in (
            lambda: actions.join(home, pair, ours, {}),
            lambda: actions.decide(home, pair, "same", "Same scar"),
            lambda: registry.compare(home, ours, theirs),
            lambda: registry.person(home, theirs),
            lambda: queries.conflicts(home, pair),
        ):
            with pytest.raises(NotFound):
                late()
        assert queries.queue(home) == []
        assert queries.held_elsewhere(home, [ours]) == {}  # decided by somebody: it waits for nobody
    client.force_login(world.someone("supervisor"))
    assert client.get(reverse("duplicates.pair", args=[pair])).status_code == 404


def test_the_place_in_the_queue_tells_a_partner_nothing_of_needs_places_and_flights(world, partner, client):
    ground, officer = Ground(world), world.actor("protection_officer")
    ours = ground.ready()
    ground.booked(ground.flight(), ours)
    with acting(officer):
        people.add_need(officer, ours, "TR")
        name = registry.person(officer, ours).name
    theirs = somebody(partner, name, phones=())
    shared(world, officer, ours, "UNHCR-LBY", "contact", because="comparing")
    with acting(partner):
        pair = actions.open_pair(partner, ours, theirs, "search")
        (row,) = queries.told(partner, [queries.pair(partner, pair)])
    assert (set(row.risks) - {"shield", "two_owners"}, row.travels_on) == (set(), None)

    client.force_login(world.someone("supervisor", "UNHCR-LBY"))
    answer = client.get(f"/api/duplicates/pairs/{pair}").json()["pair"]
    assert "need" not in answer["risks"]
    assert answer["travels_on"] is None
    assert "risk" not in answer or answer["risk"] == row.risk
    shared(world, partner, theirs, "IOM-LBY", "contact", because="comparing")
    with acting(officer):
        (row,) = queries.told(officer, [queries.pair(officer, pair)])
        assert "need" in row.risks, "whoever may read protection matter is told why it is urgent"


# --- joining behind a wall


def test_whoever_proposes_shows_the_own_record_and_the_second_word_is_said_by_whoever_sees_both(world, home, partner, opened):
    ours, theirs = opened
    with acting(partner), pytest.raises(NotFound):
        registry.person(partner, ours)
    pair = said_same(home, ours, theirs)

    with acting(home):
        merge = actions.join(home, pair, ours, {})
    settle()
    with acting(partner):
        assert registry.person(partner, ours).id == ours
        assert registry.locations(partner, [ours]) == {}
        actions.agree(partner, merge)
        assert queries.merge(partner, merge).status == "joined"


def test_nobody_agrees_about_a_record_that_is_not_to_be_seen(world, home, partner, opened):
    ours, theirs = opened
    pair = said_same(home, ours, theirs)
    with acting(home):
        merge = actions.join(home, pair, ours, {})
        raw("UPDATE people_share SET until = now() WHERE person_id = %s", ours)

    with acting(partner):
        with pytest.raises(Refused, match="do not see both"):
            actions.agree(partner, merge)
        raw("UPDATE duplicates_merge SET agreed_by_id = %s, agreed_at = now() WHERE id = %s", partner.staff_id, merge)
        with pytest.raises(DatabaseError, match="stands in the way") as refused, transaction.atomic():
            raw("SELECT authz.join_records(%s, now())", merge)
    assert "unseen" in str(refused.value)


def test_declined_the_record_that_was_shown_is_closed_again(world, home, partner, opened):
    ours, theirs = opened
    pair = said_same(home, ours, theirs)
    with acting(home):
        merge = actions.join(home, pair, ours, {})
    with acting(partner):
        actions.decline(partner, merge, "We met both last week")
        with pytest.raises(NotFound):
            registry.person(partner, ours)


def test_a_third_organisation_that_sees_the_person_is_not_told_that_there_were_two_records(world, home, client):
    keeper, other = somebody(home), somebody(home, "Osarugue Imassuen Aigbe")
    shared(world, home, keeper, "IOM-NGA", "case")
    merge, third = join(world, keeper, other), world.actor("supervisor", "IOM-NGA")

    with acting(third):
        assert registry.person(third, keeper).id == keeper
        assert queries.merges(third) == []
        assert queries.merges_of(third, keeper) == []
        assert raw("SELECT * FROM duplicates_merge") == []
        assert raw("SELECT * FROM duplicates_move") == []
        for refused in (
            lambda: queries.merge(third, merge),
            lambda: actions.agree(third, merge),
            lambda: actions.decline(third, merge, "Not us"),
            lambda: actions.take_apart(third, merge, "Not us"),
        ):
            with pytest.raises(NotFound):
                refused()
    client.force_login(world.someone("supervisor", "IOM-NGA"))
    assert client.get(reverse("duplicates.take_apart", args=[merge])).status_code == 404
    assert client.post(reverse("duplicates.agree", args=[merge]), {"agree": "1"}).status_code == 404


def test_a_share_of_one_record_does_not_open_the_protection_matter_of_the_other(world, home):
    officer = world.actor("protection_officer")
    keeper, other = somebody(home), somebody(home, "Osarugue Imassuen Aigbe")
    with acting(officer):
        people.add_need(officer, keeper, "SV")
    shared(world, home, other, "IOM-NGA", "protection")
    pair = said_same(home, keeper, other)

    with acting(home):
        assert [one.code for one in queries.conflicts(home, pair).obstacles] == ["duplicates.merge.sensitive"]
        with pytest.raises(Refused, match="Protection or health"):
            actions.join(home, pair, keeper, {})
    shared(world, home, keeper, "IOM-NGA", "protection")
    with acting(home):
        actions.join(home, pair, keeper, {})


def test_what_stands_in_the_way_is_not_named_to_whoever_may_not_read_it(world, home, partner):
    ours, theirs = somebody(home), somebody(partner, "Quite Another")
    with acting(partner):
        people.make_family(partner, theirs)
    with acting(home):
        people.make_family(home, ours)
    for actor, person, code in ((home, ours, "UNHCR-LBY"), (partner, theirs, "IOM-LBY")):
        shared(world, actor, person, code, "contact")
    pair = said_same(home, ours, theirs)

    with acting(home):
        assert [one.code for one in queries.conflicts(home, pair, ours).obstacles] == ["duplicates.merge.hidden"]
    shared(world, partner, theirs, "IOM-LBY", "family")
    with acting(home):
        assert [one.code for one in queries.conflicts(home, pair, ours).obstacles] == ["duplicates.merge.families"]


def test_a_veto_is_known_to_whoever_sees_both_records(world, home, partner, opened):
    ours, theirs = opened
    with acting(home):
        people.say_not_same(home, ours, theirs)
        assert raw("SELECT count(*) FROM people_notsame") == [(1,)]
    ended(partner, theirs)

    for actor in (home, partner):
        with acting(actor):
            assert raw("SELECT count(*) FROM people_notsame") == [(0,)]
            assert raw("DELETE FROM people_notsame") == 0


def test_forms_sent_again_do_nothing_twice(world, home, client):
    keeper, other = somebody(home), somebody(home, "Osarugue Imassuen Aigbe")
    pair = said_same(home, keeper, other)
    client.force_login(world.someone("supervisor"))
    joins, form = reverse("duplicates.join", args=[pair]), {"keeper": str(keeper), "version": "1"}

    assert client.post(joins, form).status_code == 302
    with acting(home):
        (row,) = queries.merges(home)
    assert client.post(joins, form).status_code in (404, 409, 422)
    apart = reverse("duplicates.take_apart", args=[row.id])
    assert client.post(apart, {"because": "Two people after all"}).status_code == 302
    assert client.post(apart, {"because": "Two people after all"}).status_code == 422
    assert client.post(joins, form).status_code in (409, 422), "the pair is open again: somebody decides first"
    with acting(home):
        assert [one.status for one in queries.merges(home)] == ["taken_apart"]


def test_the_page_of_the_second_word_offers_it_only_to_whoever_may_say_it_and_sees_both(world, home, partner, opened, client):
    ours, theirs = opened
    pair = said_same(home, ours, theirs)
    with acting(home):
        merge = actions.join(home, pair, ours, {})
    settle()
    page = reverse("duplicates.agree", args=[merge])

    def offered(role, code):
        client.force_login(world.someone(role, code))
        return 'name="agree"' in client.get(page).content.decode()

    assert offered("supervisor", "UNHCR-LBY")
    assert not offered("supervisor", "IOM-LBY")
    assert not offered("registrar", "UNHCR-LBY")
    assert client.post(page, {"agree": "1"}).status_code == 404
    with acting(home):
        raw("UPDATE people_share SET until = now() WHERE person_id = %s", ours)
    assert not offered("supervisor", "UNHCR-LBY")
    assert client.post(page, {"agree": "1"}).status_code == 422
