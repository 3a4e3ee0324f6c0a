"""Persons as they give themselves: names in several scripts, families, documents, registrations, who may see them."""
