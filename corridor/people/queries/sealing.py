"""The match store is sealed with a key that the database never sees: what a lookup hands out past a wall only this application reads.

Features are enciphered (AES-SIV; each record has a nonce of its own, so that two records never look alike and the same content of one
record always does), keys, telephones and documents are keyed hashes: equal where they were equal, and nobody who can only ask the
database can make one from a name or a number.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from corridor.people.rules import model_version

from .projection import Projected

SIGN, NONCE = 4, 12
HEAD = SIGN + NONCE
_PURPOSES = (b"match sign", b"match cipher", b"match nonce", b"match number")


@lru_cache(maxsize=8)
def _keys(secret: str) -> tuple[bytes, AESSIV, bytes, Any]:
    """(which key it is, the cipher, the nonce's key, a keyed hash to copy): all from the one secret, none of them the secret."""
    mark, cipher, nonce, number = (blake2b(secret.encode(), person=purpose, digest_size=32).digest() for purpose in _PURPOSES)
    return mark[:SIGN], AESSIV(cipher), nonce, blake2b(key=number, digest_size=8)


def sign() -> str:
    """Tells two keys apart and nothing of either."""
    return _keys(settings.MATCH_KEY)[0].hex()


def version() -> str:
    """What a row of the store was written with: the model, and the key by its sign. Another one: it is written anew."""
    return f"{model_version()[-31:]}.{sign()}"  # the column holds forty signs


def numbers(plain: Iterable[int]) -> tuple[int, ...]:
    """Keyed hashes of hashes, in the same order. 0 stays what it means: nothing."""
    hashed = _keys(settings.MATCH_KEY)[3]
    found = []
    for one in plain:
        each = hashed.copy()
        each.update(one.to_bytes(8, "big", signed=True))
        found.append(int.from_bytes(each.digest(), "big", signed=True) if one else 0)
    return tuple(found)


def asked(new: Projected) -> Projected:
    """A record to look with: its numbers as the store has them, its features as they are."""
    return replace(
        new,
        phones=numbers(new.phones),
        documents=numbers(new.documents),
        keys=numbers(new.keys),
        offers=numbers(new.offers),
    )


def sealed(person_id: UUID, new: Projected) -> Projected:
    """A record for the store."""
    mark, cipher, once, _ = _keys(settings.MATCH_KEY)
    nonce = blake2b(person_id.bytes, key=once, digest_size=NONCE).digest()
    return replace(asked(new), features=mark + nonce + cipher.encrypt(new.features, [nonce]))


def opener() -> Callable[[bytes], bytes | None]:
    """What gives back the features of one row after the other; None when they were not sealed with this key, and the row waits to be
    written anew. Hundreds of times for each check: hence a function that holds the key."""
    mark, cipher, _, _ = _keys(settings.MATCH_KEY)

    def opens(kept: bytes) -> bytes | None:
        if kept[:SIGN] != mark:
            return None
        try:
            return cipher.decrypt(kept[HEAD:], [kept[SIGN:HEAD]])
        except InvalidTag:
            return None

    return opens


def opened(kept: bytes) -> bytes | None:
    """The same for a single row."""
    return opener()(kept)
