"""Two records, one person? Pairs that may be the same, what reviewers decided, and joining as an event that can be taken apart."""
