"""The two functions of finding, written so that they look at few rows (measured with 200,000 persons; docs of migration 0004).

Numbers first: whoever typed a number that is known is not offered names. The wall is written out inside the statements, because
a call of a function for each row costs more than the row. Likely the same: all words, then pairs of words within four years of
the birth, then what is spelled alike; each step only when the one before gave little.
"""

from django.db import migrations

from corridor.kernel.walls import LIVE

SEEN = f"""((p.organisation_id = me OR EXISTS (SELECT 1 FROM people_share s WHERE s.person_id = p.id AND s.organisation_id = me AND {LIVE}))
          AND NOT (a_state AND authz.shielded(p.id)))"""  # noqa: S608

FOUND = f"""
CREATE OR REPLACE FUNCTION authz.people_found(folded_ text, number_ text, digits text, t1 varchar[], t2 varchar[], t3 varchar[], t4 varchar[],
                                              most integer)
  RETURNS TABLE (person uuid, how text, score real) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE me uuid := authz.org(); a_state boolean := authz.kind() IN ('consulate', 'government'); rows_ integer; by_number integer := 0;
BEGIN
  IF me IS NULL THEN RETURN; END IF;
  IF length(number_) >= 4 THEN
    RETURN QUERY SELECT p.id, 'reference', 1.0::real FROM people_person p WHERE reverse(p.reference) LIKE reverse(number_) || '%' AND {SEEN} LIMIT most;
    GET DIAGNOSTICS rows_ = ROW_COUNT; by_number := by_number + rows_;
    RETURN QUERY SELECT p.id, 'external_id', 1.0::real FROM people_registration r JOIN people_person p ON p.id = r.person_id
      WHERE upper(r.external_id) = number_ AND {SEEN} LIMIT most;
    GET DIAGNOSTICS rows_ = ROW_COUNT; by_number := by_number + rows_;
    RETURN QUERY SELECT p.id, 'document', 1.0::real FROM people_document d JOIN people_person p ON p.id = d.person_id
      WHERE d.number_key = regexp_replace(number_, '[^[:alnum:]]', '', 'g') AND {SEEN} LIMIT most;
    GET DIAGNOSTICS rows_ = ROW_COUNT; by_number := by_number + rows_;
  END IF;
  IF length(digits) >= 6 THEN
    RETURN QUERY SELECT p.id, 'phone', 0.95::real FROM people_phone f JOIN people_person p ON p.id = f.person_id
      WHERE reverse(f.number) LIKE reverse(digits) || '%' AND authz.opens(p.id, p.organisation_id, 'contact') LIMIT most;
    GET DIAGNOSTICS rows_ = ROW_COUNT; by_number := by_number + rows_;
  END IF;
  IF by_number > 0 OR t1 IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT f.id, 'name', (0.5 + 0.4 * max(f.close))::real FROM (
      SELECT p.id, similarity(n.folded, folded_) AS close FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE n.keys && t1 AND (t2 IS NULL OR n.keys && t2) AND (t3 IS NULL OR n.keys && t3) AND (t4 IS NULL OR n.keys && t4) AND {SEEN}
      LIMIT most * 10) f
    GROUP BY f.id ORDER BY 3 DESC, 1 DESC LIMIT most;
  GET DIAGNOSTICS rows_ = ROW_COUNT;
  IF rows_ >= most / 2 THEN RETURN; END IF;
  IF length(folded_) >= 3 THEN
    RETURN QUERY SELECT f.id, 'name', (0.4 * max(f.close))::real FROM (
        SELECT p.id, word_similarity(folded_, n.folded) AS close FROM people_personname n JOIN people_person p ON p.id = n.person_id
        WHERE folded_ <% n.folded AND {SEEN} LIMIT most * 4) f
      GROUP BY f.id ORDER BY 3 DESC, 1 DESC LIMIT most;
  END IF;
  IF rows_ = 0 AND t2 IS NOT NULL THEN
    RETURN QUERY SELECT f.id, 'name', (0.3 * max(f.close))::real FROM (
        SELECT p.id, similarity(n.folded, folded_) AS close FROM people_personname n JOIN people_person p ON p.id = n.person_id
        WHERE n.keys && t1 AND {SEEN} LIMIT most * 4) f
      GROUP BY f.id ORDER BY 3 DESC, 1 DESC LIMIT most;
  END IF;
END $$;
"""  # noqa: S608

LIKELY = f"""
CREATE OR REPLACE FUNCTION authz.people_likely(folded_ text, t1 varchar[], t2 varchar[], t3 varchar[], phones varchar[], documents varchar[],
                                               born date, nationality_ text, besides uuid, most integer)
  RETURNS TABLE (person uuid, organisation uuid, hidden boolean, score real, matched integer, words integer, similarity_ real, script varchar,
                 same_phone boolean, same_document boolean, gap integer, same_nationality boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan SET pg_trgm.similarity_threshold = 0.55 AS $$
DECLARE me uuid := authz.org(); a_state boolean := authz.kind() IN ('consulate', 'government'); asked integer := num_nonnulls(t1, t2, t3);
  ids uuid[] := '{{}}'; from_ date := coalesce(born - 1500, '-infinity'::date); to_ date := coalesce(born + 1500, 'infinity'::date);
BEGIN
  IF me IS NULL THEN RETURN; END IF;
  IF t2 IS NOT NULL THEN
    ids := ARRAY(SELECT p.id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE n.keys && t1 AND n.keys && t2 AND (t3 IS NULL OR n.keys && t3) AND (p.birth_date IS NULL OR p.birth_date BETWEEN from_ AND to_) LIMIT 200);
  END IF;
  IF t3 IS NOT NULL AND cardinality(ids) < 100 THEN
    ids := ids || ARRAY(SELECT p.id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE n.keys && t1 AND n.keys && t2 AND (p.birth_date IS NULL OR p.birth_date BETWEEN from_ AND to_) LIMIT 100);
    ids := ids || ARRAY(SELECT p.id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE n.keys && t1 AND n.keys && t3 AND (p.birth_date IS NULL OR p.birth_date BETWEEN from_ AND to_) LIMIT 100);
    ids := ids || ARRAY(SELECT p.id FROM people_personname n JOIN people_person p ON p.id = n.person_id
      WHERE n.keys && t2 AND n.keys && t3 AND (p.birth_date IS NULL OR p.birth_date BETWEEN from_ AND to_) LIMIT 100);
  END IF;
  IF cardinality(ids) < 20 AND length(folded_) >= 4 THEN
    ids := ids || ARRAY(SELECT n.person_id FROM people_personname n WHERE n.folded % folded_ LIMIT 100);
  END IF;
  ids := ids || ARRAY(SELECT f.person_id FROM people_phone f WHERE f.number = ANY (phones) LIMIT 50)
             || ARRAY(SELECT d.person_id FROM people_document d WHERE d.number_key = ANY (documents) AND length(d.number_key) >= 4 LIMIT 50);
  RETURN QUERY
  WITH compared AS (
    SELECT p.id, p.organisation_id, {SEEN} AS seen, name.matched, name.words, name.close, name.script,
           (p.organisation_id = me OR authz.opens(p.id, p.organisation_id, 'contact'))
             AND EXISTS (SELECT 1 FROM people_phone f WHERE f.person_id = p.id AND f.number = ANY (phones)) AS phone,
           EXISTS (SELECT 1 FROM people_document d WHERE d.person_id = p.id AND length(d.number_key) >= 4 AND d.number_key = ANY (documents)) AS document,
           abs(extract(year FROM p.birth_date) - extract(year FROM born))::integer AS gap,
           coalesce(p.nationality = nullif(nationality_, ''), false) AS nationality
    FROM people_person p
    CROSS JOIN LATERAL (
      SELECT (coalesce(n.keys && t1, false)::integer + coalesce(n.keys && t2, false)::integer + coalesce(n.keys && t3, false)::integer) AS matched,
             cardinality(string_to_array(n.folded, ' ')) AS words, similarity(n.folded, folded_) AS close, n.script
      FROM people_personname n WHERE n.person_id = p.id ORDER BY 1 DESC, 3 DESC LIMIT 1) name
    WHERE p.id = ANY (ids) AND p.id IS DISTINCT FROM besides AND NOT EXISTS (
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
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("people", "0005_figures_only")]
    operations = [migrations.RunSQL([statement]) for statement in (FOUND, LIKELY)]
