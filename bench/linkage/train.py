"""Makes the model that ships from invented caseloads of other seeds than those measured: `python -m bench.linkage.train`."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from functools import cache

from bench.linkage.caseload import Caseload
from bench.linkage.rough import roughen
from corridor.engines.linkage import training
from corridor.engines.linkage.comparisons import COMPARISONS, NO_EVIDENCE
from corridor.engines.linkage.features import features
from corridor.engines.linkage.model import SHIPPED, Model
from corridor.engines.linkage.person import read_person
from corridor.engines.linkage.store import Store, batch_of

TODAY = date(2026, 11, 23)
SEEDS = ((20_000, 21), (60_000, 32), (30_000, 23, True))  # the last one roughly written
SMALL = (5_000, 31)
UNHEARD = 11  # a name these lists do not have may be common elsewhere


@cache
def labelled_patterns(records: int, seed: int, rough: bool = False) -> tuple[Counter, Counter, Counter, dict[str, int]]:
    """Patterns of the pairs of one person and of two, over all pairs that blocking brings together; of strangers drawn evenly."""
    import pyarrow as pa

    drawn = Caseload(records, seed)
    rows = roughen(drawn.rows, seed) if rough else drawn.rows
    with Store() as store:
        for at in range(0, len(rows), 10_000):
            store.add(batch_of((0, features(read_person(row, 2, TODAY, []))) for row in rows[at : at + 10_000]))
        rarity = training.rarity_bands(store.term_counts())
        store.number_records(rarity)
        store.index_blocks()
        truth = pa.table({"record_id": list(drawn.truth), "person": list(drawn.truth.values())})
        store.con.register("told", truth)
        store.con.execute("CREATE TABLE truth AS SELECT rid, person FROM names JOIN told USING (record_id)")
        yes, no, chance = Counter(), Counter(), Counter()
        joins = "JOIN truth ta ON ta.rid = join_key_l JOIN truth tb ON tb.rid = join_key_r"
        for chunk in store.pair_chunks(False):
            store.make_pairs(chunk, False)
            for row in store.patterns("pairs", ", (ta.person = tb.person)::INT AS extra", joins):
                (yes if row[-2] else no)[row[:-2]] += row[-1]
        store.chance_pairs(False)
        for row in store.patterns("by_chance", ", (ta.person = tb.person)::INT AS extra", joins):
            if not row[-2]:
                chance[row[:-2]] += row[-1]
    return yes, no, chance, rarity


def constant_for(yes: Counter, no: Counter, model: Model) -> float:
    """The best prior with these weights in one caseload."""
    patterns = sorted({*yes, *no})
    fitted = training.calibrate(patterns, [yes[p] for p in patterns], [no[p] for p in patterns], model, hold=1e9, hold_prior=0.0)
    return fitted.prior


def told_by_names(model: Model) -> Model:
    """Nearly all compared pairs share a name; what that says moves from the prior to the line that tells how rare the names are.

    Pairs that share names weigh the same as before, pairs that share none weigh less, and the prior is that of two people drawn blindly.
    """
    least = 0.25 - min(model.weights["rarity"].values())
    rarity = {label: round(weight + least, 6) for label, weight in model.weights["rarity"].items()}
    return model.changed(weights={**model.weights, "rarity": rarity}, prior=round(model.prior - least, 6))


def main() -> None:
    start = Model("2", -7.0, {c.name: dict.fromkeys(c.labels(), 0.0) for c in COMPARISONS}, {}, {}, 0.0, 0.0, 0.0)
    drawn = [labelled_patterns(*which) for which in SEEDS]
    yes, no = sum((d[0] for d in drawn), Counter()), sum((d[1] for d in drawn), Counter())
    patterns = sorted({*yes, *no})
    same, different = [yes[p] for p in patterns], [no[p] for p in patterns]
    free = training.calibrate(patterns, same, different, start, hold=2.0)
    capped = training.orderly(free, patterns)
    bounded = {*training.CEILINGS, *training.FLOORS}
    moved = {key for key in bounded if abs(capped.weights[key[0]][key[1]] - free.weights[key[0]][key[1]]) > 1e-6}
    too_mild = frozenset(moved)
    refitted = training.calibrate(patterns, same, different, capped, hold=2.0, fixed=too_mild | NO_EVIDENCE)
    model = training.orderly(refitted, patterns)
    model = told_by_names(model)
    policy: dict[str, dict[str, float]] = {}
    for name, label in sorted(too_mild):
        policy.setdefault(name, {})[label] = round(float(model.weights[name][label] - free.weights[name][label]), 6)
    small, middle = (constant_for(*labelled_patterns(*which)[:2], model) for which in (SMALL, SEEDS[0]))
    size = {
        "records": SEEDS[0][0],
        "same_per_record": round(drawn[0][0].total() / SEEDS[0][0], 6),
        "prior_per_doubling": round((middle - small) / math.log2(SEEDS[0][0] / SMALL[0]), 6),
    }
    model.changed(
        prior=round(middle, 6),
        policy=policy,
        rarity={"": UNHEARD, **drawn[1][3]},
        link_at=0.0,
        review_at=-3.0,
        veto_at=-6.0,
        shares=training.class_shares(yes, drawn[0][2]),
        provenance={
            "made_from": "invented caseloads",
            "seeds": [list(seed) for seed in SEEDS],
            "size": size,
            "made_on": TODAY.isoformat(),
        },
    ).save(SHIPPED)
    print(f"wrote {SHIPPED.name}: prior {middle:.3f}, size {size}, policy {policy}")


if __name__ == "__main__":
    main()
