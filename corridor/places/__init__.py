"""Sites of every kind, their names in several spellings, and how many people they may hold on which dates."""
