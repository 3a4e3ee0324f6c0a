"""Who may be the same person: the one duplicate check of every way in, by the linkage engine's score over the match store.

The database gives at most 300 records that share a key (migration 0011), of those behind a wall no id. Here they are scored;
what is behind a wall leaves this module only as "one exists, ask them".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db import connection
from psycopg.pq import Format

from corridor.access import queries as access
from corridor.access.words import HOLD_NO_PEOPLE
from corridor.engines.linkage import scoring
from corridor.engines.linkage.compiled import scorer
from corridor.engines.linkage.model import in_use
from corridor.kernel.actor import Actor
from corridor.kernel.refusals import NotFound, Reason, Refused
from corridor.people import rules

from . import projection, sealing
from .persons import people_by_id
from .projection import Facts, Projected, Ready
from .rows import Candidate, ComparedRow, EvidenceRow, LikelyRow, PersonRow

MOST = 300  # records compared with one
SAID = 10  # names, telephones, documents of one candidate: nobody has more, a machine may send more
_LOOK = "SELECT * FROM authz.match_candidates(%s::bigint[], %s::bigint[], %s::bigint[], %s::uuid, %s)"


@dataclass(frozen=True)
class Near:
    """A record that shares a key, scored. `person_id` is None behind a wall."""

    person_id: UUID | None
    organisation_id: UUID
    seen: bool
    kept: tuple[bytes, Sequence[int], Sequence[int]]
    weight: float

    @cached_property
    def record(self) -> Ready:
        """Whole, for those few of which more is asked than the weight."""
        return projection.ready(*self.kept)

    @property
    def documents(self) -> Sequence[int]:
        return self.kept[2]


def likely_same(actor: Actor, candidate: Candidate, limit: int = 8) -> list[LikelyRow]:
    """Who may be the same person, with evidence in words. Another organisation's record: only that it exists and whom to ask."""
    if actor.organisation_kind in HOLD_NO_PEOPLE or not any((candidate.names, candidate.phones, candidate.documents)):
        return []
    projected = projection.project(_facts(candidate))
    one, near = look(projected, candidate.besides)
    judged = [(found, _judge(one, found.record, found.weight)) for found in _telling(one, near)]
    open_ = [(found, said) for found, said in judged if found.seen and said.words != rules.UNLIKELY]
    open_ = sorted(open_, key=lambda pair: (pair[1].relative, -pair[0].weight, str(pair[0].person_id)))[:limit]
    people = people_by_id(actor, [found.person_id for found, _ in open_ if found.person_id])
    elsewhere = {found.organisation_id for found, said in judged if not found.seen and said.close}
    partners = {partner.id: partner.name for partner in access.organisations(actor)} if open_ or elsewhere else {}
    rows = [
        _shown(one, found, said, people[found.person_id], partners.get(found.organisation_id, ""))
        for found, said in open_
        if found.person_id in people
    ]
    hidden = [LikelyRow(None, 0.0, (), name, True, close=True) for name in sorted(partners.get(one, "") for one in elsewhere)]
    return rows[: max(limit - len(hidden), 1)] + hidden


def compare(actor: Actor, first_id: UUID, second_id: UUID) -> ComparedRow:
    """Two records the actor may see, side by side; NotFound when one of them is not to be seen or not there."""
    records = _records([first_id, second_id])
    if first_id == second_id or len(records) < 2 or len(people_by_id(actor, records)) < 2:
        raise NotFound("person")
    one, other = (records[person_id][0] for person_id in (first_id, second_id))
    projection.side_by_side(one, other)
    weight = scoring.score(one, other, in_use())
    said = _judge(one, other, weight)
    roster = scoring.one_roster(one, other)
    return ComparedRow(
        weight, rules.model_version(), _lines(one, other), roster, in_use().prior, relative=said.relative, words=said.words
    )


def candidates_of(actor: Actor, person_id: UUID, limit: int = 20, least: float | None = None) -> list[tuple[UUID, float]]:
    """For jobs of the system: records that may be this person, best first, ids only, whoever holds them; told apart ones left out.
    Of those behind a wall only such as may be spoken of there: no namesake, no brother or sister.

    For members of staff the same, but of records they may see.
    """
    records = _records([person_id])
    if person_id not in records:
        raise NotFound("person")
    record, keys, offers = records[person_id]
    strong = keys[: len(record.phones) + len(record.documents)]
    at_least = in_use().review_at if least is None else least
    found = [one for one in _score(record, _ask(keys, offers, strong, person_id)) if one.person_id and one.weight >= at_least]
    best = [(one.person_id, one.weight) for one in found if one.seen or _judge(record, one.record, one.weight).close]
    return sorted(best, key=lambda pair: (-pair[1], str(pair[0])))[:limit]


# -- looking and scoring ---------------------------------------------------------


def look(projected: Projected, besides: UUID | None = None) -> tuple[Ready, list[Near]]:
    """The record as it is compared, and those of the store that share a key with it, scored."""
    asked = sealing.asked(projected)
    one = projection.ready(asked.features, asked.phones, asked.documents)
    return one, _score(one, _ask(asked.keys, asked.offers, asked.strong, besides))


def _ask(keys: Sequence[int], offers: Sequence[int], strong: Sequence[int], besides: UUID | None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY  # bytes and numbers as they are, not written out and read again
        cursor.execute(_LOOK, [list(keys), list(offers), list(strong), besides, MOST])
        return cursor.fetchall()


def _score(one: Ready, rows: Iterable[tuple]) -> list[Near]:
    weigh, opens = scorer(in_use()), sealing.opener()
    found = []
    for person_id, organisation_id, seen, features, phones, documents in rows:
        if (plain := opens(features)) is None:
            continue
        other = projection.glance(plain, phones, documents)
        projection.side_by_side(one, other)
        found.append(Near(person_id, organisation_id, seen, (plain, phones, documents), weigh(one, other)))
    return found


def _records(ids: Sequence[UUID]) -> dict[UUID, tuple[Ready, list[int], list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.match_of(%s::uuid[])", [list(ids)])
        rows = cursor.fetchall()
    plain = ((row, sealing.opened(row[1])) for row in rows)
    return {row[0]: (projection.ready(known, row[2], row[3]), row[4], row[5]) for row, known in plain if known is not None}


@dataclass(frozen=True)
class _Said:
    """What weight and rules say of a pair. `close`: strong enough to be counted, and to say across a wall that one exists."""

    words: str
    relative: bool
    close: bool


def _telling(one: Ready, near: Iterable[Near]) -> list[Near]:
    """Those of which anything is to be said at all: by their weight, or by a document that both have."""
    least, documents = in_use().review_at, set(one.documents)
    return [found for found in near if found.weight >= least or not documents.isdisjoint(found.documents)]


def _judge(one: Ready, other: Ready, weight: float) -> _Said:
    projection.side_by_side(one, other)
    document = bool(one.doc and one.doc == other.doc)
    if weight < in_use().review_at and not document:
        return _Said(rules.UNLIKELY, False, False)
    relative = scoring.another_given_name(one, other) or scoring.one_roster(one, other)
    words = rules.words_of(weight, certain=not (relative or scoring.names_alone(one, other)), possible=document)
    return _Said(words, relative, not relative and (words == rules.LIKELY or document))


def _lines(one: Ready, other: Ready) -> tuple[EvidenceRow, ...]:
    return tuple(EvidenceRow(line.field, line.level, line.weight, line.words) for line in scoring.evidence(one, other, in_use()))


def _shown(one: Ready, found: Near, said: _Said, person: PersonRow, organisation: str) -> LikelyRow:
    projection.side_by_side(one, found.record)
    lines = _lines(one, found.record)
    told = sorted((line for line in lines if not line.against), key=lambda line: -line.weight)
    reasons = tuple(Reason(f"people.likely.{line.level}", line.words) for line in told)
    score = round(scoring.probability(found.weight), 2)
    row = LikelyRow(found.person_id, score, reasons, organisation, False, person, found.weight, lines)
    return replace(row, relative=said.relative, words=said.words, close=said.close)


# -- what was typed ----------------------------------------------------------------


def _facts(candidate: Candidate) -> Facts:
    phones = tuple(filter(None, (_e164(text) for text in candidate.phones[:SAID])))
    return Facts(
        ways=tuple((name[:200],) for name in candidate.names[:SAID]),
        sex=candidate.sex,
        birth_date=candidate.birth_date,
        birth_precision=candidate.birth_precision,
        nationality=candidate.nationality.strip().upper(),
        phones=phones,
        documents=candidate.documents[:SAID],
        registered_on=candidate.registered_on,
    )


def _e164(text: str) -> str:
    try:
        return rules.e164(text, rules.CALLING_CODES.get(settings.OPERATION_COUNTRY, ""))
    except Refused:
        return ""
