"""A stable number for a key, the same in every process, engine and version."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b


@lru_cache(maxsize=400_000)
def number(text: str) -> int:
    """A stable 63-bit number for a key; 0 only for the empty text."""
    if not text:
        return 0
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1 or 1


@lru_cache(maxsize=200_000)
def typing_slips(text: str, kind: str = "~") -> frozenset[int]:
    """Numbers shared by words one slip apart: the word and the word with any one letter left out; none of short words."""
    if len(text) < 5:
        return frozenset()
    return frozenset(number(kind + text[:at] + text[at + 1 :]) for at in range(len(text))) | {number(kind + text)}
