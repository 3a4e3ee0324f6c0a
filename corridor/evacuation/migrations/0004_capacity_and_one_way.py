"""No site above its dated capacity on any day, booked arrivals counted (INV-14); one journey at a time (INV-19).

`evacuation_occupancy` gives numbers of people by day over all organisations, never who they are.
"""

from django.db import migrations

# Who stays counts from the first day to the day before the last; who is booked counts from the day of the flight.
PEOPLE = """
CREATE FUNCTION evacuation_changes(site uuid) RETURNS TABLE (day date, staying bigint, booked bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH changes AS (
    SELECT since AS d, 1 AS s, 0 AS b FROM evacuation_stay WHERE site_id = site
    UNION ALL SELECT until, -1, 0 FROM evacuation_stay WHERE site_id = site AND until IS NOT NULL
    UNION ALL SELECT t.departs_on, 0, 1 FROM movements_seat t JOIN movements_stop p ON p.id = t.stop_id
      WHERE p.destination_id = site AND t.pathway = 'evacuation' AND t.status IN ('held', 'confirmed', 'boarded', 'departed')
        AND NOT EXISTS (SELECT 1 FROM evacuation_stay y WHERE y.person_id = t.person_id AND y.site_id = site AND y.since >= t.departs_on))
  SELECT d, (sum(sum(s)) OVER (ORDER BY d))::bigint, (sum(sum(b)) OVER (ORDER BY d))::bigint FROM changes GROUP BY d
$$;

CREATE FUNCTION evacuation_occupancy(site uuid, first_day date, last_day date) RETURNS TABLE (day date, staying bigint, booked bigint, capacity integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH sums AS MATERIALIZED (SELECT * FROM evacuation_changes(site))
  SELECT g::date, coalesce(n.staying, 0), coalesce(n.booked, 0), (SELECT c.persons FROM places_capacity c WHERE c.site_id = site AND c.days @> g::date)
  FROM generate_series(first_day, least(last_day, first_day + 400), interval '1 day') g
  LEFT JOIN LATERAL (SELECT * FROM sums WHERE sums.day <= g::date ORDER BY sums.day DESC LIMIT 1) n ON true ORDER BY 1
$$;

-- The first day from this one on which more people would be there than the agreement of that day allows; none: NULL.
CREATE FUNCTION evacuation_overfull(site uuid, from_day date) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH sums AS MATERIALIZED (SELECT day, staying + booked AS people, lag(staying + booked, 1, 0::bigint) OVER (ORDER BY day) AS before FROM evacuation_changes(site)),
  days AS (SELECT day FROM sums WHERE people > before AND day >= from_day
    UNION SELECT lower(days) FROM places_capacity WHERE site_id = site AND lower(days) > from_day UNION SELECT from_day)
  SELECT min(d.day) FROM days d CROSS JOIN LATERAL (SELECT people FROM sums WHERE sums.day <= d.day ORDER BY sums.day DESC LIMIT 1) n
  WHERE n.people > coalesce((SELECT c.persons FROM places_capacity c WHERE c.site_id = site AND c.days @> d.day), 0)
$$;
"""

CAPACITY = """
CREATE FUNCTION evacuation_stay_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place record;
BEGIN
  FOR place IN SELECT site_id, min(since) AS first_day FROM added GROUP BY site_id ORDER BY site_id LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended(place.site_id::text, 4718));  -- two last beds are never one
    IF evacuation_overfull(place.site_id, place.first_day) IS NOT NULL THEN
      RAISE EXCEPTION 'above capacity' USING ERRCODE = 'check_violation', CONSTRAINT = 'evacuation_stay_within_capacity';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER evacuation_stay_fits AFTER INSERT ON evacuation_stay REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION evacuation_stay_fits();
CREATE TRIGGER evacuation_stay_still_fits AFTER UPDATE ON evacuation_stay REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION evacuation_stay_fits();

-- Movements asks this before a seat to a transit site is given; until now nobody could tell it who lives there.
CREATE OR REPLACE FUNCTION movements_people_staying(site uuid, day date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT count(*)::int FROM evacuation_stay y WHERE y.site_id = site AND y.since <= day AND (y.until IS NULL OR y.until > day) $$;
"""

AGREEMENT = """
CREATE FUNCTION evacuation_case_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c consent_consent%ROWTYPE;
BEGIN
  IF NEW.agreement_id IS NULL THEN RETURN NEW; END IF;
  SELECT * INTO c FROM consent_consent WHERE id = NEW.agreement_id;
  IF c.person_id <> NEW.person_id OR c.purpose <> 'travel' OR c.pathway <> 'evacuation' THEN
    RAISE EXCEPTION 'not this agreement' USING ERRCODE = 'check_violation', CONSTRAINT = 'evacuation_evacuationcase_own_agreement';
  END IF;
  IF NEW.status IN ('agreed', 'gathered', 'cleared', 'booked') AND EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = NEW.agreement_id) THEN
    RAISE EXCEPTION 'withdrawn' USING ERRCODE = 'check_violation', CONSTRAINT = 'evacuation_evacuationcase_agreement_in_force';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evacuation_case_guard BEFORE INSERT OR UPDATE ON evacuation_evacuationcase FOR EACH ROW EXECUTE FUNCTION evacuation_case_guard();
"""

ONE_WAY = """
CREATE FUNCTION evacuation_one_way() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.person_id::text, 4717));  -- two decisions at once are seen one after the other
  IF EXISTS (SELECT 1 FROM returns_returncase r WHERE r.person_id = NEW.person_id AND r.closed_on IS NULL
       AND r.status IN ('consented', 'consular_pending', 'documented', 'not_confirmed', 'exit_cleared', 'booked'))
     AND EXISTS (SELECT 1 FROM evacuation_evacuationcase e WHERE e.person_id = NEW.person_id AND e.closed_on IS NULL
       AND e.status IN ('agreed', 'gathered', 'cleared', 'booked')) THEN
    RAISE EXCEPTION 'one journey at a time' USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_one_way_at_a_time';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evacuation_one_way AFTER INSERT OR UPDATE ON evacuation_evacuationcase
  FOR EACH ROW WHEN (NEW.status IN ('agreed', 'gathered', 'cleared', 'booked')) EXECUTE FUNCTION evacuation_one_way();
CREATE TRIGGER evacuation_one_way AFTER INSERT OR UPDATE ON returns_returncase FOR EACH ROW
  WHEN (NEW.status IN ('consented', 'consular_pending', 'documented', 'not_confirmed', 'exit_cleared', 'booked')) EXECUTE FUNCTION evacuation_one_way();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evacuation", "0003_stay_days"),
        ("movements", "0004_capacity"),
        ("returns", "0002_walls"),
        ("consent", "0002_walls"),
    ]
    operations = [migrations.RunSQL([part]) for part in (PEOPLE, CAPACITY, AGREEMENT, ONE_WAY)]
