"""Rougher writing laid over an invented list: what careless typing, lost cells and wrong papers do to any list, whoever made it.

Slipped digits in births, phones and papers, births that are plainly another's, letters typed wrongly, names in the wrong column, cells
left out. The same rows and seed give the same list.
"""

from __future__ import annotations

import random
import string

NAMES = ("name", "given_name", "father_name", "family_name", "mother_name")
LOST = (
    "father_name",
    "mother_name",
    "sex",
    "nationality",
    "region_of_origin",
    "city",
    "phone",
    "document_number",
    "household_id",
)


def roughen(rows: list[dict[str, str]], seed: int, lost: float = 0.08) -> list[dict[str, str]]:
    """New rows with these faults; `lost` is the share of cells left out."""
    chance = random.Random(seed)
    return [_row(dict(row), chance, lost) for row in rows]


def _row(row: dict[str, str], chance: random.Random, lost: float) -> dict[str, str]:
    for column in LOST:
        if chance.random() < lost:
            row[column] = ""
    if not row["household_id"]:
        row["present_on"] = ""
    for column in NAMES:
        row[column] = " ".join(slip(word, chance) if chance.random() < 0.06 else word for word in row[column].split(" "))
    if chance.random() < 0.05:
        row["region_of_origin"] = slip(row["region_of_origin"], chance)
    if row["family_name"] and chance.random() < 0.04:
        row["given_name"], row["family_name"] = row["family_name"], row["given_name"]
    for column, share in (("phone", 0.03), ("document_number", 0.05)):
        if chance.random() < share:
            row[column] = digit(row[column], chance)
    row["birth_date"] = _birth(row["birth_date"], chance)
    return row


def _birth(born: str, chance: random.Random) -> str:
    roll = chance.random()
    if len(born) != 10 or roll > 0.06:
        return born
    if roll < 0.015:  # another's birth
        return f"{chance.randint(1950, 2015)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if roll < 0.035:
        return (
            born[:2] + digit(born[2:4], chance) + born[4:] if chance.random() < 0.7 else born[:2] + born[3] + born[2] + born[4:]
        )
    year, month, day = born.split("-")
    if chance.random() < 0.5:
        return f"{year}-{chance.randint(1, 12):02}-{min(int(day), 28):02}"
    return f"{year}-{month}-{chance.randint(1, 28):02}"


def slip(text: str, chance: random.Random) -> str:
    """One letter lost, doubled, wrong, or two changed over."""
    if len(text) < 3:
        return text
    at, kind = chance.randrange(len(text) - 1), chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[: at + 1] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + (chance.choice(string.ascii_lowercase) if text.isascii() else text[at + 1]) + text[at + 1 :]


def digit(text: str, chance: random.Random) -> str:
    """One digit wrong."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice("0123456789") + text[at + 1 :]
