"""Finding, registering and knowing a person: search, registration, the frame of every page about one person."""
