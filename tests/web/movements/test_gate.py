"""The boarding desk: found by number, name or pass; aboard once; refused in sentences; the same with and without scripts."""

import re

import pytest
from django.urls import reverse

from corridor.consent import actions as consents
from corridor.movements import actions, queries
from tests.movements.ground import prepared

HTMX = {"HTTP_HX_REQUEST": "true"}


def _desk(ground, mover):
    """A flight at the gate: a pair, and one person alone."""
    flight_id = ground.flight(code="CR-0700")
    one, two, alone = ground.ready(), None, ground.ready()
    two = ground.ready(family_of=one, role="spouse")
    ground.booked(flight_id, one, two)
    (seat,) = ground.booked(flight_id, alone)
    return flight_id, seat


BEGINS = prepared(_desk)


@pytest.fixture
def desk(begun, signed_in, mover):
    return Desk(*begun[1], signed_in(), mover)


class Desk:
    def __init__(self, flight_id, seat_id, client, mover):
        self.flight_id, self.seat_id, self.client, self.mover = flight_id, seat_id, client, mover

    def url(self, name="movements.gate", seat_id=None):
        return reverse(name, args=[self.flight_id, *([seat_id] if seat_id else [])])

    def seats(self):
        return queries.seats(self.mover, self.flight_id)

    def status(self, seat_id=None):
        return queries.seat(self.mover, seat_id or self.seat_id).status

    def board(self, seat_id=None, key="k1", **headers):
        return self.client.post(self.url("movements.board", seat_id or self.seat_id), {"key": key}, **headers)


def plain(html):
    """Without what differs from one drawing to the next."""
    html = re.sub(r'name="(key|csrfmiddlewaretoken)" value="[^"]*"', r'name="\1"', html)
    return re.sub(r"\s+", " ", html).strip()


def test_the_list_says_whom_to_ask_what_and_keeps_families_together(desk):
    page = desk.client.get(desk.url()).content.decode()

    assert "Ask each adult alone: “Do you still wish to go?”" in page
    assert page.count("Says yes: board") == 3
    assert page.count("All 2 say yes: board") == 1
    assert 'data-key="b"' in page


@pytest.mark.parametrize("how", ["number", "token", "reference", "name"])
def test_somebody_is_found_by(how, desk):
    seat = queries.seat(desk.mover, desk.seat_id)
    number = next(one.number for one in desk.seats() if one.id == desk.seat_id)
    typed = {"number": number, "token": f" {seat.token} ", "reference": seat.reference.lower(), "name": seat.name[-9:]}[how]

    page = desk.client.post(desk.url(), {"find": typed}).content.decode()

    assert f'id="seat-{desk.seat_id}"' in page
    assert "1 person fits." in page


def test_what_fits_nobody_is_said(desk):
    assert "Nobody on this list fits" in desk.client.post(desk.url(), {"find": "Zzyzx"}).content.decode()


def test_a_pass_of_another_flight_is_named_as_such(desk, ground):
    other = ground.flight(code="CR-0701")
    (seat_id,) = ground.booked(other, ground.ready())

    page = desk.client.post(desk.url(), {"find": queries.seat(desk.mover, seat_id).token}).content.decode()

    assert "This boarding pass is for another flight" in page
    assert "CR-0701" in page


def test_what_htmx_swaps_is_what_the_page_shows(desk):
    whole = desk.client.post(desk.url(), {"find": "1"}).content.decode()
    part = desk.client.post(desk.url(), {"find": "1"}, **HTMX).content.decode()

    assert part.lstrip().startswith("<section")
    assert plain(part) in plain(whole)


def test_the_row_that_htmx_swaps_is_the_row_of_the_page(desk):
    part = plain(desk.board(**HTMX).content.decode())
    row = re.search(r"<tr .*?</tr>", part).group()
    page = plain(desk.client.get(desk.url() + "?show=all").content.decode())

    assert f'id="seat-{desk.seat_id}"' in row
    assert row in page
    assert 'id="counts" hx-swap-oob="true"' in part
    assert 'id="next" hx-swap-oob="true"' in part


def test_says_yes_boards_and_goes_on_without_scripts(desk):
    answer = desk.board()

    assert answer.status_code == 302
    assert desk.status() == "boarded"


def test_the_same_press_twice_does_nothing_and_another_is_refused(desk):
    desk.board(key="one")
    again = desk.board(key="one", **HTMX)
    other = desk.board(key="two", **HTMX)

    assert again.status_code == 200
    assert other.status_code == 422
    assert "Nobody boards twice" in other.content.decode()


def test_a_whole_party_boards_with_one_press(desk):
    pair = [one.id for one in desk.seats() if one.id != desk.seat_id]

    desk.client.post(desk.url("movements.board_party", pair[0]), {"key": "p"})

    assert [desk.status(one) for one in pair] == ["boarded", "boarded"]
    assert desk.status() == "held"


def test_a_party_boards_whole_or_not_at_all(desk, ground):
    pair = [one for one in desk.seats() if one.id != desk.seat_id]
    ground.fit(pair[1].person_id, "unfit")

    answer = desk.client.post(desk.url("movements.board_party", pair[0].id), {"key": "p"})

    assert answer.status_code == 422
    assert {desk.status(one.id) for one in pair} == {"held"}
    assert "Nobody was boarded" in answer.content.decode()


def test_no_button_to_board_while_something_is_unmet(desk, ground):
    seat = queries.seat(desk.mover, desk.seat_id)
    ground.fit(seat.person_id, "unfit")

    page = desk.client.post(desk.url(), {"find": seat.reference}).content.decode()
    why = desk.client.get(desk.url("movements.why", desk.seat_id)).content.decode()

    assert "Says yes: board" not in page
    assert "Why, and who decides" in page
    assert "Fit" in why


def test_boarding_past_the_button_is_refused_in_the_row(desk, ground):
    ground.fit(queries.seat(desk.mover, desk.seat_id).person_id, "unfit")

    answer = desk.board(**HTMX)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert desk.status() == "held"


@pytest.mark.parametrize(("because", "status"), [("withdrew", "withdrew"), ("no_show", "no_show"), ("authorities", "offloaded")])
def test_not_boarding(because, status, desk):
    answer = desk.client.post(desk.url("movements.not_boarding", desk.seat_id), {"because": because})

    assert answer.status_code == 302
    assert desk.status() == status


def test_taken_off_needs_its_reason_and_by_choice_needs_none(desk):
    answer = desk.client.post(desk.url("movements.not_boarding", desk.seat_id), {"because": ""})

    assert answer.status_code == 422
    assert desk.status() == "held"


def test_nobody_boards_before_the_gate_is_open(ground, signed_in, mover):
    flight_id = ground.flight(code="CR-0702", status="confirmed")
    (seat_id,) = ground.booked(flight_id, ground.ready())
    desk = Desk(flight_id, seat_id, signed_in(), mover)

    page = desk.client.get(desk.url()).content.decode()
    answer = desk.board()

    assert "Says yes: board" not in page
    assert "Open the gate" in page
    assert answer.status_code == 422


def test_a_withdrawn_consent_takes_the_person_off_the_desk_at_once(desk, ground, acts):
    person_id = queries.seat(desk.mover, desk.seat_id).person_id
    with acts(ground.caseworker) as actor:
        consents.withdraw_travel(actor, person_id)

    assert f'id="seat-{desk.seat_id}"' not in desk.client.get(desk.url()).content.decode()
    assert desk.board().status_code == 422


def test_a_seat_of_elsewhere_does_not_exist(desk, signed_in):
    stranger = signed_in("movement_officer", "UNHCR-LBY")

    assert stranger.post(desk.url("movements.board", desk.seat_id), {"key": "x"}).status_code == 404
    assert desk.status() == "held"


def test_as_many_statements_for_many_rows_as_for_few(ground, signed_in, django_assert_max_num_queries):
    few, many, client = ground.flight(code="CR-0703", seats=60), ground.flight(code="CR-0704", seats=60), signed_in()
    for flight_id, number in ((few, 3), (many, 9)):
        for _one in range(number):
            ground.booked(flight_id, ground.ready())
    client.get(reverse("movements.gate", args=[few]))
    for name in ("movements.gate", "movements.flight", "movements.manifest"):
        counted = []
        for flight_id in (few, many):
            with django_assert_max_num_queries(120) as seen:
                assert client.get(reverse(name, args=[flight_id])).status_code == 200
            counted.append(len(seen))

        assert counted[1] <= counted[0] + 1, name


def test_the_list_of_flights_asks_no_more_for_more_flights(ground, signed_in, django_assert_max_num_queries):
    client = signed_in()
    counted = []
    for number in (5, 20):
        for index in range(number):
            ground.flight(code=f"CR-{number}{index:03}", status="planned")
        with django_assert_max_num_queries(40) as seen:
            client.get(reverse("movements.flights"))
        counted.append(len(seen))

    assert counted[1] == counted[0]


def test_arrival_is_recorded_for_those_ticked_and_for_one(desk, ground):
    for one in desk.seats():
        desk.board(one.id)
    actions.depart(desk.mover, desk.flight_id)
    first, second, third = [one.id for one in desk.seats()]
    receive = desk.url("movements.receive")

    page = desk.client.get(desk.url("movements.arrival")).content.decode()
    desk.client.post(receive, {"seat": [first, second]})
    desk.client.post(receive, {"one": third, "received": "0"})
    desk.client.post(receive, {"one": third, "received": "1", "needs_now": "wheelchair", "onward": "Benin City"})
    twice = desk.client.post(receive, {"seat": [first]})

    assert "Tick those who stand before you" in page
    assert {desk.status(one) for one in (first, second, third)} == {"arrived"}
    assert "Benin City" in desk.client.get(desk.url("movements.arrival")).content.decode()
    assert twice.status_code == 422
    assert "already recorded as received" in twice.content.decode()


def test_the_receiving_mission_sees_the_list_once_it_is_opened(desk, ground, signed_in):
    for one in desk.seats():
        desk.board(one.id)
    actions.depart(desk.mover, desk.flight_id)
    receiver = signed_in("reintegration_officer", "IOM-NGA")

    before = receiver.get(desk.url("movements.arrival")).content.decode()
    opened = desk.client.post(desk.url("movements.open_to_receiver"), {"organisation": ground.world.organisations["IOM-NGA"].id})
    after = receiver.get(desk.url("movements.arrival")).content.decode()

    assert "Nobody to receive here" in before
    assert opened.status_code == 302
    assert after.count("Record for this person") == 3


def test_a_number_stays_when_somebody_else_leaves_the_list(desk):
    before = {one["row"].id: one["row"].number for one in desk.client.get(desk.url() + "?show=all").context["rows"]}
    first = min(before, key=before.get)

    desk.client.post(desk.url("movements.not_boarding", first), {"because": "withdrew"})

    after = {one["row"].id: one["row"].number for one in desk.client.get(desk.url() + "?show=all").context["rows"]}
    assert after == before
