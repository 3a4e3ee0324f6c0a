"""What is opened for comparing is for comparing: read for two weeks, not written to, not passed on. A veto is known to whoever sees both.

Everything else that a share of identity and contact allows (a laissez-passer added by a consulate, a number by UNHCR) stays.
"""

from django.db import migrations

from corridor.kernel.walls import LIVE, sees

TABLES = {
    "people_personname": "identity",
    "people_document": "identity",
    "people_photo": "identity",
    "people_registration": "identity",
    "people_phone": "contact",
}
COMPARING = "s.because <> 'comparing'"


def writes(table: str, category: str) -> str:
    rule = sees(f"{table}.person_id", category).replace(f"AND {LIVE} ", f"AND {LIVE} AND {COMPARING} ")
    return f"""
ALTER POLICY adds ON {table} WITH CHECK ({rule});
ALTER POLICY changes ON {table} USING ({rule}) WITH CHECK ({rule});
ALTER POLICY removes ON {table} USING ({rule});
"""


# Whoever was given a category may pass it on to others, never to itself, and never what was opened for comparing.
SHARES = f"""
CREATE OR REPLACE FUNCTION authz.may_share(person uuid, receiver uuid, named varchar[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.organisation_id = authz.org())
      OR (receiver <> authz.org() AND named <@ ARRAY(
           SELECT unnest(s.categories) FROM people_share s
           WHERE s.person_id = person AND s.organisation_id = authz.org() AND {LIVE} AND {COMPARING})) $$;
"""  # noqa: S608

DOCUMENT = f"""
CREATE OR REPLACE FUNCTION authz.match_document(person uuid, number_ bigint, key_ bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE people_match m SET documents = number_ || array_remove(m.documents, number_),
      keys = key_ || array_remove(m.keys, key_), behind = greatest(m.behind - 1, 0)
    WHERE m.person_id = person AND (m.organisation_id = authz.org() OR EXISTS (
      SELECT 1 FROM people_share s WHERE s.person_id = person AND s.organisation_id = authz.org() AND {LIVE} AND {COMPARING}));
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO people_matchkey (k, person_id, asks) VALUES (key_, person, true) ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
"""  # noqa: S608

VETOES = """
DROP POLICY sees ON people_notsame;
CREATE POLICY sees ON people_notsame FOR ALL
  USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = first_id) AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = second_id))
  WITH CHECK (EXISTS (SELECT 1 FROM people_person p WHERE p.id = first_id) AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = second_id));
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0021_matching_joined")]
    operations = [
        *[migrations.RunSQL([writes(table, category)]) for table, category in TABLES.items()],
        *[migrations.RunSQL([part]) for part in (SHARES, DOCUMENT, VETOES)],
    ]
