"""Lifecycles are whole: every status can be reached, every status that is not final has a way out, every step a label."""

import pytest

from corridor.config.docs import modules
from corridor.kernel.lifecycle import Lifecycle

CYCLES = [value for module in modules("lifecycle") for value in vars(module).values() if isinstance(value, Lifecycle)]


@pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.name)
def test_every_status_can_be_reached(cycle):
    reached, before = {cycle.initial}, set()
    while reached != before:
        before = set(reached)
        reached |= {step.target for step in cycle.steps.values() if step.source & reached}
    elsewhere = {"movements.seat": {"standby"}}  # a seat may begin on standby

    assert {str(status) for status in cycle.statuses} - {str(status) for status in reached} <= elsewhere.get(cycle.name, set())


@pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.name)
def test_only_final_statuses_have_no_way_out(cycle):
    dead_ends = {status for status in cycle.statuses if not any(status in step.source for step in cycle.steps.values())}

    assert dead_ends == set(cycle.final)


@pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.name)
def test_every_step_and_status_has_words(cycle):
    assert [verb for verb, step in cycle.steps.items() if not step.label] == []
    assert [status for status in cycle.statuses if not status.label] == []
