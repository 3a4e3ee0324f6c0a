"""The PostgreSQL backend that tells the database who acts (docs/decisions/0002-row-security.md)."""
