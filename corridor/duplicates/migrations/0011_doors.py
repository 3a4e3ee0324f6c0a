"""Pairs across the wall: noted without being seen, known only as "ask that organisation", opened by its supervisor for comparing.

Functions with the owner's rights look past the wall; what they answer is an organisation, never a record, a weight or a number.
"""

from django.db import migrations

from corridor.kernel.walls import LIVE, own

HELPERS = "(SELECT authz.kind()) NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce')"

# The place in the queue from what holds for either record now. Only the table itself calls it: asked directly it would tell.
# The numbers are those of rules/reviewing.py; a test holds them together.
RISK = """
CREATE FUNCTION duplicates_pair_risk() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE two uuid[] := ARRAY[NEW.first_id, NEW.second_id];
BEGIN
  NEW.risk := 32 * (EXISTS (SELECT 1 FROM people_childstatus c WHERE c.person_id = ANY(two) AND c.until IS NULL))::int
    + 16 * (EXISTS (SELECT 1 FROM people_location l WHERE l.person_id = ANY(two) AND l.until IS NULL AND l.kind = 'detention'))::int
    + 8 * (EXISTS (SELECT 1 FROM people_person p WHERE p.id = ANY(two) AND (p.age_disputed OR p.birth_date
        + CASE p.birth_precision WHEN 'year' THEN interval '1 year' WHEN 'month' THEN interval '1 month' ELSE interval '0' END
        > current_date - interval '18 years')))::int
    + 4 * (EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = ANY(two) AND (s.until IS NULL OR s.until > now())))::int
    + 2 * (EXISTS (SELECT 1 FROM people_specificneed n WHERE n.person_id = ANY(two) AND n.until IS NULL
        AND n.code IN ('CR', 'LP', 'SC', 'SM', 'SV', 'TR', 'WR')))::int
    + ((SELECT count(DISTINCT p.organisation_id) FROM people_person p WHERE p.id = ANY(two)) > 1)::int;
  RETURN NEW;
END $$;
CREATE TRIGGER duplicates_pair_risk BEFORE INSERT OR UPDATE OF risk ON duplicates_pair
  FOR EACH ROW EXECUTE FUNCTION duplicates_pair_risk();

CREATE FUNCTION authz.duplicates_refresh() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed integer;
BEGIN
  IF authz.kind() IS DISTINCT FROM 'system' THEN RETURN 0; END IF;
  UPDATE duplicates_pair SET risk = risk WHERE status IN ('open', 'blind', 'unsure');
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;
"""

# `mine` is whether the acting organisation holds the record, `seen` whether it may look at it now.
LOOKING = f"""
CREATE FUNCTION authz.duplicates_holds(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.organisation_id = authz.org()) $$;

-- In a schema that the application may not use: only the functions below look there.
CREATE SCHEMA duplicates_behind;
CREATE FUNCTION duplicates_behind.hidden() RETURNS TABLE (pair uuid, person uuid, weight double precision, owner uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.id, mine.id, d.weight, theirs.organisation_id
    FROM people_person mine
    JOIN duplicates_pair d ON mine.id IN (d.first_id, d.second_id) AND d.status IN ('open', 'blind', 'unsure')
    JOIN people_person theirs ON theirs.id = CASE WHEN d.first_id = mine.id THEN d.second_id ELSE d.first_id END
   WHERE mine.organisation_id = authz.org() AND theirs.organisation_id <> authz.org() AND {HELPERS}
     AND mine.joined_into_id IS NULL AND theirs.joined_into_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM people_share s WHERE s.person_id = theirs.id AND s.organisation_id = authz.org() AND {LIVE}) $$;

CREATE FUNCTION authz.duplicates_elsewhere(persons uuid[], most integer) RETURNS TABLE (person uuid, organisation uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT h.person, h.owner FROM duplicates_behind.hidden() h WHERE persons IS NULL OR h.person = ANY(persons)
   ORDER BY h.person, h.owner LIMIT most $$;
"""

NOTING = f"""
CREATE FUNCTION authz.duplicates_note(one uuid, two uuid, weight double precision, model text, from_where text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE low uuid := least(one, two); high uuid := greatest(one, two);
BEGIN
  IF one = two OR NOT ({HELPERS}) OR NOT (authz.duplicates_holds(one) OR authz.duplicates_holds(two)) THEN RETURN; END IF;
  IF EXISTS (SELECT 1 FROM people_notsame n WHERE n.first_id = low AND n.second_id = high)
     OR EXISTS (SELECT 1 FROM duplicates_merge m WHERE m.status = 'joined' AND m.other_id IN (low, high)) THEN RETURN; END IF;
  INSERT INTO duplicates_pair (id, first_id, second_id, weight, model_version, evidence, source, risk, household, status, round, opened_at, version)
  VALUES (gen_random_uuid(), low, high, weight, model, '[]', from_where, 0, false, 'open', 1, now(), 1) ON CONFLICT DO NOTHING;
END $$;
"""

ASKING = f"""
ALTER TABLE duplicates_ask ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_both ON duplicates_ask FOR SELECT USING ({HELPERS} AND (SELECT authz.org()) IN (asker_id, owner_id));
CREATE POLICY answered ON duplicates_ask FOR UPDATE
  USING ({HELPERS} AND owner_id = (SELECT authz.org())) WITH CHECK ({HELPERS} AND owner_id = (SELECT authz.org()));

CREATE FUNCTION authz.duplicates_ask(about uuid, organisation uuid, rest interval) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE best uuid; found uuid;
BEGIN
  SELECT h.pair INTO best FROM duplicates_behind.hidden() h WHERE h.person = about AND h.owner = organisation
   ORDER BY h.weight DESC, h.pair LIMIT 1;
  IF best IS NULL OR authz.staff() IS NULL THEN RETURN NULL; END IF;
  SELECT a.id INTO found FROM duplicates_ask a WHERE a.pair_id = best AND a.asker_id = authz.org() AND a.status = 'waiting';
  IF found IS NOT NULL THEN RETURN found; END IF;
  IF EXISTS (SELECT 1 FROM duplicates_ask a WHERE a.pair_id = best AND a.asker_id = authz.org() AND a.status = 'declined'
             AND a.answered_at > now() - rest) THEN RETURN NULL; END IF;
  INSERT INTO duplicates_ask (id, pair_id, asker_id, owner_id, asked_by_id, asked_at, status, because, version)
  VALUES (gen_random_uuid(), best, authz.org(), organisation, authz.staff(), now(), 'waiting', '', 1) RETURNING id INTO found;
  RETURN found;
END $$;

-- Which of its own records an ask is about: each side learns its own, never the other's.
CREATE FUNCTION authz.duplicates_ask_about() RETURNS TABLE (ask uuid, person uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, p.id FROM duplicates_ask a JOIN duplicates_pair d ON d.id = a.pair_id
    JOIN people_person p ON p.id IN (d.first_id, d.second_id) AND p.organisation_id = authz.org()
   WHERE authz.org() IN (a.asker_id, a.owner_id) AND {HELPERS} $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0010_reviewing"), ("people", "0009_states_learn_nothing")]
    operations = [
        migrations.RunSQL([RISK]),
        migrations.RunSQL([LOOKING]),
        migrations.RunSQL([NOTING]),
        migrations.RunSQL([ASKING]),
        migrations.RunSQL(own("duplicates_linking")),
    ]
