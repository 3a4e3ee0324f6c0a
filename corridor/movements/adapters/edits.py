"""A scenario: the same people under the same rules, with other flights or more money. Edits of a frozen problem. Pure.

An edit is kept as JSON beside its plan. What cannot be is refused with a sentence, before anything is searched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from corridor.engines.planner import BadInput, Problem, model, problem_to_json, read_problem
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.movements.rules import label

UNKNOWN = N_("No flight %(code)s in this plan.")
TAKEN = N_("A flight %(code)s is in this plan already. Give the new one another code.")
OUTSIDE = N_("Choose a day within the days of the plan, %(first)s to %(last)s.")
NO_PLACES = N_("Seats: a number from 1 to 600.")
NO_DESTINATION = N_("Name at least one destination.")
NO_MONEY = N_("Fund %(fund)s has EUR %(left)s left, and the flight costs EUR %(cost)s. Add money first.")
NO_FUND = N_("No fund %(fund)s in this plan.")
NOT_OPTIONAL = N_("Flight %(code)s is contracted already, or cancelled.")
BUT = N_("These changes contradict each other or what people were told. Change one of them.")


@dataclass(frozen=True)
class AddFlight:
    """One more charter, to be commissioned if it serves. `airport` and `destinations` as in the plan's file."""

    code: str
    day: date
    airport: str
    destinations: tuple[str, ...]
    capacity: int
    cost: int = 0
    fund: str = ""
    min_load: int = 0
    pathway: str = "vhr"
    carrier: str = ""
    wheelchair: int = 0
    stretcher: int = 0
    medical_escort: int = 0
    child_escort: int = 0


@dataclass(frozen=True)
class ChangeCapacity:
    """Another aircraft: `seats` instead of `before`, for `cost` EUR more."""

    option: str
    seats: int
    before: int = 0
    cost: int = 0


@dataclass(frozen=True)
class CancelOption:
    option: str


@dataclass(frozen=True)
class MoveOption:
    """The same flight on another day; those who hold seats go along if they can. `status` wakes one that could not fly."""

    option: str
    day: date
    status: str = ""


@dataclass(frozen=True)
class AddMoney:
    fund: str
    amount: int


@dataclass(frozen=True)
class Commit:
    """The charter is flown whatever comes; its cost leaves the fund."""

    option: str


Edit = AddFlight | ChangeCapacity | CancelOption | MoveOption | AddMoney | Commit
EDITS: Mapping[str, type[Edit]] = {
    "add_flight": AddFlight,
    "change_capacity": ChangeCapacity,
    "cancel_option": CancelOption,
    "move_option": MoveOption,
    "add_money": AddMoney,
    "commit": Commit,
}
_NAMES = {kind: name for name, kind in EDITS.items()}


def edit_to_json(edit: Edit) -> dict[str, Any]:
    plain = {key: str(value) if isinstance(value, date) else value for key, value in asdict(edit).items()}
    return {"edit": _NAMES[type(edit)], **plain}


def edit_from_json(written: Mapping[str, Any]) -> Edit:
    kind = EDITS[written["edit"]]
    values = {one.name: written[one.name] for one in fields(kind) if one.name in written}
    if "day" in values:
        values["day"] = date.fromisoformat(values["day"])
    if "destinations" in values:
        values["destinations"] = tuple(values["destinations"])
    return kind(**values)


def edited(problem: Problem, edits: Sequence[Edit]) -> Problem:
    """The problem of the scenario; refused when an edit, or all of them together, cannot be."""
    for edit in edits:
        problem = _STEPS[type(edit)](problem, edit)
    try:
        return read_problem(problem_to_json(problem))
    except BadInput as fault:
        raise Refused(_reason("contradict", BUT)) from fault


def _reason(name: str, text: str, field: str = "", **params: object) -> Reason:
    return Reason(f"movements.scenario.{name}", text, params, field)


def _day(problem: Problem, day: date) -> None:
    if day not in problem.horizon or day < problem.as_of:
        raise Refused(_reason("day", OUTSIDE, "day", first=problem.as_of, last=problem.horizon.end))


def _option(problem: Problem, name: str) -> model.Option:
    found = next((one for one in problem.options if one.id == name), None)
    if found is None:
        raise Refused(_reason("unknown", UNKNOWN, "option", code=name))
    return found


def _with(problem: Problem, option: model.Option) -> Problem:
    return replace(problem, options=tuple(option if one.id == option.id else one for one in problem.options))


def _add_flight(problem: Problem, edit: AddFlight) -> Problem:
    name = label(edit.code)
    if any(one.id == name for one in problem.options):
        raise Refused(_reason("taken", TAKEN, "code", code=edit.code))
    _day(problem, edit.day)
    if not 1 <= edit.capacity <= 600:
        raise Refused(_reason("seats", NO_PLACES, "capacity"))
    if not edit.destinations:
        raise Refused(_reason("destination", NO_DESTINATION, "destinations"))
    fund = label(edit.fund)
    option = model.Option(
        id=name,
        day=edit.day,
        airport=label(edit.airport),
        carrier=label(edit.carrier),
        status="optional",
        capacity=edit.capacity,
        stops=tuple(model.Stop(label(one)) for one in dict.fromkeys(edit.destinations)),
        fund=fund,
        fixed_cost=max(edit.cost, 0),
        min_load=max(edit.min_load, 0),
        slots=model.Slots(edit.wheelchair, edit.stretcher, edit.child_escort, edit.medical_escort),
    )
    funds = problem.funds if any(one.id == fund for one in problem.funds) else (*problem.funds, model.Fund(fund, 0))
    known = {one.airport for one in problem.options}
    parties = problem.parties if option.airport in known else tuple(_also_from(one, option) for one in problem.parties)
    return replace(problem, options=(*problem.options, option), funds=funds, parties=parties)


def _also_from(party: model.Party, option: model.Option) -> model.Party:
    """From an airport that no flight of the plan used."""
    return replace(party, origins=tuple(dict.fromkeys((*party.origins, option.airport))))


def _change_capacity(problem: Problem, edit: ChangeCapacity) -> Problem:
    """What others hold on the flight is not in the file: the difference counts."""
    option = _option(problem, edit.option)
    if not 1 <= edit.seats <= 600:
        raise Refused(_reason("seats", NO_PLACES, "seats"))
    cost = option.fixed_cost + edit.cost if option.status == "optional" else option.fixed_cost
    seats = max(option.capacity + edit.seats - edit.before, 0)
    return _with(problem, replace(option, capacity=seats, fixed_cost=max(cost, 0)))


def _cancel(problem: Problem, edit: CancelOption) -> Problem:
    return _with(problem, replace(_option(problem, edit.option), status="cancelled"))


def _move(problem: Problem, edit: MoveOption) -> Problem:
    option = _option(problem, edit.option)
    _day(problem, edit.day)
    status: model.Status = "optional" if edit.status == "optional" else "committed" if edit.status else option.status
    return _with(problem, replace(option, day=edit.day, status=status))


def _add_money(problem: Problem, edit: AddMoney) -> Problem:
    name = label(edit.fund)
    if all(one.id != name for one in problem.funds):
        return replace(problem, funds=(*problem.funds, model.Fund(name, max(edit.amount, 0))))
    funds = (replace(one, amount=max(one.amount + edit.amount, 0)) if one.id == name else one for one in problem.funds)
    return replace(problem, funds=tuple(funds))


def _commit(problem: Problem, edit: Commit) -> Problem:
    option = _option(problem, edit.option)
    if option.status != "optional":
        raise Refused(_reason("not_optional", NOT_OPTIONAL, "option", code=edit.option))
    fund = next((one for one in problem.funds if one.id == option.fund), None)
    if fund is None:
        raise Refused(_reason("no_fund", NO_FUND, "option", fund=option.fund))
    if fund.amount < option.fixed_cost:
        raise Refused(_reason("money", NO_MONEY, "option", fund=fund.id, left=fund.amount, cost=option.fixed_cost))
    left = replace(fund, amount=fund.amount - option.fixed_cost)
    funds = tuple(left if one.id == fund.id else one for one in problem.funds)
    return replace(_with(problem, replace(option, status="committed")), funds=funds)


_STEPS: Mapping[type[Edit], Callable[[Problem, Any], Problem]] = {
    AddFlight: _add_flight,
    ChangeCapacity: _change_capacity,
    CancelOption: _cancel,
    MoveOption: _move,
    AddMoney: _add_money,
    Commit: _commit,
}
