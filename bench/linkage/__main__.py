"""Finding the same person: quality, speed and fairness on invented and public lists, beside the peers."""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path

from bench.linkage import measures
from bench.linkage.caseload import Caseload, write
from bench.linkage.elsewhere import LISTS
from bench.linkage.names import index_names
from bench.linkage.peers import PEERS
from bench.linkage.public import DATA, PUBLIC, Made, febrl_two
from corridor.engines.linkage.columns import PEOPLE
from corridor.engines.names import sound_alike


def main() -> None:
    asked = argparse.ArgumentParser(prog="bin/bench linkage", description=__doc__)
    asked.add_argument("--records", type=int, default=20_000, help="size of the invented list")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--peers", action="store_true", help="run the peers too (minutes)")
    asked.add_argument("--cap", type=int, default=300, help="seconds a peer may take")
    asked.add_argument("--public", action="store_true", help="public sets too: FEBRL 1-4, historical figures, fake_1000")
    asked.add_argument("--elsewhere", action="store_true", help="invented lists of other nations, habits and faults too")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
        name_keys()
        invented(Path(folder), options)
        if options.public:
            lists(Path(folder), "public sets, no labels", PUBLIC)
            between(Path(folder))
        if options.elsewhere:
            lists(Path(folder), "invented lists from elsewhere, no labels", LISTS)


def show(label: str, *cells: object) -> None:
    print(f"{label:<46}" + " ".join(f"{cell:>9.4f}" if isinstance(cell, float) else f"{cell!s:>9}" for cell in cells), flush=True)


def name_keys() -> None:
    """G6: key recall on the held-out half of a public index (by md5 of the Arabic name), and its precision."""
    names = index_names()
    if names:
        held = [
            (native, latin)
            for native, latins, _ in names
            for latin in latins
            if int(hashlib.md5(native.encode()).hexdigest(), 16) % 2
        ]
        hit = sum(sound_alike(native, latin) for native, latin in held)
        show("G6 Arabic-Latin key recall, held-out half", hit / len(held), len(held))
        sample = [(native, latins[0]) for native, latins, _ in names[::3]]
        alike = [(a, b) for a, b in combinations(sample, 2) if sound_alike(a[1], b[0])]
        show("   other common names that share a key", len(alike) / max(1, len(sample) * (len(sample) - 1) / 2), len(sample))
    path = DATA / "amharic" / "ba_single_names.csv"
    if path.exists():
        rows = [(r["amharic"], r["scholarly_latin"].strip("-")) for r in measures.read_pairs(path)]
        show("   Ge'ez-Latin key recall (scholarly spelling)", sum(sound_alike(a, b) for a, b in rows) / len(rows), len(rows))


def run_link(folder: Path, *words: str) -> dict[str, str]:
    """Runs the command in a process of its own; the phases, memory and counts it told."""
    code = "import sys; from corridor.engines.linkage.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"link ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    return dict(re.findall(r"^(time \w+|memory peak|count) (.+)$", done.stderr, re.M))


def invented(folder: Path, options: argparse.Namespace) -> None:
    people, truth_file = folder / "people.csv", folder / "people.truth.csv"
    drawn = write(options.records, options.seed, people, truth_file)
    truth = {row["record_id"]: drawn.truth[row["record_id"]] for row in drawn.rows}
    print(f"\ninvented list: {options.records} records, seed {options.seed}, {measures.pairs_within(truth)} true pairs")
    show("", "F1", "precision", "recall", "R@P99")
    told = _ours(folder, "ours, no labels", people, drawn, truth)
    labels = folder / "labels.csv"
    _reviewed(drawn, truth, measures.read_pairs(folder / "p.csv"), labels)
    _ours(folder, "ours, 1,000 decisions", people, drawn, truth, "--labels", str(labels))
    for key, value in told.items():
        print(f"   {key} {value}")
    if options.peers:
        for name in PEERS:
            _peer(name, people, folder / f"{name}.csv", truth, options.cap)


def _ours(folder: Path, label: str, people: Path, drawn: Caseload, truth: dict[str, int], *more: str) -> dict[str, str]:
    clusters, pairs = folder / "c.csv", folder / "p.csv"
    least = "-60" if len(drawn.rows) <= 100_000 else "-8"  # every pair that was compared, where they fit
    told = run_link(folder, "dedupe", str(people), "--out", str(clusters), "--pairs", str(pairs), "--min-weight", least, *more)
    rows = measures.read_pairs(pairs)
    told_true = 0
    if more:  # decided pairs do not count: they were told
        decided = {(r["left_id"], r["right_id"]) for r in measures.read_pairs(folder / "labels.csv")}
        told_true = sum(truth[one] == truth[other] for one, other in decided)
        rows = [r for r in rows if (r["left_id"], r["right_id"]) not in decided]
    quality = measures.pair_quality(((r["left_id"], r["right_id"], float(r["weight"])) for r in rows), truth, told_true)
    show(f"{label}: pairs by weight", quality.f1, quality.precision, quality.recall, quality.recall_at_99)
    links = {(r["left_id"], r["right_id"]) for r in rows if r["decision"] == "link"}
    true = sum(truth[a] == truth[b] for a, b in links)
    every = measures.pairs_within(truth) - told_true
    show(
        f"{label}: proposals (link)",
        2 * true / (len(links) + every),
        true / len(links),
        true / every,
    )
    groups = {r["record_id"]: r["cluster_id"] for r in measures.read_pairs(clusters)}
    grouped = measures.group_quality(groups, truth)
    show(f"{label}: groups", grouped.f1, grouped.precision, grouped.recall, f"max {max(Counter(groups.values()).values())}")
    for kind, (joined, every) in sorted(measures.traps_joined(groups, truth, drawn.traps).items()):
        show(f"   {kind} pairs put into one group", joined / every, joined, every)
    if not more:
        compared = {(r["left_id"], r["right_id"]) for r in rows}
        for kind, values in measures.recall_by(drawn.rows, truth, links).items():
            print(
                f"   recall by {kind}: "
                + ", ".join(f"{value} {share:.3f} ({n})" for value, (share, n) in values.items() if n >= 100)
            )
        met = sum(truth[a] == truth[b] for a, b in compared) / measures.pairs_within(truth)
        worst = measures.recall_by(drawn.rows, truth, compared)
        least_met = {
            kind: min((share, value) for value, (share, n) in worst[kind].items() if n >= 300)
            for kind in ("nationality", "scripts")
        }
        words = ", ".join(f"worst {kind} {value} {share:.3f}" for kind, (share, value) in least_met.items())
        print(f"   G4b true pairs among those compared (weight {least} and more): {met:.4f}; of 300 pairs and more: {words}")
    return told


def _reviewed(drawn: Caseload, truth: dict[str, int], rows: list[dict[str, str]], path: Path) -> None:
    """What 1,000 decisions of reviewers would be: half near the threshold, half spread over the rest."""
    near = sorted(rows, key=lambda r: (abs(float(r["weight"])), r["left_id"], r["right_id"]))
    rest = near[500:]
    chosen = near[:500] + rest[:: max(1, len(rest) // 500)][:500]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("left_id", "right_id", "decision", "decided_by"))
        for r in chosen:
            same = truth[r["left_id"]] == truth[r["right_id"]]
            out.writerow((r["left_id"], r["right_id"], "same" if same else "different", "bench"))


def _peer(name: str, people: Path, out: Path, truth: dict[str, int], cap: int) -> None:
    started = time.monotonic()
    try:
        words = [sys.executable, "-m", "bench.linkage.peers", name, str(people), str(out)]
        done = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=cap, check=False)
    except subprocess.TimeoutExpired:
        show(f"peer {name}", f"not finished in {cap} s")
        return
    if done.returncode:
        show(f"peer {name}", "failed: " + (done.stderr.strip().splitlines() or ["?"])[-1][:90])
        return
    with out.open(encoding="utf-8", newline="") as file:
        quality = measures.pair_quality(((r["left_id"], r["right_id"], float(r["score"])) for r in csv.DictReader(file)), truth)
    show(
        f"peer {name}", quality.f1, quality.precision, quality.recall, quality.recall_at_99, f"{time.monotonic() - started:.0f} s"
    )


def lists(folder: Path, title: str, sets: Mapping[str, Callable[[], Made | None]]) -> None:
    """Each list as it comes: the weights' best F1, what is proposed, the groups."""
    print()
    show(title, "F1", "precision", "recall", "R@P99", "blocking", "links: P", "R", "wrong", "groups F1", "P")
    for name, make in sets.items():
        made = make()
        if made is None:
            show(name, "not here")
            continue
        rows, truth = made
        people = _written(folder / "list.csv", rows)
        files = ("--out", str(folder / "c.csv"), "--pairs", str(folder / "p.csv"), "--min-weight", "-60")
        told = run_link(folder, "dedupe", str(people), *files)
        pairs = measures.read_pairs(folder / "p.csv")
        grouped = measures.group_quality({r["record_id"]: r["cluster_id"] for r in measures.read_pairs(folder / "c.csv")}, truth)
        _row(name, pairs, truth, measures.pairs_within(truth), grouped.f1, grouped.precision, told["time total"])


def _row(name: str, pairs: list[dict[str, str]], truth: Mapping[str, object], every: int, *more: object) -> None:
    scored = [(r["left_id"], r["right_id"], float(r["weight"])) for r in pairs]
    quality = measures.pair_quality(scored, truth, measures.pairs_within(truth) - every)
    links = [truth[r["left_id"]] == truth[r["right_id"]] for r in pairs if r["decision"] == "link"]
    met = sum(truth[one] == truth[other] for one, other, _ in scored) / max(1, every)
    of_links = (sum(links) / max(1, len(links)), sum(links) / max(1, every), len(links) - sum(links))
    show(name, quality.f1, quality.precision, quality.recall, quality.recall_at_99, met, *of_links, *more)


def between(folder: Path) -> None:
    """FEBRL 4: two lists, matched one to one."""
    made = febrl_two()
    if made is None:
        return
    left, right, truth = made
    files = [str(_written(folder / f"{side}.csv", rows)) for side, rows in (("left", left), ("right", right))]
    told = run_link(folder, "match", *files, "--out", str(folder / "p.csv"), "--one-to-one", "--min-weight", "-60")
    _row("FEBRL 4, two lists, one to one", measures.read_pairs(folder / "p.csv"), truth, len(left), told["time total"])


def _written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, PEOPLE, restval="")
        out.writeheader()
        out.writerows(rows)
    return path


if __name__ == "__main__":
    main()
