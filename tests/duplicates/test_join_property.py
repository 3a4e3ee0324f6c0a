"""Taking apart after joining is as if nothing had happened: random records, random belongings, the whole database compared."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corridor.duplicates import actions
from corridor.duplicates.models import Pair
from corridor.duplicates.rules.joining import FIELDS
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.people import actions as people
from corridor.people.models import Person
from corridor.protection import actions as protection
from corridor.reporting import invariants
from tests.database import as_owner
from tests.duplicates.belongings import DAY, GIVERS, Belongings
from tests.duplicates.joining import departed, said_same
from tests.movements.ground import Ground as Movement
from tests.walls import ground as walls
from tests.world import World

pytestmark = pytest.mark.slow

OURS = ("audit_", "duplicates_", "django_", "procrastinate_", "access_", "places_")
# Both records were changed twice, so their version says so: a form opened before must not be saved after.
COUNTED = {"people_person": {"version"}}
FACT = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Amina Diallo", "Aminata Jallow"]),
        "sex": st.sampled_from(["female", "male", "unknown"]),
        "birth": st.sampled_from([(None, "unknown"), (DAY.replace(year=1990), "day"), (DAY.replace(year=2009), "year")]),
        "age_disputed": st.booleans(),
        "nationality": st.sampled_from(["NG", "GM", ""]),
        "languages": st.lists(st.sampled_from(["en", "fr", "ha"]), unique=True, max_size=2),
    }
)
THINGS = st.lists(st.tuples(st.sampled_from(sorted(GIVERS)), st.integers(0, 30)), max_size=14)
CHOICES = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.sampled_from(["keeper", "other"]))


def dump() -> dict[str, dict]:
    """Every row of every table but the record of deeds and this context's own, by table and row."""
    with as_owner() as owner:
        tables = [
            name
            for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
            if not name.startswith(OURS)
        ]
        found = {}
        for table in tables:
            rows = [row for (row,) in owner.execute(f'SELECT to_jsonb(t) FROM "{table}" t').fetchall()]
            for row in rows:
                for column in COUNTED.get(table, ()):
                    del row[column]
            found[table] = {str(row.get("id", row)): row for row in rows}
        return found


def record(world: World, facts: dict, things: list[tuple[str, int]]) -> UUID:
    """A person with these belongings; whatever the tables refuse for one person is left out."""
    belongings = Belongings(world)
    row = Person(
        reference=f"T-{uuid4().hex[:16]}", organisation=world.organisations["IOM-LBY"], synthetic=True, registered_on=DAY
    )
    row.birth_date, row.birth_precision = facts["birth"]
    for name in ("name", "sex", "age_disputed", "nationality", "languages"):
        setattr(row, name, facts[name])
    row.save(force_insert=True)
    for column, number in things:
        give(belongings, column, row.id, number)
    return row.id


def give(belongings: Belongings, column: str, person: UUID, number: int) -> None:
    from django.db import IntegrityError

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            belongings.give(column, person, number)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        pass
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def a_pair(keeper: UUID, other: UUID) -> UUID:
    first, second = sorted((keeper, other))
    row = Pair(first_id=first, second_id=second, weight=12.0, model_version="test", source="search", status="same")
    row.opened_at = clock.now()
    row.save(force_insert=True)
    return row.id


@pytest.fixture
def world(transactional_db):
    with transaction.atomic():
        world = World.build()
        for role, number in (("supervisor", 1), ("supervisor", 2), ("protection_officer", 1), ("protection_officer", 2)):
            world.someone(role, "IOM-LBY", number)
    return world


def joined(world: World, pair: UUID, keeper: UUID, choices: dict) -> UUID | None:
    """The merge, agreed to when that is needed; None when something stands in the way."""
    from corridor.kernel.refusals import NotFound, Refused

    first, second = world.actor("supervisor"), world.actor("supervisor", number=2)
    try:
        with acting(first):
            merge = actions.join(first, pair, keeper, choices)
        with acting(second), transaction.atomic():
            if actions.merging.Merge.objects.get(id=merge).status == "proposed":
                actions.agree(second, merge)
    except (Refused, NotFound):  # a record that was joined before is not found
        return None
    return merge


def test_taking_apart_after_joining_is_as_if_nothing_had_happened(world):
    done = {"joined": 0, "refused": 0}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(FACT, FACT, THINGS, THINGS, CHOICES)
    def holds(mine, theirs, own, others, choices):
        actor = world.actor("supervisor")
        with acting(actor), transaction.atomic():
            keeper, other = record(world, mine, own), record(world, theirs, others)
            pair = a_pair(keeper, other)
            people.keep_match(actor, keeper, other)
        before = dump()

        merge = joined(world, pair, keeper, choices)

        if merge is None:
            done["refused"] += 1
            with acting(actor), transaction.atomic():
                Pair.objects.filter(id=pair).update(status="open")
            assert dump() == before
            return
        done["joined"] += 1
        assert left_on(other) <= MAY_STAY
        with as_owner() as owner:
            assert [one.code for one, count in invariants.verify(owner) if count] == []
        with acting(actor):
            actions.take_apart(actor, merge, "Two people after all")
        assert dump() == before

    holds()
    assert done["joined"] >= 12, done


LATER = st.lists(
    st.tuples(st.sampled_from(sorted(set(GIVERS) - {"people_person.joined_into_id"})), st.integers(0, 30)), max_size=8
)


def test_what_is_written_after_joining_changes_nothing_that_goes_back(world):
    """Later work stays with the keeper; every row that was there before is as it was."""
    done = []

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(FACT, FACT, THINGS, THINGS, LATER)
    def holds(mine, theirs, own, others, later):
        actor = world.actor("supervisor")
        with acting(actor), transaction.atomic():
            keeper, other = record(world, mine, own), record(world, theirs, others)
            pair = a_pair(keeper, other)
        before = dump()
        merge = joined(world, pair, keeper, {})
        if merge is None:
            return
        with acting(actor), transaction.atomic():
            for column, number in later:
                give(Belongings(world), column, keeper, number)

        with acting(actor):
            actions.take_apart(actor, merge, "Two people after all")

        after, stores = dump(), ("people_match", "people_matchkey")
        assert {
            (table, key): (row, after[table].get(key))
            for table, rows in before.items()
            for key, row in rows.items()
            if table not in stores and after[table].get(key) != row
        } == {}
        assert left_on(other) == {table for table, rows in before.items() if table not in stores and _of(other, rows)}
        done.append(merge)

    holds()
    assert len(done) >= 5, len(done)


def _of(person: UUID, rows: dict) -> bool:
    columns = ("person_id", "caregiver_id", "joined_into_id")
    return any(str(person) in [row.get(column) for column in columns] for row in rows.values())


def test_the_constitution_holds_when_people_with_journeys_are_joined(world):
    """Boarded and departed by the real actions, seats booked, a referral, a consulate asked: joined in every direction."""
    with transaction.atomic():
        ground, ids = Movement(world), {}
        gone = [departed(ground, days=days) for days in (20, 40, 60)]
        waiting = [ground.ready() for _one in range(3)]
        for person in waiting:
            ground.booked(ground.flight(), person)
        plain = [ground.registered() for _one in range(4)]
        walls.asked(world, ids, walls._new())
        officer = world.actor("protection_officer")
        with acting(officer):
            for person in plain[:2]:
                protection.propose_referral(officer, person, receiver_id=world.organisations["UNHCR-LBY"].id)

    done = 0
    for keeper, other in [
        *pairwise([*gone, *waiting, *plain, ids["person"]]),
        *zip(plain, [*waiting, ids["person"]], strict=True),
    ]:
        with transaction.atomic():
            pair = said_same(world.actor("supervisor"), keeper, other)
        done += joined(world, pair, keeper, {}) is not None
        with as_owner() as owner:
            assert [one.code for one, count in invariants.verify(owner) if count] == []

    assert done >= 5


# What the keeper has already, or nobody needs twice, stays behind on the joined record.
MAY_STAY = {
    "people_personname", "people_phone", "people_photo", "people_specificneed", "movements_assistance", "people_share",
}  # fmt: skip


def left_on(person: UUID) -> set[str]:
    with as_owner() as owner:
        columns = owner.execute("SELECT tab::text, col::text FROM authz.person_columns()").fetchall()
        return {
            table
            for table, column in columns
            if owner.execute(f'SELECT 1 FROM {table} WHERE "{column}" = %s LIMIT 1', [person]).fetchone()
        }


def test_every_column_that_points_to_a_person_is_among_the_belongings(world):
    with as_owner() as owner:
        columns = {
            f"{table}.{column}" for table, column in owner.execute("SELECT tab::text, col::text FROM authz.person_columns()")
        }

    assert columns == set(GIVERS)
