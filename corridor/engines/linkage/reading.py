"""A CSV file as rows, strictly: what is not a table of the agreed form is refused in one sentence with its place.

Rows are counted as a spreadsheet shows them: the header is row 1. Nothing is held in memory but the row at hand.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .columns import nearest

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = {
    b"PK\x03\x04": "it looks like a workbook or an archive; save the sheet as CSV UTF-8",
    b"%PDF": "it is a PDF; ask for the list as CSV",
    b"\xd0\xcf\x11\xe0": "it looks like an old Excel workbook; save the sheet as CSV UTF-8",
}
csv.field_size_limit(16 * 1024 * 1024)


class BadInput(Exception):
    """The file cannot be used; the message is one sentence that says what is wrong, where, and what to do."""

    def __init__(self, words: str, row: int = 0, column: str = "") -> None:
        super().__init__(words)
        self.row, self.column = row, column


class Missing(BadInput):
    """The file is not there at all, or a part of the program is not."""


def encoding_of(path: Path, asked: str | None) -> str:
    """The encoding to read with; refuses what is no text file at all."""
    if not path.is_file():
        raise Missing(f"There is no file {path.name}; check the path.")
    with path.open("rb") as raw:
        start = raw.read(65536)
    if not start:
        raise BadInput(f"{path.name} is empty (0 bytes); ask the sender for it again.")
    for magic, words in _MAGIC.items():
        if start.startswith(magic):
            raise BadInput(f"{path.name} is not a text file: {words}.")
    if asked:
        try:
            return codecs.lookup(asked).name
        except LookupError:
            raise Missing(f"The encoding {asked!r} is not known; try utf-8, utf-16, windows-1256 or windows-1252.") from None
    return next((name for bom, name in _BOMS if start.startswith(bom)), "utf-8")


class Table:
    """An opened CSV file: `header`, then `rows()` as (row number, cells)."""

    def __init__(self, path: Path, known: tuple[str, ...], needed: Sequence[str], *, encoding: str | None, lenient: bool) -> None:
        self.path, self.name = path, path.name
        self.forgive: Callable[[BadInput], None] | None = None  # set by a report, which goes on to the next row
        self.encoding = encoding_of(path, encoding)
        self.bytes = path.stat().st_size
        self._file = path.open(encoding=self.encoding, newline="")
        try:
            self._reader = csv.reader(self._lines(), delimiter=self._separator(), strict=True)
            self.header = [cell.strip() for cell in self._first()]
            self.kept = self._columns(known, needed, lenient)
        except BadInput:
            self.close()
            raise

    def close(self) -> None:
        self._file.close()

    def _lines(self) -> Iterator[str]:
        self._row = 0
        try:
            for line in self._file:
                if "\0" in line:
                    row = self._row + 1
                    raise BadInput(f"{self.name}, row {row}: there is a NUL character; the file is damaged or not text.", row)
                yield line
        except UnicodeError as error:
            raise self._wrong_encoding(error) from None

    def _wrong_encoding(self, error: UnicodeError) -> BadInput:
        row = _row_of_first_bad_byte(self.path, self.encoding)
        at = f", row {row}" if row else ""
        return BadInput(
            f"{self.name}{at}: the bytes are not {self.encoding.upper()}; save it as UTF-8 or name its --encoding.", row
        )

    def _separator(self) -> str:
        try:
            first = self._file.readline()
        except UnicodeError as error:
            raise self._wrong_encoding(error) from None
        self._file.seek(0)
        outside, quoted = [], False
        for char in first:
            quoted ^= char == '"'
            if not quoted and char in ",;\t":
                outside.append(char)
        return max(",;\t", key=outside.count)

    def _first(self) -> list[str]:
        for number, cells in self.rows(1):
            if number == 1 and any(cell.strip() for cell in cells):
                return cells
            break
        raise BadInput(f"{self.name}, row 1: there is no header; the first row must name the columns.", 1)

    def _columns(self, known: tuple[str, ...], needed: Sequence[str], lenient: bool) -> dict[str, int]:
        kept: dict[str, int] = {}
        for at, column in enumerate(self.header):
            if column in kept:
                raise BadInput(f"{self.name}, row 1: the column {column!r} stands there twice; keep one.", 1, column)
            if column not in known:
                self._refuse_unknown(column, at, known, lenient)
                continue
            kept[column] = at
        for column in needed:
            if column not in kept:
                raise BadInput(f"{self.name}, row 1: there is no column {column}; every record needs one.", 1, column)
        return kept

    def _refuse_unknown(self, column: str, at: int, known: tuple[str, ...], lenient: bool) -> None:
        if lenient:
            return
        near = nearest(column, known)
        meant = f"did you mean {near}?" if near else "the contract has no such column."
        shown = f"the column {column[:40]!r}" if column else f"column {at + 1} without a name"
        raise BadInput(f"{self.name}, row 1: {shown} is not known; {meant} Rename it, or say --ignore-unknown.", 1)

    def _bad(self, refusal: BadInput) -> None:
        if self.forgive is None:
            raise refusal
        self.forgive(refusal)

    def rows(self, start: int = 2) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells); refuses a row of another width than the header's and a quote never closed."""
        width = len(self.header) if start > 1 else 0
        blank = 0
        number = start - 1
        while True:
            number += 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise BadInput(f"{self.name}, row {number}: {_csv_words(error)}", number) from None
            self._row = number
            if not cells and (width != 1 or start == 1):
                blank = blank or number
                if start == 1:
                    return
                continue
            if blank:
                words = f"{self.name}, row {blank}: the row is empty; the header has {width} columns. Delete the row."
                self._bad(BadInput(words, blank))
                blank = 0
            if width and len(cells) != width:
                words = f"it has {len(cells)} cells, the header has {width}; check its quotes and separators."
                self._bad(BadInput(f"{self.name}, row {number}: {words}", number))
                continue
            yield number, cells or [""]


def _csv_words(error: csv.Error) -> str:
    text = str(error)
    if "end of data" in text or "field larger" in text:
        return "a quote is opened here and never closed."
    return "a quoted cell goes on after its closing quote; double the quotes inside it."


def _row_of_first_bad_byte(path: Path, encoding: str) -> int:
    """The spreadsheet row in which decoding fails."""
    decoder = codecs.getincrementaldecoder(encoding)()
    good = io.StringIO()
    with path.open("rb") as raw:
        while chunk := raw.read(65536):
            try:
                good.write(decoder.decode(chunk))
            except UnicodeError as error:
                start = int(getattr(error, "start", 0))
                good.write(bytes(getattr(error, "object", chunk))[:start].decode(encoding, "ignore"))
                break
    text = good.getvalue()
    quoted, row = False, 1
    for char in text.replace("\r\n", "\n"):
        quoted ^= char == '"'
        row += char == "\n" and not quoted
    return row
