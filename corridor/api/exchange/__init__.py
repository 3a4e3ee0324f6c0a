"""Lists of people by the API: upload, how it stands, import, and the rows that were rejected."""
