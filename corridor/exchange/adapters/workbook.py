"""Excel workbooks, row by row: openpyxl opens the workbook, this reads the sheet in a stream and frees every row.

Formulas are never evaluated: a cell holds the result that was saved in it, or is marked as an error when there is none.
"""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel

from corridor.kernel.refusals import N_

from .kinds import refused

MOST_COLUMNS = 200
MOST_ROWS = 200_000
NO_RESULT = "#VALUE!"
Row = tuple[int, list[str]]  # the row's number in the sheet, from 1, and its cells as text


class Workbook:
    """An opened workbook; `sheets` are the visible ones that hold cells, in their order."""

    def __init__(self, raw: bytes) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        self.sheets = [sheet for sheet in self.book.worksheets if sheet.sheet_state == "visible"] or list(self.book.worksheets)

    def rows(self, index: int) -> Iterator[Row]:
        """The rows that are not blank. Cells far out that hold something are refused, empty ones far out do no harm."""
        if index >= len(self.sheets):
            return
        sheet, filled = self.sheets[index], 0
        with sheet._get_source() as source:
            for number, cells in self._parsed(source, sheet._shared_strings):
                if not any(cells):
                    continue
                filled += 1
                if filled > MOST_ROWS:
                    sentence = N_("The list has more than %(most)s rows. Split it and upload the parts one after the other.")
                    raise refused("too_many_rows", sentence, most=MOST_ROWS)
                yield number, cells

    def _parsed(self, source: Any, strings: Any) -> Iterator[Row]:
        number = 0
        above: list[Any] = []
        for event, element in iterparse(source, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "sheetData":
                    above.append(element)
                continue
            if tag == "row":
                said = element.get("r", "")
                number = int(said) if said.isdecimal() else number + 1
                yield number, self._cells(element, strings)
                for parent in above:
                    parent.clear()  # the rows read so far
            elif tag not in ("c", "v", "f", "is", "t", "r", "rPr", "rPh"):
                element.clear()

    def _cells(self, row: Any, strings: Any) -> list[str]:
        cells: list[str] = []
        for element in row:
            letters = (element.get("r") or "").rstrip("0123456789")
            column = column_index_from_string(letters) - 1 if letters else len(cells)
            text = self._text(element, strings)
            if not text:
                continue
            if column >= MOST_COLUMNS:
                sentence = N_("The sheet has text beyond its %(most)s. column. Keep the list alone in the sheet.")
                raise refused("too_many_columns", sentence, most=MOST_COLUMNS)
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        return cells

    def _text(self, cell: Any, strings: Any) -> str:
        space = cell.tag.rpartition("}")[0] + "}"
        kind, value = cell.get("t", "n"), cell.findtext(f"{space}v")
        if kind == "inlineStr":
            return _inline(cell, space)
        if value is None or value == "":
            return NO_RESULT if cell.find(f"{space}f") is not None else ""
        if kind == "s":
            return str(strings[int(value)]).strip()
        if kind == "n":
            return self._number(value, int(cell.get("s") or 0))
        return value.strip()

    def _number(self, value: str, style: int) -> str:
        number = float(value)
        if style in self.book._date_formats:
            if number == 0:
                return ""
            try:
                return _day(from_excel(number, self.book.epoch, timedelta=style in self.book._timedelta_formats))
            except (OverflowError, ValueError):
                return NO_RESULT
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value if isinstance(value, timedelta) else "")


def _inline(cell: Any, space: str) -> str:
    """Plain and rich text; not the phonetic hints."""
    holder = cell.find(f"{space}is")
    if holder is None:
        return ""
    runs = [holder.findtext(f"{space}t") or ""] + [run.findtext(f"{space}t") or "" for run in holder.findall(f"{space}r")]
    return "".join(runs).strip()
