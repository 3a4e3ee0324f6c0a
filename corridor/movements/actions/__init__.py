"""The only writers of movements: one verb, one function, one transaction, one line in the record."""

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
from .manifests import draft_manifest, note_export, reconcile_manifest, validate_manifest
from .parties import agree_split, end_party, join_party, leave_party, make_party
from .plans import Published, ask_plan, ask_publish, begin_plan, make_plan, publish_plan, stop_plan, work_out_plan
from .publishing import publish_round
from .seats import book, release, tell

__all__ = [
    "NewFlight",
    "NewStop",
    "Published",
    "add_escort",
    "add_flight",
    "agree_split",
    "arrive",
    "ask_plan",
    "ask_publish",
    "begin_plan",
    "board",
    "board_by_token",
    "book",
    "cancel",
    "change_flight",
    "confirm",
    "depart",
    "draft_manifest",
    "end_party",
    "give_assistance",
    "join_party",
    "leave_party",
    "listening",
    "make_party",
    "make_plan",
    "no_show",
    "note_export",
    "offload",
    "open_gate",
    "open_to_receiver",
    "publish_plan",
    "publish_round",
    "reconcile_manifest",
    "record_exit_batch",
    "record_exit_clearance",
    "record_fitness",
    "record_reception",
    "release",
    "remove_escort",
    "set_clearance",
    "stop_plan",
    "tell",
    "validate_manifest",
    "withdraw_seat",
    "work_out_plan",
]
