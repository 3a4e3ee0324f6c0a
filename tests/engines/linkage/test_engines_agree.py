"""Batch and interactive weights are one: Python, Splink on DuckDB and Splink on Spark score alike."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from bench.linkage.caseload import Caseload
from corridor.engines.linkage.engine_duckdb import DuckScorer
from corridor.engines.linkage.features import features
from corridor.engines.linkage.model import shipped
from corridor.engines.linkage.person import read_person
from corridor.engines.linkage.scoring import score, score_ready
from corridor.engines.linkage.store import Store, batch_of
from tests.engines.linkage.helpers import TODAY, link, write_list


def test_splink_on_duckdb_gives_the_weights_of_the_python_scorer() -> None:
    model = shipped()
    found = {row["record_id"]: features(read_person(row, 2, TODAY, [])) for row in Caseload(9_000, 11).rows}
    with Store() as store:
        store.add(batch_of((0, record) for record in found.values()))
        store.number_records(model.rarity)
        store.index_blocks()
        scorer = DuckScorer(store, model)
        for chunk in store.pair_chunks(False):
            store.make_pairs(chunk, False)
            scorer.score("pairs")
        names = dict(store.con.execute("SELECT rid, record_id FROM names").fetchall())
        scored = store.con.execute("SELECT l, r, weight FROM scored").fetchall()
    ready = {ident: score_ready(record, model) for ident, record in found.items()}
    worst = max(abs(weight - score(ready[names[one]], ready[names[other]], model)) for one, other, weight in scored)
    assert len(scored) > 20_000
    assert worst <= 1e-9


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="Spark is not installed: the group spark brings it")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none on this machine")
@pytest.mark.filterwarnings("ignore")
def test_splink_on_spark_gives_the_same_decisions_and_weights(tmp_path: Path, capsys, monkeypatch) -> None:
    # A short run: compiling thoroughly would cost more than it saves.
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    people = write_list(tmp_path / "people.csv", Caseload(1_000, 12).rows)
    for engine in ("duckdb", "spark"):
        assert (
            link("dedupe", people, "--engine", engine, "--out", tmp_path / f"c-{engine}", "--pairs", tmp_path / f"p-{engine}")
            == 0
        )
        said = capsys.readouterr().err.splitlines()
        assert said[-1].startswith("count records 1000 ")
        assert said[-2].startswith("memory peak ")
    assert (tmp_path / "c-duckdb").read_bytes() == (tmp_path / "c-spark").read_bytes()
    left, right = ((tmp_path / f"p-{engine}").read_text().splitlines()[1:] for engine in ("duckdb", "spark"))
    assert len(left) == len(right) > 100
    for one, other in zip(left, right, strict=True):
        a, b = one.split(","), other.split(",")
        assert (a[0], a[1], a[4]) == (b[0], b[1], b[4])
        assert abs(float(a[2]) - float(b[2])) <= 1e-6
