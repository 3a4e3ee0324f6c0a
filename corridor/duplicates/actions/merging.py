"""Joining two records into one person, and taking them apart again. Never by a score: a named person said they are the same.

The database's own function carries every row (migrations 0003 to 0005) and has the last word on who must have agreed.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from corridor.access.roles import Permission
from corridor.audit import actions as audit
from corridor.duplicates import queries
from corridor.duplicates.events import PersonsJoined, PersonsTakenApart
from corridor.duplicates.lifecycle import MERGE, PAIR
from corridor.duplicates.models import Merge, Pair
from corridor.duplicates.rules.joining import FIELDS, obstacle, obstacles
from corridor.duplicates.words import Agreement, MergeStatus, PairStatus, Side
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.kernel.events import announce
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused
from corridor.people import actions as people
from corridor.people.queries import people_by_id, shares_of
from corridor.people.words import Category, SharePurpose

from .asking import OPEN_FOR

CHANGED = Reason(
    "duplicates.merge.changed_meanwhile", N_("Somebody else was quicker. Nothing was saved. Look at the two records again.")
)
NAMELESS = Reason("duplicates.merge.nameless", N_("Records are joined by a named person, never by a system."))
UNDECIDED = Reason(
    "duplicates.merge.undecided", N_("Nobody has said yet that these two are the same person. Decide about the pair first.")
)
FOREIGN = Reason(
    "duplicates.merge.foreign", N_("Neither record belongs to your organisation. Ask the organisations that hold them.")
)
ROSTER = Reason(
    "duplicates.merge.household",
    N_("Both stand on one family's list, where brothers, sisters and twins look alike. Say why they are one person."),
    field="because",
)
WAITS = Reason("duplicates.merge.waits", N_("Joining these records has been proposed already and waits for the second person."))
NOT_YOURS = Reason(
    "duplicates.merge.not_yours",
    N_("The second word must come from somebody else: a supervisor of the other organisation, or a second one of yours."),
)
UNSEEN = obstacle("unseen")
WHY_APART = Reason("duplicates.merge.why", N_("Say in a sentence why. Others rely on it later."), field="because")
CHOICE = Reason("duplicates.merge.field", N_("Choose for each field which record it is taken from."))


@transaction.atomic
def join(
    actor: Actor, pair_id: UUID, keeper_id: UUID, fields: Mapping[str, str], version: int | None = None, because: str = ""
) -> UUID:
    """Joins the other record of the pair into the keeper, or proposes it where a second person must agree; answers the merge."""
    pair = _pair(actor, pair_id, version)
    if keeper_id not in (pair.first_id, pair.second_id):
        raise NotFound("person")
    other_id = pair.second_id if keeper_id == pair.first_id else pair.first_id
    seen = people_by_id(actor, [keeper_id, other_id])
    if len(seen) < 2:
        raise NotFound("pair")
    if actor.organisation_id not in {one.organisation_id for one in seen.values()}:
        raise Refused(FOREIGN)
    if any(name not in FIELDS or side not in list(Side) for name, side in fields.items()):
        raise Refused(CHOICE)
    if pair.household and len(because.split()) < 2:
        raise Refused(ROSTER)
    row = Merge(pair=pair, keeper_id=keeper_id, other_id=other_id, by_id=actor.staff_id, organisation_id=actor.organisation_id)
    row.at, row.because, row.fields = clock.now(), " ".join(because.split())[:500], dict(fields)
    row.agreement = str(queries.second_word(actor, keeper_id, other_id))
    _insert(row)
    _record(actor, "propose" if row.agreement else "confirm", row)
    if row.agreement == Agreement.PARTNER:
        _show(actor, row, {one.id: one.organisation_id for one in seen.values()})
    if not row.agreement:
        _carry(actor, row)
    return row.id


@transaction.atomic
def agree(actor: Actor, merge_id: UUID, version: int | None = None) -> None:
    """The second person's word: then it happens."""
    row = _merge(actor, merge_id, version)
    MERGE.check("join", row.status)
    if not _may_agree(actor, row):
        raise Refused(NOT_YOURS)
    if len(people_by_id(actor, [row.keeper_id, row.other_id])) < 2:
        raise Refused(UNSEEN)
    pair = Pair.objects.filter(id=row.pair_id).order_by("id").first()
    if pair is None or pair.status != PairStatus.SAME:
        raise Refused(UNDECIDED)
    row.agreed_by_id, row.agreed_at, row.version = actor.staff_id, clock.now(), row.version + 1
    row.save(update_fields=["agreed_by", "agreed_at", "version"])
    _record(actor, "agree", row)
    _carry(actor, row)


@transaction.atomic
def decline(actor: Actor, merge_id: UUID, because: str, version: int | None = None) -> None:
    """Not joined: said by the second person, or taken back by the first."""
    row = _merge(actor, merge_id, version)
    if row.by_id != actor.staff_id and not _may_agree(actor, row):
        raise Refused(NOT_YOURS)
    row.status = str(MERGE.check("decline", row.status))
    row.undone_because, row.version = _sentence(because), row.version + 1
    row.save(update_fields=["status", "undone_because", "version"])
    people.end_shares(actor, because_id=row.id)
    _record(actor, "decline", row)


@transaction.atomic
def take_apart(actor: Actor, merge_id: UUID, because: str, version: int | None = None) -> None:
    """What the merge moved goes back exactly; what came later stays with the keeper. The pair is open again."""
    row = _merge(actor, merge_id, version)
    MERGE.check("take_apart", row.status)
    why = _sentence(because)
    _ask("SELECT authz.join_take_apart(%s, %s, %s)", [row.id, clock.now(), why])
    pair = Pair.objects.select_for_update(of=("self",)).filter(id=row.pair_id).order_by("id").first()
    if pair and pair.status == PairStatus.SAME:
        pair.status, pair.round, pair.version = str(PAIR.check("reopen", pair.status)), pair.round + 1, pair.version + 1
        pair.save(update_fields=["status", "round", "version"])
    people.end_shares(actor, because_id=row.id)
    people.keep_match(actor, row.keeper_id, row.other_id)
    _record(actor, "take_apart", row)
    announce(PersonsTakenApart(actor, row.id, row.keeper_id, row.other_id))


def _show(actor: Actor, row: Merge, owners: Mapping[UUID, UUID]) -> None:
    """Whoever is asked for the second word must see both records: the own one is opened to them, for comparing only."""
    (mine,) = [person_id for person_id, owner in owners.items() if owner == actor.organisation_id]
    (partner,) = [owner for owner in owners.values() if owner != actor.organisation_id]
    if partner in {share.organisation_id for share in shares_of(actor, mine)}:
        return
    people.open_share(
        actor,
        mine,
        organisation_id=partner,
        purpose=SharePurpose.MATCHING,
        categories=(Category.IDENTITY, Category.CONTACT),
        because="comparing",
        because_id=row.id,
        until=row.at + OPEN_FOR,
    )


def _carry(actor: Actor, row: Merge) -> None:
    _ask("SELECT authz.join_records(%s, %s)", [row.id, clock.now()])
    row.refresh_from_db()
    people.keep_match(actor, row.keeper_id)
    _record(actor, "join", row)
    announce(PersonsJoined(actor, row.id, row.keeper_id, row.other_id))


def _ask(statement: str, values: list[object]) -> None:
    """One of the database's doors; what stands in the way comes back in sentences."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        name = getattr(diag, "constraint_name", "") or ""
        if name == "duplicates_merge_stands_in_the_way":
            raise Refused(*obstacles((diag.message_detail or "").split(","))) from error
        raise Refused(obstacle(f"once:{name}" if "join_take_apart" not in statement else "torn")) from error


def _pair(actor: Actor, pair_id: UUID, version: int | None) -> Pair:
    actor.need(Permission.MERGE_JOIN)
    if actor.staff_id is None:
        raise Refused(NAMELESS)
    pair = Pair.objects.select_for_update(of=("self",)).filter(id=pair_id).order_by("id").first()
    if pair is None:
        raise NotFound("pair")
    if Merge.objects.filter(pair=pair, status=MergeStatus.JOINED).exists():
        raise Conflict(CHANGED)
    if version is not None and pair.version != version:
        raise Conflict(CHANGED)
    if pair.status != PairStatus.SAME:
        raise Refused(UNDECIDED)
    return pair


def _merge(actor: Actor, merge_id: UUID, version: int | None) -> Merge:
    """For whoever holds one of the two records."""
    actor.need(Permission.MERGE_JOIN)
    if actor.staff_id is None:
        raise Refused(NAMELESS)
    held = Merge.objects.filter(queries.of_holders(actor), id=merge_id)
    row = held.select_for_update(of=("self",)).order_by("id").first()
    if row is None:
        raise NotFound("merge")
    if version is not None and row.version != version:
        raise Conflict(CHANGED)
    return row


def _may_agree(actor: Actor, row: Merge) -> bool:
    if row.agreement == Agreement.SECOND:
        return actor.organisation_id == row.organisation_id and actor.staff_id != row.by_id
    return actor.organisation_id != row.organisation_id  # of the other holder: a merge is found by its holders only


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    if len(text) < 3:
        raise Refused(WHY_APART)
    return text[:500]


def _insert(row: Merge) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(WAITS) from error


def _record(actor: Actor, verb: str, row: Merge) -> None:
    """A line in the life of both records."""
    about = [(row.id, row.keeper_id), (row.id, row.other_id)]
    audit.record_many(actor, f"duplicates.merge.{verb}", about, keeper=row.keeper_id, other=row.other_id, pair=row.pair_id)
