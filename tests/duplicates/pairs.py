"""People who look alike, made by registering them; and pairs of them in the queue."""

from datetime import date
from uuid import UUID

from django.db import connection

from corridor.duplicates import actions
from corridor.duplicates.rules import reviewing
from corridor.kernel.actor import Actor, acting
from corridor.people import actions as people
from corridor.people.rules import Birth, NewName, NewPerson
from tests.world import World

BORN = Birth(date(1994, 5, 17), "day")


def somebody(actor: Actor, name: str = "Osarugue Imasuen Aigbe", *, own: str = "", **more: object) -> UUID:
    """Registered; the same words twice make two records of one person."""
    plain: dict = {"sex": "male", "birth": BORN, "nationality": "NG", "phones": ("+218917788991",)} | more
    names = (NewName(name),) + ((NewName(own, kind="alias"),) if own else ())
    with acting(actor):
        return people.register(actor, NewPerson(names=names, **plain))


def pair_of(actor: Actor, one: UUID, other: UUID) -> UUID:
    with acting(actor):
        pair = actions.open_pair(actor, one, other, "search")
        with connection.cursor() as cursor:  # what waits for the end of the transaction happens now
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return pair


def a_pair(world: World, role: str = "caseworker", *, twice: bool = False) -> UUID:
    """An open pair of two records of one person; `twice`: one that is in the blind sample, else one that is not."""
    actor = world.actor(role)
    for number in range(400):
        first = somebody(actor, f"Osarugue Imasuen Aigbe {'IVX'[number % 3] * (number % 4)}".strip())
        pair = pair_of(actor, first, somebody(actor, "Osarugue Imassuen Aigbe"))
        if reviewing.looked_at_twice(pair, 1) == twice:
            return pair
    raise AssertionError("no such pair")
