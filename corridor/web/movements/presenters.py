"""How flights and the people on them are shown: routes and counts in words, checks as tags, steps with the reasons that shut them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.access.roles import Permission as P
from corridor.consent.words import Pathway
from corridor.kernel.readiness import Readiness, State
from corridor.movements import rules
from corridor.movements.lifecycle import FLIGHT
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.lifecycle import Seat as SeatStatus
from corridor.movements.queries import FlightRow, SeatRow, TravelFacts
from corridor.movements.queries.screens import PlaceRow
from corridor.movements.words import ClearanceKind, ClearanceState, EscortKind, ExitState, NotBoarding, Service
from corridor.people.words import Sex
from corridor.web.shell import formats

FLIGHT_KINDS = {
    FlightStatus.PLANNED: "idle",
    FlightStatus.CONFIRMED: "info",
    FlightStatus.BOARDING: "wait",
    FlightStatus.DEPARTED: "ok",
    FlightStatus.ARRIVED: "ok",
    FlightStatus.CANCELLED: "stop",
}
SEAT_KINDS = {
    SeatStatus.STANDBY: "idle",
    SeatStatus.HELD: "wait",
    SeatStatus.CONFIRMED: "info",
    SeatStatus.BOARDED: "ok",
    SeatStatus.DEPARTED: "ok",
    SeatStatus.ARRIVED: "ok",
    SeatStatus.NO_SHOW: "idle",
    SeatStatus.WITHDREW: "idle",
    SeatStatus.OFFLOADED: "stop",
    SeatStatus.RELEASED: "idle",
}
CLEARANCE_KINDS = {ClearanceState.GRANTED: "ok", ClearanceState.REQUESTED: "wait", ClearanceState.REFUSED: "stop"}
AT_THE_GATE = ("consent", "travel_document", "exit_clearance", "fitness")  # what the desk reads aloud when it is in order
STEP_NEEDS = {"open_gate": P.SEAT_BOARD, "depart": P.SEAT_BOARD}


def route(flight: FlightRow) -> str:
    to = formats.listed(stop.site.name for stop in flight.stops)
    return _("%(origin)s to %(to)s") % {"origin": flight.embarkation.name, "to": to}


def flight_head(flight: FlightRow) -> dict[str, Any]:
    """Heading and lead of every page of a flight."""
    craft = formats.listed(part for part in (flight.aircraft, flight.carrier) if part)
    seats = _("%(seats)s seats") % {"seats": formats.count(flight.capacity)}
    leaves = _("departs %(time)s") % {"time": formats.moment(flight.departs_at, "time")}
    return {
        "flight": flight,
        "flight_route": route(flight),
        "flight_day": formats.day(flight.departs_at, "long"),
        "flight_lead": formats.listed(part for part in (craft, seats, leaves) if part),
        "flight_status": tag(FLIGHT_KINDS[FlightStatus(flight.status)], _(FlightStatus(flight.status).label)),
    }


def tag(kind: str, text: str) -> dict[str, str]:
    return {"kind": kind, "text": text}


def listed(flight: FlightRow) -> dict[str, Any]:
    """One flight in a list."""
    granted = sum(1 for one in flight.clearances if one.state == ClearanceState.GRANTED)
    counts = {"granted": formats.count(granted), "all": formats.count(len(flight.clearances))}
    cleared = (
        _("Cleared") if flight.cleared else _("%(granted)s of %(all)s") % counts if flight.clearances else _("Not asked for")
    )
    return {
        "flight": flight,
        "url": reverse("movements.flight", args=[flight.id]),
        "route": route(flight),
        "pathway": _(Pathway(flight.pathway).label),
        "colour": colour(flight),
        "status": tag(FLIGHT_KINDS[FlightStatus(flight.status)], _(FlightStatus(flight.status).label)),
        "cleared": tag("ok" if flight.cleared else "wait" if flight.clearances else "idle", cleared),
    }


def colour(flight: FlightRow) -> str:
    return "evac" if flight.pathway == Pathway.EVACUATION else "return"


def gate_counts(flight: FlightRow) -> list[tuple[str, str]]:
    load = flight.load
    aboard = load.boarded + load.departed + load.arrived
    counts = [
        (formats.count(aboard), _("boarded")),
        (formats.count(load.to_board), _("to board")),
        (formats.count(load.withdrew), _("stay, by choice")),
        (formats.count(load.offloaded), _("stopped here")),
    ]
    if load.no_show:
        counts[1] = (formats.count(load.no_show), _("did not come")) if not load.to_board else counts[1]
    return counts


def seat_counts(flight: FlightRow) -> list[tuple[str, int]]:
    """By sex and age on the day of departure, everybody once."""
    load = flight.load
    rows = [(_("Women"), load.women), (_("Men"), load.men), (_("Children with a seat"), load.children)]
    rows += [(_("Infants on a lap"), load.infants)]
    other = load.people - sum(number for _label, number in rows)
    return [*rows, (_("Sex not known"), other)] if other > 0 else rows


def seats_said(flight: FlightRow) -> str:
    load = flight.load
    said = _("%(seats)s of %(all)s seats held, %(escorts)s of them for escorts. Infants on laps count as people, not as seats.")
    return said % {
        "seats": formats.count(load.seats),
        "all": formats.count(flight.capacity),
        "escorts": formats.count(load.escorts),
    }


def clearances(flight: FlightRow) -> list[dict[str, Any]]:
    return [
        {
            "kind": _(ClearanceKind(row.kind).label),
            "authority": row.authority,
            "reference": row.reference,
            "on": row.answered_on or row.asked_on,
            "state": tag(CLEARANCE_KINDS[ClearanceState(row.state)], _(ClearanceState(row.state).label)),
        }
        for row in flight.clearances
    ]


def permits(flight: FlightRow, facts: dict[Any, TravelFacts]) -> dict[str, str]:
    """How many of those on board hold an exit permit for the day (INV-13 asks for all)."""
    day = flight.departs_on
    granted = sum(
        1
        for one in facts.values()
        if one.exit_state == ExitState.GRANTED and one.exit_from and one.exit_until and one.exit_from <= day <= one.exit_until
    )
    counts = {"granted": formats.count(granted), "all": formats.count(len(facts))}
    return tag("ok" if granted == len(facts) else "wait", _("%(granted)s of %(all)s") % counts)


def escorts(flight: FlightRow) -> list[dict[str, Any]]:
    return [{"id": row.id, "kind": _(EscortKind(row.kind).label), "name": row.name} for row in flight.escorts]


def steps(actor: Any, flight: FlightRow) -> list[dict[str, Any]]:
    """Every step still ahead of this flight; a shut one with the sentences that shut it."""
    if flight.status in FLIGHT.final:
        return []
    found = []
    for verb, step in FLIGHT.steps.items():
        if not actor.may(STEP_NEEDS.get(verb, P.FLIGHT_MANAGE)) or _passed(flight.status, verb):
            continue
        reasons = shut_because(actor, flight, verb)
        found.append({"verb": verb, "label": _(step.label), "reasons": reasons, "danger": verb == "cancel"})
    return found


def shut_because(actor: Any, flight: FlightRow, verb: str) -> list[str]:
    reasons = []
    if flight.operator_id != actor.organisation_id:
        reasons.append(_("Only %(who)s, who runs this flight, takes this step.") % {"who": flight.operator_name})
    if FLIGHT.reasons(verb, flight.status):
        reasons.append(_("Not yet: the flight is in state “%(state)s”.") % {"state": _(FlightStatus(flight.status).label)})
    if verb == "depart" and not flight.cleared:
        reasons.append(_(rules.FAULTS["INV-13"]))
    return reasons


def _passed(status: str, verb: str) -> bool:
    order = list(FlightStatus)
    return verb != "cancel" and order.index(FLIGHT.steps[verb].target) <= order.index(FlightStatus(status))


# ── People on a flight ───────────────────────────────────────────────────────


def who(row: SeatRow) -> str:
    """Woman, 24; a child is called a child; what is not known is said."""
    kinds = {
        Sex.FEMALE: _("Girl") if row.child else _("Woman"),
        Sex.MALE: _("Boy") if row.child else _("Man"),
        Sex.OTHER: _("Child") if row.child else _("Other"),
        Sex.UNKNOWN: _("Child") if row.child else _("Sex not known"),
    }
    return f"{kinds[Sex(row.sex)]}, {formats.count(row.age) if row.age is not None else _('age not known')}"


def seat_shown(row: SeatRow, others: Sequence[SeatRow | PlaceRow]) -> dict[str, Any]:
    """One person on a list of a flight; `others`: of the same party."""
    mates = [one for one in others if one.id != row.id]
    with_ = _("with %(numbers)s") % {"numbers": formats.listed(formats.count(one.number) for one in mates)} if mates else ""
    words = [who(row), with_, _("on a lap") if row.lap_infant else ""]
    ended = _(NotBoarding(row.ended_because).label) if row.ended_because in set(NotBoarding) else ""
    return {
        "row": row,
        "facts": formats.listed(word for word in words if word),
        "service": _(Service(row.service).label),
        "status": tag(SEAT_KINDS[SeatStatus(row.status)], _(SeatStatus(row.status).label)),
        "ended": ended if ended != _(SeatStatus(row.status).label) else "",
        "live": row.status in (SeatStatus.HELD, SeatStatus.CONFIRMED),
    }


def parties(rows: Sequence[Any]) -> dict[Any, list[Any]]:
    """Who travels together; somebody alone is a party of one."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        if row.on_manifest:
            found.setdefault(row.party_id or row.id, []).append(row)
    return found


def seats_shown(rows: list[SeatRow]) -> list[dict[str, Any]]:
    together = parties(rows)
    return [seat_shown(row, together.get(row.party_id or row.id, []) if row.on_manifest else []) for row in rows]


def checks(readiness: Readiness | None) -> list[dict[str, str]]:
    """What stands in the way, each by its name; then what was found in order, in one line."""
    if readiness is None:
        return []
    found = [tag("stop" if item.state is State.UNMET else "wait", _(item.label)) for item in readiness.blocking]
    met = [_(item.label) for item in readiness.requirements if item.state is State.MET and item.code in AT_THE_GATE]
    return [*found, *([tag("ok", formats.listed(met))] if met else [])]
