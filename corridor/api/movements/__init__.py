"""Flights, the gate and manifests for machines."""
