"""Routes of planning: ask for a plan, watch and stop its search, compare, put in force. Parties by reference, nobody by name."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from corridor.access.roles import Permission as P
from corridor.api.door import needs
from corridor.movements import actions, queries

from .plan_schemas import (
    AskedOut,
    AskIn,
    BecauseIn,
    DifferencesOut,
    HeadOut,
    PlanOut,
    PricesOut,
    ScenarioIn,
    ScenarioOut,
    VersionIn,
    WorkOut,
)

router = Router(tags=["planning"])
Language = Literal["en", "fr", "ar"]


@router.get("", response=list[HeadOut])
@needs(P.FLIGHT_READ)
def plans(request: HttpRequest, limit: int = 20):
    return queries.plans(request.actor, max(1, min(limit, 100)))


@router.post("", response={202: AskedOut})
@needs(P.PLAN_MAKE)
def ask(request: HttpRequest, body: AskIn):
    """Searched in the background; asked again while it is searched, the same plan."""
    return {"plan_id": actions.ask_plan(request.actor, days=body.days, seconds=body.seconds)}


@router.post("/replan", response={202: AskedOut})
@needs(P.PLAN_MAKE)
def replan(request: HttpRequest, body: BecauseIn):
    """What holds stays, free places are filled by priority."""
    return {"plan_id": actions.ask_replan(request.actor, body.because)}


@router.get("/work", response={200: WorkOut, 204: None})
@needs(P.FLIGHT_READ)
def work(request: HttpRequest):
    """How far the newest plan is: phase, best plan so far, bound; or the seats given while it is put in force."""
    found = queries.plan_work(request.actor)
    return Status(200, found) if found else Status(204, None)


@router.get("/{uuid:plan_id}", response=PlanOut)
@needs(P.FLIGHT_READ)
def plan(request: HttpRequest, plan_id: UUID, language: Language = "en"):
    """Each party with its flight, or with the reason of record why it has none."""
    row = queries.plan(request.actor, plan_id)
    return PlanOut.of(row, queries.explanations(request.actor, plan_id, language))


@router.post("/{uuid:plan_id}/stop", response={204: None})
@needs(P.PLAN_MAKE)
def stop(request: HttpRequest, plan_id: UUID):
    """The best plan so far is kept."""
    actions.stop_search(request.actor, plan_id)


@router.post("/{uuid:plan_id}/publish", response={202: WorkOut})
@needs(P.PLAN_PUBLISH)
def publish(request: HttpRequest, plan_id: UUID, body: VersionIn):
    """The version that was looked at, in the background; asked again, nothing more."""
    actions.ask_publish(request.actor, plan_id, body.version)
    return queries.plan_work(request.actor)


@router.get("/{uuid:plan_id}/differences", response=DifferencesOut)
@needs(P.FLIGHT_READ)
def differences(request: HttpRequest, plan_id: UUID):
    return queries.plan_differences(request.actor, plan_id)


@router.get("/{uuid:plan_id}/scenarios", response=list[ScenarioOut])
@needs(P.FLIGHT_READ)
def scenarios(request: HttpRequest, plan_id: UUID):
    """The plan as A, then its scenarios."""
    return list(queries.scenarios(request.actor, plan_id))


@router.post("/{uuid:plan_id}/scenarios", response={202: AskedOut})
@needs(P.PLAN_MAKE)
def ask_scenario(request: HttpRequest, plan_id: UUID, body: ScenarioIn):
    """The same people and rules, other flights or more money. Never put in force itself."""
    return {"plan_id": actions.ask_scenario(request.actor, plan_id, body.title, body.as_edits())}


@router.post("/{uuid:plan_id}/adopt", response={202: AskedOut})
@needs(P.PLAN_MAKE)
def adopt(request: HttpRequest, plan_id: UUID, body: VersionIn):
    """A scenario as a draft: its flights are planned and a plan of its own is asked for."""
    return {"plan_id": actions.adopt_scenario(request.actor, plan_id, body.version)}


@router.get("/{uuid:plan_id}/prices", response=PricesOut)
@needs(P.PLAN_MAKE)
def prices(request: HttpRequest, plan_id: UUID):
    return queries.prices_of(request.actor, plan_id)
