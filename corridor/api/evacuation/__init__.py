"""The API of evacuation: cases, steps, readiness, and how full sites are."""
