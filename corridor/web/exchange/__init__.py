"""Screens of lists: upload, match the columns, look at the rows, import, correct what was rejected."""
