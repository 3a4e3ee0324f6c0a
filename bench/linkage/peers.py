"""Other ways to do it, on the same file, each in a process of its own with a time cap: `python -m bench.linkage.peers NAME IN OUT`.

Each writes left_id,right_id,score for the pairs it compared. Names in full, as a first-time user of that library would write it.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import warnings
from itertools import combinations
from pathlib import Path

from corridor.engines.linkage.lists import People
from corridor.engines.names import fold, romanise

Scores = list[tuple[str, str, float]]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _name(row: dict[str, str]) -> str:
    return fold(romanise(row["name"] or " ".join(filter(None, (row["given_name"], row["father_name"], row["family_name"])))))


def _year(row: dict[str, str]) -> int:
    if row["birth_date"][:4].isdigit():
        return int(row["birth_date"][:4])
    return int(row["age_on"][:4]) - int(row["age"]) if row["age"] and row["age_on"] else 0


def trigram(path: Path) -> Scores:
    """The rule of a public health case system: pg_trgm similarity of the name at least .65, same sex, births a year apart at most."""
    people = [(row["record_id"], _trigrams(_name(row)), row["sex"], _year(row)) for row in _rows(path)]
    groups: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = {}
    for ident, grams, sex, year in people:
        groups.setdefault((sex, year), []).append((ident, grams))
    found: Scores = []
    for (sex, year), members in groups.items():
        pairs = [*combinations(members, 2), *((one, other) for one in members for other in groups.get((sex, year + 1), ()))]
        for (one, mine), (other, theirs) in pairs:
            common = len(mine & theirs)
            if common and common >= 0.5 * (len(mine) + len(theirs) - common):
                found.append((one, other, common / (len(mine) + len(theirs) - common)))
    return found


def _trigrams(text: str) -> frozenset[str]:
    return frozenset(f"  {word} "[at : at + 3] for word in text.split() for at in range(len(word) + 1))


def splink_default(path: Path) -> Scores:
    """Splink 5 as its tutorial does it: name by Jaro-Winkler with frequencies, birth, sex, nationality, phone; EM on three rules."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows = _rows(path)
    words = [_name(row).split() for row in rows]
    frame = pd.DataFrame(
        {
            "unique_id": [row["record_id"] for row in rows],
            "given": [w[0] if w else None for w in words],
            "family": [w[-1] if len(w) > 1 else None for w in words],
            "dob": [row["birth_date"] if len(row["birth_date"]) == 10 else None for row in rows],
            "sex": [row["sex"] or None for row in rows],
            "nationality": [row["nationality"] or None for row in rows],
            "phone": [row["phone"][-9:] or None for row in rows],
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("family", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("sex"), cl.ExactMatch("nationality"), cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "family"), block_on("dob", "sex"), block_on("phone"), block_on("family", "nationality", "substr(dob, 1, 4)"),
        ],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("given", "family", "dob")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("dob"), block_on("given", "family"), block_on("phone")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-8).as_pandas_dataframe()
    return list(zip(found["unique_id_l"], found["unique_id_r"], found["match_weight"], strict=True))


def recordlinkage_ecm(path: Path) -> Scores:
    """recordlinkage's expectation-conditional maximisation on Jaro-Winkler names and exact fields."""
    import pandas as pd
    import recordlinkage

    rows = _rows(path)
    frame = pd.DataFrame(
        {
            "name": [_name(row) for row in rows],
            "dob": [row["birth_date"] for row in rows],
            "year": [_year(row) for row in rows],
            "sex": [row["sex"] for row in rows],
            "nationality": [row["nationality"] for row in rows],
            "phone": [row["phone"][-9:] for row in rows],
        },
        index=[row["record_id"] for row in rows],
    ).astype({"name": object, "dob": object, "sex": object, "nationality": object, "phone": object})
    index = recordlinkage.Index()
    index.block(["nationality", "year"])
    index.block("phone")
    pairs = index.index(frame[frame["phone"] != ""]).union(recordlinkage.index.Block(["nationality", "year"]).index(frame))
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.88, label="name")
    for column in ("dob", "sex", "phone"):
        compare.exact(column, column, label=column)
    features = compare.compute(pairs, frame)
    model = recordlinkage.ECMClassifier(binarize=0.5)
    model.fit(features)
    found = model.prob(features)
    return [(one, other, float(score)) for (one, other), score in found.items()]


def dedupe_peer(path: Path) -> Scores:
    """dedupe 3 with 500 same and 600 different pairs told from the truth beside the file."""
    import random

    import dedupe
    from dedupe import variables

    rows = {row["record_id"]: row for row in _rows(path)}
    data = {
        ident: {"name": _name(row) or None, "dob": row["birth_date"] or None, "sex": row["sex"] or None, "nationality": row["nationality"] or None,
                "phone": row["phone"][-9:] or None}
        for ident, row in rows.items()
    }  # fmt: skip
    truth = {row["record_id"]: row["person"] for row in _rows(path.with_suffix(".truth.csv"))}
    by_person: dict[str, list[str]] = {}
    for ident, person in truth.items():
        by_person.setdefault(person, []).append(ident)
    chance = random.Random(3)
    same = [tuple(chance.sample(members, 2)) for members in by_person.values() if len(members) > 1][:500]
    idents = list(data)
    different = [(one, other) for one, other in (chance.sample(idents, 2) for _ in range(900)) if truth[one] != truth[other]][
        :600
    ]
    matcher = dedupe.Dedupe(
        [variables.String("name"), variables.String("dob", has_missing=True), variables.Exact("sex", has_missing=True),
         variables.Exact("nationality"), variables.Exact("phone", has_missing=True)]
    )  # fmt: skip
    # Told pairs must be among the records it samples, which only a training file brings about.
    told = {
        kind: [{"__class__": "tuple", "__value__": [data[a], data[b]]} for a, b in pairs]
        for kind, pairs in (("match", same), ("distinct", different))
    }
    matcher.prepare_training(data, training_file=io.StringIO(json.dumps(told)), sample_size=1500)
    matcher.train()
    found: Scores = []
    for members, scores in matcher.partition(data, 0.5):
        found += [(one, other, min(a, b)) for (one, a), (other, b) in combinations(zip(members, scores, strict=True), 2)]
    return [(one, other, float(score)) for one, other, score in found]


PEERS = {"trigram": trigram, "splink": splink_default, "recordlinkage": recordlinkage_ecm, "dedupe": dedupe_peer}


def main(name: str, source: str, target: str) -> None:
    warnings.filterwarnings("ignore")
    People(Path(source), encoding=None, lenient=False).check()
    found = PEERS[name](Path(source))
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("left_id", "right_id", "score"), *found])


if __name__ == "__main__":
    main(*sys.argv[1:])
