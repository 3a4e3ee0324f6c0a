"""The match store: one table of features, one of keys, read and written only through functions that hold the walls.

Nothing of the tables is open to the application. A lookup gives back at most so many records that share a key: of those behind
a wall the organisation and what the scorer needs, never an id; the application scores them and says only that one exists.
States, donors, carriers and the taskforce get nothing, before a single key is looked at.
"""

from django.db import migrations

from corridor.kernel.walls import LIVE

CLOSED = """
ALTER TABLE people_match ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_matchkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON people_match FOR ALL USING (false);
CREATE POLICY nobody ON people_matchkey FOR ALL USING (false);
ALTER TABLE people_matchkey SET (autovacuum_vacuum_insert_scale_factor = 0.05);
"""

# Keys that were are taken out under their own index, keys that stay are left alone.
WRITE = """
CREATE FUNCTION authz.match_write(person uuid, version_ text, features_ bytea, phones_ bigint[], documents_ bigint[], keys_ bigint[], offers_ bigint[])
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE old people_match;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.organisation_id = authz.org()) THEN RETURN false; END IF;
  SELECT * INTO old FROM people_match m WHERE m.person_id = person FOR UPDATE;
  INSERT INTO people_match AS m (person_id, organisation_id, version, features, phones, documents, keys, offers, behind)
    VALUES (person, authz.org(), version_, features_, phones_, documents_, keys_, offers_, 0)
    ON CONFLICT (person_id) DO UPDATE SET organisation_id = EXCLUDED.organisation_id, version = version_, features = features_,
      phones = phones_, documents = documents_, keys = keys_, offers = offers_, behind = 0;
  DELETE FROM people_matchkey h USING (
      SELECT unnest(old.keys) AS k, true AS asks UNION ALL SELECT unnest(old.offers), false
      EXCEPT SELECT unnest(keys_), true EXCEPT SELECT unnest(offers_), false) gone
    WHERE h.k = gone.k AND h.person_id = person AND h.asks = gone.asks;
  INSERT INTO people_matchkey (k, person_id, asks)
    SELECT k, person, true FROM unnest(keys_) k UNION ALL SELECT k, person, false FROM unnest(offers_) k
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
"""

# Whoever may add a document to a record shared with it may not read all of that record: the one number is added by itself.
DOCUMENT = f"""
CREATE FUNCTION authz.match_document(person uuid, number_ bigint, key_ bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE people_match m SET documents = number_ || array_remove(m.documents, number_),
      keys = key_ || array_remove(m.keys, key_), behind = greatest(m.behind - 1, 0)
    WHERE m.person_id = person AND (m.organisation_id = authz.org() OR EXISTS (
      SELECT 1 FROM people_share s WHERE s.person_id = person AND s.organisation_id = authz.org() AND {LIVE}));
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO people_matchkey (k, person_id, asks) VALUES (key_, person, true) ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
"""  # noqa: S608

# Counts what moved under the store's feet, whoever moved it: an action that forgets to write leaves a mark, a job takes it up.
BEHIND = """
CREATE FUNCTION people_match_falls_behind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'people_person' THEN
    UPDATE people_match SET behind = behind + 1 WHERE person_id = NEW.id;
  ELSE
    IF TG_OP <> 'INSERT' THEN UPDATE people_match SET behind = behind + 1 WHERE person_id = OLD.person_id; END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND OLD.person_id <> NEW.person_id THEN
      UPDATE people_match SET behind = behind + 1 WHERE person_id = NEW.person_id;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER people_person_match AFTER UPDATE ON people_person FOR EACH ROW
  WHEN ((OLD.sex, OLD.birth_date, OLD.birth_precision, OLD.nationality, OLD.registered_on, OLD.organisation_id)
        IS DISTINCT FROM (NEW.sex, NEW.birth_date, NEW.birth_precision, NEW.nationality, NEW.registered_on, NEW.organisation_id))
  EXECUTE FUNCTION people_match_falls_behind();
"""
TOUCHED = "CREATE TRIGGER people_{0}_match AFTER INSERT OR UPDATE OR DELETE ON people_{0} FOR EACH ROW EXECUTE FUNCTION people_match_falls_behind();"
TABLES = ("personname", "phone", "document", "familymember")

# `strong`: keys that tell by themselves (telephone, document); who shares one is always among those compared.
CANDIDATES = f"""
CREATE FUNCTION authz.match_candidates(asking bigint[], offering bigint[], strong bigint[], besides uuid, most integer)
  RETURNS TABLE (person uuid, organisation uuid, seen boolean, features bytea, phones bigint[], documents bigint[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 300 SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE me uuid := authz.org(); by_job boolean := authz.kind() = 'system';
BEGIN
  IF me IS NULL OR authz.kind() IN ('consulate', 'government', 'donor', 'carrier', 'taskforce') THEN RETURN; END IF;
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

CREATE FUNCTION authz.match_of(ids uuid[])
  RETURNS TABLE (person uuid, features bytea, phones bigint[], documents bigint[], keys bigint[], offers bigint[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF authz.org() IS NULL OR authz.kind() IN ('consulate', 'government', 'donor', 'carrier', 'taskforce') THEN RETURN; END IF;
  RETURN QUERY SELECT m.person_id, m.features,
      CASE WHEN authz.opens(m.person_id, m.organisation_id, 'contact') THEN m.phones ELSE '{{}}' END, m.documents, m.keys, m.offers
    FROM people_match m WHERE m.person_id = ANY (ids) AND authz.opens(m.person_id, m.organisation_id, '');
END $$;
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("people", "0010_match_store")]
    operations = [
        migrations.RunSQL([statement])
        for statement in (CLOSED, WRITE, DOCUMENT, BEHIND, *(TOUCHED.format(table) for table in TABLES), CANDIDATES)
    ]
