"""Measurements of the movement planner."""
