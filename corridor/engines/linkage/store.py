"""The lists of one run in a DuckDB file of their own: columns to compare, blocking keys, pairs, weights.

The file lies in a directory only the owner can read under TMPDIR and goes with it, also when the run is interrupted; or, when asked
for, in a folder of the user's choice that stays until the run is done, with a line for each step that need not be done again. DuckDB
keeps to a memory limit and spills the rest there. Records are numbered by record_id, so the order of rows changes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .comparisons import COMPARISONS, meetings_sql
from .features import NUMBERS, SETS, SLOTS, Features
from .model import RAREST
from .person import YEAR
from .reading import Missing
from .saying import say
from .splinking import MEETS, level_sql

if TYPE_CHECKING:
    import pyarrow as pa

WIDEST = (125_000, 60_000, 30_000, 15_000, 8_000, 4_000, 2_000, 1_000)  # pairs one key may make, at most
PAIRS_PER_RECORD = 80
PAIRS_AT_ONCE = 1_500_000
CHANCE_PAIRS = 400_000
CHANCE_PER_RECORD = 40  # a short list says as much with fewer, and sooner
CROWD = 20  # records


def batch_of(records: Iterable[tuple[int, Features]]) -> pa.RecordBatch:
    """Records as one Arrow batch: (side, record) pairs, side 0 or 1."""
    import pyarrow as pa

    rows = list(records)
    sets = {name: pa.array([list(record.sets[name]) for _, record in rows], pa.list_(pa.int64())) for name in SETS}
    numbers = {name: pa.array([record.numbers[name] for _, record in rows], pa.int64()) for name in NUMBERS}
    terms = {
        f"p{slot}": pa.array([r.terms[slot] if slot < len(r.terms) else None for _, r in rows], pa.string())
        for slot in range(SLOTS)
    }
    keys = {
        name: pa.array([list(getattr(record, name)) for _, record in rows], pa.list_(pa.int64())) for name in ("blocks", "offers")
    }
    ids = {"record_id": pa.array([record.record_id for _, record in rows], pa.string())}
    sides = {"side": pa.array([side for side, _ in rows], pa.int8())}
    columns: dict[str, Any] = {**ids, **sides, **numbers, **sets, **terms, **keys}
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


class Store:
    """One run's database. Use as a context manager: leaving it removes every trace, unless `keep` names a folder and the run broke off."""

    def __init__(self, memory: str = "5GB", threads: int = 2, keep: Path | None = None) -> None:
        import duckdb

        self.folder = _folder(keep) if keep else Path(tempfile.mkdtemp(prefix="corridor-link-"))  # 0700 by mkdtemp
        self.keeps = keep is not None
        try:
            self.con = duckdb.connect(str(self.folder / "run.duckdb"))
        except duckdb.IOException:
            raise Missing(
                f"The work in {self.folder.name} is in use or was made by another version; wait, or name an empty folder."
            ) from None
        self.con.execute(f"SET memory_limit='{memory}'; SET threads={threads}; SET temp_directory='{self.folder}/spill'")
        self.con.execute("SET preserve_insertion_order=false; SET enable_progress_bar=false")
        self.con.execute("CREATE TABLE IF NOT EXISTS steps (name VARCHAR PRIMARY KEY, detail VARCHAR)")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        goes_on = self.keeps and kind is not None and self.step("begun") is not None
        try:
            self.con.close()
        finally:
            if goes_on:
                say("The work so far is kept; the same command goes on with it.")
            else:
                shutil.rmtree(self.folder, ignore_errors=True)

    # -- steps that are done ------------------------------------------------------
    def step(self, name: str) -> str | None:
        """What was noted when this step was done; None when it was not."""
        found = self.con.execute("SELECT detail FROM steps WHERE name = ?", [name]).fetchall()
        return found[0][0] if found else None

    def steps(self, prefix: str) -> list[str]:
        """What was noted for every step of that kind, in the order of their names."""
        rows = self.con.execute("SELECT detail FROM steps WHERE starts_with(name, ?) ORDER BY name", [prefix]).fetchall()
        return [row[0] for row in rows]

    @contextmanager
    def as_step(self, name: str, detail: str = "") -> Iterator[None]:
        """All that happens inside is kept together with the note that it is done, or not at all."""
        self.con.begin()
        try:
            yield
            self.con.execute("INSERT INTO steps VALUES (?, ?)", [name, detail])
            self.con.commit()
        except BaseException:
            self.con.rollback()
            raise

    def one(self, sql: str) -> Any:
        found = self.con.execute(sql).fetchall()
        return found[0][0] if found else None

    # -- records --------------------------------------------------------------
    def add(self, batch: pa.RecordBatch) -> None:
        import pyarrow as pa

        arrived = pa.Table.from_batches([batch])
        self.con.register("arrived", arrived)
        exists = self.one("SELECT count(*) FROM information_schema.tables WHERE table_name = 'raw'")
        self.con.execute("INSERT INTO raw SELECT * FROM arrived" if exists else "CREATE TABLE raw AS SELECT * FROM arrived")
        self.con.unregister("arrived")

    def term_counts(self) -> dict[str, int]:
        """How often each name key stands in the lists."""
        every = " UNION ALL ".join(f"SELECT p{slot} AS term FROM raw WHERE p{slot} IS NOT NULL" for slot in range(SLOTS))
        return dict(self.con.execute(f"SELECT term, count(*) FROM ({every}) GROUP BY term").fetchall())

    def day_counts(self) -> dict[tuple[int, int], int]:
        """How many are born on each day of the year, of those whose day is known."""
        rows = self.con.execute("SELECT mo, dy, count(*) FROM raw WHERE prec = 3 GROUP BY 1, 2").fetchall()
        return {(month, day): count for month, day, count in rows}

    def number_records(self, rarity: dict[str, int]) -> int:
        """Numbers the records by side and record_id and gives each name its rarity; returns how many there are."""
        import pyarrow as pa

        self.con.register("bands", pa.table({"term": list(rarity) or ["\x00"], "band": list(rarity.values()) or [RAREST]}))
        unheard = rarity.get("", RAREST)
        bands = ", ".join(
            f"CASE WHEN p{slot} IS NULL THEN 0 ELSE coalesce(t{slot}.band, {unheard}) END::BIGINT AS b{slot}"
            for slot in range(SLOTS)
        )
        joins = " ".join(f"LEFT JOIN bands t{slot} ON raw.p{slot} = t{slot}.term" for slot in range(SLOTS))
        days = [key[1:].split("-") for key in rarity if key.startswith("#")]
        rounded = " OR ".join(f"(mo = {month} AND dy = {day})" for month, day in days) or "false"
        born = {"prec": YEAR, "mo": 0, "dy": 0}
        columns = ", ".join(f"if({rounded}, {born[c]}, {c}) AS {c}" if c in born else c for c in (*NUMBERS, *SETS))
        self.con.execute("DROP TABLE IF EXISTS people; DROP TABLE IF EXISTS names")
        self.con.execute(
            "CREATE TABLE names AS SELECT row_number() OVER (ORDER BY side, record_id) AS rid, side, record_id FROM raw"
        )
        self.con.execute(
            f"CREATE TABLE people AS SELECT names.rid, names.side, {columns}, {bands} FROM raw JOIN names USING (side, record_id) {joins}"
        )
        self.con.unregister("bands")
        return int(self.one("SELECT count(*) FROM people"))

    # -- pairs ------------------------------------------------------------------
    def index_blocks(self) -> None:
        """Blocking keys, one row each; keys that too many records share say nothing and are left out."""
        self.con.execute(
            """
            CREATE OR REPLACE TABLE every_key AS
              SELECT rid, side, unnest(blocks) AS k, true AS asks FROM raw JOIN names USING (side, record_id)
              UNION ALL SELECT rid, side, unnest(offers), false FROM raw JOIN names USING (side, record_id)
            """
        )
        self.con.execute(
            """
            CREATE OR REPLACE TABLE sizes AS SELECT k, asking * every - asking * asking // 2 AS cost FROM
              (SELECT k, count(*) AS every, count(*) FILTER (asks) AS asking FROM every_key GROUP BY k)
            WHERE asking >= 1 AND every >= 2
            """
        )
        self.con.execute(
            f"CREATE OR REPLACE TABLE keys AS SELECT rid, side, k, asks FROM every_key SEMI JOIN "
            f"(SELECT k FROM sizes WHERE cost <= {self._widest()}) USING (k)"
        )
        self.con.execute("DROP TABLE sizes")
        self.con.execute("DROP TABLE every_key")

    def _widest(self) -> int:
        """How many pairs one key may make: fewer in long lists, so that work grows with the list and not with its square."""
        budget = PAIRS_PER_RECORD * int(self.one("SELECT count(*) FROM names"))
        for cost in WIDEST:
            if int(self.one(f"SELECT coalesce(sum(cost), 0) FROM sizes WHERE cost <= {cost}")) <= budget:
                return cost
        return WIDEST[-1]

    def pair_chunks(self, between: bool) -> list[str]:
        """Conditions on l.rid that cut the work into pieces of about PAIRS_AT_ONCE pairs."""
        rough = self.one("SELECT coalesce(sum(n * n / 2), 0) FROM (SELECT count(*) AS n FROM keys WHERE asks GROUP BY k)")
        pieces = max(1, int(rough // PAIRS_AT_ONCE) + 1)
        return [f"hash(l.rid) % {pieces} = {piece}" if pieces > 1 else "true" for piece in range(pieces)]

    def make_pairs(self, chunk: str, between: bool, table: str = "pairs") -> int:
        """The pairs of one chunk worth comparing, each once, the smaller number left; returns how many."""
        sides = "l.side = 0 AND r.side = 1" if between else "l.rid < r.rid"
        self.con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE found AS SELECT DISTINCT l.rid AS join_key_l, r.rid AS join_key_r
            FROM keys l JOIN keys r ON l.k = r.k AND {sides} AND (l.asks OR r.asks) WHERE {chunk}
            """
        )
        return self.look_at("found", table)

    def chance_pairs(self, between: bool, table: str = "by_chance") -> int:
        """Pairs drawn evenly over the lists, whoever they are: how often two strangers agree by chance. Always the same ones."""
        left, right = (int(self.one(f"SELECT count(*) FROM names WHERE side = {side}")) for side in (0, 1))
        many, first, every = (right, left, left) if between else (left, 0, left)
        if not every or many < 2:
            return 0
        drawn = min(CHANCE_PAIRS, CHANCE_PER_RECORD * every, every * (many - 1))
        stride, turn = max(1, every // drawn), max(1, int(many * 0.6180339887)) | 1
        # The n-th time round, record a meets the record n · turn places further on.
        self.con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE met AS SELECT DISTINCT least(a, b) AS join_key_l, greatest(a, b) AS join_key_r FROM (
              SELECT a + 1 AS a, {first} + (a + 1 + (again * {turn}) % ({many} - 1)) % {many} + 1 AS b FROM (
                SELECT (i * {stride}) % {every} AS a, i // {every} AS again FROM range({drawn}) t(i)))
            WHERE a <> b
            """
        )
        return self.look_at("met", table)

    def look_at(self, found: str, table: str) -> int:
        """Gives pairs their `match_key`: which of their sets meet."""
        left, right = (", ".join(f"{name} AS {name}_{side}" for name in ("rid", *SETS)) for side in "lr")
        self.con.execute(
            f"""
            CREATE OR REPLACE TABLE {table} AS SELECT join_key_l, join_key_r, {meetings_sql(MEETS["duckdb"])}::BIGINT AS match_key
            FROM {found} JOIN (SELECT {left} FROM people) ON rid_l = join_key_l JOIN (SELECT {right} FROM people) ON rid_r = join_key_r
            """
        )
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def levels_of(self, pairs: str, more: str = "", joins: str = "") -> str:
        """SQL that selects the level of every comparison for the pairs of a table."""
        levels = ", ".join(f"{level_sql(c)} AS {c.name}" for c in COMPARISONS)
        return f"SELECT {levels}{more} FROM {self.beside(pairs)} {joins}"

    def beside(self, pairs: str) -> str:
        """The pairs with both records' numbers side by side, named column_l and column_r."""
        names = ("rid", *NUMBERS, *(f"b{slot}" for slot in range(SLOTS)))
        left, right = (", ".join(f"{name} AS {name}_{side}" for name in names) for side in "lr")
        return f"{pairs} JOIN (SELECT {left} FROM people) ON rid_l = join_key_l JOIN (SELECT {right} FROM people) ON rid_r = join_key_r"

    def without_crowds(self, pairs: str, lends: dict[str, float]) -> str:
        """SQL for `beside` where a number that stands on more than CROWD records (a centre's phone, what clerks write when there is no
        paper) counts as unknown; `lent` is what it added to the weight."""
        crowds = [f"{column}_l IN (SELECT {column} FROM people GROUP BY 1 HAVING count(*) > {CROWD})" for column in lends]
        same = [f"({column}_l <> 0 AND {column}_l = {column}_r AND {crowd})" for column, crowd in zip(lends, crowds, strict=True)]
        lent = " + ".join(f"if({held}, {lends[column]!r}, 0)" for column, held in zip(lends, same, strict=True))
        unknown = ", ".join(
            f"if({held}, 0, {column}_{side}) AS {column}_{side}"
            for column, held in zip(lends, same, strict=True)
            for side in "lr"
        )
        return f"SELECT * REPLACE ({unknown}), ({lent})::DOUBLE AS lent FROM {self.beside(pairs)}"

    def patterns(self, pairs: str, more: str = "", joins: str = "") -> Iterator[tuple[int, ...]]:
        """(levels…, more…, how many pairs) for every combination that occurs."""
        names = ", ".join(c.name for c in COMPARISONS)
        extra = ", extra" if more else ""
        sql = f"SELECT {names}{extra}, count(*) FROM ({self.levels_of(pairs, more, joins)}) GROUP BY ALL ORDER BY ALL"
        yield from self.con.execute(sql).fetchall()


def _folder(keep: Path) -> Path:
    """A folder of our own for work that outlives an interruption: new, empty, or left by a run of ours."""
    try:
        keep.mkdir(mode=0o700, exist_ok=True)
        if any(keep.iterdir()) and not (keep / "run.duckdb").is_file():
            raise Missing(f"The folder {keep.name} holds other things; name a new or an empty folder.")
        keep.chmod(0o700)
    except OSError:
        raise Missing(f"The folder {keep.name} cannot be used; name a folder that you may write to.") from None
    return keep
