"""Several tables as one workbook: texts stay texts, counts are numbers, and nothing in it can be evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .xlsx import as_text

WIDEST = 80


@dataclass(frozen=True)
class Sheet:
    """One table. An empty one says so in words: `nothing`."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    nothing: str


def write(title: str, facts: Sequence[tuple[str, str]], sheets: Sequence[Sheet], synthetic: bool) -> bytes:
    """On top of every sheet what it is, of which version, and that people are invented where they are."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title[:31].replace("/", "-")), title, facts, sheet, synthetic)
    book.properties.creator, book.properties.title = "Corridor", title
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, title: str, facts: Sequence[tuple[str, str]], sheet: Sheet, synthetic: bool) -> None:
    page.sheet_view.rightToLeft = get_language_bidi()
    lines: list[tuple[Sequence[str | int], bool]] = [([f"{title}: {sheet.title}"], True)]
    lines += [([_("SYNTHETIC DATA: every person here is invented.")], True)] if synthetic else []
    lines += [(list(fact), False) for fact in facts]
    lines += [([], False), (sheet.headings, True)]
    top = len(lines)
    lines += [(row, False) for row in sheet.rows] or [([sheet.nothing], False)]
    for number, (cells, bold) in enumerate(lines, start=1):
        for column, value in enumerate(cells, start=1):
            _cell(page, number, column, value, bold)
    page.freeze_panes = page.cell(row=top + 1, column=1)
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for column, texts in enumerate(zip(sheet.headings, *sheet.rows, strict=True), start=1):
        page.column_dimensions[get_column_letter(column)].width = min(max(len(str(text)) for text in texts) + 2, WIDEST)


def _cell(page: Worksheet, row: int, column: int, value: str | int, bold: bool) -> None:
    cell = page.cell(row=row, column=column)
    if isinstance(value, str):
        as_text(cell, value, bold)
        return
    cell.value, cell.number_format, cell.alignment = value, "#,##0", Alignment(vertical="top")
    if bold:
        cell.font = Font(bold=True)
