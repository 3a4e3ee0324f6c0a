"""The duplicate check against a store of many persons."""
