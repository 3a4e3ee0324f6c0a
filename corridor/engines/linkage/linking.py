"""One run over one list (dedupe) or two (match): read, prepare, train, compare, cluster, ready to write."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from .clustering import cluster
from .comparisons import ANOTHER_GIVEN_NAME, NAMES_ALONE, ONE_ROSTER, SAME_DOCUMENT, as_sql
from .deciding import LINK, Rules, decide
from .lists import Label, People, Understanding, contradiction, read_labels, understand
from .matching import one_to_one
from .model import Model, shipped
from .reading import BadInput
from .saying import Run, say
from .store import Store, batch_of
from .training import adapt, calibrate, orderly, rarity_bands

if TYPE_CHECKING:
    import pyarrow as pa

TRAIN_FROM = 2_000
LABELS_FROM = 100
TRAIN_ON_PAIRS = 2_500_000
WORKERS_FROM = 30_000


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
        records = sum(people.rows for people in self.lists)
        with self.run.phase("prepare", records) as phase:
            self._prepare(phase.done)
        labelled = self._labelled_pairs()
        if self.options.model is None and (records >= TRAIN_FROM or len(labelled) >= LABELS_FROM):
            with self.run.phase("train"):
                self._train(records, labelled)
        with self.run.phase("compare") as phase:
            self._compare(phase, labelled)
            self._decide(labelled)
        with self.run.phase("cluster"):
            if self.between:
                self._one_to_one()
            else:
                self._cluster()

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
        for batch, learnt, rows in self._batches():
            self.store.add(batch)
            self.learnt.add(learnt, keep=0)
            done(rows)
        if self.options.model is None and sum(people.rows for people in self.lists) >= TRAIN_FROM:
            self.model = self.model.changed(rarity=rarity_bands(self.store.term_counts()))
        self.store.number_records(self.model.rarity)
        self.store.index_blocks()
        numbered = self.store.con.execute("SELECT rid, side, record_id FROM names ORDER BY rid").fetchall()
        self.names = [record_id for _, _, record_id in numbered]
        self.number = {(side, record_id): rid - 1 for rid, side, record_id in numbered} if self.labels else {}

    def _batches(self) -> Iterator[tuple[pa.RecordBatch, Understanding, int]]:
        pieces = ((side, *piece) for side, people in enumerate(self.lists) for piece in people.pieces())
        work = ((side, columns, rows, self.options.today) for side, columns, rows in pieces)
        if sum(people.rows for people in self.lists) < WORKERS_FROM:
            yield from map(_ready, work)
            if not any(people.rows for people in self.lists):
                yield _ready((0, ["record_id"], [], self.options.today))
            return
        yield from _in_workers(work, self.run)

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
            counts: Counter[tuple[int, ...]] = Counter()
            for chunk in self._chunks():
                self.store.make_pairs(chunk, self.between)
                for row in self.store.patterns("pairs"):
                    counts[row[:-1]] += row[-1]
                if counts.total() >= TRAIN_ON_PAIRS:
                    break
            if counts:
                patterns = sorted(counts)
                self.model = adapt(patterns, [counts[p] for p in patterns], self.model, records=records)
        if len(decided) >= LABELS_FROM:
            self._calibrate(decided)
        self.model = self.model.changed(
            provenance={**self.model.provenance, "trained_on_records": records, "decisions": len(decided)}
        )

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
                if self.store.make_pairs(chunk, self.between):
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
            f"SELECT join_key_l - 1, join_key_r - 1, weight, {as_sql(ONE_ROSTER)}, {given}, hh_l, hh_r, {as_sql(NAMES_ALONE)} "
            f"FROM {self.store.beside('kept')} ORDER BY 1, 2"
        ).fetchall()
        met = _households(rows, self.model.link_at)
        for one, other, weight, roster, another, home, elsewhere, alone in rows:
            label = labelled.get((one, other), "")
            others = met.get((home, elsewhere), ()) if home and elsewhere else ()
            rules = Rules(bool(roster), bool(another), any(one != a and other != b for a, b in others), bool(alone))
            self.pairs.append((one, other, weight, decide(weight, self.model.link_at, self.model.review_at, rules, label)))
        self._add_low_labelled(labelled, least)

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

    def _inside(self, pieces: list[int]) -> tuple[list[tuple[int, int, float]], list[tuple[int, int]]]:
        """Scored pairs, and pairs of one roster, inside the pieces that links hang together."""
        import pyarrow as pa

        sizes = Counter(pieces)
        many = [(rid + 1, piece) for rid, piece in enumerate(pieces) if sizes[piece] > 1]
        if not many:
            return [], []
        self.store.con.register("piece", pa.table({"rid": [rid for rid, _ in many], "piece": [piece for _, piece in many]}))
        same = "JOIN piece a ON a.rid = {l} JOIN piece b ON b.rid = {r} AND a.piece = b.piece"
        scored = self.store.con.execute(
            f"SELECT l - 1, r - 1, weight FROM scored {same.format(l='l', r='r')} ORDER BY 1, 2"
        ).fetchall()
        rosters = self.store.con.execute(
            f"""SELECT x.rid - 1, y.rid - 1 FROM people x JOIN people y ON x.hh = y.hh AND x.hh <> 0 AND x.rid < y.rid
            {same.format(l="x.rid", r="y.rid")} WHERE list_has_any(x.days, y.days) OR x.seen = 0 OR y.seen = 0 ORDER BY 1, 2"""
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
    for one, other, weight, roster, another, home, elsewhere, alone in rows:
        if home and elsewhere and home != elsewhere and weight >= link_at and not (roster or another or alone):
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


def _ready(work: tuple[int, list[str], Any, date]) -> tuple[Any, Understanding, int]:
    side, columns, rows, today = work
    found, learnt = understand(columns, rows, today, f"list {side}")
    learnt.problems.clear()
    return batch_of((side, record) for record in found), learnt, len(rows)


def _quiet_worker() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _in_workers(work: Iterator[Any], run: Run) -> Iterator[Any]:
    """The same in as many processes as there are cores, never more than a few pieces ahead, results in order."""
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    run.workers = min(4, os.cpu_count() or 1)
    with ProcessPoolExecutor(run.workers, mp_context=get_context("forkserver"), initializer=_quiet_worker) as pool:
        waiting: deque[Future[Any]] = deque()
        for piece in work:
            waiting.append(pool.submit(_ready, piece))
            if len(waiting) > run.workers * 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
