"""The first page, and the overview of a person: the two pages that bring all contexts together."""
