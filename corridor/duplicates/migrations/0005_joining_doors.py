"""The doors to joining: only for whoever holds one of the two records, and never without the second person the records ask for."""

from django.db import migrations

# Whether the two who must have spoken did, is read from the merge itself: the table has the last word.
JOIN = """
CREATE FUNCTION authz.join_refuse(codes text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(codes) > 0 THEN
    RAISE EXCEPTION 'something stands in the way' USING ERRCODE = 'check_violation', CONSTRAINT = 'duplicates_merge_stands_in_the_way',
      DETAIL = array_to_string(codes, ',');
  END IF;
END $$;

CREATE FUNCTION authz.join_deferred(names boolean) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE list text;
BEGIN
  SELECT string_agg(quote_ident(c.conname), ', ') INTO list FROM pg_constraint c WHERE c.contype = 'f' AND cardinality(c.conkey) > 1
    AND c.condeferrable AND NOT c.condeferred AND c.conrelid IN (SELECT tab FROM authz.person_columns());
  IF list IS NOT NULL THEN EXECUTE 'SET CONSTRAINTS ' || list || CASE WHEN names THEN ' DEFERRED' ELSE ' IMMEDIATE' END; END IF;
END $$;

-- What was written before in this transaction was written about two records: judged now, not at its end.
CREATE FUNCTION authz.join_settled() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE list text;
BEGIN
  SELECT string_agg(quote_ident(t.tgname), ', ') INTO list FROM pg_trigger t
    WHERE t.tgname LIKE '%_not_joined' AND t.tgrelid IN (SELECT tab FROM authz.person_columns());
  EXECUTE 'SET CONSTRAINTS ' || list || ' IMMEDIATE';
  EXECUTE 'SET CONSTRAINTS ' || list || ' DEFERRED';
END $$;

-- Carries and looks: the rows, the fields, then everything that must never be.
CREATE FUNCTION authz.join_all(merge_ uuid, keeper uuid, other uuid, choices jsonb, moment timestamptz) RETURNS text[]
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE codes text[]; result jsonb;
BEGIN
  PERFORM 1 FROM people_person WHERE id IN (keeper, other) ORDER BY id FOR UPDATE;
  codes := authz.join_obstacles(keeper, other);
  IF cardinality(codes) > 0 THEN RETURN codes; END IF;
  PERFORM authz.join_settled();
  PERFORM authz.join_deferred(true);
  PERFORM set_config('corridor.carrying', 'on', true);
  UPDATE duplicates_merge SET carrying = true WHERE id = merge_;
  PERFORM authz.join_carry(merge_, other, keeper, choices, moment::date);
  result := authz.join_survivors(keeper, other, choices);
  UPDATE people_person SET joined_into_id = keeper, version = version + 1 WHERE id = other;
  UPDATE duplicates_merge SET carrying = false, joined_at = moment, fields = result, version = version + 1,
    status = CASE WHEN status = 'proposed' THEN 'joined' ELSE status END WHERE id = merge_;
  PERFORM set_config('corridor.carrying', '', true);
  PERFORM authz.join_opens(merge_);
  codes := authz.join_torn(ARRAY[keeper]) || authz.join_faults(keeper);
  IF cardinality(codes) = 0 THEN PERFORM authz.join_deferred(false); END IF;
  RETURN codes;
END $$;

-- The organisation whose record was carried over sees the person as before: shared with it, sensitive matter only where it saw it.
CREATE FUNCTION authz.join_opens(merge_ uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE m duplicates_merge; k people_person; o people_person; made uuid := gen_random_uuid(); sensitive text[];
BEGIN
  SELECT * INTO m FROM duplicates_merge WHERE id = merge_;
  SELECT * INTO k FROM people_person WHERE id = m.keeper_id;
  SELECT * INTO o FROM people_person WHERE id = m.other_id;
  IF k.organisation_id = o.organisation_id THEN RETURN; END IF;
  sensitive := ARRAY(SELECT c FROM unnest(ARRAY['medical', 'protection']) c WHERE EXISTS (
    SELECT 1 FROM people_share s WHERE (s.person_id, s.organisation_id) IN ((k.id, o.organisation_id), (o.id, k.organisation_id))
      AND c = ANY (s.categories) AND s.since <= now() AND (s.until IS NULL OR s.until > now())));
  INSERT INTO people_share (id, person_id, organisation_id, granted_by_id, purpose, categories, since, because, because_id)
    VALUES (made, k.id, o.organisation_id, k.organisation_id, 'matching',
      ARRAY['case', 'consent', 'contact', 'family', 'identity', 'travel'] || sensitive, now(), 'merge', m.id);
  PERFORM authz.join_note(m.id, 'people_share', made, '{}', '{}', true);
END $$;

CREATE FUNCTION authz.join_records(merge_ uuid, moment timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m duplicates_merge; owners uuid[]; needed text; agreed uuid;
BEGIN
  SELECT * INTO m FROM duplicates_merge WHERE id = merge_ FOR UPDATE;
  owners := ARRAY(SELECT DISTINCT organisation_id FROM people_person WHERE id IN (m.keeper_id, m.other_id));
  IF authz.staff() IS NULL OR authz.kind() IN ('consulate', 'government', 'donor', 'carrier', 'taskforce') OR NOT authz.org() = ANY (owners)
     OR NOT m.organisation_id = ANY (owners) OR authz.staff() NOT IN (m.by_id, coalesce(m.agreed_by_id, m.by_id)) THEN
    PERFORM authz.join_refuse(ARRAY['agreement']);
  END IF;
  IF m.status <> 'proposed' OR NOT EXISTS (SELECT 1 FROM duplicates_pair d WHERE d.id = m.pair_id AND d.status = 'same'
      AND (d.first_id, d.second_id) = (least(m.keeper_id, m.other_id), greatest(m.keeper_id, m.other_id))) THEN
    PERFORM authz.join_refuse(ARRAY['joined']);
  END IF;
  needed := authz.join_agreement(m.keeper_id, m.other_id);
  SELECT s.organisation_id INTO agreed FROM access_staff s WHERE s.id = m.agreed_by_id;
  IF needed <> '' AND (agreed IS NULL OR m.agreed_by_id = m.by_id) OR needed = 'partner' AND (agreed = m.organisation_id OR NOT agreed = ANY (owners)) THEN
    PERFORM authz.join_refuse(ARRAY['agreement']);
  END IF;
  PERFORM authz.join_refuse(authz.join_all(m.id, m.keeper_id, m.other_id, m.fields, moment));
END $$;
"""

# What would stand in the way: everything is done and given back, so that the answer is the same as later, when it counts.
REHEARSE = """
CREATE FUNCTION authz.join_rehearse(pair uuid, keeper uuid, choices jsonb) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE d duplicates_pair; codes text[] := '{}'; said text; try uuid := gen_random_uuid(); other uuid;
BEGIN
  SELECT * INTO d FROM duplicates_pair WHERE id = pair;
  other := CASE WHEN keeper = d.first_id THEN d.second_id ELSE d.first_id END;
  IF authz.staff() IS NULL OR keeper NOT IN (d.first_id, d.second_id) OR EXISTS (SELECT 1 FROM people_person p WHERE p.id IN (keeper, other)
      AND NOT authz.opens(p.id, p.organisation_id, '')) THEN RETURN ARRAY['joined']; END IF;
  BEGIN
    codes := authz.join_obstacles(keeper, other);
    IF cardinality(codes) = 0 THEN
      INSERT INTO duplicates_merge (id, pair_id, keeper_id, other_id, status, by_id, organisation_id, at, because, agreement, fields, undone_because, version, carrying)
        VALUES (try, pair, keeper, other, 'declined', authz.staff(), authz.org(), now(), '', '', '{}', '', 1, false);
      codes := authz.join_all(try, keeper, other, choices, now());
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'CR001';
  EXCEPTION
    WHEN SQLSTATE 'CR001' THEN NULL;
    WHEN integrity_constraint_violation THEN GET STACKED DIAGNOSTICS said = CONSTRAINT_NAME; codes := codes || ('once:' || said);
  END;
  RETURN codes;
END $$;
"""

APART = """
CREATE FUNCTION authz.join_take_apart(merge_ uuid, moment timestamptz, because_ text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m duplicates_merge; one record; owners uuid[]; k people_person;
BEGIN
  SELECT * INTO m FROM duplicates_merge WHERE id = merge_ FOR UPDATE;
  owners := ARRAY(SELECT DISTINCT organisation_id FROM people_person WHERE id IN (m.keeper_id, m.other_id));
  PERFORM 1 FROM people_person WHERE id IN (m.keeper_id, m.other_id) ORDER BY id FOR UPDATE;
  SELECT * INTO k FROM people_person WHERE id = m.keeper_id;
  IF authz.staff() IS NULL OR NOT authz.org() = ANY (owners) OR m.status <> 'joined' THEN PERFORM authz.join_refuse(ARRAY['joined']); END IF;
  IF k.joined_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM duplicates_merge x WHERE x.keeper_id = m.keeper_id AND x.status = 'joined'
      AND x.id <> m.id AND (x.joined_at, x.id) > (m.joined_at, m.id)) THEN PERFORM authz.join_refuse(ARRAY['later']); END IF;
  PERFORM authz.join_deferred(true);
  PERFORM set_config('corridor.carrying', 'on', true);
  UPDATE duplicates_merge SET carrying = true WHERE id = merge_;
  UPDATE people_person SET joined_into_id = NULL, version = version + 1 WHERE id = m.other_id;
  FOR one IN SELECT "table" AS tab, row_id FROM duplicates_move WHERE merge_id = merge_ AND made LOOP
    EXECUTE format('DELETE FROM %s WHERE id = $1', one.tab::regclass) USING one.row_id;
  END LOOP;
  FOR one IN SELECT p.tab, p.col FROM authz.person_columns() p JOIN duplicates_move v ON v.merge_id = merge_ AND v."table" = p.tab::text
    AND p.col = ANY (v.columns) GROUP BY 1, 2 LOOP
    EXECUTE format('UPDATE %1$s t SET %2$I = (v.was ->> %2$L)::uuid FROM duplicates_move v WHERE v.merge_id = $1 AND v."table" = %1$L AND v.row_id = t.id'
      ' AND %2$L = ANY (v.columns) AND t.%2$I = (v.became ->> %2$L)::uuid', one.tab, one.col) USING merge_;
  END LOOP;
  PERFORM authz.join_set_back(merge_);
  PERFORM authz.join_write(k.id, (SELECT coalesce(jsonb_object_agg(key, m.fields -> 'was' -> key), '{}') FROM jsonb_each(m.fields -> 'became')
    WHERE value = to_jsonb(k) -> key));  -- what was corrected since then stays corrected
  UPDATE duplicates_merge SET carrying = false, status = 'taken_apart', undone_at = moment, undone_by_id = authz.staff(), undone_because = because_,
    version = version + 1 WHERE id = merge_;
  PERFORM set_config('corridor.carrying', '', true);
  PERFORM authz.join_refuse(authz.join_torn(ARRAY[m.keeper_id, m.other_id]) || ARRAY(
    SELECT 'torn:since' FROM unnest(authz.join_faults(m.keeper_id) || authz.join_faults(m.other_id)) c WHERE c = 'journey' LIMIT 1));
  PERFORM authz.join_deferred(false);
END $$;

-- Kinds of names, and what was ended: set back where nobody has changed it since and nothing newer has taken its place.
CREATE FUNCTION authz.join_set_back(merge_ uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT v."table" AS tab, v.row_id, c.col, v.was ->> c.col AS was, v.became -> c.col AS became, format_type(a.atttypid, a.atttypmod) AS type
    FROM duplicates_move v CROSS JOIN LATERAL unnest(v.columns) c (col) JOIN pg_attribute a ON a.attrelid = v."table"::regclass AND a.attname = c.col
    WHERE v.merge_id = merge_ AND NOT v.made AND c.col <> 'person_id' AND a.atttypid <> 'uuid'::regtype
    ORDER BY (v.was ->> c.col = 'main'), v.row_id
  LOOP
    BEGIN
      EXECUTE format('UPDATE %1$s t SET %2$I = $1::%3$s WHERE id = $2 AND to_jsonb(t) -> %2$L = $3', one.tab::regclass, one.col, one.type)
        USING one.was, one.row_id, one.became;
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
"""

# A reference or an address of old finds the person: for those who may see her or him now.
SIGN = """
CREATE FUNCTION authz.joined_person(person uuid, reference_ text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id FROM people_person o JOIN people_person k ON k.id = o.joined_into_id
  WHERE (o.id = person OR o.reference = reference_) AND authz.opens(k.id, k.organisation_id, '')
$$;
"""
DOORS = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT p.oid::regprocedure AS name, p.prosecdef OR p.proname = 'join_once' AS door FROM pg_proc p
    WHERE p.pronamespace = 'authz'::regnamespace AND p.proname LIKE 'join%' LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one.name);
    CONTINUE WHEN one.door;  -- the parts are for the doors alone (corridor/config/apps.py)
    EXECUTE format('COMMENT ON FUNCTION %s IS %L', one.name, 'internal');
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0004_joining"), ("people", "0020_joined_into")]
    run_before = [("duplicates", "0010_reviewing")]
    operations = [migrations.RunSQL([part]) for part in (JOIN, REHEARSE, APART, SIGN, DOORS)]
