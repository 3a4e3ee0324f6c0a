"""The face other parts of the product use: all keys of a name at once, and whether two words sound alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .folding import fold, script_of
from .tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What to store beside a name and what to ask for when searching it.

    `folded`: plain spelling in the name's own script, for trigram search and display-free comparison (fold(name)).
    `script`: ISO 15924 lower case, "zyyy" for none.
    `tokens`: the spoken names in the order written, each with its keys (the first key is the first reading).
    `search`: every key of every token, script-independent. Two names that share a key have a token that sounds alike;
              store it in an array column with a GIN index and ask with && (or one row per key in a B-tree table).
    """

    folded: str
    script: str
    tokens: tuple[Token, ...]
    search: frozenset[str]

    def shares_a_sound_with(self, other: NameKeys) -> bool:
        """Whether any token of one sounds like any token of the other."""
        return not self.search.isdisjoint(other.search)


@lru_cache(maxsize=65_536)
def keys(name: str) -> NameKeys:
    """Keys of a full name or of one part of it, in any script, any case, with titles and particles inside.

    Never raises; a text without a readable name gives empty tokens and an empty `search`. Order of the words does not matter
    for `search`: keys("Diallo Fatoumata").search == keys("Fatoumata DIALLO").search.
    """
    spoken = tokens(name)
    return NameKeys(fold(name), script_of(name), spoken, frozenset(key for token in spoken for key in token.keys))


def sound_alike(one: str, other: str) -> bool:
    """Whether two single names share a key: sound_alike("Jallow", "Diallo"), sound_alike("Osman", "عثمان")."""
    return keys(one).shares_a_sound_with(keys(other))
