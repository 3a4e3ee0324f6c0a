"""Corridor: from first registration to a durable solution, with consent at every step and a wall between the agencies."""
