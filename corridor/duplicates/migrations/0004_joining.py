"""Joining and taking apart, by the owner's functions: every row that points to the other record, found by the catalog.

Each row that is moved or changed is written down in duplicates_move with what it was and what it became. What stands in the way
comes back as codes; duplicates.rules.joining has the sentences. The parts run with the rights of whoever calls them, so only the
doors of the next migration can do anything with them: called directly they meet row security and every guard.
"""

from django.db import migrations

# Of what a person has at most one (every unique index over a column that points to a person), which the two records both have.
COLLISIONS = """
CREATE FUNCTION authz.join_collisions(source uuid, target uuid) RETURNS TABLE (once text, tab regclass, col name, ids uuid[])
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE one record; twice uuid[];
BEGIN
  FOR one IN SELECT i.indexrelid::regclass::text AS name, p.tab, p.col, coalesce(' AND (' || pg_get_expr(i.indpred, i.indrelid) || ')', '') AS condition,
      coalesce((SELECT string_agg(format('k.%1$I = r.%1$I', b.attname), ' AND ') FROM unnest(i.indkey::int2[]) key
                JOIN pg_attribute b ON b.attrelid = i.indrelid AND b.attnum = key WHERE b.attname <> p.col), 'true') AS same
    FROM authz.person_columns() p JOIN pg_attribute a ON a.attrelid = p.tab AND a.attname = p.col
    JOIN pg_index i ON i.indrelid = p.tab AND i.indisunique AND NOT i.indisprimary AND a.attnum = ANY (i.indkey::int2[])
    WHERE NOT EXISTS (SELECT 1 FROM unnest(i.indkey::int2[]) key JOIN pg_attribute b ON b.attrelid = i.indrelid AND b.attnum = key
                      WHERE b.attname = 'id')
  LOOP
    EXECUTE format('SELECT array_agg(r.id) FROM (SELECT * FROM %1$s WHERE %2$I = $1%3$s) r JOIN (SELECT * FROM %1$s WHERE %2$I = $2%3$s) k ON %4$s',
      one.tab, one.col, one.condition, one.same) INTO twice USING source, target;
    IF twice IS NOT NULL THEN once := one.name; tab := one.tab; col := one.col; ids := twice; RETURN NEXT; END IF;
  END LOOP;
END $$;

-- As in duplicates.rules.joining.ONCE; what is not named stands in the way.
CREATE FUNCTION authz.join_once(once text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((SELECT rule FROM (VALUES ('people_personname_once', 'leave'), ('people_phone_once', 'leave'),
    ('people_photo_person_id_key', 'leave'), ('people_specificneed_once', 'leave'), ('movements_assistance_once_a_day', 'leave'),
    ('people_location_one_at_a_time', 'end'), ('people_familymember_in_one_family', 'end')) known (name, rule) WHERE name = once), 'stands')
$$;
"""

# Protection and health matter is shown to nobody who could not read it before: by the category that the tables' walls name.
SENSITIVE = """
CREATE FUNCTION authz.join_shows(source uuid, reader uuid) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record; held boolean;
BEGIN
  FOR one IN SELECT DISTINCT p.tab, p.col, substring(pg_get_expr(w.polqual, w.polrelid) FROM '''(protection|medical)''::text = ANY') AS category
    FROM authz.person_columns() p JOIN pg_policy w ON w.polrelid = p.tab AND pg_get_expr(w.polqual, w.polrelid) ~ '''(protection|medical)''::text = ANY'
  LOOP
    CONTINUE WHEN EXISTS (SELECT 1 FROM people_share s WHERE s.person_id = source AND s.organisation_id = reader AND one.category = ANY (s.categories)
      AND s.since <= now() AND (s.until IS NULL OR s.until > now()));
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s t WHERE %I = $1 AND to_jsonb(t) ->> ''kind'' IS DISTINCT FROM ''unhcr_registration'')', one.tab, one.col)
      INTO held USING source;
    IF held THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE FUNCTION authz.join_agreement(keeper uuid, other uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN count(DISTINCT p.organisation_id) > 1 THEN 'partner'
    WHEN bool_or(EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = p.id AND (s.until IS NULL OR s.until > now()))
      OR EXISTS (SELECT 1 FROM people_registration r JOIN access_organisation o ON o.id = r.organisation_id
                 WHERE r.person_id = p.id AND o.kind = 'unhcr_operation')) THEN 'second'
    ELSE '' END FROM people_person p WHERE p.id IN (keeper, other)
$$;
"""

BEFORE = """
CREATE FUNCTION authz.join_obstacles(keeper uuid, other uuid) RETURNS text[] LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE k people_person; o people_person; codes text[] := '{}';
BEGIN
  SELECT * INTO k FROM people_person WHERE id = keeper;
  SELECT * INTO o FROM people_person WHERE id = other;
  IF k.joined_into_id IS NOT NULL OR o.joined_into_id IS NOT NULL THEN RETURN ARRAY['joined']; END IF;
  IF k.synthetic <> o.synthetic THEN codes := codes || 'store'::text; END IF;
  IF EXISTS (SELECT 1 FROM people_notsame n WHERE (n.first_id, n.second_id) = (least(keeper, other), greatest(keeper, other))) THEN
    codes := codes || 'not_same'::text;
  END IF;
  IF k.organisation_id <> o.organisation_id AND (authz.join_shows(other, k.organisation_id) OR authz.join_shows(keeper, o.organisation_id)) THEN
    codes := codes || 'sensitive'::text;
  END IF;
  IF EXISTS (SELECT 1 FROM people_childstatus c WHERE (c.person_id, c.caregiver_id) IN ((keeper, other), (other, keeper))) THEN
    codes := codes || 'caregiver'::text;
  END IF;
  IF EXISTS (SELECT 1 FROM people_familymember a JOIN people_familymember b ON b.family_id <> a.family_id
             WHERE a.person_id = keeper AND b.person_id = other AND a.until IS NULL AND b.until IS NULL) THEN codes := codes || 'families'::text; END IF;
  RETURN codes || ARRAY(SELECT DISTINCT 'once:' || c.once FROM authz.join_collisions(other, keeper) c WHERE authz.join_once(c.once) = 'stands' ORDER BY 1);
END $$;

-- What belongs to one thing belongs to one person: a seat and its consent, a case and its question to a consulate.
CREATE FUNCTION authz.join_torn(people uuid[]) RETURNS text[] LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record; torn boolean; codes text[] := '{}';
BEGIN
  FOR one IN SELECT DISTINCT p.tab, a.attname AS link, q.tab AS to_tab FROM authz.person_columns() p
    JOIN pg_constraint f ON f.conrelid = p.tab AND f.contype = 'f' AND cardinality(f.conkey) = 1
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
    JOIN authz.person_columns() q ON q.tab = f.confrelid AND q.col = 'person_id' WHERE p.col = 'person_id' ORDER BY 1, 2
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s t JOIN %s u ON u.id = t.%I WHERE (t.person_id = ANY ($1) OR u.person_id = ANY ($1)) AND t.person_id <> u.person_id)',
      one.tab, one.to_tab, one.link) INTO torn USING people;
    IF torn THEN codes := codes || ('torn:' || one.tab::text); END IF;
  END LOOP;
  RETURN codes;
END $$;

-- What contexts above know must never be: every function <context>_joined_faults(uuid) is asked.
CREATE FUNCTION authz.join_faults(person uuid) RETURNS text[] LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record; said text[]; codes text[] := '{}';
BEGIN
  FOR one IN SELECT p.oid::regproc AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE '%\\_joined\\_faults' ORDER BY 1 LOOP
    EXECUTE format('SELECT %s($1)', one.name) INTO said USING person;
    codes := codes || coalesce(said, '{}');
  END LOOP;
  RETURN codes;
END $$;
"""

# One row, one line: what it was first, what it is at last.
NOTE = """
CREATE FUNCTION authz.join_note(merge_ uuid, tab regclass, id uuid, was_ jsonb, became_ jsonb, made_ boolean DEFAULT false) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO duplicates_move AS m (id, merge_id, "table", row_id, made, columns, was, became)
    VALUES (gen_random_uuid(), merge_, tab::text, id, made_, ARRAY(SELECT jsonb_object_keys(was_)), was_, became_)
  ON CONFLICT (merge_id, "table", row_id) DO UPDATE SET was = EXCLUDED.was || m.was, became = m.became || EXCLUDED.became,
    columns = ARRAY(SELECT jsonb_object_keys(EXCLUDED.was || m.was))
$$;
"""

NAMES = """
CREATE FUNCTION authz.join_names(merge_ uuid, source uuid, target uuid, from_other boolean) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n people_personname; mine people_personname; becomes text;
BEGIN
  IF from_other THEN
    FOR n IN SELECT * FROM people_personname WHERE person_id = target AND kind = 'main' LOOP
      CONTINUE WHEN EXISTS (SELECT 1 FROM people_personname x WHERE x.person_id = source AND x.kind = 'main' AND x."full" = n."full")
        OR EXISTS (SELECT 1 FROM people_personname x WHERE x.person_id = target AND x.kind = 'alias' AND x."full" = n."full");
      UPDATE people_personname SET kind = 'alias' WHERE id = n.id;
      PERFORM authz.join_note(merge_, 'people_personname', n.id, '{"kind": "main"}', '{"kind": "alias"}');
    END LOOP;
  END IF;
  FOR n IN SELECT * FROM people_personname WHERE person_id = source ORDER BY id LOOP
    becomes := CASE WHEN n.kind = 'main' AND NOT from_other THEN 'alias' ELSE n.kind END;
    SELECT * INTO mine FROM people_personname x WHERE x.person_id = target AND x."full" = n."full" ORDER BY (x.kind = becomes) DESC, x.id LIMIT 1;
    IF mine.id IS NULL THEN
      UPDATE people_personname SET person_id = target, kind = becomes WHERE id = n.id;
      PERFORM authz.join_note(merge_, 'people_personname', n.id, jsonb_build_object('person_id', source, 'kind', n.kind), jsonb_build_object('person_id', target, 'kind', becomes));
    ELSIF becomes = 'main' AND mine.kind <> 'main' THEN
      UPDATE people_personname SET kind = 'main' WHERE id = mine.id;
      PERFORM authz.join_note(merge_, 'people_personname', mine.id, jsonb_build_object('kind', mine.kind), '{"kind": "main"}');
    END IF;  -- the same name is there already: this one stays behind
  END LOOP;
END $$;
"""

CARRY = """
CREATE FUNCTION authz.join_carry(merge_ uuid, source uuid, target uuid, choices jsonb, day date) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record; older record; stays uuid[]; held text; owner uuid; twice jsonb;
BEGIN
  SELECT organisation_id INTO owner FROM people_person WHERE id = target;
  PERFORM authz.join_names(merge_, source, target, coalesce(choices ->> 'name' = 'other', false));
  -- Where somebody is: the later word stands. In one family twice: once.
  FOR one IN SELECT c.tab, c.once FROM authz.join_collisions(source, target) c WHERE authz.join_once(c.once) = 'end' LOOP
    EXECUTE format('SELECT id, since, lead(since) OVER (ORDER BY since, (person_id = %L)) AS later FROM %s WHERE person_id IN (%L, %L) AND until IS NULL'
      ' ORDER BY since, (person_id = %L) LIMIT 1', target, one.tab, source, target, target) INTO older;
    IF one.once = 'people_familymember_in_one_family' THEN
      SELECT id, since, day AS later INTO older FROM people_familymember WHERE person_id = source AND until IS NULL;
    END IF;
    EXECUTE format('UPDATE %s SET until = $1 WHERE id = $2', one.tab) USING greatest(older.since, older.later), older.id;
    PERFORM authz.join_note(merge_, one.tab, older.id, '{"until": null}', jsonb_build_object('until', greatest(older.since, older.later)));
  END LOOP;
  SELECT coalesce(jsonb_object_agg(c.name, c.ids), '{}') INTO twice FROM (
    SELECT x.tab::text || '.' || x.col AS name, jsonb_agg(DISTINCT id) AS ids FROM authz.join_collisions(source, target) x, unnest(x.ids) id GROUP BY 1) c;
  FOR one IN SELECT tab, col FROM authz.person_columns() LOOP
    stays := ARRAY(SELECT jsonb_array_elements_text(twice -> (one.tab::text || '.' || one.col))::uuid);
    IF one.tab = 'people_share'::regclass THEN  -- shown to the organisation that holds it anyway
      stays := ARRAY(SELECT id FROM people_share WHERE person_id = source AND organisation_id = owner);
    ELSIF one.tab = 'people_personname'::regclass THEN
      stays := ARRAY(SELECT id FROM people_personname WHERE person_id = source);
    END IF;
    EXECUTE format('WITH moved AS (UPDATE %1$s SET %2$I = $2 WHERE %2$I = $1 AND id <> ALL ($3) RETURNING id)'
      ' SELECT count(authz.join_note($4, %1$L, id, jsonb_build_object(%2$L, $1), jsonb_build_object(%2$L, $2))::text) FROM moved', one.tab, one.col)
      INTO held USING source, target, stays, merge_;
  END LOOP;
  -- Each veto holds for the keeper too.
  FOR one IN INSERT INTO people_notsame (id, first_id, second_id, said_at)
    SELECT gen_random_uuid(), least(target, n.third), greatest(target, n.third), n.said_at FROM (
      SELECT CASE WHEN first_id = source THEN second_id ELSE first_id END AS third, said_at FROM people_notsame WHERE source IN (first_id, second_id)) n
    WHERE n.third <> target ON CONFLICT DO NOTHING RETURNING id
  LOOP
    PERFORM authz.join_note(merge_, 'people_notsame', one.id, '{}', '{}', true);
  END LOOP;
  IF EXISTS (SELECT 1 FROM people_shield h WHERE h.person_id = target AND (h.until IS NULL OR h.until > now())) THEN
    UPDATE people_share s SET until = now() FROM access_organisation g
     WHERE s.person_id = target AND g.id = s.organisation_id AND g.kind IN ('consulate', 'government') AND (s.until IS NULL OR s.until > now());
  END IF;
END $$;
"""

# As in duplicates.rules.joining.FIELDS and STRONGEST.
SURVIVORS = """
CREATE FUNCTION authz.join_survivors(target uuid, source uuid, choices jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE k people_person; o people_person; one record; became jsonb; was jsonb;
BEGIN
  SELECT * INTO k FROM people_person WHERE id = target;
  SELECT * INTO o FROM people_person WHERE id = source;
  became := jsonb_build_object('age_disputed', k.age_disputed OR o.age_disputed, 'registered_on', least(k.registered_on, o.registered_on));
  FOR one IN SELECT f.columns FROM (VALUES ('name', ARRAY['name']), ('sex', ARRAY['sex']), ('birth', ARRAY['birth_date', 'birth_precision']),
    ('nationality', ARRAY['nationality', 'nationality_confirmed', 'nationality_confirmed_by_id', 'nationality_confirmed_on']),
    ('languages', ARRAY['languages']), ('interpreter', ARRAY['interpreter_needed'])) f (name, columns) WHERE choices ->> f.name = 'other'
  LOOP
    became := became || (SELECT jsonb_object_agg(c, to_jsonb(o) -> c) FROM unnest(one.columns) c);
  END LOOP;
  became := (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(became) WHERE value IS DISTINCT FROM to_jsonb(k) -> key);
  was := (SELECT coalesce(jsonb_object_agg(key, to_jsonb(k) -> key), '{}') FROM jsonb_each(became));
  PERFORM authz.join_write(target, became);
  RETURN jsonb_build_object('choices', choices, 'was', was, 'became', became);
END $$;

CREATE FUNCTION authz.join_write(person uuid, facts jsonb) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n people_person;
BEGIN
  SELECT (jsonb_populate_record(p, facts)).* INTO n FROM people_person p WHERE p.id = person;
  UPDATE people_person SET name = n.name, sex = n.sex, birth_date = n.birth_date, birth_precision = n.birth_precision, age_disputed = n.age_disputed,
    nationality = n.nationality, nationality_confirmed = n.nationality_confirmed, nationality_confirmed_by_id = n.nationality_confirmed_by_id,
    nationality_confirmed_on = n.nationality_confirmed_on, languages = n.languages, interpreter_needed = n.interpreter_needed,
    registered_on = n.registered_on, version = people_person.version + 1 WHERE id = person;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0003_carrying")]
    operations = [migrations.RunSQL([part]) for part in (COLLISIONS, SENSITIVE, BEFORE, NOTE, NAMES, CARRY, SURVIVORS)]
