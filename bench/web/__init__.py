"""Screens under load."""
