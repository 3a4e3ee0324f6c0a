"""Joining shows nobody what was not theirs to read: not by a share to a third organisation, not by saying what stands in the way.

Who joins sees both records at that moment: an opening for comparing that has ended opens nothing any more.
"""

from django.db import migrations

from corridor.kernel.walls import LIVE

HELPERS = "(SELECT authz.kind()) NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce')"
SEES_BOTH = (
    "(SELECT count(*) FROM people_person p WHERE p.id IN (keeper, other) AND authz.opens(p.id, p.organisation_id, '')) = 2"
)

# Who may read a share of one record would read the other's protection or health matter with it: by category, whoever it is.
SHOWS = f"""
DROP FUNCTION authz.join_shows(uuid, uuid);
CREATE FUNCTION authz.join_shows(source uuid, reader uuid, named varchar[]) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record; held boolean;
BEGIN
  FOR one IN SELECT DISTINCT p.tab, p.col, substring(pg_get_expr(w.polqual, w.polrelid) FROM '''(protection|medical)''::text = ANY') AS category
    FROM authz.person_columns() p JOIN pg_policy w ON w.polrelid = p.tab AND pg_get_expr(w.polqual, w.polrelid) ~ '''(protection|medical)''::text = ANY'
  LOOP
    CONTINUE WHEN NOT one.category = ANY (named) OR EXISTS (SELECT 1 FROM people_share s WHERE s.person_id = source AND s.organisation_id = reader
      AND one.category = ANY (s.categories) AND {LIVE});
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s t WHERE %I = $1 AND to_jsonb(t) ->> ''kind'' IS DISTINCT FROM ''unhcr_registration'')', one.tab, one.col)
      INTO held USING source;
    IF held THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- Of this record, to anybody who reads the other one: its organisation, and whoever has a share of it.
CREATE FUNCTION authz.join_exposes(source uuid, beside uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(bool_or(authz.join_shows(source, r.reader, r.named)), false) FROM (
      SELECT p.organisation_id AS reader, ARRAY['protection', 'medical']::varchar[] AS named FROM people_person p WHERE p.id = beside
      UNION ALL SELECT s.organisation_id, s.categories FROM people_share s
        WHERE s.person_id = beside AND {LIVE} AND s.categories && ARRAY['protection', 'medical']::varchar[]) r
    WHERE r.reader <> (SELECT p.organisation_id FROM people_person p WHERE p.id = source)
$$;
"""  # noqa: S608

OBSTACLES = """
CREATE OR REPLACE FUNCTION authz.join_obstacles(keeper uuid, other uuid) RETURNS text[] LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE k people_person; o people_person; codes text[] := '{}';
BEGIN
  SELECT * INTO k FROM people_person WHERE id = keeper;
  SELECT * INTO o FROM people_person WHERE id = other;
  IF k.joined_into_id IS NOT NULL OR o.joined_into_id IS NOT NULL THEN RETURN ARRAY['joined']; END IF;
  IF k.synthetic <> o.synthetic THEN codes := codes || 'store'::text; END IF;
  IF EXISTS (SELECT 1 FROM people_notsame n WHERE (n.first_id, n.second_id) = (least(keeper, other), greatest(keeper, other))) THEN
    codes := codes || 'not_same'::text;
  END IF;
  IF authz.join_exposes(other, keeper) THEN codes := codes || ('sensitive:' || other); END IF;
  IF authz.join_exposes(keeper, other) THEN codes := codes || ('sensitive:' || keeper); END IF;
  IF EXISTS (SELECT 1 FROM people_childstatus c WHERE (c.person_id, c.caregiver_id) IN ((keeper, other), (other, keeper))) THEN
    codes := codes || 'caregiver'::text;
  END IF;
  IF EXISTS (SELECT 1 FROM people_familymember a JOIN people_familymember b ON b.family_id <> a.family_id
             WHERE a.person_id = keeper AND b.person_id = other AND a.until IS NULL AND b.until IS NULL) THEN codes := codes || 'families'::text; END IF;
  RETURN codes || ARRAY(SELECT DISTINCT 'once:' || c.once FROM authz.join_collisions(other, keeper) c WHERE authz.join_once(c.once) = 'stands' ORDER BY 1);
END $$;
"""

# What stands in the way is named where the reader may read that kind of matter in both records; else only that something does.
TOLD = """
CREATE FUNCTION authz.join_told(codes text[], keeper uuid, other uuid) RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT told.code), '{}') FROM unnest(codes) WITH ORDINALITY said (code, at)
  CROSS JOIN LATERAL (SELECT CASE
      WHEN said.code IN ('joined', 'store', 'not_same', 'agreement', 'role', 'unseen', 'later', 'hidden') THEN ''
      WHEN said.code LIKE 'torn%' THEN ''
      WHEN said.code IN ('families', 'caregiver', 'infant') OR said.code ~ '^once:people_(childstatus|familymember)' THEN 'family'
      WHEN said.code IN ('two_ways', 'outcome') OR said.code ~ '^once:(returns|evacuation)_' OR said.code LIKE '%_one_way_at_a_time' THEN 'case'
      WHEN said.code IN ('aboard', 'same_day') OR said.code LIKE 'once:movements_%' THEN 'travel'
      WHEN said.code LIKE 'once:consent_%' THEN 'consent'
      WHEN said.code LIKE 'once:people_%' THEN 'identity'
      ELSE 'protection' END AS kind) about
  CROSS JOIN LATERAL (SELECT CASE
      WHEN about.kind = '' THEN split_part(said.code, ':', 1)
      WHEN EXISTS (SELECT 1 FROM people_person p WHERE p.organisation_id <> authz.org()
          AND p.id IN (keeper, other) AND (said.code NOT LIKE 'sensitive:%' OR said.code = 'sensitive:' || p.id)
          AND NOT (authz.opens(p.id, p.organisation_id, about.kind) AND (said.code NOT LIKE 'sensitive:%' OR authz.opens(p.id, p.organisation_id, 'medical'))))
        THEN 'hidden'
      WHEN said.code LIKE 'sensitive:%' THEN 'sensitive'
      ELSE said.code END AS code) told
$$;
"""

# The same answer for records that are not both seen as for two organisations: asking about somebody tells nothing.
AGREEMENT = f"""
CREATE OR REPLACE FUNCTION authz.join_agreement(keeper uuid, other uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN NOT {HELPERS} OR NOT {SEES_BOTH} OR count(DISTINCT p.organisation_id) > 1 THEN 'partner'
    WHEN bool_or(EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = p.id AND (s.until IS NULL OR s.until > now()))
      OR EXISTS (SELECT 1 FROM people_registration r JOIN access_organisation o ON o.id = r.organisation_id
                 WHERE r.person_id = p.id AND o.kind = 'unhcr_operation')) THEN 'second'
    ELSE '' END FROM people_person p WHERE p.id IN (keeper, other)
$$;
"""  # noqa: S608

JOIN = f"""
CREATE FUNCTION authz.join_comes(keeper uuid, other uuid) RETURNS void LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT authz.may_join() OR NOT {HELPERS} OR NOT (authz.duplicates_holds(keeper) OR authz.duplicates_holds(other)) THEN
    PERFORM authz.join_refuse(ARRAY['role']);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION authz.join_records(merge_ uuid, moment timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m duplicates_merge; keeper uuid; other uuid; owners uuid[]; needed text; agreed uuid; said text;
BEGIN
  SELECT * INTO m FROM duplicates_merge WHERE id = merge_ FOR UPDATE;
  keeper := m.keeper_id; other := m.other_id;
  PERFORM authz.join_comes(keeper, other);
  owners := ARRAY(SELECT DISTINCT organisation_id FROM people_person WHERE id IN (keeper, other));
  IF NOT m.organisation_id = ANY (owners) OR authz.staff() NOT IN (m.by_id, coalesce(m.agreed_by_id, m.by_id)) THEN
    PERFORM authz.join_refuse(ARRAY['agreement']);
  END IF;
  IF m.status <> 'proposed' OR NOT EXISTS (SELECT 1 FROM duplicates_pair d WHERE d.id = m.pair_id AND d.status = 'same'
      AND (d.first_id, d.second_id) = (least(keeper, other), greatest(keeper, other))) THEN
    PERFORM authz.join_refuse(ARRAY['joined']);
  END IF;
  IF NOT {SEES_BOTH} THEN PERFORM authz.join_refuse(ARRAY['unseen']); END IF;
  needed := authz.join_agreement(keeper, other);
  SELECT s.organisation_id INTO agreed FROM access_staff s WHERE s.id = m.agreed_by_id;
  IF needed <> '' AND (agreed IS NULL OR m.agreed_by_id = m.by_id) OR needed = 'partner' AND (agreed = m.organisation_id OR NOT agreed = ANY (owners))
     OR needed = 'second' AND agreed <> m.organisation_id THEN
    PERFORM authz.join_refuse(ARRAY['agreement']);
  END IF;
  BEGIN
    PERFORM authz.join_refuse(authz.join_told(authz.join_all(m.id, keeper, other, m.fields, moment), keeper, other));
  EXCEPTION WHEN integrity_constraint_violation THEN
    GET STACKED DIAGNOSTICS said = CONSTRAINT_NAME;
    IF said = 'duplicates_merge_stands_in_the_way' THEN RAISE; END IF;
    PERFORM authz.join_refuse(authz.join_told(ARRAY['once:' || said], keeper, other));
  END;
END $$;
"""  # noqa: S608

REHEARSE = f"""
CREATE OR REPLACE FUNCTION authz.join_rehearse(pair uuid, keeper uuid, choices jsonb) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE d duplicates_pair; codes text[] := '{{}}'; said text; try uuid := gen_random_uuid(); other uuid;
BEGIN
  SELECT * INTO d FROM duplicates_pair WHERE id = pair;
  other := CASE WHEN keeper = d.first_id THEN d.second_id ELSE d.first_id END;
  IF d.id IS NULL OR authz.staff() IS NULL OR NOT {HELPERS} OR keeper NOT IN (d.first_id, d.second_id) OR NOT {SEES_BOTH} THEN RETURN ARRAY['joined']; END IF;
  BEGIN
    codes := authz.join_obstacles(keeper, other);
    IF cardinality(codes) = 0 THEN
      INSERT INTO duplicates_merge (id, pair_id, keeper_id, other_id, status, by_id, organisation_id, at, because, agreement, fields, undone_because, version, carrying)
        VALUES (try, pair, keeper, other, 'declined', authz.staff(), authz.org(), now(), '', '', '{{}}', '', 1, false);
      codes := authz.join_all(try, keeper, other, choices, now());
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'CR001';
  EXCEPTION
    WHEN SQLSTATE 'CR001' THEN NULL;
    WHEN integrity_constraint_violation THEN GET STACKED DIAGNOSTICS said = CONSTRAINT_NAME; codes := codes || ('once:' || said);
  END;
  RETURN authz.join_told(codes, keeper, other);
END $$;
"""  # noqa: S608

# Whoever holds one of the two takes them apart: it gives back, and shows nobody more than before.
APART = """
ALTER FUNCTION authz.join_take_apart(uuid, timestamptz, text) RENAME TO join_parts;
ALTER FUNCTION authz.join_parts(uuid, timestamptz, text) SECURITY INVOKER;
CREATE FUNCTION authz.join_take_apart(merge_ uuid, moment timestamptz, because_ text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m duplicates_merge;
BEGIN
  SELECT * INTO m FROM duplicates_merge WHERE id = merge_;
  PERFORM authz.join_comes(m.keeper_id, m.other_id);
  PERFORM authz.join_parts(merge_, moment, because_);
END $$;
"""

DOORS = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT p.oid::regprocedure AS name, p.prosecdef OR p.proname = 'join_once' AS door FROM pg_proc p
    WHERE p.pronamespace = 'authz'::regnamespace AND p.proname LIKE 'join%' LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one.name);
    CONTINUE WHEN one.door;
    EXECUTE format('COMMENT ON FUNCTION %s IS %L', one.name, 'internal');
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0012_doors_ask_who")]
    operations = [migrations.RunSQL([part]) for part in (SHOWS, OBSTACLES, TOLD, AGREEMENT, JOIN, REHEARSE, APART, DOORS)]
