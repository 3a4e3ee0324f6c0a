"""The screens of likely duplicates: the queue, two records side by side, an answer, joining, asking across the wall, comparisons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corridor.access.queries import organisation
from corridor.duplicates import actions, jobs, queries
from corridor.duplicates.rules import reviewing
from tests.duplicates.joining import said_same
from tests.duplicates.pairs import pair_of, somebody
from tests.movements.ground import Ground

WHY = "Same telephone, same scar noted by both officers."


@pytest.fixture(autouse=True)
def nobody_looks_twice(monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (0,))


@pytest.fixture
def reviewer(world, client):
    client.force_login(world.someone("caseworker"))
    return client


@pytest.fixture
def pair(world):
    home = world.actor("caseworker")
    one = somebody(home, own="محمد ابراهيم", location="detention")
    return pair_of(home, one, somebody(home, "Osarugue Imassuen Aigbe", own="محمد إبراهيم", phones=()))


def page(client, name, *args, query=""):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_says_why_a_pair_stands_where_it_stands(reviewer, pair):
    text = page(reviewer, "duplicates.queue")

    assert "Osarugue Imasuen Aigbe" in text
    assert "In detention" in text
    assert "Children alone first" in text
    assert '<span class="count">1</span>' in text


def test_the_queue_asks_as_often_for_many_pairs(reviewer, world, pair):
    home, counted = world.actor("caseworker"), []
    for number in (2, 5):
        for _one in range(number):
            pair_of(home, somebody(home, location="detention"), somebody(home, "Osarugue Imassuen Aigbe"))
        with CaptureQueriesContext(connection) as seen:
            page(reviewer, "duplicates.queue")
        counted.append(len(seen))

    assert counted[1] == counted[0]


def test_both_records_stand_side_by_side_with_what_differs_marked_and_evidence_in_words(reviewer, pair):
    text = page(reviewer, "duplicates.pair", pair)

    assert "Are these two records one person?" in text
    assert "speak for it" in text
    assert "<mark>s</mark>" in text
    assert "محمد <mark>إبراهيم</mark>" in text
    assert "not given" in text
    assert "Same date of birth" in text
    assert "Too few pairs" in text
    assert 'data-key="1"' in text


def test_an_answer_is_saved_and_the_next_pair_follows(reviewer, world, pair):
    home = world.actor("caseworker")
    other = pair_of(home, somebody(home, "Efosa Ehigie Uwaifo"), somebody(home, "Efosa Ehigie Uwaifo"))

    answer = reviewer.post(reverse("duplicates.pair", args=[pair]), {"answer": "different", "why": WHY, "version": "1"})

    assert answer.headers["Location"] == reverse("duplicates.pair", args=[other]) + "?view=open"
    assert "Two people" in page(reviewer, "duplicates.pair", pair)


def test_an_answer_without_a_reason_is_refused_and_nothing_is_lost(reviewer, pair):
    answer = reviewer.post(reverse("duplicates.pair", args=[pair]), {"answer": "same", "why": "", "version": "1"})

    assert answer.status_code == 422
    assert "Nothing was saved yet" in answer.content.decode()


def test_the_same_leads_to_the_page_that_joins(world, client, pair):
    client.force_login(world.someone("supervisor"))
    answer = client.post(reverse("duplicates.pair", args=[pair]), {"answer": "same", "why": WHY, "version": "1"})
    assert answer.headers["Location"] == reverse("duplicates.join", args=[pair])

    text = page(client, "duplicates.join", pair)
    assert "Which record is kept" in text
    assert "Keep this one instead" in text
    done = client.post(answer.headers["Location"], {"version": "2", "because": WHY}, follow=True)
    assert done.status_code == 200, done.content.decode()[:3000]
    assert "It can be taken apart" in done.content.decode()
    assert "Take apart" in page(client, "duplicates.joined")


def test_what_stands_in_the_way_is_looked_at_again_with_other_facts_and_joins_nobody(world, client, acts):
    ground, chief = Ground(world), world.actor("supervisor")
    pair_id = said_same(chief, ground.ready(), ground.ready(), status="same")
    client.force_login(world.someone("supervisor"))
    assert "Look again" in page(client, "duplicates.join", pair_id)

    answer = client.post(reverse("duplicates.join", args=[pair_id]), {"rehearse": "1", "sex": "other", "version": "1"})

    text = answer.content.decode()
    assert (answer.status_code, "They cannot be joined yet" in text) == (200, True)
    assert 'name="sex" value="other" checked' in text
    with acts(chief):
        assert queries.merges(chief) == []


def test_joined_records_are_taken_apart_with_a_reason(world, client, acts, pair):
    chief = world.actor("supervisor")
    client.force_login(world.someone("supervisor"))
    with acts(chief):
        row = queries.pair(chief, pair)
        actions.decide(chief, pair, "same", WHY)
        merge = actions.join(chief, pair, row.first_id, {})
    assert "Take apart" in page(client, "duplicates.joined")

    refused = client.post(reverse("duplicates.take_apart", args=[merge]), {"because": ""})
    assert refused.status_code == 422
    done = client.post(reverse("duplicates.take_apart", args=[merge]), {"because": "Two brothers after all"}, follow=True)
    assert "Taken apart" in done.content.decode()


def test_a_second_reviewer_is_asked_without_seeing_the_first_answer(world, client, acts, pair, monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (100,))
    home = world.actor("caseworker")
    with acts(home):
        actions.decide(home, pair, "different", "Her left hand is missing a finger")
    client.force_login(world.someone("caseworker", number=2))

    text = page(client, "duplicates.pair", pair)
    assert "the second one" in text
    assert "missing a finger" not in text
    assert 'Second decisions <span class="n">1</span>' in page(client, "duplicates.queue", query="?view=second")

    client.post(reverse("duplicates.pair", args=[pair]), {"answer": "same", "why": WHY, "version": "2"})
    with acts(world.actor("supervisor")) as chief:
        assert queries.pair(chief, pair).status == "unsure"
    client.force_login(world.someone("supervisor"))
    assert "missing a finger" in page(client, "duplicates.pair", pair)
    shown = page(client, "duplicates.reliability")
    assert "Pairs decided twice" in shown


def test_across_the_wall_there_is_only_whom_to_ask_and_opening_shows_both(world, client, acts):
    home, refugees = world.actor("caseworker"), world.actor("caseworker", "UNHCR-LBY")
    ours = somebody(home)
    theirs = somebody(refugees)
    client.force_login(world.someone("caseworker"))

    text = page(client, "duplicates.elsewhere")
    assert "UNHCR Libya" in text
    assert str(theirs) not in text
    asked = client.post(reverse("duplicates.ask", args=[ours, organisation(home, code="UNHCR-LBY").id]), follow=True)
    assert "waits for their answer" in asked.content.decode()

    client.force_login(world.someone("supervisor", "UNHCR-LBY"))
    requests = page(client, "duplicates.elsewhere")
    assert "IOM Libya asks you" in requests
    with acts(world.actor("supervisor", "UNHCR-LBY")) as chief:
        ask = queries.asks(chief)[0]
    assert "asks to compare" in page(client, "duplicates.answer", ask.id)
    client.post(reverse("duplicates.answer", args=[ask.id]), {"open": "1", "version": "1"})

    client.force_login(world.someone("caseworker"))
    with acts(home):
        waiting = queries.pairs_of(home, ours)
    assert [row.second_id in (ours, theirs) for row in waiting] == [True]
    assert "Are these two records one person?" in page(client, "duplicates.pair", waiting[0].id)


def test_not_opening_says_why_and_rests(world, client, acts):
    home, refugees = world.actor("caseworker"), world.actor("caseworker", "UNHCR-LBY")
    ours, _theirs = somebody(home), somebody(refugees)
    with acts(home):
        actions.ask_to_compare(home, ours, world.organisations["UNHCR-LBY"].id)
    client.force_login(world.someone("supervisor", "UNHCR-LBY"))
    with acts(world.actor("supervisor", "UNHCR-LBY")) as chief:
        ask = queries.asks(chief)[0]

    client.post(reverse("duplicates.answer", args=[ask.id]), {"decline": "1", "because": "She asked us not to", "version": "1"})

    client.force_login(world.someone("caseworker"))
    assert "She asked us not to" in page(client, "duplicates.elsewhere")
    again = client.post(reverse("duplicates.ask", args=[ours, world.organisations["UNHCR-LBY"].id]))
    assert again.status_code == 422
    assert "last 14 days" in again.content.decode()


def test_a_comparison_is_started_watched_and_finds_pairs(world, client, acts, monkeypatch):
    home, chief = world.actor("caseworker"), world.actor("supervisor")
    somebody(home)
    somebody(home, "Osarugue Imassuen Aigbe")
    client.force_login(world.someone("supervisor"))

    started = client.post(reverse("duplicates.comparisons"))
    panel = client.get(started.headers["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "0 of 2 records compared" in panel
    assert 'hx-trigger="every 2s"' in panel

    with acts(chief):
        linking = queries.linkings(chief)[0]
        jobs.link(chief, linking.id)
    done = client.get(started.headers["Location"], headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert "2 of 2 records compared" in page(client, "duplicates.comparisons") + page(client, "duplicates.progress", linking.id)


@pytest.mark.parametrize("name", ["queue", "elsewhere", "joined", "comparisons", "reliability"])
@pytest.mark.parametrize(("role", "code"), [("consular_officer", "CON-NGA"), ("supervisor", "GOV-NGA"), ("analyst", "TASKFORCE")])
def test_no_state_and_nobody_without_the_right_finds_a_page_here(world, client, name, role, code):
    client.force_login(world.someone(role, code))

    assert client.get(reverse(f"duplicates.{name}")).status_code == 404


def test_a_persons_page_leads_to_the_pair_and_compares_on_request(reviewer, world, pair, acts):
    with acts(world.actor("caseworker")) as home:
        person = queries.pair(home, pair).first_id

    text = page(reviewer, "people.overview", person)
    assert "Possible duplicate" in text
    assert reverse("duplicates.pair", args=[pair]) in text
    done = reviewer.post(reverse("duplicates.look", args=[person]), follow=True).content.decode()
    assert "Compared with all records" in done


def test_a_persons_page_says_only_whom_to_ask_about_a_record_behind_a_wall(reviewer, world):
    home, refugees = world.actor("caseworker"), world.actor("caseworker", "UNHCR-LBY")
    theirs = somebody(refugees)

    text = page(reviewer, "people.overview", somebody(home))

    assert "A likely match is held by UNHCR Libya. Ask its duplicate desk." in text
    assert str(theirs) not in text
