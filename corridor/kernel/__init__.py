"""What every context stands on: refusals, lifecycles, actors, readiness, events, ids, clock. Pure Python, at most 300 lines."""
