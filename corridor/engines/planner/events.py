"""What happened since the plan was made, applied to its problem in order."""

from __future__ import annotations

from dataclasses import replace

from corridor.engines.planner.fields import bad
from corridor.engines.planner.model import (
    BadInput,
    Event,
    Events,
    Fund,
    Option,
    Party,
    Plan,
    Prior,
    PriorStatus,
    Problem,
    Resources,
)
from corridor.engines.planner.sound import require_sound


def apply_events(problem: Problem, plan: Plan, events: Events) -> Problem:
    """The problem to plan now. Refuses an event that cannot happen, naming it."""
    if events.as_of < problem.as_of:
        bad("as_of", f"{events.as_of} is before the problem's as_of {problem.as_of}")
    require_known(problem, plan)
    desk = _Desk(problem, plan, events)
    for number, event in enumerate(events.events):
        desk.take(event, f"events[{number}]")
    result = desk.result()
    try:
        require_sound(result)
    except BadInput as refusal:
        raise BadInput(f"events: lead to a problem that is not allowed: {refusal}") from None
    return result


def require_known(problem: Problem, plan: Plan) -> None:
    """Refuse a plan that names parties or options the problem does not have."""
    parties = {party.id for party in problem.parties}
    options = {option.id for option in problem.options}
    for party, option in plan.assigned.items():
        if party not in parties:
            bad(f"assigned.{party}", "is not a party of the problem")
        if option not in options:
            bad(f"assigned.{party}", f"{option} is not an option of the problem")
    for number, option in enumerate(plan.commissioned):
        if option not in options:
            bad(f"commissioned[{number}]", f"{option} is not an option of the problem")


class _Desk:
    """The problem while events come in."""

    def __init__(self, problem: Problem, plan: Plan, events: Events) -> None:
        self.problem = problem
        self.plan = plan
        self.as_of = events.as_of
        self.parties: dict[str, Party] = {party.id: replace(party, prior=_prior(party, plan)) for party in problem.parties}
        self.options: dict[str, Option] = {option.id: option for option in problem.options}
        self.funds: tuple[Fund, ...] = problem.funds
        self.resources: Resources = problem.resources

    def result(self) -> Problem:
        return replace(
            self.problem,
            as_of=self.as_of,
            plan_version=self.plan.version,
            parties=tuple(self.parties.values()),
            options=tuple(self.options.values()),
            resources=self.resources,
            funds=self.funds,
            policy=replace(self.problem.policy, freeze="all"),
        )

    def take(self, event: Event, at: str) -> None:
        if event.new_party is not None:
            self._party(event.new_party, at)
        elif event.new_option is not None:
            self._option(event.new_option, at)
        elif event.resources is not None:
            self.resources = event.resources
        elif event.funds is not None:
            self.funds = event.funds
        elif event.party is not None:
            self._happened(event.type, event.party, at)
        elif event.option is not None:
            self._flight(event.type, event.option, at)

    def _happened(self, kind: str, name: str, at: str) -> None:
        if name not in self.parties:
            bad(f"{at}.party", f"{name} is not a party of the problem")
        party = self.parties[name]
        if kind != "no_show" and self._departed(party):
            bad(f"{at}.party", f"{name} has departed")
        if kind == "withdrawn":
            self.parties[name] = replace(party, consent_until=None)
            return
        prior = party.prior
        allowed = ("planned",) if kind == "told" else ("planned", "told")
        if prior is None or prior.status not in allowed:
            bad(f"{at}.party", f"{name} has no place that can become {kind}")
        if kind == "told" and self.options[prior.option].status != "committed":
            bad(f"{at}.party", f"{prior.option} is not committed, so {name} cannot be told")
        became: PriorStatus = "told" if kind == "told" else "released" if kind == "released" else "no_show"
        self.parties[name] = replace(party, prior=Prior(prior.option, became))

    def _flight(self, kind: str, name: str, at: str) -> None:
        if name not in self.options:
            bad(f"{at}.option", f"{name} is not an option of the problem")
        option = self.options[name]
        if kind == "cancelled":
            self.options[name] = replace(option, status="cancelled")
            return
        if option.status != "optional":
            bad(f"{at}.option", f"{name} is {option.status}, only an optional option can be contracted")
        self.options[name] = replace(option, status="committed")
        self.funds = tuple(self._paid(fund, option, at) for fund in self.funds)
        if all(fund.id != option.fund for fund in self.funds):
            bad(f"{at}.option", f"the fund of {name} is not among the funds")

    def _paid(self, fund: Fund, option: Option, at: str) -> Fund:
        if fund.id != option.fund:
            return fund
        left = fund.amount - option.fixed_cost
        if left < 0:
            bad(f"{at}.option", f"fund {fund.id} cannot pay for {option.id}")
        return replace(fund, amount=left)

    def _party(self, newcomer: Party, at: str) -> None:
        known = self.parties.get(newcomer.id)
        if known is not None and self._departed(known):
            bad(f"{at}.party", f"{newcomer.id} has departed")
        prior = known.prior if known is not None else None
        self.parties[newcomer.id] = replace(newcomer, prior=prior)

    def _option(self, newcomer: Option, at: str) -> None:
        known = self.options.get(newcomer.id)
        if known is not None and (known.day, known.airport) != (newcomer.day, newcomer.airport):
            bad(f"{at}.option", f"{newcomer.id} keeps its day and airport; cancel it and add another")
        self.options[newcomer.id] = newcomer

    def _departed(self, party: Party) -> bool:
        prior = party.prior
        if prior is None or prior.status not in ("planned", "told"):
            return False
        option = self.options[prior.option]
        return option.status == "committed" and option.day < self.as_of


def _prior(party: Party, plan: Plan) -> Prior | None:
    """The party's place in the plan as its prior."""
    option = plan.assigned.get(party.id)
    prior = party.prior
    if option is None:
        return prior if prior is not None and prior.status == "no_show" else None
    if prior is not None and prior.option == option and prior.status == "told":
        return prior
    return Prior(option, "planned")
