"""Screens of planning on the real database: the page, scenarios, review, what happened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from corridor.kernel import clock
from corridor.movements import actions, queries
from tests.web.movements.planned import made, page, text, worked


def charter_form(**more):
    day = clock.today() + timedelta(days=6)
    plain = {
        "code": "CR-0700",
        "pathway": "vhr",
        "airport": "MJI",
        "to": "LOS",
        "day": str(day),
        "capacity": "40",
        "cost": "70000",
    }
    return plain | more


# ── The page ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weeks", "said"), [("2", "2 weeks ahead"), ("13", "13 weeks ahead"), ("7", "4 weeks ahead"), ("x", "4 weeks")]
)
def test_the_horizon_is_two_four_eight_or_thirteen_weeks(world, signed_in, weeks, said):
    answer = signed_in().get(reverse("movements.planning") + f"?weeks={weeks}")

    assert said in text(answer)


def test_a_charter_to_commission_is_marked_with_its_cost(charter, party, signed_in, mover):
    client = signed_in()
    made(client, mover)

    answer = page(client)

    assert "To commission" in answer
    assert "EUR\xa050k" in answer
    assert "Newly placed in version 1" in answer


def test_a_closed_airport_is_said_with_its_last_day(charter, world, signed_in, mover):
    last = clock.today() + timedelta(days=40)
    actions.close_airport(mover, world.sites["MJI"].id, clock.today() - timedelta(days=9), last, "Clashes")

    answer = page(signed_in())

    assert "Closed until" in answer
    assert "Airport closed: MJI" in answer


def test_a_search_can_be_stopped_and_says_so(charter, party, signed_in, mover):
    client = signed_in()
    client.post(reverse("movements.make_plan"))
    plan_id = queries.plan_work(mover).plan_id
    assert "Good enough: stop here" in page(client)

    client.post(reverse("movements.stop_search", args=[plan_id]))

    assert "the best plan so far is kept" in page(client)


# ── Scenarios ────────────────────────────────────────────────────────────────


def test_a_scenario_stands_beside_the_plan_and_opens_as_a_draft(charter, party, signed_in, mover):
    client = signed_in()
    plan_id = made(client, mover)

    asked = client.post(reverse("movements.add_scenario", args=[plan_id, "charter"]), charter_form())
    waits = page(client)
    worked()
    ready = page(client)
    scenario = queries.scenarios(mover, plan_id)[1]
    client.post(reverse("movements.adopt_scenario", args=[scenario.plan_id]), {"version": "1"})

    assert asked.status_code == 302
    assert "A scenario is being worked out" in waits
    assert "B. One more charter" in ready
    assert "CR-0700 from" in ready
    assert queries.flight_by_code(mover, "CR-0700").status == "planned"
    assert queries.plan_work(mover).version == 2


@pytest.mark.parametrize(
    ("change", "said", "name"),
    [
        ("aircraft", {"option": "CR-0600", "seats": "80", "cost": "9000"}, "Larger aircraft, CR-0600"),
        ("cancel", {"option": "CR-0600"}, "Without CR-0600"),
        ("move", {"option": "CR-0600", "day": ""}, "CR-0600 on"),
        ("money", {"fund": "F-1", "amount": "10000"}, "More money in F-1"),
    ],
)
def test_each_change_has_a_form_and_a_name(charter, party, signed_in, mover, change, said, name):
    client = signed_in()
    plan_id = made(client, mover)
    if "day" in said:
        said = said | {"day": str(clock.today() + timedelta(days=9))}

    shown = client.get(reverse("movements.add_scenario", args=[plan_id, change]))
    asked = client.post(reverse("movements.add_scenario", args=[plan_id, change]), said)
    worked()

    assert shown.status_code == 200
    assert asked.status_code == 302
    assert f"B. {name}" in page(client)


def test_a_change_that_cannot_be_is_refused_at_the_form(charter, party, signed_in, mover):
    client = signed_in()
    plan_id = made(client, mover)
    far = str(clock.today() + timedelta(days=90))

    answer = client.post(reverse("movements.add_scenario", args=[plan_id, "charter"]), charter_form(day=far))

    assert answer.status_code == 422
    assert "within the days of the plan" in text(answer)
    assert len(queries.scenarios(mover, plan_id)) == 1


def test_an_unknown_change_or_plan_is_nothing_there(charter, signed_in, mover):
    client = signed_in()
    plan_id = made(client, mover)

    assert client.get(reverse("movements.add_scenario", args=[plan_id, "bribe"])).status_code == 404
    assert client.get(reverse("movements.review_plan", args=[charter])).status_code == 404
    assert client.get(reverse("movements.call_list", args=[charter])).status_code == 404


# ── Review and publish ───────────────────────────────────────────────────────


def test_the_review_names_who_signs_the_charters_and_the_changes(charter, party, signed_in, mover):
    client = signed_in()
    plan_id = made(client, mover)

    answer = text(client.get(reverse("movements.review_plan", args=[plan_id])))

    assert "Put version 1 in force?" in answer
    assert "Your name stands on this version" in answer
    assert "People who get a seat: 1" in answer
    assert "Charters to commission" in answer
    assert "newly placed on CR-0600" in answer


def test_a_forced_change_is_named_on_its_own(ground, signed_in, mover):
    client, person_id = signed_in(), ground.ready()
    flight_id = ground.flight(code="CR-0610", status="confirmed")
    seats = ground.booked(flight_id, person_id)
    actions.tell(mover, seats)

    answer = client.post(reverse("movements.flight_happened", args=[flight_id, "cancelled"]), {"reason": "The runway is flooded"})
    review = text(client.get(answer.url))

    assert "/review/" in answer.url
    assert "Forced changes" in review
    assert "without a seat, from CR-0610" in review
    assert "The flight is cancelled" in review
    assert "1 person had been told a date" in review
    assert "cannot fly" in page(client)


def test_an_older_version_cannot_be_put_in_force_from_its_review(charter, party, signed_in, mover):
    client = signed_in()
    old = made(client, mover)
    made(client, mover)

    answer = text(client.get(reverse("movements.review_plan", args=[old])))

    assert "A newer plan exists" in answer
    assert "publish/" not in answer


# ── What happened ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", ["cancelled", "delayed", "cut"])
def test_what_follows_is_said_before_anything_changes(ground, signed_in, mover, what):
    client, flight_id = signed_in(), ground.flight(code="CR-0620", status="confirmed")

    answer = text(client.get(reverse("movements.flight_happened", args=[flight_id, what])))

    assert "What follows" in answer
    assert "nobody who was told a date loses it unless it is forced" in answer
    assert queries.flight(mover, flight_id).status == "confirmed"
    assert queries.plan_work(mover) is None


def test_fewer_seats_are_recorded_answered_and_taken_back(ground, signed_in, mover):
    client, flight_id = signed_in(), ground.flight(code="CR-0630", status="confirmed", seats=9)
    for _person in range(3):
        ground.booked(flight_id, ground.ready())

    cut = client.post(reverse("movements.flight_happened", args=[flight_id, "cut"]), {"seats": "2"})
    review, shown = text(client.get(cut.url)), text(client.get(reverse("movements.flight", args=[flight_id])))
    client.post(reverse("movements.lift_cut", args=[flight_id]))

    assert "The flight has fewer places than were given" in review
    assert "Only 2 seats are left" in shown
    assert queries.flight(mover, flight_id).cut_to is None


def test_a_delay_moves_the_flight_and_asks_for_an_answer(ground, signed_in, mover):
    client, flight_id = signed_in(), ground.flight(code="CR-0640", status="confirmed")
    later = clock.today() + timedelta(days=5)

    client.post(reverse("movements.flight_happened", args=[flight_id, "delayed"]), {"day": str(later), "hour": "12:30"})

    assert queries.flight(mover, flight_id).departs_on == later
    assert queries.plan_work(mover).because.happening == "delayed"


def test_an_event_without_its_facts_changes_nothing(ground, signed_in, mover):
    client, flight_id = signed_in(), ground.flight(code="CR-0650", status="confirmed")

    unexplained = client.post(reverse("movements.flight_happened", args=[flight_id, "cancelled"]), {"reason": ""})
    too_many = client.post(reverse("movements.flight_happened", args=[flight_id, "cut"]), {"seats": "500"})
    unknown = client.post(reverse("movements.flight_happened", args=[flight_id, "sold"]), {})

    assert [one.status_code for one in (unexplained, too_many, unknown)] == [422, 422, 404]
    assert queries.flight(mover, flight_id).status == "confirmed"


def test_the_choice_of_what_happened_leads_to_the_page_that_asks(ground, signed_in):
    client, flight_id = signed_in(), ground.flight(code="CR-0660", status="confirmed")
    here = reverse("movements.happened")

    assert "CR-0660" in text(client.get(here))
    assert client.get(f"{here}?what=delayed&flight={flight_id}").url.endswith("/happened/delayed/")
    assert client.get(f"{here}?what=no_show&flight={flight_id}").url.endswith("/gate/")
    assert client.get(f"{here}?what=delayed&flight=x").status_code == 404


def test_an_airport_is_closed_with_days_and_a_reason(world, signed_in, mover):
    client, site = signed_in(), world.sites["MJI"].id
    days = {"first": str(clock.today()), "last": str(clock.today() + timedelta(days=3))}

    bare = client.post(reverse("movements.close_airport"), days | {"site": str(site), "because": ""})
    closed = client.post(reverse("movements.close_airport"), days | {"site": str(site), "because": "Clashes near the runway"})

    assert (bare.status_code, closed.status_code) == (422, 302)
    assert queries.closures(mover)[0].because == "Clashes near the runway"


def test_an_airport_opens_again_from_the_same_page(world, signed_in, mover):
    client, last = signed_in(), clock.today() + timedelta(days=3)
    actions.close_airport(mover, world.sites["MJI"].id, clock.today(), last, "Clashes")
    here = reverse("movements.close_airport")

    assert "Open again" in text(client.get(here))
    client.post(reverse("movements.open_airport", args=[queries.closures(mover)[0].id]))

    assert "Open again" not in text(client.get(here))
    assert queries.plan_work(mover).because.happening == "opened"


def test_records_that_changed_are_answered_by_a_draft(charter, party, signed_in, mover):
    client = signed_in()

    client.post(reverse("movements.replan"))

    assert queries.plan(mover).head.because.happening == "records"
