"""How good proposals are, against the truth: pairs, groups, what only looks alike, and who is found less often."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corridor.engines.names import script_of

Pair = tuple[str, str, float]


def pairs_within(groups: Mapping[str, object]) -> int:
    """How many pairs share a group."""
    return sum(size * (size - 1) // 2 for size in Counter(groups.values()).values())


@dataclass(frozen=True)
class Quality:
    """Best F1 over all thresholds against ALL true pairs, with its precision and recall, and the recall at precision .99."""

    f1: float
    precision: float
    recall: float
    recall_at_99: float


def pair_quality(scored: Iterable[Pair], truth: Mapping[str, object], told: int = 0) -> Quality:
    """`told` true pairs were given as decisions and do not count."""
    every = pairs_within(truth) - told
    best, at_99, true = Quality(0, 0, 0, 0), 0.0, 0
    for count, (one, other, _) in enumerate(sorted(scored, key=lambda pair: -pair[2]), 1):
        true += truth[one] == truth[other]
        precision, recall = true / count, true / max(1, every)
        if precision >= 0.99:
            at_99 = recall
        if true and 2 * precision * recall / (precision + recall) > best.f1:
            best = Quality(2 * precision * recall / (precision + recall), precision, recall, 0)
    return Quality(best.f1, best.precision, best.recall, at_99)


def group_quality(groups: Mapping[str, str], truth: Mapping[str, object]) -> Quality:
    both = pairs_within({ident: (truth[ident], group) for ident, group in groups.items()})
    precision, recall = both / max(1, pairs_within(groups)), both / max(1, pairs_within(truth))
    return Quality(2 * precision * recall / max(1e-9, precision + recall), precision, recall, 0)


def traps_joined(
    groups: Mapping[str, str], truth: Mapping[str, int], traps: Mapping[tuple[int, int], str]
) -> dict[str, tuple[int, int]]:
    """Per kind (twin, sibling, namesake): pairs of persons with a record in one group, of all such pairs in the list."""
    homes: dict[int, set[str]] = {}
    for ident, person in truth.items():
        homes.setdefault(person, set()).add(groups[ident])
    found: dict[str, tuple[int, int]] = {}
    for (one, other), kind in traps.items():
        if one in homes and other in homes:
            joined, every = found.get(kind, (0, 0))
            found[kind] = (joined + (not homes[one].isdisjoint(homes[other])), every + 1)
    return found


def recall_by(
    rows: list[dict[str, str]], truth: Mapping[str, object], found: set[tuple[str, str]]
) -> dict[str, dict[str, tuple[float, int]]]:
    """(recall, true pairs) by nationality, sex and pair of scripts."""
    by_person: dict[object, list[dict[str, str]]] = {}
    for row in rows:
        by_person.setdefault(truth[row["record_id"]], []).append(row)
    counts: dict[tuple[str, str], list[int]] = {}
    for members in by_person.values():
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                pair = (min(one["record_id"], other["record_id"]), max(one["record_id"], other["record_id"]))
                scripts = "–".join(sorted((_script(one), _script(other))))
                for key in (("nationality", one["nationality"]), ("sex", one["sex"]), ("scripts", scripts)):
                    cell = counts.setdefault(key, [0, 0])
                    cell[0] += pair in found
                    cell[1] += 1
    found_by: dict[str, dict[str, tuple[float, int]]] = {}
    for (kind, value), (hit, every) in sorted(counts.items()):
        found_by.setdefault(kind, {})[value] = (hit / every, every)
    return found_by


def _script(row: dict[str, str]) -> str:
    return script_of(row["name"] or row["given_name"] or row["name_native"])


def read_pairs(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
