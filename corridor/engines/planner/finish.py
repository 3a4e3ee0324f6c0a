"""A finished ledger as a plan: metrics, reasons of record, standby lists, changes."""

from __future__ import annotations

from corridor.engines.planner import words
from corridor.engines.planner.account import changes, metrics
from corridor.engines.planner.ledger import Ledger
from corridor.engines.planner.model import Bound, Method, Plan, Reason
from corridor.engines.planner.waiting import Waiting


def finish(
    ledger: Ledger,
    kept: frozenset[int],
    *,
    digest: str,
    engine: str,
    method: Method,
    seed: int,
    bounds: tuple[Bound, ...] = (),
) -> Plan:
    """The plan file's content. Bounds must hold for this plan; see `bounds.py`."""
    index = ledger.index
    waiting = Waiting(ledger, kept)
    standby = {
        option.id: waiting.standby(number)
        for number, option in enumerate(index.options)
        if ledger.open[number] and index.open_day(number)
    }
    changed = changes(ledger, kept)
    found = metrics(ledger, kept, changed)
    value = {bound.level: bound.bound for bound in bounds}.get("value")
    return Plan(
        version=index.problem.plan_version + 1,
        input_hash=digest,
        engine=engine,
        method=method,
        seed=seed,
        assigned={index.parties[number].id: index.options[option].id for number, option in enumerate(ledger.at) if option >= 0},
        commissioned=tuple(index.options[option].id for option in ledger.commissioned()),
        standby=standby,
        reasons=_reasons(waiting, standby),
        changes=changed,
        metrics=found,
        objective=found.objective,
        bounds=bounds,
        gap=None if value is None else round((value - found.value) / max(1, abs(value)), 6),
    )


def _reasons(waiting: Waiting, standby: dict[str, tuple[str, ...]]) -> dict[str, Reason]:
    index = waiting.index
    options = {option.id: option for option in index.options}
    found = {}
    for number in waiting.unplaced():
        party = index.parties[number]
        code, codes = waiting.codes(number)
        behind = waiting.behind(number) if code == "WAITLISTED" else None
        text = words.unplaced(party, code, codes, behind, options, standby, "en")
        found[party.id] = Reason(code, codes, behind, text)
    return found
