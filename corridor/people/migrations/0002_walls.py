"""The organisation wall and the shield against consulates, in the database."""

from django.db import migrations

from corridor.kernel.walls import LIVE, of_person, own

PERSON = f"""
CREATE FUNCTION authz.shielded(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = person AND (s.until IS NULL OR s.until > now())) $$;

ALTER TABLE people_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON people_person FOR SELECT USING (
  organisation_id = (SELECT authz.org()) OR EXISTS (
    SELECT 1 FROM people_share s WHERE s.person_id = people_person.id AND s.organisation_id = (SELECT authz.org()) AND {LIVE}));
CREATE POLICY adds ON people_person FOR INSERT WITH CHECK (organisation_id = (SELECT authz.org()));
CREATE POLICY changes ON people_person FOR UPDATE
  USING (organisation_id = (SELECT authz.org())) WITH CHECK (organisation_id = (SELECT authz.org()));
CREATE POLICY shield ON people_person AS RESTRICTIVE FOR ALL USING (
  CASE WHEN (SELECT authz.kind()) IN ('consulate', 'government') THEN NOT authz.shielded(id) ELSE true END);

ALTER TABLE people_share ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON people_share FOR SELECT USING (organisation_id = (SELECT authz.org()) OR granted_by_id = (SELECT authz.org()));
CREATE POLICY gives ON people_share FOR INSERT WITH CHECK (granted_by_id = (SELECT authz.org()));
CREATE POLICY ends ON people_share FOR UPDATE
  USING (organisation_id = (SELECT authz.org()) OR granted_by_id = (SELECT authz.org()))
  WITH CHECK (organisation_id = (SELECT authz.org()) OR granted_by_id = (SELECT authz.org()));

ALTER TABLE people_notsame ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON people_notsame FOR ALL USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = first_id))
  WITH CHECK (EXISTS (SELECT 1 FROM people_person p WHERE p.id = first_id) AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = second_id));
"""

# A consulate gets a share only for a person without a shield, and a new shield ends its shares in the same statement.
CONSULATES = """
CREATE FUNCTION people_share_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.until IS NULL OR NEW.until > now() THEN
    IF authz.shielded(NEW.person_id)
       AND EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = NEW.organisation_id AND o.kind IN ('consulate', 'government')) THEN
      RAISE EXCEPTION 'a shielded person is not shared with a State' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_share_never_past_a_shield';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_share_guard BEFORE INSERT OR UPDATE ON people_share FOR EACH ROW EXECUTE FUNCTION people_share_guard();

CREATE FUNCTION people_shield_ends_shares() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE people_share s SET until = now() FROM access_organisation o
   WHERE s.person_id = NEW.person_id AND o.id = s.organisation_id AND o.kind IN ('consulate', 'government') AND (s.until IS NULL OR s.until > now());
  RETURN NEW;
END $$;
CREATE TRIGGER people_shield_ends_shares AFTER INSERT ON people_shield FOR EACH ROW EXECUTE FUNCTION people_shield_ends_shares();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0002_walls"), ("access", "0001_initial")]
    operations = [
        migrations.RunSQL(statements)
        for statements in (
            [PERSON],
            of_person("people_personname", "identity"),
            of_person("people_phone", "contact"),
            of_person("people_document", "identity"),
            of_person("people_photo", "identity"),
            of_person("people_registration", "identity"),
            own("people_family"),
            of_person("people_familymember", "family"),
            of_person("people_childstatus", "family"),
            of_person("people_specificneed", "protection"),
            of_person("people_location", "case"),
            of_person("people_outcome", "case"),
            of_person("people_shield", "protection"),
            [CONSULATES],
        )
    ]
