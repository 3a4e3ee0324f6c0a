"""Measurements of the linkage engine on invented people and on public sets."""
