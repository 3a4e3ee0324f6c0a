"""Evacuation of refugees: identification, voluntary agreement, gathering, clearance, flight, arrival at a transit site."""
