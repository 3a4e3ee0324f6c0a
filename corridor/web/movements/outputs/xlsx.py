"""The list as a workbook: text cells only, nothing that a program could evaluate; from right to left in Arabic."""

import re
from io import BytesIO

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .document import Document

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write(document: Document) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = document.flight["code"][:31].replace("/", "-")
    sheet.sheet_view.rightToLeft = get_language_bidi()
    heading = [document.title, *([_("SYNTHETIC DATA: every person here is invented.")] if document.synthetic else [])]
    for text in heading:
        _row(sheet, [text], bold=True)
    for term, value in document.facts():
        _row(sheet, [term, value])
    _row(sheet, [])
    _row(sheet, document.headings(), bold=True)
    top = sheet.max_row
    for texts in document.texts():
        _row(sheet, texts)
    if document.escorts:
        _row(sheet, [])
        _row(sheet, [_("Travelling along")], bold=True)
        for kind, name in document.travelling_along():
            _row(sheet, [kind, name])
    sheet.freeze_panes = sheet.cell(row=top + 1, column=1)
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _widths(sheet, document)
    book.properties.creator, book.properties.title = "Corridor", document.name
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet: Worksheet, texts: list[str], bold: bool = False) -> None:
    number = (sheet.max_row + 1) if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    if not texts:
        texts = [" "]
    for column, text in enumerate(texts, start=1):
        as_text(sheet.cell(row=number, column=column), text, bold)


def as_text(cell: Cell, text: str, bold: bool) -> None:
    """A text and nothing else: what begins like a formula stays a text, also when somebody edits the cell."""
    cell.value = CONTROLS.sub(" ", text)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top")
    if bold:
        cell.font = Font(bold=True)


def _widths(sheet: Worksheet, document: Document) -> None:
    rows = [document.headings(), *document.texts()]
    for column, texts in enumerate(zip(*rows, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(len(text) for text in texts) + 2, 40)
