"""Can this person travel on this date, and if not, why, and who can fix it?

One form for every pathway. A pathway's `rules.py` makes the list; whoever needs it (checklist, planner, booking, boarding)
asks `requirements_of(pathway)`, so that movements need not know the pathways above it. No provider means no travel.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from .actor import Actor
from .refusals import Reason


class State(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNDER_WAY = "under_way"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Requirement:
    """One requirement judged on the travel date. `expires`: last day it holds (None: no end). `restricted`: reason withheld."""

    code: str
    label: str
    state: State
    why: str
    norm: str
    fixer: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    starts: date | None = None
    expires: date | None = None
    restricted: bool = False

    @property
    def stands_in_the_way(self) -> bool:
        return self.state in (State.UNMET, State.UNDER_WAY)


@dataclass(frozen=True)
class Readiness:
    person_id: UUID
    on: date
    requirements: tuple[Requirement, ...]

    @property
    def ready(self) -> bool:
        return not self.blocking

    @property
    def blocking(self) -> tuple[Requirement, ...]:
        return tuple(item for item in self.requirements if item.stands_in_the_way)

    def reasons(self) -> list[Reason]:
        return [Reason(f"readiness.{item.code}", item.why, dict(item.params)) for item in self.blocking]


Provider = Callable[[Actor, Sequence[UUID], date], dict[UUID, Readiness]]
_providers: dict[str, Provider] = {}


def provides(pathway: str) -> Callable[[Provider], Provider]:
    """Registers the pathway's one definition of readiness (called once, at start)."""

    def register(provider: Provider) -> Provider:
        _providers[pathway] = provider
        return provider

    return register


def requirements_of(pathway: str) -> Provider:
    """The pathway's provider; KeyError when a pathway has none: nobody travels on rules that do not exist."""
    return _providers[pathway]
