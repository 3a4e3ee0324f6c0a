"""Writing about persons: one verb, one function, one transaction, one line in the record."""

from corridor.people.adapters import LARGEST_FILE as LARGEST_PHOTO
from corridor.people.rules import Birth, NewDocument, NewName, NewNeed, NewPerson, birth

from .belonging import (
    add_need,
    end_need,
    join_family,
    join_family_of,
    leave_family,
    make_family,
    record_outcome,
    say_not_same,
    set_child_status,
    set_location,
    take_back_not_same,
)
from .matching import keep_behind, keep_match
from .registering import (
    add_document,
    add_name,
    add_phone,
    add_registration,
    check_duplicates,
    correct,
    note_listing,
    note_reading,
    read_photo,
    register,
    search,
    set_photo,
)
from .walls import confirm_nationality, end_shares, lift_shields, open_share, raise_shield

__all__ = [
    "LARGEST_PHOTO",
    "Birth",
    "NewDocument",
    "NewName",
    "NewNeed",
    "NewPerson",
    "add_document",
    "add_name",
    "add_need",
    "add_phone",
    "add_registration",
    "birth",
    "check_duplicates",
    "confirm_nationality",
    "correct",
    "end_need",
    "end_shares",
    "join_family",
    "join_family_of",
    "keep_behind",
    "keep_match",
    "leave_family",
    "lift_shields",
    "make_family",
    "note_listing",
    "note_reading",
    "open_share",
    "raise_shield",
    "read_photo",
    "record_outcome",
    "register",
    "say_not_same",
    "search",
    "set_child_status",
    "set_location",
    "set_photo",
    "take_back_not_same",
]
