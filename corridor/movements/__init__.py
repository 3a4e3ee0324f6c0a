"""Flights, seats, clearances, plans, manifests, boarding, reception: how people travel."""
