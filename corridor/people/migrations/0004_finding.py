"""Finding people fast under row security: candidate ids from functions of the owner, with the wall inside them.

Trigram and array operators are not leakproof, so under row security PostgreSQL may not use their indexes
(docs/decisions/0002-row-security.md). These functions use the indexes, apply the same wall, and give ids only; the rows
are then read under row security as always.
"""

from django.db import migrations

from corridor.kernel.walls import LIVE

INDEXES = """
CREATE INDEX people_person_reference_end ON people_person (reverse(reference) text_pattern_ops);
CREATE INDEX people_phone_number_end ON people_phone (reverse(number) text_pattern_ops);
CREATE INDEX people_registration_number ON people_registration (upper(external_id));
"""

# `category` empty: any live share. A State never finds a shielded person, whatever was shared.
OPENS = f"""
CREATE FUNCTION authz.opens(person uuid, owner uuid, category text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (owner = authz.org() OR EXISTS (
      SELECT 1 FROM people_share s WHERE s.person_id = person AND s.organisation_id = authz.org() AND {LIVE}
         AND (category = '' OR category = ANY (s.categories))))
    AND NOT (authz.kind() IN ('consulate', 'government') AND authz.shielded(person)) $$;
"""  # noqa: S608

# Every word that was typed must sound like a word of the name; whole or last parts of numbers; then what is spelled alike.
FOUND = """
CREATE FUNCTION authz.people_found(folded_ text, number_ text, digits text, t1 varchar[], t2 varchar[], t3 varchar[], t4 varchar[], most integer)
  RETURNS TABLE (person uuid, how text, score real) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE number_of integer := 0;
BEGIN
  IF authz.org() IS NULL THEN RETURN; END IF;
  IF length(number_) >= 4 THEN
    RETURN QUERY SELECT p.id, 'reference', 1.0::real FROM people_person p
      WHERE reverse(p.reference) LIKE reverse(number_) || '%' AND authz.opens(p.id, p.organisation_id, '') LIMIT most;
    RETURN QUERY SELECT p.id, 'external_id', 1.0::real FROM people_registration r JOIN people_person p ON p.id = r.person_id
      WHERE upper(r.external_id) = number_ AND authz.opens(p.id, p.organisation_id, '') LIMIT most;
    RETURN QUERY SELECT p.id, 'document', 1.0::real FROM people_document d JOIN people_person p ON p.id = d.person_id
      WHERE d.number_key = regexp_replace(number_, '[^[:alnum:]]', '', 'g') AND authz.opens(p.id, p.organisation_id, '') LIMIT most;
  END IF;
  IF length(digits) >= 6 THEN
    RETURN QUERY SELECT p.id, 'phone', 0.95::real FROM people_phone f JOIN people_person p ON p.id = f.person_id
      WHERE reverse(f.number) LIKE reverse(digits) || '%' AND authz.opens(p.id, p.organisation_id, 'contact') LIMIT most;
  END IF;
  IF t1 IS NOT NULL THEN
    RETURN QUERY SELECT f.id, 'name', (0.5 + 0.4 * max(f.close))::real FROM (
        SELECT p.id, similarity(n.folded, folded_) AS close FROM people_personname n JOIN people_person p ON p.id = n.person_id
        WHERE n.keys && t1 AND (t2 IS NULL OR n.keys && t2) AND (t3 IS NULL OR n.keys && t3) AND (t4 IS NULL OR n.keys && t4)
          AND authz.opens(p.id, p.organisation_id, '') LIMIT most * 20) f
      GROUP BY f.id ORDER BY 3 DESC, 1 DESC LIMIT most;
    GET DIAGNOSTICS number_of = ROW_COUNT;
  END IF;
  IF number_of = 0 AND t2 IS NOT NULL THEN
    RETURN QUERY SELECT p.id, 'name', (0.3 * max(similarity(n.folded, folded_)))::real FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE p.id IN (SELECT m.person_id FROM people_personname m WHERE m.keys && t1 LIMIT most * 20)
        AND authz.opens(p.id, p.organisation_id, '') GROUP BY p.id ORDER BY 3 DESC, 1 DESC LIMIT most;
  END IF;
  IF number_of < most AND length(folded_) >= 3 THEN
    RETURN QUERY SELECT f.id, 'name', (0.4 * max(f.close))::real FROM (
        SELECT p.id, word_similarity(folded_, n.folded) AS close FROM people_personname n JOIN people_person p ON p.id = n.person_id
        WHERE folded_ <% n.folded AND authz.opens(p.id, p.organisation_id, '') LIMIT most * 10) f
      GROUP BY f.id ORDER BY 3 DESC, 1 DESC LIMIT most;
  END IF;
END $$;
"""

# Likely the same person, in any organisation. Of a record the asker may not see there is only: whose, and how close, in two steps.
LIKELY = """
CREATE FUNCTION authz.people_likely(folded_ text, t1 varchar[], t2 varchar[], t3 varchar[], phones varchar[], documents varchar[],
                                    born date, nationality_ text, besides uuid, most integer)
  RETURNS TABLE (person uuid, organisation uuid, hidden boolean, score real, matched integer, words integer, similarity_ real, script varchar,
                 same_phone boolean, same_document boolean, gap integer, same_nationality boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan SET pg_trgm.similarity_threshold = 0.55 AS $$
DECLARE a_state boolean := authz.kind() IN ('consulate', 'government'); asked integer := num_nonnulls(t1, t2, t3);
BEGIN
  IF authz.org() IS NULL THEN RETURN; END IF;
  RETURN QUERY
  WITH candidate AS (
    (SELECT n.person_id AS id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE n.keys && t1 AND n.keys && coalesce(t2, t1) AND (born IS NULL OR p.birth_date IS NULL OR p.birth_date BETWEEN born - 1500 AND born + 1500)
      LIMIT 400)
    UNION (SELECT n.person_id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE t3 IS NOT NULL AND n.keys && t1 AND n.keys && t3 AND (born IS NULL OR p.birth_date IS NULL OR p.birth_date BETWEEN born - 1500 AND born + 1500)
      LIMIT 400)
    UNION (SELECT n.person_id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE t3 IS NOT NULL AND n.keys && t2 AND n.keys && t3 AND (born IS NULL OR p.birth_date IS NULL OR p.birth_date BETWEEN born - 1500 AND born + 1500)
      LIMIT 400)
    UNION (SELECT n.person_id FROM people_personname n WHERE length(folded_) >= 4 AND n.folded % folded_ LIMIT 200)
    UNION (SELECT f.person_id FROM people_phone f WHERE f.number = ANY (phones) LIMIT 100)
    UNION (SELECT d.person_id FROM people_document d WHERE d.number_key = ANY (documents) AND length(d.number_key) >= 4 LIMIT 100)
  ), compared AS (
    SELECT p.id, p.organisation_id, authz.opens(p.id, p.organisation_id, '') AS seen, name.matched, name.words, name.close, name.script,
           authz.opens(p.id, p.organisation_id, 'contact') AND EXISTS (SELECT 1 FROM people_phone f WHERE f.person_id = p.id AND f.number = ANY (phones)) AS phone,
           EXISTS (SELECT 1 FROM people_document d WHERE d.person_id = p.id AND length(d.number_key) >= 4 AND d.number_key = ANY (documents)) AS document,
           abs(extract(year FROM p.birth_date) - extract(year FROM born))::integer AS gap,
           coalesce(p.nationality = nullif(nationality_, ''), false) AS nationality
    FROM candidate c JOIN people_person p ON p.id = c.id
    CROSS JOIN LATERAL (
      SELECT (coalesce(n.keys && t1, false)::integer + coalesce(n.keys && t2, false)::integer + coalesce(n.keys && t3, false)::integer) AS matched,
             cardinality(string_to_array(n.folded, ' ')) AS words, similarity(n.folded, folded_) AS close, n.script
      FROM people_personname n WHERE n.person_id = p.id ORDER BY 1 DESC, 3 DESC LIMIT 1) name
    WHERE p.id IS DISTINCT FROM besides AND NOT EXISTS (
      SELECT 1 FROM people_notsame x WHERE besides IS NOT NULL AND (x.first_id, x.second_id) = (least(p.id, besides), greatest(p.id, besides)))
  ), scored AS (
    SELECT k.*, least(0.99, greatest(0,
        0.6 * greatest(CASE WHEN k.matched >= least(2, asked) THEN k.matched::real / greatest(asked, 1) ELSE 0 END, k.close)
        + CASE WHEN k.gap IS NULL THEN 0.1 WHEN k.gap = 0 THEN 0.25 WHEN k.gap = 1 THEN 0.2 WHEN k.gap = 2 THEN 0.12 WHEN k.gap <= 4 THEN 0 ELSE -0.2 END
        + CASE WHEN k.nationality THEN 0.05 ELSE 0 END + CASE WHEN k.phone THEN 0.35 ELSE 0 END + CASE WHEN k.document THEN 0.5 ELSE 0 END))::real AS points
    FROM compared k
  )
  SELECT r.id, r.organisation_id, false, r.points, r.matched, least(asked, r.words), r.close::real, r.script, r.phone, r.document, r.gap, r.nationality
    FROM (SELECT * FROM scored s WHERE s.seen AND s.points >= 0.5 ORDER BY s.points DESC, s.id DESC LIMIT most) r
  UNION ALL
  SELECT NULL, h.organisation_id, true, CASE WHEN max(h.points) >= 0.8 THEN 0.9 ELSE 0.7 END::real, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM scored h WHERE NOT h.seen AND NOT a_state AND h.points >= 0.7 GROUP BY h.organisation_id;
END $$;
"""

DOORS = """
REVOKE EXECUTE ON FUNCTION authz.people_found, authz.people_likely, authz.opens, authz.next_reference, authz.confirm_nationality FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_doors_in_the_walls")]
    operations = [migrations.RunSQL([statements]) for statements in (INDEXES, OPENS, FOUND, LIKELY, DOORS)]
