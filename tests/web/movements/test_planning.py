"""Planning: the weeks ahead, a proposal that books nothing, and the version that a person puts in force."""

import re

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.movements import actions, jobs, queries


@pytest.fixture
def waiting(ground):
    """A party that is ready, and a flight with room."""
    person_id = ground.ready()
    ground.party(person_id)
    ground.flight(code="CR-0500", status="confirmed")
    return person_id


def worked():
    """What was asked of the background, done as the worker does it."""
    for task, args in ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"):
        getattr(jobs, task.removeprefix("movements."))(**args)


def made(client):
    client.post(reverse("movements.make_plan"))
    worked()


def page(client):
    return client.get(reverse("movements.planning")).content.decode()


def test_an_empty_horizon_says_what_would_be_here(world, signed_in):
    text = page(signed_in())

    assert "No flight in these weeks" in text
    assert "No proposal was made yet" in text
    assert "No party waits" in text


def test_a_proposal_books_nothing_and_counts_people(waiting, signed_in, mover):
    client = signed_in()

    made(client)
    answer = page(client)

    assert "A new proposal is ready" in answer
    assert "What version 1 changes" in answer
    assert "newly placed on CR-0500" in answer
    assert queries.seats_of(mover, waiting) == []


def test_putting_it_in_force_gives_seats(waiting, signed_in, mover):
    client = signed_in()
    made(client)
    plan = queries.plan(mover)

    client.post(reverse("movements.publish_plan", args=[plan.head.id]), {"version": 1})
    worked()
    answer = page(client)

    assert "In force: 1 parties booked" in answer
    assert queries.seats_of(mover, waiting)[0].status == "held"
    assert "put in force by" in answer


def test_an_old_version_is_not_put_in_force(waiting, signed_in, mover):
    client = signed_in()
    made(client)
    old = queries.plan(mover)
    made(client)

    stale = client.post(reverse("movements.publish_plan", args=[old.head.id]), {"version": 1})
    wrong = client.post(reverse("movements.publish_plan", args=[queries.plan(mover).head.id]), {"version": "1; drop"})

    assert (stale.status_code, wrong.status_code) == (409, 409)
    assert queries.seats_of(mover, waiting) == []


def test_those_who_wait_are_counted_under_what_they_wait_for(ground, signed_in):
    ground.party(ground.registered())

    text = page(signed_in())

    assert "1 person who asked and has no seat" in text
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
        with django_assert_max_num_queries(40) as seen:
            page(client)
        counted.append(len(seen))

    assert counted[1] <= counted[0] + 1


def panel(text):
    start = text.index('<section class="c-panel" id="progress"')
    return re.sub(r'value="\w{64}"', "", text[start : text.index("</section>", start)])  # the token is another one each time


def test_the_polled_part_is_the_panel_of_the_page(waiting, signed_in, mover):
    client = signed_in()
    client.post(reverse("movements.make_plan"))
    making = client.get(reverse("movements.plan_progress"))
    assert panel(making.content.decode()) == panel(page(client))
    assert "is being worked out" in panel(page(client))
    worked()
    plan = queries.plan(mover)
    client.post(reverse("movements.publish_plan", args=[plan.head.id]), {"version": 1})
    actions.publish_round(mover, plan.head.id)

    publishing = client.get(reverse("movements.plan_progress"))

    assert panel(publishing.content.decode()) == panel(page(client))
    assert "0 of 1 parties" in panel(page(client))
    assert 'hx-trigger="every 2s"' in panel(page(client))
    assert [one.headers.get("HX-Refresh") for one in (making, publishing)] == [None, None]


def test_once_it_is_done_the_whole_page_is_loaded_again_and_asks_no_more(waiting, signed_in):
    client = signed_in()
    made(client)

    answer = client.get(reverse("movements.plan_progress"))

    assert answer.headers["HX-Refresh"] == "true"
    assert "every 2s" not in page(client)


def test_pressing_twice_makes_one_plan_and_puts_it_in_force_once(waiting, signed_in, mover):
    client = signed_in()
    for _press in range(2):
        client.post(reverse("movements.make_plan"))
    worked()
    plan = queries.plan(mover)
    for _press in range(2):
        answer = client.post(reverse("movements.publish_plan", args=[plan.head.id]), {"version": 1})
        assert answer.status_code == 302
    worked()

    assert len(queries.plans(mover)) == 1
    assert ProcrastinateJob.objects.count() == 2
    assert len(queries.seats_of(mover, waiting)) == 1


def test_what_stopped_says_why_and_can_go_on(waiting, signed_in, mover):
    client = signed_in()
    made(client)
    plan = queries.plan(mover)
    client.post(reverse("movements.publish_plan", args=[plan.head.id]), {"version": 1})
    actions.stop_plan(mover, plan.head.id, jobs.BROKE)

    text = panel(page(client))
    client.post(reverse("movements.publish_plan", args=[plan.head.id]), {"version": 1})
    worked()

    assert "What was done is kept" in text
    assert "Go on" in text
    assert "In force: 1 parties booked" in page(client)
