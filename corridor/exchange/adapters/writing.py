"""Files out: the template in three languages, and rejected rows to correct. Text stays text: no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from corridor.exchange.rules import FAULTS_HEADER, HEADERS, letter
from corridor.exchange.rules import vocabulary as words
from corridor.exchange.rules.values import country_names
from corridor.exchange.words import Field
from corridor.kernel.refusals import N_

LANGUAGES = ("en", "fr", "ar")
RISKY = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = tuple(field for field in Field if field not in (Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY, Field.LOCATION))
CHOSEN_ROWS = 5000  # rows of the template that offer drop-downs
EXPLAINED = (
    N_("One row for each person. Only the name is compulsory: leave empty what is not known."),
    N_("Write names as the person says them, in any script. Give the name in another script in its own column."),
    N_("Write dates as year-month-day, for example 1990-04-25. When only the year is known, write the year alone."),
    N_("When no date of birth is known, write the age in years. Never invent a day: 1 January 1900 is read as not known."),
    N_("Give each person your own number. With it, nobody is imported twice, whichever file the row comes in."),
    N_("Write telephone numbers with + and the country code."),
    N_("Columns may be left out, added or put in another order. You can match them after the upload."),
)
SHEETS = {
    "en": ("People", "How to", "Lists"),
    "fr": ("Personnes", "Mode d'emploi", "Listes"),
    "ar": ("الأشخاص", "طريقة الملء", "القوائم"),
}


def template(language: str, rows: Iterable[Mapping[Field, str]] = ()) -> bytes:
    """An empty list to fill in, or one filled with these values; headers, drop-downs and explanation in the language."""
    language = language if language in LANGUAGES else "en"
    book = Workbook()
    sheet, guide, lists = book.active, book.create_sheet(), book.create_sheet()
    for one, title in zip((sheet, guide, lists), SHEETS[language], strict=True):
        one.title = title
        one.sheet_view.rightToLeft = language == "ar"
    for index, field in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = 22
        sheet.column_dimensions[get_column_letter(index)].number_format = "@"  # or Excel drops zeros and turns numbers into dates
        cell = sheet.cell(1, index)
        _put(cell, HEADERS[field][language][0])
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, values in enumerate(rows, 2):
        for index, field in enumerate(COLUMNS, 1):
            if values.get(field):
                _put(sheet.cell(number, index), values[field])
    _choices(sheet, lists, language)
    guide.column_dimensions["A"].width = 110
    with override(language):
        for number, sentence in enumerate(EXPLAINED, 1):
            _put(guide.cell(number, 1), gettext(sentence))
    return _saved(book)


def _choices(sheet: Any, lists: Any, language: str) -> None:
    """Drop-downs from a hidden sheet; other spellings are still accepted when the list is read."""
    lists.sheet_state = "hidden"
    kinds = {"en": 0, "fr": 1, "ar": 2}[language]
    documents = [_spelled(spoken, kinds) for spoken in words.DOCUMENTS.values()]
    countries = country_names(language)
    offered = {
        Field.SEX: words.TEMPLATE_SEXES[language],
        Field.NATIONALITY: countries,
        Field.DOCUMENT_KIND: documents,
        Field.DOCUMENT_COUNTRY: countries,
    }
    for column, (field, choices) in enumerate(offered.items(), 1):
        for number, choice in enumerate(choices, 1):
            _put(lists.cell(number, column), choice)
        name = get_column_letter(column)
        source = f"'{lists.title.replace(chr(39), chr(39) * 2)}'!${name}$1:${name}${len(choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        place = get_column_letter(COLUMNS.index(field) + 1)
        rule.add(f"{place}2:{place}{CHOSEN_ROWS}")
        sheet.add_data_validation(rule)


def _spelled(spoken: Sequence[str], language: int) -> str:
    """A word for the kind in the language: Arabic by its letters, French by what stands after the English ones."""
    arabic = [word for word in spoken if any("\u0600" <= char <= "\u06ff" for char in word)]
    latin = [word for word in spoken if word not in arabic]
    if language == 2 and arabic:
        return arabic[0]
    return next((word for word in latin if word in words.FRENCH_DOCUMENTS), latin[0]) if language == 1 else latin[0]


def rejected(
    kind: str, columns: Sequence[str], rows: Iterable[tuple[Sequence[str], list[dict[str, Any]]]], language: str
) -> bytes:
    """The columns as they came, and one more that says in the reader's language what to correct."""
    language = language if language in LANGUAGES else "en"
    with override(language):
        own = FAULTS_HEADER[language]
        keep = [index for index, label in enumerate(columns) if label not in FAULTS_HEADER.values()]
        header = [columns[index] for index in keep] + [own]
        lines = ([_at(cells, index) for index in keep] + [_said(faults, columns)] for cells, faults in rows)
        return _csv(header, lines) if kind == "csv" else _xlsx(header, lines, own)


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _said(faults: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    sentences = []
    for fault in faults:
        column = fault["column"]
        label = "" if column is None else (_at(columns, column) or letter(column))
        sentences.append(f"{label}: {sentence(fault)}" if label else sentence(fault))
    return " ".join(sentences)


def sentence(fault: Mapping[str, Any]) -> str:
    """A kept fault in the active language."""
    text = gettext(fault["text"])
    return text % fault["params"] if fault.get("params") else text


def _csv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(text) for text in header])
    writer.writerows([harmless(text) for text in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(header: Sequence[str], lines: Iterable[Sequence[str]], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for line in [header, *lines]:
        sheet.append([_put(WriteOnlyCell(sheet), text) for text in line])
    return _saved(book)


def harmless(text: str) -> str:
    """Text a spreadsheet will not take for a formula: an apostrophe in front, which reading takes away again."""
    return f"'{text}" if text.startswith(RISKY) else text


def _put(cell: Any, text: str) -> Any:
    """Always a string cell; one that begins like a formula is marked as quoted, so that editing it does not make it one."""
    cell.value = None
    cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", text)[:32767], "s"
    cell.number_format = "@"
    if text.startswith(RISKY):
        cell.quotePrefix = True
    return cell


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
