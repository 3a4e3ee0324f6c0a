"""The joint figures: numbers with their provenance, never a person."""
