"""Deciding about pairs: who may, what follows, who looks twice, and that a "two people" holds."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.duplicates import actions, queries
from corridor.duplicates.models import Decision, Pair
from corridor.duplicates.rules import reviewing
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.people.models import NotSame
from tests.duplicates.pairs import pair_of, somebody

WHY = "Same mother, same scar noted by both officers."


@pytest.fixture(autouse=True)
def nobody_looks_twice(monkeypatch):
    monkeypatch.setattr(reviewing, "BLIND_PERCENT", 0)
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (0,))


@pytest.fixture
def all_twice(monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (100,))


@pytest.fixture
def pair(world):
    home = world.actor("caseworker")
    return pair_of(home, somebody(home), somebody(home, "Osarugue Imassuen Aigbe"))


def status_of(actor, pair):
    return queries.pair(actor, pair).status


def test_the_same_leads_to_joining_and_joins_nobody(world, pair, acts):
    home = world.actor("caseworker")
    with acts(home):
        assert actions.decide(home, pair, "same", WHY, version=1) == "same"

        assert [row.id for row in queries.queue(home, queries.TO_JOIN)] == [pair]
        assert queries.queue(home) == []


def test_two_people_are_kept_apart_and_the_pair_is_gone_from_the_queue(world, pair, acts):
    home = world.actor("caseworker")
    with acts(home):
        row = queries.pair(home, pair)
        assert actions.decide(home, pair, "different", "Two given names, one is taller", version=1) == "different"

        assert NotSame.objects.filter(first_id=row.first_id, second_id=row.second_id).exists()
        assert actions.suggest(home, row.first_id, row.second_id, "job", row.weight) == "apart"
        assert queries.queue(home) == []


def test_a_pair_told_apart_comes_back_when_its_evidence_has_grown_fourfold(world, pair, acts):
    home = world.actor("caseworker")
    with acts(home):
        row = queries.pair(home, pair)
        actions.decide(home, pair, "different", WHY)
        assert actions.suggest(home, row.first_id, row.second_id, "job", row.weight + reviewing.NEWS - 0.1) == "apart"
        assert actions.suggest(home, row.first_id, row.second_id, "job", row.weight + reviewing.NEWS + 0.1) == "again"

        again = queries.pair(home, pair)
        assert (again.status, again.round) == ("open", 2)
        assert queries.told_apart(home, again)


def test_one_reviewer_alone_does_not_take_back_that_two_were_told_apart(world, pair, acts):
    home, chief = world.actor("caseworker"), world.actor("supervisor")
    with acts(home):
        row = queries.pair(home, pair)
        actions.decide(home, pair, "different", WHY)
        actions.suggest(home, row.first_id, row.second_id, "job", row.weight + 10)
        assert actions.decide(home, pair, "same", WHY) == "unsure"
        assert NotSame.objects.exists()
    with acts(chief):
        assert actions.decide(chief, pair, "same", WHY) == "same"
        assert not NotSame.objects.exists()


def test_unsure_goes_to_a_supervisor_who_has_the_last_word(world, pair, acts):
    home, other, chief = world.actor("caseworker"), world.actor("caseworker", number=2), world.actor("supervisor")
    with acts(home):
        assert actions.decide(home, pair, "unsure", "Ask her again about her mother") == "unsure"
    with acts(other), pytest.raises(Refused, match="supervisor"):
        actions.decide(other, pair, "same", WHY)
    with acts(chief):
        with pytest.raises(Refused, match="others were not sure"):
            actions.decide(chief, pair, "unsure", WHY)
        assert actions.decide(chief, pair, "different", WHY) == "different"


def test_whoever_was_unsure_is_not_the_one_to_settle_it(world, pair, acts):
    chief = world.actor("supervisor")
    with acts(chief):
        actions.decide(chief, pair, "unsure", WHY)
        with pytest.raises(Refused, match="decided about this pair already"):
            actions.decide(chief, pair, "same", WHY)


@pytest.mark.parametrize(
    ("answer", "why", "sentence"), [("", WHY, "three answers"), ("same", " ", "in a sentence"), ("maybe", WHY, "three")]
)
def test_an_answer_needs_words_of_ours_and_a_reason(world, pair, acts, answer, why, sentence):
    home = world.actor("caseworker")
    with acts(home), pytest.raises(Refused, match=sentence):
        actions.decide(home, pair, answer, why)


def test_two_who_decide_at_once_do_not_overwrite_each_other(world, pair, acts):
    home, other = world.actor("caseworker"), world.actor("caseworker", number=2)
    with acts(home):
        actions.decide(home, pair, "unsure", WHY, version=1)
    with acts(other), pytest.raises(Conflict):
        actions.decide(other, pair, "same", WHY, version=1)


def test_a_pair_of_the_sample_is_decided_twice_and_the_second_sees_nothing_of_the_first(world, pair, acts, all_twice):
    home, other = world.actor("caseworker"), world.actor("caseworker", number=2)
    with acts(home):
        row = queries.pair(home, pair)
        assert actions.decide(home, pair, "different", WHY) == "blind"
        assert not NotSame.objects.exists()
        with pytest.raises(Refused, match="already"):
            actions.decide_blind(home, pair, "different", WHY)
    with acts(other):
        assert queries.decisions_of(other, pair) == []
        assert [one.id for one in queries.queue(other, queries.SECOND)] == [pair]
        with pytest.raises(Refused, match="without seeing the first"):
            actions.decide(other, pair, "different", WHY)
        assert actions.decide_blind(other, pair, "different", WHY) == "different"
        assert NotSame.objects.filter(first_id=row.first_id).exists()
        assert len(queries.decisions_of(other, pair)) == 2


def test_reviewers_of_two_minds_send_the_pair_to_the_supervisor_and_are_counted(world, pair, acts, all_twice):
    home, other, chief = world.actor("caseworker"), world.actor("caseworker", number=2), world.actor("supervisor")
    with acts(home):
        actions.decide(home, pair, "same", WHY)
    with acts(other):
        assert actions.decide_blind(other, pair, "different", WHY) == "unsure"
    with acts(chief):
        found = queries.agreement(chief)
        assert (found.n, found.agreed) == (1, 0)
        actions.decide(chief, pair, "same", WHY)
        assert [(one.same, one.weight) for one in queries.settled(chief)] == [(True, queries.pair(chief, pair).weight)]


def test_nobody_decides_without_the_right_or_without_seeing_both_records(world, pair, acts):
    for role, code in (
        ("medical_officer", "IOM-LBY"),
        ("caseworker", "UNHCR-LBY"),
        ("supervisor", "CON-NGA"),
        ("analyst", "TASKFORCE"),
    ):
        actor = world.actor(role, code)
        with acts(actor), pytest.raises(NotFound):
            actions.decide(actor, pair, "same", WHY)


def test_the_table_keeps_what_was_said(world, pair, acts):
    home = world.actor("caseworker")
    with acts(home), connection.cursor() as cursor:
        actions.decide(home, pair, "unsure", WHY)
        cursor.execute("UPDATE duplicates_decision SET answer = 'same'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM duplicates_decision")
        assert cursor.rowcount == 0


def test_the_queue_puts_children_alone_first_then_detention_then_the_likelier(world, acts):
    home = world.actor("caseworker")
    ways = [{}, {"location": "detention"}, {"child_alone": "unaccompanied", "birth": more_birth(2012)}]
    pairs = [
        pair_of(home, somebody(home, name, **more), somebody(home, name, **({"birth": more["birth"]} if "birth" in more else {})))
        for name, more in zip(("Osaro Aigbe Okojie", "Efosa Ehigie Uwaifo", "Tunde Balogun Garba"), ways, strict=True)
    ]
    with acts(home):
        assert [row.id for row in queries.queue(home)] == pairs[::-1]
        assert queries.pair(home, pairs[2]).risks == ["child_alone", "child"]
        assert queries.pair(home, pairs[1]).risks == ["detention"]


def more_birth(year):
    from datetime import date

    from corridor.people.rules import Birth

    return Birth(date(year, 1, 1), "year")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["same", "different", "unsure"]), st.integers(0, 2)), max_size=8))
def test_a_standing_two_people_holds_under_any_order_of_decisions(world, monkeypatch, said):
    """Whatever is said by whom, in whatever order: a pair whose last word is "two people" is vetoed, and nothing brings it back
    but evidence; no pair is vetoed and joined at once."""
    home = world.actor("caseworker")
    staff = [home, world.actor("caseworker", number=2), world.actor("supervisor")]
    with transaction.atomic():
        three = [somebody(home, "Osarugue Imasuen Aigbe", phones=(f"+21891778899{n}",)) for n in range(3)]
        pairs = [pair_of(home, three[a], three[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
        for which, answer, who in said:
            with acting(staff[who]):
                try:
                    actions.decide(staff[who], pairs[which], answer, WHY)
                except Refused:
                    continue
        with acting(home):
            for pair in Pair.objects.filter(id__in=pairs):
                vetoed = NotSame.objects.filter(first_id=pair.first_id, second_id=pair.second_id).exists()
                last = Decision.objects.filter(pair=pair).order_by("-at", "-id").first()
                assert vetoed == (pair.status == "different")
                assert pair.status != "different" or (last is not None and last.answer == "different")
                if vetoed:
                    assert actions.suggest(home, pair.first_id, pair.second_id, "job", pair.weight) == "apart"
        transaction.set_rollback(True)
