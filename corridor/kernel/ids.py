"""Ids: UUIDs that grow with time (RFC 9562 version 7), and opaque tokens for boarding passes."""

import os
import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | int.from_bytes(os.urandom(10), "big") & ~(0xF << 76)
    return UUID(int=value & ~(0xC << 60) | 0x8 << 60)


def new_token() -> str:
    """A token without meaning: 128 bits, safe in a QR code."""
    return secrets.token_urlsafe(16)
