"""Assisted voluntary humanitarian return, from request to arrival."""
