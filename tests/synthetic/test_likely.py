"""The demo's queue of likely duplicates is alive: pairs to decide, pairs decided, twins, another organisation's record."""

from random import Random

from corridor.duplicates import queries
from corridor.kernel import clock
from corridor.synthetic import likely, stagehands


def test_some_pairs_wait_some_are_decided_and_a_second_run_adds_nothing(db):
    stagehands.build(Random(1), clock.today())
    desk = likely.Desk(Random(1), clock.today())

    waiting = likely.run(clock.today())

    assert waiting >= 12
    assert likely.run(clock.today()) == waiting
    with desk.acts("supervisor") as chief:
        assert queries.count(chief, queries.DECIDED) >= 15
        assert queries.count(chief, queries.SUPERVISOR) >= 1
        assert queries.held_elsewhere(chief)
        assert queries.queue(chief)[0].risks[0] == "child_alone"
        assert [row for row in queries.queue(chief, limit=100) if row.household]
        assert any(band.is_said for band in queries.calibration(chief))
