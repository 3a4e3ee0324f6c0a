"""Output files that appear whole or not at all."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from .linking import Linking
from .reading import Missing
from .scoring import probability


class Outputs:
    """Files are written in a private directory under TMPDIR and put in place together, when all of them are complete."""

    def __init__(self, *wanted: Path | None) -> None:
        for path in filter(None, wanted):
            if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
                raise Missing(
                    f"The output {path.name} cannot be written there; name a file in a folder that exists and may be written."
                )
        self.folder = Path(tempfile.mkdtemp(prefix="corridor-out-"))
        self.ready: list[tuple[Path, Path]] = []

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self, path: Path) -> Path:
        fresh = self.folder / str(len(self.ready))
        self.ready.append((fresh, path))
        return fresh

    def table(self, path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        with self.new(path).open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(header)
            out.writerows(rows)

    def put_in_place(self) -> None:
        for fresh, path in self.ready:
            try:
                os.replace(fresh, path)
            except OSError:  # TMPDIR is on another disk
                shutil.copyfile(fresh, path)


def write_pairs(linking: Linking, outputs: Outputs, path: Path) -> None:
    names = linking.names
    rows = sorted(
        ((names[one], names[other], weight, decision) for one, other, weight, decision in linking.printed()),
        key=lambda row: row[:2],
    )
    lines = ((one, other, f"{weight:.9f}", f"{probability(weight):.9f}", decision) for one, other, weight, decision in rows)
    outputs.table(path, ("left_id", "right_id", "weight", "probability", "decision"), lines)


def write_clusters(linking: Linking, outputs: Outputs, path: Path) -> None:
    first: dict[int, str] = {}
    for member, group in enumerate(linking.groups):  # members are numbered by record_id: the first of a group is the smallest
        first.setdefault(group, linking.names[member])
    lines = ((name, first[linking.groups[member]]) for member, name in enumerate(linking.names))
    outputs.table(path, ("record_id", "cluster_id"), lines)
