"""Weights with Splink on Spark, for lists that outgrow one machine. The same model, the same conditions, the same sum."""

from __future__ import annotations

import importlib.util
import os
import shutil
from typing import TYPE_CHECKING, Any

from .features import NUMBERS, SLOTS
from .reading import Missing
from .saying import hush, peak_of
from .splinking import settings

if TYPE_CHECKING:
    from .model import Model
    from .saying import Run
    from .store import Store


def refuse_if_missing() -> None:
    """Says what is missing for --engine spark."""
    if importlib.util.find_spec("pyspark") is None:
        raise Missing("The Spark engine needs the Python package pyspark; install the group spark, or use --engine duckdb.")
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and os.path.exists(os.path.join(home, "bin", "java")))):
        raise Missing("The Spark engine needs Java 17 and there is none; install it, or use --engine duckdb.")


class SparkScorer:
    """Scores tables of pairs of one store in Spark; weights come back to the store's table `scored`."""

    def __init__(self, store: Store, model: Model) -> None:
        refuse_if_missing()
        self.store, self.model = store, model
        self.folder = store.folder / "spark"
        self.folder.mkdir()
        store.con.execute("CREATE TABLE IF NOT EXISTS scored (l BIGINT, r BIGINT, weight DOUBLE, match_key BIGINT)")
        columns = ", ".join(("rid", *NUMBERS, *(f"b{slot}" for slot in range(SLOTS))))
        store.con.execute(
            f"COPY (SELECT {columns}, 0::BIGINT AS match_key FROM people) TO '{self.folder}/people.parquet' (FORMAT parquet)"
        )
        self.spark = self._session()
        self._start_linker()

    def _session(self) -> Any:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(os.environ.get("CORRIDOR_SPARK_MASTER", "local[2]")).appName("corridor-link")
        wanted = {
            "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4", "spark.driver.memory": "2g", "spark.ui.showConsoleProgress": "false",
            "spark.local.dir": str(self.folder), "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            "spark.driver.extraJavaOptions": f"-Dderby.system.home={self.folder} -Djava.io.tmpdir={self.folder}",
        }  # fmt: skip
        for key, value in wanted.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        session.sparkContext.setCheckpointDir(str(self.folder / "checkpoints"))
        return session

    def _start_linker(self) -> None:
        from splink import Linker
        from splink.backends.spark import SparkAPI

        api: Any = SparkAPI
        self.api = api(
            spark_session=self.spark,
            break_lineage_method="parquet",
            num_partitions_on_repartition=4,
            register_udfs_automatically=False,
        )
        people = self.api.register(self.spark.read.parquet(f"{self.folder}/people.parquet"))
        self.linker: Any = Linker(people, settings(self.model, "spark"), validate_settings=False)

    def score(self, pairs: str) -> None:
        """Adds the weights of the pairs in this table of the store."""
        hush()
        source, result = self.folder / f"{pairs}.parquet", self.folder / f"{pairs}-scored.parquet"
        self.store.con.execute(f"COPY {pairs} TO '{source}' (FORMAT parquet)")
        table = self.linker.table_management
        table.register_blocked_pairs_for_predict(self.api.register(self.spark.read.parquet(str(source))))
        found = self.linker.inference.predict(warning_mode="never").as_spark_dataframe()
        found.select("rid_l", "rid_r", "match_weight", "match_key").write.mode("overwrite").parquet(str(result))
        self.store.con.execute(
            f"INSERT INTO scored SELECT rid_l, rid_r, round(match_weight, 9), match_key FROM read_parquet('{result}/*.parquet')"
        )

    def close(self, run: Run) -> None:
        """Stops Spark and its Java process, after asking what memory it took."""
        from pyspark import SparkContext

        gateway = self.spark.sparkContext._gateway
        java = getattr(gateway, "proc", None)
        if java is not None:
            run.besides = max(run.besides, peak_of(java.pid))
        self.spark.stop()
        gateway.shutdown()
        SparkContext._gateway = SparkContext._jvm = None
        if java is not None:
            java.stdin.close()
            java.wait(timeout=30)
