"""Consent at every step: for one purpose, to one recipient, in known words, in a known setting; withdrawn in one action."""
