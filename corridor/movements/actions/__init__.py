"""The only writers of movements: one verb, one function, one transaction, one line in the record."""

from corridor.movements.adapters import (
    AddFlight,
    AddMoney,
    CancelOption,
    ChangeCapacity,
    Commit,
    Edit,
    MoveOption,
    edit_from_json,
)

from . import listening
from .arrivals import open_to_receiver, record_reception
from .boarding import board, board_by_token, no_show, offload, withdraw_seat
from .clearances import give_assistance, record_exit_batch, record_exit_clearance, record_fitness
from .flights import (
    NewFlight,
    NewStop,
    add_escort,
    add_flight,
    arrive,
    cancel,
    change_flight,
    confirm,
    depart,
    open_gate,
    remove_escort,
    set_clearance,
)
from .happenings import cancel_flight, close_airport, cut_capacity, delay_flight, lift_cut, open_airport, replan_after
from .manifests import draft_manifest, note_export, reconcile_manifest, validate_manifest
from .money import MOST_EUR, MOST_PEOPLE, NewFund, add_fund, change_fund, end_limit, set_limit
from .parties import agree_split, end_party, leave_party, make_party
from .plans import Published, ask_plan, ask_publish, ask_replan, begin_plan, make_plan, publish_plan, stop_plan
from .policy import approve_policy, propose_policy, refuse_policy
from .publishing import publish_round
from .scenarios import adopt_scenario, ask_scenario
from .searching import freeze_problem, stop_search, work_out_plan
from .seats import book, release, tell, tell_party

__all__ = [
    "MOST_EUR",
    "MOST_PEOPLE",
    "AddFlight",
    "AddMoney",
    "CancelOption",
    "ChangeCapacity",
    "Commit",
    "Edit",
    "MoveOption",
    "NewFlight",
    "NewFund",
    "NewStop",
    "Published",
    "add_escort",
    "add_flight",
    "add_fund",
    "adopt_scenario",
    "agree_split",
    "approve_policy",
    "arrive",
    "ask_plan",
    "ask_publish",
    "ask_replan",
    "ask_scenario",
    "begin_plan",
    "board",
    "board_by_token",
    "book",
    "cancel",
    "cancel_flight",
    "change_flight",
    "change_fund",
    "close_airport",
    "confirm",
    "cut_capacity",
    "delay_flight",
    "depart",
    "draft_manifest",
    "edit_from_json",
    "end_limit",
    "end_party",
    "freeze_problem",
    "give_assistance",
    "leave_party",
    "lift_cut",
    "listening",
    "make_party",
    "make_plan",
    "no_show",
    "note_export",
    "offload",
    "open_airport",
    "open_gate",
    "open_to_receiver",
    "propose_policy",
    "publish_plan",
    "publish_round",
    "reconcile_manifest",
    "record_exit_batch",
    "record_exit_clearance",
    "record_fitness",
    "record_reception",
    "refuse_policy",
    "release",
    "remove_escort",
    "replan_after",
    "set_clearance",
    "set_limit",
    "stop_plan",
    "stop_search",
    "tell",
    "tell_party",
    "validate_manifest",
    "withdraw_seat",
    "work_out_plan",
]
