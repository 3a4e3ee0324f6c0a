"""Reading lists: whatever bytes come in, rows or a sentence come out; what is written is read again as it was."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.exchange import rules
from corridor.exchange.adapters import reading, writing
from corridor.exchange.rules import Plan, dates, values
from corridor.exchange.words import Field
from corridor.kernel.refusals import Refused

from .conftest import csv_of, xlsx_of

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NASTY = sorted(path for folder in ("8_badinput", "5_exchange/libhxl") for path in (DATA / folder).rglob("*") if path.is_file())


def all_rows(raw):
    return list(reading.rows(raw, reading.peek(raw).reading))


def refusal(raw):
    with pytest.raises(Refused) as said:
        all_rows(raw)
    return said.value.reasons[0].code.removeprefix("exchange.file.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_told_by_the_bytes(encoding, separator):
    raw = csv_of(("الاسم الكامل", "الجنس", "العمر"), ("محمد عبد الله", "ذكر", "30"), encoding=encoding, separator=separator)

    assert all_rows(raw) == [(2, ["محمد عبد الله", "ذكر", "30"])]
    assert set(reading.peek(raw).mapping) == {"name", "sex", "age"}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8"])
def test_french_in_one_byte_is_not_taken_for_arabic(encoding):
    raw = csv_of(("Prénom", "Nom", "Nationalité"), ("Françoise", "Müñoz", "Sénégal"), encoding=encoding)

    assert all_rows(raw) == [(2, ["Françoise", "Müñoz", "Sénégal"])]


def test_title_rows_blank_columns_and_merged_headers_are_seen_through():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Registration list, Tripoli"
    sheet.merge_cells("A1:F1")
    sheet["B3"], sheet["D3"], sheet["B4"] = "Full name", "Date of birth", ""
    sheet["D4"], sheet["E4"], sheet["F4"] = "Day", "Month", "Year"
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("D3:F3")
    sheet.append([None, "Amina Osman", None, 25, 4, 1994])
    out = io.BytesIO()
    book.save(out)

    seen = reading.peek(out.getvalue())
    assert seen.mapping == {"name": "1", "birth_day": "3", "birth_month": "4", "birth_year": "5"}
    assert all_rows(out.getvalue()) == [(5, ["", "Amina Osman", "", "25", "4", "1994"])]


def test_dates_of_excel_are_dates_and_formulas_are_never_evaluated():
    raw = xlsx_of(("Name", "DOB", "Age"), ("Amina Osman", date(1994, 4, 25), "=1+1"))

    assert all_rows(raw) == [(2, ["Amina Osman", "1994-04-25", "#VALUE!"])]


def test_an_empty_cell_at_the_far_end_of_the_sheet_does_no_harm():
    book = openpyxl.Workbook()
    book.active.append(["Name"])
    book.active.append(["Amina"])
    book.active["XFD1048576"].number_format = "@"
    out = io.BytesIO()
    book.save(out)

    assert all_rows(out.getvalue()) == [(2, ["Amina"])]


def test_text_at_the_far_end_of_the_sheet_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["Name"])
    book.active.append(["Amina"])
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)

    assert refusal(out.getvalue()) == "too_many_columns"


def zipped(**parts):
    out = io.BytesIO()
    types = b"<Types>application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml</Types>"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_what_unpacks_to_too_much_is_refused_unopened():
    assert refusal(zipped(xl__sharedStrings=b"")) == "broken"
    assert refusal(zipped(xl__big=b"\0" * (320 * 1024 * 1024))) == "bomb"
    assert refusal(zipped(**{f"p{number}": b"" for number in range(2100)})) == "bomb"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"Name,Sex\r\n", "no_rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<table><tr><td>Name</td></tr></table>", "web_page"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b"\x1f\x8b\x08 packed", "packed"),
        (b'{"name": "x"}', "json"),
        (bytes(range(1, 32)) * 40, "not_text"),
    ],
)
def test_what_is_no_list_is_named_and_refused(raw, code):
    assert refusal(raw) == code


@pytest.mark.skipif(not NASTY, reason="the collected nasty files are not here")
@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.name)
def test_nasty_files_give_rows_or_a_sentence(path):
    with suppress(Refused):
        all_rows(path.read_bytes())


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-16")), st.text().map(str.encode))
)
def test_no_bytes_raise_anything_but_a_refusal(raw):
    with suppress(Refused):
        all_rows(raw)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_workbook_raises_nothing_but_a_refusal(data):
    raw = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        all_rows(bytes(raw))


WORKBOOK = xlsx_of(("Full name", "Sex", "Date of birth"), ("Amina Osman", "F", date(1994, 4, 25)), ("Musa", "M", 1990))

WORDS = st.text(st.characters(categories=["L", "Nd", "Zs", "P", "S", "Cc"], exclude_characters="\x7f\x85"), max_size=25)
CELLS = st.fixed_dictionaries({field: WORDS.map(lambda text: " ".join(text.split())) for field in writing.COLUMNS})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(writing.LANGUAGES), st.lists(CELLS, min_size=1, max_size=3))
def test_what_is_written_into_a_template_is_read_again(language, rows):
    rows = [row | {Field.NAME: "Amina Osman"} for row in rows]
    raw = writing.template(language, rows)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    seen = reading.peek(raw)
    read = [
        {Field(field): (cells + [""] * 40)[int(index)] for field, index in seen.mapping.items()} for _, cells in all_rows(raw)
    ]

    clean = [
        {field: openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text).strip() for field, text in row.items()} for row in rows
    ]
    assert read == clean
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_rejected_rows_never_hold_a_formula_and_come_back_as_they_were(cells):
    columns = [f"Column {number}" for number in range(len(cells))]
    raw = writing.rejected("csv", columns, [(cells, [{"column": 0, "code": "x", "text": "Wrong.", "params": {}}])], "en")
    text = raw.decode("utf-8-sig")

    import csv

    for line in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in line if cell.startswith(writing.RISKY)]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["auto", "dmy", "mdy"]))
def test_any_text_is_a_date_nothing_or_a_sentence(text, order):
    try:
        found = dates.read(text, order)
    except Refused:
        return
    assert found.first is None or found.precision != "unknown"
    assert found.first != date(1900, 1, 1)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=8, max_size=8))
def test_any_row_is_a_person_or_has_faults(cells):
    fields = (
        Field.NAME,
        Field.SEX,
        Field.BIRTH_DATE,
        Field.NATIONALITY,
        Field.PHONE,
        Field.AGE,
        Field.LANGUAGES,
        Field.EXTERNAL_ID,
    )
    plan = Plan({field: index for index, field in enumerate(fields)}, today=date(2026, 11, 23), calling_code="218")
    judged = rules.judge(cells, plan)

    assert (judged.person is None) == bool(judged.faults)
    assert all(fault["text"] % fault["params"] if fault["params"] else fault["text"] for fault in judged.faults)


@given(st.dates(date(1910, 1, 1), date(2026, 1, 1)))
def test_a_day_written_in_any_clear_way_is_the_same_day(day):
    wanted = dates.Said(day, "day")

    assert dates.read(day.isoformat(), "auto") == wanted
    assert dates.read(f"{day:%d/%m/%Y}", "dmy") == wanted
    assert dates.read(f"{day:%m-%d-%Y}", "mdy") == wanted
    assert dates.read(f"{day:%d %B %Y}", "auto") == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/1990", "ambiguous"),
        ("12/05/90", "short_year"),
        ("31/02/1990", "no_such_day"),
        ("1410-05-02", "hijri"),
        ("32874", "serial"),
        ("soon", "unreadable"),
    ],
)
def test_what_is_no_clear_day_is_refused(text, code):
    with pytest.raises(Refused) as said:
        dates.read(text, "auto")

    assert said.value.reasons[0].code == f"exchange.date.{code}"


@pytest.mark.parametrize("text", ["01/01/1900", "1900-01-01", "1900", "1899-12-30"])
def test_days_that_mean_not_known_stay_not_known(text):
    assert dates.read(text, "dmy").first is None


def test_1_january_is_a_year_when_the_file_says_so():
    plan = Plan({Field.NAME: 0, Field.BIRTH_DATE: 1}, first_of_january="year", today=date(2026, 11, 23))

    assert rules.judge(["Amina", "1994-01-01"], plan).person.birth.precision == "year"
    assert rules.judge(["Amina", "1994-01-02"], plan).person.birth.precision == "day"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Gambia", "GM"), ("The Gambia", "GM"), ("NGA", "NG"), ("ng", "NG"), ("Sénégalaise", "SN"), ("السودان", "SD"), ("تشاد", "TD"),
     ("Côte d’Ivoire", "CI"), ("Niger", "NE"), ("Guinée-Bissau", "GW"), ("République démocratique du Congo", "CD"), ("unknown", "")],
)  # fmt: skip
def test_countries_are_known_in_three_languages(text, code):
    assert values.country(text) == code


@pytest.mark.parametrize("field", [field for field in Field if field in rules.HEADERS])
def test_every_word_for_a_column_is_recognised(field):
    for language, labels in rules.HEADERS[field].items():
        for label in labels:
            assert rules.recognise(label) in (field, Field.FAMILY_NAME, Field.NAME, Field.GIVEN_NAME), (language, label)


def test_near_spellings_of_columns_are_recognised():
    assert rules.recognise("Nationalty") is Field.NATIONALITY
    assert rules.recognise("Date of Brith") is Field.BIRTH_DATE
    assert rules.recognise("S/N") is None
