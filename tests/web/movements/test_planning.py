"""Planning: the weeks ahead, a proposal that books nothing, and the version that a person puts in force."""

import pytest
from django.urls import reverse

from corridor.movements import queries


@pytest.fixture
def waiting(ground):
    """A party that is ready, and a flight with room."""
    person_id = ground.ready()
    ground.party(person_id)
    ground.flight(code="CR-0500", status="confirmed")
    return person_id


def page(client):
    return client.get(reverse("movements.planning")).content.decode()


def test_an_empty_horizon_says_what_would_be_here(world, signed_in):
    text = page(signed_in())

    assert "No flight in these weeks" in text
    assert "No proposal was made yet" in text
    assert "No party waits" in text


def test_a_proposal_books_nothing_and_counts_people(waiting, signed_in, mover):
    client = signed_in()

    answer = client.post(reverse("movements.make_plan"), follow=True).content.decode()

    assert "What version 1 changes" in answer
    assert "to CR-0500" in answer
    assert queries.seats_of(mover, waiting) == []


def test_putting_it_in_force_gives_seats(waiting, signed_in, mover):
    client = signed_in()
    client.post(reverse("movements.make_plan"))
    plan = queries.plan(mover)

    answer = client.post(reverse("movements.publish_plan", args=[plan.head.id]), {"version": 1}, follow=True).content.decode()

    assert "In force: 1 parties booked" in answer
    assert queries.seats_of(mover, waiting)[0].status == "held"
    assert "put in force by" in answer


def test_an_old_version_is_not_put_in_force(waiting, signed_in, mover):
    client = signed_in()
    client.post(reverse("movements.make_plan"))
    old = queries.plan(mover)
    client.post(reverse("movements.make_plan"))

    stale = client.post(reverse("movements.publish_plan", args=[old.head.id]), {"version": 1})
    wrong = client.post(reverse("movements.publish_plan", args=[queries.plan(mover).head.id]), {"version": "1; drop"})

    assert (stale.status_code, wrong.status_code) == (409, 409)
    assert queries.seats_of(mover, waiting) == []


def test_those_who_wait_are_counted_under_what_they_wait_for(ground, signed_in):
    ground.party(ground.registered())

    text = page(signed_in())

    assert "1 people in a party without a seat" in text or "1 person" in text
    assert "Parties that wait" in text


def test_a_caseworker_has_no_planning_page(world, signed_in):
    client = signed_in("caseworker")

    assert client.get(reverse("movements.planning")).status_code == 404
    assert client.post(reverse("movements.make_plan")).status_code == 404


def test_as_many_statements_for_many_parties(ground, signed_in, django_assert_max_num_queries):
    client, counted = signed_in(), []
    ground.flight(code="CR-0501", status="confirmed")
    for number in (3, 9):
        for _one in range(number):
            ground.party(ground.ready())
        with django_assert_max_num_queries(150) as seen:
            page(client)
        counted.append(len(seen))

    assert counted[1] <= counted[0] + 1
