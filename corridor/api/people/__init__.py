"""People for machines."""
