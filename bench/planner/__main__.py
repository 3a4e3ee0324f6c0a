"""The movement planner: quality, time, memory, replanning, explanations, published instances.

bin/bench planner                 everything but L and growth, a few minutes
bin/bench planner S M L replan explain growth gap [--seeds 3] [--seconds 60] [--cpu]
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
from typing import Any

from bench.planner import gap

SECONDS = {"S": 30.0, "M": 60.0, "L": 300.0}
GROWTH = ("quarter", "half", "M", "double")


def measure(kind: str, what: str, seed: int, seconds: float, by_cpu: bool = False) -> dict[str, Any]:
    """One run. With `by_cpu` the seconds are those the processor really gave, whatever else the machine does."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.planner.one", kind, what, str(seed), str(seconds), *(["cpu"] if by_cpu else [])],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout.splitlines()[-1])


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    texts = [head, *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    for number, row in enumerate(texts):
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
        if number == 0:
            print("  ".join("-" * width for width in widths))
    print()


def percent(share: float | None, digits: int = 2) -> str:
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def solving(size: str, seeds: list[int], seconds: float | None, by_cpu: bool) -> None:
    rows, better = [], []
    for seed in seeds:
        one = measure("solve", size, seed, seconds or SECONDS[size], by_cpu)
        better.append(one["value"] / one["greedy"] - 1)
        rows.append(
            (
                seed,
                f"{one['greedy_persons']} → {one['persons']}",
                f"{one['greedy_tier2']} → {one['tier2']} of {one['tier2_bound']}",
                f"{one['expiring']} of {one['expiring_bound']}",
                percent(better[-1]),
                percent(one["gap"], 3),
                f"{one['first']:.2f}",
                f"{one['wall']:.0f}",
                f"{one['cpu']:.0f}",
                one["memory"],
                f"{one['behind']}/{one['waiting']}",
                "ok" if not one["violations"] and not one["below_greedy"] else "WRONG",
                f"{one['load']:.1f}",
            )
        )
    print(f"{size}: greedy → search; value given the optimum of the earlier levels")
    head = (
        "seed",
        "persons",
        "tier 2",
        "expiring",
        "value",
        "gap",
        "first s",
        "wall s",
        "cpu s",
        "MB",
        "passed over",
        "valid",
        "load",
    )
    table(head, rows)
    print(f"mean value over greedy {percent(sum(better) / len(better))}, least {percent(min(better))}\n")


def replanning(seeds: list[int], by_cpu: bool) -> None:
    rows = []
    for seed in seeds:
        one = measure("replan", "M", seed, 15, by_cpu)
        told = f"{one['told_changed']} of {one['told']}"
        valid = "ok" if not one["violations"] and not one["below_greedy"] else "WRONG"
        rows.append(
            (
                seed,
                one["events"],
                f"{one['wall']:.2f}",
                f"{one['cpu']:.2f}",
                told,
                one["unforced"],
                one["untold_changed"],
                one["memory"],
                valid,
            )
        )
    print("Replan at M, day 22")
    table(("seed", "events", "seconds", "cpu s", "told changed", "unforced", "untold persons changed", "MB", "valid"), rows)


def explaining() -> None:
    rows = []
    for size in ("S", "M", "L"):
        one = measure("explain", size, 1, 0)
        rows.append((size, one["unplaced"], f"{one['wall']:.2f}", f"{one['each_ms']:.3f}", one["missing"]))
    print("Reasons, standby lists and swaps for everybody unplaced")
    table(("size", "unplaced", "seconds", "ms each", "without words"), rows)


def growing() -> None:
    rows, points = [], []
    for size in GROWTH:
        one = measure("growth", size, 1, 0)
        points.append(one)
        rows.append((size, one["pairs"], f"{one['index']:.3f}", f"{one['greedy']:.3f}", f"{one['lp']:.2f}"))
    print("Growth, CPU seconds by eligible pairs")
    table(("size", "pairs", "index", "greedy, whole plan", "relaxation"), rows)
    for name in ("index", "greedy", "lp"):
        first, last = points[0], points[-1]
        exponent = math.log(last[name] / max(1e-6, first[name])) / math.log(last["pairs"] / first["pairs"])
        print(f"{name}: about pairs^{exponent:.2f}")
    print()


def assignments(seconds: float, by_cpu: bool) -> None:
    """Types a to e up to 200 jobs."""
    known, rows = gap.bounds(), []
    for name in sorted(known):
        jobs = re.fullmatch(r"[a-e]\d\d(100|200)", name)
        if jobs is None or not (gap.FOLDER / f"{name}.txt").exists():
            continue
        one, (lower, upper) = measure("gap", name, 0, seconds, by_cpu), known[name]
        share = None if one["cost"] is None else (one["cost"] - lower) / lower
        best = f"{lower}" if lower == upper else f"{lower}–{upper}"
        rows.append((name, best, one["cost"], percent(share, 3), f"{one['bound']:.0f}", f"{one['cpu']:.0f}", one["memory"]))
    print(f"Generalised assignment, published bounds, {seconds:.0f} {'CPU ' * by_cpu}s each")
    table(("instance", "best known", "cost", "gap", "own bound", "cpu s", "MB"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench planner", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", nargs="*", help="which of the measurements above", default=["S", "M", "replan", "explain", "gap"])
    parser.add_argument("--seeds", type=int, default=3, help="how many instances of each size")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seconds", type=float, help="of search for each plan")
    parser.add_argument("--cpu", action="store_true", help="count CPU seconds of the search instead of the clock's")
    chosen = parser.parse_args()
    seeds = list(range(chosen.first, chosen.first + chosen.seeds))
    for what in chosen.what:
        if what in SECONDS:
            solving(what, seeds, chosen.seconds, chosen.cpu)
        elif what == "replan":
            replanning(seeds, chosen.cpu)
        elif what == "explain":
            explaining()
        elif what == "growth":
            growing()
        elif what == "gap":
            assignments(chosen.seconds or 20, chosen.cpu)
        else:
            parser.error(f"{what} is not one of S M L replan explain growth gap")


if __name__ == "__main__":
    main()
