"""Other alphabets read out in Latin letters, from the names Unicode gives their characters.

"ETHIOPIC SYLLABLE MAA" says all we need: consonant m, fourth order, read "ma". The same holds for the Indic scripts
(Bengali names in Bangladesh's lists) and roughly for any alphabet whose letters are named after their sound.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ETHIOPIC = re.compile(r"ETHIOPIC SYLLABLE (?:(GLOTTAL|PHARYNGEAL) )?([A-Z]+)$")
_ETHIOPIC_ORDER = re.compile(r"([^AEIOU]*?)(W?)(AA|EE|A|U|I|E|O|OA|YA)$")
_CONSONANTS = {
    "SZ": "s", "SH": "sh", "Q": "k", "QH": "k", "X": "h", "NY": "n", "KX": "kh", "ZH": "zh", "DD": "d", "J": "j", "GG": "g",
    "TH": "t", "CHH": "ch", "PH": "p", "TS": "ts", "TZ": "ts", "HH": "h", "C": "ch",
}  # fmt: skip
_VOWELS = {"A": "e", "U": "u", "I": "i", "AA": "a", "EE": "e", "E": "", "O": "o", "OA": "o", "YA": "ya"}
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ("a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya").split(" "),  # noqa: SIM905
        strict=True,
    )
)


@lru_cache(maxsize=8192)
def _ethiopic(char: str, first: bool) -> str:
    found = _ETHIOPIC.match(unicodedata.name(char, ""))
    if not found:
        return ""
    order = _ETHIOPIC_ORDER.match(found[2])
    if not order:
        return ""
    if found[1]:  # the two silent carriers only bear the vowel; the plain one is heard as a
        return {"A": "a", "E": "e" if first else ""}.get(order[3], _VOWELS[order[3]])
    consonant = _CONSONANTS.get(order[1], order[1].lower())
    return consonant + ("w" if order[2] and order[1] else order[2].lower()) + _VOWELS[order[3]]


def _read_ethiopic(word: str) -> str:
    read = ""
    for at, char in enumerate(word):
        sound = _ethiopic(char, at == 0)
        # Two letters in a row that are the same sound are two syllables, never one long consonant: Mekbib, Mekonen.
        read += ("i" if read and sound and read[-1] == sound[0] and sound[0] not in "aeiou" else "") + sound
    return read


@lru_cache(maxsize=8192)
def _indic(char: str) -> tuple[str, str]:
    """(kind, sound) of a character of an Indic script; kind is consonant, vowel, sign, virama or other."""
    name = unicodedata.name(char, "")
    last = name.rsplit(" ", 1)[-1].lower()
    if "VOWEL SIGN" in name:
        return "sign", _short(last)
    if "VIRAMA" in name:
        return "virama", ""
    if "LETTER" in name:
        sound = last.removesuffix("a") if len(last) > 1 and last not in ("aa", "ai", "au") else last
        return (
            ("vowel", _short(last))
            if sound[:1] in "aeiou"
            else ("consonant", sound.replace("bh", "v") if sound == "bha" else sound)
        )
    return "other", "n" if "ANUSVARA" in name or "CANDRABINDU" in name else ""


def _short(vowel: str) -> str:
    return {"aa": "a", "ii": "i", "uu": "u", "vocalic": "ri"}.get(vowel, vowel)


def _read_indic(text: str) -> str:
    out: list[str] = []
    pending = False
    for char in text:
        kind, sound = _indic(char)
        if pending and kind in ("consonant", "vowel"):
            out.append("a")
        pending = kind == "consonant" or (pending and kind == "other" and not sound)
        out.append(sound)
    return "".join(out)


def to_latin(word: str, script: str) -> str:
    """One folded word of another script in plain Latin letters; "" when we cannot read it."""
    if script == "ethi":
        return _read_ethiopic(word)
    if script == "cyrl":
        return "".join(_CYRILLIC.get(char, "") for char in word).replace("-", "")
    if script in ("beng", "deva"):
        return _read_indic(word)
    return ""
