"""Commands that need the database: one module per command, each with main(argv) -> exit code."""
