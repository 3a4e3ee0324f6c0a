"""The commands of the contract, on its own example and on invented lists."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bench.linkage.caseload import Caseload
from corridor.engines.linkage.model import SHIPPED, digest
from tests.engines.linkage.helpers import PERSON, link, read_table, write_list

CONTRACTS = Path(__file__).parents[4] / "shared" / "contracts"


@pytest.fixture(scope="module")
def caseload(tmp_path_factory) -> Path:
    return write_list(tmp_path_factory.mktemp("list") / "people.csv", Caseload(2_200, 5).rows)


@pytest.fixture(autouse=True)
def own_tmpdir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    private = tmp_path / "tmpdir"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    return private


@pytest.mark.skipif(not CONTRACTS.exists(), reason="the contract's examples are not beside the project")
def test_the_example_gives_its_clusters(tmp_path: Path, own_tmpdir: Path) -> None:
    assert link("dedupe", CONTRACTS / "example-people.csv", "--out", tmp_path / "c.csv") == 0
    assert (tmp_path / "c.csv").read_text() == (CONTRACTS / "example-clusters.csv").read_text()
    assert list(own_tmpdir.iterdir()) == []


def test_the_order_of_rows_changes_no_byte_and_a_saved_model_scores_alike(caseload: Path, tmp_path: Path, capsys) -> None:
    model = tmp_path / "model.json"
    assert link("dedupe", caseload, "--out", tmp_path / "c1.csv", "--pairs", tmp_path / "p1.csv", "--save-model", model) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[1] for line in said if line.startswith("time ")] == [
        "read",
        "prepare",
        "train",
        "compare",
        "cluster",
        "write",
        "total",
    ]
    assert said[-1].startswith("count records 2200 pairs ")
    assert said[-2].startswith("memory peak ")
    rows = read_table(caseload)
    random.Random(1).shuffle(rows)
    columns = list(rows[0])
    random.Random(1).shuffle(columns)
    again = write_list(tmp_path / "again.csv", rows, tuple(columns))
    assert link("dedupe", again, "--out", tmp_path / "c2.csv", "--pairs", tmp_path / "p2.csv") == 0
    assert (tmp_path / "c1.csv").read_bytes() == (tmp_path / "c2.csv").read_bytes()
    assert (tmp_path / "p1.csv").read_bytes() == (tmp_path / "p2.csv").read_bytes()
    _scores_alike(caseload, tmp_path, model, capsys)


def _scores_alike(caseload: Path, tmp_path: Path, model: Path, capsys) -> None:
    by_id = {row["record_id"]: row for row in read_table(caseload)}
    pairs = read_table(tmp_path / "p1.csv")[:50]
    for side, column in (("a", "left_id"), ("b", "right_id")):
        lines = [json.dumps(by_id[pair[column]], ensure_ascii=False) for pair in pairs]
        (tmp_path / f"{side}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()
    assert link("score", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--model", model) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(found) == len(pairs)
    for pair, answer in zip(pairs, found, strict=True):
        assert abs(float(pair["weight"]) - answer["weight"]) < 1e-9
        assert abs(answer["prior"] + sum(line["weight"] for line in answer["evidence"]) - answer["weight"]) < 1e-9


def test_matching_two_lists_one_to_one_links_no_record_twice(caseload: Path, tmp_path: Path) -> None:
    rows = read_table(caseload)
    left, right = write_list(tmp_path / "l.csv", rows[::2]), write_list(tmp_path / "r.csv", rows[1::2])
    assert link("match", left, right, "--out", tmp_path / "p.csv", "--one-to-one") == 0
    links = [pair for pair in read_table(tmp_path / "p.csv") if pair["decision"] == "link"]
    assert links
    assert len({pair["left_id"] for pair in links}) == len({pair["right_id"] for pair in links}) == len(links)
    assert {pair["left_id"] for pair in links} <= {row["record_id"] for row in rows[::2]}


def test_households_of_two_lists_without_a_source_are_not_one_roster(tmp_path: Path) -> None:
    row = {**PERSON, "household_id": "H1", "present_on": "2020-01-15"}
    left, right = write_list(tmp_path / "l.csv", [row]), write_list(tmp_path / "r.csv", [{**row, "record_id": "b"}])
    assert link("match", left, right, "--out", tmp_path / "p.csv") == 0
    assert [pair["decision"] for pair in read_table(tmp_path / "p.csv")] == ["link"]
    both = write_list(tmp_path / "both.csv", [row, {**row, "record_id": "b"}])
    assert link("dedupe", both, "--out", tmp_path / "c.csv", "--pairs", tmp_path / "p.csv") == 0
    assert [pair["decision"] for pair in read_table(tmp_path / "p.csv")] == ["apart"]


def test_an_interrupted_run_leaves_nothing_behind(caseload: Path, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    code = "import sys; from corridor.engines.linkage.cli import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "dedupe", str(caseload), "--out", str(tmp_path / "c.csv")]
    root = Path(__file__).parents[3]
    run = subprocess.Popen(words, cwd=root, env={**os.environ, "TMPDIR": str(private)}, stderr=subprocess.PIPE)
    while run.poll() is None and not any(private.glob("corridor-link-*")):
        time.sleep(0.05)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 130
    assert b"Traceback" not in said
    assert list(private.iterdir()) == []
    assert not (tmp_path / "c.csv").exists()


def test_a_run_that_was_killed_goes_on_where_it_stopped(caseload: Path, tmp_path: Path, capsys) -> None:
    work, code = tmp_path / "work", "import sys; from corridor.engines.linkage.cli import main; sys.exit(main(sys.argv[1:]))"
    asked = ("dedupe", caseload, "--out", tmp_path / "c.csv", "--pairs", tmp_path / "p.csv", "--resume", work)
    run = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, asked)], cwd=Path(__file__).parents[3], stderr=subprocess.DEVNULL
    )
    while run.poll() is None and _pieces_kept(work) < 1:
        time.sleep(0.1)
    run.kill()
    run.wait()
    assert _pieces_kept(work) >= 1
    assert work.stat().st_mode & 0o077 == 0

    assert link(*asked) == 0

    assert "going on with the work that was kept" in capsys.readouterr().err
    assert not work.exists()
    whole = ("dedupe", caseload, "--out", tmp_path / "c2.csv", "--pairs", tmp_path / "p2.csv")
    assert link(*whole) == 0
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "c2.csv").read_bytes()
    assert (tmp_path / "p.csv").read_bytes() == (tmp_path / "p2.csv").read_bytes()


def _pieces_kept(work: Path) -> int:
    """Steps noted in the folder of a run that may still be at work: its file cannot be opened beside it, its log grows."""
    log = work / "run.duckdb.wal"
    return log.read_bytes().count(b"piece 0") if log.exists() else 0


def test_work_that_was_kept_belongs_to_its_files(tmp_path: Path, capsys, monkeypatch) -> None:
    people, work = _three(tmp_path), tmp_path / "work"
    monkeypatch.setattr("corridor.engines.linkage.linking.Linking._cluster", _broken)
    with pytest.raises(RuntimeError):
        link("dedupe", people, "--out", tmp_path / "c.csv", "--resume", work)
    monkeypatch.undo()
    people.write_text(people.read_text() + "\n")

    assert link("dedupe", people, "--out", tmp_path / "c.csv", "--resume", work) == 2

    assert "belongs to other files or options" in capsys.readouterr().err
    assert (work / "run.duckdb").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me")

    assert link("dedupe", _three(tmp_path), "--out", tmp_path / "c.csv", "--resume", folder) == 2

    assert "holds other things" in capsys.readouterr().err
    assert (folder / "letter.txt").exists()


def _broken(_linking: object) -> None:
    raise RuntimeError


def _labels(path: Path, *rows: tuple[str, str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("left_id", "right_id", "decision", "decided_by"), *((*row, "w1") for row in rows)])
    return path


def _three(tmp_path: Path) -> Path:
    other = {**PERSON, "name": "Tesfay Mehari", "phone": "", "document_number": "", "birth_date": "1980", "mother_name": ""}
    return write_list(tmp_path / "people.csv", [PERSON, {**PERSON, "record_id": "b"}, {**other, "record_id": "c"}])


def test_labels_come_before_weights_and_the_last_one_counts(tmp_path: Path, capsys) -> None:
    people = _three(tmp_path)
    labels = _labels(tmp_path / "l.csv", ("b", "a", "same"), ("a", "b", "different"), ("c", "a", "same"), ("a", "nobody", "same"))
    assert link("dedupe", people, "--labels", labels, "--out", tmp_path / "c.csv", "--pairs", tmp_path / "p.csv") == 0
    assert {row["record_id"]: row["cluster_id"] for row in read_table(tmp_path / "c.csv")} == {"a": "a", "b": "b", "c": "a"}
    decisions = {(row["left_id"], row["right_id"]): row["decision"] for row in read_table(tmp_path / "p.csv")}
    assert decisions[("a", "b")] == "apart"
    assert decisions[("a", "c")] == "link"
    assert "1 rows of the labels" in capsys.readouterr().err


def test_labels_that_contradict_each_other_are_refused_naming_the_three(tmp_path: Path, capsys) -> None:
    labels = _labels(tmp_path / "l.csv", ("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different"))
    assert link("dedupe", _three(tmp_path), "--labels", labels, "--out", tmp_path / "c.csv") == 2
    said = capsys.readouterr().err
    assert all(f"'{ident}'" in said for ident in "abc")
    assert not (tmp_path / "c.csv").exists()


def test_a_hundred_decisions_calibrate_the_weights(caseload: Path, tmp_path: Path) -> None:
    drawn = Caseload(2_200, 5)
    assert link("dedupe", caseload, "--out", tmp_path / "c.csv", "--pairs", tmp_path / "p.csv", "--min-weight", "-6") == 0
    pairs = read_table(tmp_path / "p.csv")[:200]
    decided = [
        (p["left_id"], p["right_id"], "same" if drawn.truth[p["left_id"]] == drawn.truth[p["right_id"]] else "different")
        for p in pairs
    ]
    labels = _labels(tmp_path / "l.csv", *decided)
    first, second = tmp_path / "m1.json", tmp_path / "m2.json"
    assert link("dedupe", caseload, "--out", tmp_path / "c.csv", "--save-model", first) == 0
    assert link("dedupe", caseload, "--out", tmp_path / "c.csv", "--labels", labels, "--save-model", second) == 0
    assert json.loads(first.read_text())["weights"] != json.loads(second.read_text())["weights"]
    assert json.loads(second.read_text())["provenance"]["decisions"] == 200


def test_a_changed_or_foreign_model_is_refused(tmp_path: Path, capsys) -> None:
    people = _three(tmp_path)
    found = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for changed in (
        {**found, "link_at": 99.0},
        {**found, "format": "other/1"},
        [],
        {"format": found["format"], "sha256": digest({"format": found["format"]})},
    ):
        (tmp_path / "m.json").write_text(json.dumps(changed), encoding="utf-8")
        assert link("dedupe", people, "--out", tmp_path / "c.csv", "--model", tmp_path / "m.json") == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_keys_are_told_per_name(capsys) -> None:
    assert link("keys", "Mohamed bin Osman", "عثمان") == 0
    one, other = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [token["text"] for token in one["tokens"]] == ["mohamed", "osman"]
    assert set(one["tokens"][1]["keys"]) & set(other["tokens"][0]["keys"])


@pytest.mark.parametrize(
    "words",
    [(), ("dedupe",), ("dedupe", "x.csv"), ("dedupe", "x.csv", "--out", "no/such/folder.csv"), ("score", "a", "b"), ("fly",),
     ("dedupe", "x.csv", "--out", "x.csv"), ("match", "a", "b", "--out", "c", "--engine", "abacus"), ("prepare", "x.csv")],
)  # fmt: skip
def test_bad_commands_are_refused_in_one_sentence(words: tuple[str, ...], capsys) -> None:
    assert link(*words) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
