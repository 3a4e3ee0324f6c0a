"""CSV as it comes: any of the usual encodings, with or without a byte-order mark, parted by comma, semicolon, tab or bar."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import from_bytes

from corridor.exchange.rules import match
from corridor.kernel.refusals import N_

from .kinds import refused
from .workbook import MOST_COLUMNS, MOST_ROWS, Row

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024


def encoding_of(raw: bytes) -> str:
    """By its mark; else UTF-8 when it is valid; else Arabic or Western Windows, told by whether Arabic letters stand in words."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name
    head = raw[:SAMPLE]
    if 0 in head and (wide := _wide(head)):
        return wide
    try:
        raw.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return _eight_bit(bytes(byte for byte in raw if byte > 127 or byte in b" \n\r,;\t" or chr(byte).isalpha())[:SAMPLE])


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: the byte order in which nearly all signs are of alphabets people here write in."""
    whole = head[: len(head) // 2 * 2]
    likely = []
    for name in ("utf-16-le", "utf-16-be"):
        text = whole.decode(name, "replace")
        plain = sum(1 for char in text if char in "\r\n\t" or (char.isprintable() and char < "\u2070"))
        likely.append((plain / max(len(text), 1), name))
    share, name = max(likely)
    return name if share > 0.9 else ""


def _eight_bit(sample: bytes) -> str:
    """Windows-1256 holds the letters of French too, at the same places: only letters in Arabic words decide for it."""
    words = sample.decode("cp1256", "replace").replace(",", " ").replace(";", " ").split()
    foreign = [word for word in words if any(ord(char) > 127 for char in word)]
    arabic = [word for word in foreign if sum("\u0600" <= char <= "\u06ff" for char in word) * 2 > len(word)]
    if len(arabic) * 2 > len(foreign):
        return "cp1256"
    try:
        sample.decode("cp1252")
        return "cp1252"
    except UnicodeDecodeError:
        best = from_bytes(sample[:8192], cp_isolation=["latin_1", "cp1250", "cp1251", "mac_roman", "iso8859_6"]).best()
        return best.encoding if best else "latin-1"


def separator_of(text: str) -> str:
    """The one that gives the most recognised columns, then the most even rows. Excel's own first line `sep=;` decides."""
    first = text.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    head = text[:SAMPLE]
    scores = []
    for separator in SEPARATORS:
        rows = [
            row
            for row, _ in zip(csv.reader(io.StringIO(head, newline=""), delimiter=separator), range(60), strict=False)
            if any(row)
        ]
        widths = Counter(len(row) for row in rows)
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        recognised = max((len(match([cell.strip() for cell in row], near=False)) for row in rows[:20]), default=0)
        scores.append((recognised if width > 1 else 0, times / max(len(rows), 1) if width > 1 else 0, width, separator))
    best = max(scores, key=lambda score: score[:3])
    return best[3] if best[2] > 1 else ","


def text_of(raw: bytes, encoding: str) -> str:
    text = raw.decode(encoding, "replace").lstrip("\ufeff")
    controls = sum(1 for char in text[:SAMPLE] if (char < " " and char not in "\t\r\n\v\f") or char == "\ufffd")
    if controls > max(2, len(text[:SAMPLE]) // 100):
        raise refused(
            "not_text", N_("This is no text we can read as a list. Save it as .xlsx or as CSV in UTF-8, and upload that.")
        )
    return text


def rows(text: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(1024 * 1024)
    filled = 0
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
        cells = [cell.replace("\0", "").strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (number == 1 and cells[0].lower().startswith("sep=") and len(cells) <= 2):
            continue
        filled += 1
        if len(cells) > MOST_COLUMNS:
            sentence = N_("Row %(row)s has more than %(most)s columns. Check how the columns are parted.")
            raise refused("too_many_columns_in_row", sentence, row=number, most=MOST_COLUMNS)
        if filled > MOST_ROWS:
            raise refused(
                "too_many_rows",
                N_("The list has more than %(most)s rows. Split it and upload the parts one after the other."),
                most=MOST_ROWS,
            )
        yield number, cells
