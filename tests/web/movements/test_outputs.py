"""Lists that leave the house: exactly the recipient's fields, in every format, and nothing that is protected (INV-15, INV-16)."""

import io
import json
import re

import openpyxl
import pytest
from django.utils import translation

from corridor.audit.models import Entry
from corridor.kernel.actor import acting
from corridor.kernel.refusals import NotFound
from corridor.movements import actions
from corridor.people import actions as people
from corridor.web.movements.outputs import document as documents
from corridor.web.movements.outputs import pdf, qr
from corridor.web.movements.outputs.document import COLUMNS, FIELDS, Recipient, document
from corridor.web.movements.outputs.files import WRITERS, issue
from tests.movements.ground import prepared

ALLOWED = {
    "authorities": {
        "no", "name", "name_document", "sex", "birth_date", "nationality", "document_kind", "document_number", "exit_permit",
        "destination", "seat",
    },
    "carrier": {"no", "name", "sex", "age_class", "seat", "service", "document_number", "destination"},
    "reception": {"no", "name", "sex", "age", "family", "service", "onward", "destination"},
    "operations": {
        "no", "reference", "party", "name", "sex", "age", "nationality", "document_number", "exit_permit", "destination", "seat",
        "service", "status",
    },
}  # fmt: skip
PROTECTED = "ZEBRAFISH"


def _laden(ground, mover):
    """A flight with a family of three on its list, about whom much is recorded that no list may show."""
    flight_id, mother = ground.flight(code="CR-0900", status="confirmed"), ground.ready()
    child = ground.ready(born=None, family_of=mother, role="sibling")
    ground.fit(mother, "fit_with_assistance", service="wheelchair", note=f"{PROTECTED} diagnosis")
    with acting(ground.caseworker) as actor:
        people.add_phone(actor, mother, "+218911234567", PROTECTED)
        people.add_need(actor, mother, "TR", "")
        people.add_name(actor, mother, people.NewName("أحمد عبد الله"))
    actions.change_flight(mover, flight_id, {"wheelchair_slots": 3}, None)
    ground.booked(flight_id, mother, child)
    return flight_id


BEGINS = prepared(_laden)


@pytest.fixture
def laden(begun):
    return begun[1]


def words_of(body, form):
    """What a reader of this file can read."""
    if form == "json":
        return body.decode()
    book = openpyxl.load_workbook(io.BytesIO(body))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


@pytest.mark.parametrize("recipient", list(Recipient))
def test_a_recipient_gets_exactly_the_allowed_fields(recipient, laden, mover):
    one = document(mover, laden, recipient)

    assert set(one.columns) == ALLOWED[recipient]
    assert all(set(row) == ALLOWED[recipient] for row in one.rows)
    assert [len(texts) for texts in one.texts()] == [len(one.columns)] * 2


def test_no_column_could_carry_what_no_list_may_hold():
    assert set(COLUMNS) == set().union(*ALLOWED.values())
    assert set(FIELDS) == set(Recipient)


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("recipient", list(Recipient))
def test_what_is_protected_is_in_no_format(recipient, form, laden, mover):
    body = issue(mover, laden, recipient, form).body
    text = str(pdf.contents(document(mover, laden, recipient))) if form == "pdf" else words_of(body, form)

    assert PROTECTED not in text
    assert "LOS" in text or "Lagos" in text
    assert "218911234567" not in text
    assert body[:4] == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04", "json": b"{\n  "}[form]


def test_the_machine_form_has_the_same_keys(laden, mover):
    for recipient in Recipient:
        said = json.loads(issue(mover, laden, recipient, "json").body)

        assert set(said) == {"schema", "synthetic", "recipient", "flight", "version", "state", "made_at", "people", "escorts"}
        assert all(set(row) == ALLOWED[recipient] for row in said["people"])
        assert said["synthetic"] is True


def test_authorities_do_not_learn_the_service_and_the_carrier_does(laden, mover):
    assert "wheelchair" not in issue(mover, laden, "authorities", "json").body.decode()
    assert "wheelchair" in issue(mover, laden, "carrier", "json").body.decode()


def test_a_workbook_holds_texts_and_no_formula(ground, mover, acts):
    flight_id, person_id = ground.flight(status="confirmed"), ground.ready()
    with acts(ground.caseworker) as actor:
        people.correct(actor, person_id, {"name": "=HYPERLINK(1)"}, None)
    ground.booked(flight_id, person_id)

    book = openpyxl.load_workbook(io.BytesIO(issue(mover, flight_id, "authorities", "xlsx").body))
    cells = [cell for row in book.active for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert any(cell.value == "=HYPERLINK(1)" and cell.quotePrefix for cell in cells)
    assert any("SYNTHETIC" in cell.value for cell in cells)


def test_an_arabic_workbook_runs_from_right_to_left(laden, mover):
    with translation.override("ar"):
        book = openpyxl.load_workbook(io.BytesIO(issue(mover, laden, "authorities", "xlsx").body))

    assert book.active.sheet_view.rightToLeft


def test_a_page_says_the_recipients_columns_and_no_more(laden, mover):
    for recipient in Recipient:
        one = document(mover, laden, recipient)
        said = pdf.contents(one)

        assert set(said) == {
            "title", "synthetic", "facts", "headings", "widths", "rows", "along_title", "along", "foot", "printed",
        }  # fmt: skip
        assert [len(row) for row in said["rows"]] == [len(ALLOWED[recipient])] * 2
        assert "SYNTHETIC" in said["synthetic"]


def test_an_arabic_document_is_set(laden, mover):
    with translation.override("ar"):
        assert issue(mover, laden, "authorities", "pdf").body.startswith(b"%PDF")


def test_a_file_is_named_after_flight_and_version_only(laden, mover):
    assert issue(mover, laden, "authorities", "json").name == "CR-0900-v0.json"

    actions.draft_manifest(mover, laden)

    assert issue(mover, laden, "carrier", "pdf").name == "CR-0900-v1.pdf"


def test_an_export_is_on_record_for_the_document_and_for_each_person(laden, mover):
    issue(mover, laden, "carrier", "json")

    lines = Entry.objects.filter(verb="movements.manifest.export").order_by("id")
    assert [line.person_id is None for line in lines] == [True, False, False]
    assert json.loads(lines[0].detail)["people"] == 2


def test_every_format_holds_the_same_rows(laden, mover):
    plain = json.loads(issue(mover, laden, "carrier", "json").body)["people"]
    sheet = words_of(issue(mover, laden, "carrier", "xlsx").body, "xlsx")

    assert all(row["name"] in sheet and row["document_number"] in sheet for row in plain)


def test_a_list_needs_the_right_to_export(ground, laden, acts):
    with acts(ground.world.actor("caseworker")) as actor, pytest.raises(NotFound):
        document(actor, laden, Recipient.AUTHORITIES)


def test_an_unknown_format_or_recipient_does_not_exist(laden, mover):
    for recipient, form in (("authorities", "csv"), ("press", "pdf")):
        with pytest.raises(NotFound):
            issue(mover, laden, recipient, form)


def test_the_code_of_a_boarding_pass_is_a_picture_without_script_or_name():
    picture = qr.svg("kD3-opaque_token", "Boarding code")

    assert picture.startswith("<svg")
    assert not re.search(r"script|style=|href|on[a-z]+=", picture)
    assert "kD3-opaque_token" not in picture


def test_words_of_a_row_are_translated_and_codes_are_not(laden, mover):
    one = document(mover, laden, Recipient.CARRIER)

    assert {row["seat"] for row in one.rows} == {"seat"}
    assert "Own seat" in one.texts()[0]
    assert documents.Place.LAP.label == "On a lap"


def test_parties_stand_together_and_name_each_other_by_number(laden, ground, mover):
    ground.booked(laden, ground.ready())
    actions.draft_manifest(mover, laden)

    rows = document(mover, laden, Recipient.RECEPTION).rows

    assert [row["no"] for row in rows] == [1, 2, 3]
    together = [row for row in rows if row["family"]]
    assert [row["family"] for row in together] == [str(together[1]["no"]), str(together[0]["no"])]
    assert abs(together[0]["no"] - together[1]["no"]) == 1
