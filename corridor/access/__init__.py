"""Organisations, offices, staff, roles; who may do what."""
