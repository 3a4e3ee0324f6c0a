"""Reading about pairs and merges. Actor first; a pair is for those who see both records."""
