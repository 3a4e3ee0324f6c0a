"""What a person's page says about duplicates: pairs that wait, whom to ask elsewhere, which records were joined into this one."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from corridor.access import queries as access
from corridor.access.roles import Permission as P
from corridor.duplicates import queries
from corridor.duplicates.words import MergeStatus
from corridor.kernel.actor import Actor
from corridor.people import queries as people
from corridor.web.people import presenters as persons

from .joining import merges
from .listing import likely_words


def about(actor: Actor, person_id: UUID) -> dict[str, Any] | None:
    """None for whoever does not review; the page then says nothing at all."""
    if not actor.may(P.PAIR_REVIEW):
        return None
    pairs = queries.pairs_of(actor, person_id)
    others = people.people_by_id(actor, [_other(row, person_id) for row in pairs])
    elsewhere = queries.held_elsewhere(actor, [person_id]).get(person_id, ())
    names = {one.id: one.name for one in access.organisations(actor)} if elsewhere else {}
    shown = (MergeStatus.JOINED, MergeStatus.PROPOSED, MergeStatus.TAKEN_APART)
    return {
        "pairs": [
            {
                "url": reverse("duplicates.pair", args=[row.id]),
                "name": persons.names_of(others[_other(row, person_id)])[0],
                "reference": others[_other(row, person_id)].reference,
                "words": likely_words(row.weight),
            }
            for row in pairs
            if _other(row, person_id) in others
        ],
        "elsewhere": [names.get(one, "") for one in elsewhere],
        "joined": merges(actor, [row for row in queries.merges_of(actor, person_id) if row.status in shown]),
        "look_url": reverse("duplicates.look", args=[person_id]),
    }


def _other(row: queries.PairRow, person_id: UUID) -> UUID:
    return row.second_id if row.first_id == person_id else row.first_id
