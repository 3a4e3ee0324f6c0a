"""What a small form posts beside the address: an id, a version. Anything else is nothing there."""

from uuid import UUID

from django.http import Http404


def an_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise Http404 from fault


def a_version(text: str) -> int:
    """The version on the screen; 0, which no plan has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0
