"""Likely duplicates over HTTP: the queue, one pair with its evidence, an answer."""
