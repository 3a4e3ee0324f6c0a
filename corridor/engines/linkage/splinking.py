"""Our model as Splink settings: the same conditions and weights, in DuckDB's or Spark's words.

Splink adds up log2(m/u) per level; we give every level a u and the m that makes our weight, so its sum is our sum.
"""

from __future__ import annotations

from typing import Any

from .comparisons import COMPARISONS, Comparison, as_sql
from .model import Model

MEETS = {"duckdb": "list_has_any", "spark": "arrays_overlap"}
_U = 2.0**-60  # small enough that m = u * 2**weight stays a probability


def settings(model: Model, dialect: str) -> dict[str, Any]:
    """Splink 5 settings that score exactly as `model` does."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "sql_dialect": dialect,
        "probability_two_random_records_match": 1.0 / (1.0 + 2.0**-model.prior),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.rid = r.rid", "sql_dialect": dialect}],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "comparisons": [_comparison(comparison, model) for comparison in COMPARISONS],
    }


def _comparison(comparison: Comparison, model: Model) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": as_sql(comparison.unknown), "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in comparison.levels:
        levels.append(
            {
                "sql_condition": as_sql(level.condition) if level.condition else "ELSE",
                "label_for_charts": level.label,
                "m_probability": _U * 2.0 ** model.weight(comparison.name, level.label),
                "u_probability": _U,
            }
        )
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def level_sql(comparison: Comparison) -> str:
    """SQL for the level's place in the comparison, -1 for unknown: what training counts."""
    cases = [f"WHEN {as_sql(comparison.unknown)} THEN -1"]
    for at, level in enumerate(comparison.levels):
        cases.append(f"WHEN {as_sql(level.condition)} THEN {at}" if level.condition else f"ELSE {at}")
    return f"(CASE {' '.join(cases)} END)::TINYINT"
