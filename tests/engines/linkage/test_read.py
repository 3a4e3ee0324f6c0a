"""Lists that cannot be used are refused in one sentence; cells that cannot be read are kept as unknown and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engines.linkage.helpers import link, read_table, write_list

BADINPUT = Path(__file__).parents[4] / "shared" / "data" / "8_badinput"
REFUSED = {
    "0 bytes": (b"", "empty"),
    "a workbook": (b"PK\x03\x04rest", "not a text file"),
    "no header": (b"\n\n", "no header"),
    "no record_id": (b"name\nAli\n", "no column record_id"),
    "an unknown column": (b"record_id,fathername\n1,Ali\n", "father_name"),
    "a column twice": (b"record_id,name,name\n1,a,b\n", "twice"),
    "an empty id": (b"record_id,name\n,Ali\n", "row 2"),
    "an id twice": (b"record_id,name\n1,Ali\n2,Omar\n1,Ali\n", "row 2 and again in row 4"),
    "a row too long": (b"record_id,name\n1,Ali\n2,Omar,x\n", "row 3"),
    "a row too short": (b"record_id,name,sex\n1,Ali\n", "row 2"),
    "an unclosed quote": (b'record_id,name\n1,Ali\n2,"Omar\n', "row 3"),
    "a NUL": (b"record_id,name\n1,A\x00li\n", "NUL"),
    "wrong bytes": (b"record_id,name\n1,Ali\n2,\xe9\xe8\n", "row 3"),
    "an id with a space": (b"record_id,name\n1 ,Ali\n", "row 2"),
    "an id too long": (b"record_id\n" + b"x" * 81 + b"\n", "row 2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_list_that_is_not_one_is_refused_in_one_sentence(case: str, tmp_path: Path, capsys) -> None:
    content, words = REFUSED[case]
    (tmp_path / "people.csv").write_bytes(content)
    assert link("dedupe", tmp_path / "people.csv", "--out", tmp_path / "out.csv") == 2
    said = capsys.readouterr().err.strip()
    assert words in said
    assert "\n" not in said
    assert "Traceback" not in said
    assert not (tmp_path / "out.csv").exists()
    assert link("prepare", tmp_path / "people.csv", "--report", "--json") == 1
    assert any(problem["fatal"] for problem in json.loads(capsys.readouterr().out)["problems"])


def test_a_list_that_is_not_there_is_refused(tmp_path: Path, capsys) -> None:
    assert link("dedupe", tmp_path / "none.csv", "--out", tmp_path / "out.csv") == 2
    assert link("prepare", tmp_path / "none.csv", "--report") == 2
    assert "no file none.csv" in capsys.readouterr().err


def test_a_list_with_only_a_header_gives_outputs_with_only_a_header(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("record_id,name\n", encoding="utf-8")
    assert link("dedupe", tmp_path / "people.csv", "--out", tmp_path / "c.csv", "--pairs", tmp_path / "p.csv") == 0
    assert (tmp_path / "c.csv").read_text() == "record_id,cluster_id\n"
    assert (tmp_path / "p.csv").read_text() == "left_id,right_id,weight,probability,decision\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_agreed_form_of_file_is_read(encoding: str, separator: str, tmp_path: Path) -> None:
    text = separator.join(("record_id", "name", "phone")) + "\r\n" + separator.join(("1", "محمد عثمان", "0912345678")) + "\r\n"
    (tmp_path / "people.csv").write_bytes(text.encode(encoding))
    asked = ["--encoding", encoding] if encoding in ("utf-16-le", "windows-1256") else []
    assert link("dedupe", tmp_path / "people.csv", "--out", tmp_path / "c.csv", *asked) == 0
    assert read_table(tmp_path / "c.csv") == [{"record_id": "1", "cluster_id": "1"}]


def test_cells_not_understood_are_counted_and_the_row_is_kept(tmp_path: Path, capsys) -> None:
    rows = [
        {"record_id": "1", "name": "Ali", "birth_date": "1996-02-30", "sex": "boy", "nationality": "NGR", "age": "130"},
        {
            "record_id": "2",
            "name": "Ali",
            "birth_date": "2030-01-05",
            "registered_on": "2020-01-01",
            "phone": "12",
            "nationality": "-",
        },
        {
            "record_id": "3",
            "birth_date": "2021-01-05",
            "registered_on": "2020-01-01",
            "present_on": "2020-01-01;soon",
            "age": "30",
        },
    ]
    write_list(tmp_path / "people.csv", rows)
    assert link("dedupe", tmp_path / "people.csv", "--out", tmp_path / "c.csv") == 0
    said = capsys.readouterr().err
    assert "cells not understood: age 1, birth_date 3, nationality 1, present_on 1, sex 1" in said
    assert "Ali" not in said
    assert len(read_table(tmp_path / "c.csv")) == 3
    assert link("prepare", tmp_path / "people.csv", "--report", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["columns"]["birth_date"] == {"filled": 3, "understood": 0, "unknown": 0, "not_understood": 3}
    assert found["columns"]["phone"]["unknown"] == 1
    assert {(p["row"], p["column"]) for p in found["problems"]} >= {(2, "birth_date"), (2, "sex"), (4, "present_on")}


@pytest.mark.skipif(not BADINPUT.exists(), reason="the bad inputs are not beside the project")
def test_naughty_strings_are_names_like_any_other(tmp_path: Path) -> None:
    naughty = [text.replace("\x00", "") for text in json.loads((BADINPUT / "blns.json").read_text(encoding="utf-8"))]
    rows = [{"record_id": str(at), "name": text, "city": text, "phone": text, "sex": text} for at, text in enumerate(naughty)]
    write_list(tmp_path / "people.csv", rows)
    assert link("dedupe", tmp_path / "people.csv", "--out", tmp_path / "c.csv") == 0
    assert len(read_table(tmp_path / "c.csv")) == len(rows)


@pytest.mark.skipif(not BADINPUT.exists(), reason="the bad inputs are not beside the project")
def test_every_csv_of_the_spectrum_is_read_or_refused_in_a_sentence(tmp_path: Path, capsys) -> None:
    for path in sorted((BADINPUT / "csv_spectrum" / "csvs").glob("*.csv")):
        text = "record_id," + path.read_text(encoding="utf-8").replace("\n", "\n1,", 1)
        (tmp_path / "people.csv").write_text(text, encoding="utf-8", newline="")
        code = link("dedupe", tmp_path / "people.csv", "--ignore-unknown", "--out", tmp_path / "c.csv")
        said = capsys.readouterr().err
        assert code == 0 or (code == 2 and len(said.strip().splitlines()) == 1), path.name
