"""One run over one list (dedupe) or two (match): read, prepare, train, compare, cluster, ready to write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .clustering import Scored, cluster
from .comparisons import ANOTHER_GIVEN_NAME, NAMES_ALONE, ONE_ROSTER, SAME_DOCUMENT, as_sql
from .deciding import LINK, Rules, decide
from .lists import Label, People, Understanding, contradiction, read_labels
from .matching import one_to_one
from .model import Model, read_model, shipped
from .preparing import WORKERS_FROM, in_workers, ready
from .reading import BadInput, Missing
from .saying import Run, say
from .store import Store
from .training import adapt, calibrate, heaped_days, orderly, rarity_bands

if TYPE_CHECKING:
    import pyarrow as pa

TRAIN_FROM = 2_000
LABELS_FROM = 100
TRAIN_ON_PAIRS = 2_500_000


@dataclass
class Options:
    """What the command line asks of a run."""

    encoding: str | None = None
    lenient: bool = False
    engine: str = "duckdb"
    model: Model | None = None
    min_weight: float = 0.0
    labels: Any = None
    one_to_one: bool = False
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    memory: str = "5GB"


Decided = tuple[int, int, float, str]


class Linking:
    """The run. `pairs` and `groups` are ready after `work`; `names` turns record numbers back into ids."""

    def __init__(self, store: Store, lists: list[People], options: Options, run: Run) -> None:
        self.store, self.lists, self.options, self.run = store, lists, options, run
        self.learnt = Understanding()
        self.labels: list[Label] = []
        self.pairs: list[Decided] = []
        self.groups: list[int] = []
        self.model: Model = options.model or shipped()
        self.number: dict[tuple[int, str], int] = {}

    @property
    def between(self) -> bool:
        return len(self.lists) == 2

    def work(self) -> None:
        with self.run.phase("read"):
            ids = [people.check() for people in self.lists]
            self._read_labels(ids)
        self._begin()
        records = sum(people.rows for people in self.lists)
        with self.run.phase("prepare", records) as phase:
            self._prepare(phase.done)
        labelled = self._labelled_pairs()
        if self.options.model is None and (records >= TRAIN_FROM or len(labelled) >= LABELS_FROM):
            with self.run.phase("train"):
                if known := self.store.step("trained"):
                    self.model = read_model(json.loads(known))
                else:
                    self._train(records, labelled)
                    with self.store.as_step("trained", json.dumps(self.model.document())):
                        pass
        with self.run.phase("compare") as phase:
            self._compare(phase, labelled)
            self._decide(labelled)
        with self.run.phase("cluster"):
            if self.between:
                self._one_to_one()
            else:
                self._cluster()

    def _begin(self) -> None:
        """Work that was kept goes on only with the same files, model and engine, and with the day it began on."""
        stamp = {"of": self._fingerprint(), "today": self.options.today.isoformat()}
        known = self.store.step("begun")
        if known is None:
            with self.store.as_step("begun", json.dumps(stamp)):
                return
        before = json.loads(known)
        if before["of"] != stamp["of"]:
            raise Missing(
                f"The work in {self.store.folder.name} belongs to other files or options; repeat that command, or name an empty folder."
            )
        self.options.today = date.fromisoformat(before["today"])
        say("going on with the work that was kept")

    def _fingerprint(self) -> str:
        files = [*(people.path for people in self.lists), *filter(None, [self.options.labels])]
        parts = [self.options.engine, str(self.options.encoding), str(self.options.lenient), str(self.options.model is None)]
        parts += [self.model.document()["sha256"], *map(_content, files)]
        return sha256("\n".join(parts).encode()).hexdigest()

    # -- read and prepare -------------------------------------------------------
    def _read_labels(self, ids: list[dict[str, int]]) -> None:
        if self.options.labels is None:
            return
        how = {"encoding": self.options.encoding, "lenient": self.options.lenient}
        self.labels, skipped = read_labels(self.options.labels, ids[0], ids[1] if self.between else None, **how)
        if skipped:
            say(f"{skipped} rows of the labels name a record that is not in the lists and were skipped")
        found = contradiction(self.labels)
        if found:
            words = (
                f"{found[0]!r} and {found[1]!r} are decided different, yet both are decided same as {found[2]!r} or through it"
            )
            raise BadInput(f"The labels contradict each other: {words}; take one decision back.")

    def _prepare(self, done: Callable[[int], None]) -> None:
        for note in self.store.steps("piece "):
            self.learnt.columns = _more(self.learnt.columns, json.loads(note)["cells"])
            done(json.loads(note)["rows"])
        if self.store.step("pieces") is None:
            self._read_pieces(done, len(self.store.steps("piece ")))
        if self.options.model is None and sum(people.rows for people in self.lists) >= TRAIN_FROM:
            rarity = {**heaped_days(self.store.day_counts()), **rarity_bands(self.store.term_counts())}
            self.model = self.model.changed(rarity=rarity)
        if self.store.step("numbered") is None:
            self.store.number_records(self.model.rarity)
            self.store.index_blocks()
            with self.store.as_step("numbered"):
                pass
        numbered = self.store.con.execute("SELECT rid, side, record_id FROM names ORDER BY rid").fetchall()
        self.names = [record_id for _, _, record_id in numbered]
        self.number = {(side, record_id): rid - 1 for rid, side, record_id in numbered} if self.labels else {}

    def _read_pieces(self, done: Callable[[int], None], known: int) -> None:
        for place, (batch, learnt, rows) in enumerate(self._batches(known), known):
            self.learnt.add(learnt, keep=0)
            note = {"rows": rows, "cells": learnt.columns}
            with self.store.as_step(f"piece {place:06}", json.dumps(note)):
                self.store.add(batch)
            done(rows)
        with self.store.as_step("pieces"):
            pass

    def _batches(self, known: int) -> Iterator[tuple[pa.RecordBatch, Understanding, int]]:
        """The records ready to compare, piece by piece; the first `known` pieces were done before."""
        pieces = ((side, *piece) for side, people in enumerate(self.lists) for piece in people.pieces())
        work = islice(((side, columns, rows, self.options.today) for side, columns, rows in pieces), known, None)
        if sum(people.rows for people in self.lists) < WORKERS_FROM:
            yield from map(ready, work)
            if not any(people.rows for people in self.lists) and not known:
                yield ready((0, ["record_id"], [], self.options.today))
            return
        yield from in_workers(work, self.run)

    def _labelled_pairs(self) -> dict[tuple[int, int], str]:
        """Labels by record numbers (0-based), smaller number or left list first."""
        found = {}
        for label in self.labels:
            one, other = self.number[0, label.left], self.number[1 if self.between else 0, label.right]
            found[min(one, other), max(one, other)] = label.decision
        return found

    # -- train ------------------------------------------------------------------
    def _train(self, records: int, labelled: dict[tuple[int, int], str]) -> None:
        decided = {pair: label for pair, label in labelled.items() if label in ("same", "different")}
        if records >= TRAIN_FROM:
            self._adapt(records)
        if len(decided) >= LABELS_FROM:
            self._calibrate(decided)
        self.model = self.model.changed(
            provenance={**self.model.provenance, "trained_on_records": records, "decisions": len(decided)}
        )

    def _adapt(self, records: int) -> None:
        met: Counter[tuple[int, ...]] = Counter()
        chunks, looked_at = self._chunks(), 0
        for chunk in chunks:
            looked_at += 1
            self.store.make_pairs(chunk, self.between)
            for row in self.store.patterns("pairs"):
                met[row[:-1]] += row[-1]
            if met.total() >= TRAIN_ON_PAIRS:
                break
        if not met:
            return
        self.store.chance_pairs(self.between)
        chance = {row[:-1]: row[-1] for row in self.store.patterns("by_chance")}
        sizes = [people.rows for people in self.lists]
        pairs = (sizes[0] * sizes[1] if self.between else sizes[0] * (sizes[0] - 1) // 2) * looked_at // len(chunks)
        both = [(sorted(counts), [counts[p] for p in sorted(counts)]) for counts in (met, chance)]
        self.model = adapt(both[0], both[1], self.model, records=records, pairs=pairs)

    def _calibrate(self, decided: dict[tuple[int, int], str]) -> None:
        import pyarrow as pa

        rows = [(one + 1, other + 1, int(label == "same")) for (one, other), label in sorted(decided.items())]
        ends = list(zip(*rows, strict=True))
        table = pa.table({"join_key_l": ends[0], "join_key_r": ends[1], "same": ends[2]})
        self.store.con.register("decided", table)
        self.store.look_at("decided", "decided_pairs")
        joins = "JOIN decided d ON d.join_key_l = decided_pairs.join_key_l AND d.join_key_r = decided_pairs.join_key_r"
        yes: Counter[tuple[int, ...]] = Counter()
        no: Counter[tuple[int, ...]] = Counter()
        for row in self.store.patterns("decided_pairs", ", d.same AS extra", joins):
            (yes if row[-2] else no)[row[:-2]] += row[-1]
        self.store.con.unregister("decided")
        patterns = sorted({*yes, *no})
        learnt = calibrate(patterns, [yes[p] for p in patterns], [no[p] for p in patterns], self.model, hold=6.0, hold_prior=20.0)
        self.model = orderly(learnt, patterns)

    def _chunks(self) -> list[str]:
        return self.store.pair_chunks(self.between)

    # -- compare ------------------------------------------------------------------
    def _scorer(self) -> Any:
        if self.options.engine == "spark":
            from .engine_spark import SparkScorer

            return SparkScorer(self.store, self.model)
        from .engine_duckdb import DuckScorer

        return DuckScorer(self.store, self.model)

    def _compare(self, phase: Any, labelled: dict[tuple[int, int], str]) -> None:
        scorer = self._scorer()
        try:
            chunks = self._chunks()
            phase.total = len(chunks)
            for chunk in chunks:
                if self.store.step(f"compared {chunk}") is None:
                    many = self.store.make_pairs(chunk, self.between)
                    with self.store.as_step(f"compared {chunk}"):
                        if many:
                            scorer.score("pairs")
                phase.done(1)
            if labelled and self._labelled_not_met(labelled):
                scorer.score("labelled")
        finally:
            scorer.close(self.run)

    def _labelled_not_met(self, labelled: dict[tuple[int, int], str]) -> int:
        """Labelled pairs that blocking did not bring together are scored as well."""
        import pyarrow as pa

        ends = list(zip(*((one + 1, other + 1) for one, other in sorted(labelled)), strict=True))
        self.store.con.register("wanted", pa.table({"join_key_l": ends[0], "join_key_r": ends[1]}))
        self.store.con.execute(
            "CREATE OR REPLACE TABLE unmet AS SELECT * FROM wanted ANTI JOIN scored ON l = join_key_l AND r = join_key_r"
        )
        self.store.con.unregister("wanted")
        return self.store.look_at("unmet", "labelled")

    def _decide(self, labelled: dict[tuple[int, int], str]) -> None:
        least = min(self.options.min_weight, self.model.review_at)
        self.store.con.execute(
            "CREATE OR REPLACE TABLE kept AS SELECT l AS join_key_l, r AS join_key_r, weight, match_key FROM scored "
            f"WHERE weight >= {least!r}"
        )
        given = f"({as_sql(ANOTHER_GIVEN_NAME)}) AND NOT ({as_sql(SAME_DOCUMENT)})"
        rows = self.store.con.execute(
            f"SELECT join_key_l - 1, join_key_r - 1, weight, {as_sql(ONE_ROSTER)}, {given}, hh_l, hh_r, {as_sql(NAMES_ALONE)}, lent "
            f"FROM ({self.store.without_crowds('kept', self._lends())}) ORDER BY 1, 2"
        ).fetchall()
        met = _households(rows, self.model.link_at)
        for one, other, weight, roster, another, home, elsewhere, alone, lent in rows:
            label = labelled.get((one, other), "")
            others = met.get((home, elsewhere), ()) if home and elsewhere else ()
            rules = Rules(bool(roster), bool(another), any(one != a and other != b for a, b in others), bool(alone))
            self.pairs.append((one, other, weight, decide(weight - lent, self.model.link_at, self.model.review_at, rules, label)))
        self._add_low_labelled(labelled, least)

    def _lends(self) -> dict[str, float]:
        """What agreeing on a number adds to a weight."""
        return {"phone": max(0.0, self.model.weight("phone", "same")), "doc": max(0.0, self.model.weight("document", "same"))}

    def _add_low_labelled(self, labelled: dict[tuple[int, int], str], least: float) -> None:
        have = {(one, other) for one, other, _, _ in self.pairs if (one, other) in labelled}
        for (one, other), label in sorted(labelled.items()):
            if (one, other) not in have:
                weight = self.store.one(f"SELECT weight FROM scored WHERE l = {one + 1} AND r = {other + 1}")
                self.pairs.append((one, other, weight, decide(weight, self.model.link_at, self.model.review_at, Rules(), label)))
        self.pairs.sort(key=lambda pair: (pair[0], pair[1]))

    # -- cluster --------------------------------------------------------------------
    def _cluster(self) -> None:
        labelled = self._labelled_pairs()
        links = [(one, other, weight) for one, other, weight, decision in self.pairs if decision == LINK]
        together = [pair for pair, label in labelled.items() if label == "same"]
        pieces = _pieces(len(self.names), [*((a, b) for a, b, _ in links), *together])
        scored, rosters = self._inside(pieces)
        excused = set(together)
        forbidden = [pair for pair in rosters if pair not in excused]
        forbidden += [pair for pair, label in labelled.items() if label == "different"]
        self.groups, split = cluster(
            len(self.names), links, scored, forbidden, together, veto_at=self.model.veto_at, join_at=self.model.review_at
        )
        for one, other in split:
            say(
                f"{self.names[one]!r} and {self.names[other]!r} stay apart: through other labels they would join two people of one roster"
            )

    def _inside(self, pieces: list[int]) -> tuple[Scored, list[tuple[int, int]]]:
        """Scored pairs, and pairs of one roster, inside the pieces that links hang together."""
        import numpy as np
        import pyarrow as pa

        piece = np.array(pieces, np.int64)
        columns: list[list[Any]] = [[], [], []]
        for batch in self.store.con.sql("SELECT l - 1, r - 1, weight FROM scored").to_arrow_reader(1_000_000):
            left, right, weight = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
            inside = piece[left] == piece[right]
            for column, values in zip(columns, (left, right, weight), strict=True):
                column.append(values[inside])
        kinds = (np.int64, np.int64, np.float64)
        scored = Scored(*(np.concatenate([np.empty(0, kind), *parts]) for parts, kind in zip(columns, kinds, strict=True)))
        self.store.con.register("piece", pa.table({"rid": np.arange(1, len(piece) + 1), "piece": piece}))
        rosters = self.store.con.execute(
            """SELECT x.rid - 1, y.rid - 1 FROM people x JOIN people y ON x.hh = y.hh AND x.hh <> 0 AND x.rid < y.rid
            JOIN piece a ON a.rid = x.rid JOIN piece b ON b.rid = y.rid AND a.piece = b.piece
            WHERE list_has_any(x.days, y.days) OR x.seen = 0 OR y.seen = 0"""
        ).fetchall()
        self.store.con.unregister("piece")
        return scored, rosters

    def _one_to_one(self) -> None:
        if not self.options.one_to_one:
            return
        labelled = self._labelled_pairs()
        links = [(one, other, weight) for one, other, weight, decision in self.pairs if decision == LINK]
        sure = 2.0 * sum(abs(weight) for _, _, weight in links) + 1.0
        floor = min([0.0, *(weight for _, _, weight in links)]) - 1.0
        edges = [(a, b, w - floor + (sure if labelled.get((a, b)) == "same" else 0.0)) for a, b, w in links]
        chosen = one_to_one(edges)
        self.pairs = [(a, b, w, d if d != LINK or (a, b) in chosen else "review") for a, b, w, d in self.pairs]

    def counts(self) -> dict[str, int]:
        printed = list(self.printed())
        decisions = Counter(decision for _, _, _, decision in printed)
        clusters = len(set(self.groups)) if not self.between else len(self.names) - decisions[LINK]
        return {
            "records": len(self.names), "pairs": len(printed), "link": decisions[LINK], "review": decisions["review"],
            "apart": decisions["apart"], "clusters": clusters,
        }  # fmt: skip

    def printed(self) -> Iterator[Decided]:
        """The pairs to print: of weight at least what was asked, and every labelled pair."""
        labelled = self._labelled_pairs()
        for pair in self.pairs:
            if pair[2] >= self.options.min_weight or (pair[0], pair[1]) in labelled:
                yield pair


def _households(rows: list[tuple[Any, ...]], link_at: float) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """For two households of different lists or days, the pairs of members their records alone would link."""
    met: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one, other, weight, roster, another, home, elsewhere, alone, lent in rows:
        if home and elsewhere and home != elsewhere and weight - lent >= link_at and not (roster or another or alone):
            known = met.setdefault((home, elsewhere), [])
            if len(known) < 10:
                known.append((one, other))
    return met


def _pieces(members: int, edges: list[tuple[int, int]]) -> list[int]:
    """Connected pieces, only to know which pairs clustering has to look at."""
    home = list(range(members))

    def top(member: int) -> int:
        while home[member] != member:
            home[member] = home[home[member]]
            member = home[member]
        return member

    for one, other in edges:
        a, b = top(one), top(other)
        home[max(a, b)] = min(a, b)
    return [top(member) for member in range(members)]


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _more(columns: dict[str, Counter[str]], cells: dict[str, dict[str, int]]) -> dict[str, Counter[str]]:
    return {name: columns.get(name, Counter()) + Counter(cells.get(name, {})) for name in {**columns, **cells}}
