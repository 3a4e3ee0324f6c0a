"""Skeleton keys: what is left of a spoken name when vowels and the habits of clerks are taken away.

The first sound keeps its class (vowel, H, W, Y or consonant), later only consonants count, and letters that different
languages write differently share a class: Qadir, Kader and قادر meet. A letter with two readings gives two keys
(خالد → KLD and HLD), so two spellings *sound alike* when they share any key. Folded Latin and Arabic share one alphabet.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_KEYS = 8

_VOWELS = frozenset("aeiou")
# Longest first; a value with "|" has alternatives, "" means the letter is not heard inside a word.
_LATIN_GROUPS: tuple[tuple[str, str], ...] = (
    ("chael", "K.L"), ("chr", "K.R"), ("tch", "S"), ("sch", "S"), ("tsh", "S"), ("dzh", "J"), ("ths", "S"),
    ("kh", "K"), ("gh", "G|J"), ("th", "T|S"), ("dh", "D"), ("dj", "J"), ("dz", "S"), ("ph", "F"), ("sh", "S"), ("ch", "S"),
    ("ts", "S"), ("tz", "S"), ("cz", "S"), ("ck", "K"), ("cq", "K"), ("qu", "K"), ("gn", "N"),
)  # fmt: skip
_LATIN_SINGLE = {
    "b": "B", "p": "B", "f": "F", "v": "F", "g": "J", "j": "J", "q": "K", "k": "K", "d": "D", "t": "T", "l": "L", "m": "M",
    "n": "N", "r": "R", "s": "S", "z": "S",
}  # fmt: skip
_ARABIC_SINGLE = {
    "ب": "B", "پ": "B", "ت": "T", "ط": "T", "ٹ": "T", "ث": "T|S", "ج": "J", "چ": "S", "خ": "K|H", "د": "D", "ض": "D", "ڈ": "D",
    "ذ": "D|S", "ظ": "D|S", "ر": "R", "ڑ": "R", "ز": "S", "ژ": "J", "س": "S", "ش": "S", "ص": "S", "غ": "G|J", "ف": "F", "ڤ": "F",
    "ق": "K", "ك": "K", "گ": "J|K", "ل": "L", "م": "M", "ن": "N", "ں": "N",
}  # fmt: skip
_ARABIC_FIRST = {"ا": "A", "ع": "A", "ه": "H", "ح": "H", "و": "W", "ي": "Y"}
_DOUBLED = re.compile(r"(.)\1+")


def _latin_first(word: str) -> tuple[str, int] | None:
    """Class of an opening vowel, h, w or y and how many letters it takes; None when the word opens with a consonant."""
    first = word[0]
    if first == "o" and word[1:2] in ("u", "o") and word[2:3] in _VOWELS and len(word) > 3:
        return "W", 2  # French Ouattara, Oualid
    if first in _VOWELS:
        return "A", 1
    if first == "h":
        return "H", 1
    if first == "w":
        return "W", 1
    if first == "y":
        return "Y", 1
    if first == "x":
        return "H|S", 1  # Somali Xasan
    if first == "c" and word[1:2] in _VOWELS:
        return ("A|S" if word[1] in "ei" else "A|K"), 1  # Somali Cali, Cumar: the letter is ayn
    if first == "d" and word[1:2] == "i" and word[2:3] in ("a", "e", "o"):
        return "D|J", 2  # Diallo and Jallow
    return None


def _latin_classes(word: str) -> list[str]:
    opening = _latin_first(word)
    classes = [opening[0]] if opening else []
    at = opening[1] if opening else 0
    while at < len(word):
        group = next(((g, c) for g, c in _LATIN_GROUPS if word.startswith(g, at)), None)
        if group:
            classes.append(group[1])
            at += len(group[0])
            continue
        letter = word[at]
        if letter == "c":
            after = word[at + 1 : at + 2]
            between = at > 0 and word[at - 1] in _VOWELS and after in _VOWELS and after
            sound = "S" if after in ("e", "i", "y") else "K"
            classes.append(f"{sound}|" if between else sound)
        elif letter == "x":
            classes.append("K.S|")
        elif letter in _LATIN_SINGLE:
            classes.append(_LATIN_SINGLE[letter])
        at += 1
    return classes


def _arabic_classes(word: str) -> list[str]:
    classes = [_ARABIC_FIRST[word[0]]] if word[0] in _ARABIC_FIRST else []
    return classes + [_ARABIC_SINGLE[letter] for letter in word[len(classes) :] if letter in _ARABIC_SINGLE]


def _spell_out(classes: list[str]) -> tuple[str, ...]:
    """Every reading of the classes, first readings first, at most MAX_KEYS."""
    readings = [""]
    for options in classes:
        choices = options.split("|")
        room = max(1, MAX_KEYS // len(readings))
        readings = [head + choice.replace(".", "") for choice in choices[:room] for head in readings]
    return tuple(dict.fromkeys(reading for reading in readings if reading))


@lru_cache(maxsize=200_000)
def skeletons(word: str) -> tuple[str, ...]:
    """Keys of one folded Latin or Arabic word without its article; () when the word has no letter of either script."""
    if not word:
        return ()
    collapsed = _DOUBLED.sub(r"\1", word) if not _opens_double_vowel(word) else word[:2] + _DOUBLED.sub(r"\1", word[2:])
    if "\u0600" <= word[0] <= "\u06ff":
        return _spell_out(_arabic_classes(collapsed))
    if "a" <= word[0] <= "z":
        return _spell_out(_latin_classes(collapsed))
    return ()


def _opens_double_vowel(word: str) -> bool:
    return word.startswith("oo") and word[2:3] in _VOWELS


# What may stand for the last vowel. Arabic writes only long ones; Latin spellings of a short one vary, e more than others.
_LATIN_VOWELS = (
    ("ei", "I"), ("ee", "I"), ("ey", "I"), ("ay", "Ia"), ("ai", "Ii"), ("ie", "I"), ("iy", "I"), ("ii", "I"), ("oo", "Uu"),
    ("ou", "Uu"), ("ia", "aAiI"), ("ya", "aAiI"), ("ua", "aAuU"), ("wa", "aAuU"),
    ("a", "aA"), ("e", "aAi"), ("i", "iI"), ("y", "iI"), ("o", "uUs"), ("u", "uUs"),
)  # fmt: skip
_LONG = {"ا": "A", "ي": "I", "و": "U"}
_LAST_LATIN = re.compile(r"([aeiouyw]*)h?[bcdfgjklmnpqrstvxz][bcdfgjklmnpqrstvxzh]*[aeiouyhw]*$")
_LAST_ARABIC = re.compile(r"([اوي]?)[^اويهعح](?:[اويهعح])*$")
_DOUBLED_CONSONANT = re.compile(r"([b-df-hj-np-tv-xz])\1+")


@lru_cache(maxsize=200_000)
def last_vowels(word: str) -> str:
    """Symbols of the vowel heard before the last consonant: long "A" "I" "U", short "a" "i" "s"; several when unsure."""
    if "\u0600" <= word[:1] <= "\u06ff":
        found = _LAST_ARABIC.search(word)
        return _LONG.get(found[1], "ais") if found else "ais"
    found = _LAST_LATIN.search(_DOUBLED_CONSONANT.sub(r"\1", word))
    if not found or not found[1]:
        return "ais"
    return next((symbols for ending, symbols in _LATIN_VOWELS if found[1].endswith(ending)), "ais")
