"""Weights for many pairs with Splink on DuckDB: our pairs, our model, Splink's sum."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from .features import NUMBERS, SLOTS
from .saying import hush
from .splinking import settings

if TYPE_CHECKING:
    from .model import Model
    from .saying import Run
    from .store import Store


class DuckScorer:
    """Scores tables of pairs of one store with one model; weights go to the table `scored` (l, r, weight, match_key)."""

    def __init__(self, store: Store, model: Model) -> None:
        from splink import DuckDBAPI, Linker

        warnings.filterwarnings("ignore", module=r"splink.*")
        self.store = store
        columns = ", ".join(("rid", *NUMBERS, *(f"b{slot}" for slot in range(SLOTS))))
        # Splink looks for every column a condition names in the records too: a match_key of 0 stands there unused.
        store.con.execute(f"CREATE OR REPLACE TABLE compared AS SELECT {columns}, 0::BIGINT AS match_key FROM people")
        store.con.execute("CREATE TABLE IF NOT EXISTS scored (l BIGINT, r BIGINT, weight DOUBLE, match_key BIGINT)")
        self.api: Any = DuckDBAPI(connection=store.con)
        self.linker: Any = Linker(self.api.register("compared"), settings(model, "duckdb"), validate_settings=False)
        hush()  # after the Linker, which sets its own levels

    def score(self, pairs: str) -> None:
        """Adds the weights of the pairs in this table."""
        hush()
        table = self.linker.table_management
        table.register_blocked_pairs_for_predict(self.api.register(pairs))
        found = self.linker.inference.predict(warning_mode="never")
        self.store.con.execute(
            f"INSERT INTO scored SELECT rid_l, rid_r, round(match_weight, 9), match_key FROM {found.physical_name}"
        )
        found.drop_table_from_database_and_remove_from_cache()

    def close(self, _run: Run) -> None:
        """Nothing to stop: DuckDB lives in the store."""
