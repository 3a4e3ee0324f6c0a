"""The lives of a flight, of a seat on it, and of a plan that gives many seats."""

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_, Reason
from corridor.kernel.words import Word


class Flight(Word):
    PLANNED = "planned", N_("Planned")
    CONFIRMED = "confirmed", N_("Confirmed")
    BOARDING = "boarding", N_("Boarding")
    DEPARTED = "departed", N_("Departed")
    ARRIVED = "arrived", N_("Arrived")
    CANCELLED = "cancelled", N_("Cancelled")


FLIGHT = Lifecycle(
    name="movements.flight",
    statuses=Flight,
    initial=Flight.PLANNED,
    final=frozenset({Flight.ARRIVED, Flight.CANCELLED}),
    steps={
        "confirm": Step({Flight.PLANNED}, Flight.CONFIRMED, label=N_("Confirm the flight")),
        "open_gate": Step({Flight.CONFIRMED}, Flight.BOARDING, label=N_("Open the gate")),
        "depart": Step({Flight.BOARDING}, Flight.DEPARTED, label=N_("Record departure")),
        "arrive": Step({Flight.DEPARTED}, Flight.ARRIVED, label=N_("Record arrival")),
        "cancel": Step({Flight.PLANNED, Flight.CONFIRMED, Flight.BOARDING}, Flight.CANCELLED, label=N_("Cancel the flight")),
    },
)


class Seat(Word):
    STANDBY = "standby", N_("Standby")
    HELD = "held", N_("Seat held")
    CONFIRMED = "confirmed", N_("Told the date")
    BOARDED = "boarded", N_("Boarded")
    DEPARTED = "departed", N_("Departed")
    ARRIVED = "arrived", N_("Arrived")
    NO_SHOW = "no_show", N_("Did not come")
    WITHDREW = "withdrew", N_("Stays, by choice")
    OFFLOADED = "offloaded", N_("Taken off the flight")
    RELEASED = "released", N_("Seat released")


ON_MANIFEST = frozenset({Seat.HELD, Seat.CONFIRMED, Seat.BOARDED, Seat.DEPARTED, Seat.ARRIVED})
TRAVELLED = frozenset({Seat.DEPARTED, Seat.ARRIVED})
BEFORE_DEPARTURE = frozenset({Seat.STANDBY, Seat.HELD, Seat.CONFIRMED, Seat.BOARDED})

SEAT = Lifecycle(
    name="movements.seat",
    statuses=Seat,
    initial=Seat.HELD,
    final=frozenset({Seat.ARRIVED, Seat.NO_SHOW, Seat.WITHDREW, Seat.OFFLOADED, Seat.RELEASED}),
    steps={
        "call_up": Step({Seat.STANDBY}, Seat.HELD, label=N_("Give a seat from standby")),
        "tell": Step({Seat.HELD}, Seat.CONFIRMED, label=N_("Tell the date")),
        "board": Step({Seat.CONFIRMED, Seat.HELD}, Seat.BOARDED, label=N_("Says yes: board")),
        "no_show": Step({Seat.HELD, Seat.CONFIRMED}, Seat.NO_SHOW, label=N_("Did not come")),
        "withdraw": Step({Seat.STANDBY, Seat.HELD, Seat.CONFIRMED, Seat.BOARDED}, Seat.WITHDREW, label=N_("Stays, by choice")),
        "offload": Step({Seat.HELD, Seat.CONFIRMED, Seat.BOARDED}, Seat.OFFLOADED, label=N_("Take off the flight")),
        "release": Step({Seat.STANDBY, Seat.HELD, Seat.CONFIRMED}, Seat.RELEASED, label=N_("Release the seat")),
        "depart": Step({Seat.BOARDED}, Seat.DEPARTED, label=N_("Departed")),
        "arrive": Step({Seat.DEPARTED}, Seat.ARRIVED, label=N_("Received on arrival")),
    },
)


class Plan(Word):
    MAKING = "making", N_("Being worked out")
    PROPOSED = "proposed", N_("Proposal")
    PUBLISHING = "publishing", N_("Being put in force")
    PUBLISHED = "published", N_("In force")
    FAILED = "failed", N_("Stopped")


NO_PROPOSAL = Reason("movements.plan.no_proposal", N_("This plan was never worked out. Plan again."))

PLAN = Lifecycle(
    name="movements.plan",
    statuses=Plan,
    initial=Plan.MAKING,
    final=frozenset({Plan.PUBLISHED}),
    steps={
        "make": Step({Plan.MAKING}, Plan.PROPOSED, label=N_("Worked out")),
        # The guard is told whether there is a proposal: one that stopped half-way goes on, one never worked out does not.
        "begin": Step({Plan.PROPOSED, Plan.FAILED}, Plan.PUBLISHING, {NO_PROPOSAL: bool}, label=N_("Put in force")),
        "publish": Step({Plan.PUBLISHING}, Plan.PUBLISHED, label=N_("All seats given")),
        "fail": Step({Plan.MAKING, Plan.PUBLISHING}, Plan.FAILED, label=N_("Stopped")),
    },
)
PLAN_AT_WORK = frozenset({Plan.MAKING, Plan.PUBLISHING})


class Policy(Word):
    DRAFT = "draft", N_("Draft")
    IN_FORCE = "in_force", N_("In force")
    REPLACED = "replaced", N_("Replaced")
    REFUSED = "refused", N_("Refused")


POLICY = Lifecycle(
    name="movements.policy",
    statuses=Policy,
    initial=Policy.DRAFT,
    final=frozenset({Policy.REPLACED, Policy.REFUSED}),
    steps={
        "approve": Step({Policy.DRAFT}, Policy.IN_FORCE, label=N_("Approve")),
        "refuse": Step({Policy.DRAFT}, Policy.REFUSED, label=N_("Refuse")),
        "replace": Step({Policy.IN_FORCE}, Policy.REPLACED, label=N_("A newer one is in force")),
    },
)
