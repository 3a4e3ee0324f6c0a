"""Writing about pairs and merges: deciding, joining, taking apart. Nothing here joins by itself."""

from .asking import ask_to_compare, decline_to_compare, open_for_comparing
from .deciding import decide, decide_blind
from .linking import link_batch, start_linking, stop_linking
from .merging import agree, decline, join, take_apart
from .pairs import note_travel, open_pair
from .suggesting import look, look_at, suggest

__all__ = [
    "agree",
    "ask_to_compare",
    "decide",
    "decide_blind",
    "decline",
    "decline_to_compare",
    "join",
    "link_batch",
    "look",
    "look_at",
    "note_travel",
    "open_for_comparing",
    "open_pair",
    "start_linking",
    "stop_linking",
    "suggest",
    "take_apart",
]
