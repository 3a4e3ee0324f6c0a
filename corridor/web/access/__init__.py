"""Signing in and out, the lock, language and profile."""
