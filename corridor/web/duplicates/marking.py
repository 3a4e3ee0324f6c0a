"""Where two values differ, letter by letter: words that have no counterpart are marked whole, the others where they differ.

Letters of joined scripts are never marked one by one: it would tear the word apart.
"""

import unicodedata
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ALIKE = 0.5  # words less alike than this are two different words
JOINED = ("ARABIC", "SYRIAC", "NKO", "BENGALI", "DEVANAGARI")
Piece = tuple[str, bool]  # text, whether it differs


def pieces(value: str, other: str) -> list[Piece]:
    """The value cut where it stops or starts to differ from the other."""
    there = other.split()
    found: list[Piece] = []
    for word in value.split():
        found += [(" ", False)] if found else []
        found += _word(word, there)
    return _closed_up(found)


def marked(value: str, other: str) -> SafeString:
    """The value with <mark> round what differs; nothing is marked where the other side says nothing."""
    if not other:
        return format_html("{}", value)
    parts = ((format_html("<mark>{}</mark>", text) if differs else text,) for text, differs in pieces(value, other))
    return format_html_join("", "{}", parts)


def _word(word: str, there: list[str]) -> list[Piece]:
    plain = _plain(word)
    near = max(there, key=lambda one: SequenceMatcher(None, plain, _plain(one), autojunk=False).ratio(), default="")
    likeness = SequenceMatcher(None, plain, _plain(near), autojunk=False)
    if plain == _plain(near):
        return [(word, False)]
    if likeness.ratio() < ALIKE or len(plain) != len(word) or any(char.isdigit() for char in word) or _is_joined(word):
        return [(word, True)]
    # a letter that is only missing here is marked on the other side
    return [(word[start:end], kind != "equal") for kind, start, end, _, _ in likeness.get_opcodes() if end > start]


def _plain(word: str) -> str:
    return word.casefold().strip(".,;:،")


def _is_joined(word: str) -> bool:
    return any(unicodedata.name(char, "").startswith(JOINED) for char in word)


def _closed_up(found: list[Piece]) -> list[Piece]:
    """Neighbours of one kind become one piece."""
    closed: list[Piece] = []
    for text, differs in found:
        if closed and closed[-1][1] == differs:
            closed[-1] = (closed[-1][0] + text, differs)
        else:
            closed.append((text, differs))
    return closed
