"""The duplicate check at size: p50, p95, p99 under 1 and more clients, true duplicates found, beside a trigram rule, batch = interactive.

`bin/bench interactive [--persons 100000] [--clients 1 8] [--seed 7]`: an invented list (bench.linkage.caseload) in the product's own
match store; each question is a record of the store that has others of the same person, asked as if it were just being registered,
from its cells to scored and sorted candidates, through row security as the application's role.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import psycopg

from bench.interactive import stage
from bench.linkage.caseload import Caseload

TRIGRAM = """
SELECT id FROM bench_names WHERE name % %(name)s AND id <> %(id)s AND (sex = %(sex)s OR %(sex)s = '' OR sex = '')
AND (year BETWEEN %(year)s - 1 AND %(year)s + 1 OR %(year)s::integer IS NULL OR year IS NULL) ORDER BY similarity(name, %(name)s) DESC LIMIT 100
""".replace("name % %", "name %% %")
Question = tuple[int, dict[str, str], frozenset[UUID]]


@dataclass
class Answered:
    """Milliseconds of one question, how many were compared, and where true duplicates stood."""

    took: float
    database: float
    compared: int
    true: int
    among: int
    top: bool


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench interactive", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000, help="records in the store")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    print(f"cores {os.cpu_count()}, load before {os.getloadavg()[0]:.1f}", flush=True)
    begun = time.perf_counter()
    drawn = Caseload(wanted.persons, wanted.seed)
    print(f"{wanted.persons:,} records invented in {time.perf_counter() - begun:.0f} s, seed {wanted.seed}", flush=True)
    url = stage.fresh()
    for label, seconds in stage.load(url, drawn).items():
        print(f"{label:<24}{seconds:>8.0f} s", flush=True)
    sizes(url)
    asked = questions(drawn, wanted.questions)
    heads = ("p50", "p95", "p99", "db p50", "db p95", "compared", "among", "top 10")
    print(f"\n{'milliseconds':<28}" + "".join(f"{head:>9}" for head in heads))
    for clients in wanted.clients:
        show(f"ours, {clients} clients", many(asked, clients))
    show("trigram rule, 1 client", trigram(url, asked[: max(100, len(asked) // 10)]))
    equal()
    print(f"load after {os.getloadavg()[0]:.1f}")
    return 0


def questions(drawn: Caseload, most: int) -> list[Question]:
    """Records that have others of the same person, and which those are."""
    of: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(drawn.rows):
        of[drawn.truth[row["record_id"]]].append(number)
    again = [number for numbers in of.values() if len(numbers) > 1 for number in numbers]
    chosen = random.Random(3).sample(again, min(most, len(again)))
    rows = drawn.rows
    return [(n, rows[n], frozenset(stage.person_id(o) for o in of[drawn.truth[rows[n]["record_id"]]] if o != n)) for n in chosen]


# -- ours --------------------------------------------------------------------------


def many(asked: list[Question], clients: int) -> list[Answered]:
    """Each client is a process with its own connection; all ask at once."""
    from django.db import connections

    connections.close_all()
    if clients == 1:
        return _ask(asked)
    with get_context("fork").Pool(clients) as pool:
        return [one for found in pool.map(_ask, [asked[start::clients] for start in range(clients)]) for one in found]


def _ask(asked: list[Question]) -> list[Answered]:
    from django.db import connection, transaction

    from corridor.kernel.actor import acting, system

    actor = system("bench", stage.ORGANISATION)
    spent = [0.0]

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[0] += time.perf_counter() - begun

    answered = []
    with acting(actor), connection.execute_wrapper(watch):
        for question in (*asked[:30], *asked):  # the first ones warm the connection up and do not count
            spent[0] = 0.0
            with transaction.atomic():
                answered.append(_one(question, spent))
    return answered[min(30, len(asked)) :]


def _one(question: Question, spent: list[float]) -> Answered:
    from corridor.people.queries import likely

    number, row, true = question
    begun = time.perf_counter()
    _, near = likely.look(stage.projected(row), stage.person_id(number))
    near.sort(key=lambda one: (-one.weight, str(one.person_id)))
    took = time.perf_counter() - begun
    ids = [one.person_id for one in near]
    among = len(true.intersection(ids))
    return Answered(took * 1000, spent[0] * 1000, len(ids), len(true), among, not true.isdisjoint(ids[:10]))


# -- beside it -----------------------------------------------------------------------


def trigram(url: str, asked: list[Question]) -> list[Answered]:
    """Names spelled alike (pg_trgm, at least .45), same sex, births a year apart at most; the hundred most alike."""
    answered = []
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET pg_trgm.similarity_threshold = 0.45")
        for number, row, true in asked:
            begun = time.perf_counter()
            values = {"name": stage.plain_name(row), "id": stage.person_id(number), "sex": row.get("sex") or ""}
            ids = [found[0] for found in owner.execute(TRIGRAM, values | {"year": stage.year_of(row)}).fetchall()]
            took = (time.perf_counter() - begun) * 1000
            answered.append(Answered(took, took, len(ids), len(true), len(true.intersection(ids)), not true.isdisjoint(ids[:10])))
    return answered


def equal(records: int = 14_000) -> None:
    """The weights of the store beside those of the batch on DuckDB, pair by pair."""
    from corridor.engines.linkage import scoring
    from corridor.engines.linkage.engine_duckdb import DuckScorer
    from corridor.engines.linkage.features import features
    from corridor.engines.linkage.model import shipped
    from corridor.engines.linkage.person import read_person
    from corridor.engines.linkage.store import Store, batch_of
    from corridor.people.queries import projection

    rows = Caseload(records, 11).rows
    kept = {row["record_id"]: stage.projected(row) for row in rows}
    ready = {ident: projection.ready(one.features, one.phones, one.documents) for ident, one in kept.items()}
    with Store() as store:
        store.add(batch_of((0, features(read_person(row, 2, stage.TODAY, []))) for row in rows))
        store.number_records(shipped().rarity)
        store.index_blocks()
        scorer = DuckScorer(store, shipped())
        for chunk in store.pair_chunks(False):
            store.make_pairs(chunk, False)
            scorer.score("pairs")
        names = dict(store.con.execute("SELECT rid, record_id FROM names").fetchall())
        scored = store.con.execute("SELECT l, r, weight FROM scored").fetchall()
    worst = 0.0
    for one, other, weight in scored:
        left, right = ready[names[one]], ready[names[other]]
        projection.side_by_side(left, right)
        worst = max(worst, abs(weight - scoring.score(left, right, shipped())))
    print(f"\nbatch = interactive: {len(scored):,} pairs, largest difference {worst:.1e}")


# -- saying it -----------------------------------------------------------------------


def sizes(url: str) -> None:
    with psycopg.connect(url) as owner:
        for table in ("people_match", "people_matchkey", "bench_names"):
            rows, data, index = owner.execute(
                f"SELECT (SELECT count(*) FROM {table}), pg_table_size('{table}'), pg_indexes_size('{table}')"
            ).fetchone()
            print(f"{table:<18}{rows:>12,} rows{data / 2**20:>8.0f} MiB, indexes {index / 2**20:.0f} MiB", flush=True)


def show(label: str, answered: list[Answered]) -> None:
    def at(values: list[float], share: float) -> float:
        ordered = sorted(values)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    took, database = [one.took for one in answered], [one.database for one in answered]
    cells = [*(at(took, share) for share in (0.5, 0.95, 0.99)), at(database, 0.5), at(database, 0.95)]
    compared = sum(one.compared for one in answered) / len(answered)
    among = sum(one.among for one in answered) / sum(one.true for one in answered)
    top = sum(one.top for one in answered) / len(answered)
    shares = f"{compared:>9.0f}{among:>9.3f}{top:>9.3f}   n={len(answered)}"
    print(f"{label:<28}" + "".join(f"{cell:>9.1f}" for cell in cells) + shares, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
