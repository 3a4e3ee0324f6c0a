"""Events files into frozen values; whether an event can happen is judged when it is applied."""

from __future__ import annotations

from corridor.engines.planner import fields as f
from corridor.engines.planner import reading
from corridor.engines.planner.model import Event, Events

EVENTS_FORMAT = "corridor-planner-events/1"


def read_events(source: f.Json) -> Events:
    """An events file; whether each event can happen is judged when it is applied."""
    raw = f.parse(source) if isinstance(source, str | bytes) else source
    whole = f.fields(raw, "", ("format", "as_of", "events"))
    f.choice(whole["format"], "format", (EVENTS_FORMAT,))
    return Events(f.day(whole["as_of"], "as_of"), f.listing(whole["events"], "events", _event))


def _event(value: f.Json, at: str) -> Event:
    if not isinstance(value, dict):
        f.bad(at, "must be an object")
    kind = value.get("type")
    if kind in ("told", "released", "no_show", "withdrawn"):
        raw = f.fields(value, at, ("type", "party"))
        return Event(kind, party=f.label(raw["party"], f"{at}.party"))
    if kind in ("cancelled", "contracted"):
        raw = f.fields(value, at, ("type", "option"))
        return Event(kind, option=f.label(raw["option"], f"{at}.option"))
    if kind == "party":
        newcomer = reading.party(f.fields(value, at, ("type", "party"))["party"], f"{at}.party")
        if newcomer.prior is not None:
            f.bad(f"{at}.party.prior", "must be null: a party keeps the prior it has")
        return Event(kind, party=newcomer.id, new_party=newcomer)
    if kind == "option":
        flight = reading.option(f.fields(value, at, ("type", "option"))["option"], f"{at}.option")
        return Event(kind, option=flight.id, new_option=flight)
    if kind == "resources":
        raw = f.fields(value, at, ("type", "resources"))
        return Event(kind, resources=reading.read_resources(raw["resources"], f"{at}.resources"))
    if kind == "funds":
        raw = f.fields(value, at, ("type", "funds"))
        return Event(kind, funds=reading.read_funds(raw["funds"], f"{at}.funds"))
    raise f.refusal(f"{at}.type", "is missing" if "type" not in value else "is not a type of event")
