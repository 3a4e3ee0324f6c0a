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
