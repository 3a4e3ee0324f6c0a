"""Candidates for the duplicate check are given to whoever has that check: by the grants in the table, not by the session's own word.

Otherwise the function is that of migration 0011. Rows written before the store was sealed are written anew (people.queries.sealing).
"""

from django.db import migrations

from corridor.kernel.walls import LIVE

# The roles that register people, import lists or compare records; a test holds the list against access.roles. Jobs of the system
# compare for everybody. A day's grace at both ends: grants are dated by an office's calendar.
WHO = """
CREATE FUNCTION authz.may_check_duplicates() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT authz.kind() = 'system' OR EXISTS (
    SELECT 1 FROM access_staff s JOIN access_organisation o ON o.id = s.organisation_id JOIN access_grant g ON g.staff_id = s.id
    WHERE s.id = authz.staff() AND o.id = authz.org() AND s.is_active AND o.is_active
      AND o.kind NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce')
      AND g.role = ANY (ARRAY['registrar', 'caseworker', 'protection_officer', 'head_of_protection', 'supervisor'])
      AND g.since <= current_date + 1 AND (g.until IS NULL OR g.until >= current_date - 1)) $$;
"""

CANDIDATES = f"""
CREATE OR REPLACE FUNCTION authz.match_candidates(asking bigint[], offering bigint[], strong bigint[], besides uuid, most integer)
  RETURNS TABLE (person uuid, organisation uuid, seen boolean, features bytea, phones bigint[], documents bigint[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 300 SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE me uuid := authz.org(); by_job boolean := authz.kind() = 'system';
BEGIN
  IF me IS NULL OR NOT authz.may_check_duplicates() THEN RETURN; END IF;
  RETURN QUERY
  WITH hits AS MATERIALIZED (
    SELECT x.id, sum(x.points) AS points FROM (
        SELECT h.person_id AS id, CASE WHEN h.k = ANY (strong) THEN 100 ELSE 1 END AS points FROM people_matchkey h WHERE h.k = ANY (asking)
        UNION ALL SELECT h.person_id, 1 FROM people_matchkey h WHERE h.k = ANY (offering) AND h.asks) x
    WHERE x.id IS DISTINCT FROM besides GROUP BY x.id ORDER BY 2 DESC, 1 LIMIT least(most, 300))
  SELECT CASE WHEN w.seen OR by_job THEN m.person_id END, m.organisation_id, w.seen, m.features,
         CASE WHEN w.contact OR NOT w.seen THEN m.phones ELSE '{{}}' END, m.documents
  FROM hits JOIN people_match m ON m.person_id = hits.id
  CROSS JOIN LATERAL (
    SELECT m.organisation_id = me OR count(*) > 0 AS seen, m.organisation_id = me OR coalesce(bool_or('contact' = ANY (s.categories)), false) AS contact
    FROM people_share s WHERE m.organisation_id <> me AND s.person_id = m.person_id AND s.organisation_id = me AND {LIVE}) w
  WHERE besides IS NULL OR NOT EXISTS (
    SELECT 1 FROM people_notsame n WHERE (n.first_id, n.second_id) = (least(m.person_id, besides), greatest(m.person_id, besides)));
END $$;
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("people", "0022_for_comparing_only")]
    operations = [migrations.RunSQL([statement]) for statement in (WHO, CANDIDATES)]
