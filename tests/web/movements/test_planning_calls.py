"""What goes out of planning, on the real database: calls, reasons of record, prices, the workbook."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corridor.audit.models import Entry
from corridor.kernel import clock
from corridor.movements import actions, queries
from tests.web.movements.planned import made, text, worked


def test_the_call_list_says_what_to_say_and_records_who_knows(ground, signed_in, mover):
    client, person_id = signed_in(), ground.ready()
    party_id = ground.party(person_id)
    flight_id = ground.flight(code="CR-0670", status="confirmed")
    plan_id = made(client, mover)
    client.post(reverse("movements.publish_plan", args=[plan_id]), {"version": 1})
    worked()

    before = text(client.get(reverse("movements.call_list", args=[plan_id])))
    client.post(reverse("movements.tell_party", args=[party_id]), {"flight": str(flight_id), "plan": str(plan_id)})
    after = text(client.get(reverse("movements.flight_calls", args=[flight_id])))
    paper = text(client.get(reverse("movements.call_list", args=[plan_id]) + "?print=1"))

    assert "There is a seat for you on CR-0670" in before
    assert "Parties to call: 1, people: 1." in before
    assert queries.seats_of(mover, person_id)[0].status == "confirmed"
    assert "Was told the date" not in after
    assert "<form" not in paper
    assert "Destroy this paper" in paper


def test_after_a_delay_people_are_called_again_and_the_new_day_is_recorded(ground, signed_in, mover):
    client, person_id = signed_in(), ground.ready()
    flight_id = ground.flight(code="CR-0675", status="confirmed", hours=20)
    actions.tell(mover, ground.booked(flight_id, person_id))
    party_id = queries.seats_of(mover, person_id)[0].party_id
    later = clock.today() + timedelta(days=2)
    client.post(reverse("movements.flight_happened", args=[flight_id, "delayed"]), {"day": str(later), "hour": "06:30"})
    here = reverse("movements.flight_calls", args=[flight_id])

    before = text(client.get(here))
    client.post(reverse("movements.tell_party", args=[party_id]), {"flight": str(flight_id)})

    assert "Your flight CR-0675 now leaves on" in before
    assert "Nothing changes: CR-0675" in text(client.get(here))


def test_charters_that_the_plan_leaves_say_why(charter, signed_in, mover):
    client = signed_in()
    plan_id = made(client, mover)

    answer = text(client.get(reverse("movements.review_plan", args=[plan_id])))

    assert "Charters this version leaves" in answer
    assert "nobody who waits could take it" in answer


def test_the_reason_is_read_in_the_language_of_the_party(charter, ground, signed_in, mover):
    party_id = ground.party(ground.registered())
    client = signed_in()
    plan_id = made(client, mover)
    here = reverse("movements.plan_reason", args=[plan_id, party_id])

    english, french, arabic = (text(client.get(f"{here}?language={one}")) for one in ("en", "fr", "ar"))

    assert "Cannot travel on any flight" in english
    assert 'lang="fr" dir="ltr">Ne peut prendre' in french
    assert 'lang="ar" dir="rtl">' in arabic
    assert all(word not in english for word in ("worth", "EUR", "50,000"))


def test_the_reason_names_nobody_of_another_party(charter, ground, signed_in, mover):
    first, second = ground.party(ground.ready()), ground.ready()
    ground.party(second)
    client = signed_in()
    plan_id = made(client, mover)

    answer = text(client.get(reverse("movements.plan_reason", args=[plan_id, first])))

    assert "Invented Person" in answer
    assert str(second) not in answer


def test_prices_are_for_those_who_plan(charter, party, signed_in, mover):
    client = signed_in()
    plan_id = made(client, mover)
    here = reverse("movements.prices", args=[plan_id])

    assert "Never shown to a family" in text(client.get(here))
    assert signed_in("caseworker").get(here).status_code == 404


def test_the_workbook_holds_the_plan_without_a_name(charter, party, ground, signed_in, mover):
    ground.party(ground.registered())
    client = signed_in()
    plan_id = made(client, mover)

    answer = client.get(reverse("movements.plan_file", args=[plan_id]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    said = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)

    assert book.sheetnames == ["Plan", "Waiting", "Standby", "Charters", "Changes"]
    assert answer["Content-Disposition"] == 'attachment; filename="plan-1.xlsx"'
    assert "CR-0600" in said
    assert "Cannot travel on any flight" in said
    assert "Invented Person" not in said
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None} <= {"s", "n"}
    assert Entry.objects.filter(verb="movements.plan.export").count() == 1


@pytest.mark.parametrize("name", ["movements.review_plan", "movements.call_list", "movements.prices", "movements.plan_file"])
def test_another_organisation_sees_none_of_it(charter, party, signed_in, mover, name):
    plan_id = made(signed_in(), mover)

    assert signed_in("movement_officer", "UNHCR-LBY").get(reverse(name, args=[plan_id])).status_code == 404


def test_the_review_and_the_calls_ask_as_often_for_many(ground, signed_in, mover):
    client, counted = signed_in(), []
    ground.flight(code="CR-0680", status="confirmed")
    for number in (2, 6):
        for _one in range(number):
            ground.party(ground.ready())
        plan_id = made(client, mover)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("movements.review_plan", args=[plan_id]))
            client.get(reverse("movements.call_list", args=[plan_id]))
        counted.append(len(seen))

    assert counted[1] <= counted[0] + 1
