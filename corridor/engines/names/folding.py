"""Folding: one plain spelling per text, and which script it is in.

`fold` is what search compares and what every key starts from: "Fāṭima  AL-ZAHRĀ" and "fatima al-zahra" fold alike, and so do
أحمد and احمد, ٠٩١ and 091. Folding never changes script; keys do (see `skeleton`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None, "ـ": None,
        "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ۃ": "ه", "ڨ": "ق", "ڭ": "ك",
    }
)  # fmt: skip
# Letters that look like Latin with a mark but do not decompose.
_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ɓ": "b", "ɗ": "d",
     "ƙ": "k", "ƴ": "y", "ɲ": "ny", "ŋ": "ng", "ɛ": "e", "ɔ": "o", "ħ": "h", "ç": "s", "č": "ch", "š": "sh", "ž": "zh"}
)  # fmt: skip
# Apostrophes, half rings and modifier letters stand for hamza or ayn, or for nothing: they are dropped, not turned into spaces.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʻʾʿʽˈ‛′＇ʹ"))
_BLOCKS = (
    ("arab", ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))),
    ("ethi", ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F))),
    ("latn", ((0x0041, 0x005A), (0x0061, 0x007A), (0x00AA, 0x00AA), (0x00BA, 0x00BA), (0x00C0, 0x024F), (0x0250, 0x02AF),
              (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFF21, 0xFF5A))),
    ("beng", ((0x0980, 0x09FF),)),
    ("deva", ((0x0900, 0x097F),)),
    ("cyrl", ((0x0400, 0x052F),)),
    ("grek", ((0x0370, 0x03FF), (0x1F00, 0x1FFF))),
    ("hebr", ((0x0590, 0x05FF),)),
    ("tfng", ((0x2D30, 0x2D7F),)),
    ("nkoo", ((0x07C0, 0x07FF),)),
    ("adlm", ((0x1E900, 0x1E95F),)),
    ("armn", ((0x0530, 0x058F),)),
    ("geor", ((0x10A0, 0x10FF),)),
    ("thai", ((0x0E00, 0x0E7F),)),
    ("hang", ((0xAC00, 0xD7AF), (0x1100, 0x11FF))),
    ("kana", ((0x3040, 0x30FF),)),
    ("hani", ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2FA1F))),
)  # fmt: skip


@lru_cache(maxsize=8192)
def _script_of_char(char: str) -> str:
    """ISO 15924 code of one character; zyyy for digits, punctuation, marks and unassigned."""
    if not unicodedata.category(char).startswith("L"):
        return "zyyy"
    point = ord(char)
    for script, ranges in _BLOCKS:
        if any(low <= point <= high for low, high in ranges):
            return script
    return "zzzz"


def script_of(text: str) -> str:
    """The script most of the letters are in: ISO 15924, lower case ("latn", "arab", "ethi", "beng" …).

    "zyyy" when there is no letter at all (empty, digits, emoji), "zzzz" for a script not in the table.
    On a tie the script that comes first in the text wins.
    """
    counts: dict[str, int] = {}
    for char in text:
        script = _script_of_char(char)
        if script != "zyyy":
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else "zyyy"


def _plain(char: str) -> str:
    """One decomposed character as folding keeps it: digits in ASCII, marks gone, anything else that is no letter a space."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in ("Mn", "Me", "Cf", "Lm"):
        # Vowel signs of Indic scripts are letters to a reader; harakat and diacritics are not.
        return char if _is_indic(char) else ""
    if category.startswith("L") or category in ("Nl", "No", "Mc"):
        return char
    return " "


def _is_indic(char: str) -> bool:
    return 0x0900 <= ord(char) <= 0x0DFF


def fold(text: str) -> str:
    """The text in its plainest spelling, same script: the form to store beside a name for trigram search.

    Compatibility forms unified (NFKC), case folded, diacritics, harakat and tatweel gone, Arabic letters and the digits of any
    script unified, apostrophes dropped, other punctuation and runs of space one space. Idempotent: fold(fold(x)) == fold(x).
    Never raises; "" when nothing readable is left.
    """
    if text.isascii():
        lowered = text.lower().translate(_APOSTROPHES)
        return lowered if lowered.isalnum() else " ".join(_ascii_words(lowered))
    for _ in range(3):  # a second round only for rare characters whose casefold decomposes again
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _ascii_words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    text = unicodedata.normalize("NFKC", text).translate(_LATIN).translate(_ARABIC)
    text = "".join(_plain(char) for char in unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(_LATIN).translate(_ARABIC)
    return " ".join(text.split())
