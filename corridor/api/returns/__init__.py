"""The API of returns: cases, steps and readiness; for a consulate, its open requests."""
