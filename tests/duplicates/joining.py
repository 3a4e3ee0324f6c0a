"""Two records that a reviewer called one person, ready to be joined, and who joins them."""

from datetime import timedelta
from uuid import UUID

from django.db import connection

from corridor.duplicates import actions, queries
from corridor.duplicates.models import Pair
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.movements import actions as movements
from corridor.movements.models import PartyMember
from corridor.returns.models import ReturnCase
from tests.movements.ground import Ground
from tests.world import World


def said_same(actor: Actor, one: UUID, other: UUID, *, status: str = "same", household: bool = False) -> UUID:
    """A pair that somebody decided about, written as a row: deciding has tests of its own."""
    first, second = sorted((one, other))
    with acting(actor):
        known = {"weight": 14.0, "model_version": "test", "source": "search", "opened_at": clock.now()}
        row, _ = Pair.objects.get_or_create(first_id=first, second_id=second, defaults=known)  # registering may have noted it
        row.status, row.household = status, household
        row.save(update_fields=["status", "household"])
    return row.id


def join(world: World, keeper: UUID, other: UUID, fields: dict | None = None) -> UUID:
    """Joined by one supervisor, agreed to by a second one where that is needed."""
    settle()
    first, second = world.actor("supervisor"), world.actor("supervisor", number=2)
    pair = said_same(first, keeper, other)
    with acting(first):
        merge = actions.join(first, pair, keeper, fields or {})
    with acting(second):
        if queries.merge(second, merge).status == "proposed":
            actions.agree(second, merge)
    settle()
    return merge


def departed(ground: Ground, days: int) -> UUID:
    """Somebody who was ready, boarded and left so many days ago."""
    with clock.at(clock.now() - timedelta(days=days)):
        person, flight = ground.ready(), ground.flight(hours=3)
        ground.boarded(flight, person)
        with acting(ground.mover) as mover:
            movements.depart(mover, flight)
            PartyMember.objects.filter(person_id=person).update(until=clock.today())
            ReturnCase.objects.filter(person_id=person).update(status="closed", closed_on=clock.today())
    return person


def settle() -> None:
    """What waits for the end of the transaction happens now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def count(actor: Actor, table: str, person: UUID, where: str = "true") -> int:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE person_id = %s AND {where}", [person])
        return cursor.fetchone()[0]
