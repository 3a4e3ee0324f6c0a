"""Finding the header among title rows, and what each column says: exact words first, then near spellings. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from corridor.engines.names import fold
from corridor.exchange.words import NAMES, Field

from .synonyms import FAULTS_HEADER, HEADERS, LEFT_OUT

SEARCHED = 40  # rows in which a header may begin
NEAR = 0.87
PARTS = {"day": Field.BIRTH_DAY, "month": Field.BIRTH_MONTH, "year": Field.BIRTH_YEAR, "jour": Field.BIRTH_DAY, "mois": Field.BIRTH_MONTH,
         "annee": Field.BIRTH_YEAR, "اليوم": Field.BIRTH_DAY, "يوم": Field.BIRTH_DAY, "الشهر": Field.BIRTH_MONTH, "شهر": Field.BIRTH_MONTH,
         "السنه": Field.BIRTH_YEAR, "سنه": Field.BIRTH_YEAR}  # fmt: skip
Row = Sequence[str]


@dataclass(frozen=True)
class Header:
    """Where the header stands (`row` counted from 0, `depth` rows high) and each column's label."""

    row: int
    depth: int
    labels: tuple[str, ...]
    fields: Mapping[int, Field]


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Field], frozenset[str]]:
    words: dict[str, Field] = {}
    for field, languages in HEADERS.items():
        for labels in languages.values():
            for label in labels:
                words.setdefault(fold(label), field)
    aside = frozenset(fold(label) for label in (*LEFT_OUT, *FAULTS_HEADER.values()) if fold(label))
    return words, aside


def recognise(label: str, near: bool = True) -> Field | None:
    """The field a column's label names, in any of the three languages; None when it names none, or one left out on purpose."""
    return _recognise(label[:200], near)


@lru_cache(maxsize=4096)
def _recognise(label: str, near: bool) -> Field | None:
    words, aside = _known()
    folded = fold(label)
    spoken = (folded, fold(label.split("(")[0]), *(fold(part) for part in label.replace("|", "/").split("/")))
    for one in dict.fromkeys(spoken):
        if one in words and (one == folded or one not in aside):
            return words[one]
        if one in aside:
            return None
    if not near or not 5 <= len(folded) <= 60:
        return None
    close = [word for word in words if abs(len(word) - len(folded)) <= 3 and word[:1] == folded[:1]]
    best = max(((SequenceMatcher(None, folded, word).ratio(), word) for word in close), default=(0.0, ""))
    return words[best[1]] if best[0] >= NEAR else None


def match(labels: Row, near: bool = True) -> dict[int, Field]:
    """Column -> field; each field once, the first column that names it. A lone family name without a given one is the name."""
    found: dict[int, Field] = {}
    for index, label in enumerate(labels):
        field = recognise(label, near) if label else None
        if field is Field.PHONE and field in found.values():
            field = Field.PHONE_2
        if field and field not in found.values():
            found[index] = field
    if Field.NAME not in found.values() and Field.GIVEN_NAME not in found.values():
        found = {index: Field.NAME if field is Field.FAMILY_NAME else field for index, field in found.items()}
    return found


def find_header(rows: Sequence[Row]) -> Header:
    """The best header among the first rows: by exact words, then by near ones. Without any known word: the first full row."""
    for near in (False, True):
        best: tuple[float, Header] | None = None
        for start in range(min(len(rows), SEARCHED)):
            for depth in (1, 2):
                header = _at(rows, start, depth, near) if start + depth <= len(rows) else None
                score = _score(header, rows[start]) if header else 0
                if header and score and (best is None or score > best[0]):
                    best = (score, header)
        if best:
            found = best[1]
            return Header(found.row, found.depth, found.labels, match(found.labels))
    return _unrecognised(rows)


def _score(header: Header, top: Row) -> float:
    fields = set(header.fields.values())
    if not fields:
        return 0
    named = 1.0 if fields & set(NAMES) else 0.0
    longest = max((len(cell) for cell in top), default=0)
    return len(fields) + named - 0.4 * (header.depth - 1) - 0.01 * header.row - (2 if longest > 120 else 0)


def _at(rows: Sequence[Row], start: int, depth: int, near: bool) -> Header:
    top = list(rows[start])
    if depth == 1:
        labels = tuple(cell.strip() for cell in top)
        return Header(start, 1, labels, match(labels, near))
    bottom = list(rows[start + 1])
    width = max(len(top), len(bottom))
    top += [""] * (width - len(top))
    bottom += [""] * (width - len(bottom))
    both: list[str] = []
    parent = ""
    for over, under in zip(top, bottom, strict=True):
        parent = over.strip() or (parent if under.strip() else "")
        both.append(_combined(parent, over.strip(), under.strip()))
    return Header(start, 2, tuple(both), match(both, near))


def _combined(parent: str, over: str, under: str) -> str:
    """One label for two rows: 'Date of birth' over 'Day' is the day of birth; a group's title over a plain label adds nothing."""
    if not under:
        return over
    both = f"{parent} {under}".strip()
    part = PARTS.get(fold(under))
    if part and recognise(parent, False) is Field.BIRTH_DATE:
        return HEADERS[part]["en"][0]
    if not parent or recognise(both, False):
        return both
    return under if recognise(under, False) else both


def _unrecognised(rows: Sequence[Row]) -> Header:
    """No known word: the first row with as many filled cells as most rows have."""
    filled = [sum(1 for cell in row if cell.strip()) for row in rows[:SEARCHED]]
    usual = sorted(filled)[len(filled) // 2] if filled else 0
    row = next((number for number, count in enumerate(filled) if count and count >= usual), 0)
    labels = tuple(cell.strip() for cell in rows[row]) if rows else ()
    return Header(row, 1, labels, {})


def signature(labels: Row) -> str:
    """The same for lists with the same columns: a mapping once chosen is offered again. Our column of faults does not count."""
    own = {fold(label) for label in FAULTS_HEADER.values()}
    words = [fold(label) for label in labels]
    while words and (not words[-1] or words[-1] in own):
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def letter(index: int) -> str:
    """A, B, … Z, AA: the name of a column as a spreadsheet shows it."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
