"""Writing about pairs and merges: deciding, joining, taking apart. Nothing here joins by itself."""
