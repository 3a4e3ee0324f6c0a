"""Append-only record of who did or read what, about whom, and why; a digest for each row, sealed in blocks."""
