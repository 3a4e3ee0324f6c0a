"""Regions and cities in any spelling: the keys of what names them, and which way they lie.

"N. Darfur", "Darfour Nord" and دارفور share the key of Darfur; north and south are kept apart from it.
"""

from __future__ import annotations

from functools import lru_cache

from corridor.engines.names import fold, tokens

from .hashing import number, typing_slips

_DIRECTIONS = {
    1: "n north northern nord shamal شمال الشماليه semien",
    2: "s south southern sud janub جنوب الجنوبيه debub",
    3: "e east eastern est sharg sharq شرق الشرقيه misraq",
    4: "w west western ouest gharb غرب الغربيه mirab",
    5: "c central centre center wasat وسط الوسطي maekel maakel",
}
_DIRECTION = {word: code for code, words in _DIRECTIONS.items() for word in words.split()}
_GENERIC = frozenset(
    [
        "state",
        "region",
        "province",
        "district",
        "city",
        "town",
        "village",
        "wilaya",
        "governorate",
        "county",
        "zone",
        "oblast",
        "of",
        "the",
        "de",
        "du",
        "la",
        "le",
        "ville",
        "prefecture",
        "ولايه",
        "محافظه",
        "منطقه",
        "مدينه",
        "اقليم",
        "شعبيه",
    ]
)
# One place, two names: spellings no rule can bring together.
_SAME = {
    "tarabulus": "tripoli", "طرابلس": "tripoli", "trablos": "tripoli", "بنغازي": "benghazi", "benghasi": "benghazi", "سبها": "sebha",
    "الزاويه": "zawiya", "zawiyah": "zawiya", "zawia": "zawiya", "مصراته": "misrata", "misurata": "misrata", "القاهره": "cairo",
    "alexandrie": "alexandria", "الاسكندريه": "alexandria", "dimashq": "damascus", "دمشق": "damascus", "حلب": "aleppo", "halab": "aleppo",
    "khartoum": "khartoum", "الخرطوم": "khartoum", "khartum": "khartoum", "dhaka": "dacca",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_SAME.get(word, word) for word in fold(text).split() if word not in _GENERIC)


@lru_cache(maxsize=50_000)
def place_keys(text: str) -> frozenset[int]:
    """Numbers of the keys of the words that name the place; its directions only when nothing else does."""
    words = _words(text)
    named = [word for word in words if word not in _DIRECTION] or list(words)
    return frozenset(number("@" + token.keys[0]) for word in named for token in tokens(word))


@lru_cache(maxsize=50_000)
def place_slips(text: str) -> frozenset[int]:
    """Numbers shared by places written one slip apart, of words long enough to bear one."""
    words = [word for word in _words(text) if word not in _DIRECTION and len(word) >= 6 and word.isalpha()]
    return frozenset().union(*(typing_slips(word, "@~") for word in words))


@lru_cache(maxsize=50_000)
def direction(text: str) -> int:
    """1 north, 2 south, 3 east, 4 west, 5 centre, 0 when the text names none."""
    return next((_DIRECTION[word] for word in _words(text) if word in _DIRECTION), 0)
