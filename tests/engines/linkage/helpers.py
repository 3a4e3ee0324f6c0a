"""Records and runs the linkage tests share."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from corridor.engines.linkage import cli
from corridor.engines.linkage.columns import PEOPLE
from corridor.engines.linkage.features import features
from corridor.engines.linkage.model import shipped
from corridor.engines.linkage.person import read_person
from corridor.engines.linkage.scoring import Ready, score_ready

TODAY = date(2026, 11, 23)
PERSON = {
    "record_id": "a", "name": "Mohamed Abdelrahman Osman", "mother_name": "Halima", "sex": "M", "birth_date": "1996-05-17",
    "nationality": "SDN", "region_of_origin": "North Darfur", "city": "Sebha", "phone": "0912345678", "document_number": "LBY-1",
}  # fmt: skip


def ready(row: Mapping[str, str | None]) -> Ready:
    return score_ready(features(read_person({"record_id": "x", **row}, 2, TODAY, [])), shipped())


def write_list(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = PEOPLE) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def link(*words: object) -> int:
    return cli.main([str(word) for word in words])
