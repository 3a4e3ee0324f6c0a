"""Refusals are sentences.

A rule answers with reasons; an action that may not happen raises `Refused` with them. The English sentence is the
message id: screens and API translate it with the same words. Reasons never hold personal facts, only codes and dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:
    """Marks an English sentence for translation without translating it here."""
    return text


@dataclass(frozen=True)
class Reason:
    """Why something may not happen. `code` is stable, `text` is the English sentence with %(name)s places."""

    code: str
    text: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)
    field: str = ""

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text


class Refused(Exception):
    """A step that may not happen. `reasons` are for the person at the screen."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(*reasons)
        self.reasons = reasons

    def __str__(self) -> str:
        return " ".join(str(reason) for reason in self.reasons)


class NotFound(Exception):
    """Missing and forbidden look the same."""


class Conflict(Refused):
    """Somebody else changed it meanwhile: nothing was saved."""


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Raises `Refused` when there is any reason."""
    found = tuple(reasons)
    if found:
        raise Refused(*found)
