"""The model file: one JSON that every engine scores with, so one file gives one answer.

`weights[comparison][level]` are log2 weights, rounded to 6 decimals so that sums do not depend on their order; `policy` holds the
penalties that people set, not data, already inside the weights and shown apart; `rarity` tells how rare a name key is (0 common …;
under "" how rare a key is that it does not have; "#12-31" says that this day stands for a year).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from .comparisons import COMPARISONS

FORMAT = "corridor-linkage-model/1"
RAREST = 13
SHIPPED = Path(__file__).with_name("model.json")


class BadModel(Exception):
    """A model file that cannot be used; the message is a sentence."""


@dataclass(frozen=True)
class Model:
    """Prior, weights, thresholds and the tables they depend on. Compare models by `sha256`."""

    version: str
    prior: float
    weights: dict[str, dict[str, float]]
    policy: dict[str, dict[str, float]]
    rarity: dict[str, int]
    link_at: float
    review_at: float
    veto_at: float
    shares: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)

    def weight(self, comparison: str, label: str) -> float:
        return self.weights[comparison][label]

    def rarity_of(self, term: str) -> int:
        return self.rarity.get(term, self.rarity.get("", RAREST))

    def rounded(self, month: int, day: int) -> bool:
        """Whether births on this day are mostly years that somebody rounded: the rarity table names such days."""
        return day > 0 and f"#{month}-{day}" in self.rarity

    def changed(self, **changes: Any) -> Model:
        return replace(self, **changes)

    def document(self) -> dict[str, Any]:
        """The JSON object, its `sha256` over everything else in it."""
        body: dict[str, Any] = {
            "format": FORMAT,
            "version": self.version,
            "prior": self.prior,
            "weights": self.weights,
            "policy": self.policy,
            "link_at": self.link_at,
            "review_at": self.review_at,
            "veto_at": self.veto_at,
            "shares": {name: {label: list(pair) for label, pair in levels.items()} for name, levels in self.shares.items()},
            "rarity": self.rarity,
            "provenance": self.provenance,
        }
        return {**body, "sha256": digest(body)}

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def digest(body: dict[str, Any]) -> str:
    rest = {key: value for key, value in body.items() if key != "sha256"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def load(path: Path) -> Model:
    """The model in this file; refuses another format, a changed file and missing weights."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadModel(f"There is no model file {path.name}; check the path.") from None
    except (OSError, ValueError):
        raise BadModel(f"{path.name} is not a model file in JSON; use a file that --save-model wrote.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadModel(f"{path.name} is not of the format {FORMAT}; use a file that --save-model of this version wrote.")
    if found.get("sha256") != digest(found):
        raise BadModel(f"{path.name} was changed after it was written (its sha256 does not fit); save the model again.")
    try:
        return read_model(found)
    except (KeyError, TypeError, ValueError):
        raise BadModel(f"{path.name} lacks a part of the model; save the model again.") from None


def read_model(found: dict[str, Any]) -> Model:
    """The model of a document that is known to be whole."""
    weights = {c.name: {label: float(found["weights"][c.name][label]) for label in c.labels()} for c in COMPARISONS}
    return Model(
        version=str(found["version"]),
        prior=float(found["prior"]),
        weights=weights,
        policy={name: dict(levels) for name, levels in found["policy"].items()},
        rarity={str(term): int(band) for term, band in found["rarity"].items()},
        link_at=float(found["link_at"]),
        review_at=float(found["review_at"]),
        veto_at=float(found["veto_at"]),
        shares={name: {label: (pair[0], pair[1]) for label, pair in levels.items()} for name, levels in found["shares"].items()},
        provenance=dict(found["provenance"]),
    )


@cache
def shipped() -> Model:
    """The model that ships."""
    return load(SHIPPED)


@cache
def in_use() -> Model:
    """The model the product scores with: a file that people chose (CORRIDOR_LINKAGE_MODEL), else the one that ships."""
    chosen = os.environ.get("CORRIDOR_LINKAGE_MODEL")
    return load(Path(chosen)) if chosen else shipped()
