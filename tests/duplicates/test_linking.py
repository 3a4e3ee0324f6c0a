"""Comparing many records: opens pairs, resumes, joins nobody; walls; order anew; learning from decisions."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.config.commands import duplicates as command
from corridor.duplicates import actions, adapters, jobs, queries
from corridor.duplicates.models import Pair
from corridor.duplicates.queries.measured import Label
from corridor.duplicates.rules import reviewing
from corridor.engines.linkage.model import load, shipped
from corridor.kernel.refusals import NotFound, Reason
from corridor.movements import actions as movements
from corridor.movements import queries as movements_queries
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.people.models import Person
from tests.duplicates.pairs import pair_of, somebody
from tests.movements.ground import Ground

WHY = "Same scar noted by both officers."


@pytest.fixture(autouse=True)
def nobody_looks_twice(monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (0,))


@pytest.fixture
def unpaired(monkeypatch):
    """Registered before there was a queue: nobody looked then."""
    from corridor.duplicates.actions import suggesting

    monkeypatch.setattr(suggesting, "look", lambda actor, person_id, source: {})
    yield
    monkeypatch.undo()


def test_registering_somebody_who_looks_alike_opens_the_pair_by_itself(world, acts):
    home = world.actor("registrar")
    somebody(home)
    somebody(home, "Osarugue Imassuen Aigbe")
    with acts(home):
        assert [row.source for row in queries.queue(home)] == ["registration"]


def test_a_comparison_goes_on_behind_the_last_record_and_finds_what_one_run_finds(world, acts, monkeypatch, unpaired):
    from corridor.duplicates.actions import linking

    home, chief = world.actor("registrar"), world.actor("supervisor")
    for name in ("Osarugue Imasuen Aigbe", "Efosa Ehigie Uwaifo", "Tunde Balogun Garba"):
        somebody(home, name)
        somebody(home, name.replace("s", "ss"))
    monkeypatch.undo()
    monkeypatch.setattr(linking, "BATCH", 2)
    with acts(chief):
        linking_id = actions.start_linking(chief)
        assert actions.link_batch(chief, linking_id) == 2  # here the worker is killed
        assert actions.start_linking(chief) == linking_id
        jobs.link(chief, linking_id)

        row = queries.linking(chief, linking_id)
        assert (row.status, row.done, row.whole) == ("done", 6, 6)
        assert row.opened == Pair.objects.count() == 3
        assert Person.objects.count() == 6


def test_relatives_on_one_list_are_not_suggested(world, acts):
    home = world.actor("registrar")
    one = somebody(home, "Hassan Idris Bakri")
    two = somebody(home, "Hussein Idris Bakri", with_person_id=one, family_role="sibling")
    with acts(home):
        assert actions.suggest(home, one, two, "job", 5.0) == "relative"
        assert queries.queue(home) == []


def test_a_comparison_that_cannot_go_on_says_why_and_another_organisation_does_not_see_it(world, acts):
    chief, other = world.actor("supervisor"), world.actor("supervisor", "UNHCR-LBY")
    with acts(chief):
        linking_id = actions.start_linking(chief)
        actions.stop_linking(chief, linking_id, Reason("test.stop", "The power went."))
        assert queries.linking(chief, linking_id).stopped["text"] == "The power went."
    with acts(other):
        assert queries.linkings(other) == []
        with pytest.raises(NotFound):
            queries.linking(other, linking_id)


def test_a_comparison_that_stands_still_goes_on_when_somebody_asks_again(world, acts):
    chief, jobs_of = world.actor("supervisor"), ProcrastinateJob.objects.filter(task_name="duplicates.link")
    with acts(chief):
        linking_id = actions.start_linking(chief)
        assert actions.start_linking(chief) == linking_id
        assert jobs_of.count() == 1  # it has its job

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")  # lost

        assert actions.start_linking(chief) == linking_id
        assert [args["linking_id"] for args in jobs_of.values_list("args", flat=True)] == [str(linking_id)]


def test_across_the_wall_there_is_an_organisation_and_nothing_more(world, acts):
    home, refugees = world.actor("registrar"), world.actor("registrar", "UNHCR-LBY")
    ours, theirs = somebody(home), somebody(refugees)
    with acts(home), connection.cursor() as cursor:
        assert queries.held_elsewhere(home) == {ours: (world.organisations["UNHCR-LBY"].id,)}
        assert queries.queue(home) == []
        cursor.execute("SELECT count(*) FROM duplicates_pair")
        assert cursor.fetchone()[0] == 0
        with pytest.raises(NotFound):
            actions.open_pair(home, ours, theirs, "search")


@pytest.mark.parametrize("code", ["CON-NGA", "GOV-NGA", "DONOR", "TASKFORCE"])
def test_a_state_learns_nothing_from_the_doors_of_the_database(world, acts, code):
    home, refugees, outsider = world.actor("registrar"), world.actor("registrar", "UNHCR-LBY"), world.actor("supervisor", code)
    ours, theirs = somebody(home), somebody(refugees)
    with acts(outsider), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.duplicates_elsewhere(NULL, 10)")
        assert cursor.fetchall() == []
        cursor.execute("SELECT * FROM authz.duplicates_ask_about()")
        assert cursor.fetchall() == []
        cursor.execute("SELECT authz.duplicates_ask(%s, %s, interval '1 day')", [ours, world.organisations["UNHCR-LBY"].id])
        assert cursor.fetchone()[0] is None
        cursor.execute("SELECT authz.duplicates_note(%s, %s, 9, 'x', 'job')", [ours, theirs])
        cursor.execute("SELECT count(*) FROM duplicates_pair")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT authz.duplicates_refresh()")
        assert cursor.fetchone()[0] == 0


def test_the_queue_is_put_in_order_when_what_makes_it_urgent_changes(world, acts):
    home = world.actor("caseworker")
    one = somebody(home)
    pair = pair_of(home, one, somebody(home))
    with acts(home):
        people.set_location(home, one, "detention")
    assert jobs.put_in_order() == 1
    with acts(home):
        assert queries.pair(home, pair).risks == ["detention"]


def test_the_numbers_of_the_table_are_those_of_the_rules(world, acts):
    home = world.actor("caseworker")
    one, other = somebody(home, child_alone="separated", birth=_born(2012)), somebody(home, location="detention")
    with acts(home):
        people.add_need(home, one, "TR")
        people.raise_shield(home, other, "fear")
    pair = pair_of(home, one, other)
    jobs.put_in_order()
    with acts(home):
        row = queries.pair(home, pair)
        assert row.risks == ["child_alone", "detention", "child", "shield", "need"]
        assert row.risk == reviewing.risk(row.risks)


def _born(year):
    from datetime import date

    from corridor.people.rules import Birth

    return Birth(date(year, 5, 1), "month")


def test_a_model_is_learnt_only_from_enough_decisions_of_both_kinds_and_nothing_is_swapped(world, acts, tmp_path, capsys):
    home = world.actor("supervisor")
    twice = [
        (somebody(home, name), somebody(home, name.replace("a", "aa", 1)))
        for name in ("Osaro Aigbe Okojie", "Efosa Ehigie Uwaifo")
    ]
    apart = [(one[0], other[1]) for one in twice for other in twice if one != other]
    labels = [Label(*sorted(pair), same, 5.0, "1") for pairs, same in ((twice, True), (apart, False)) for pair in pairs] * 13
    before = shipped().document()["sha256"]
    with acts(home):
        assert adapters.learn(home, labels[:40]) is None
        assert adapters.learn(home, [one for one in labels if one.same] * 3) is None
        found = adapters.learn(home, labels)

    assert found is not None
    assert found.model.version.startswith(shipped().version + "+")
    assert found.after <= 0.25
    assert found.moved
    found.model.save(tmp_path / "proposed.json")
    assert load(tmp_path / "proposed.json").provenance["calibrated_from"] == shipped().version
    assert shipped().document()["sha256"] == before
    assert command.main(["calibrate", "--organisation", "IOM-LBY", "--out", str(tmp_path / "x.json")]) == 1
    assert "too few to learn from" in capsys.readouterr().out


def test_among_equals_whoever_travels_soonest_comes_first(world, acts):
    ground, home = Ground(world), world.actor("caseworker")
    pair_of(home, somebody(home), somebody(home, "Osarugue Imassuen Aigbe"))
    traveller = ground.ready()
    with acts(home):
        name = registry.person(home, traveller).name
    sooner = pair_of(home, traveller, somebody(home, name, phones=()))
    ground.booked(ground.flight(), traveller)
    with acts(home):
        first = queries.queue(home)[0]
        assert (first.id, first.travels_on is None) == (sooner, False)
    with acts(ground.mover):
        movements.release(ground.mover, movements_queries.seats_of(ground.mover, traveller)[0].id)
    with acts(home):
        assert queries.pair(home, sooner).travels_on is None
