"""Screens of returns: a person's return, the list of cases, and the consulate's own queue."""
