"""Whom the actor's own organisation knows under which of its numbers: for lists that come again."""

from collections.abc import Collection
from uuid import UUID

from corridor.kernel.actor import Actor
from corridor.people.models import Person, Registration


def people_by_number(actor: Actor, numbers: Collection[str]) -> dict[str, tuple[UUID, str]]:
    """Number -> person and main name, of people the actor may see, registered by the actor's organisation."""
    known = Registration.objects.filter(
        organisation_id=actor.organisation_id, external_id__in=list(numbers), person__in=Person.objects.visible_to(actor)
    )
    rows = known.order_by("external_id").values_list("external_id", "person_id", "person__name")
    return {number: (person_id, name) for number, person_id, name in rows}
