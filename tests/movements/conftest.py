"""The ground for movement tests."""

import pytest

from corridor.consent import queries as consents
from corridor.kernel import readiness
from corridor.kernel.readiness import Readiness, Requirement, State
from corridor.movements import queries
from tests.movements.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)


@pytest.fixture
def mover(ground, acts):
    """The movement officer, at work for the whole test."""
    with acts(ground.mover) as actor:
        yield actor


def _stand_in(pathway):
    def provider(actor, ids, on):
        held = consents.currents(actor, ids, "travel", pathway=pathway, on=on)
        facts = queries.travel_facts(actor, ids, on)
        found = {}
        for one in ids:
            fit, day = facts[one], facts[one].fitness_until
            items = [
                ("consent", one in held, State.UNMET),
                ("exit_clearance", fit.exit_state == "granted" and fit.exit_from <= on <= fit.exit_until, State.UNMET),
                (
                    "fitness",
                    fit.fitness in ("fit", "fit_with_assistance", "fit_with_escort") and day.date() >= on,
                    State.UNDER_WAY,
                ),
            ]
            found[one] = Readiness(one, on, tuple(Requirement(c, c, State.MET if met else no, c, "", "") for c, met, no in items))
        return found

    return provider


for _pathway in ("vhr", "evacuation"):
    if _pathway not in readiness._providers:
        readiness.provides(_pathway)(_stand_in(_pathway))
