"""A pair that looks alike comes into the queue: from registration, an import, a comparison of everything. Nothing is ever joined here.

What was told apart stays out of sight until its evidence has grown by a stated amount; a record behind another organisation's
wall is noted without being seen.
"""

from uuid import UUID

from django.db import connection, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.duplicates.lifecycle import PAIR
from corridor.duplicates.models import Decision, Pair
from corridor.duplicates.queries.queue import both_seen
from corridor.duplicates.rules import reviewing
from corridor.duplicates.words import PairStatus, Source
from corridor.kernel.actor import Actor, acting, system
from corridor.kernel.events import on
from corridor.people import queries as people
from corridor.people.events import PersonRegistered
from corridor.people.models import NotSame, Person

from .pairs import open_pair

AT_ONCE = 8  # pairs that one record may bring into the queue: namesakes beyond that are found again when these are decided
# Weight (log2 of the odds) from which somebody is asked to look. The more records are compared, the more namesakes there are among
# those alike: where a person stands before somebody, even odds are worth a look; where everybody is compared, sixteen to one are.
LEAST = {str(Source.SEARCH): 0.0, str(Source.REGISTRATION): 2.0, str(Source.IMPORT): 4.0, str(Source.JOB): 4.0}
OPENED, KNOWN, AGAIN, APART, RELATIVE, ELSEWHERE = "opened", "known", "again", "apart", "relative", "elsewhere"


@on(PersonRegistered)
def look_at_newcomer(event: PersonRegistered) -> None:
    """Whoever registers a person, by whatever way in: the same look. Lists and jobs are compared as a whole when they are in."""
    if event.actor.source not in ("job", "command"):
        look(event.actor, event.person_id, Source.REGISTRATION)


@transaction.atomic
def look(actor: Actor, person_id: UUID, source: str) -> dict[str, int]:
    """Compares one record with the whole store; answers how many pairs were opened, known before, told apart. Of what lies behind
    walls only that there is something: how much of it is nobody's to know."""
    found: dict[str, int] = {}
    for other_id, weight in _near(actor, person_id, source):
        what = suggest(actor, person_id, other_id, source, weight)
        found[what] = 1 if what == ELSEWHERE else found.get(what, 0) + 1
    return found


def _near(actor: Actor, person_id: UUID, source: str) -> list[tuple[UUID, float]]:
    """Ids of likely records, whoever holds them: looked for by the system, so that nobody who asks learns of them."""
    with acting(system("duplicates.look", actor.organisation_id)) as clerk:
        return people.candidates_of(clerk, person_id, limit=AT_ONCE, least=LEAST[str(source)]) if clerk else []


@transaction.atomic
def suggest(actor: Actor, one_id: UUID, other_id: UUID, source: str, weight: float) -> str:
    """One pair: opened, known, opened again, told apart, or noted behind another organisation's wall."""
    first, second = sorted((one_id, other_id))
    if Person.objects.visible_to(actor).filter(id__in=(first, second)).count() < 2:
        return _note(actor, one_id, other_id, source, weight)
    row = both_seen(actor).filter(first_id=first, second_id=second).order_by("id").first()
    if row is None and NotSame.objects.filter(first_id=first, second_id=second).exists():
        return APART
    if row is None:
        found = people.compare(actor, first, second)
        if found.household or found.relative:
            return RELATIVE
        open_pair(actor, first, second, source)
        return OPENED
    return _again(actor, row.id, weight)


def _again(actor: Actor, pair_id: UUID, weight: float) -> str:
    """A pair that is there already: new evidence may bring it back, and nothing else does."""
    row = Pair.objects.select_for_update(of=("self",)).get(id=pair_id)
    if row.status != PairStatus.DIFFERENT:
        return KNOWN
    seen = Decision.objects.filter(pair=row).order_by("-at", "-id").values_list("weight_seen", flat=True).first()
    if not reviewing.is_news(weight, row.weight if seen is None else seen):
        return APART
    row.status = str(PAIR.check("reopen", row.status))
    row.weight, row.model_version, row.round, row.version = weight, people.model_version(), row.round + 1, row.version + 1
    row.save(update_fields=["status", "weight", "model_version", "round", "version"])
    audit.record(actor, "duplicates.pair.reopen", row, person=row.first_id, other=row.second_id, weight=round(weight, 2))
    return AGAIN


def _note(actor: Actor, one_id: UUID, other_id: UUID, source: str, weight: float) -> str:
    """Nobody here may see both: the database keeps the pair, and tells the owner of each only whom to ask. Noted by the system:
    whoever could note pairs could ask about anybody."""
    with acting(system("duplicates.look", actor.organisation_id)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT authz.duplicates_note(%s, %s, %s, %s, %s)", [one_id, other_id, weight, people.model_version(), source]
        )
    return ELSEWHERE


@transaction.atomic
def look_at(actor: Actor, person_id: UUID) -> dict[str, int]:
    """Somebody asks for it on a person's page."""
    actor.need(Permission.PAIR_REVIEW)
    people.require(actor, person_id)
    found = look(actor, person_id, Source.SEARCH)
    audit.record(actor, "duplicates.person.compare", person_id, person=person_id, **found)
    return found
