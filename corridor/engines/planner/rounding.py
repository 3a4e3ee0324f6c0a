"""From the relaxation to plans: most wanted first, urgent and expiring parties before others."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.engines.planner.greedy import commission, fill, unload
from corridor.engines.planner.index import Index
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.program import Floats, Program


def urgent(index: Index, party: int, level: str) -> bool:
    """Does the party count on the levels above the value, up to this one?"""
    return index.parties[party].tier == 2 or (level != "tier2" and index.expiring[party])


def rounded(program: Program, x: Floats, dual: Floats, base: Ledger, best: Ledger) -> Iterator[Ledger]:
    """Relaxed answer → plan: most wanted first, urgent and expiring parties before others."""
    index, width = base.index, len(program.pairs)
    charters = sorted(range(len(program.charters)), key=lambda number: -x[width + number])
    wanted = sorted(
        (column for column in range(width) if x[column] > 1e-6 or dual[column] > -1e-6),
        key=lambda column: (
            not (index.parties[program.pairs[column][0]].tier == 2 or index.expiring[program.pairs[column][0]]),
            -round(float(x[column]), 3),
            -float(dual[column]),
            index.rank[program.pairs[column][0]],
        ),
    )
    pinned = [
        (party, option)
        for party, option in enumerate(best.at)
        if option >= 0 and base.at[party] < 0 and urgent(index, party, "value")
    ]
    needed = {option for _, option in pinned if index.options[option].status == "optional"}
    for least in (0.3, 0.6):
        for pins, must in (((), set[int]()), (pinned, needed)):
            ledger = base.copy()
            opening = [program.charters[number] for number in charters if x[width + number] >= least]
            for option in [*sorted(must), *opening]:
                if not ledger.open[option] and ledger.affordable(option):
                    ledger.commission(option)
            for party, option in [*pins, *(program.pairs[column] for column in wanted)]:
                if ledger.at[party] < 0 and ledger.fits(party, option):
                    ledger.add(party, option)
            fill(ledger)
            drop_light(ledger)
            commission(ledger, index.optional)
            yield ledger


def drop_light(ledger: Ledger) -> None:
    """Close charters below their least load, lightest first, and give their people another chance."""
    options = ledger.index.options
    while light := [o for o in ledger.commissioned() if ledger.seats_used(o) < options[o].min_load or not ledger.aboard[o]]:
        unload(ledger, min(light, key=lambda o: (ledger.seats_used(o) / max(1, options[o].min_load), o)))
        fill(ledger)
