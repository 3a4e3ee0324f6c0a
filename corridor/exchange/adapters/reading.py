"""Opening a list and reading its rows. Whatever bytes come in, what comes out is rows or a refusal with a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any

from corridor.exchange import rules
from corridor.kernel.refusals import N_, Refused

from . import plain
from .kinds import broken, kind_of, refused
from .workbook import Row, Workbook

SHOWN = 5  # rows shown beside the columns to be matched
SHEETS = 12


@dataclass(frozen=True)
class Peek:
    """What the first rows show. `reading` says how to read the rest and is kept with the list."""

    kind: str
    labels: tuple[str, ...]
    mapping: dict[str, str]
    signature: str
    sample: list[list[str]]
    reading: dict[str, Any]


def _safely(read: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(read)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return read(*args, **kwargs)
        except Refused:
            raise
        except Exception:  # a damaged file may make the libraries say anything; the person gets a sentence
            raise broken() from None

    return guarded


@_safely
def peek(raw: bytes) -> Peek:
    kind = kind_of(raw)
    reading: dict[str, Any] = {"kind": kind}
    if kind == "csv":
        reading["encoding"] = plain.encoding_of(raw)
        text = plain.text_of(raw, reading["encoding"])
        reading["separator"] = plain.separator_of(text)
        return _peeked(reading, list(islice(plain.rows(text, reading["separator"]), 80)))
    return _best_sheet(Workbook(raw), reading)


def _best_sheet(book: Workbook, reading: dict[str, Any]) -> Peek:
    """The sheet with the most recognised columns; the first that has rows when none has any."""
    found = []
    for index in range(min(len(book.sheets), SHEETS)):
        rows = list(islice(book.rows(index), 80))
        if rows:
            found.append((len(rules.find_header([cells for _, cells in rows]).fields), -index, rows))
    if not found:
        raise refused("empty", N_("The file is empty. Choose the list itself."))
    _, index, rows = max(found, key=lambda one: one[:2])
    titles = [sheet.title for sheet in book.sheets]
    return _peeked({**reading, "sheet": -index, "sheet_name": titles[-index]}, rows)


def _peeked(reading: dict[str, Any], rows: list[Row]) -> Peek:
    if not rows:
        raise refused("empty", N_("The file is empty. Choose the list itself."))
    header = rules.find_header([cells for _, cells in rows])
    below = rows[header.row + header.depth :]
    if not below:
        raise refused("no_rows", N_("The file has a header, and no rows below it."))
    width = max(len(header.labels), *(len(cells) for _, cells in below))
    labels = (*header.labels, *[""] * (width - len(header.labels)))
    reading = {**reading, "header_row": rows[header.row + header.depth - 1][0], "width": width}
    mapping = {field.value: str(index) for index, field in header.fields.items()}
    sample = [cells for _, cells in below[:SHOWN]]
    return Peek(reading["kind"], labels, mapping, rules.signature(header.labels), sample, reading)


def rows(raw: bytes, reading: dict[str, Any], after: int = 0) -> Iterator[Row]:
    """Rows below the header with a number above `after`: reading goes on where it stopped."""
    after = max(after, int(reading.get("header_row", 0)))
    try:
        for number, cells in _all(raw, reading):
            if number > after:
                yield number, cells
    except Refused:
        raise
    except Exception:  # as above, in the middle of the file
        raise broken() from None


def _all(raw: bytes, reading: dict[str, Any]) -> Iterator[Row]:
    if reading["kind"] == "csv":
        return plain.rows(plain.text_of(raw, reading["encoding"]), reading["separator"])
    return Workbook(raw).rows(int(reading["sheet"]))
