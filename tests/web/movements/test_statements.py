"""How many statements a page may ask: every one is planned and sent, so a page that asks more is a slower page. No clock here."""

import pytest
from django.urls import reverse

from tests.movements.ground import prepared


def _person(ground, mover):
    """With a family, a case, papers and a seat: everything on the page has something to say."""
    flight_id = ground.flight(code="CR-0801", status="confirmed")
    first = ground.ready()
    second = ground.ready(family_of=first)
    ground.booked(flight_id, first, second)
    return {"person": first, "flight": flight_id}


BEGINS = prepared(_person)


@pytest.fixture
def person(begun):
    return begun[1]


@pytest.mark.parametrize(
    ("role", "name", "of", "most"),
    [
        ("caseworker", "home", "", 23),
        ("caseworker", "people.overview", "person", 34),
        ("caseworker", "returns.cases", "", 15),
        ("caseworker", "evacuation.cases", "", 14),
        ("movement_officer", "movements.flights", "", 11),
        ("movement_officer", "movements.gate", "flight", 21),
    ],
)
def test_a_page_asks_no_more_than_it_needs(signed_in, person, django_assert_max_num_queries, role, name, of, most):
    client = signed_in(role)
    address = reverse(name, args=[person[of]] if of else [])

    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200
