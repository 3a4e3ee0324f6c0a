"""Screens of movement: flights, gate, arrival, planning, and one person's travel and health."""
