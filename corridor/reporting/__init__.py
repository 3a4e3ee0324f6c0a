"""One set of joint figures from case records: since, as of, source, status; small cells withheld."""
