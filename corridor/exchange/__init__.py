"""Lists from partners come in, row by row, with nothing lost and nothing twice."""
