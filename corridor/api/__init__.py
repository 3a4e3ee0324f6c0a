"""The HTTP API: the same queries and actions as the screens, the same refusals in the same words."""
