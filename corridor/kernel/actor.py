"""Who acts, for whom, and why. Every query and action takes an Actor first; the database reads it for row security.

`acting(actor)` sets the actor for the present transaction(s); the database backend sends it at each transaction start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from .refusals import NotFound


@dataclass(frozen=True)
class Actor:
    """A person at work for an organisation, or a named system job (`staff_id` None, `job` set). Never neither."""

    organisation_id: UUID | None
    organisation_kind: str
    permissions: frozenset[str]
    staff_id: UUID | None = None
    job: str = ""
    office_id: UUID | None = None
    purpose: str = "casework"
    source: str = "screen"

    def __post_init__(self) -> None:
        if not self.staff_id and not self.job:
            raise ValueError("an actor is a member of staff or a named job")

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def need(self, permission: str) -> None:
        """Missing and forbidden look the same: the caller learns nothing but 'not found'."""
        if permission not in self.permissions:
            raise NotFound(permission)

    def through(self, source: str) -> "Actor":
        """The same actor by another way in (screen, api, import, command)."""
        return replace(self, source=source)


def system(job: str, organisation_id: UUID | None = None, *permissions: str) -> Actor:
    """A named job of the system itself."""
    return Actor(organisation_id, "system", frozenset(permissions), job=job, purpose="system", source="job")


watchers: list[Callable[[], None]] = []  # told when the actor changes inside a running transaction
_current: ContextVar[Actor | None] = ContextVar("corridor_actor", default=None)


def current() -> Actor | None:
    return _current.get()


@contextmanager
def acting(actor: Actor | None) -> Iterator[Actor | None]:
    token = _current.set(actor)
    _tell()
    try:
        yield actor
    finally:
        _current.reset(token)
        _tell()


def _tell() -> None:
    for watcher in watchers:
        watcher()
