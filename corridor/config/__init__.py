"""How the house is wired: settings, addresses, database, command line."""
