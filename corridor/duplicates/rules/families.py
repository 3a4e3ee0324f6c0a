"""Two households side by side: members in both speak for one person, both records in one household against it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Alike = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Kin:
    """A member of one record's household: `twin` is the member of the other household she or he resembles."""

    person_id: UUID
    twin: UUID | None


def side_by_side(one: Sequence[tuple[UUID, Any]], two: Sequence[tuple[UUID, Any]], alike: Alike) -> tuple[list[Kin], list[Kin]]:
    """Members of both households (without the two records themselves), each member matched at most once, the same record first."""
    left: dict[UUID, UUID | None] = {person_id: None for person_id, _ in one}
    right: dict[UUID, UUID | None] = {person_id: None for person_id, _ in two}
    for person_id in left:
        if person_id in right:
            left[person_id] = right[person_id] = person_id
    for person_id, facts in one:
        if left[person_id] is None:
            found = next((other for other, its in two if right[other] is None and alike(facts, its)), None)
            if found is not None:
                left[person_id], right[found] = found, person_id
    return [Kin(*kin) for kin in left.items()], [Kin(*kin) for kin in right.items()]
