"""Lists on screen and through the API: upload, columns, rows with their faults and cells, import, the file to correct."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from corridor.exchange import jobs, queries
from corridor.kernel.actor import acting

HEADER = "Case number,Full name,Sex,Date of birth,Nationality\n"
GOOD = "A-1,Amina Osman Ali,F,1994-04-25,Somalia\n"
BAD = "A-2,Musa Jallow,M,1990-01-32,Narnia\n"


@pytest.fixture
def actor(world):
    return world.actor("registrar")


@pytest.fixture
def signed_in(world, client):
    client.force_login(world.someone("registrar"))
    return client


def upload(client, text, name="list.csv"):
    return client.post(reverse("exchange.lists"), {"file": SimpleUploadedFile(name, text.encode())})


def newest(actor):
    with acting(actor):
        return queries.people_lists(actor)[0].id


def matched(client, actor, **more):
    """Posts the columns as they were recognised, then does the background's work."""
    list_id = newest(actor)
    with acting(actor):
        one = queries.people_list(actor, list_id)
    fields = {f"column_{index}": field for field, index in one.mapping.items()}
    how = {"order": "auto", "first_of_january": "day", "version": one.version}
    answer = client.post(reverse("exchange.columns", args=[list_id]), fields | how | more)
    with acting(actor):
        jobs.check(actor, list_id)
    return list_id, answer


def test_a_list_is_uploaded_matched_looked_at_and_imported(signed_in, actor):
    assert upload(signed_in, HEADER + GOOD).status_code == 302
    list_id, answer = matched(signed_in, actor)
    page = signed_in.get(answer["Location"]).content.decode()
    assert "Import 1 person" in page
    assert "Amina Osman Ali" in page

    signed_in.post(reverse("exchange.import", args=[list_id]), {"version": "3"})
    with acting(actor):
        jobs.bring_in(actor, list_id)

    page = signed_in.get(reverse("exchange.list", args=[list_id])).content.decode()
    assert "1 person imported" in page
    assert "LBY-" in page


def test_what_is_no_list_is_refused_with_a_sentence_and_not_kept(signed_in, actor):
    answer = upload(signed_in, "<html>no list</html>", "list.xls")

    assert answer.status_code == 422
    assert "save it as .xlsx" in answer.content.decode()
    with acting(actor):
        assert queries.count(actor) == 0


def test_a_fault_names_its_cell_in_the_readers_language(signed_in, actor):
    upload(signed_in, HEADER + GOOD + BAD)
    list_id, _ = matched(signed_in, actor)
    page = signed_in.get(reverse("exchange.list", args=[list_id]) + "?rows=bad").content.decode()

    assert "D3" in page
    assert "There is no such day" in page
    assert "E3" in page
    assert "Amina" not in page


def test_the_rows_to_correct_come_as_a_file(signed_in, actor):
    upload(signed_in, HEADER + GOOD + BAD)
    list_id, _ = matched(signed_in, actor)
    answer = signed_in.get(reverse("exchange.rejected", args=[list_id, "xlsx"]))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)

    assert rows[0][-1] == "What to correct"
    assert rows[1][1] == "Musa Jallow"
    assert len(rows) == 2


def test_a_column_cannot_be_chosen_twice(signed_in, actor):
    upload(signed_in, HEADER + GOOD)
    _, answer = matched(signed_in, actor, column_0="name")

    assert answer.status_code == 422
    assert "is this already" in answer.content.decode()


def test_the_progress_panel_renews_itself_until_the_work_is_done(signed_in, actor):
    upload(signed_in, HEADER + GOOD)
    list_id = newest(actor)
    going = signed_in.get(reverse("exchange.progress", args=[list_id]))
    assert "HX-Refresh" in going
    with acting(actor):
        one = queries.people_list(actor, list_id)
    fields = {f"column_{index}": field for field, index in one.mapping.items()}
    signed_in.post(
        reverse("exchange.columns", args=[list_id]),
        fields | {"order": "auto", "first_of_january": "day", "version": one.version},
    )

    going = signed_in.get(reverse("exchange.progress", args=[list_id]))
    assert "every 2s" in going.content.decode()
    assert "HX-Refresh" not in going


def test_a_list_can_be_set_aside(signed_in, actor):
    upload(signed_in, HEADER + GOOD)
    list_id = newest(actor)
    answer = signed_in.post(reverse("exchange.abandon", args=[list_id]), {"version": "1"}, follow=True)

    assert "set aside" in answer.content.decode()


def test_a_list_of_another_organisation_does_not_exist(world, signed_in, actor, client):
    upload(signed_in, HEADER + GOOD)
    list_id = newest(actor)
    client.force_login(world.someone("registrar", "UNHCR-LBY"))

    assert client.get(reverse("exchange.columns", args=[list_id])).status_code == 404


def test_who_may_not_import_finds_no_screen(world, client):
    client.force_login(world.someone("caseworker"))

    assert client.get(reverse("exchange.lists")).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_template_can_be_had_in_three_languages(signed_in, language):
    answer = signed_in.get(reverse("exchange.template", args=[language]))

    assert answer.status_code == 200
    assert len(openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames) == 3


def test_the_api_takes_a_list_and_says_how_it_stands(signed_in, actor):
    made = signed_in.post("/api/exchange/lists", {"file": SimpleUploadedFile("list.csv", (HEADER + GOOD + BAD).encode())})
    list_id = made.json()["id"]
    columns = {"mapping": {"name": 1, "sex": 2, "birth_date": 3, "nationality": 4, "external_id": 0}}
    asked = signed_in.post(f"/api/exchange/lists/{list_id}/columns", columns, content_type="application/json")
    with acting(actor):
        jobs.check(actor, list_id)
    one = signed_in.get(f"/api/exchange/lists/{list_id}").json()
    faults = signed_in.get(f"/api/exchange/lists/{list_id}/faults").json()

    assert (made.status_code, asked.status_code) == (201, 202)
    assert (one["status"], one["good"], one["bad"]) == ("checked", 1, 1)
    assert {fault["cell"] for fault in faults} == {"D3", "E3"}


def test_the_api_refuses_what_is_no_list(signed_in):
    answer = signed_in.post("/api/exchange/lists", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 no")})

    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["code"] == "exchange.file.picture"
