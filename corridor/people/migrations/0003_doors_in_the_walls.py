"""References by month, shares that can only end, families seen with their members, and the shield of every UNHCR registration."""

from django.db import migrations

# A sequence of its own for each month: no two transactions wait for each other, and none can be given a number twice.
REFERENCES = """
CREATE FUNCTION authz.next_reference(prefix text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE name text; number bigint; highest bigint;
BEGIN
  IF prefix !~ '^[A-Z0-9]{1,6}-F?[0-9]{4}-$' THEN RAISE EXCEPTION 'not a prefix of references'; END IF;
  name := 'people_reference_' || lower(replace(rtrim(prefix, '-'), '-', '_'));
  IF to_regclass(name) IS NULL THEN
    PERFORM pg_advisory_xact_lock(4717003);
    IF to_regclass(name) IS NULL THEN
      SELECT max(split_part(reference, '-', 3)::bigint) INTO highest FROM (
        SELECT reference FROM people_person WHERE reference LIKE prefix || '%' UNION ALL
        SELECT reference FROM people_family WHERE reference LIKE prefix || '%') known WHERE split_part(reference, '-', 3) ~ '^[0-9]{1,12}$';
      EXECUTE format('CREATE SEQUENCE %I START WITH %s', name, coalesce(highest, 0) + 1);
    END IF;
  END IF;
  EXECUTE format('SELECT nextval(%L)', name) INTO number;
  RETURN prefix || lpad(number::text, greatest(5, length(number::text)), '0');
END $$;
"""

# Who may share what: the owner anything; whoever was given a category may pass on that category to others, never to itself.
SHARES = """
CREATE FUNCTION authz.may_share(person uuid, receiver uuid, named varchar[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.organisation_id = authz.org())
      OR (receiver <> authz.org() AND named <@ ARRAY(
           SELECT unnest(s.categories) FROM people_share s
           WHERE s.person_id = person AND s.organisation_id = authz.org() AND s.since <= now() AND (s.until IS NULL OR s.until > now()))) $$;
DROP POLICY gives ON people_share;
CREATE POLICY gives ON people_share FOR INSERT
  WITH CHECK (granted_by_id = (SELECT authz.org()) AND authz.may_share(person_id, organisation_id, categories));

CREATE FUNCTION people_share_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.person_id, OLD.organisation_id, OLD.granted_by_id, OLD.purpose, OLD.categories, OLD.since, OLD.because, OLD.because_id)
     IS DISTINCT FROM (NEW.id, NEW.person_id, NEW.organisation_id, NEW.granted_by_id, NEW.purpose, NEW.categories, NEW.since, NEW.because, NEW.because_id)
     OR (OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until)) THEN
    RAISE EXCEPTION 'a share can only end, never widen' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_share_only_ends';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_share_only_ends BEFORE UPDATE ON people_share FOR EACH ROW EXECUTE FUNCTION people_share_only_ends();
ALTER TABLE people_share ADD CONSTRAINT people_share_always_identity CHECK ('identity' = ANY (categories));
"""

FAMILIES = """
CREATE POLICY seen ON people_family FOR SELECT USING (EXISTS (SELECT 1 FROM people_familymember m WHERE m.family_id = people_family.id));
"""

# Registered with UNHCR, as owner of the record or under a number of its own: shielded by the table itself (INV-05).
UNHCR = """
CREATE FUNCTION people_unhcr_shield() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE about uuid;
BEGIN
  IF TG_TABLE_NAME = 'people_person' THEN about := NEW.id; ELSE about := NEW.person_id; END IF;
  IF EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = NEW.organisation_id AND o.kind = 'unhcr_operation')
     AND NOT EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = about AND s.kind = 'unhcr_registration' AND s.until IS NULL) THEN
    INSERT INTO people_shield (id, person_id, kind, since) VALUES (gen_random_uuid(), about, 'unhcr_registration', now());
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER people_person_unhcr_shield AFTER INSERT ON people_person FOR EACH ROW EXECUTE FUNCTION people_unhcr_shield();
CREATE TRIGGER people_registration_unhcr_shield AFTER INSERT ON people_registration FOR EACH ROW EXECUTE FUNCTION people_unhcr_shield();
"""

# A consulate does not own the record and must not: it may write this one answer, of its own State, about a person shared with it.
NATIONALITY = """
CREATE FUNCTION authz.confirm_nationality(person uuid, country text, confirmer uuid, day date) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed integer;
BEGIN
  UPDATE people_person p SET nationality_confirmed = country, nationality_confirmed_by_id = confirmer, nationality_confirmed_on = day, version = version + 1
   WHERE p.id = person AND (p.organisation_id = authz.org() OR (
     confirmer = authz.org() AND NOT authz.shielded(p.id)
     AND EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = confirmer AND o.state = country)
     AND EXISTS (SELECT 1 FROM people_share s WHERE s.person_id = p.id AND s.organisation_id = confirmer AND s.purpose = 'consular'
                 AND s.since <= now() AND (s.until IS NULL OR s.until > now()))));
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed > 0;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_walls")]
    operations = [migrations.RunSQL([statements]) for statements in (REFERENCES, SHARES, FAMILIES, UNHCR, NATIONALITY)]
