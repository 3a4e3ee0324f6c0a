"""Lists that leave the house, as files: one document, three writers, and boarding passes."""
