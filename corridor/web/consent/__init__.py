"""Consents of a person: given, read out, withdrawn with one press, confirmed again."""
