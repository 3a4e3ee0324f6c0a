"""Screens of evacuation: a person's evacuation, the list of cases, gathering and transit sites with their days."""
