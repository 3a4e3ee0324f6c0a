"""Whatever happens, whoever was told a date keeps it unless the plan names them and what forced it. Several worlds, several days."""

import random
from datetime import timedelta
from itertools import cycle

import pytest
from django.db import transaction

from corridor.engines import planner
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Refused
from corridor.movements import actions, queries
from corridor.movements.models import Plan, Seat
from corridor.reporting import invariants
from tests.database import as_owner
from tests.movements.ground import Ground, sql
from tests.world import World

OWN = {"REPLANNED", "RELEASED"}
FLIGHTS, PARTIES, DAYS = 4, 12, 3


def furnished(ground: Ground, dice: random.Random) -> None:
    """Flights of the next weeks, some contracted; single people, pairs and wheelchairs; some booked, some of them told."""
    for number in range(FLIGHTS):
        ground.flight(
            seats=dice.randint(2, 5), status=dice.choice(["planned", "confirmed", "confirmed"]), hours=24 * (2 + 4 * number),
            wheelchair_slots=1, cost=1000,
        )  # fmt: skip
    flights = queries.flights(ground.mover)
    for _ in range(PARTIES):
        first = ground.ready()
        if dice.random() < 0.3:
            ground.fit(first, "fit_with_assistance", service="wheelchair")
        persons = [first, ground.ready(family_of=first)] if dice.random() < 0.3 else [first]
        party_id = ground.party(*persons)
        if dice.random() < 0.6:
            flight = dice.choice(flights)
            try:
                with transaction.atomic():
                    seats = actions.book(ground.mover, flight.id, party_id)
            except Refused:
                continue
            if flight.status == "confirmed" and dice.random() < 0.7:
                actions.tell(ground.mover, seats)


def something_happens(ground: Ground, dice: random.Random, kind: str):
    open_ = [row for row in queries.flights(ground.mover, since=clock.today()) if row.status in ("planned", "confirmed")]
    flight = dice.choice(open_)
    if kind == "cut" and flight.capacity > 1:
        return actions.cut_capacity(ground.mover, flight.id, dice.randint(1, flight.capacity - 1))
    if kind == "delay":
        return actions.delay_flight(ground.mover, flight.id, flight.departs_at + timedelta(days=dice.randint(1, 3)))
    if kind == "close":
        return actions.close_airport(ground.mover, flight.embarkation.id, flight.departs_on, flight.departs_on, "Fog")
    if kind == "cancel" and len(open_) > 1:
        return actions.cancel_flight(ground.mover, flight.id)
    return actions.ask_replan(ground.mover)


def held() -> dict[str, dict[str, str]]:
    """Status, flight and party of each live seat."""
    rows = Seat.objects.filter(status__in=["held", "confirmed"]).values("id", "status", "flight__code", "party__reference")
    return {str(row["id"]): row for row in rows}


def settled(mover, plan_id, before):
    """Puts the plan in force and looks at every seat there was."""
    row = Plan.objects.get(id=plan_id)
    problem, plan = planner.read_problem(row.problem), planner.read_plan(row.plan)
    assert planner.check(problem, plan) == []
    forced = {(one.party, one.origin) for one in plan.changes if set(one.reasons) - OWN}
    actions.publish_plan(mover, plan_id, row.version)
    after = held()
    for seat_id, seat in before.items():
        if seat_id not in after:
            assert (seat["party__reference"], seat["flight__code"]) in forced, seat
        else:
            assert after[seat_id]["status"] == seat["status"]
    assert all(one.reasons != ("REPLANNED",) for one in plan.changes)


@pytest.mark.parametrize("seed", range(3))
def test_no_date_told_and_no_seat_given_is_lost_to_an_event_that_does_not_force_it(transactional_db, seed):
    ground, dice, kinds = Ground(World.build()), random.Random(seed), cycle(["cut", "close", "cancel", "delay"])
    with acting(ground.mover), transaction.atomic():
        for _ in range(seed):
            next(kinds)
        furnished(ground, dice)

        for _ in range(DAYS):
            before = held()
            plan_id = something_happens(ground, dice, next(kinds))
            settled(ground.mover, plan_id, before)

        assert sql("SELECT count(*) FROM movements_seat WHERE told_at IS NOT NULL")[0][0] > 0
    with as_owner() as connection:
        assert {one.code: count for one, count in invariants.verify(connection) if count} == {}
