"""The only writers of evacuations and stays: steps taken at a screen, and news from other contexts."""

from . import listening
from .cases import agree, choose_transit_site, clear_exit, close, decline, gather, identify, move_in, move_out

__all__ = [
    "agree",
    "choose_transit_site",
    "clear_exit",
    "close",
    "decline",
    "gather",
    "identify",
    "listening",
    "move_in",
    "move_out",
]
