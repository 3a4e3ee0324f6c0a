"""News about records that became one, or two again, in the same transaction: the contexts above look at the person anew."""

from dataclasses import dataclass
from uuid import UUID

from corridor.kernel.actor import Actor


@dataclass(frozen=True)
class PersonsJoined:
    """Everything of the other record hangs on the keeper now."""

    actor: Actor
    merge_id: UUID
    keeper_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class PersonsTakenApart:
    """What the merge moved hangs on the other record again; what came later stays with the keeper."""

    actor: Actor
    merge_id: UUID
    keeper_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class PairOpened:
    """Two records wait for a reviewer. Contexts above may say what makes it urgent."""

    actor: Actor
    pair_id: UUID
    first_id: UUID
    second_id: UUID
