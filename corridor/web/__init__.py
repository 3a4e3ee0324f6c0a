"""Screens: parse, one query or one action, render."""
