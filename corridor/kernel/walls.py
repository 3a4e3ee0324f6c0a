"""SQL for the walls, for migrations only: row security for tables that hold a person's data.

`own(table)` : rows with an organisation_id of the actor's organisation.
`of_person(table, category)` : rows whose person the actor's organisation owns, or sees through a live share of that category.
The Python rule (`visible_to`) says the same in queries; this is the wall behind it. PostgreSQL 15 to 18.
"""

LIVE = "(s.since <= now() AND (s.until IS NULL OR s.until > now()))"


def own(table: str, column: str = "organisation_id") -> list[str]:
    rule = f"{column} = (SELECT authz.org())"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY own ON {table} FOR ALL USING ({rule}) WITH CHECK ({rule})",
    ]


def of_person(table: str, category: str, column: str = "person_id", extra: str = "") -> list[str]:
    """`extra`: a further SQL condition under which a row may be read (never written)."""
    rule = sees(f"{table}.{column}", category)
    reads = f"{rule} OR {extra}" if extra else rule
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY sees ON {table} FOR SELECT USING ({reads})",
        f"CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({rule})",
        f"CREATE POLICY changes ON {table} FOR UPDATE USING ({rule}) WITH CHECK ({rule})",
        f"CREATE POLICY removes ON {table} FOR DELETE USING ({rule})",
    ]


def sees(person: str, category: str) -> str:
    """The person's owner, or a live share of this category. The subquery runs under people_person's own policies."""
    return (
        f"EXISTS (SELECT 1 FROM people_person p WHERE p.id = {person} AND (p.organisation_id = (SELECT authz.org())"
        f" OR EXISTS (SELECT 1 FROM people_share s WHERE s.person_id = p.id AND s.organisation_id = (SELECT authz.org())"
        f" AND {LIVE} AND '{category}' = ANY(s.categories))))"
    )


def append_only(table: str) -> list[str]:
    """Rows are added, never changed or removed: corrections are new rows (INV-35)."""
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION authz.append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION authz.append_only()",
    ]
